/** The speedup of each kind of work in a rewrite set: measured, given, or a published range shrunk for bias. */
import { ProfileError } from '../base/errors.js';
import type { Part } from './amdahl.js';
import type { Assumption, CostModel } from './cost-model.js';
import { findPrior, priorDate, priorSource } from './priors.js';
import { atDeviation, type Range } from './range.js';
import { shrink } from './shrink.js';

/** One kind of work in the covered share. `speedup` given here is taken as measured and goes before everything else. */
export interface KindOfWork {
  readonly kind: string;
  readonly share: number;
  readonly speedup?: Range | undefined;
}

/** A kind of work with its speedup, after the correction for publication bias. `Infinity`: the work goes away. */
export interface WorkSpeedup {
  readonly kind: string;
  readonly share: number;
  readonly speedup: Range;
  /** False where the language does not decide: kernel, native libraries, or no change at all. */
  readonly movable: boolean;
  readonly tag: 'measured' | 'given' | 'prior' | 'assumption';
}

/**
 * In this order: the part's own speedup; for work that the language does not decide, the table; the speedup given for
 * the whole code; the table's row for the language pair and kind; 1 with a warning, never an invented gain.
 */
export function resolveSpeedups(
  work: readonly KindOfWork[],
  taxShare: number,
  model: CostModel,
): { parts: WorkSpeedup[]; assumptions: Assumption[]; warnings: string[] } {
  const assumptions = new Map<string, Assumption>();
  const warnings = new Map<string, string>();
  const parts = work.map(({ kind, share, speedup }): WorkSpeedup => {
    if (speedup !== undefined) {
      checkOrder(kind, speedup);
      return { kind, share, speedup, movable: isMovable(speedup), tag: 'measured' };
    }
    const prior = findPrior(model.from, model.to, kind);
    if (model.speedup !== null && prior?.structural !== true)
      return { kind, share, speedup: model.speedup, movable: true, tag: 'given' };
    if (prior === undefined) {
      const pair = `${model.from} to ${model.to}`;
      if (share > 0)
        warnings.set(
          kind,
          `No speedup is published for "${kind}" from ${pair}: none is assumed; give speedup.`,
        );
      return { kind, share, speedup: NONE, movable: true, tag: 'assumption' };
    }
    const tag = prior.sources.some((source) => source.grade !== 'assumption') ? 'prior' : 'assumption';
    const used = prior.structural ? prior.speedup : shrunk(prior.speedup, model.values.biasShrink);
    if (kind === 'service' && taxShare > 0)
      warnings.set(
        'tax',
        'The speedup of whole services has garbage collection in it: the removed tax counts it twice.',
      );
    assumptions.set(kind, {
      name: `speedup.${kind}`,
      // What goes away has no finite speedup; the note says so.
      value: Number.isFinite(used.p50) ? used.p50 : null,
      unit: 'times',
      source: `${quoted(prior.speedup)} before the correction for bias: ${priorSource(prior)}`,
      date: priorDate(prior),
      tag,
    });
    return { kind, share, speedup: used, movable: !(prior.structural && Number.isFinite(used.p50)), tag };
  });
  return { parts, assumptions: [...assumptions.values()], warnings: [...warnings.values()] };
}

/** The parts with each speedup `z` standard deviations from its median, all moving together. */
export function speedupsAt(parts: readonly WorkSpeedup[], z: number): Part[] {
  return parts.map(({ share, speedup }) => ({ share, speedup: atDeviation(speedup, z) }));
}

const NONE: Range = { p10: 1, p50: 1, p90: 1 };

function checkOrder(kind: string, { p10, p50, p90 }: Range): void {
  if (p10 > 0 && p10 <= p50 && p50 <= p90) return;
  throw new ProfileError(
    'bad-model',
    `the speedup of "${kind}" is ${p10}, ${p50}, ${p90}; expected three positive numbers in rising order`,
  );
}

function isMovable({ p10, p50, p90 }: Range): boolean {
  return p10 !== 1 || p50 !== 1 || p90 !== 1;
}

function shrunk({ p10, p50, p90 }: Range, kappa: number): Range {
  return { p10: shrink(p10, kappa), p50: shrink(p50, kappa), p90: shrink(p90, kappa) };
}

function quoted({ p10, p50, p90 }: Range): string {
  return [p10, p50, p90].map((speedup) => (Number.isFinite(speedup) ? speedup : 'removed')).join(' / ');
}

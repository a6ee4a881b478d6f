/** The speedup of each kind of work in a rewrite set: measured, given, or a published range shrunk for bias (E5). */
import type { Part } from './amdahl.js';
import { type Check, check, refuse } from './checks.js';
import type { Assumption, CostModel } from './cost-model.js';
import { type Basis, type Prior, priorDate, priorSource } from './priors/prior.js';
import { resolvePrior } from './priors/resolve.js';
import { atDeviation, type Range } from './range.js';
import { shrink } from './shrink.js';

/** One kind of work in the covered share. `speedup` given here is taken as measured and goes before everything else. */
export interface KindOfWork {
  readonly kind: string;
  readonly share: number;
  /** Narrows the row of the tables, such as "untyped". */
  readonly when?: string | undefined;
  readonly speedup?: Range | undefined;
  /** It serves the set from outside: framework, connections, middleware. */
  readonly serving?: boolean | undefined;
}

/**
 * Background work of the runtime that no stack of the set holds (E4): `share` of the profile's CPU, of which the set
 * causes the part `weight`, 0 to 1 (by bytes allocated below it). What goes away with the set is share * weight * rho.
 */
export interface TaxBin {
  readonly kind: string;
  readonly share: number;
  readonly weight: number;
  /** Allocation records behind `weight`; below 1,000 the weight is drawn too. */
  readonly records?: number | undefined;
}

/** A kind of work with its speedup, after the correction for publication bias. `Infinity`: the work goes away. */
export interface WorkSpeedup {
  readonly kind: string;
  readonly share: number;
  readonly speedup: Range;
  /** False where the language does not decide: kernel, native libraries, or no change at all. */
  readonly movable: boolean;
  readonly tag: Basis;
  /** Parts with the same name have the same luck: they are drawn together. */
  readonly input: string;
  /** It serves the set from outside it. */
  readonly serving: boolean;
}

/** A tax bin with its removal factor. */
export interface TaxSpeedup extends WorkSpeedup {
  readonly weight: number;
  readonly records: number | null;
}

/** A row of the tables that an estimate used, before and after the correction for bias. */
export interface PriorUsed {
  readonly from: string;
  readonly to: string;
  /** The kind whose row it is, and the kinds of work that took it. */
  readonly kind: string;
  readonly usedFor: readonly string[];
  readonly when: string | null;
  readonly published: Range;
  readonly used: Range;
  readonly sources: Prior['sources'];
  readonly note: string;
  readonly basis: Basis;
}

export interface Speedups {
  readonly parts: readonly WorkSpeedup[];
  readonly taxes: readonly TaxSpeedup[];
  readonly priorsUsed: readonly PriorUsed[];
  readonly assumptions: readonly Assumption[];
  readonly checks: readonly Check[];
}

/**
 * In this order: the part's own speedup; the user's row for the kind; for work that the language does not decide, the
 * table; the speedup given for the whole code; the table's row; 1 with a warning, never an invented gain.
 */
export function resolveSpeedups(
  work: readonly KindOfWork[],
  taxes: readonly TaxBin[],
  model: CostModel,
): Speedups {
  const rows = new Map<string, { prior: Prior; used: Range; usedFor: string[] }>();
  const unknown: string[] = [];
  const resolve = (part: KindOfWork): WorkSpeedup => ({ ...found(part), serving: part.serving === true });
  const found = ({ kind, share, speedup, when }: KindOfWork): Omit<WorkSpeedup, 'serving'> => {
    if (speedup !== undefined) {
      checkOrder(kind, speedup);
      return { kind, share, speedup, movable: moves(speedup), tag: 'measured', input: `speedup.${kind}` };
    }
    const row = resolvePrior(model.priors, model.from, model.to, kind, when ?? null);
    const prior = row?.prior;
    if (model.speedup !== null && prior?.structural !== true && prior?.user !== true) {
      const asPrior = model.speedupBasis === 'prior';
      const used = asPrior ? shrunk(model.speedup, model.values.biasShrink) : model.speedup;
      return { kind, share, speedup: used, movable: true, tag: model.speedupBasis, input: 'speedup' };
    }
    if (prior === undefined) {
      if (share > 0) unknown.push(kind);
      return { kind, share, speedup: NONE, movable: true, tag: 'assumption', input: `speedup.${kind}` };
    }
    const used = usedOf(prior, model);
    const key = `${row!.as}${prior.when === null ? '' : `.${prior.when}`}`;
    if (share > 0) {
      const known = rows.get(key);
      if (known === undefined) rows.set(key, { prior, used, usedFor: [kind] });
      else if (!known.usedFor.includes(kind)) known.usedFor.push(kind);
    }
    const movable = !(prior.structural && Number.isFinite(used.p50));
    return { kind, share, speedup: used, movable, tag: prior.basis, input: `speedup.${key}` };
  };
  const parts = work.map(resolve);
  const removed = taxes.map((bin): TaxSpeedup => {
    const { weight, records = null } = bin;
    const rho = model.unknowns.rhoGc;
    const given = rho === null ? {} : { speedup: removal(rho) };
    return { ...resolve({ kind: bin.kind, share: bin.share, ...given }), weight, records };
  });
  const checks = unknown.length === 0 ? [] : [noPrior(unknown, model)];
  const twice = parts.some(
    ({ kind, tag }) => kind === 'service' && (tag === 'prior' || tag === 'assumption'),
  );
  if (twice && removed.some(({ share, weight }) => share * weight > 0))
    checks.push(
      check(
        'payoff-tax-twice',
        'The speedup of whole services has garbage collection in it: the removed tax counts it twice.',
      ),
    );
  const used = [...rows];
  return {
    parts,
    taxes: removed,
    priorsUsed: used.map(([, row]) => priorUsed(row)),
    assumptions: used.map(([key, row]) => assumptionOf(key, row)),
    checks,
  };
}

/** The parts with each speedup `z` standard deviations from its median, all moving together. */
export function speedupsAt(parts: readonly WorkSpeedup[], z: number): Part[] {
  return parts.map(({ share, speedup }) => ({ share, speedup: atDeviation(speedup, z) }));
}

/** t = sum T_c w_c rho_c: the share of CPU that goes away with the set though no stack of it holds it; rho = 1 - 1/s. */
export function taxAt(taxes: readonly TaxSpeedup[], z: number): number {
  let saved = 0;
  for (const { share, weight, speedup } of taxes) saved += share * weight * (1 - 1 / atDeviation(speedup, z));
  return saved;
}

const NONE: Range = { p10: 1, p50: 1, p90: 1 };

/** s = 1/(1 - rho), the same at all points. */
function removal(rho: number): Range {
  const s = 1 / (1 - rho);
  return { p10: s, p50: s, p90: s };
}

function usedOf({ structural, basis, speedup }: Prior, model: CostModel): Range {
  const believed = structural || (basis !== 'prior' && basis !== 'assumption');
  return believed ? speedup : shrunk(speedup, model.values.biasShrink);
}

function checkOrder(kind: string, { p10, p50, p90 }: Range): void {
  if (p10 > 0 && p10 <= p50 && p50 <= p90) return;
  refuse([
    check(
      'payoff-prior-order',
      `the speedup of "${kind}" is ${p10}, ${p50}, ${p90}; expected three positive numbers in rising order`,
    ),
  ]);
}

function moves({ p10, p50, p90 }: Range): boolean {
  return p10 !== 1 || p50 !== 1 || p90 !== 1;
}

function shrunk({ p10, p50, p90 }: Range, kappa: number): Range {
  return { p10: shrink(p10, kappa), p50: shrink(p50, kappa), p90: shrink(p90, kappa) };
}

function noPrior(kinds: readonly string[], { from, to }: CostModel): Check {
  const names = [...new Set(kinds)].sort().map((kind) => `"${kind}"`);
  return check(
    'payoff-no-prior',
    `No speedup is published for ${names.join(', ')} from ${from} to ${to}: none is assumed; give speedup.`,
  );
}

interface Row {
  readonly prior: Prior;
  readonly used: Range;
  readonly usedFor: readonly string[];
}

function priorUsed({ prior, used, usedFor }: Row): PriorUsed {
  const { from, to, kind, when, speedup, sources, note, basis } = prior;
  return { from, to, kind, usedFor, when, published: speedup, used, sources, note, basis };
}

function assumptionOf(key: string, { prior, used, usedFor }: Row): Assumption {
  const others = usedFor.filter((kind) => kind !== prior.kind);
  const like = others.length === 0 ? '' : `; stands in for ${others.join(', ')}`;
  return {
    name: `speedup.${key}`,
    // What goes away has no finite speedup; the note says so.
    value: Number.isFinite(used.p50) ? used.p50 : null,
    unit: 'times',
    source: `${quoted(prior.speedup)} before the correction for bias: ${priorSource(prior)}${like}`,
    date: priorDate(prior),
    tag: prior.basis,
  };
}

function quoted({ p10, p50, p90 }: Range): string {
  return [p10, p50, p90].map((speedup) => (Number.isFinite(speedup) ? speedup : 'removed')).join(' / ');
}

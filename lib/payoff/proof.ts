/** Prediction beside outcome: what the priors said of a rewrite, and what load and shadow tests found. */
import { ProfileError } from '../base/errors.js';
import { type Appraisal, appraise } from './appraisal.js';
import { type Check, check } from './checks.js';
import { impliedSpeedup, type MeasuredLoad, residualRange } from './measured.js';
import { taxesOf } from './plan.js';
import type { Range } from './range.js';
import { percent, thousands } from './words.js';

/** Answers of old and new code to the same requests, as `verify parity` compares them. */
export interface MeasuredParity {
  /** The file, for those who read the report. */
  readonly name: string;
  readonly compared: number;
  readonly mismatched: number;
  /** 95 % upper bound of the true mismatch rate: by request or, where that is larger, by user; null without a comparison. */
  readonly bound: number | null;
  /** Endpoints, and statuses of endpoints, with too few compared answers. */
  readonly unverified: readonly string[];
}

export interface Proof {
  readonly load: MeasuredLoad | null;
  readonly parity: MeasuredParity | null;
  /** Without the measurement: P10, P50 and P90 of the simulation; null without a load test. */
  readonly predicted: { readonly cpuSaving: Range; readonly capacity: Range } | null;
  /** Of the CPU, P10, P50 and P90 of what was measured; null without a load test. */
  readonly cpuSaving: Range | null;
  /** The measured saving less the predicted median, as a part of the CPU. */
  readonly error: number | null;
  /** Whether the measured saving lies from the predicted P10 to P90. */
  readonly isWithin: boolean | null;
  /** How many times faster the set as a whole became: to be carried to traffic in which it holds another share. */
  readonly setSpeedup: Range | null;
}

/** An appraisal with what was measured in the place of what was assumed. */
export interface Proven {
  readonly appraisal: Appraisal;
  readonly proof: Proof | null;
  /** Cost parameters that the load test decided. */
  readonly decided: ReadonlySet<string>;
  readonly checks: readonly Check[];
}

/**
 * The load test's saving replaces the speedups, its CPU per request, knees and memory the parameters of the same name that
 * were not given. Throws ProfileError 'usage' where a speedup is given as well, 'bad-model' where more was saved than the
 * set holds.
 */
export function proven(
  appraisal: Appraisal,
  load: MeasuredLoad | null,
  parity: MeasuredParity | null,
): Proven {
  const checks = [...loadChecks(load), ...parityChecks(parity)];
  if (load === null) {
    const proof =
      parity === null
        ? null
        : { load, parity, predicted: null, cpuSaving: null, error: null, isWithin: null, setSpeedup: null };
    return { appraisal, proof, decided: new Set(), checks };
  }
  if (appraisal.cost.speedup !== undefined)
    throw new ProfileError('usage', 'a speedup is given and a load test too; give one of them');
  const { simulation } = appraise(appraisal).assessment;
  const residual = residualRange(load);
  const speedup = impliedSpeedup(residual, heldBy(appraisal));
  const found = decidedBy(load, appraisal.cost);
  const saved = 1 - load.ratio;
  const { p10, p50, p90 } = simulation.cpuSaving;
  return {
    appraisal: { ...appraisal, set: { ...appraisal.set, speedup }, cost: { ...appraisal.cost, ...found } },
    proof: {
      load,
      parity,
      predicted: { cpuSaving: simulation.cpuSaving, capacity: simulation.capacity },
      cpuSaving: { p10: 1 - residual.p90, p50: saved, p90: 1 - residual.p10 },
      error: saved - p50,
      isWithin: saved >= p10 && saved <= p90,
      setSpeedup: speedup,
    },
    decided: new Set(['speedup', ...Object.keys(found)]),
    checks,
  };
}

/** Share of the CPU in the set, in what serves it, and in the collection that it causes. */
function heldBy({ set }: Appraisal): number {
  let held = set.coveredShare;
  for (const { share } of set.serving?.parts ?? []) held += share;
  for (const { share, weight } of taxesOf(set)) held += share * weight;
  return held;
}

type Decided = Partial<
  Pick<Appraisal['cost'], 'cpuUsPerRequest' | 'kneeUtilOld' | 'kneeUtilNew' | 'memSaving'>
>;

function decidedBy({ cpuMicros, capacity, memoryRatio }: MeasuredLoad, given: Appraisal['cost']): Decided {
  const knees = capacity?.kneeUtilisation ?? null;
  const hasKnee = given.kneeUtilOld !== undefined || given.kneeUtilNew !== undefined;
  return {
    ...(cpuMicros === null || given.cpuUsPerRequest !== undefined ? {} : { cpuUsPerRequest: cpuMicros[0] }),
    ...(knees === null || hasKnee ? {} : { kneeUtilOld: knees[0], kneeUtilNew: knees[1] }),
    // A rewrite that needs more memory has no parameter: no saving is claimed.
    ...(memoryRatio === null || given.memSaving !== undefined
      ? {}
      : { memSaving: Math.max(0, 1 - memoryRatio) }),
  };
}

function loadChecks(load: MeasuredLoad | null): Check[] {
  if (load === null) return [];
  const unequal =
    load.basis === 'all-loads'
      ? [
          check(
            'payoff-measured-loads',
            'The load test offered no rate to both sides: its ratio has the difference of the loads in it.',
          ),
        ]
      : [];
  return load.interval === null
    ? [
        ...unequal,
        check(
          'payoff-measured-loads',
          'A side of the load test has one run: how far the ratio can be off is not known.',
        ),
      ]
    : unequal;
}

function parityChecks(parity: MeasuredParity | null): Check[] {
  if (parity === null) return [];
  const { mismatched, compared, unverified } = parity;
  return [
    ...(mismatched === 0 && compared > 0
      ? []
      : [
          check(
            'payoff-no-parity',
            compared === 0
              ? 'No answer of the new code was compared: that it is correct is not shown.'
              : `${thousands(mismatched)} of ${thousands(compared)} compared answers of the new code differ (${percent(mismatched / compared)}): what was measured is not yet the same program.`,
          ),
        ]),
    ...(unverified.length === 0
      ? []
      : [
          check(
            'payoff-shadow-gaps',
            `The shadow test compared too few answers of ${unverified.length} kinds of request: ${unverified.slice(0, 3).join(', ')}${unverified.length > 3 ? ' and others' : ''}.`,
          ),
        ]),
  ];
}

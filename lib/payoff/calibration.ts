/** The accuracy record: predictions beside outcomes, and what the outcomes say of the speedups that were assumed. */
import { clopperPearson, type Interval } from '../evidence/intervals.js';
import { ascending, quantileOf } from '../evidence/quantiles.js';
import { type CrossValidation, crossValidate } from './cross-validation.js';
import { type FittedRow, fitSpeedups } from './fit.js';
import type { MeasuredLoad } from './measured.js';
import type { Prediction } from './prediction.js';
import type { MeasuredParity } from './proof.js';

/** One rewrite that was predicted and then measured. */
export interface Rewritten {
  readonly name: string;
  readonly prediction: Prediction;
  readonly load: MeasuredLoad;
  /** Null: its answers were not compared. */
  readonly parity: MeasuredParity | null;
}

export interface CalibratedPair {
  readonly name: string;
  readonly predicted: Prediction['cpuSaving'];
  /** CPU saved, with its 95 % interval where there are several runs. */
  readonly measured: number;
  readonly interval: Interval | null;
  /** Measured less the predicted median, as a part of the CPU. */
  readonly error: number;
  /** From P10 to P90. */
  readonly isWithin: boolean;
  /** The kind of work that holds most of the set, and its part of it. */
  readonly mostly: { readonly kind: string; readonly part: number } | null;
  readonly parity: MeasuredParity | null;
  /** Why it does not count; null where it does. */
  readonly leftOut: string | null;
}

export interface Calibration {
  readonly pairs: readonly CalibratedPair[];
  /** Of the pairs that count. */
  readonly count: number;
  /** Mean error: above 0 the model promises too little. Null without a pair. */
  readonly bias: number | null;
  /** Standard deviation of the errors; null below two pairs. */
  readonly spread: number | null;
  readonly medianAbsoluteError: number | null;
  /** How often the P10 to P90 range held, with its exact 95 % interval; 0.8 is what it promises. */
  readonly within: { readonly count: number; readonly share: number; readonly interval: Interval } | null;
  /** Rows of the speedups that the pairs have something to say about, the most contradicted first. */
  readonly rows: readonly FittedRow[];
  /** Null below five pairs that count. */
  readonly crossValidation: CrossValidation | null;
}

/** Pure. A rewrite whose answers differ is no outcome: it is listed and left out. */
export function calibrate(rewrites: readonly Rewritten[]): Calibration {
  const pairs = rewrites.map(pairOf).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const counting = pairs.filter(({ leftOut }) => leftOut === null);
  const errors = counting.map(({ error }) => error);
  const count = errors.length;
  const mean = errors.reduce((sum, error) => sum + error, 0) / count;
  const held = counting.filter(({ isWithin }) => isWithin).length;
  const names = new Set(counting.map(({ name }) => name));
  const outcomes = rewrites.filter(({ name }) => names.has(name));
  return {
    pairs,
    count,
    bias: count === 0 ? null : mean,
    spread:
      count < 2
        ? null
        : Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) * (error - mean), 0) / (count - 1)),
    medianAbsoluteError: count === 0 ? null : quantileOf(ascending(errors.map(Math.abs)), 0.5),
    within: count === 0 ? null : { count: held, share: held / count, interval: clopperPearson(held, count) },
    rows: fitSpeedups(outcomes),
    crossValidation: crossValidate(outcomes),
  };
}

function pairOf({ name, prediction, load, parity }: Rewritten): CalibratedPair {
  const measured = 1 - load.ratio;
  const { p10, p50, p90 } = prediction.cpuSaving;
  return {
    name,
    predicted: prediction.cpuSaving,
    measured,
    interval: load.interval === null ? null : { low: 1 - load.interval.high, high: 1 - load.interval.low },
    error: measured - p50,
    isWithin: measured >= p10 && measured <= p90,
    mostly: mostlyOf(prediction),
    parity,
    leftOut:
      parity !== null && (parity.mismatched > 0 || parity.compared === 0)
        ? 'its answers differ from the old ones, or were not compared'
        : null,
  };
}

function mostlyOf({ parts }: Prediction): CalibratedPair['mostly'] {
  const byKind = new Map<string, number>();
  let whole = 0;
  for (const { kind, share } of parts) {
    byKind.set(kind, (byKind.get(kind) ?? 0) + share);
    whole += share;
  }
  const most = [...byKind].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0];
  return most === undefined ? null : { kind: most[0], part: most[1] / whole };
}

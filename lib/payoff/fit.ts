/** What measured rewrites say of each speedup that was assumed: the assumed range is the prior, the outcomes the data. */
import { exp, log } from '../base/elementary.js';
import { Z95 } from '../evidence/intervals.js';
import { inverse } from '../evidence/matrix.js';
import { SHARED_SPEEDUP } from './cost-assumptions.js';
import type { MeasuredLoad } from './measured.js';
import type { Prediction } from './prediction.js';
import { type Range, Z90 } from './range.js';

export interface FittedRow {
  readonly from: string;
  readonly to: string;
  /** The row of the tables, such as `json`. */
  readonly kind: string;
  /** Rewrites in which it has a part. */
  readonly rewrites: number;
  /** P10, P50, P90 as they were used. */
  readonly assumed: Range;
  /** The same with the outcomes taken in. */
  readonly fitted: Range;
  /** The fitted median lies outside the assumed P10 to P90. */
  readonly isContradicted: boolean;
  /** How much narrower the fitted range is, 0 to 1, on the scale of logarithms: 0 where nothing was learned. */
  readonly learned: number;
}

export interface Outcome {
  readonly prediction: Prediction;
  readonly load: Pick<MeasuredLoad, 'ratio' | 'interval'>;
}

/** Standard deviation of a saving beyond what is known of it: builds, machines, traffic. */
const LEAST_SD = 0.01;
const STEPS = 50;
/** Below it an outcome says nothing of a row. */
const LEAST_LEARNED = 0.02;

/** The logarithms of all speedups, as likely as the rows and the outcomes together make them. */
export interface Fit {
  readonly rows: readonly Row[];
  /** Where each row stands in `rows`, `x` and `covariance`. */
  readonly index: ReadonlyMap<string, number>;
  readonly x: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** Standard deviation of what the speedups of one rewrite have in common, of ln. */
  readonly shared: number;
}

/**
 * Least squares of (saved - predicted(x))/sd over the outcomes, and of (x - ln P50)/sigma over the rows, by Gauss and
 * Newton; the spread is that of the linear model at the end. In sd is what the speedups of one rewrite have in common
 * (`SHARED_SPEEDUP`), so that no single rewrite can pull a row far. A row with one value or no finite one stays as it is.
 * `known`: rewrites whose rows are wanted too, though their outcomes do not count.
 */
export function fitOutcomes(
  outcomes: readonly Outcome[],
  known: readonly Outcome[] = outcomes,
  shared: number = SHARED_SPEEDUP.sigma,
): Fit {
  const found = rowsOf(known);
  const keys = [...found.keys()].sort();
  const index = new Map(keys.map((key, i) => [key, i]));
  const rows = keys.map((key) => found.get(key)!);
  const x = rows.map(({ centre }) => centre);
  let covariance: number[][] = [];
  for (let step = 0; step < STEPS; step++) {
    const normal = rows.map(({ sigma }, i) => rows.map((_, j) => (i === j ? 1 / (sigma * sigma) : 0)));
    const right = rows.map(({ centre, sigma }, i) => (centre - x[i]!) / (sigma * sigma));
    for (const outcome of outcomes) {
      const { saved, slopes } = predictedBy(outcome.prediction, x, index);
      const ofLoad = loadSd(outcome);
      const weight = 1 / (ofLoad * ofLoad + ownVariance(outcome.prediction, slopes, rows, shared));
      const miss = 1 - outcome.load.ratio - saved;
      for (const [i, slope] of slopes) {
        right[i]! += weight * slope * miss;
        for (const [j, other] of slopes) normal[i]![j]! += weight * slope * other;
      }
    }
    covariance = inverse(normal);
    let moved = 0;
    covariance.forEach((row, i) => {
      // A step of more than a factor of e would leave the region where the line is a picture of the curve.
      const by = Math.max(
        -1,
        Math.min(
          1,
          row.reduce((sum, value, j) => sum + value * right[j]!, 0),
        ),
      );
      x[i]! += by;
      moved = Math.max(moved, Math.abs(by));
    });
    if (moved < 1e-10) break;
  }
  return { rows, index, x, covariance, shared };
}

/** What a fit says that a rewrite saves, and the standard deviation of that. */
export function predictedWith(
  { rows, index, x, covariance, shared }: Fit,
  prediction: Prediction,
): { readonly saved: number; readonly sd: number } {
  const { saved, slopes } = predictedBy(prediction, x, index);
  let variance = ownVariance(prediction, slopes, rows, shared);
  for (const [i, slope] of slopes)
    for (const [j, other] of slopes) variance += slope * other * covariance[i]![j]!;
  return { saved, sd: Math.sqrt(variance) };
}

/** Rows about which nothing was learned are left out; the most contradicted first. */
export function fitSpeedups(outcomes: readonly Outcome[]): FittedRow[] {
  const { rows, x, covariance } = fitOutcomes(outcomes);
  return rows
    .map(({ from, to, kind, assumed, sigma, rewrites }, i): FittedRow => {
      const sd = Math.sqrt(covariance[i]![i]!);
      const fitted = { p10: exp(x[i]! - Z90 * sd), p50: exp(x[i]!), p90: exp(x[i]! + Z90 * sd) };
      const isContradicted = fitted.p50 < assumed.p10 || fitted.p50 > assumed.p90;
      return {
        from,
        to,
        kind,
        rewrites,
        assumed,
        fitted,
        isContradicted,
        learned: Math.max(0, 1 - sd / sigma),
      };
    })
    .filter(({ isContradicted, learned }) => isContradicted || learned >= LEAST_LEARNED)
    .sort(
      (a, b) =>
        Number(b.isContradicted) - Number(a.isContradicted) ||
        b.learned - a.learned ||
        (a.kind < b.kind ? -1 : 1),
    );
}

export interface Row {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly assumed: Range;
  readonly centre: number;
  readonly sigma: number;
  readonly rewrites: number;
}

function keyOf({ from, to }: Prediction, input: string): string {
  return `${from}\0${to}\0${input}`;
}

function rowsOf(outcomes: readonly Outcome[]): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const { prediction } of outcomes)
    for (const input of new Set(prediction.parts.map((part) => part.input))) {
      const speedup = prediction.parts.find((part) => part.input === input && part.speedup !== null)?.speedup;
      if (speedup == null || !(speedup.p10 > 0 && speedup.p10 < speedup.p90)) continue;
      const key = keyOf(prediction, input);
      const known = rows.get(key);
      rows.set(
        key,
        known === undefined
          ? {
              from: prediction.from,
              to: prediction.to,
              kind: input.replace(/^speedup\./u, ''),
              assumed: speedup,
              centre: log(speedup.p50),
              sigma: log(speedup.p90 / speedup.p10) / (2 * Z90),
              rewrites: 1,
            }
          : { ...known, rewrites: known.rewrites + 1 },
      );
    }
  return rows;
}

/** What is saved at the speedups e^x, and how that moves with each x. */
function predictedBy(
  prediction: Prediction,
  x: readonly number[],
  index: ReadonlyMap<string, number>,
): { saved: number; slopes: Map<number, number> } {
  let saved = -prediction.boundaryShare;
  const slopes = new Map<number, number>();
  for (const { share, speedup, input } of prediction.parts) {
    const i = speedup === null ? undefined : index.get(keyOf(prediction, input));
    const left = i === undefined ? (speedup === null ? 0 : 1 / speedup.p50) : exp(-x[i]!);
    saved += share * (1 - left);
    if (i !== undefined) slopes.set(i, (slopes.get(i) ?? 0) + share * left);
  }
  return { saved, slopes };
}

function loadSd({ load: { interval } }: Outcome): number {
  return interval === null ? 0 : (interval.high - interval.low) / (2 * Z95);
}

/** Of the saving, at known rows: shares, what is shared by all speedups, and the rest. */
function ownVariance(
  { sharesSd }: Prediction,
  slopes: ReadonlyMap<number, number>,
  rows: readonly Row[],
  shared: number,
): number {
  let together = 0;
  for (const [i, slope] of slopes) if (rows[i]!.kind !== SHARED_SPEEDUP.notOf) together += slope;
  return sharesSd * sharesSd + shared * shared * together * together + LEAST_SD * LEAST_SD;
}

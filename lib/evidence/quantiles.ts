/** Quantiles of drawn values, and how far a finite count of draws can be off. */

import { CONFIDENCE, type Interval } from './intervals.js';
import { normalCdf } from './normal.js';
import { studentQuantile } from './special-functions.js';

/** The values in ascending order, as a copy; NaN last. */
export function ascending(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}

/**
 * The quantile of values in ascending order, between neighbours by straight line (Hyndman and Fan 1996, type 7: what
 * R and numpy do). 0 <= p <= 1; NaN of nothing.
 */
export function quantileOf(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const value = sorted[below]!;
  const next = sorted[Math.min(below + 1, sorted.length - 1)]!;
  // Infinities are values too: a payback time that never comes.
  if (at === below || value === next || value === -Infinity) return value;
  return value + (next - value) * (at - below);
}

/** P10, P50 and P90, or whichever are asked for, of values in any order. */
export function quantiles(values: ArrayLike<number>, at: readonly number[] = [0.1, 0.5, 0.9]): number[] {
  const sorted = ascending(values);
  return at.map((p) => quantileOf(sorted, p));
}

/**
 * The percentile interval of bootstrap draws. With `profiles`, the expanded one (Hesterberg, "What teachers should
 * know about the bootstrap", The American Statistician 69, 2015): resampling K profiles shows only (K-1)/K of the
 * variance and none of its own uncertainty, so the tails are taken further out, at the normal probability of
 * sqrt(K/(K-1)) times Student's t with K-1 degrees of freedom.
 */
export function percentileInterval(
  values: ArrayLike<number>,
  { profiles, confidence = CONFIDENCE }: { readonly profiles?: number; readonly confidence?: number } = {},
): Interval {
  let tail = (1 - confidence) / 2;
  if (profiles !== undefined && profiles > 1)
    tail = normalCdf(Math.sqrt(profiles / (profiles - 1)) * studentQuantile(tail, profiles - 1));
  const sorted = ascending(values);
  return { low: quantileOf(sorted, tail), high: quantileOf(sorted, 1 - tail) };
}

/** Standard error of a probability that was counted over `draws` draws. */
export function countingError(probability: number, draws: number): number {
  return Math.sqrt((probability * (1 - probability)) / draws);
}

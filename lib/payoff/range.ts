/** Low, middle and high values of one uncertain quantity, and how they are read. */
import { exp, log } from '../base/elementary.js';

/** Three quantiles of an uncertain number, `p10 <= p50 <= p90`. */
export interface Range {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** Three quantiles of a number that may not exist (a payback that never comes). `null` counts as larger than any number. */
export interface OpenRange {
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

/** Standard normal quantile: z(0.9). */
export const Z90 = 1.2815515655446004;

/**
 * The value of a positive quantity `z` standard deviations from its median, on the two-piece lognormal through its
 * three quantiles: x = P50 exp(sigma z), sigma = ln(P90/P50)/z(0.9) above the median and ln(P50/P10)/z(0.9) below.
 * An infinite median (work that goes away) has no lognormal: then what remains, 1/x, rises from nothing at the median
 * in a straight line through 1/P10, to all of it at the most; an infinite P90 alone is taken for the upper half.
 */
export function atDeviation(range: Range, z: number): number {
  return deviations(range)(z);
}

/** `atDeviation` of one range, for many z. */
export function deviations({ p10, p50, p90 }: Range): (z: number) => number {
  if (!Number.isFinite(p50)) {
    const slope = 1 / (p10 * Z90);
    return (z) => (z >= 0 ? p50 : Math.max(1, 1 / (-z * slope)));
  }
  const below = log(p50 / p10) / Z90;
  const above = log(p90 / p50) / Z90;
  return (z) => (z === 0 || p10 === p90 ? p50 : p50 * exp((z < 0 ? below : above) * z));
}

/** Orders the figures of three scenarios, so that `p10` is always the smallest number whatever scenario it came from. */
export function sortedRange(a: number, b: number, c: number): Range {
  const [p10, p50, p90] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
  return { p10, p50, p90 };
}

/** As `sortedRange`, with `null` (never, or no bound) last. */
export function sortedOpenRange(a: number | null, b: number | null, c: number | null): OpenRange {
  const [p10, p50, p90] = [a, b, c].sort(compareNullLast) as [number | null, number | null, number | null];
  return { p10, p50, p90 };
}

function compareNullLast(x: number | null, y: number | null): number {
  if (x === y) return 0;
  if (x === null) return 1;
  if (y === null) return -1;
  return x - y;
}

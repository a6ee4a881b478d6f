/** Low, middle and high values of one uncertain quantity, and how they are read. */

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

/** Standard normal quantiles: z(0.9) and z(0.8). */
export const Z90 = 1.2815515655446004;
export const Z80 = 0.8416212335729143;

/**
 * The value of a positive quantity `z` standard deviations from its median, on the two-piece lognormal through its
 * three quantiles: x = P50 exp(sigma z), sigma = ln(P90/P50)/z(0.9) above the median and ln(P50/P10)/z(0.9) below.
 * An infinite median (work that is removed) has no lognormal: anything below the median is then P10.
 */
export function atDeviation(range: Range, z: number): number {
  if (z === 0) return range.p50;
  const outer = z > 0 ? range.p90 : range.p10;
  if (outer === range.p50) return outer;
  if (!Number.isFinite(range.p50) || !Number.isFinite(outer)) return outer;
  return range.p50 * Math.exp((Math.log(outer / range.p50) / Z90) * Math.abs(z));
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

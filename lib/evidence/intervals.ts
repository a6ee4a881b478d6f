/** Intervals and sample sizes for shares of one profile or counts of one comparison; several profiles: `clusters.ts`. */
import { expm1, log, log1p } from '../base/elementary.js';
import { normalQuantile } from './normal.js';
import { betaQuantile } from './special-functions.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Samples of one profile are not independent; without several profiles this design effect is assumed. */
export const SINGLE_PROFILE_DESIGN_EFFECT = 4;

/** 95 % unless said otherwise, everywhere. */
export const CONFIDENCE = 0.95;

/** Its z. Written down, because 0.975 is no float and its rounding would cost the last digit. */
export const Z95 = 1.959963984540054;

/**
 * Wilson's interval of a share of `hits` among `n` samples (Wilson 1927; Brown, Cai and DasGupta 2001), with n and
 * hits divided by the design effect. `confidence` is two-sided. No samples: 0 to 1.
 */
export function wilson(
  hits: number,
  n: number,
  effect = SINGLE_PROFILE_DESIGN_EFFECT,
  confidence = CONFIDENCE,
): Interval {
  if (n <= 0) return { low: 0, high: 1 };
  const z = twoSided(confidence);
  const size = n / effect;
  const p = Math.min(1, Math.max(0, hits / n));
  const centre = (p + (z * z) / (2 * size)) / (1 + (z * z) / size);
  const half = (z * Math.sqrt((p * (1 - p)) / size + (z * z) / (4 * size * size))) / (1 + (z * z) / size);
  return { low: p === 0 ? 0 : Math.max(0, centre - half), high: p === 1 ? 1 : Math.min(1, centre + half) };
}

/**
 * The exact binomial interval (Clopper and Pearson 1934): covers at least `confidence` whatever the share, so it is
 * wider than Wilson's. For independent comparisons, such as shadow requests; no samples: 0 to 1.
 */
export function clopperPearson(hits: number, n: number, confidence = CONFIDENCE): Interval {
  if (n <= 0) return { low: 0, high: 1 };
  const tail = (1 - confidence) / 2;
  return { low: 1 - upperBound(n - hits, n, 1 - tail), high: upperBound(hits, n, 1 - tail) };
}

/**
 * The largest true rate that `hits` in `n` independent trials do not rule out, one-sided (Clopper and Pearson 1934).
 * With no hits it is 1 - (1 - confidence)^(1/n), about 3/n: the rule of three (Hanley and Lippman-Hand 1983).
 */
export function upperBound(hits: number, n: number, confidence = CONFIDENCE): number {
  if (n <= 0 || hits >= n) return 1;
  if (hits <= 0) return -expm1(log(1 - confidence) / n);
  return betaQuantile(confidence, hits + 1, n - hits);
}

/** Independent trials without a hit that it takes to claim a rate below `rate`; round up. */
export function trialsToClaim(rate: number, confidence = CONFIDENCE): number {
  return log(1 - confidence) / log1p(-rate);
}

/**
 * The interval of p1 - p2, two shares of the same n samples (multinomial): its variance is
 * (p1 + p2 - (p1 - p2)^2)/n, times the design effect. For shares that overlap, give each without what they have in
 * common: the difference is the same, and so is the formula.
 */
export function shareDifference(
  hits1: number,
  hits2: number,
  n: number,
  effect = SINGLE_PROFILE_DESIGN_EFFECT,
  confidence = CONFIDENCE,
): Interval & { readonly difference: number } {
  if (n <= 0) return { difference: 0, low: -1, high: 1 };
  const difference = (hits1 - hits2) / n;
  const variance = Math.max(0, (hits1 + hits2) / n - difference * difference) / n;
  const half = twoSided(confidence) * Math.sqrt(variance * effect);
  return { difference, low: Math.max(-1, difference - half), high: Math.min(1, difference + half) };
}

/**
 * Independent samples of one profile that tell p1 from p2: (z/(p1 - p2))^2 (p1 + p2 - (p1 - p2)^2); round up, and
 * multiply by the design effect. `power` 0.5 is the size at which the expected interval just excludes 0; 0.8 the
 * usual one at which four of five repetitions do. Infinity for equal shares.
 */
export function samplesToSeparate(
  p1: number,
  p2: number,
  { power = 0.5, confidence = CONFIDENCE }: { readonly power?: number; readonly confidence?: number } = {},
): number {
  const difference = p1 - p2;
  if (difference === 0) return Infinity;
  const z = twoSided(confidence) + normalQuantile(power);
  return (z / difference) * (z / difference) * (p1 + p2 - difference * difference);
}

/**
 * How much larger the variance of a share is than that of independent samples, when clusters of `size` samples have
 * the given intraclass correlation: 1 + (size - 1) * icc (Kish 1965). Divide n by it.
 */
export function designEffect(size: number, icc: number): number {
  return 1 + (size - 1) * icc;
}

/** The inverse: which correlation within clusters of `size` samples explains a measured design effect. */
export function intraclassCorrelation(effect: number, size: number): number {
  return size > 1 ? (effect - 1) / (size - 1) : 0;
}

/** z such that a normal variable is within +-z with the given probability. */
export function twoSided(confidence: number): number {
  return confidence === CONFIDENCE ? Z95 : normalQuantile(0.5 + confidence / 2);
}

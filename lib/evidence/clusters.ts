/** Intervals of shares from several profiles: the profile, not the sample, is what was drawn at random. */
import { CONFIDENCE, type Interval, SINGLE_PROFILE_DESIGN_EFFECT, wilson } from './intervals.js';
import type { ProfileTable } from './profile-table.js';
import { studentQuantile } from './special-functions.js';

/** Share and interval of every column, and what the interval takes for granted. */
export interface ShareIntervals {
  readonly shares: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /**
   * How much larger the variance between profiles is than that of independent samples; NaN where it cannot be
   * measured: one profile, or a column without weight or with all of it.
   */
  readonly designEffects: Float64Array;
  readonly method: 'cluster-t' | 'single-profile';
  /** Profiles that weigh anything. */
  readonly profiles: number;
  /** A plain sentence for under the table. */
  readonly caption: string;
}

export interface IntervalOptions {
  /** Two-sided; default 0.95. */
  readonly confidence?: number | undefined;
  /** Assumed where there is one profile, or no variance to measure; default 4. */
  readonly designEffect?: number | undefined;
}

/**
 * With two or more profiles the ratio estimator p = sum k / sum n with the variance
 * K/(K-1) * sum (k - p n)^2 / (sum n)^2 and Student's t of K - 1 degrees of freedom (Cochran, Sampling Techniques,
 * 1977, 2.11 and 9A.1: single-stage clusters of unequal size). Nothing is assumed of samples within a profile; profiles must be comparable draws
 * of the same service. With one, Wilson's interval of n / designEffect samples. A column whose share is the same in
 * all profiles, as one without hits, gets that too: no variance seen is not certainty. Clamped to 0..1.
 * Linear in the table, no allocation a column.
 */
export function shareIntervals(table: ProfileTable, options: IntervalOptions = {}): ShareIntervals {
  const { confidence = CONFIDENCE, designEffect = SINGLE_PROFILE_DESIGN_EFFECT } = options;
  const { columns, hits, sizes, observations } = table;
  let size = 0;
  let profiles = 0;
  for (const n of sizes) {
    size += n;
    if (n > 0) profiles++;
  }
  const shares = new Float64Array(columns);
  const squares = new Float64Array(columns);
  sumShares(table, size, shares);
  if (profiles > 1) sumSquares(hits, sizes, shares, squares);
  const low = new Float64Array(columns);
  const high = new Float64Array(columns);
  const designEffects = new Float64Array(columns).fill(Number.NaN);
  const factor = profiles > 1 ? profiles / (profiles - 1) / (size * size) : 0;
  const t = profiles > 1 ? studentQuantile(0.5 + confidence / 2, profiles - 1) : 0;
  for (let column = 0; column < columns; column++) {
    const share = shares[column]!;
    const variance = squares[column]! * factor;
    // What rounding leaves of equal shares is no variance.
    if (variance > 1e-24 * share * share) {
      const half = t * Math.sqrt(variance);
      low[column] = Math.max(0, share - half);
      high[column] = Math.min(1, share + half);
      designEffects[column] = (variance * observations) / (share * (1 - share));
    } else {
      const interval = wilson(share * observations, observations, designEffect, confidence);
      low[column] = interval.low;
      high[column] = interval.high;
    }
  }
  return {
    shares,
    low,
    high,
    designEffects,
    method: profiles > 1 ? 'cluster-t' : 'single-profile',
    profiles,
    caption:
      profiles > 1
        ? `${percent(confidence)} intervals from the differences between ${profiles} profiles`
        : singleProfileCaption(confidence, designEffect),
  };
}

export interface RatioInterval extends Interval {
  readonly ratio: number;
  readonly standardError: number;
  /** Student's t has this many. */
  readonly degreesOfFreedom: number;
}

/**
 * The same estimator for one ratio, unclamped: of hits to sizes, of the difference of two columns' hits to sizes, of
 * CPU seconds to requests. Null where fewer than two entries have a size.
 */
export function ratioInterval(
  hits: ArrayLike<number>,
  sizes: ArrayLike<number>,
  confidence = CONFIDENCE,
): RatioInterval | null {
  let hit = 0;
  let size = 0;
  let clusters = 0;
  for (let j = 0; j < sizes.length; j++) {
    if (!(sizes[j]! > 0)) continue;
    hit += hits[j]!;
    size += sizes[j]!;
    clusters++;
  }
  if (clusters < 2) return null;
  const ratio = hit / size;
  let squares = 0;
  for (let j = 0; j < sizes.length; j++) {
    if (!(sizes[j]! > 0)) continue;
    const rest = hits[j]! - ratio * sizes[j]!;
    squares += rest * rest;
  }
  const standardError = Math.sqrt((clusters / (clusters - 1)) * squares) / size;
  const half = studentQuantile(0.5 + confidence / 2, clusters - 1) * standardError;
  return {
    ratio,
    low: ratio - half,
    high: ratio + half,
    standardError,
    degreesOfFreedom: clusters - 1,
  };
}

/**
 * How many profiles like these would narrow a half-width to the target: K * (now/target)^2, rounded up; at least K.
 * Student's factor is taken as unchanged, so for fewer than about five profiles the truth is lower.
 */
export function profilesNeeded(profiles: number, halfNow: number, halfTarget: number): number {
  if (halfNow <= halfTarget) return profiles;
  const ratio = halfNow / halfTarget;
  return Math.ceil(profiles * ratio * ratio);
}

/** What the interval of a single profile says about itself. */
export function singleProfileCaption(
  confidence = CONFIDENCE,
  designEffect = SINGLE_PROFILE_DESIGN_EFFECT,
): string {
  return `single profile: ${percent(confidence)} intervals assume that samples vary ${designEffect} times as much as independent ones; how much hosts and minutes differ, only several profiles show`;
}

function percent(confidence: number): string {
  return `${Math.round(confidence * 1000) / 10} %`;
}

function sumShares({ hits, columns, profiles }: ProfileTable, size: number, shares: Float64Array): void {
  if (size <= 0) return;
  for (let profile = 0; profile < profiles; profile++) {
    const row = profile * columns;
    for (let column = 0; column < columns; column++) shares[column]! += hits[row + column]!;
  }
  for (let column = 0; column < columns; column++) shares[column]! /= size;
}

function sumSquares(
  hits: Float64Array,
  sizes: Float64Array,
  shares: Float64Array,
  squares: Float64Array,
): void {
  const columns = shares.length;
  for (let profile = 0; profile < sizes.length; profile++) {
    const row = profile * columns;
    const n = sizes[profile]!;
    for (let column = 0; column < columns; column++) {
      const rest = hits[row + column]! - shares[column]! * n;
      squares[column]! += rest * rest;
    }
  }
}

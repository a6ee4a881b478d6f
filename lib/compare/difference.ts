/** Whether two ratios differ by more than chance: Welch's test on ratio estimators, or an assumed design effect. */
import { type Interval, SINGLE_PROFILE_DESIGN_EFFECT, wilson } from '../evidence/intervals.js';
import { normalCdf } from '../evidence/normal.js';
import { studentCdf, studentQuantile } from '../evidence/special-functions.js';
import type { SeenEffect, VariancePrior } from './variance-prior.js';

/** One number of one side: its value by profile, what that is divided by, and what one sample is worth. */
export interface Measured {
  readonly hits: ArrayLike<number>;
  readonly divisors: ArrayLike<number>;
  /** Whole value of each profile. */
  readonly sizes: ArrayLike<number>;
  /** Samples behind all sizes together. */
  readonly samples: number;
}

export interface Difference {
  readonly base: number;
  readonly head: number;
  readonly change: number;
  readonly interval: Interval;
  readonly p: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/** One side boiled down: a ratio and how uncertain it is. */
interface Estimate {
  readonly ratio: number;
  /** Between profiles; NaN where there are fewer than two. */
  readonly clustered: number;
  /** The same, drawn towards what is usual, with as many degrees of freedom. */
  readonly moderated: number;
  readonly freedom: number;
  /** As if samples were independent. */
  readonly sampled: number;
  readonly clusters: number;
  /** Mean divisor of a profile. */
  readonly size: number;
  /** Part of the whole, and ratio of a row that has all of it. */
  readonly share: number;
  readonly whole: number;
  readonly samples: number;
}

const Z95 = 1.959963984540054;

/**
 * head - base with a 95 % interval and a two-sided p value. Ratios are sum of hits over sum of divisors.
 *
 * Two or more profiles on both sides: variance K/(K-1) sum (k - r d)^2 / (sum d)^2 of each (Cochran 1977, 9A.1), never
 * less than that of independent samples, since few profiles may agree by luck; Welch's t with his degrees of freedom.
 * On one side only: the single profile varies as those of the other side do. One profile each: z of two proportions
 * over the root of the design effect, interval by Newcombe's method 10 (1998) from Wilson's intervals.
 * With priors the variances are drawn towards what all rows show, and have more degrees of freedom: few profiles alone tell
 * little of one row's. `unit` is the ratio that counts as 1. Never NaN: no weight on either side is no change, with p = 1.
 */
export function difference(
  base: Measured,
  head: Measured,
  unit: number,
  isShare: boolean,
  effect = SINGLE_PROFILE_DESIGN_EFFECT,
  priors: readonly [VariancePrior | null, VariancePrior | null] = [null, null],
): Difference {
  const [a, b] = [estimate(base, unit, isShare, priors[0]), estimate(head, unit, isShare, priors[1])];
  const change = b.ratio - a.ratio;
  if (a.clusters < 2 && b.clusters < 2) return single(a, b, change, isShare, effect);
  const va = varianceOf(a, b, effect);
  const vb = varianceOf(b, a, effect);
  // Nothing on one side and all on the other has no variance of its own.
  const variance = va + vb > 0 ? va + vb : pooledVariance(a, b, isShare);
  const fallback = Math.max(a.freedom, b.freedom);
  if (!(variance > 1e-24 * Math.max(a.ratio, b.ratio) ** 2)) return certain(a, b, change, fallback);
  const freedom =
    a.clusters < 2 || b.clusters < 2 || va + vb === 0
      ? fallback
      : variance ** 2 / (va ** 2 / a.freedom + vb ** 2 / b.freedom);
  const standardError = Math.sqrt(variance);
  const half = studentQuantile(0.975, freedom) * standardError;
  return {
    base: a.ratio,
    head: b.ratio,
    change,
    interval: { low: change - half, high: change + half },
    p: Math.min(1, 2 * studentCdf(-Math.abs(change) / standardError, freedom)),
    standardError,
    degreesOfFreedom: freedom,
  };
}

/** How the variance of one side between profiles compares with that of independent samples; null where it cannot be seen. */
export function seenEffect(measured: Measured, isShare: boolean): SeenEffect | null {
  const { share, samples, clustered, sampled } = estimate(measured, 1, isShare, null);
  return share * samples < SEEN || !(sampled > 0 && clustered > 0)
    ? null
    : { share, ratio: clustered / sampled };
}

/** Fewer samples vary too coarsely to show how much profiles differ. */
const SEEN = 20;

/**
 * P values adjusted for how many there are: the least q at which each would be called significant by the step-up rule of
 * Benjamini and Hochberg (1995). In the order given.
 */
export function adjusted(p: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: p.length }, (_, i) => i).sort((a, b) => p[b]! - p[a]! || a - b);
  const found = new Float64Array(p.length);
  let least = 1;
  order.forEach((i, place) => {
    least = Math.min(least, (p[i]! * p.length) / (p.length - place));
    found[i] = least;
  });
  return found;
}

function estimate(
  { hits, divisors, sizes, samples }: Measured,
  unit: number,
  isShare: boolean,
  prior: VariancePrior | null,
): Estimate {
  let hit = 0;
  let divisor = 0;
  let whole = 0;
  let clusters = 0;
  for (let j = 0; j < divisors.length; j++) {
    // A profile without a sample says nothing of shares; without normalisation it is an observation of 0.
    if (!(divisors[j]! > 0)) continue;
    hit += hits[j]!;
    divisor += divisors[j]!;
    whole += sizes[j]!;
    clusters++;
  }
  const raw = divisor > 0 ? hit / divisor : 0;
  let squares = 0;
  for (let j = 0; j < divisors.length; j++)
    if (divisors[j]! > 0) squares += (hits[j]! - raw * divisors[j]!) ** 2;
  const share = whole > 0 ? Math.min(1, Math.max(0, hit / whole)) : 0;
  const scale = divisor > 0 ? whole / divisor / unit : 0;
  const factor = clusters > 1 ? clusters / (clusters - 1) / (divisor * divisor * unit * unit) : Number.NaN;
  const sampled = samples > 0 ? (scale * scale * share * (isShare ? 1 - share : 1)) / samples : 0;
  const own = clusters - 1;
  const more = prior === null || clusters < 2 ? 0 : prior.freedom;
  const usual = prior === null ? 0 : prior.effect(share) * sampled;
  return {
    ratio: raw / unit,
    clustered: factor * squares,
    moderated: (more * usual + own * factor * squares) / (more + own),
    freedom: more + own,
    sampled,
    clusters,
    size: clusters > 0 ? divisor / clusters : 0,
    share,
    whole: scale,
    samples,
  };
}

function varianceOf(side: Estimate, other: Estimate, effect: number): number {
  if (side.clusters > 1) return Math.max(side.moderated, side.sampled);
  const between = other.clusters * Math.max(other.moderated, other.sampled);
  const longer = side.size > 0 ? Math.max(1, other.size / side.size) : 1;
  return Math.max(between * longer, effect * side.sampled);
}

function single(a: Estimate, b: Estimate, change: number, isShare: boolean, effect: number): Difference {
  const standardError = Math.sqrt(pooledVariance(a, b, isShare) * effect);
  if (!(standardError > 0)) return certain(a, b, change, 1);
  const [l1, u1] = bounds(a, effect);
  const [l2, u2] = bounds(b, effect);
  return {
    base: a.ratio,
    head: b.ratio,
    change,
    interval: {
      low: change - length(b.ratio - l2, u1 - a.ratio),
      high: change + length(u2 - b.ratio, a.ratio - l1),
    },
    p: Math.min(1, 2 * normalCdf(-Math.abs(change) / standardError)),
    standardError,
    degreesOfFreedom: Number.MAX_SAFE_INTEGER,
  };
}

/** Of independent samples, where both sides are the same. */
function pooledVariance(a: Estimate, b: Estimate, isShare: boolean): number {
  if (!isShare) return a.sampled + b.sampled;
  const n = a.samples + b.samples;
  if (!(a.samples > 0 && b.samples > 0)) return 0;
  const pooled = (a.share * a.samples + b.share * b.samples) / n;
  return pooled * (1 - pooled) * (1 / a.samples + 1 / b.samples);
}

function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

function bounds({ share, samples, whole }: Estimate, effect: number): [number, number] {
  const { low, high } = wilson(share * samples, samples, effect);
  return [low * whole, high * whole];
}

/** Neither side varies: both hold nothing of it, or both hold all. A difference then has no noise to be judged by. */
function certain(a: Estimate, b: Estimate, change: number, degreesOfFreedom: number): Difference {
  const same = Math.abs(change) <= 1e-9 * Math.max(a.ratio, b.ratio);
  return {
    base: a.ratio,
    head: b.ratio,
    change: same ? 0 : change,
    interval: same ? { low: 0, high: 0 } : { low: Math.min(0, change), high: Math.max(0, change) },
    p: 1,
    standardError: 0,
    degreesOfFreedom,
  };
}

/** What a change's interval is made of, for residuals that share its noise. */
export function halfWidth({ standardError, degreesOfFreedom }: Difference): number {
  const t = degreesOfFreedom >= Number.MAX_SAFE_INTEGER ? Z95 : studentQuantile(0.975, degreesOfFreedom);
  return t * standardError;
}

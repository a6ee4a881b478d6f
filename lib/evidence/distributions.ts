/** What an uncertain number may be: distributions with quantiles for tornados and draws for Monte Carlo. */
import { exp, log } from '../base/elementary.js';
import { ProfileError } from '../base/errors.js';
import { normalCdf, normalQuantile } from './normal.js';
import type { Random } from './random.js';
import { betaQuantile } from './special-functions.js';

/** A distribution of one number. Immutable; all chance comes from the `Random` that is passed in. */
export interface Distribution {
  readonly mean: number;
  /** The value that is not exceeded with probability p, 0 < p < 1. */
  quantile(p: number): number;
  /**
   * One draw. By inversion of one uniform where nothing else is said, so that two models that share a stream see the
   * same luck even where their parameters differ.
   */
  draw(random: Random): number;
}

/** z of the 90th percentile: the outer points of a two-piece lognormal are this far from its median. */
const Z90 = 1.2815515655446004;

/** Always `value`: an input whose spread is switched off. Takes a number from the stream all the same. */
export function fixed(value: number): Distribution {
  demand(Number.isFinite(value), `fixed(${value}) is not a number`);
  return byInversion(value, () => value);
}

export function normal(mean: number, deviation: number): Distribution {
  demand(deviation >= 0, `normal: the standard deviation ${deviation} is negative`);
  return byInversion(mean, (p) => mean + deviation * normalQuantile(p));
}

/** exp(N(ln median, sigma^2)); median > 0, sigma >= 0. */
export function lognormal(median: number, sigma: number): Distribution {
  demand(
    median > 0 && sigma >= 0,
    `lognormal: median ${median} must be positive, sigma ${sigma} not negative`,
  );
  return byInversion(median * exp((sigma * sigma) / 2), (p) => median * exp(sigma * normalQuantile(p)));
}

/**
 * Two half lognormals that meet at the median, through three given percentiles: p50 * exp(sigma * z) with
 * sigma = ln(p90/p50)/1.2816 above and ln(p50/p10)/1.2816 below. 0 < p10 <= p50 <= p90; equal ones have no spread.
 */
export function twoPieceLognormal(p10: number, p50: number, p90: number): Distribution {
  demand(p10 > 0 && p10 <= p50 && p50 <= p90, `percentiles ${p10}, ${p50}, ${p90} must be positive and rise`);
  const below = log(p50 / p10) / Z90;
  const above = log(p90 / p50) / Z90;
  return byInversion(halfMean(p50, -below) + halfMean(p50, above), (p) => {
    const z = normalQuantile(p);
    return p50 * exp((z < 0 ? below : above) * z);
  });
}

/** low <= mode <= high. */
export function triangular(low: number, mode: number, high: number): Distribution {
  demandRange('triangular', low, mode, high);
  const width = high - low;
  const turn = width === 0 ? 1 : (mode - low) / width;
  return byInversion((low + mode + high) / 3, (p) =>
    p < turn ? low + Math.sqrt(p * width * (mode - low)) : high - Math.sqrt((1 - p) * width * (high - mode)),
  );
}

/**
 * The PERT distribution (Malcolm, Roseboom, Clark and Fazar 1959): Beta(1 + 4(mode - low)/w, 1 + 4(high - mode)/w)
 * stretched over [low, high], w wide. Drawn by two gammas, so a draw takes a varying count of uniforms.
 */
export function pert(low: number, mode: number, high: number): Distribution {
  demandRange('pert', low, mode, high);
  const width = high - low;
  const mean = (low + 4 * mode + high) / 6;
  if (width === 0) return byInversion(mean, () => low);
  const a = 1 + (4 * (mode - low)) / width;
  const b = 1 + (4 * (high - mode)) / width;
  return {
    mean,
    quantile: (p) => low + width * betaQuantile(p, a, b),
    draw: (random) => low + width * drawBeta(a, b, random),
  };
}

/** 1 with probability `p`, else 0. */
export function bernoulli(p: number): Distribution {
  demand(p >= 0 && p <= 1, `bernoulli: ${p} is no probability`);
  return byInversion(p, (q) => (q > 1 - p ? 1 : 0));
}

/**
 * Gamma with shape > 0 and scale 1, by rejection (Marsaglia and Tsang, "A simple method for generating gamma
 * variables", ACM TOMS 26, 2000); shapes below 1 by their boost, Gamma(shape + 1) * U^(1/shape).
 */
export function drawGamma(shape: number, random: Random): number {
  // Not through `demand`: its message would be made for every draw.
  if (!(shape > 0)) throw new ProfileError('bad-model', `gamma: shape ${shape} must be positive`);
  if (shape < 1) {
    const boost = exp(log(random.uniform()) / shape);
    return drawGamma(shape + 1, random) * boost;
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normalQuantile(random.uniform());
    const root = 1 + c * z;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = random.uniform();
    if (u < 1 - 0.0331 * z * z * z * z || log(u) < 0.5 * z * z + d * (1 - v + log(v))) return d * v;
  }
}

/** Beta(a, b) as X/(X + Y) of two gammas; a, b > 0. */
export function drawBeta(a: number, b: number, random: Random): number {
  const x = drawGamma(a, random);
  const y = drawGamma(b, random);
  // Both underflow only where a and b are so small that the distribution is two spikes.
  return x + y > 0 ? x / (x + y) : random.uniform() < a / (a + b) ? 1 : 0;
}

/**
 * Shares that add up to 1, written to `into` and returned: gammas of the given concentrations, normalised. A
 * concentration of 0 gives 0; at least one must be positive.
 */
export function drawDirichlet(
  concentrations: ArrayLike<number>,
  random: Random,
  into: Float64Array = new Float64Array(concentrations.length),
): Float64Array {
  let sum = 0;
  for (let i = 0; i < concentrations.length; i++) {
    const concentration = concentrations[i]!;
    into[i] = concentration > 0 ? drawGamma(concentration, random) : 0;
    sum += into[i]!;
  }
  demand(sum > 0, 'dirichlet: no concentration is large enough to draw');
  for (let i = 0; i < concentrations.length; i++) into[i]! /= sum;
  return into;
}

function byInversion(mean: number, quantile: (p: number) => number): Distribution {
  return { mean, quantile, draw: (random) => quantile(random.uniform()) };
}

/** E of the half of a lognormal where sigma * z has the sign of sigma, z being of either sign: median * e^(s^2/2) * P(Z < s). */
function halfMean(median: number, sigma: number): number {
  return median * exp((sigma * sigma) / 2) * normalCdf(sigma);
}

function demandRange(name: string, low: number, mode: number, high: number): void {
  demand(low <= mode && mode <= high, `${name}: ${low}, ${mode}, ${high} must rise`);
}

function demand(holds: boolean, message: string): void {
  if (!holds) throw new ProfileError('bad-model', message);
}

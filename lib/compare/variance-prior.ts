/** How much profiles differ, learned from all rows together: ten profiles tell little of one row's variance, much of a hundred's. */
import { exp, log } from '../base/elementary.js';

/** What is known of a row's variance before its own is looked at: as if `freedom` more profiles had been seen. */
export interface VariancePrior {
  readonly freedom: number;
  /** The usual design effect of a row of this share, at least 1. */
  effect(share: number): number;
}

/** One row: its share, and how many times its variance between profiles is that of independent samples. */
export interface SeenEffect {
  readonly share: number;
  readonly ratio: number;
}

/** Fewer rows tell nothing. */
const ENOUGH_ROWS = 10;
/** Rows of one profile hang together, so they know less than as many independent ones would. */
const MOST_FREEDOM = 30;

/**
 * Smyth's moderated variance (Statistical Applications in Genetics and Molecular Biology 3(1), 2004, section 6.2) with a
 * trend in the logarithm of the share: log ratios scatter as those of chi-square variables of `freedom` degrees do, and by how
 * much more, rows differ indeed. Null where there are too few rows. `freedom`: profiles less one.
 */
export function variancePrior(seen: readonly SeenEffect[], freedom: number): VariancePrior | null {
  const rows = seen.filter(({ share, ratio }) => share > 0 && ratio > 0);
  if (rows.length < ENOUGH_ROWS || freedom < 1) return null;
  const bias = digamma(freedom / 2) - log(freedom / 2);
  const x = rows.map(({ share }) => log(share));
  const y = rows.map(({ ratio }) => log(ratio) - bias);
  const [middle, level] = [mean(x), mean(y)];
  let [cross, square] = [0, 0];
  x.forEach((value, i) => {
    cross += (value - middle) * (y[i]! - level);
    square += (value - middle) ** 2;
  });
  const slope = square > 0 ? cross / square : 0;
  let rest = 0;
  x.forEach((value, i) => {
    rest += (y[i]! - level - slope * (value - middle)) ** 2;
  });
  const excess = rest / Math.max(1, rows.length - 2) - trigamma(freedom / 2);
  const extra = excess > 0 ? Math.min(MOST_FREEDOM, 2 * inverseTrigamma(excess)) : MOST_FREEDOM;
  const shift = digamma(extra / 2) - log(extra / 2);
  return {
    freedom: extra,
    effect: (share) =>
      share > 0 ? Math.max(1, exp(level + slope * (log(share) - middle) + (excess > 0 ? shift : 0))) : 1,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Derivative of log-gamma, x > 0: steps up to 10, then the asymptotic series (DLMF 5.11.2). */
export function digamma(x: number): number {
  let sum = 0;
  let at = x;
  for (; at < 10; at++) sum -= 1 / at;
  const r = 1 / (at * at);
  return sum + log(at) - 0.5 / at - r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r / 240)));
}

/** Its derivative. */
export function trigamma(x: number): number {
  let sum = 0;
  let at = x;
  for (; at < 10; at++) sum += 1 / (at * at);
  const r = 1 / (at * at);
  return sum + 1 / at + r / 2 + (r / at) * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r / 30)));
}

/** The x with trigamma(x) = y > 0, which falls from infinity to 0. */
export function inverseTrigamma(y: number): number {
  let low = 1e-3;
  let high = 1e6;
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step++) {
    const middle = Math.sqrt(low * high);
    if (trigamma(middle) > y) low = middle;
    else high = middle;
  }
  return low;
}

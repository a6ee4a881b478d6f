/** Random counts for simulations. */
import { drawBeta } from '../../lib/evidence/distributions.js';
import type { Random } from '../../lib/evidence/random.js';

/** Exact, by order statistics: the median of n uniforms is a beta variable, and tells how many of them are below p. */
export function drawBinomial(n: number, p: number, random: Random): number {
  let count = 0;
  let left = n;
  let chance = p;
  while (left > 16) {
    const middle = (left + 1) >>> 1;
    const median = drawBeta(middle, left + 1 - middle, random);
    if (median <= chance) {
      count += middle;
      left -= middle;
      chance = (chance - median) / (1 - median);
    } else {
      left = middle - 1;
      chance /= median;
    }
  }
  for (; left > 0; left--) if (random.uniform() < chance) count++;
  return count;
}

/** How many of n fall on each of the shares, which add up to 1. */
export function drawMultinomial(n: number, shares: ArrayLike<number>, random: Random): number[] {
  let left = n;
  let rest = 1;
  return Array.from(shares, (share, i) => {
    const last = i + 1 === shares.length;
    const count =
      left === 0 ? 0 : last || share >= rest ? left : drawBinomial(left, Math.min(1, share / rest), random);
    left -= count;
    rest -= share;
    return count;
  });
}

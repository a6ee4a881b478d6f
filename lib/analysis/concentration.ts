/** How few functions hold how much: the numbers behind "a handful". */
import { exp, log } from '../base/elementary.js';

/** Shares are of the sum of the weights. All zero, and the counts 0, where nothing has weight. */
export interface Concentration {
  readonly top1: number;
  readonly top3: number;
  readonly top5: number;
  readonly top10: number;
  /** How many of the largest it takes to reach half, and four fifths, of the sum. */
  readonly k50: number;
  readonly k80: number;
  /** exp of Shannon's entropy: how many equal parts would be as spread out (Hill 1973, order 1). */
  readonly effectiveNumber: number;
  /** Herfindahl-Hirschman index, the sum of squared shares; 1 where one part holds all. */
  readonly hhi: number;
}

/** `weights` in any order and unit; entries that are not positive hold nothing and are left out. */
export function concentration(weights: Iterable<number>): Concentration {
  const parts = Array.from(weights)
    .filter((weight) => weight > 0)
    .sort((a, b) => b - a);
  const sum = parts.reduce((all, weight) => all + weight, 0);
  const upTo: number[] = [0];
  let entropy = 0;
  let hhi = 0;
  let running = 0;
  for (const weight of parts) {
    const share = weight / sum;
    entropy -= share * log(share);
    hhi += share * share;
    running += weight;
    upTo.push(running);
  }
  const top = (count: number): number => (sum === 0 ? 0 : upTo[Math.min(count, parts.length)]! / sum);
  const needed = (share: number): number =>
    sum === 0 ? 0 : upTo.findIndex((held) => held >= share * sum * (1 - ROUNDING));
  return {
    top1: top(1),
    top3: top(3),
    top5: top(5),
    top10: top(10),
    k50: needed(0.5),
    k80: needed(0.8),
    effectiveNumber: sum === 0 ? 0 : exp(entropy),
    hhi,
  };
}

/** Sums that should meet a bound exactly may miss it by rounding. */
const ROUNDING = 1e-12;

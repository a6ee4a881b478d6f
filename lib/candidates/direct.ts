/** Direct work: what a function of the team's does itself, with the library and runtime code that it calls. */
import type { VisiblePaths } from '../analysis/visible-paths.js';
import type { Owner } from '../kinds/ownership.js';
import { NONE } from '../profile/profile.js';
import type { Work } from './work.js';

/**
 * Each stack's weight goes to one owner, by its leafmost frame, and to one own function: the leafmost own one. That
 * is the function's direct work: its own code plus whatever other code it calls, but not what it leaves to other own
 * functions. A function qualifies as a unit of rewriting when it is own, symbolized, no root, and its direct work is at
 * least 10 % of its total: it does work rather than routing it.
 */
export interface DirectWork {
  /** Per group, in the unit of the weights. */
  readonly direct: Float64Array;
  /** Per owner, weight of the stacks whose leafmost frame is theirs. */
  readonly byOwner: Readonly<Record<Owner, number>>;
  /** Weight of the stacks with an own frame: the sum of `direct`. */
  readonly own: number;
}

/** `within`: 1 for each stack that counts; null counts all. `owners` is per group. */
export function directWork(
  { starts, items }: VisiblePaths,
  weights: Float64Array,
  owners: readonly Owner[],
  within: Uint8Array | null = null,
): DirectWork {
  const direct = new Float64Array(owners.length);
  const byOwner = { own: 0, library: 0, standard: 0, runtime: 0, kernel: 0, unsymbolized: 0 };
  let own = 0;
  for (let stack = 0; stack < weights.length; stack++) {
    if (within !== null && within[stack] === 0) continue;
    const first = starts[stack]!;
    let at = starts[stack + 1]! - 1;
    if (at < first) continue;
    byOwner[owners[items[at]!]!] += weights[stack]!;
    while (at >= first && owners[items[at]!] !== 'own') at--;
    if (at < first) continue;
    direct[items[at]!]! += weights[stack]!;
    own += weights[stack]!;
  }
  return { direct, byOwner, own };
}

/** Per stack: its leafmost own function, whose direct work it is; NONE without one. */
export function leafmostOwn({ paths: { starts, items }, owners }: Work): Int32Array {
  const found = new Int32Array(starts.length - 1).fill(NONE);
  for (let stack = 0; stack < found.length; stack++) {
    let at = starts[stack + 1]! - 1;
    while (at >= starts[stack]! && owners[items[at]!] !== 'own') at--;
    if (at >= starts[stack]!) found[stack] = items[at]!;
  }
  return found;
}

/** Share of each owner by the leaf of each sample, the runtime's own threads among them. */
export function ownersOfAll({
  paths,
  weights,
  owners,
  backgroundWeights,
  whole,
}: Work): Record<Owner, number> {
  const all = weights.slice();
  for (const bin of ['gc', 'sched', 'compile'] as const) {
    const more = backgroundWeights[bin];
    if (more !== null) for (let stack = 0; stack < all.length; stack++) all[stack]! += more[stack]!;
  }
  const { byOwner } = directWork(paths, all, owners);
  return Object.fromEntries(
    Object.entries(byOwner).map(([owner, weight]) => [owner, weight / whole]),
  ) as Record<Owner, number>;
}

/** How many functions hold at least 1 % of `weight` by their direct work: what has to be written. */
export function writtenFunctions({ direct }: DirectWork, weight: number): number {
  let count = 0;
  if (weight > 0) for (const own of direct) if (own >= WRITTEN_PART * weight) count++;
  return count;
}

const WRITTEN_PART = 0.01;

/** Which nodes of a call tree are worth drawing: the largest, with all their callers. */
import type { CallTree } from '../analysis/call-tree.js';
import { NONE } from '../profile/profile.js';

export interface KeptNodes {
  /** 1 for each node that stays. */
  readonly keep: Uint8Array;
  /** Per node: itself or its nearest caller that stays. */
  readonly ancestor: Int32Array;
  /** Every node heavier than this stays; in the unit of the weights. */
  readonly smallest: number;
}

/**
 * `weight` of a caller is at least that of what it calls, so the largest nodes are closed under callers; of equal ones the
 * first in depth-first order stay, which is closed too. Roots all stay. `most` 0 keeps all.
 */
export function keptNodes(tree: CallTree, weight: Float64Array, most: number): KeptNodes {
  const keep = new Uint8Array(tree.length);
  const ancestor = new Int32Array(tree.length);
  let smallest = 0;
  if (most <= 0 || tree.length <= most) keep.fill(1);
  else {
    smallest = weight.slice().sort()[tree.length - most]!;
    let room = most;
    for (const one of weight) if (one > smallest) room--;
    for (let node = 0; node < tree.length; node++) {
      if (weight[node]! > smallest || (weight[node] === smallest && room-- > 0)) keep[node] = 1;
      // A root stays however small: nobody else could take its weight.
      if (tree.prefix[node] === NONE) keep[node] = 1;
    }
  }
  for (let node = 0; node < tree.length; node++) {
    const caller = tree.prefix[node]!;
    ancestor[node] = keep[node] === 1 ? node : caller === NONE ? NONE : ancestor[caller]!;
  }
  return { keep, ancestor, smallest };
}

/** Self and total of each group over the work of a profile, each stack once however often a group recurs in it. */
import type { Work } from './work.js';

/** In the unit of the weights, per group; idle time and the runtime's own threads are not in it. */
export function groupSums({ paths: { starts, items }, weights, grouping }: Work): {
  self: Float64Array;
  totals: Float64Array;
} {
  const self = new Float64Array(grouping.length);
  const totals = new Float64Array(grouping.length);
  const seen = new Int32Array(grouping.length).fill(-1);
  for (let stack = 0; stack < weights.length; stack++) {
    const weight = weights[stack]!;
    const end = starts[stack + 1]!;
    if (weight === 0 || starts[stack] === end) continue;
    for (let i = starts[stack]!; i < end; i++) {
      const group = items[i]!;
      if (seen[group] === stack) continue;
      seen[group] = stack;
      totals[group]! += weight;
    }
    self[items[end - 1]!]! += weight;
  }
  return { self, totals };
}

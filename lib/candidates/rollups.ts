/** The same weight by larger units: packages, object files, whose code it is, and kinds of work. */
import { type Granularity, groupFrames } from '../analysis/granularity.js';
import { KINDS, type Kind, NO_KIND } from '../kinds/kinds.js';
import type { Work } from './work.js';

/** A package or object file. Shares are of the profile without idle time; `self` by the leaf, `total` each sample once. */
export interface RollupRow {
  readonly name: string;
  readonly selfShare: number;
  readonly totalShare: number;
}

/** The largest by self, then name; `limit` at most. */
export function rollUp(work: Work, granularity: Granularity, limit = 10): RollupRow[] {
  const { selection, framePaths, weights, whole } = work;
  const { starts, items } = framePaths;
  const { groupOfFrame, names, length } = groupFrames(selection.profile, granularity);
  const self = new Float64Array(length);
  const total = new Float64Array(length);
  const seen = new Int32Array(length).fill(-1);
  for (let stack = 0; stack < weights.length; stack++) {
    const weight = weights[stack]!;
    const end = starts[stack + 1]!;
    if (weight === 0 || end === starts[stack]) continue;
    for (let i = starts[stack]!; i < end; i++) {
      const group = groupOfFrame[items[i]!]!;
      if (seen[group] === stack) continue;
      seen[group] = stack;
      total[group]! += weight;
    }
    self[groupOfFrame[items[end - 1]!]!]! += weight;
  }
  return names
    .map((name, group) => ({ name, selfShare: self[group]! / whole, totalShare: total[group]! / whole }))
    .sort((a, b) => b.selfShare - a.selfShare || b.totalShare - a.totalShare || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .filter(({ totalShare }) => totalShare > 0);
}

export interface KindShare {
  readonly kind: Kind;
  readonly share: number;
  /** What narrows the row of speedups, such as "untyped" for JSON of free form; only of the parts of a set. */
  readonly when?: string | undefined;
}

/** Share of each kind that holds anything, largest first; `within`: 1 for each stack that counts, null counts all. */
export function kindShares({ kinds, weights, whole }: Work, within: Uint8Array | null = null): KindShare[] {
  const sums = new Float64Array(KINDS.length);
  for (let stack = 0; stack < kinds.length; stack++)
    if (kinds[stack] !== NO_KIND && (within === null || within[stack] === 1))
      sums[kinds[stack]!]! += weights[stack]!;
  return KINDS.map((kind, number) => ({ kind, share: sums[number]! / whole }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || (a.kind < b.kind ? -1 : 1));
}

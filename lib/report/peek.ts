/** The rows of `peek`: functions that match, with who calls them and whom they call. */
import { edges } from '../analysis/edges.js';
import { groupFrames } from '../analysis/granularity.js';
import { totals } from '../analysis/totals.js';
import { matcher } from '../profile/patterns.js';
import type { Selection } from '../profile/select.js';

/** One caller or callee; `value` in the sample type's unit, `share` of the whole profile. */
export interface PeekEdge {
  readonly name: string;
  readonly value: number;
  readonly share: number;
}

export interface PeekMatch {
  readonly name: string;
  readonly self: number;
  readonly total: number;
  readonly totalShare: number;
  /** Largest first, then by name. */
  readonly callers: readonly PeekEdge[];
  readonly callees: readonly PeekEdge[];
}

export interface Peek {
  readonly total: number;
  /** Functions that match, before `limit` cut them. */
  readonly count: number;
  readonly matches: readonly PeekMatch[];
}

/** The `limit` largest matches; 0: all. Throws 'usage' for a malformed pattern. */
export function peek(selection: Selection, sampleType: number, pattern: string, limit: number): Peek {
  const grouping = groupFrames(selection.profile, 'function');
  const { names } = grouping;
  const sums = totals(selection, grouping, sampleType);
  const share = (value: number): number => (sums.total === 0 ? 0 : value / sums.total);
  const matches = matcher(pattern, 'PATTERN');
  const hits = names
    .map((_, group) => group)
    .filter((group) => sums.totals[group] !== 0 && matches(names[group]!));
  hits.sort((a, b) => sums.totals[b]! - sums.totals[a]! || a - b);
  const side = (found: ReadonlyMap<number, number>): PeekEdge[] =>
    [...found]
      .map(([group, value]) => ({ name: names[group]!, value, share: share(value) }))
      .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
  return {
    total: sums.total,
    count: hits.length,
    matches: hits.slice(0, limit === 0 ? hits.length : limit).map((group) => {
      const { callers, callees } = edges(selection, grouping, sampleType, group);
      return {
        name: names[group]!,
        self: sums.self[group]!,
        total: sums.totals[group]!,
        totalShare: share(sums.totals[group]!),
        callers: side(callers),
        callees: side(callees),
      };
    }),
  };
}

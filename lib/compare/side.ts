/** One side of a comparison: what each of its profiles holds of every row, and what that is divided by. */
import { type Granularity, type Grouping, groupFrames } from '../analysis/granularity.js';
import { totals } from '../analysis/totals.js';
import { type VisiblePaths, visiblePaths } from '../analysis/visible-paths.js';
import { ProfileError } from '../base/errors.js';
import { type StackSources, stackSources } from '../evidence/profile-table.js';
import type { Profile } from '../profile/profile.js';
import { sampleTypeNamed } from '../profile/sample-type.js';
import { type Filters, type Selection, select } from '../profile/select.js';
import type { Normalisation } from './comparison.js';

export interface Side {
  readonly selection: Selection;
  readonly sampleType: number;
  readonly grouping: Grouping;
  /** Null for a call graph, which has no stacks. */
  readonly paths: VisiblePaths | null;
  readonly sources: StackSources;
  readonly profiles: number;
  /** Whole value, before filters, and how many samples stand behind it. */
  readonly total: number;
  readonly samples: number;
  /** Of all its profiles together; null where not given. */
  readonly requests: number | null;
  /** Per profile: what its values are divided by. */
  readonly divisors: Float64Array;
}

/** Values of each row by profile: hits[profile * rows + row]. */
export interface SideTable {
  readonly self: Float64Array;
  readonly total: Float64Array;
}

export interface SideOptions extends Filters {
  readonly sampleType?: string | undefined;
  readonly granularity: Granularity;
  readonly normalisation: Normalisation;
  /** One count a profile, or one for all of them together; undefined where not known. */
  readonly requests: readonly number[] | undefined;
}

/** Throws 'usage' for a filter, sample type or count of requests that makes no sense, 'bad-value' for a side without weight. */
export function sideOf(profile: Profile, name: string, options: SideOptions): Side {
  const selection = select(profile, options);
  const sampleType = sampleTypeNamed(profile, options.sampleType);
  const grouping = groupFrames(profile, options.granularity);
  const sources = stackSources(selection, sampleType);
  const total = sources.sizes.reduce((sum, size) => sum + size, 0);
  if (!(total > 0))
    throw new ProfileError('bad-value', `the ${name} has no value in it; nothing can be compared with it`);
  const requests = requestsOf(sources.sizes, name, options.requests);
  return {
    selection,
    sampleType,
    grouping,
    paths: profile.callGraph === null ? visiblePaths(selection, grouping) : null,
    sources,
    profiles: sources.sizes.reduce((count, size) => count + (size > 0 ? 1 : 0), 0),
    total,
    samples: sources.observations,
    requests: requests === null ? null : requests.reduce((sum, count) => sum + count, 0),
    divisors: divisorsOf(sources.sizes, requests, options.normalisation),
  };
}

/**
 * Self and total by row and profile, each sample once a row. `rowOf` gives the row of a group. With `isCounted` only
 * those stacks.
 */
export function sideTable(
  side: Side,
  rowOf: Int32Array,
  rows: number,
  isCounted?: (stack: number) => boolean,
): SideTable {
  const { sources, paths } = side;
  const profiles = sources.sizes.length;
  const self = new Float64Array(profiles * rows);
  const total = new Float64Array(profiles * rows);
  if (paths === null) {
    // A call graph is one profile, and its totals are counted, not walked.
    const sums = totals(side.selection, side.grouping, side.sampleType);
    if (isCounted === undefined)
      rowOf.forEach((row, group) => {
        self[row]! += sums.self[group]!;
        total[row]! += sums.totals[group]!;
      });
    return { self, total };
  }
  const seen = new Int32Array(rows).fill(-1);
  for (let stack = 0; stack + 1 < paths.starts.length; stack++) {
    const first: number = paths.starts[stack]!;
    const end: number = paths.starts[stack + 1]!;
    const from = sources.starts[stack]!;
    const to = sources.starts[stack + 1]!;
    if (first === end || from === to || isCounted?.(stack) === false) continue;
    for (let at: number = first; at < end; at++) {
      const row = rowOf[paths.items[at]!]!;
      if (seen[row] === stack) continue;
      seen[row] = stack;
      for (let i = from; i < to; i++) total[sources.profile[i]! * rows + row]! += sources.weight[i]!;
    }
    const leaf = rowOf[paths.items[end - 1]!]!;
    for (let i = from; i < to; i++) self[sources.profile[i]! * rows + leaf]! += sources.weight[i]!;
  }
  return { self, total };
}

function requestsOf(
  sizes: Float64Array,
  name: string,
  given: readonly number[] | undefined,
): number[] | null {
  if (given === undefined) return null;
  if (given.some((count) => !(Number.isFinite(count) && count > 0)))
    throw new ProfileError('usage', `the requests of the ${name} must be counts above 0`);
  if (given.length === sizes.length) return [...given];
  if (given.length !== 1)
    throw new ProfileError(
      'usage',
      `the ${name} has ${sizes.length} profiles and ${given.length} counts of requests; give one a profile, or one for all together`,
    );
  return Array.from(sizes, () => given[0]! / sizes.length);
}

function divisorsOf(
  sizes: Float64Array,
  requests: readonly number[] | null,
  normalisation: Normalisation,
): Float64Array {
  if (normalisation === 'share') return sizes.slice();
  return Float64Array.from(sizes, (_, profile) =>
    normalisation === 'none' ? 1 : (requests?.[profile] ?? 0),
  );
}

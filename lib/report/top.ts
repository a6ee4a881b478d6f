/** The rows of `top`: groups in a total order, with shares of the whole. */
import { type Granularity, groupDetails, groupFrames } from '../analysis/granularity.js';
import { totals } from '../analysis/totals.js';
import type { Selection } from '../profile/select.js';

/** Values are exact decimal strings where a number could not hold them. */
export interface TopRow {
  readonly name: string;
  readonly file: string | null;
  readonly line: number;
  readonly module: string | null;
  readonly self: number | string;
  readonly total: number | string;
  readonly selfShare: number;
  readonly totalShare: number;
}

export interface Top {
  readonly total: number | string;
  readonly rows: readonly TopRow[];
  /** Rows before `limit` cut them. */
  readonly count: number;
}

export interface TopOptions {
  readonly sampleType: number;
  readonly granularity: Granularity;
  /** Sort by total instead of self. */
  readonly cumulative: boolean;
  /** Rows at most; 0: all. */
  readonly limit: number;
}

/** pprof's order: by |self| (or |total|) descending, then name, then the other. Groups of 0 and 0 are left out. */
export function topRows(selection: Selection, options: TopOptions): Top {
  const { profile } = selection;
  const grouping = groupFrames(profile, options.granularity);
  const sums = totals(selection, grouping, options.sampleType);
  const { self, totals: whole, exact } = sums;
  const order: number[] = [];
  for (let group = 0; group < grouping.length; group++)
    if (self[group] !== 0 || whole[group] !== 0) order.push(group);
  const [first, second] = options.cumulative ? [whole, self] : [self, whole];
  const found = order.length;
  const largest = options.limit > 0 && options.limit < found ? largestOf(order, first, options.limit) : order;
  largest.sort(
    (a, b) =>
      Math.abs(first[b]!) - Math.abs(first[a]!) ||
      (grouping.names[a]! < grouping.names[b]! ? -1 : grouping.names[a]! > grouping.names[b]! ? 1 : 0) ||
      Math.abs(second[b]!) - Math.abs(second[a]!) ||
      a - b,
  );
  const kept = options.limit === 0 ? largest : largest.slice(0, options.limit);
  const share = (value: number): number => (sums.total === 0 ? 0 : value / sums.total);
  const shown = (value: number, big: bigint | undefined): number | string =>
    big === undefined || Number.isSafeInteger(Number(big)) ? value : String(big);
  return {
    total: shown(sums.total, exact?.total),
    count: found,
    rows: kept.map((group) => ({
      name: grouping.names[group]!,
      ...groupDetails(profile, grouping, group),
      self: shown(self[group]!, exact?.self[group]),
      total: shown(whole[group]!, exact?.totals[group]),
      selfShare: share(self[group]!),
      totalShare: share(whole[group]!),
    })),
  };
}

/** The groups that can be among the `limit` largest: sorting numbers is cheap, and comparing names of all groups is not. */
function largestOf(groups: readonly number[], values: Float64Array, limit: number): number[] {
  const sizes = Float64Array.from(groups, (group) => Math.abs(values[group]!)).sort();
  const least = sizes[sizes.length - limit]!;
  return groups.filter((group) => Math.abs(values[group]!) >= least);
}

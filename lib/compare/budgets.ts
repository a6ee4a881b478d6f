/** Budgets and acknowledgements: what a function or package may cost, and which regressions are known until when. */
import { groupFrames } from '../analysis/granularity.js';
import { packageOf } from '../analysis/package-name.js';
import { ProfileError } from '../base/errors.js';
import { shareIntervals } from '../evidence/clusters.js';
import type { Interval } from '../evidence/intervals.js';
import type { Profile } from '../profile/profile.js';
import type { Filters } from '../profile/select.js';
import { sideOf, sideTable } from './side.js';

/** What a rule of the configuration is about: exactly one of both, by its whole name. */
export interface Subject {
  readonly function?: string | undefined;
  /** As `--granularity package` names it. */
  readonly package?: string | undefined;
}

/** A regression that is known and is not told until it expires. */
export interface Acknowledgement extends Subject {
  readonly reason: string;
  readonly owner: string;
  /** ISO date; the last day on which it holds. */
  readonly expires: string;
}

/** What a function or package may cost at most. */
export interface Budget extends Subject {
  /** Parts of the whole, 0 to 1; at least one limit is given. */
  readonly self?: number | undefined;
  readonly total?: number | undefined;
  /** Total per request, in microseconds; judged only where requests are known. */
  readonly cpuUsPerRequest?: number | undefined;
  readonly reason: string;
  readonly owner: string;
  /** ISO date; the last day on which it holds. Without one it holds for ever. */
  readonly expires?: string | undefined;
}

export interface BudgetResult {
  readonly budget: Budget;
  readonly limit: 'self' | 'total' | 'cpuUsPerRequest';
  readonly allowed: number;
  readonly actual: number;
  /** 95 %. */
  readonly interval: Interval;
  /**
   * `exceeded`: all of the interval is above what is allowed; a finding. `unsure`: part of it is. `unknown`: no such name
   * in the profile, or no requests to divide by.
   */
  readonly status: 'exceeded' | 'unsure' | 'met' | 'unknown' | 'expired';
}

export interface BudgetOptions extends Filters {
  readonly sampleType?: string | undefined;
  /** ISO date. */
  readonly today: string;
  /** Requests served while the profiles were recorded, all together. */
  readonly requests?: number | undefined;
}

/** The acknowledgement that holds for a function on a day; null: none. The first in the list. */
export function activeAcknowledgement(
  list: readonly Acknowledgement[],
  name: string,
  file: string | null,
  today: string,
): Acknowledgement | null {
  return list.find((one) => today <= one.expires && isAbout(one, name, file)) ?? null;
}

/** One result for each limit of each budget, in their order. Throws as `select` does. */
export function checkBudgets(
  profile: Profile,
  budgets: readonly Budget[],
  options: BudgetOptions,
): BudgetResult[] {
  if (budgets.length === 0) return [];
  const tables = new Map(
    (['function', 'package'] as const)
      .filter((granularity) => budgets.some((budget) => budget[granularity] !== undefined))
      .map((granularity) => [granularity, sharesBy(profile, granularity, options)]),
  );
  return budgets.flatMap((budget) => {
    const granularity = budget.function === undefined ? 'package' : 'function';
    const name = budget[granularity];
    const shares = name === undefined ? undefined : tables.get(granularity);
    if (name === undefined || shares === undefined)
      throw new ProfileError('bad-value', 'a budget names neither a function nor a package');
    return (['self', 'total', 'cpuUsPerRequest'] as const)
      .filter((limit) => budget[limit] !== undefined)
      .map((limit) => judge(budget, limit, name, shares, options));
  });
}

type Shares = ReturnType<typeof sharesBy>;

function judge(
  budget: Budget,
  limit: BudgetResult['limit'],
  name: string,
  shares: Shares,
  { today, requests }: BudgetOptions,
): BudgetResult {
  const allowed = budget[limit]!;
  const group = shares.groups.get(name);
  const of = limit === 'self' ? shares.self : shares.total;
  const perShare = limit === 'cpuUsPerRequest' ? microseconds(shares, requests) : 1;
  const unknown = group === undefined || perShare === null;
  const scale = perShare ?? 0;
  const actual = group === undefined ? 0 : of.shares[group]! * scale;
  const interval =
    group === undefined
      ? { low: 0, high: 0 }
      : { low: of.low[group]! * scale, high: of.high[group]! * scale };
  const isExpired = budget.expires !== undefined && today > budget.expires;
  const status = isExpired
    ? 'expired'
    : unknown
      ? 'unknown'
      : interval.low > allowed
        ? 'exceeded'
        : interval.high > allowed
          ? 'unsure'
          : 'met';
  return { budget, limit, allowed, actual, interval, status };
}

/** Microseconds of CPU per request that the whole profile is; null where it cannot be said. */
function microseconds({ whole, unit }: Shares, requests: number | undefined): number | null {
  return requests === undefined || !(requests > 0) || unit !== 'nanoseconds' ? null : whole / requests / 1000;
}

function sharesBy(profile: Profile, granularity: 'function' | 'package', options: BudgetOptions) {
  const side = sideOf(profile, 'profile', {
    ...options,
    granularity,
    normalisation: 'share',
    requests: undefined,
  });
  const { grouping, sources, total, samples } = side;
  const rows = grouping.length;
  const table = sideTable(
    side,
    Int32Array.from({ length: rows }, (_, i) => i),
    rows,
  );
  const intervals = (hits: Float64Array) =>
    shareIntervals({
      profiles: sources.sizes.length,
      columns: rows,
      hits,
      sizes: sources.sizes,
      observations: samples,
    });
  return {
    groups: new Map(groupFrames(profile, granularity).names.map((name, group) => [name, group])),
    self: intervals(table.self),
    total: intervals(table.total),
    unit: profile.sampleTypes[side.sampleType]!.unit,
    whole: total,
  };
}

function isAbout(subject: Subject, name: string, file: string | null): boolean {
  return subject.function === undefined
    ? subject.package === packageOf(name, file)
    : subject.function === name;
}

/** The spine of a comparison: two sets of profiles in, what changed and whether it is real out. */
import type { Granularity } from '../analysis/granularity.js';
import { ProfileError } from '../base/errors.js';
import { SINGLE_PROFILE_DESIGN_EFFECT } from '../evidence/intervals.js';
import type { Profile } from '../profile/profile.js';
import type { Filters } from '../profile/select.js';
import { type Acknowledgement, activeAcknowledgement } from './budgets.js';
import type { Change, Comparison, ComparisonRow, Normalisation, SideSummary } from './comparison.js';
import { adjusted, type Difference, difference, type Measured, seenEffect } from './difference.js';
import { pairNames } from './matching.js';
import { joinSides, membersOf, spread } from './rows.js';
import { type Side, type SideTable, sideOf, sideTable } from './side.js';
import { type SeenEffect, type VariancePrior, variancePrior } from './variance-prior.js';
import { type JudgedRow, judgeRows } from './verdicts.js';

export interface CompareOptions extends Filters {
  /** Name or number of the sample type, the same on both sides; default the head's. */
  readonly sampleType?: string | undefined;
  /** Default 'function'. */
  readonly granularity?: Granularity | undefined;
  /** Default 'request' where both sides have counts of requests, else 'share'. */
  readonly normalisation?: Normalisation | undefined;
  /** Requests served while recording: one count a profile, or one for all of a side together. */
  readonly baseRequests?: readonly number[] | undefined;
  readonly headRequests?: readonly number[] | undefined;
  /** False findings among all findings that are accepted; default `DEFAULT_Q`. */
  readonly q?: number | undefined;
  /** Least change that counts, as a part of the base's whole; default `DEFAULT_FLOOR`. */
  readonly floor?: number | undefined;
  /** Assumed where there is one profile a side; default 4. */
  readonly designEffect?: number | undefined;
  /**
   * Names of functions that were named before the profiles were looked at, as a patch names them: rises of their totals are
   * also tested among themselves, so that the many others do not hide them.
   */
  readonly suspects?: readonly string[] | undefined;
  /** Regressions that are known: silent until they expire. Need `today`. */
  readonly acknowledged?: readonly Acknowledgement[] | undefined;
  /** ISO date by which acknowledgements expire. */
  readonly today?: string | undefined;
}

/**
 * Where nothing has changed, Benjamini and Hochberg's q is the chance of any finding at all: 0.01, not the customary
 * 0.05, since a review bot that cries wolf once in twenty pull requests is switched off.
 */
export const DEFAULT_Q = 0.01;
/** A quarter of a point: half a point would hide that a function of 10 % became 5 % slower. */
export const DEFAULT_FLOOR = 0.0025;
/** Fewer expected samples on both sides than this say nothing of a row. */
const EXPECTED = 5;

/**
 * Synchronous and pure. Each side is one profile or several, merged by `readProfile`, which keeps them apart. Throws
 * ProfileError 'usage' for options that make no sense, 'bad-value' for profiles that cannot be compared.
 */
export function compare(base: Profile, head: Profile, options: CompareOptions = {}): Comparison {
  const granularity = options.granularity ?? 'function';
  const { q, floor, effect } = thresholds(options);
  const normalisation = normalisationOf(options);
  const side = (profile: Profile, name: string, requests: readonly number[] | undefined): Side =>
    sideOf(profile, name, { ...options, granularity, normalisation, requests });
  const old = side(base, 'base', options.baseRequests);
  const now = side(head, 'head', options.headRequests);
  const sampleType = commonType(old, now);
  const groupTables = [old, now].map((one) =>
    sideTable(one, identity(one.grouping.length), one.grouping.length),
  ) as [SideTable, SideTable];
  const members = [membersOf(old, groupTables[0]), membersOf(now, groupTables[1])] as const;
  const { headOf, matches } = pairNames(members[0], members[1], granularity);
  const joined = joinSides([old, now], members, headOf);
  const tables = [
    spread(groupTables[0], joined.baseRows, joined.length),
    spread(groupTables[1], joined.headRows, joined.length),
  ] as const;
  const unit = old.total / old.divisors.reduce((sum, divisor) => sum + divisor, 0);
  const isShare = normalisation === 'share';
  const priors = [
    priorOf(old, tables[0].self, joined.length, isShare),
    priorOf(now, tables[1].self, joined.length, isShare),
  ] as const;
  const differences = (column: 'self' | 'total'): Difference[] =>
    Array.from({ length: joined.length }, (_, row) =>
      difference(
        measured(old, tables[0][column], joined.length, row),
        measured(now, tables[1][column], joined.length, row),
        unit,
        isShare,
        effect,
        priors,
      ),
    );
  const self = differences('self');
  const total = differences('total');
  const tests = testedOf(self, total, tables, joined.length, old, now, floor);
  const suspects = new Set(options.suspects);
  const adjustedP = adjustedByRow(tests, self, total, (row) => suspects.has(joined.names[row]!));
  const significant = (on: 'self' | 'total', changes: readonly Difference[]): boolean[] =>
    changes.map(({ change }, row) => (adjustedP[on].get(row) ?? 1) <= q && Math.abs(change) >= floor);
  const isSelfSignificant = significant('self', self);
  const isTotalSignificant = significant('total', total);
  const judged = judgeRows({
    normalisation,
    floor,
    base: old,
    head: now,
    baseRows: joined.baseRows,
    headRows: joined.headRows,
    names: joined.names,
    self,
    total,
    isSelfSignificant,
    isTotalSignificant,
    unit,
  });
  const rows: ComparisonRow[] = [];
  for (let row = 0; row < joined.length; row++) {
    if (self[row]!.base === 0 && self[row]!.head === 0 && total[row]!.base === 0 && total[row]!.head === 0)
      continue;
    const change = (one: Difference, on: 'self' | 'total', isSignificant: boolean): Change =>
      changeOf(one, adjustedP[on].get(row) ?? null, isSignificant, isShare ? null : unit);
    const name = joined.names[row]!;
    const former = joined.formerNames[row]!;
    rows.push({
      name,
      formerName: former,
      ...joined.details(row),
      self: change(self[row]!, 'self', isSelfSignificant[row]!),
      total: change(total[row]!, 'total', isTotalSignificant[row]!),
      ...acknowledged(judged[row]!, joined.functionOf(row), options),
    });
  }
  rows.sort(byWeight);
  const whole = isShare ? null : wholeChange(old, now, unit, effect);
  const method =
    old.profiles > 1 && now.profiles > 1
      ? 'profiles'
      : old.profiles + now.profiles > 2
        ? 'one-side'
        : 'single';
  return {
    granularity,
    normalisation,
    sampleType,
    base: summary(old),
    head: summary(now),
    whole,
    method,
    caption: captionOf(method, old, now, effect, normalisation),
    q,
    floor,
    tested: tests.length,
    rows,
    findings: rows.filter(isFinding),
    matches,
  };
}

/** Whether a row is to be told: a regression or an improvement, by itself, significant, not acknowledged. */
export function isFinding({ verdict }: Pick<ComparisonRow, 'verdict'>): boolean {
  return verdict === 'regression' || verdict === 'improvement';
}

function thresholds(options: CompareOptions): { q: number; floor: number; effect: number } {
  const {
    q = DEFAULT_Q,
    floor = DEFAULT_FLOOR,
    designEffect: effect = SINGLE_PROFILE_DESIGN_EFFECT,
  } = options;
  if (!(q > 0 && q < 1)) throw new ProfileError('usage', `q is ${q}; expected a number between 0 and 1`);
  if (!(floor >= 0 && floor < 1))
    throw new ProfileError('usage', `the floor is ${floor}; expected a part of the whole from 0 to below 1`);
  if (!(effect >= 1 && Number.isFinite(effect)))
    throw new ProfileError('usage', `the design effect is ${effect}; expected a number from 1`);
  if (options.acknowledged !== undefined && options.acknowledged.length > 0 && options.today === undefined)
    throw new ProfileError('usage', 'acknowledgements expire, so the day must be given');
  return { q, floor, effect };
}

function normalisationOf({ normalisation, baseRequests, headRequests }: CompareOptions): Normalisation {
  const [one, other] = [baseRequests !== undefined, headRequests !== undefined];
  const found = normalisation ?? (one && other ? 'request' : 'share');
  if (found === 'request' && !(one && other))
    throw new ProfileError(
      'usage',
      `requests are given for ${one ? 'the base only' : other ? 'the head only' : 'neither side'}; CPU per request needs both`,
    );
  if (normalisation === undefined && one !== other)
    throw new ProfileError(
      'usage',
      `requests are given for the ${one ? 'base' : 'head'} only; give them for both sides or for neither`,
    );
  return found;
}

/** Throws 'bad-value' where the sides count different things. */
function commonType(old: Side, now: Side): Comparison['sampleType'] {
  const [a, b] = [old, now].map(
    ({ selection, sampleType }) => selection.profile.sampleTypes[sampleType]!,
  ) as [Comparison['sampleType'], Comparison['sampleType']];
  if (a.type !== b.type || a.unit !== b.unit)
    throw new ProfileError(
      'bad-value',
      `the base counts ${a.type}/${a.unit} and the head ${b.type}/${b.unit}; name one that both have with --sample-type`,
    );
  return { type: b.type, unit: b.unit };
}

function identity(length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => i);
}

function measured(side: Side, table: Float64Array, rows: number, row: number): Measured {
  const { divisors, samples, sources } = side;
  const hits = new Float64Array(divisors.length);
  for (let profile = 0; profile < hits.length; profile++) hits[profile] = table[profile * rows + row]!;
  return { hits, divisors, sizes: sources.sizes, samples };
}

/** Of self values: totals of callers and callees are nearly the same numbers. */
function priorOf(side: Side, self: Float64Array, rows: number, isShare: boolean): VariancePrior | null {
  const seen: SeenEffect[] = [];
  for (let row = 0; row < rows; row++) {
    const one = seenEffect(measured(side, self, rows, row), isShare);
    if (one !== null) seen.push(one);
  }
  return variancePrior(seen, side.profiles - 1);
}

interface Test {
  readonly on: 'self' | 'total';
  readonly row: number;
  /** Self and total are the same numbers, so one test stands for both. */
  readonly isBoth: boolean;
}

/**
 * What is tested: rows that can matter, told by what both sides together hold, which says nothing of the difference:
 * at least 5 expected samples on either side, and at least half the floor on average, since a row with less cannot change by
 * the floor.
 */
function testedOf(
  self: readonly Difference[],
  total: readonly Difference[],
  [old, now]: readonly [SideTable, SideTable],
  rows: number,
  base: Side,
  head: Side,
  floor: number,
): Test[] {
  const most = Math.max(base.samples, head.samples);
  const matters = ({ base: a, head: b }: Difference): boolean =>
    ((a + b) / 2) * most >= EXPECTED && (a + b) / 2 >= floor / 2;
  const isSame = ({ self: part, total: whole }: SideTable, row: number): boolean => {
    for (let at = row; at < part.length; at += rows) if (part[at] !== whole[at]) return false;
    return true;
  };
  const tests: Test[] = [];
  for (let row = 0; row < rows; row++) {
    const isBoth = isSame(old, row) && isSame(now, row);
    if (matters(self[row]!)) tests.push({ on: 'self', row, isBoth });
    if (!isBoth && matters(total[row]!)) tests.push({ on: 'total', row, isBoth });
  }
  return tests;
}

interface AdjustedP {
  readonly self: ReadonlyMap<number, number>;
  readonly total: ReadonlyMap<number, number>;
}

/**
 * By row, of what is tested. Suspects are a second family, in which only rises count: where nothing has changed, half of q is
 * the chance of a false rise in it, as it is among all rows, whose false findings are as often falls; together q.
 */
function adjustedByRow(
  tests: readonly Test[],
  self: readonly Difference[],
  total: readonly Difference[],
  isSuspect: (row: number) => boolean,
): AdjustedP {
  const byRow = { self: new Map<number, number>(), total: new Map<number, number>() };
  const ofAll = adjusted(tests.map(({ on, row }) => (on === 'self' ? self : total)[row]!.p));
  tests.forEach(({ on, row, isBoth }, i) => {
    byRow[on].set(row, ofAll[i]!);
    if (isBoth) byRow.total.set(row, ofAll[i]!);
  });
  const suspects = [...byRow.total.keys()].filter(isSuspect);
  const ofSuspects = adjusted(suspects.map((row) => (total[row]!.change > 0 ? total[row]!.p : 1)));
  suspects.forEach((row, i) => {
    byRow.total.set(row, Math.min(byRow.total.get(row)!, ofSuspects[i]!));
  });
  return byRow;
}

function changeOf(
  { base, head, change, interval, p }: Difference,
  adjustedP: number | null,
  isSignificant: boolean,
  unit: number | null,
): Change {
  return {
    base,
    head,
    change,
    interval,
    p,
    adjustedP,
    isSignificant,
    rate: unit === null ? null : { base: base * unit, head: head * unit },
  };
}

/** One test, so its p needs no adjustment. */
function wholeChange(old: Side, now: Side, unit: number, effect: number): Change {
  const whole = ({ sources, divisors, samples }: Side): Measured => ({
    hits: sources.sizes,
    divisors,
    sizes: sources.sizes,
    samples,
  });
  const found = difference(whole(old), whole(now), unit, false, effect);
  return changeOf(found, found.p, found.p <= 0.01, unit);
}

function acknowledged(
  judged: JudgedRow,
  names: { readonly name: string; readonly file: string | null },
  { acknowledged: list, today }: CompareOptions,
): JudgedRow {
  if (judged.verdict !== 'regression' || list === undefined || today === undefined) return judged;
  const found = activeAcknowledgement(list, names.name, names.file, today);
  if (found === null) return judged;
  return {
    ...judged,
    verdict: 'acknowledged',
    reason: `acknowledged until ${found.expires} by ${found.owner}: ${found.reason}`,
  };
}

const RANK: readonly ComparisonRow['verdict'][] = [
  'regression',
  'improvement',
  'acknowledged',
  'shift',
  'consequence',
  'diluted',
  'unchanged',
];

/** Regressions, improvements, the other verdicts; within each the largest change first, then by name. */
function byWeight(a: ComparisonRow, b: ComparisonRow): number {
  const text = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);
  const size = ({ on, self, total }: ComparisonRow): number =>
    on === null
      ? Math.max(Math.abs(self.change), Math.abs(total.change))
      : Math.abs((on === 'self' ? self : total).change);
  return (
    RANK.indexOf(a.verdict) - RANK.indexOf(b.verdict) ||
    size(b) - size(a) ||
    text(a.name, b.name) ||
    text(a.formerName ?? '', b.formerName ?? '') ||
    a.total.base - b.total.base
  );
}

function summary({ profiles, samples, total, requests }: Side): SideSummary {
  return { profiles, samples, total, requests };
}

function captionOf(
  method: Comparison['method'],
  old: Side,
  now: Side,
  effect: number,
  normalisation: Normalisation,
): string {
  const chance = {
    profiles: `95 % intervals from the differences between ${old.profiles} profiles of the base and ${now.profiles} of the head`,
    'one-side': `one profile on one side: 95 % intervals assume that it varies as those of the other side do`,
    single: `one profile a side: 95 % intervals assume that samples vary ${effect} times as much as independent ones; how much hosts and minutes differ, only several profiles a side show`,
  }[method];
  const per = {
    share: 'changes are in points of the whole, whose own growth shares cannot show',
    request: "changes are in CPU per request, in points of the base's",
    none: "not normalised: changes are in value per profile, in points of the base's",
  }[normalisation];
  const even =
    normalisation === 'request' && (spreadsEvenly(old) || spreadsEvenly(now))
      ? '; requests given for a side together are taken as spread evenly over its profiles'
      : '';
  return `${chance}; ${per}${even}`;
}

function spreadsEvenly({ divisors, profiles }: Side): boolean {
  return profiles > 1 && divisors.every((divisor) => divisor === divisors[0]);
}

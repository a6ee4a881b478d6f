/** From what a patch touches, a comparison and budgets to findings: what is worth telling, and why the rest is not. */
import { createHash } from 'node:crypto';
import { formatShare, formatUsd } from '../base/units.js';
import type { BudgetResult } from '../compare/budgets.js';
import type { Comparison, ComparisonRow } from '../compare/comparison.js';
import type { Interval } from '../evidence/intervals.js';
import type { MoneyBasis } from '../payoff/price-basis.js';
import { type Finding, type HotLine, RULES, type RuleId, type YearlyCost } from './finding.js';
import type { PathFinder } from './repository-paths.js';
import type { Shares } from './shares.js';
import type { Touched } from './touched.js';

/** What decides whether something is told. */
export interface Thresholds {
  /** The lower end of the 95 % interval must reach this part of the whole. */
  readonly hotShare: number;
  /** Samples of the profile, and behind the function, below which nothing is said. */
  readonly samples: number;
  readonly functionSamples: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = { hotShare: 0.01, samples: 1000, functionSamples: 30 };

/** Nearly everything passes through a function beyond this: that it is in all stacks says nothing of it. */
const PASSED_THROUGH = 0.9;

export interface Evidence {
  readonly touched: Touched;
  readonly functions: Shares;
  readonly lines: Shares;
  /** Observations of the profile. */
  readonly samples: number;
  readonly comparison: Comparison | null;
  readonly budgets: readonly BudgetResult[];
  /** Functions that the analysis would rewrite; empty where it recommends nothing. */
  readonly rewriteSet: readonly {
    readonly name: string;
    readonly samples: number;
    readonly share: number;
    readonly interval: Interval;
  }[];
  readonly finder: PathFinder;
  /** A year of the whole service and what that rests on; null without a fleet. */
  readonly spend: { readonly usdPerYear: number; readonly prices: MoneyBasis } | null;
}

/** Findings in the order in which they are told, and why others are not among them. */
export function findingsOf(
  evidence: Evidence,
  thresholds: Thresholds,
): { readonly findings: Finding[]; readonly suppressed: string[] } {
  const { comparison, samples } = evidence;
  const least = comparison === null ? samples : Math.min(comparison.base.samples, comparison.head.samples);
  if (least < thresholds.samples)
    return {
      findings: [],
      suppressed: [
        `${least === samples ? 'the profile' : 'one side of the comparison'} has ${least} samples; below ${thresholds.samples} nothing is said`,
      ],
    };
  const rows = new Map((comparison?.rows ?? []).map((row) => [row.name, row]));
  const few = new Few(thresholds.functionSamples);
  const touched = touchedFindings(evidence, thresholds, rows, few);
  const hot = new Map(touched.findings.map((one) => [one.name, one]));
  const slower = regressions(evidence, touched.places, hot, few);
  // One function is told once: a regression says more than that it is hot.
  const told = new Set(slower.map(({ name }) => name));
  const findings = [
    ...slower,
    ...budgetFindings(evidence, touched.places, few),
    ...touched.findings.filter(({ rule, name }) => rule !== 'hot-code' || !told.has(name)),
  ].sort(inOrder);
  return { findings: oncePerLines(findings), suppressed: few.sentences() };
}

/**
 * A changed line inside a closure is a line of the closure and of every function that it was inlined into: the largest of
 * them is told, and a regression instead of the same lines being hot.
 */
function oncePerLines(findings: readonly Finding[]): Finding[] {
  const told = new Set<string>();
  return findings.filter(({ rule, path, lines }) => {
    if (lines.length === 0 || (rule !== 'regression' && rule !== 'hot-code')) return true;
    const key = `${path}:${lines.map(({ line }) => line).join()}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

/** Counts what has too few samples to be told. */
class Few {
  readonly #least: number;
  #count = 0;

  constructor(least: number) {
    this.#least = least;
  }

  isTooFew(samples: number): boolean {
    if (samples >= this.#least) return false;
    this.#count++;
    return true;
  }

  sentences(): string[] {
    if (this.#count === 0) return [];
    const what = this.#count === 1 ? '1 finding has' : `${this.#count} findings have`;
    return [`${what} fewer than ${this.#least} samples and ${this.#count === 1 ? 'is' : 'are'} not told`];
  }
}

/** Where touched functions are, by name. */
type Places = ReadonlyMap<
  string,
  { readonly path: string; readonly line: number; readonly isTouched: boolean }
>;

function touchedFindings(
  evidence: Evidence,
  { hotShare }: Thresholds,
  rows: ReadonlyMap<string, ComparisonRow>,
  few: Few,
): { findings: Finding[]; places: Places } {
  const { touched, functions, lines, samples } = evidence;
  const linesOf = new Map<number, HotLine[]>();
  touched.lines.forEach(({ function: owner, line }, row) => {
    const total = lines.total.shares[row]!;
    const self = lines.self.shares[row]!;
    const isOwn = lines.self.low[row]! >= hotShare;
    const isCalled = lines.total.low[row]! >= hotShare && total < PASSED_THROUGH;
    if (!isOwn && !isCalled) return;
    const list = linesOf.get(owner) ?? [];
    list.push({ line, self, total, interval: { low: lines.total.low[row]!, high: lines.total.high[row]! } });
    linesOf.set(owner, list);
  });
  const rewrite = new Map(evidence.rewriteSet.map((one) => [one.name, one]));
  const places = new Map<string, { path: string; line: number; isTouched: boolean }>();
  const findings: Finding[] = [];
  touched.functions.forEach(({ name, path, changedAt, startLine }, row) => {
    const hot = (linesOf.get(row) ?? []).sort(
      (a, b) => b.total - a.total || b.self - a.self || a.line - b.line,
    );
    const isTouched = changedAt !== null || hot.length > 0;
    const line = hot[0]?.line ?? changedAt ?? startLine;
    const place = { path, line, isTouched };
    if (!places.has(name) || isTouched) places.set(name, place);
    if (!isTouched) return;
    const self = functions.self.shares[row]!;
    const total = functions.total.shares[row]!;
    const isHot = hot.length > 0 || functions.self.low[row]! >= hotShare;
    const of = total >= PASSED_THROUGH ? 'self' : 'total';
    const shares = functions[of];
    const share = shares.shares[row]!;
    const measured = {
      name,
      ...place,
      of,
      share,
      interval: { low: shares.low[row]!, high: shares.high[row]! },
      self,
      total,
      lines: hot,
      change: changeIn(rows.get(name), of),
      budget: null,
    } as const;
    if (isHot) {
      const count = Math.round(total * samples);
      if (!few.isTooFew(count))
        findings.push(
          finished(
            'hot-code',
            evidence,
            { ...measured, samples: Math.round(share * samples) },
            hotWords(measured, evidence),
          ),
        );
    }
    const member = rewrite.get(name);
    if (member !== undefined && !few.isTooFew(member.samples))
      findings.push(
        finished(
          'rewrite-set',
          evidence,
          {
            ...measured,
            of: 'total',
            share: member.share,
            interval: member.interval,
            samples: member.samples,
          },
          `${name} is in the recommended rewrite set with ${between(member.share, member.interval)} of the CPU and what it causes; a change here may be done again in the rewrite`,
        ),
      );
  });
  return { findings, places };
}

type Measured = Pick<Finding, 'name' | 'of' | 'share' | 'interval' | 'self' | 'lines'>;

function hotWords({ name, of, share, interval, self, lines }: Measured, evidence: Evidence): string {
  const what =
    of === 'self'
      ? `${between(share, interval)} of the CPU by itself`
      : `${between(share, interval)} of the CPU, ${formatShare(self)} by itself`;
  const hottest = lines[0];
  const more =
    lines.length > 1 ? ` and ${lines.length - 1} more hot ${lines.length === 2 ? 'line' : 'lines'}` : '';
  const at =
    hottest === undefined
      ? ''
      : `; changed line ${hottest.line} has ${between(hottest.total, hottest.interval)}${more}`;
  return `${name} is ${what}${at}${moneyWords(share, interval, evidence)}`;
}

function regressions(
  evidence: Evidence,
  places: Places,
  hot: ReadonlyMap<string, Finding>,
  few: Few,
): Finding[] {
  const { comparison, samples } = evidence;
  if (comparison === null) return [];
  const unit = comparison.normalisation === 'share' ? 'points' : "points of the base's CPU";
  const slower = comparison.findings.filter(({ verdict }) => verdict === 'regression');
  // Where changed code got slower, it is told and not the libraries below it, in which the time is spent.
  const changed = comparison.rows.filter(
    ({ name, total, verdict }) =>
      (hot.get(name)?.lines.length ?? 0) > 0 &&
      total.isSignificant &&
      total.change > 0 &&
      (verdict === 'regression' || verdict === 'consequence'),
  );
  const rows =
    changed.length === 0
      ? slower
      : [
          ...changed,
          ...slower.filter(
            (row) => !changed.includes(row) && placeOf(row, places, evidence.finder).path !== null,
          ),
        ];
  return rows.flatMap((row) => {
    const of = changed.includes(row) ? 'total' : (row.on ?? 'self');
    const change = row[of];
    const count = Math.round(Math.max(change.base, change.head) * samples);
    if (few.isTooFew(count)) return [];
    const lines = hot.get(row.name)?.lines ?? [];
    const at =
      lines[0] === undefined ? '' : `; changed line ${lines[0].line} has ${formatShare(lines[0].total)}`;
    const points = (part: number): string => (part * 100).toFixed(2);
    const signed = `${points(change.change)} ${unit} (${points(change.interval.low)} to ${points(change.interval.high)})`;
    return [
      finished(
        'regression',
        evidence,
        {
          name: row.name,
          ...placeOf(row, places, evidence.finder),
          of,
          share: change.head,
          interval: { low: change.interval.low + change.base, high: change.interval.high + change.base },
          self: row.self.head,
          total: row.total.head,
          samples: count,
          lines,
          change,
          budget: null,
        },
        `${row.name} takes ${formatShare(change.head)} of the CPU${of === 'self' ? ' by itself' : ''}, ${formatShare(change.base)} before: +${signed}${at}${moneyWords(change.change, change.interval, evidence)}`,
      ),
    ];
  });
}

function budgetFindings(evidence: Evidence, places: Places, few: Few): Finding[] {
  return evidence.budgets.flatMap(({ budget, limit, allowed, actual, interval, status }) => {
    if (status !== 'exceeded') return [];
    const name = budget.function ?? budget.package ?? '';
    const isShare = limit !== 'cpuUsPerRequest';
    const count = isShare ? Math.round(actual * evidence.samples) : Number.POSITIVE_INFINITY;
    if (few.isTooFew(count)) return [];
    const words = (value: number): string => (isShare ? formatShare(value) : `${value.toFixed(1)} us`);
    const of = limit === 'self' ? 'self' : 'total';
    const place = budget.function === undefined ? undefined : places.get(name);
    return [
      finished(
        'budget',
        evidence,
        {
          name,
          path: place?.path ?? null,
          line: place?.line ?? null,
          isTouched: place?.isTouched ?? false,
          of,
          share: isShare ? actual : 0,
          interval: isShare ? interval : { low: 0, high: 0 },
          self: isShare && of === 'self' ? actual : 0,
          total: isShare && of === 'total' ? actual : 0,
          samples: Number.isFinite(count) ? count : evidence.samples,
          lines: [],
          change: null,
          budget: { limit, allowed, actual, reason: budget.reason },
        },
        `${name} is over its budget: ${words(actual)} (${words(interval.low)} to ${words(interval.high)}) ${BUDGET_WORDS[limit]}, ${words(allowed)} allowed; owner ${budget.owner}`,
      ),
    ];
  });
}

const BUDGET_WORDS = {
  self: 'of the CPU by itself',
  total: 'of the CPU',
  cpuUsPerRequest: 'of CPU a request',
} as const;

function placeOf(
  row: ComparisonRow,
  places: Places,
  finder: PathFinder,
): { path: string | null; line: number | null; isTouched: boolean } {
  const place = places.get(row.name);
  if (place !== undefined) return place;
  const path = row.file === null ? null : finder.locate(row.file, row.name).path;
  return { path, line: path === null || row.line === 0 ? null : row.line, isTouched: false };
}

function changeIn(row: ComparisonRow | undefined, of: 'self' | 'total'): Finding['change'] {
  return row === undefined ? null : row[of];
}

function finished(
  rule: RuleId,
  { spend }: Evidence,
  rest: Omit<Finding, 'id' | 'rule' | 'level' | 'usdPerYear' | 'message'>,
  message: string,
): Finding {
  const isChange = rule === 'regression' && rest.change !== null;
  const hasShare = rest.budget?.limit !== 'cpuUsPerRequest';
  return {
    id: createHash('sha256')
      .update(`${rule}\0${rest.path ?? ''}\0${rest.name}`)
      .digest('hex')
      .slice(0, 32),
    rule,
    level: rule === 'regression' || rule === 'budget' ? 'warning' : 'note',
    ...rest,
    usdPerYear: hasShare
      ? yearly(
          isChange ? rest.change!.change : rest.share,
          isChange ? rest.change!.interval : rest.interval,
          spend,
        )
      : null,
    message,
  };
}

function yearly(share: number, { low, high }: Interval, spend: Evidence['spend']): YearlyCost | null {
  if (spend === null) return null;
  const { usdPerYear, prices } = spend;
  const { basis, date } = prices;
  return { usd: share * usdPerYear, low: low * usdPerYear, high: high * usdPerYear, basis, date };
}

function moneyWords(share: number, interval: Interval, { spend }: Evidence): string {
  const cost = yearly(share, interval, spend);
  if (cost === null || spend === null) return '';
  return `; ${formatUsd(cost.low)} to ${formatUsd(cost.high)} a year (${spend.prices.label})`;
}

function between(share: number, { low, high }: Interval): string {
  return `${formatShare(share)} (${formatShare(low)} to ${formatShare(high)})`;
}

/** By rule, the largest first, then by place: a total order. */
function inOrder(a: Finding, b: Finding): number {
  const size = (one: Finding): number => Math.abs(one.rule === 'regression' ? one.change!.change : one.share);
  const text = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);
  return (
    RULES.indexOf(a.rule) - RULES.indexOf(b.rule) ||
    size(b) - size(a) ||
    text(a.path ?? '', b.path ?? '') ||
    text(a.name, b.name) ||
    text(a.message, b.message)
  );
}

/** The sentences and numbers that the reports of a comparison share. */
import { formatValue, groupThousands } from '../base/units.js';
import type { BudgetResult } from '../compare/budgets.js';
import type { Change, Comparison, ComparisonRow, SideSummary } from '../compare/comparison.js';

/** The answer in one sentence. */
export function headline({ findings, granularity, tested, rows }: Comparison): string {
  const count = (verdict: ComparisonRow['verdict']): number =>
    findings.filter((row) => row.verdict === verdict).length;
  const parts = [
    [count('regression'), 'regression', 'regressions'],
    [count('improvement'), 'improvement', 'improvements'],
  ] as const;
  const found = parts.filter(([n]) => n > 0).map(([n, one, many]) => `${n} ${n === 1 ? one : many}`);
  if (found.length > 0) return `${found.join(', ')}.`;
  const what = { function: 'functions', line: 'lines', package: 'packages' }[granularity as string] ?? 'rows';
  return `No significant change: ${groupThousands(rows.length)} ${what}, ${groupThousands(tested)} numbers tested.`;
}

/** What was compared. */
export function sidesLine({ base, head }: Comparison): string {
  const side = ({ profiles, samples, requests }: SideSummary): string =>
    `${profiles} ${profiles === 1 ? 'profile' : 'profiles'}, ${groupThousands(Math.round(samples))} samples${requests === null ? '' : `, ${groupThousands(requests)} requests`}`;
  return `base ${side(base)}; head ${side(head)}`;
}

/** How many false findings to expect, and what is too small to tell. */
export function thresholdLine({ q, floor }: Comparison): string {
  return `significant: Benjamini-Hochberg q ${q} over all numbers tested, and at least ${signed(floor).slice(1)}`;
}

/** 0.0123 as "+1.23pp". */
export function signed(change: number): string {
  const points = change * 100;
  const text = Math.abs(points).toFixed(2);
  return `${points < 0 && text !== '0.00' ? '-' : '+'}${text}pp`;
}

export function intervalOf({ interval: { low, high } }: Change): string {
  return `${signed(low).slice(0, -2)} to ${signed(high).slice(0, -2)}`;
}

export function pValue(p: number): string {
  return p < 0.0001 ? '<0.0001' : p.toFixed(4);
}

/** A level as a share, or in the unit of the values per request or profile. */
export function levelOf(change: Change, side: 'base' | 'head', unit: string): string {
  return change.rate === null ? `${(change[side] * 100).toFixed(2)}%` : formatValue(change.rate[side], unit);
}

/** The name, with the former one where it was recognised under another. */
export function nameOf({ name, formerName }: ComparisonRow): string {
  return formerName === null ? name : `${name} (was ${formerName})`;
}

/** The number a verdict is about; for 'unchanged' the one that moved more. */
export function mainChange(row: ComparisonRow): { on: 'self' | 'total'; change: Change } {
  const on = row.on ?? (Math.abs(row.total.change) > Math.abs(row.self.change) ? 'total' : 'self');
  return { on, change: row[on] };
}

export function budgetLine({ budget, limit, allowed, actual, interval, status }: BudgetResult): string {
  const show = (value: number): string =>
    limit === 'cpuUsPerRequest' ? `${value.toFixed(1)}us per request` : `${(value * 100).toFixed(2)}%`;
  const subject = budget.function ?? `package ${budget.package}`;
  const verb = {
    exceeded: 'exceeds its budget',
    unsure: 'may exceed its budget',
    met: 'meets its budget',
    unknown: 'has a budget that cannot be judged',
    expired: 'has a budget that is over',
  }[status];
  const on = limit === 'cpuUsPerRequest' ? 'CPU' : limit;
  return `${subject} ${verb}: ${on} ${show(actual)} (${show(interval.low)} to ${show(interval.high)}), allowed ${show(allowed)}; ${budget.owner}: ${budget.reason}`;
}

export const SECTIONS: readonly { readonly verdict: ComparisonRow['verdict']; readonly title: string }[] = [
  { verdict: 'regression', title: 'Regressions' },
  { verdict: 'improvement', title: 'Improvements' },
  { verdict: 'acknowledged', title: 'Acknowledged regressions' },
  { verdict: 'shift', title: 'Moved, not changed' },
  { verdict: 'consequence', title: 'Changed because of the above' },
  { verdict: 'diluted', title: 'Share changed because the rest did' },
];

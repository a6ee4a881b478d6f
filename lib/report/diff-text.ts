/** What `diff` prints for people: the answer first, then tables by verdict, then what the numbers rest on. */
import { forTerminal } from '../base/escape.js';
import type { ComparisonRow } from '../compare/comparison.js';
import type { DiffOutcome } from './diff-json.js';
import {
  budgetLine,
  headline,
  intervalOf,
  levelOf,
  mainChange,
  nameOf,
  pValue,
  SECTIONS,
  sidesLine,
  signed,
  thresholdLine,
} from './diff-words.js';
import { fold } from './prose.js';
import { type TableColumn, textTable } from './text-table.js';

export interface DiffTextOptions {
  /** Columns of the page; null: no limit. */
  readonly width: number | null;
  /** Rows of a section at most; 0: all. */
  readonly limit: number;
  /** Also print the largest rows without a significant change. */
  readonly verbose?: boolean | undefined;
}

const MATCHES_SHOWN = 10;

export function diffText(
  { comparison, trips, budgets }: DiffOutcome,
  { width, limit, verbose = false }: DiffTextOptions,
): string {
  const line = (text: string): string =>
    width === null ? forTerminal(text) : fold(forTerminal(text), width);
  const out = [line(headline(comparison)), line(`${comparison.sampleType.type}: ${sidesLine(comparison)}`)];
  if (comparison.whole !== null) {
    const { whole } = comparison;
    const per = comparison.normalisation === 'request' ? 'request' : 'profile';
    const { unit } = comparison.sampleType;
    out.push(
      line(
        `whole per ${per}: ${levelOf(whole, 'base', unit)} to ${levelOf(whole, 'head', unit)}, ${signed(whole.change)} (${intervalOf(whole)}), p ${pValue(whole.p)}`,
      ),
    );
  }
  for (const { gate, message } of trips) out.push(line(`GATE ${gate}: ${message}`));
  for (const result of budgets)
    if (verbose || result.status !== 'met') out.push(line(`budget: ${budgetLine(result)}`));
  const sections = verbose
    ? [...SECTIONS, { verdict: 'unchanged' as const, title: 'Not significant' }]
    : SECTIONS;
  for (const { verdict, title } of sections) {
    const rows = comparison.rows.filter((row) => row.verdict === verdict);
    if (rows.length === 0) continue;
    const shown = limit === 0 ? rows : rows.slice(0, limit);
    const cut = shown.length < rows.length ? ` (${shown.length} of ${rows.length})` : '';
    out.push('', `${title}${cut}`, ...tableOf(shown, comparison.sampleType.unit, width));
    for (const row of shown) if (row.reason !== null) out.push(line(`  ${row.name}: ${row.reason}`));
  }
  const { matches } = comparison;
  if (matches.length > 0) {
    out.push('', `Recognised under another name (${matches.length})`);
    for (const { base, head, how } of matches.slice(0, MATCHES_SHOWN))
      out.push(line(`  ${head} was ${base} (${how})`));
    if (matches.length > MATCHES_SHOWN) out.push(`  and ${matches.length - MATCHES_SHOWN} more`);
  }
  out.push('', line(`${thresholdLine(comparison)}.`), line(`${comparison.caption}.`));
  return `${out.join('\n')}\n`;
}

function tableOf(rows: readonly ComparisonRow[], unit: string, width: number | null): string[] {
  const columns: TableColumn[] = [
    { title: 'change', align: 'right' },
    { title: '95 %', align: 'right' },
    { title: 'p', align: 'right' },
    { title: 'of', align: 'left' },
    { title: 'before', align: 'right' },
    { title: 'after', align: 'right' },
    { title: 'name', align: 'left' },
  ];
  return textTable(
    columns,
    rows.map((row) => {
      const { on, change } = mainChange(row);
      return [
        signed(change.change),
        intervalOf(change),
        pValue(change.adjustedP ?? change.p),
        on,
        levelOf(change, 'base', unit),
        levelOf(change, 'head', unit),
        nameOf(row),
      ];
    }),
    width,
  );
}

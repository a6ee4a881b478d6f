/** `diff` as Markdown, for a comment or a job summary: one sentence, one table, the rest folded away. */
import { forMarkdown } from '../base/escape.js';
import type { ComparisonRow } from '../compare/comparison.js';
import type { DiffOutcome } from './diff-json.js';
import {
  budgetLine,
  headline,
  intervalOf,
  levelOf,
  mainChange,
  pValue,
  SECTIONS,
  sidesLine,
  signed,
  thresholdLine,
} from './diff-words.js';

/** Pure. Names are code spans: nothing in them can become markup. `limit`: rows of a section at most; 0: all. */
export function diffMarkdown({ comparison, trips, budgets }: DiffOutcome, limit: number): string {
  const { unit } = comparison.sampleType;
  const table = (rows: readonly ComparisonRow[], hasReason: boolean): string[] => {
    const shown = limit === 0 ? rows : rows.slice(0, limit);
    const cut = rows.length - shown.length;
    return [
      `| name | of | before | after | change | 95 % interval | p |${hasReason ? ' why |' : ''}`,
      `|:---|:---|---:|---:|---:|:---|---:|${hasReason ? ':---|' : ''}`,
      ...shown.map((row) => {
        const { on, change } = mainChange(row);
        const was = row.formerName === null ? '' : ` (was ${forMarkdown(row.formerName)})`;
        const cells = [
          `${forMarkdown(row.name)}${was}`,
          on,
          levelOf(change, 'base', unit),
          levelOf(change, 'head', unit),
          signed(change.change),
          intervalOf(change),
          pValue(change.adjustedP ?? change.p),
          ...(hasReason ? [row.reason === null ? '' : forMarkdown(row.reason)] : []),
        ];
        return `| ${cells.join(' | ')} |`;
      }),
      ...(cut > 0 ? ['', `${cut} more`] : []),
      '',
    ];
  };
  const of = (verdict: ComparisonRow['verdict']): ComparisonRow[] =>
    comparison.rows.filter((row) => row.verdict === verdict);
  const findings = comparison.findings;
  const out = [
    `**${headline(comparison)}**`,
    '',
    ...trips.map(({ gate, message }) => `- gate ${forMarkdown(gate)}: ${forMarkdown(message)}`),
    ...budgets
      .filter(({ status }) => status !== 'met')
      .map((result) => `- budget: ${forMarkdown(budgetLine(result))}`),
    '',
    ...(findings.length > 0 ? table(findings, false) : []),
  ];
  for (const { verdict, title } of SECTIONS) {
    const rows = of(verdict);
    if (rows.length === 0 || verdict === 'regression' || verdict === 'improvement') continue;
    out.push(
      `<details><summary>${title} (${rows.length})</summary>`,
      '',
      ...table(rows, true),
      '</details>',
      '',
    );
  }
  if (comparison.matches.length > 0)
    out.push(
      `<details><summary>Recognised under another name (${comparison.matches.length})</summary>`,
      '',
      ...comparison.matches
        .slice(0, limit === 0 ? undefined : limit)
        .map(({ base, head, how }) => `- ${forMarkdown(head)} was ${forMarkdown(base)} (${how})`),
      '',
      '</details>',
      '',
    );
  out.push(`${sidesLine(comparison)}. ${thresholdLine(comparison)}. ${comparison.caption}.`);
  return `${out.join('\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

/** The answer as Markdown, for places that take neither a page nor a picture: tables, and bars of Unicode blocks. */
import type { Answer } from '../analyze.js';
import { forMarkdown } from '../base/escape.js';
import { formatShare, formatUsd } from '../base/units.js';
import { personMonths } from '../payoff/words.js';
import { doubts } from './doubts.js';
import { proofRows, proofSentences } from './proof-text.js';
import { number } from './prose.js';

const share = formatShare;

/** Pure. Names are code spans: nothing in them can become markup. */
export function renderMarkdown(answer: Answer): string {
  const { set, verdict } = answer;
  const out = [
    `## ${forMarkdownWord(verdict.code)}`,
    '',
    ...verdict.reasons.flatMap((reason) => [plain(reason), '']),
    ...figures(answer),
    '',
    ...proofPart(answer),
    `| share | | 95 % interval | adds | ${set.unit} | kinds of work |`,
    '|---:|:---|:---|---:|:---|:---|',
    ...candidateRows(answer),
    '',
    ...concentrationLines(answer),
    ...fixLines(answer),
    ...warningLines(answer),
  ];
  return `${out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** An eighth of a cell each: `share` of `wide` cells. */
export function bar(part: number, wide = 12): string {
  const eighths = Math.round(Math.min(1, Math.max(0, part)) * wide * 8);
  const rest = eighths % 8;
  return '█'.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : String.fromCharCode(0x2590 - rest));
}

function figures({ assessment: { simulation, payoff } }: Answer): string[] {
  const { money, cpuSaving } = simulation;
  const rows: [
    string,
    { p10: number | null; p50: number | null; p90: number | null },
    (x: number) => string,
  ][] = [
    ['CPU saved', cpuSaving, share],
    ['Effort, person-months', payoff.effortPm, number],
  ];
  if (money !== null)
    rows.push(
      [`Compute saved a year (${payoff.prices.list.label})`, money.usdPerYear, formatUsd],
      ['Paid back after, months', money.paybackMonths, (months) => months.toFixed(0)],
      [`Net present value (${payoff.prices.effective.label})`, money.npvUsd, formatUsd],
    );
  const cell = (value: number | null, words: (x: number) => string): string =>
    value === null ? 'never' : words(value);
  return [
    '| | P10 | median | P90 |',
    '|:---|---:|---:|---:|',
    ...rows.map(
      ([name, range, words]) =>
        `| ${name} | ${cell(range.p10, words)} | ${cell(range.p50, words)} | ${cell(range.p90, words)} |`,
    ),
  ];
}

function proofPart({ proof }: Answer): string[] {
  if (proof === null) return [];
  const rows = proofRows(proof).map(
    ({ what, predicted, measured, error }) => `| ${what} | ${predicted} | ${measured} | ${error} |`,
  );
  return [
    '### Prediction and outcome',
    '',
    ...(rows.length === 0
      ? []
      : ['| | predicted | measured | error |', '|:---|---:|---:|:---|', ...rows, '']),
    ...proofSentences(proof).flatMap((sentence) => [plain(sentence), '']),
  ];
}

function candidateRows({ set: { candidates } }: Answer): string[] {
  const most = Math.max(...candidates.map((one) => one.share), 0.01);
  return candidates.map(
    ({ name, share: part, interval, marginalShare, kinds }) =>
      `| ${share(part)} | ${bar(part / most)} | ${share(interval.low)} to ${share(interval.high)} | +${share(marginalShare)} | ${forMarkdown(name)} | ${kinds
        .slice(0, 4)
        .map((row) => `${row.kind} ${share(row.share)}`)
        .join(', ')} |`,
  );
}

function concentrationLines({ set }: Answer): string[] {
  const { concentration } = set;
  return [
    `Together ${share(set.coveredShare)} of the CPU${set.taxShare > 0 ? ` and ${share(set.taxShare)} of background collection` : ''}, ${share(set.kernelShare)} of it in the kernel.`,
    concentration.k50 > 0
      ? `Half of the work of your own functions is in ${concentration.k50} of them, four fifths in ${concentration.k80}.`
      : '',
    '',
  ];
}

function fixLines({ assessment: { alternatives } }: Answer): string[] {
  if (alternatives === null || alternatives.fixes.length === 0) return [];
  return [
    '### Cheaper first',
    '',
    ...alternatives.fixes.slice(0, 5).map(({ alternative, saving, counts }) => {
      const gain =
        saving === null
          ? 'not to be priced from a profile'
          : `${share(saving.p10)} to ${share(saving.p90)} of the ${alternative.of === 'price' ? 'bill' : 'CPU'}`;
      const open = counts || alternative.ask === null ? '' : ` If: ${plain(alternative.ask)}`;
      return `- ${plain(alternative.what)}: ${gain}, ${personMonths(number(alternative.effortPm))}.${open}`;
    }),
    '',
  ];
}

function warningLines({ profile, assessment, details }: Answer): string[] {
  const messages = doubts({ ...details, warnings: profile.warnings, checks: assessment.checks });
  if (messages.length === 0) return [];
  return [
    '<details><summary>What this cannot show</summary>',
    '',
    ...messages.map((message) => `- ${plain(message)}`),
    '',
    '</details>',
  ];
}

/** Our own sentences, with names of the profile's inside: markup signs are escaped. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~]/g, (sign) =>
    sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : `\\${sign}`,
  );
}

function forMarkdownWord(code: string): string {
  return `Verdict: ${code}`;
}

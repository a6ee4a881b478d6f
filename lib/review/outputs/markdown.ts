/** The comment on a pull request: sticky, short, whole within the service's limit because rows are left out, never cut. */
import { ProfileError } from '../../base/errors.js';
import { forMarkdown, forMarkdownText, forUrlPath } from '../../base/escape.js';
import { formatShare, formatUsd, groupThousands } from '../../base/units.js';
import type { Finding, Review } from '../finding.js';
import { DEFAULT_KEY, type OutputOptions } from './output.js';

/** The first line of a comment of the default key. */
export const COMMENT_MARKER = commentMarker(DEFAULT_KEY);

/** GitHub refuses comments above 65,536 characters. */
export const LONGEST_COMMENT = 65_000;

/** The first line of a comment, by which it is found again. Throws 'usage' for a key that is no plain word. */
export function commentMarker(key: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(key) || key.includes('--'))
    throw new ProfileError('usage', `the key ${JSON.stringify(key)} is no plain word of at most 64 letters`);
  return `<!-- flameworth:report:${key} v1 -->`;
}

export interface CommentOptions extends OutputOptions {
  /** Characters at most; default 65,000. */
  readonly maxLength?: number | undefined;
}

/** Rows that are seen without opening anything. */
const SHOWN = 10;

/**
 * The whole comment. Without findings it says so, for a comment that is there already: who has none posts nothing, as
 * `planComment` does. Longer than `maxLength` only if that is below what heading and footer need.
 */
export function renderComment(review: Review, options: CommentOptions): string {
  const { maxLength = LONGEST_COMMENT, key = DEFAULT_KEY } = options;
  const head = [commentMarker(key), heading(review, options), ''];
  const foot = [footer(review, options), ''];
  if (review.findings.length === 0) return [...head, ...foot].join('\n');
  const rows = review.findings.map((finding) => row(finding, review, options));
  const table = tableHead(review);
  const body = (kept: number): string => {
    const shown = rows.slice(0, Math.min(kept, SHOWN));
    const folded = rows.slice(SHOWN, kept);
    const dropped = rows.length - kept;
    return [
      ...head,
      ...(shown.length === 0 ? [] : [...table, ...shown, '']),
      ...(folded.length === 0
        ? []
        : [
            `<details><summary>${folded.length} more</summary>`,
            '',
            ...table,
            ...folded,
            '',
            '</details>',
            '',
          ]),
      ...(dropped === 0
        ? []
        : [`${dropped} more ${dropped === 1 ? 'is' : 'are'} left out: the comment would be too long.`, '']),
      ...foot,
    ].join('\n');
  };
  // The most rows that fit, by halving: a review may have thousands.
  let fits = 0;
  let tooMany = rows.length + 1;
  while (fits + 1 < tooMany) {
    const kept = (fits + tooMany) >>> 1;
    if (body(kept).length <= maxLength) fits = kept;
    else tooMany = kept;
  }
  return body(fits);
}

/** A code span and, where the place is known, a link to the line. */
export function place({ path, line }: Pick<Finding, 'path' | 'line'>, options: OutputOptions): string {
  if (path === null) return '';
  const text = forMarkdown(line === null ? path : `${path}:${line}`);
  const url = linkTo(path, line, options);
  return url === null ? text : `[${text}](${url})`;
}

const LONGEST_URL = 1000;

function linkTo(path: string, line: number | null, { repositoryUrl, sha }: OutputOptions): string | null {
  if (repositoryUrl === undefined || sha === undefined || !/^[0-9a-f]{7,64}$/i.test(sha)) return null;
  const base = safeUrl(repositoryUrl);
  if (base === null) return null;
  // A report that was read back from a file may hold anything.
  const url = `${base}/blob/${sha}/${forUrlPath(path)}${Number.isInteger(line) ? `#L${line}` : ''}`;
  return url.length <= LONGEST_URL ? url : null;
}

/** Only https, nothing that would end a link in Markdown. */
function safeUrl(url: string): string | null {
  return /^https:\/\/[A-Za-z0-9._~:/%@+-]+$/.test(url) ? url.replace(/\/+$/, '') : null;
}

function heading({ findings, base }: Review, { baseSha, sha }: OutputOptions): string {
  const first = findings[0];
  if (first === undefined)
    return `### No hot code touched any more${sha === undefined ? '' : ` (checked ${forMarkdown(sha.slice(0, 12))})`}`;
  const against =
    base === null ? '' : ` vs ${baseSha === undefined ? 'the base' : forMarkdown(baseSha.slice(0, 12))}`;
  const change = first.change === null ? '' : ` (${points(first.change.change)} points${against})`;
  const name = forMarkdown(first.name);
  const what = {
    regression: `${name} costs more: ${formatShare(first.share)} of CPU${change}`,
    budget: `${name} is over its budget`,
    'hot-code': `Hot code in this pull request: ${name} is ${formatShare(first.share)} of CPU${change}`,
    'rewrite-set': `${name} is in the rewrite set: ${formatShare(first.share)} of CPU`,
  }[first.rule];
  return `### ${what}`;
}

function tableHead({ base, prices }: Review): string[] {
  const columns: [string, string][] = [
    ['What', ':---'],
    ['Function', ':---'],
    ['Place', ':---'],
    ['Self', '---:'],
    ['Total', '---:'],
    ['95 % interval', ':---'],
    ...(base === null ? [] : ([['Change, points', '---:']] as [string, string][])),
    ['Samples', '---:'],
    ...(prices === null
      ? []
      : ([[`A year (${forMarkdownText(prices.label)})`, '---:']] as [string, string][])),
  ];
  return [
    `| ${columns.map(([name]) => name).join(' | ')} |`,
    `|${columns.map(([, align]) => align).join('|')}|`,
  ];
}

function row(finding: Finding, { base, prices }: Review, options: OutputOptions): string {
  const { rule, name, self, total, interval, samples, change, usdPerYear, budget } = finding;
  const cells = [
    WORDS[rule],
    forMarkdown(name),
    place(finding, options),
    budget?.limit === 'cpuUsPerRequest' ? `${budget.actual.toFixed(1)} us a request` : formatShare(self),
    budget?.limit === 'cpuUsPerRequest' ? `${budget.allowed.toFixed(1)} us allowed` : formatShare(total),
    `${formatShare(interval.low)} to ${formatShare(interval.high)}`,
    ...(base === null
      ? []
      : [
          change === null
            ? 'n/a'
            : `${points(change.change)} (${points(change.interval.low)} to ${points(change.interval.high)})`,
        ]),
    groupThousands(samples),
    ...(prices === null
      ? []
      : [usdPerYear === null ? 'n/a' : `${formatUsd(usdPerYear.low)} to ${formatUsd(usdPerYear.high)}`]),
  ];
  return `| ${cells.join(' | ')} |`;
}

const WORDS: Readonly<Record<Finding['rule'], string>> = {
  regression: 'slower',
  budget: 'over budget',
  'hot-code': 'hot, changed',
  'rewrite-set': 'in the rewrite set',
};

function points(part: number): string {
  return `${part >= 0 ? '+' : ''}${(part * 100).toFixed(2)}`;
}

function footer(review: Review, { tool, baseSha, helpUrl }: OutputOptions): string {
  const { profile, base } = review;
  const names = profile.names.slice(0, 3).map(forMarkdown).join(', ');
  const others = profile.names.length > 3 ? ` and ${profile.names.length - 3} more` : '';
  const seconds =
    profile.durationNs === null ? '' : `, ${Number((profile.durationNs / 1e9).toPrecision(3))} s`;
  const against =
    base === null
      ? 'no base profile, so no changes are shown'
      : `base: ${groupThousands(base.samples)} samples${baseSha === undefined ? '' : ` of ${forMarkdown(baseSha.slice(0, 12))}`}`;
  const help = helpUrl === undefined ? null : safeUrl(helpUrl);
  const why = help === null ? '' : ` [Why am I seeing this?](${help})`;
  const odd = review.diagnostics
    .map(({ message }) => ` ${forMarkdownText(message.slice(0, 300))}.`)
    .slice(0, 3);
  return `<sub>${forMarkdownText(profile.sampleType.type)}${seconds}, ${groupThousands(profile.samples)} samples of ${names}${others}; ${against}. ${forMarkdownText(review.caption)}.${odd.join('')}${why} ${forMarkdownText(`${tool.name} ${tool.version}`)}</sub>`;
}

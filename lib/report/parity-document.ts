/** The result of a shadow run as a report. */
import { groupThousands } from '../base/units.js';
import { trialsToClaim } from '../evidence/intervals.js';
import { KINDS } from '../verify/difference.js';
import type { Bound, Parity, ParityDifference } from '../verify/parity.js';
import type { Block, ReportDocument } from './document.js';

/** Rows of a table, and examples. */
const MOST_ROWS = 40;
const MOST_EXAMPLES = 12;

const EXCLUSIONS: Readonly<Record<string, string>> = {
  'no-primary': 'without an answer of the old code',
  'no-candidate': 'without an answer of the new code',
  'primary-failed': 'the old code failed',
  'both-failed': 'both failed',
  timeout: 'a side timed out or was retried',
  endpoint: 'endpoint left out by a rule',
  'by-the-log': 'left out by the log',
};

export function parityDocument(parity: Parity): ReportDocument {
  return {
    title: 'Parity of answers',
    verdict: verdictOf(parity),
    good: parity.counts.compared > 0 && parity.counts.mismatched === 0,
    blocks: [
      ...countLines(parity),
      ...boundLines(parity),
      ...endpointTable(parity),
      ...differenceTable(parity),
      ...exampleTable(parity),
      ...suggestionTable(parity),
      ...latencyLine(parity),
      ...parity.warnings.map(({ message }): Block => ({ kind: 'line', text: `Note: ${message}.` })),
    ],
  };
}

function verdictOf({ counts, requests, users }: Parity): string {
  const { compared, mismatched, noise } = counts;
  if (compared === 0) return 'Nothing was compared, so nothing is verified.';
  if (mismatched > 0)
    return `No parity: ${many(mismatched, 'compared answer')} of ${groupThousands(compared)} ${mismatched === 1 ? 'differs' : 'differ'} (${percent(mismatched / compared)}).`;
  const same = noise === 0 ? 'match' : 'match or differ by noise alone';
  const worst = Math.max(requests.bound, users?.bound ?? 0);
  return `Parity: all ${groupThousands(compared)} compared answers ${same}; a true mismatch rate over ${percent(worst)} is ruled out (95 %).`;
}

function countLines({ counts, files }: Parity): Block[] {
  const { pairs, compared, matched, noise, mismatched, failed, excluded, respelled } = counts;
  const left = Object.entries(excluded).map(
    ([reason, n]) => `${groupThousands(n)} ${EXCLUSIONS[reason] ?? reason}`,
  );
  return [
    line(`${groupThousands(pairs)} pairs of ${files.map(({ name }) => name).join(', ')}.`),
    line(
      `Compared ${groupThousands(compared)}: matched ${groupThousands(matched)}, noise ${groupThousands(noise)}, mismatched ${groupThousands(mismatched)}, of which the new code failed to answer ${groupThousands(failed)}.`,
    ),
    line(
      left.length === 0
        ? 'Nothing was excluded.'
        : `Excluded ${groupThousands(pairs - compared)}: ${left.join('; ')}.`,
    ),
    ...(respelled === 0
      ? []
      : [
          line(
            `${many(respelled, 'pair')} had numbers that are equal in value and written otherwise (1.0, 1.00), which counts as equal except where money is.`,
          ),
        ]),
  ];
}

function boundLines({ counts, requests, users }: Parity): Block[] {
  if (counts.compared === 0) return [];
  const more =
    counts.mismatched === 0
      ? ` To claim less than 1 in a million takes ${groupThousands(Math.ceil(trialsToClaim(1e-6)))} without a mismatch.`
      : '';
  return [
    line(
      `True mismatch rate, 95 % upper bound: by request ${percent(requests.bound)} (${counted(requests)}).${more}`,
    ),
    ...(users === null
      ? []
      : [
          line(
            `By user ${percent(users.bound)} (${counted(users)}): requests of one user go wrong together, so this is the number of independent trials.`,
          ),
        ]),
  ];
}

function endpointTable({ endpoints, fewestCompared }: Parity): Block[] {
  const bad = endpoints.filter(({ verified, compared }) => !verified && compared > 0);
  const strata = endpoints.flatMap(({ endpoint, verified, statuses }) =>
    verified
      ? statuses.filter((one) => !one.verified).map((one) => `${endpoint} ${one.status} (${one.compared})`)
      : [],
  );
  const shown = endpoints.slice(0, MOST_ROWS);
  return [
    heading('By endpoint'),
    {
      kind: 'table',
      columns: [
        right('compared'),
        right('matched'),
        right('noise'),
        right('mismatched'),
        right('parity'),
        right('bound'),
        right('bound by user'),
        { title: '', align: 'left' },
        { title: 'endpoint', align: 'left', code: true },
      ],
      rows: shown.map((row) => [
        groupThousands(row.compared),
        groupThousands(row.matched),
        groupThousands(row.noise),
        groupThousands(row.mismatched),
        row.compared === 0 ? '-' : parityPercent(row),
        percent(row.bound),
        row.users === null ? '-' : percent(row.users.bound),
        row.verified ? '' : 'not verified',
        row.endpoint,
      ]),
    },
    ...(endpoints.length > shown.length
      ? [line(`and ${many(endpoints.length - shown.length, 'more endpoint')}.`)]
      : []),
    ...(bad.length === 0
      ? []
      : [
          line(
            `Not verified, fewer than ${fewestCompared} compared: ${bad.map(({ endpoint, compared }) => `${endpoint} (${compared})`).join(', ')}.`,
          ),
        ]),
    ...(strata.length === 0
      ? []
      : [line(`Statuses not verified, fewer than ${fewestCompared} compared: ${listed(strata)}.`)]),
  ];
}

function differenceTable({ differences }: Parity): Block[] {
  if (differences.length === 0) return [];
  const shown = differences.slice(0, MOST_ROWS);
  const hasNoise = differences.some(({ noise }) => noise !== null);
  return [
    heading('What differs'),
    {
      kind: 'table',
      columns: [
        right('pairs'),
        ...(hasNoise ? [right('old against old'), { title: '', align: 'left' } as const] : []),
        { title: 'kind', align: 'left' },
        { title: 'endpoint', align: 'left', code: true },
        { title: 'path', align: 'left', code: true },
      ],
      rows: shown.map((row) => [
        groupThousands(row.pairs),
        ...(hasNoise ? noiseCells(row) : []),
        row.kind,
        row.endpoint,
        row.path,
      ]),
    },
    ...(differences.length > shown.length
      ? [line(`and ${many(differences.length - shown.length, 'more place')}.`)]
      : []),
    line(
      `${[...new Set(shown.map(({ kind }) => kind))].map((kind) => `${kind}: ${KINDS[kind]}`).join('; ')}.`,
    ),
  ];
}

function noiseCells({ noise }: ParityDifference): string[] {
  if (noise === null) return ['-', ''];
  return [`${groupThousands(noise.noisePairs)}`, noise.isNoise ? 'noise' : ''];
}

function exampleTable({ differences }: Parity): Block[] {
  const rows = differences
    .filter(({ noise }) => noise?.isNoise !== true)
    .slice(0, MOST_EXAMPLES)
    .map(({ path, examples: [first] }) => [
      first === undefined ? '' : first.primary,
      first === undefined ? '' : first.candidate,
      first?.note ?? '',
      path,
      first === undefined
        ? ''
        : `${fileOf(first.file)}:${first.place}${first.id === '' ? '' : ` id ${first.id}`}`,
    ]);
  if (rows.length === 0) return [];
  return [
    heading('First examples'),
    {
      kind: 'table',
      columns: [
        { title: 'old', align: 'left' },
        { title: 'new', align: 'left' },
        { title: '', align: 'left' },
        { title: 'path', align: 'left', code: true },
        { title: 'where', align: 'left', code: true },
      ],
      rows,
    },
  ];
}

function suggestionTable({ suggestions }: Parity): Block[] {
  if (suggestions.length === 0) return [];
  return [
    heading('Rules that would explain some of it'),
    line('None is applied. Take over what you know to be right, in the file that --rules names.'),
    {
      kind: 'table',
      columns: [
        right('pairs'),
        { title: 'because', align: 'left' },
        { title: 'rule', align: 'left', code: true },
      ],
      rows: suggestions
        .slice(0, MOST_ROWS)
        .map(({ rule, reason, pairs }) => [groupThousands(pairs), reason, JSON.stringify(rule)]),
    },
  ];
}

function latencyLine({ latencyMs }: Parity): Block[] {
  if (latencyMs === null) return [];
  const { primary, candidate } = latencyMs;
  return [
    heading('Latency'),
    line(
      `Old ${primary.p50} / ${primary.p90} / ${primary.p99} ms, new ${candidate.p50} / ${candidate.p90} / ${candidate.p99} ms (50 / 90 / 99 % of the compared). A shadow run is no load test: see verify load.`,
    ),
  ];
}

/** Without its folder. */
function fileOf(name: string): string {
  return name.split(/[/\\]/).pop()!;
}

function counted({ mismatched, compared }: Bound): string {
  return `${groupThousands(mismatched)} of ${groupThousands(compared)}`;
}

/** Never 100 % with a mismatch, never 0 % with a match. */
function parityPercent({ compared, mismatched }: Bound): string {
  const parity = 1 - mismatched / compared;
  const text = percent(parity);
  return mismatched > 0 && text === '100 %' ? 'under 100 %' : text;
}

/** Three digits, down to what a bound needs. */
function percent(share: number): string {
  const value = share * 100;
  if (value === 0 || value === 100) return `${value} %`;
  return `${value > 99 ? value.toFixed(2) : Number(value.toPrecision(3))} %`.replace('100.00', '100');
}

function listed(items: readonly string[]): string {
  return items.length <= 8
    ? items.join(', ')
    : `${items.slice(0, 8).join(', ')} and ${items.length - 8} more`;
}

function many(n: number, what: string): string {
  return `${groupThousands(n)} ${what}${n === 1 ? '' : 's'}`;
}

function right(title: string): { title: string; align: 'right' } {
  return { title, align: 'right' };
}

function heading(text: string): Block {
  return { kind: 'heading', text };
}

function line(text: string): Block {
  return { kind: 'line', text };
}

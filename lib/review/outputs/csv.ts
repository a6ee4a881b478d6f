/** One row a finding, for spreadsheets: every text is quoted and none can be a formula. */
import { forCsv } from '../../base/escape.js';
import type { Finding, Review } from '../finding.js';

const COLUMNS: readonly (readonly [string, (finding: Finding) => string | number | null])[] = [
  ['rule', ({ rule }) => rule],
  ['level', ({ level }) => level],
  ['name', ({ name }) => name],
  ['path', ({ path }) => path],
  ['line', ({ line }) => line],
  ['of', ({ of }) => of],
  ['share', ({ share }) => share],
  ['shareLow', ({ interval }) => interval.low],
  ['shareHigh', ({ interval }) => interval.high],
  ['self', ({ self }) => self],
  ['total', ({ total }) => total],
  ['samples', ({ samples }) => samples],
  ['change', ({ change }) => change?.change ?? null],
  ['changeLow', ({ change }) => change?.interval.low ?? null],
  ['changeHigh', ({ change }) => change?.interval.high ?? null],
  ['usdPerYear', ({ usdPerYear }) => usdPerYear?.usd ?? null],
  ['usdPerYearLow', ({ usdPerYear }) => usdPerYear?.low ?? null],
  ['usdPerYearHigh', ({ usdPerYear }) => usdPerYear?.high ?? null],
  ['basis', ({ usdPerYear }) => usdPerYear?.basis ?? null],
  ['date', ({ usdPerYear }) => usdPerYear?.date ?? null],
  ['message', ({ message }) => message],
  ['id', ({ id }) => id],
];

/** RFC 4180: a head line, CR LF. */
export function csv({ findings }: Review): string {
  const cell = (value: string | number | null): string =>
    value === null ? '' : typeof value === 'number' ? String(value) : forCsv(value);
  return [
    COLUMNS.map(([name]) => name).join(','),
    ...findings.map((finding) => COLUMNS.map(([, read]) => cell(read(finding))).join(',')),
    '',
  ].join('\r\n');
}

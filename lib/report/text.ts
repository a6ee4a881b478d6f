/** What each command prints for people: short tables, numbers with their units, the answer first. */

import type { Answer } from '../analyze.js';
import { forTerminal } from '../base/escape.js';
import { formatShare, formatValue, groupThousands } from '../base/units.js';
import { observations } from '../evidence/observations.js';
import type { Profile } from '../profile/profile.js';
import { labelKeys } from './json.js';
import type { Peek, PeekEdge } from './peek.js';
import { type TableColumn, textTable } from './text-table.js';
import { threadsOf } from './threads.js';
import type { Top } from './top.js';

const right = (title: string): TableColumn => ({ title, align: 'right' });
const PEEKED = 12;
const left = (title: string): TableColumn => ({ title, align: 'left' });

export function topText(profile: Profile, sampleType: number, top: Top, width: number | null): string {
  const { type, unit } = valueType(profile, sampleType);
  const value = (v: number | string): string => (typeof v === 'string' ? v : formatValue(v, unit));
  const rows = top.rows.map((row) => [
    value(row.self),
    formatShare(row.selfShare),
    value(row.total),
    formatShare(row.totalShare),
    row.name,
  ]);
  const table = textTable(
    [right('self'), right('self%'), right('total'), right('total%'), left('name')],
    rows,
    width,
  );
  const shown =
    top.rows.length < top.count ? `, ${top.rows.length} of ${groupThousands(top.count)} rows` : '';
  return `${forTerminal(type)}: ${value(top.total)} in ${counted(profile, sampleType)}${shown}\n${table.join('\n')}\n`;
}

/** The others are in the JSON. */
const THREADS_LISTED = 30;

export function inspectText(profile: Profile): string {
  const lines = profile.sources.map(({ name, format }) => `${forTerminal(name)}: ${format}`);
  profile.sampleTypes.forEach(({ type, unit }, row) => {
    let sum = 0;
    for (const value of profile.samples.values[row]!) sum += Math.abs(value);
    lines.push(
      `  ${row === profile.defaultSampleType ? '*' : ' '} ${forTerminal(`${type}/${unit}`)}: ${formatValue(sum, unit)}`,
    );
  });
  lines.push(
    `  ${counted(profile, profile.defaultSampleType)}, ${groupThousands(profile.stacks.length)} stacks, ${groupThousands(profile.functions.length)} functions`,
  );
  if (profile.duration !== null) lines.push(`  over ${formatValue(profile.duration, 'nanoseconds')}`);
  const keys = labelKeys(profile);
  if (keys.length > 0) lines.push(`  labels: ${keys.map(forTerminal).join(', ')}`);
  const threads = threadsOf(profile);
  for (const { name, id, samples } of threads.slice(0, THREADS_LISTED))
    lines.push(`  thread ${forTerminal(name)} ${id}: ${groupThousands(samples)} samples`);
  if (threads.length > THREADS_LISTED) lines.push(`  ${threads.length - THREADS_LISTED} more threads`);
  for (const { message, count } of profile.warnings)
    lines.push(`  warning: ${forTerminal(message)}${count > 1 ? ` (${count} times)` : ''}`);
  return `${lines.join('\n')}\n`;
}

/** Callers above, callees below each function that matches; a dozen of each. */
export function peekText(profile: Profile, sampleType: number, peek: Peek, width: number | null): string {
  const { unit } = valueType(profile, sampleType);
  const cut = peek.matches.length < peek.count ? `, the ${peek.matches.length} largest of them` : '';
  const out: string[] = [`${peek.count} ${peek.count === 1 ? 'function matches' : 'functions match'}${cut}`];
  for (const { name, self, total, totalShare, callers, callees } of peek.matches) {
    const side = (found: readonly PeekEdge[], mark: string): string[][] =>
      found
        .slice(0, PEEKED)
        .map((edge) => [formatValue(edge.value, unit), formatShare(edge.share), `${mark}${edge.name}`]);
    const own = [
      formatValue(total, unit),
      formatShare(totalShare),
      `${name} (self ${formatValue(self, unit)})`,
    ];
    const rows = [...side(callers, '  ^ '), own, ...side(callees, '  v ')];
    out.push(
      '',
      ...textTable([right('total'), right('share'), left('callers above, callees below')], rows, width),
    );
  }
  return `${out.join('\n')}\n`;
}

export function analyzeText(
  { profile, sampleType, set, payoff, verdict, assumptions }: Answer,
  width: number | null,
): string {
  const { type } = valueType(profile, sampleType);
  const share = formatShare;
  const out: string[] = [`Verdict: ${verdict.code}. ${verdict.reasons.join(' ')}`, ''];
  out.push(
    `Measured: ${forTerminal(type)} of ${profile.sources.length === 1 ? '1 profile' : `${profile.sources.length} profiles`}, ${counted(profile, sampleType)}` +
      (profile.duration === null ? '' : `, ${formatValue(profile.duration, 'nanoseconds')}`),
  );
  const { owners } = set;
  out.push(
    `CPU by owner: own ${share(owners.own)}, libraries ${share(owners.library)}, standard library ${share(owners.standard)}, runtime ${share(owners.runtime)}, kernel ${share(owners.kernel)}, unsymbolized ${share(owners.unsymbolized)}`,
    '',
  );
  const rows = set.candidates.map((c) => [
    share(c.share),
    `${share(c.interval.low)}-${share(c.interval.high)}`,
    share(c.directShare),
    `+${share(c.marginalShare)}`,
    c.name,
  ]);
  out.push(
    ...textTable(
      [right('share'), right('95% interval'), right('direct'), right('adds'), left('candidate')],
      rows,
      width,
    ),
  );
  out.push(
    '',
    `Half of the work of your own functions is in ${set.concentration.k50} of them, four fifths in ${set.concentration.k80}.`,
    `Together ${share(set.coveredShare)} of the CPU, of which ${share(set.kernelShare)} in the kernel; ceiling ${number(payoff.ceiling)}x.`,
  );
  out.push(
    `${basis(payoff)}: CPU ${range(payoff.cpuSaving, share)} less (low / likely / high speedup); effort ${range(payoff.effortPm, number)} person-months.`,
  );
  const { money, breakEven } = payoff;
  if (money !== null) {
    out.push(
      `vCPU saved ${range(money.vcpuSaved, groupThousands)}; USD a year ${range(money.usdPerYear, dollars)} at list price; net present value ${range(money.npvUsd, dollars)}.`,
    );
    const { p10, p50, p90 } = money.paybackMonths;
    out.push(
      `Payback in months, best / likely / worst: ${[p10, p50, p90].map((m) => (m === null ? 'never' : m.toFixed(0))).join(' / ')}. Break-even local speedup: ${typeof breakEven.speedup === 'number' ? breakEven.speedup.toFixed(2) : String(breakEven.speedup)}.`,
    );
  }
  if (breakEven.spendUsdPerYear !== null)
    out.push(
      `It pays from ${dollars(breakEven.spendUsdPerYear)} of compute a year (${groupThousands(breakEven.vcpu!)} vCPU).`,
    );
  out.push('', ...assumptionLines(assumptions));
  for (const { message } of profile.warnings) out.push(`Warning: ${forTerminal(message)}`);
  for (const message of payoff.warnings) out.push(`Warning: ${forTerminal(message)}`);
  return `${out.map((line) => (line.startsWith(' ') || width === null ? line : fold(line, width))).join('\n')}\n`;
}

function valueType(profile: Profile, sampleType: number): { type: string; unit: string } {
  return (profile.sampleTypes as readonly { type: string; unit: string }[])[sampleType]!;
}

/** Observations where the file says how many; else its rows, and called so. */
function counted(profile: Profile, sampleType: number): string {
  const known = observations(profile, sampleType);
  return known === null
    ? `${groupThousands(profile.samples.length)} rows`
    : `${groupThousands(known)} samples`;
}

/** Where the speedup of the part that matters comes from. */
function basis({ parts }: Answer['payoff']): string {
  const tags = new Set(parts.filter(({ movable, share }) => movable && share > 0).map(({ tag }) => tag));
  if (tags.has('assumption')) return 'Without a published speedup for this language';
  if (tags.has('prior')) return 'Estimated from priors';
  return tags.has('measured') ? 'Estimated from a measured speedup' : 'With the speedup you gave';
}

/** Given, measured and published values with their tags; the plain assumptions by name and value. */
function assumptionLines(assumptions: Answer['assumptions']): string[] {
  const known = assumptions.filter(({ value }) => value !== null);
  const shown = ({ name, value }: Answer['assumptions'][number]): string =>
    `${name} ${typeof value === 'number' ? number(value) : forTerminal(String(value))}`;
  const sourced = known.filter(({ tag }) => tag !== 'assumption').map((row) => `${shown(row)} (${row.tag})`);
  const assumed = known.filter(({ tag }) => tag === 'assumption').map(shown);
  return [`Known: ${sourced.join(', ')}.`, `Assumed: ${assumed.join(', ')}. Sources: --json.`];
}

function range(r: { p10: number; p50: number; p90: number }, format: (x: number) => string): string {
  return `${format(r.p10)} / ${format(r.p50)} / ${format(r.p90)}`;
}

function number(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : 'unbounded';
}

function dollars(value: number): string {
  return `${value < 0 ? '-' : ''}$${groupThousands(Math.round(Math.abs(value)))}`;
}

/** Breaks prose at spaces; table rows fit already. */
function fold(line: string, width: number): string {
  if (line.length <= width || /^\S+ {2,}/.test(line)) return line;
  const lines = [''];
  for (const word of line.split(' ')) {
    const current = lines[lines.length - 1]!;
    if (current !== '' && current.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = current === '' ? word : `${current} ${word}`;
  }
  return lines.join('\n');
}

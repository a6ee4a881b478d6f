/** What `top`, `inspect` and `peek` print for people: short tables, numbers with their units. */

import { forTerminal } from '../base/escape.js';
import { formatShare, formatValue, groupThousands, valueFormat } from '../base/units.js';
import type { Profile } from '../profile/profile.js';
import { labelKeys } from './json.js';
import type { Peek, PeekEdge } from './peek.js';
import { counted, typeOf } from './prose.js';
import { type TableColumn, textTable } from './text-table.js';
import { threadsOf } from './threads.js';
import type { Top } from './top.js';

export interface TextOptions {
  /** Columns of the page; null: no limit. */
  readonly width: number | null;
  /** Unit to print values in, such as "ms"; default "auto". */
  readonly unit?: string | undefined;
}

const right = (title: string): TableColumn => ({ title, align: 'right' });
const PEEKED = 12;
const left = (title: string): TableColumn => ({ title, align: 'left' });

/** `unit`: in which to print values; default what suits their size. */
export function topText(
  profile: Profile,
  sampleType: number,
  top: Top,
  { width, unit: wanted }: TextOptions,
): string {
  const { type, unit } = typeOf(profile, sampleType);
  const format = valueFormat(unit, wanted);
  const value = (v: number | string): string => (typeof v === 'string' ? v : format(v));
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
export function peekText(
  profile: Profile,
  sampleType: number,
  peek: Peek,
  { width, unit: wanted }: TextOptions,
): string {
  const format = valueFormat(typeOf(profile, sampleType).unit, wanted);
  const cut = peek.matches.length < peek.count ? `, the ${peek.matches.length} largest of them` : '';
  const out: string[] = [`${peek.count} ${peek.count === 1 ? 'function matches' : 'functions match'}${cut}`];
  for (const { name, self, total, totalShare, callers, callees } of peek.matches) {
    const side = (found: readonly PeekEdge[], mark: string): string[][] =>
      found
        .slice(0, PEEKED)
        .map((edge) => [format(edge.value), formatShare(edge.share), `${mark}${edge.name}`]);
    const own = [format(total), formatShare(totalShare), `${name} (self ${format(self)})`];
    const rows = [...side(callers, '  ^ '), own, ...side(callees, '  v ')];
    out.push(
      '',
      ...textTable([right('total'), right('share'), left('callers above, callees below')], rows, width),
    );
  }
  return `${out.join('\n')}\n`;
}

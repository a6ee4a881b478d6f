/** Numbers and lines as the text reports write them. */
import { groupThousands } from '../base/units.js';
import { observations } from '../evidence/observations.js';
import type { Profile } from '../profile/profile.js';

export function typeOf(profile: Profile, sampleType: number): { type: string; unit: string } {
  return (profile.sampleTypes as readonly { type: string; unit: string }[])[sampleType]!;
}

/** Observations where the file says how many; else its rows, and called so. */
export function counted(profile: Profile, sampleType: number): string {
  const known = observations(profile, sampleType);
  return known === null
    ? `${groupThousands(profile.samples.length)} rows`
    : `${groupThousands(known)} samples`;
}

type Three<T> = { readonly p10: T; readonly p50: T; readonly p90: T };

/** The range before the point: "3 to 9, likely 5"; one number where nothing is uncertain. */
export function between(r: Three<number>, format: (x: number) => string): string {
  const [low, middle, high] = [r.p10, r.p50, r.p90].map(format) as [string, string, string];
  return low === high ? middle : `${low} to ${high}, likely ${middle}`;
}

/** Three digits. */
export function number(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : 'unbounded';
}

/**
 * Breaks prose at spaces; an item of a list, which begins with two of them, goes on with four. A sum stays with what it
 * rests on: what stands in brackets behind a dollar is not torn from it.
 */
export function fold(line: string, width: number): string {
  return broken(
    line.replaceAll(SUM, (sum) => sum.replaceAll(' ', GLUE)),
    width,
  ).replaceAll(GLUE, ' ');
}

const SUM = /\$[\d.]+[kMB]?( an? [a-z]+)? \([^()]*\)/gu;
const GLUE = '\u0000';

function broken(line: string, width: number): string {
  if (line.length <= width) return line;
  if (line.startsWith('  ')) return `  ${broken(line.slice(2), width - 4).replaceAll('\n', '\n    ')}`;
  const lines = [''];
  for (const word of line.split(' ')) {
    const current = lines[lines.length - 1]!;
    if (current !== '' && current.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = current === '' ? word : `${current} ${word}`;
  }
  return lines.join('\n');
}

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

export function range(r: { p10: number; p50: number; p90: number }, format: (x: number) => string): string {
  return `${format(r.p10)} / ${format(r.p50)} / ${format(r.p90)}`;
}

/** Three digits. */
export function number(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : 'unbounded';
}

export function dollars(value: number): string {
  return `${value < 0 ? '-' : ''}$${groupThousands(Math.round(Math.abs(value)))}`;
}

/** Breaks prose at spaces; an item of a list, which begins with two of them, goes on with four. */
export function fold(line: string, width: number): string {
  if (line.length <= width) return line;
  if (line.startsWith('  ')) return `  ${fold(line.slice(2), width - 4).replaceAll('\n', '\n    ')}`;
  const lines = [''];
  for (const word of line.split(' ')) {
    const current = lines[lines.length - 1]!;
    if (current !== '' && current.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = current === '' ? word : `${current} ${word}`;
  }
  return lines.join('\n');
}

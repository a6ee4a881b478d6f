/** Reads bytes with one format and tells a profile as text that does not depend on row numbers. */
import { groupFrames } from '../../lib/analysis/granularity.js';
import { totals } from '../../lib/analysis/totals.js';
import { Diagnostics } from '../../lib/base/diagnostics.js';
import { DEFAULT_LIMITS, type Format, type Limits } from '../../lib/formats/format.js';
import { memorySource } from '../../lib/formats/memory-source.js';
import { check } from '../../lib/profile/check.js';
import type { Profile } from '../../lib/profile/profile.js';
import { select } from '../../lib/profile/select.js';

export interface Reading {
  readonly chunk?: number;
  readonly limits?: Partial<Limits>;
  readonly event?: string;
  readonly thread?: string;
}

/** A checked profile. */
export async function readAs(
  format: Format,
  input: Uint8Array | string | object,
  { chunk, limits, event, thread }: Reading = {},
): Promise<Profile> {
  const bytes =
    input instanceof Uint8Array
      ? input
      : Buffer.from(typeof input === 'string' ? input : JSON.stringify(input));
  const profile = await format.read(memorySource('t', bytes, chunk), {
    limits: { ...DEFAULT_LIMITS, ...limits },
    diagnostics: new Diagnostics(),
    event,
    thread,
  });
  check(profile);
  return profile;
}

type Numbers = { readonly [row: number]: number };
const n = (column: unknown): Numbers => column as Numbers;

/** One line a sample: frames root first as name@file:line, "+" before inlined ones; labels; values; time. */
export function sampleLines(profile: Profile): string[] {
  const { samples, stacks, locations, frames, functions, labelSets } = profile;
  const strings = profile.strings as readonly string[];
  return Array.from({ length: samples.length }, (_, s) => {
    const stack = n(samples.stack)[s]!;
    const path: string[] = [];
    for (let i = n(stacks.bounds)[stack]!; i < n(stacks.bounds)[stack + 1]!; i++) {
      const location = n(stacks.locations)[i]!;
      const first = n(locations.frames)[location]!;
      for (let f = first; f < n(locations.frames)[location + 1]!; f++) {
        const fn = n(frames.function)[f]!;
        const file = fn === -1 ? -1 : n(functions.file)[fn]!;
        const place = file === -1 ? '' : `@${strings[file]}:${n(functions.startLine)[fn]}`;
        const line = n(frames.line)[f]! === 0 ? '' : `#${n(frames.line)[f]}`;
        path.push(
          `${f > first ? '+' : ''}${fn === -1 ? '?' : strings[n(functions.name)[fn]!]}${place}${line}`,
        );
      }
    }
    const set = n(samples.labels)[s]!;
    const labels: string[] = [];
    for (let i = n(labelSets.bounds)[set]!; i < n(labelSets.bounds)[set + 1]!; i++) {
      const text = n(labelSets.text)[i]!;
      labels.push(`${strings[n(labelSets.key)[i]!]}=${text === -1 ? n(labelSets.number)[i] : strings[text]}`);
    }
    const values = profile.samples.values.map((column) => column[s]).join(' ');
    const time = samples.time === null ? '' : ` t${n(samples.time)[s]}`;
    return `${path.join(';')}${labels.length === 0 ? '' : ` {${labels.join(' ')}}`} ${values}${time}`;
  });
}

/** Self and total by function name of a sample type (default: the profile's), groups of 0 left out. */
export function sums(
  profile: Profile,
  sampleType: number = profile.defaultSampleType,
): { total: number; self: Record<string, number>; totals: Record<string, number> } {
  const grouping = groupFrames(profile, 'function');
  const all = totals(select(profile), grouping, sampleType);
  const column = (values: Float64Array): Record<string, number> =>
    Object.fromEntries(
      grouping.names
        .map((name, group): [string, number] => [name, values[group]!])
        .filter(([, value]) => value !== 0),
    );
  return { total: all.total, self: column(all.self), totals: column(all.totals) };
}

export function codes(profile: Profile): string[] {
  return profile.warnings.map(({ code }) => code);
}

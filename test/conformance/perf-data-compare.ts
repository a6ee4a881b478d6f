/** Compares a perf.data with the text that `perf script` prints of it, sample by sample and frame by frame. */
import { Diagnostics } from '../../lib/base/diagnostics.js';
import { DEFAULT_LIMITS } from '../../lib/formats/format.js';
import { memorySource } from '../../lib/formats/memory-source.js';
import { perfScript } from '../../lib/formats/perf-script/format.js';
import type { Profile } from '../../lib/profile/profile.js';

const UNKNOWN = '[unknown]';
type Numbers = { readonly length: number; readonly [row: number]: number };

export interface Comparison {
  readonly samples: number;
  /** Samples whose event, period, thread or name is not the same. */
  readonly otherSamples: number;
  /** Samples with another number of frames. */
  readonly otherDepth: number;
  /** Frames of the other samples. */
  readonly frames: number;
  readonly otherNames: number;
  /** Frames that only we have a name for; not among `otherNames`. */
  readonly namedMore: number;
  /** Differing pairs "module: theirs | ours" with their counts, the most frequent first. */
  readonly pairs: readonly (readonly [pair: string, count: number])[];
  /** "event: samples, period" where they differ. */
  readonly events: readonly string[];
}

export async function parseScript(text: Uint8Array): Promise<Profile> {
  return perfScript.read(memorySource('perf script', text), {
    limits: DEFAULT_LIMITS,
    diagnostics: new Diagnostics(),
  });
}

/** `theirs` was read from the text. */
export function compareProfiles(ours: Profile, theirs: Profile): Comparison {
  // The text has no periods for some events.
  const types = new Set(theirs.sampleTypes.map(({ type, unit }) => `${type}/${unit}`));
  const mine = rowsOf(ours, types);
  const wanted = rowsOf(theirs, types);
  const pairs = new Map<string, number>();
  let otherSamples = Math.abs(mine.length - wanted.length);
  let otherDepth = 0;
  let frames = 0;
  let otherNames = 0;
  let namedMore = 0;
  for (let sample = 0; sample < Math.min(mine.length, wanted.length); sample++) {
    const a = mine[sample]!;
    const b = wanted[sample]!;
    if (a.who !== b.who || a.what !== b.what) {
      otherSamples++;
      add(pairs, `sample: ${b.who} ${b.what} | ${a.who} ${a.what}`);
      continue;
    }
    if (a.frames.length !== b.frames.length) {
      otherDepth++;
      add(
        pairs,
        `depth: ${b.frames.length} | ${a.frames.length} (${b.frames[0]?.name} | ${a.frames[0]?.name})`,
      );
      continue;
    }
    for (const [i, frame] of b.frames.entries()) {
      frames++;
      const our = a.frames[i]!;
      if (our.name === frame.name && our.module === frame.module) continue;
      if (frame.name === UNKNOWN && our.module === frame.module) {
        namedMore++;
        continue;
      }
      otherNames++;
      add(
        pairs,
        `${frame.module}: ${frame.name} | ${our.name}${our.module === frame.module ? '' : ` in ${our.module}`}`,
      );
    }
  }
  const sums = sumsOf(ours);
  const events = [...sumsOf(theirs)]
    .filter(([event, sum]) => sums.get(event) !== sum)
    .map(([event, sum]) => `${event}: ${sum} | ${sums.get(event)}`);
  return {
    samples: wanted.length,
    otherSamples,
    otherDepth,
    frames,
    otherNames,
    namedMore,
    pairs: [...pairs].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
    events,
  };
}

interface Row {
  readonly who: string;
  readonly what: string;
  readonly frames: readonly { readonly name: string; readonly module: string }[];
}

function rowsOf(profile: Profile, types: ReadonlySet<string>): Row[] {
  const { samples, stacks, locations, frames, functions, labelSets, mappings } = profile;
  const strings = profile.strings as readonly string[];
  const frameOf = Array.from({ length: locations.length }, (_, location) => {
    const fn = (frames.function as Numbers)[(locations.frames as Numbers)[location]!]!;
    const mapping = (locations.mapping as Numbers)[location]!;
    return {
      name: fn < 0 ? UNKNOWN : strings[(functions.name as Numbers)[fn]!]!,
      module: mapping < 0 ? UNKNOWN : strings[(mappings.file as Numbers)[mapping]!]!,
    };
  });
  const bounds = stacks.bounds as Numbers;
  const items = stacks.locations as Numbers;
  return Array.from({ length: samples.length }, (_, sample) => {
    const set = (samples.labels as Numbers)[sample]!;
    let who = '';
    for (
      let label = (labelSets.bounds as Numbers)[set]!;
      label < (labelSets.bounds as Numbers)[set + 1]!;
      label++
    ) {
      const key = strings[(labelSets.key as Numbers)[label]!]!;
      const text = (labelSets.text as Numbers)[label]!;
      if (key === 'command') who += strings[text];
      if (key === 'thread.id') who += ` ${(labelSets.number as Numbers)[label]}`;
    }
    const what = profile.sampleTypes
      .map((type, row) => [type, samples.values[row]![sample]!] as const)
      .filter(([{ type, unit }, value]) => value !== 0 && types.has(`${type}/${unit}`))
      .map(([type, value]) => `${type.type}/${type.unit} ${value}`)
      .join(' ');
    const stack = (samples.stack as Numbers)[sample]!;
    const list = [];
    for (let at = bounds[stack]!; at < bounds[stack + 1]!; at++) list.push(frameOf[items[at]!]!);
    return { who, what, frames: list };
  });
}

function sumsOf(profile: Profile): Map<string, number> {
  return new Map(
    profile.sampleTypes.map(({ type, unit }, row) => [
      `${type}/${unit}`,
      profile.samples.values[row]!.reduce((sum, value) => sum + value, 0),
    ]),
  );
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The slow obvious way: filters as pprof applies them to a copied profile of objects, and sums with a Set per sample. */
import { NONE, type Profile } from '../../lib/profile/profile.js';
import type { Filters } from '../../lib/profile/select.js';

export interface NaiveLine {
  readonly frame: number;
  readonly name: string;
  readonly file: string;
}

interface NaiveLocation {
  /** Root first; empty without symbol. */
  lines: NaiveLine[];
  /** The frame that stands for a location without symbol. */
  readonly bare: number;
  readonly object: string | null;
  hidden: boolean;
}

export interface NaiveSample {
  readonly row: number;
  path: NaiveLocation[];
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Rows of the kept samples with their visible frames, root first. Labels are not looked at. */
export function naiveSelect(profile: Profile, filters: Filters): { row: number; frames: number[] }[] {
  const locations = objectsOf(profile);
  const { focus, ignore, hide, show, showFrom } = filters;
  const named = (pattern: string, line: NaiveLine): boolean =>
    new RegExp(pattern).test(line.name) || new RegExp(pattern).test(line.file);
  const mapped = (pattern: string, { object }: NaiveLocation): boolean =>
    object !== null && new RegExp(pattern).test(object);
  const matches = (pattern: string, location: NaiveLocation): boolean =>
    mapped(pattern, location) || location.lines.some((line) => named(pattern, line));
  let samples = samplesOf(profile, locations);
  if (focus || ignore || hide || show) {
    samples = samples.filter(
      ({ path }) =>
        path.length > 0 &&
        (!ignore || !path.some((location) => matches(ignore, location))) &&
        (!focus || path.some((location) => matches(focus, location))),
    );
    for (const location of locations) {
      if (hide && matches(hide, location)) {
        location.lines = mapped(hide, location) ? [] : location.lines.filter((line) => !named(hide, line));
        if (location.lines.length === 0) location.hidden = true;
      }
      if (show) {
        if (!mapped(show, location)) location.lines = location.lines.filter((line) => named(show, line));
        if (location.lines.length === 0) location.hidden = true;
      }
    }
    for (const sample of samples) sample.path = sample.path.filter(({ hidden }) => !hidden);
    samples = samples.filter(({ path }) => path.length > 0);
  }
  if (showFrom) {
    const from = new Set<NaiveLocation>();
    for (const location of locations) {
      const first = location.lines.findIndex((line) => named(showFrom, line));
      if (mapped(showFrom, location)) from.add(location);
      else if (first !== -1) {
        location.lines = location.lines.slice(first);
        from.add(location);
      }
    }
    for (const sample of samples) {
      const first = sample.path.findIndex((location) => from.has(location));
      sample.path = first === -1 ? [] : sample.path.slice(first);
    }
    samples = samples.filter(({ path }) => path.length > 0);
  }
  return samples.map(({ row, path }) => ({
    row,
    frames: path.flatMap(({ lines, bare }) => {
      const frames = lines.length === 0 ? [bare] : lines.map(({ frame }) => frame);
      return filters.noInlines === true ? frames.slice(0, 1) : frames;
    }),
  }));
}

/** Self and total per group, each group once per sample by a Set. */
export function naiveTotals(
  profile: Profile,
  samples: readonly { row: number; frames: readonly number[] }[],
  groupOfFrame: Int32Array,
  groups: number,
  sampleType: number,
): { self: number[]; totals: number[] } {
  const self = new Array<number>(groups).fill(0);
  const totals = new Array<number>(groups).fill(0);
  for (const { row, frames } of samples) {
    const value = profile.samples.values[sampleType]![row]!;
    const path = frames.map((frame) => groupOfFrame[frame]!);
    for (const group of new Set(path)) totals[group]! += value;
    if (path.length > 0) self[path.at(-1)!]! += value;
  }
  return { self, totals };
}

function objectsOf(profile: Profile): NaiveLocation[] {
  const { locations, frames, functions, mappings } = profile;
  const strings = profile.strings as readonly string[];
  const text = (row: number): string => (row === NONE ? '' : strings[row]!);
  return Array.from({ length: locations.length }, (_, location) => {
    const lines: NaiveLine[] = [];
    const start = (locations.frames as Numbers)[location]!;
    for (let frame = start; frame < (locations.frames as Numbers)[location + 1]!; frame++) {
      const fn = (frames.function as Numbers)[frame]!;
      if (fn === NONE) continue;
      const name = text((functions.name as Numbers)[fn]!);
      lines.push({ frame, name, file: text((functions.file as Numbers)[fn]!) });
    }
    const mapping = (locations.mapping as Numbers)[location]!;
    const object = mapping === NONE ? null : text((mappings.file as Numbers)[mapping]!);
    return { lines, bare: start, object, hidden: false };
  });
}

function samplesOf({ samples, stacks }: Profile, locations: readonly NaiveLocation[]): NaiveSample[] {
  return Array.from({ length: samples.length }, (_, row) => {
    const stack = (samples.stack as Numbers)[row]!;
    const path: NaiveLocation[] = [];
    for (let i = (stacks.bounds as Numbers)[stack]!; i < (stacks.bounds as Numbers)[stack + 1]!; i++)
      path.push(locations[(stacks.locations as Numbers)[i]!]!);
    return { row, path };
  });
}

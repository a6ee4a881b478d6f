/** Weights by profile: what each of several merged profiles contributes to every group, so that they can be compared. */
import type { VisiblePaths } from '../analysis/visible-paths.js';
import type { Selection } from '../profile/select.js';
import { observations } from './observations.js';

/** One row a profile, one column for whatever has a share: functions, sets of functions, classes of stacks. */
export interface ProfileTable {
  readonly profiles: number;
  readonly columns: number;
  /** hits[profile * columns + column]: weight that falls on the column, in the sample type's unit. */
  readonly hits: Float64Array;
  /** Per profile: its whole weight, before any filter; the denominator of its shares. */
  readonly sizes: Float64Array;
  /** How many samples stand behind all sizes together. */
  readonly observations: number;
}

/** The kept weight of every stack by profile: stack s owns the entries [starts[s], starts[s + 1]). */
export interface StackSources {
  readonly starts: Int32Array;
  readonly profile: Int32Array;
  readonly weight: Float64Array;
  readonly sizes: Float64Array;
  readonly observations: number;
}

/** Sets of stacks that may overlap: set u holds items[starts[u] .. starts[u + 1]). */
export interface StackSets {
  readonly length: number;
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/**
 * Splits the samples by the input that they came from: `merge` keeps that per sample. Without a count in the file, a
 * record is the observation, as for heap profiles, whose values are scaled.
 */
export function stackSources({ profile, keptSamples }: Selection, sampleType: number): StackSources {
  const values = profile.samples.values[sampleType]! as Float64Array;
  const stackOf = profile.samples.stack as Numbers;
  const sourceOf = profile.samples.source as Numbers | null;
  const stacks = profile.stacks.length;
  const profiles = sourceOf === null ? 1 : profile.sources.length;
  const sizes = new Float64Array(profiles);
  const starts = new Int32Array(stacks + 1);
  let records = 0;
  for (let sample = 0; sample < values.length; sample++) {
    const value = values[sample]!;
    if (value === 0) continue;
    records++;
    sizes[sourceOf === null ? 0 : sourceOf[sample]!]! += Math.abs(value);
    if (keptSamples === null || keptSamples[sample] === 1) starts[stackOf[sample]! + 1]!++;
  }
  for (let stack = 0; stack < stacks; stack++) starts[stack + 1]! += starts[stack]!;
  const next = starts.slice();
  const profileOf = new Int32Array(starts[stacks]!);
  const weight = new Float64Array(starts[stacks]!);
  for (let sample = 0; sample < values.length; sample++) {
    if (values[sample] === 0 || (keptSamples !== null && keptSamples[sample] === 0)) continue;
    const at = next[stackOf[sample]!]!++;
    profileOf[at] = sourceOf === null ? 0 : sourceOf[sample]!;
    weight[at] = values[sample]!;
  }
  return {
    starts,
    profile: profileOf,
    weight,
    sizes,
    observations: observations(profile, sampleType) ?? records,
  };
}

/** Totals of each group by profile: each sample once a group, however often the group recurs in its stack. */
export function groupTable(sources: StackSources, paths: VisiblePaths, groups: number): ProfileTable {
  const table = emptyTable(sources, groups);
  const seen = new Int32Array(groups).fill(-1);
  for (let stack = 0; stack + 1 < paths.starts.length; stack++) {
    if (sources.starts[stack] === sources.starts[stack + 1]) continue;
    for (let i = paths.starts[stack]!; i < paths.starts[stack + 1]!; i++) {
      const group = paths.items[i]!;
      if (seen[group] === stack) continue;
      seen[group] = stack;
      add(table, sources, stack, group);
    }
  }
  return table;
}

/** Weight of each set of stacks by profile. */
export function setTable(sources: StackSources, sets: StackSets): ProfileTable {
  const table = emptyTable(sources, sets.length);
  for (let set = 0; set < sets.length; set++)
    for (let i = sets.starts[set]!; i < sets.starts[set + 1]!; i++) add(table, sources, sets.items[i]!, set);
  return table;
}

/** Weight of each class by profile; every stack is of one class, as `stackClasses` makes them. */
export function classTable(sources: StackSources, { classOf, length }: StackClasses): ProfileTable {
  const table = emptyTable(sources, length);
  for (let stack = 0; stack < classOf.length; stack++) add(table, sources, stack, classOf[stack]!);
  return table;
}

/** Stacks that are in exactly the same sets: whatever is said of those sets depends on the classes alone. */
export interface StackClasses {
  readonly length: number;
  readonly classOf: Int32Array;
}

/** All stacks in one class, to begin with. */
export function oneClass(stacks: number): StackClasses {
  return { length: stacks === 0 ? 0 : 1, classOf: new Int32Array(stacks) };
}

/**
 * Splits classes where `labelOf` differs within them (a kind per stack, or 1 and 0 for in and out of a set). Classes
 * are numbered by their first stack, so the answer does not depend on the order of splitting.
 */
export function splitClasses({ length, classOf }: StackClasses, labelOf: ArrayLike<number>): StackClasses {
  const numbered = new Map<number, number>();
  const split = new Int32Array(classOf.length);
  for (let stack = 0; stack < classOf.length; stack++) {
    const key = labelOf[stack]! * length + classOf[stack]!;
    let number = numbered.get(key);
    if (number === undefined) {
      number = numbered.size;
      numbered.set(key, number);
    }
    split[stack] = number;
  }
  return { length: numbered.size, classOf: split };
}

/** The classes of several sets: a few hundred where a few candidates are compared, however many stacks there are. */
export function stackClasses(stacks: number, sets: StackSets): StackClasses {
  let classes = oneClass(stacks);
  const inside = new Uint8Array(stacks);
  for (let set = 0; set < sets.length; set++) {
    inside.fill(0);
    for (let i = sets.starts[set]!; i < sets.starts[set + 1]!; i++) inside[sets.items[i]!] = 1;
    classes = splitClasses(classes, inside);
  }
  return classes;
}

function emptyTable({ sizes, observations: count }: StackSources, columns: number): ProfileTable {
  return {
    profiles: sizes.length,
    columns,
    hits: new Float64Array(sizes.length * columns),
    sizes,
    observations: count,
  };
}

function add({ hits, columns }: ProfileTable, sources: StackSources, stack: number, column: number): void {
  for (let i = sources.starts[stack]!; i < sources.starts[stack + 1]!; i++)
    hits[sources.profile[i]! * columns + column]! += sources.weight[i]!;
}

/** Sorts samples into classes that a reader can filter by: kind of work, labels, side of a comparison. */
import { classifyFrames, type FrameKinds } from '../kinds/classify.js';
import { KINDS, NO_KIND } from '../kinds/kinds.js';
import { stackKinds } from '../kinds/stack-kinds.js';
import { matcher } from '../profile/patterns.js';
import { NONE, type Profile } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import type { LabelKey, WeightClass } from './flame.js';

export interface Classified {
  /** Per sample. */
  readonly classOf: Int32Array;
  readonly classes: readonly WeightClass[];
  readonly labels: readonly LabelKey[];
  readonly frames: FrameKinds;
  /** Per stack: number of its kind. */
  readonly kinds: Uint8Array;
}

export interface ClassifyOptions {
  /** The first source that belongs to the base. */
  readonly baseFrom?: number | undefined;
  readonly own?: string | undefined;
}

/** A key with more values is an id, not something to choose from; more keys than these make no choice easier. */
const MOST_VALUES = 48;
const MOST_KEYS = 6;
/** Label sets told apart: each splits the weights further. */
const MOST_SETS = 512;

type Numbers = { readonly length: number; readonly [row: number]: number };

export function classifySamples(
  selection: Selection,
  sampleType: number,
  { baseFrom, own }: ClassifyOptions,
): Classified {
  const { profile } = selection;
  const { samples } = profile;
  const frames = classifyFrames(profile, own === undefined ? null : matcher(own, 'own'));
  const kinds = stackKinds(selection, frames);
  const { labels, setOf, sets } = labelChoices(profile);
  const values = samples.values[sampleType]! as Float64Array;
  const stackOf = samples.stack as Numbers;
  const labelsOf = samples.labels as Numbers;
  const sourceOf = samples.source as Numbers | null;
  const known = new Map<number, number>();
  const classes: WeightClass[] = [];
  const classOf = new Int32Array(samples.length);
  for (let sample = 0; sample < classOf.length; sample++) {
    const base = values[sample]! < 0 || (baseFrom !== undefined && (sourceOf?.[sample] ?? 0) >= baseFrom);
    const kind = kinds[stackOf[sample]!]!;
    const set = setOf[labelsOf[sample]!]!;
    const key = (set * 256 + kind) * 2 + (base ? 1 : 0);
    let found = known.get(key);
    if (found === undefined) {
      found = classes.length;
      known.set(key, found);
      classes.push({ kind: kind === NO_KIND ? 'unsymbolized' : KINDS[kind]!, labels: sets[set]!, base });
    }
    classOf[sample] = found;
  }
  return { classOf, classes, labels, frames, kinds };
}

interface Choices {
  readonly labels: readonly LabelKey[];
  /** Per label set of the profile: its row in `sets`. */
  readonly setOf: Int32Array;
  readonly sets: readonly (readonly number[])[];
}

/** Keys that have a few values, those with the fewest first; "thread.id" and the like among them. */
function labelChoices(profile: Profile): Choices {
  const { labelSets } = profile;
  const strings = profile.strings as readonly string[];
  const bounds = labelSets.bounds as Numbers;
  const textOf = (label: number): string => {
    const text = (labelSets.text as Numbers)[label]!;
    if (text !== NONE) return strings[text]!;
    const unit = (labelSets.unit as Numbers)[label]!;
    return `${(labelSets.number as Numbers)[label]!}${unit === NONE ? '' : ` ${strings[unit]!}`}`;
  };
  const values = new Map<number, Map<string, number>>();
  const used = usedSets(profile);
  for (let set = 0; set < labelSets.length; set++) {
    if (used[set] === 0) continue;
    for (let label = bounds[set]!; label < bounds[set + 1]!; label++) {
      const key = (labelSets.key as Numbers)[label]!;
      const found = values.get(key) ?? new Map<string, number>();
      values.set(key, found);
      const value = textOf(label);
      if (found.size <= MOST_VALUES && !found.has(value)) found.set(value, found.size);
    }
  }
  const keys = [...values]
    .filter(([, { size }]) => size > 0 && size <= MOST_VALUES)
    .sort(([a, x], [b, y]) => x.size - y.size || (strings[a]! < strings[b]! ? -1 : 1))
    .slice(0, MOST_KEYS);
  for (;;) {
    const found = project(keys.map(([key]) => key));
    if (found.sets.length <= MOST_SETS || keys.length === 0)
      return {
        labels: keys.map(([key, all]) => ({ key: strings[key]!, values: [...all.keys()] })),
        ...found,
      };
    keys.pop();
  }

  function project(wanted: readonly number[]): { setOf: Int32Array; sets: number[][] } {
    const setOf = new Int32Array(labelSets.length);
    const sets: number[][] = [];
    const known = new Map<string, number>();
    for (let set = 0; set < labelSets.length; set++) {
      const row = wanted.map(() => NONE as number);
      for (let label = bounds[set]!; label < bounds[set + 1]!; label++) {
        const at = wanted.indexOf((labelSets.key as Numbers)[label]!);
        // A key that occurs twice in a set counts with its first value.
        if (at !== -1 && row[at] === NONE) row[at] = values.get(wanted[at]!)!.get(textOf(label)) ?? NONE;
      }
      const key = row.join();
      const found = known.get(key) ?? sets.length;
      if (found === sets.length) sets.push(row);
      known.set(key, found);
      setOf[set] = found;
    }
    return { setOf, sets };
  }
}

function usedSets({ samples, labelSets }: Profile): Uint8Array {
  const used = new Uint8Array(labelSets.length);
  const labelsOf = samples.labels as Numbers;
  for (let sample = 0; sample < samples.length; sample++) used[labelsOf[sample]!] = 1;
  return used;
}

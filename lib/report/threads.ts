/** The threads of a profile that has them: labels "thread.id" and "command". */
import type { Profile } from '../profile/profile.js';

export interface ThreadRow {
  readonly name: string;
  readonly id: number;
  readonly samples: number;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Most samples first, then by id and name. */
export function threadsOf(profile: Profile): ThreadRow[] {
  const { labelSets, samples } = profile;
  const strings = profile.strings as readonly string[];
  const bounds = labelSets.bounds as Numbers;
  const rowOf = new Int32Array(labelSets.length).fill(-1);
  const rows: { name: string; id: number; samples: number }[] = [];
  const known = new Map<string, number>();
  for (let set = 0; set < labelSets.length; set++) {
    let id: number | null = null;
    let name = '';
    for (let label = bounds[set]!; label < bounds[set + 1]!; label++) {
      const key = strings[(labelSets.key as Numbers)[label]!]!;
      const text = (labelSets.text as Numbers)[label]!;
      if (key === 'thread.id' && text < 0) id = (labelSets.number as Numbers)[label]!;
      if (key === 'command' && text >= 0) name = strings[text]!;
    }
    if (id === null) continue;
    const key = `${id} ${name}`;
    let row = known.get(key);
    if (row === undefined) {
      row = rows.push({ name, id, samples: 0 }) - 1;
      known.set(key, row);
    }
    rowOf[set] = row;
  }
  const setOf = samples.labels as Numbers;
  for (let sample = 0; sample < samples.length; sample++) {
    const row = rowOf[setOf[sample]!]!;
    if (row >= 0) rows[row]!.samples++;
  }
  return rows.sort((a, b) => b.samples - a.samples || a.id - b.id || (a.name < b.name ? -1 : 1));
}

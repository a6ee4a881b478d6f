/** What the labels of a profile say of the request that a sample serves. */
import { NONE, type Profile } from '../profile/profile.js';
import type { Work } from './work.js';

export interface RequestLabels {
  /** Per handler: the label that nearly all of its samples bear, as "endpoint=quote". */
  readonly ofGroup: ReadonlyMap<number, string>;
  /** Per handler that bears any label: the part of its weight that does, 0..1. */
  readonly partOfGroup: ReadonlyMap<number, number>;
  /** Part of the handlers' weight that bears such a label, 0..1. */
  readonly labelled: number;
}

/** `ofStack`: the group of each stack's handler, NONE without one. */
export function requestLabels({ selection, sampleType }: Work, ofStack: Int32Array): RequestLabels {
  const { profile, keptSamples } = selection;
  const texts = labelTexts(profile);
  const found = new Map<number, string>();
  const parts = new Map<number, number>();
  if (texts.every((text) => text === null)) return { ofGroup: found, partOfGroup: parts, labelled: 0 };
  const values = profile.samples.values[sampleType]! as Float64Array;
  const byGroup = new Map<number, Map<string, number>>();
  for (let sample = 0; sample < values.length; sample++) {
    const group = ofStack[(profile.samples.stack as Numbers)[sample]!]!;
    if (group === NONE || (keptSamples !== null && keptSamples[sample] === 0)) continue;
    const text = texts[(profile.samples.labels as Numbers)[sample]!] ?? '';
    const sums = byGroup.get(group) ?? new Map<string, number>();
    sums.set(text, (sums.get(text) ?? 0) + values[sample]!);
    byGroup.set(group, sums);
  }
  let all = 0;
  let labelled = 0;
  for (const [group, sums] of byGroup) {
    let total = 0;
    let own = 0;
    for (const [text, sum] of sums) {
      total += sum;
      if (text !== '') own += sum;
    }
    all += total;
    labelled += own;
    if (own > 0) parts.set(group, own / total);
    for (const [text, sum] of sums) if (text !== '' && sum >= NEARLY_ALL * total) found.set(group, text);
  }
  return { ofGroup: found, partOfGroup: parts, labelled: all > 0 ? labelled / all : 0 };
}

/** Keys under which services label the request that is served. */
const KEYS = [
  'endpoint',
  'handler',
  'route',
  'http.route',
  'url',
  'path',
  'method',
  'rpc',
  'rpc.method',
  'operation',
  'action',
];
const NEARLY_ALL = 0.9;

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Per label set: its "key=value" of the first of KEYS that it has; null without one. */
export function labelTexts({ labelSets, strings }: Profile): (string | null)[] {
  const bounds = labelSets.bounds as Numbers;
  const texts = strings as readonly string[];
  return Array.from({ length: labelSets.length }, (_, set) => {
    let best: { rank: number; text: string } | null = null;
    for (let row = bounds[set]!; row < bounds[set + 1]!; row++) {
      const key = texts[(labelSets.key as Numbers)[row]!]!;
      const value = (labelSets.text as Numbers)[row]!;
      const rank = KEYS.indexOf(key.toLowerCase());
      if (rank === -1 || value === NONE || (best !== null && best.rank <= rank)) continue;
      best = { rank, text: `${key}=${texts[value]!}` };
    }
    return best?.text ?? null;
  });
}

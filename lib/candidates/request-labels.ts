/** What the labels of a profile say of the request that a sample serves, as a property of its stack. */
import { NONE, type Profile } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';

/** Labels of requests, such as "endpoint=quote". */
export interface Requests {
  readonly texts: readonly string[];
  /** Per stack: the label of its samples, a row of `texts`; NONE where they bear none. */
  readonly ofStack: Int32Array;
}

/**
 * Stacks that serve several requests become one for each, so that the label is the stack's own: all that is said of stacks
 * holds as before. The profile itself where no stack does.
 */
export function splitByRequest(selection: Selection): { selection: Selection; requests: Requests } {
  const { profile } = selection;
  const { texts, ofSet } = labelTexts(profile);
  const stackOf = profile.samples.stack as Numbers;
  const labelsOf = profile.samples.labels as Numbers;
  const first = new Int32Array(profile.stacks.length).fill(NOT_SEEN);
  if (texts.length === 0) return { selection, requests: { texts, ofStack: first.fill(NONE) } };
  const moved = new Int32Array(stackOf.length);
  const copies = new Map<number, number>();
  const copied: number[] = [];
  const labels: number[] = [];
  for (let sample = 0; sample < moved.length; sample++) {
    const stack = stackOf[sample]!;
    const label = ofSet[labelsOf[sample]!]!;
    if (first[stack] === NOT_SEEN) first[stack] = label;
    moved[sample] = stack;
    if (first[stack] === label) continue;
    const key = stack * (texts.length + 1) + label + 1;
    let row = copies.get(key);
    if (row === undefined) {
      row = first.length + copied.length;
      copies.set(key, row);
      copied.push(stack);
      labels.push(label);
    }
    moved[sample] = row;
  }
  const ofStack = new Int32Array(first.length + copied.length);
  for (let stack = 0; stack < first.length; stack++)
    ofStack[stack] = first[stack] === NOT_SEEN ? NONE : first[stack]!;
  ofStack.set(labels, first.length);
  const requests = { texts, ofStack };
  if (copied.length === 0) return { selection, requests };
  const split: Profile = {
    ...profile,
    stacks: withCopies(profile.stacks, copied) as unknown as Profile['stacks'],
    samples: { ...profile.samples, stack: moved as unknown as Profile['samples']['stack'] },
  };
  return { selection: { ...selection, profile: split }, requests };
}

/** No label has this number. */
const NOT_SEEN = -2;

type Numbers = { readonly length: number; readonly [row: number]: number };

function withCopies(stacks: Profile['stacks'], copied: readonly number[]) {
  const bounds = stacks.bounds as Numbers;
  const locations = stacks.locations as Numbers;
  let size = locations.length;
  for (const stack of copied) size += bounds[stack + 1]! - bounds[stack]!;
  const length = stacks.length + copied.length;
  const newBounds = new Int32Array(length + 1);
  const items = new Int32Array(size);
  for (let i = 0; i < bounds.length; i++) newBounds[i] = bounds[i]!;
  for (let i = 0; i < locations.length; i++) items[i] = locations[i]!;
  let at = locations.length;
  copied.forEach((stack, copy) => {
    for (let i = bounds[stack]!; i < bounds[stack + 1]!; i++) items[at++] = locations[i]!;
    newBounds[stacks.length + copy + 1] = at;
  });
  return { length, bounds: newBounds, locations: items };
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
/** What has more values than this are not endpoints but requests: addresses with the user's number in them. */
const MOST_VALUES = 500;
const VERB = /^(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)$/;

/** Per label set: the "key=value" of the first of KEYS that it has and that names endpoints. */
function labelTexts(profile: Profile): { texts: readonly string[]; ofSet: Int32Array } {
  const { labelSets } = profile;
  const bounds = labelSets.bounds as Numbers;
  const ranks = keyRanks(profile);
  const numbers = new Map<string, number>();
  const ofSet = new Int32Array(labelSets.length).fill(NONE);
  for (let set = 0; set < labelSets.length; set++) {
    let best = NONE;
    for (let row = bounds[set]!; row < bounds[set + 1]!; row++) {
      const rank = ranks.get((labelSets.key as Numbers)[row]!);
      if (rank === undefined || (labelSets.text as Numbers)[row] === NONE) continue;
      if (best === NONE || rank < ranks.get((labelSets.key as Numbers)[best]!)!) best = row;
    }
    if (best === NONE) continue;
    const text = textOf(profile, best);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    ofSet[set] = number;
  }
  return { texts: [...numbers.keys()], ofSet };
}

function textOf({ labelSets, strings }: Profile, row: number): string {
  const texts = strings as readonly string[];
  return `${texts[(labelSets.key as Numbers)[row]!]!}=${texts[(labelSets.text as Numbers)[row]!]!}`;
}

/** The place in KEYS of every key, by its string, whose values can be endpoints. */
function keyRanks({ labelSets, strings }: Profile): ReadonlyMap<number, number> {
  const texts = strings as readonly string[];
  const values = new Map<number, Set<number>>();
  for (let row = 0; row < labelSets.key.length; row++) {
    const key = (labelSets.key as Numbers)[row]!;
    const text = (labelSets.text as Numbers)[row]!;
    if (text === NONE || !KEYS.includes(texts[key]!.toLowerCase())) continue;
    const known = values.get(key);
    if (known === undefined) values.set(key, new Set([text]));
    else known.add(text);
  }
  const ranks = new Map<number, number>();
  for (const [key, found] of values)
    if (found.size <= MOST_VALUES && ![...found].every((text) => VERB.test(texts[text]!)))
      ranks.set(key, KEYS.indexOf(texts[key]!.toLowerCase()));
  return ranks;
}

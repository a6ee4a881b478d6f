/** Handlers and labels held against each other: what labels say of handlers, and endpoints that only labels know. */
import { NONE } from '../profile/profile.js';
import type { Work } from './work.js';

export interface LabelCheck {
  /** Per handler: the label that nearly all of its samples bear, as "endpoint=quote". */
  readonly ofGroup: ReadonlyMap<number, string>;
  /** Per handler that bears any label: the part of its weight that does, 0..1. */
  readonly partOfGroup: ReadonlyMap<number, number>;
  /** Part of the handlers' weight that bears such a label, 0..1. */
  readonly labelled: number;
}

const NEARLY_ALL = 0.9;
/** Smaller labels than this part of the whole are noise, as smaller functions are. */
const SMALLEST = 0.005;

/** `ofStack`: the group of each stack's handler, NONE without one. */
export function labelCheck(
  { weights, requests: { texts, ofStack: labels } }: Work,
  ofStack: Int32Array,
): LabelCheck {
  const byGroup = new Map<number, Map<number, number>>();
  for (let stack = 0; stack < weights.length; stack++) {
    const group = ofStack[stack]!;
    if (group === NONE || weights[stack] === 0) continue;
    const sums = byGroup.get(group) ?? new Map<number, number>();
    sums.set(labels[stack]!, (sums.get(labels[stack]!) ?? 0) + weights[stack]!);
    byGroup.set(group, sums);
  }
  const ofGroup = new Map<number, string>();
  const partOfGroup = new Map<number, number>();
  let all = 0;
  let labelled = 0;
  for (const [group, sums] of byGroup) {
    let total = 0;
    for (const sum of sums.values()) total += sum;
    const own = total - (sums.get(NONE) ?? 0);
    all += total;
    labelled += own;
    if (own > 0) partOfGroup.set(group, own / total);
    for (const [label, sum] of sums)
      if (label !== NONE && sum >= NEARLY_ALL * total) ofGroup.set(group, texts[label]!);
  }
  return { ofGroup, partOfGroup, labelled: all > 0 ? labelled / all : 0 };
}

export interface LabelledEndpoint {
  /** As "endpoint=quote". */
  readonly text: string;
  readonly weight: number;
  /** Its number in `Requests`. */
  readonly label: number;
}

/** Labels that no handler has, by the stacks that bear them and are of no endpoint yet; largest first, then by name. */
export function labelledEndpoints(
  { weights, whole, requests: { texts, ofStack: labels } }: Work,
  ofStack: Int32Array,
  claimed: ReadonlySet<string>,
): LabelledEndpoint[] {
  const sums = new Float64Array(texts.length);
  for (let stack = 0; stack < weights.length; stack++)
    if (labels[stack] !== NONE && ofStack[stack] === NONE) sums[labels[stack]!]! += weights[stack]!;
  return texts
    .map((text, label) => ({ text, label, weight: sums[label]! }))
    .filter(({ text, weight }) => weight >= SMALLEST * whole && !claimed.has(text))
    .sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1));
}

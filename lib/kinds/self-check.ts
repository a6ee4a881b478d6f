/** How much of a profile no rule knows: the tables check themselves on every profile. */
import { functionName, moduleOf } from '../analysis/granularity.js';
import { stackWeights } from '../analysis/stack-weights.js';
import type { Selection } from '../profile/select.js';
import { type FrameKinds, OF_CALLER } from './classify.js';
import { kindNumber } from './kinds.js';
import { framePaths } from './stack-kinds.js';

/** Weights are of leafmost visible frames, in the unit of the sample type, of kept samples. */
export interface SelfCheck {
  /** Weight of all leaves; stacks that show nothing have none. */
  readonly total: number;
  /** Leaves of a runtime or a standard library that no rule matches: the goal is under 2 % of `total`. */
  readonly unmatched: number;
  /** Leaves whose rule says that they work for their caller. */
  readonly ofCaller: number;
  /** Leaves without a name. */
  readonly unsymbolized: number;
  /** What is unmatched, by weight descending, then name. */
  readonly names: readonly {
    readonly name: string;
    readonly module: string | null;
    readonly weight: number;
  }[];
}

/** `limit`: how many names to give. */
export function selfCheck(
  selection: Selection,
  frames: FrameKinds,
  sampleType: number,
  limit = 20,
  paths = framePaths(selection),
): SelfCheck {
  const { starts, items } = paths;
  const { profile } = selection;
  const { weights } = stackWeights(selection, sampleType);
  const nameless = kindNumber('unsymbolized');
  const byName = new Map<string, { name: string; module: string | null; weight: number }>();
  let total = 0;
  let unmatched = 0;
  let ofCaller = 0;
  let unsymbolized = 0;
  for (let stack = 0; stack < weights.length; stack++) {
    const weight = weights[stack]!;
    if (starts[stack] === starts[stack + 1] || weight === 0) continue;
    const leaf = items[starts[stack + 1]! - 1]!;
    total += weight;
    if (frames.kinds[leaf] === OF_CALLER) ofCaller += weight;
    if (frames.kinds[leaf] === nameless) unsymbolized += weight;
    if (frames.unmatched[leaf] === 0) continue;
    unmatched += weight;
    const name = functionName(profile, leaf) ?? '';
    const module = moduleOf(profile, leaf);
    const key = `${name}\0${module ?? ''}`;
    const row = byName.get(key);
    if (row === undefined) byName.set(key, { name, module, weight });
    else row.weight += weight;
  }
  const names = [...byName.values()].sort(
    (a, b) => b.weight - a.weight || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  return { total, unmatched, ofCaller, unsymbolized, names: names.slice(0, limit) };
}

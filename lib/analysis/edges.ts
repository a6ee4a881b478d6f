/** Who calls a group and whom it calls, weighted by the samples that show the call. */
import type { Selection } from '../profile/select.js';
import { graphEdges } from './call-graph.js';
import type { Grouping } from './granularity.js';
import { stackWeights } from './stack-weights.js';

export interface CallersAndCallees {
  /** By group, in the sample type's unit. */
  readonly callers: ReadonlyMap<number, number>;
  readonly callees: ReadonlyMap<number, number>;
}

/**
 * Each sample counts once for a pair, however often it recurs; a call of itself is not an edge (pprof's newGraph).
 * Hidden frames are skipped over, so that the caller is the next visible one.
 */
export function edges(
  selection: Selection,
  grouping: Grouping,
  sampleType: number,
  group: number,
): CallersAndCallees {
  const { profile, hiddenFrames: hidden, showFromFrames: from } = selection;
  if (profile.callGraph !== null) return graphEdges(profile, grouping, sampleType, group);
  const { weights, counts } = stackWeights(selection, sampleType);
  const { groupOfFrame } = grouping;
  const bounds = profile.stacks.bounds as Numbers;
  const items = profile.stacks.locations as Numbers;
  const frames = profile.locations.frames as Numbers;
  const callers = new Map<number, number>();
  const callees = new Map<number, number>();
  const callerSeen = new Int32Array(grouping.length).fill(-1);
  const calleeSeen = new Int32Array(grouping.length).fill(-1);
  for (let stack = 0; stack < weights.length; stack++) {
    if (counts[stack] === 0) continue;
    const weight = weights[stack]!;
    let previous = -1;
    let open = from === null;
    for (let i = bounds[stack]!; i < bounds[stack + 1]!; i++) {
      const last = frames[items[i]! + 1]!;
      for (let frame = frames[items[i]!]!; frame < last; frame++) {
        if (!open && from !== null && from[frame] === 1) open = true;
        if (!open || (hidden !== null && hidden[frame] === 1)) continue;
        const current = groupOfFrame[frame]!;
        if (previous !== current && previous !== -1) {
          if (current === group && callerSeen[previous] !== stack) {
            callerSeen[previous] = stack;
            callers.set(previous, (callers.get(previous) ?? 0) + weight);
          } else if (previous === group && calleeSeen[current] !== stack) {
            calleeSeen[current] = stack;
            callees.set(current, (callees.get(current) ?? 0) + weight);
          }
        }
        previous = current;
      }
    }
  }
  return { callers, callees };
}

type Numbers = { readonly length: number; readonly [row: number]: number };

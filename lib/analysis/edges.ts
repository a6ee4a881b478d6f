/** Who calls a group and whom it calls, weighted by the samples that show the call. */
import type { Selection } from '../profile/select.js';
import type { Grouping } from './granularity.js';

export interface CallersAndCallees {
  /** By group, in the sample type's unit. */
  readonly callers: ReadonlyMap<number, number>;
  readonly callees: ReadonlyMap<number, number>;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Each sample counts once for a pair, however often it recurs; a call of itself is not an edge (pprof's newGraph). */
export function edges(
  { profile, keptSamples, hiddenFrames }: Selection,
  grouping: Grouping,
  sampleType: number,
  group: number,
): CallersAndCallees {
  const { stacks, locations, samples } = profile;
  const values = samples.values[sampleType]!;
  const weights = new Float64Array(stacks.length);
  for (let sample = 0; sample < values.length; sample++) {
    if (keptSamples === null || keptSamples[sample] === 1)
      weights[(samples.stack as Numbers)[sample]!]! += values[sample]!;
  }
  const callers = new Map<number, number>();
  const callees = new Map<number, number>();
  const callerSeen = new Int32Array(grouping.length).fill(-1);
  const calleeSeen = new Int32Array(grouping.length).fill(-1);
  const frames = locations.frames as Numbers;
  for (let stack = 0; stack < stacks.length; stack++) {
    const weight = weights[stack]!;
    if (weight === 0) continue;
    let previous = -1;
    for (let i = (stacks.bounds as Numbers)[stack]!; i < (stacks.bounds as Numbers)[stack + 1]!; i++) {
      const location = (stacks.locations as Numbers)[i]!;
      for (let frame = frames[location]!; frame < frames[location + 1]!; frame++) {
        if (hiddenFrames !== null && hiddenFrames[frame] === 1) continue;
        const current = grouping.groupOfFrame[frame]!;
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

/** Self and total of sets of frames with intervals: one walk over the stacks, each sample once a set. */
import { type ShareIntervals, shareIntervals } from '../evidence/clusters.js';
import type { StackSources } from '../evidence/profile-table.js';
import { NONE } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';

export interface Shares {
  readonly self: ShareIntervals;
  readonly total: ShareIntervals;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** `groupOfFrame` has NONE for frames of no group. A call graph has no stacks, so that its totals are its selfs. */
export function sharesOf(
  { profile, hiddenFrames, showFromFrames }: Selection,
  sources: StackSources,
  groupOfFrame: Int32Array,
  groups: number,
): Shares {
  const profiles = sources.sizes.length;
  const { starts, profile: profileOf, weight: weightOf } = sources;
  const self = new Float64Array(profiles * groups);
  const total = new Float64Array(profiles * groups);
  const frames = profile.locations.frames as Numbers;
  const bounds = profile.stacks.bounds as Numbers;
  const items = profile.stacks.locations as Numbers;
  const isPlain = hiddenFrames === null && showFromFrames === null;
  const matters = locationsWith(frames, profile.locations.length, groupOfFrame);
  const seen = new Int32Array(groups).fill(-1);
  for (let stack = 0; groups > 0 && stack < profile.stacks.length; stack++) {
    const from = starts[stack]!;
    const to = starts[stack + 1]!;
    if (from === to) continue;
    let leaf = NONE;
    let open = showFromFrames === null;
    const end = bounds[stack + 1]!;
    for (let i = bounds[stack]!; i < end; i++) {
      const location = items[i]!;
      if (isPlain && matters[location] === 0) {
        leaf = NONE;
        continue;
      }
      for (let frame = frames[location]!; frame < frames[location + 1]!; frame++) {
        if (!open && showFromFrames?.[frame] === 1) open = true;
        if (!open || hiddenFrames?.[frame] === 1) continue;
        leaf = groupOfFrame[frame]!;
        if (leaf === NONE || seen[leaf] === stack) continue;
        seen[leaf] = stack;
        if (to - from === 1) total[profileOf[from]! * groups + leaf]! += weightOf[from]!;
        else for (let at = from; at < to; at++) total[profileOf[at]! * groups + leaf]! += weightOf[at]!;
      }
    }
    if (leaf === NONE) continue;
    for (let at = from; at < to; at++) self[profileOf[at]! * groups + leaf]! += weightOf[at]!;
  }
  const intervals = (hits: Float64Array): ShareIntervals =>
    shareIntervals({
      profiles,
      columns: groups,
      hits,
      sizes: sources.sizes,
      observations: sources.observations,
    });
  return { self: intervals(self), total: intervals(total) };
}

/** 1 for each location with a frame of any group: most of a profile is none of the patch's. */
function locationsWith(frames: Numbers, locations: number, groupOfFrame: Int32Array): Uint8Array {
  const found = new Uint8Array(locations);
  for (let location = 0; location < locations; location++)
    for (let frame = frames[location]!; frame < frames[location + 1]!; frame++)
      if (groupOfFrame[frame] !== NONE) found[location] = 1;
  return found;
}

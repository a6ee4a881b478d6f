/** The groups that each stack shows, root first, with what the filters hide left out. */
import { Int32Builder } from '../base/columns.js';
import { NONE } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import { requireStacks } from '../profile/stacks-known.js';
import type { Grouping } from './granularity.js';

/** Stack s shows items[starts[s] .. starts[s + 1]), its groups from root to leaf; a recursive one several times. */
export interface VisiblePaths {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

export function visiblePaths(selection: Selection, { groupOfFrame }: Grouping): VisiblePaths {
  requireStacks(selection.profile, 'candidates, which are ranked by the stacks that they share');
  const { profile, hiddenFrames: hidden, showFromFrames: from } = selection;
  if (hidden === null && from === null) return allOf(selection, groupOfFrame);
  const bounds = profile.stacks.bounds as Numbers;
  const rows = profile.stacks.locations as Numbers;
  const frames = profile.locations.frames as Numbers;
  const starts = new Int32Array(profile.stacks.length + 1);
  const items = new Int32Builder(rows.length);
  for (let stack = 0; stack + 1 < starts.length; stack++) {
    let open = from === null;
    for (let i = bounds[stack]!; i < bounds[stack + 1]!; i++) {
      const end = frames[rows[i]! + 1]!;
      for (let frame = frames[rows[i]!]!; frame < end; frame++) {
        if (!open && from !== null && from[frame] === 1) open = true;
        if (open && (hidden === null || hidden[frame] === 0)) items.push(groupOfFrame[frame]!);
      }
    }
    starts[stack + 1] = items.length;
  }
  return { starts, items: items.finish() };
}

/** Nothing is hidden, as nearly always; and most locations have one frame, whose group is looked up at once. */
function allOf({ profile }: Selection, groupOfFrame: Int32Array): VisiblePaths {
  const bounds = profile.stacks.bounds as Numbers;
  const rows = profile.stacks.locations as Numbers;
  const frames = profile.locations.frames as Numbers;
  const { only, most } = onlyGroups(profile.locations.length, frames, groupOfFrame);
  const starts = new Int32Array(profile.stacks.length + 1);
  // As many frames a position as a location has on average; more room is made where that does not do.
  const each = most > 1 ? profile.frames.length / profile.locations.length : 1;
  const items = new Int32Builder(Math.ceil(rows.length * each));
  for (let stack = 0; stack + 1 < starts.length; stack++) {
    const last = bounds[stack + 1]!;
    items.reserve((last - bounds[stack]!) * most);
    const { data } = items;
    let { length } = items;
    for (let i = bounds[stack]!; i < last; i++) {
      const row = rows[i]!;
      const group = only[row]!;
      if (group !== NONE) {
        data[length++] = group;
        continue;
      }
      const end = frames[row + 1]!;
      for (let frame = frames[row]!; frame < end; frame++) data[length++] = groupOfFrame[frame]!;
    }
    items.length = length;
    starts[stack + 1] = length;
  }
  return { starts, items: items.finish() };
}

/** By location: the group of its frame, NONE where it has several; and the most frames of any. */
function onlyGroups(
  locations: number,
  frames: Numbers,
  groupOfFrame: Int32Array,
): { readonly only: Int32Array; readonly most: number } {
  const only = new Int32Array(locations).fill(NONE);
  let most = 1;
  for (let row = 0; row < locations; row++) {
    const count = frames[row + 1]! - frames[row]!;
    if (count === 1) only[row] = groupOfFrame[frames[row]!]!;
    else if (count > most) most = count;
  }
  return { only, most };
}

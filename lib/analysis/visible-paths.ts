/** The groups that each stack shows, root first, with what the filters hide left out. */
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
  const bounds = profile.stacks.bounds as Numbers;
  const rows = profile.stacks.locations as Numbers;
  const frames = profile.locations.frames as Numbers;
  const starts = new Int32Array(profile.stacks.length + 1);
  let size = 0;
  for (let i = 0; i < rows.length; i++) size += frames[rows[i]! + 1]! - frames[rows[i]!]!;
  const items = new Int32Array(size);
  if (hidden === null && from === null) {
    allOf(bounds, rows, frames, groupOfFrame, starts, items);
    return { starts, items };
  }
  let at = 0;
  for (let stack = 0; stack + 1 < starts.length; stack++) {
    let open = from === null;
    for (let i = bounds[stack]!; i < bounds[stack + 1]!; i++) {
      const end = frames[rows[i]! + 1]!;
      for (let frame = frames[rows[i]!]!; frame < end; frame++) {
        if (!open && from !== null && from[frame] === 1) open = true;
        if (open && (hidden === null || hidden[frame] === 0)) items[at++] = groupOfFrame[frame]!;
      }
    }
    starts[stack + 1] = at;
  }
  return { starts, items: items.subarray(0, at) };
}

/** Nothing is hidden, as nearly always: most locations have one frame. */
function allOf(
  bounds: Numbers,
  rows: Numbers,
  frames: Numbers,
  groupOfFrame: Int32Array,
  starts: Int32Array,
  items: Int32Array,
): void {
  let at = 0;
  for (let stack = 0; stack + 1 < starts.length; stack++) {
    const last = bounds[stack + 1]!;
    for (let i = bounds[stack]!; i < last; i++) {
      const row = rows[i]!;
      const end = frames[row + 1]!;
      for (let frame = frames[row]!; frame < end; frame++) items[at++] = groupOfFrame[frame]!;
    }
    starts[stack + 1] = at;
  }
}

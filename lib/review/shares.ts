/** Self and total of what a patch touches, with intervals: one walk over the stacks, each sample once a function and a line. */
import { type ShareIntervals, shareIntervals } from '../evidence/clusters.js';
import type { StackSources } from '../evidence/profile-table.js';
import { NONE } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import type { Touched } from './touched.js';

export interface Shares {
  readonly self: ShareIntervals;
  readonly total: ShareIntervals;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Which functions matter: those named, and those that may hold at least a part of the whole, 0..1, by themselves or below them. */
export interface Worth {
  readonly least: number;
  readonly names: ReadonlySet<string>;
}

/**
 * By row of `functions` and of `lines`; 0 for functions that do not matter (null: all do), and for lines in them. A call graph
 * has no stacks, so that its totals are its selfs.
 */
export function sharesOf(
  selection: Selection,
  sources: StackSources,
  touched: Touched,
  worth: Worth | null = null,
): { readonly functions: Shares; readonly lines: Shares } {
  const { profile, hiddenFrames, showFromFrames } = selection;
  const { functions, lines } = touched;
  const { functionOfFrame, lineOfFrame } =
    worth === null ? touched : withoutSmall(selection, sources, touched, worth);
  const { starts, profile: profileOf, weight: weightOf } = sources;
  const columns = functions.length;
  const lineColumns = lines.length;
  const sums = emptySums(sources, columns);
  const lineSums = emptySums(sources, lineColumns);
  const frames = profile.locations.frames as Numbers;
  const bounds = profile.stacks.bounds as Numbers;
  const items = profile.stacks.locations as Numbers;
  const isPlain = hiddenFrames === null && showFromFrames === null;
  const plainFunctions = isPlain
    ? functionsWithoutLines(frames, profile.locations.length, { functionOfFrame, lineOfFrame })
    : null;
  const seen = new Int32Array(columns).fill(NONE);
  const seenLine = new Int32Array(lineColumns).fill(NONE);
  const add = (to: Float64Array, width: number, stack: number, column: number): void => {
    for (let at = starts[stack]!; at < starts[stack + 1]!; at++)
      to[profileOf[at]! * width + column]! += weightOf[at]!;
  };
  for (let stack = 0; columns > 0 && stack < profile.stacks.length; stack++) {
    const only = starts[stack]!;
    const weights = starts[stack + 1]! - only;
    if (weights === 0) continue;
    // Most stacks have one weight; a loop over it at every position took half as long again.
    const weight = weightOf[only]!;
    const row = profileOf[only]! * columns;
    const lineRow = profileOf[only]! * lineColumns;
    let leaf = NONE;
    let leafLine = NONE;
    let open = showFromFrames === null;
    const end = bounds[stack + 1]!;
    for (let i = bounds[stack]!; i < end; i++) {
      const location = items[i]!;
      const known = plainFunctions === null ? LOOK : plainFunctions[location]!;
      if (known !== LOOK) {
        leaf = known;
        leafLine = NONE;
        if (leaf === NONE || seen[leaf] === stack) continue;
        seen[leaf] = stack;
        if (weights === 1) sums.total[row + leaf]! += weight;
        else add(sums.total, columns, stack, leaf);
        continue;
      }
      const last = frames[location + 1]!;
      for (let frame = frames[location]!; frame < last; frame++) {
        if (!open && showFromFrames?.[frame] === 1) open = true;
        if (!open || hiddenFrames?.[frame] === 1) continue;
        leaf = functionOfFrame[frame]!;
        if (leaf === NONE) continue;
        if (seen[leaf] !== stack) {
          seen[leaf] = stack;
          if (weights === 1) sums.total[row + leaf]! += weight;
          else add(sums.total, columns, stack, leaf);
        }
        // A changed line is in a function that is weighed.
        leafLine = lineOfFrame[frame]!;
        if (leafLine === NONE || seenLine[leafLine] === stack) continue;
        seenLine[leafLine] = stack;
        if (weights === 1) lineSums.total[lineRow + leafLine]! += weight;
        else add(lineSums.total, lineColumns, stack, leafLine);
      }
    }
    if (leaf === NONE) continue;
    add(sums.self, columns, stack, leaf);
    if (leafLine !== NONE) add(lineSums.self, lineColumns, stack, leafLine);
  }
  return {
    functions: withIntervals(sums, sources, columns),
    lines: withIntervals(lineSums, sources, lineColumns),
  };
}

interface Sums {
  readonly self: Float64Array;
  readonly total: Float64Array;
}

/** [profile * columns + column] */
function emptySums({ sizes }: StackSources, columns: number): Sums {
  const sums = (): Float64Array => new Float64Array(sizes.length * columns);
  return { self: sums(), total: sums() };
}

function withIntervals(
  { self, total }: Sums,
  { sizes, observations }: StackSources,
  columns: number,
): Shares {
  const of = (hits: Float64Array): ShareIntervals =>
    shareIntervals({ profiles: sizes.length, columns, hits, sizes, observations });
  return { self: of(self), total: of(total) };
}

/**
 * A function holds at most what the stacks through its locations weigh, a recursive one several times: one sum at each position,
 * where telling recursion apart takes several times as long.
 */
function withoutSmall(
  { profile }: Selection,
  { starts, weight, sizes }: StackSources,
  { functions, functionOfFrame, lineOfFrame }: Touched,
  { least, names }: Worth,
): Pick<Touched, 'functionOfFrame' | 'lineOfFrame'> {
  const bounds = profile.stacks.bounds as Numbers;
  const items = profile.stacks.locations as Numbers;
  const frames = profile.locations.frames as Numbers;
  const through = new Float64Array(profile.locations.length);
  for (let stack = 0; stack < profile.stacks.length; stack++) {
    let all = 0;
    for (let at = starts[stack]!; at < starts[stack + 1]!; at++) all += Math.abs(weight[at]!);
    if (all === 0) continue;
    const end = bounds[stack + 1]!;
    for (let i = bounds[stack]!; i < end; i++) through[items[i]!]! += all;
  }
  const most = new Float64Array(functions.length);
  for (let location = 0; location < through.length; location++)
    for (let frame = frames[location]!; frame < frames[location + 1]!; frame++)
      if (functionOfFrame[frame] !== NONE) most[functionOfFrame[frame]!]! += through[location]!;
  let whole = 0;
  for (const size of sizes) whole += size;
  const matters = functions.map(({ name }, row) => most[row]! >= least * whole || names.has(name));
  const kept = (row: number): boolean => row !== NONE && matters[row]!;
  return {
    functionOfFrame: functionOfFrame.map((row) => (kept(row) ? row : NONE)),
    lineOfFrame: lineOfFrame.map((line, frame) => (kept(functionOfFrame[frame]!) ? line : NONE)),
  };
}

/** The frames of a location have to be looked at one by one. */
const LOOK = -2;

/**
 * By location: the function of its only frame, NONE where none of its functions is weighed, as most of a profile is none of
 * the patch's, or LOOK. One look-up in place of four for nearly all positions.
 */
function functionsWithoutLines(
  frames: Numbers,
  locations: number,
  { functionOfFrame, lineOfFrame }: Pick<Touched, 'functionOfFrame' | 'lineOfFrame'>,
): Int32Array {
  const found = new Int32Array(locations).fill(NONE);
  for (let location = 0; location < locations; location++) {
    const first = frames[location]!;
    const end = frames[location + 1]!;
    if (end - first === 1 && lineOfFrame[first] === NONE) found[location] = functionOfFrame[first]!;
    else if (functionOfFrame.subarray(first, end).some((row) => row !== NONE)) found[location] = LOOK;
  }
  return found;
}

/** Makes a flame graph's columns from a selection of samples: call tree, classes of weight, functions, lines. */
import { type CallTree, callTree } from '../analysis/call-tree.js';
import { type Grouping, groupFrames } from '../analysis/granularity.js';
import { totals } from '../analysis/totals.js';
import { observations } from '../evidence/observations.js';
import { backgroundOf, samplesIn } from '../kinds/background.js';
import type { Profile } from '../profile/profile.js';
import { NONE } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import { requireStacks } from '../profile/stacks-known.js';
import type { Flame, FlameEntries, FlameLines, FlameWorth } from './flame.js';
import { flameFunctions } from './functions.js';
import { keptNodes } from './prune.js';
import { type Classified, classifySamples } from './weight-classes.js';

export interface FlameOptions {
  readonly title?: string | undefined;
  /** Row of sampleTypes; default the profile's default. */
  readonly sampleType?: number | undefined;
  /** In a profile merged from two sides: the first source that belongs to the base. */
  readonly baseFrom?: number | undefined;
  /** Nodes to keep at most, the largest; default 100,000; 0 keeps all. */
  readonly maxNodes?: number | undefined;
  /** Idle time and the profiler's own samples are left out of everything, as in an answer; default false. */
  readonly workOnly?: boolean | undefined;
  /** Pattern of the team's own functions. */
  readonly own?: string | undefined;
  /** Background collection by function name, as a share. */
  readonly tax?: ReadonlyMap<string, number> | undefined;
  readonly worth?: FlameWorth | undefined;
}

export const DEFAULT_MAX_NODES = 100_000;

/** Pure. Throws 'unsupported' for a call graph without stacks. Negative values, as in a difference, are the base's. */
export function flameOf(selection: Selection, options: FlameOptions = {}): Flame {
  const { profile } = selection;
  requireStacks(profile, 'call trees and flame graphs');
  const sampleType = options.sampleType ?? profile.defaultSampleType;
  const grouping = groupFrames(profile, 'function');
  const classified = classifySamples(selection, sampleType, { baseFrom: options.baseFrom, own: options.own });
  const leftOut = options.workOnly === true ? notWork(selection, classified) : null;
  const kept = without(selection, leftOut);
  const sides = sidesOf(kept, classified);
  const tree = callTree(kept, grouping, sampleType);
  const weight = nodeWeights(tree, kept, sampleType);
  const { keep, ancestor, smallest } = keptNodes(tree, weight, options.maxNodes ?? DEFAULT_MAX_NODES);
  const rowOf = numbered(keep);
  const functions = flameFunctions(kept, {
    grouping,
    sampleType,
    sides,
    frames: classified.frames,
    shown: groupsOf(tree, keep),
    own: options.own,
    tax: options.tax,
    leftOut,
  });
  const length = keep.reduce((sum, one) => sum + one, 0);
  const nodes = { length, prefix: new Int32Array(length), fn: new Int32Array(length) };
  for (let node = 0; node < tree.length; node++) {
    const row = rowOf[node]!;
    if (row === NONE) continue;
    const caller = tree.prefix[node]!;
    nodes.prefix[row] = caller === NONE ? NONE : rowOf[caller]!;
    nodes.fn[row] = functions.rowOfGroup[tree.group[node]!]!;
  }
  const entries = entriesOf(kept, sampleType, tree, classified, { ancestor, rowOf });
  const [total, baseTotal] = sums(entries, classified);
  const lines = linesOf(profile, sides.head, sampleType, grouping, functions.rowOfGroup);
  const all = total + baseTotal;
  return {
    title: options.title ?? titleOf(profile),
    files: profile.sources.map(({ name }) => name),
    valueType: profile.sampleTypes[sampleType as never]!,
    step: stepOf([
      entries.self,
      entries.rest,
      functions.columns.self,
      functions.columns.total,
      functions.columns.baseSelf,
      functions.columns.baseTotal,
      lines.self,
      lines.total,
    ]),
    total,
    baseTotal,
    samples: observations(profile, sampleType, sides.head.keptSamples),
    nodes,
    entries,
    classes: classified.classes,
    labels: classified.labels,
    functions: functions.columns,
    lines,
    leftOut: tree.length - length,
    smallestShare: all > 0 ? smallest / all : 0,
    intervalCaption: functions.intervalCaption,
    worth: options.worth ?? null,
  };
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** The files by their own names; more than three by the first and the count. */
export function titleOf({ sources }: Profile): string {
  const names = sources.map(({ name }) => name.slice(name.lastIndexOf('/') + 1));
  return names.length <= 3 ? names.join(', ') : `${names[0]!} and ${names.length - 1} more`;
}

/** Head and base as selections of their own. */
export interface Sides {
  readonly head: Selection;
  readonly base: Selection | null;
}

function notWork(selection: Selection, { frames, kinds }: Classified): Uint8Array {
  return samplesIn(selection.profile, backgroundOf(selection, frames, kinds), ['idle', 'profiler']);
}

function without(selection: Selection, leftOut: Uint8Array | null): Selection {
  if (leftOut === null) return selection;
  const { keptSamples } = selection;
  return {
    ...selection,
    keptSamples: leftOut.map((out, sample) => (out === 1 || keptSamples?.[sample] === 0 ? 0 : 1)),
  };
}

function sidesOf(selection: Selection, { classOf, classes }: Classified): Sides {
  if (!classes.some(({ base }) => base)) return { head: selection, base: null };
  const side = (wanted: boolean): Selection => ({
    ...selection,
    keptSamples: Uint8Array.from(classOf, (one, sample) =>
      classes[one]!.base === wanted && selection.keptSamples?.[sample] !== 0 ? 1 : 0,
    ),
  });
  return { head: side(false), base: side(true) };
}

/** Per node: the sum of all |values| below it, both sides. */
function nodeWeights(tree: CallTree, { profile, keptSamples }: Selection, sampleType: number): Float64Array {
  const values = profile.samples.values[sampleType]! as Float64Array;
  if (!values.some((value) => value < 0)) return tree.total;
  const stackOf = profile.samples.stack as Numbers;
  const weight = new Float64Array(tree.length);
  for (let sample = 0; sample < values.length; sample++) {
    const node = tree.nodeOfStack[stackOf[sample]!]!;
    if (node !== NONE && keptSamples?.[sample] !== 0) weight[node]! += Math.abs(values[sample]!);
  }
  for (let node = tree.length - 1; node >= 0; node--) {
    const caller = tree.prefix[node]!;
    if (caller !== NONE) weight[caller]! += weight[node]!;
  }
  return weight;
}

function numbered(keep: Uint8Array): Int32Array {
  let next = 0;
  return Int32Array.from(keep, (one) => (one === 1 ? next++ : NONE));
}

function groupsOf(tree: CallTree, keep: Uint8Array): Set<number> {
  const groups = new Set<number>();
  for (let node = 0; node < keep.length; node++) if (keep[node] === 1) groups.add(tree.group[node]!);
  return groups;
}

interface Kept {
  /** Per node of the tree: itself or the nearest caller that is kept. */
  readonly ancestor: Int32Array;
  readonly rowOf: Int32Array;
}

function entriesOf(
  { profile, keptSamples }: Selection,
  sampleType: number,
  tree: CallTree,
  { classOf, classes }: Classified,
  { ancestor, rowOf }: Kept,
): FlameEntries {
  const values = profile.samples.values[sampleType]! as Float64Array;
  const stackOf = profile.samples.stack as Numbers;
  const rows = new Map<number, number>();
  const keys: number[] = [];
  const self: number[] = [];
  const rest: number[] = [];
  for (let sample = 0; sample < values.length; sample++) {
    const value = values[sample]!;
    if (value === 0 || keptSamples?.[sample] === 0) continue;
    const node = tree.nodeOfStack[stackOf[sample]!]!;
    if (node === NONE) continue;
    const shown = ancestor[node]!;
    const key = rowOf[shown]! * classes.length + classOf[sample]!;
    let row = rows.get(key);
    if (row === undefined) {
      row = keys.length;
      rows.set(key, row);
      keys.push(key);
      self.push(0);
      rest.push(0);
    }
    const sum = shown === node ? self : rest;
    sum[row]! += Math.abs(value);
  }
  const order = keys.map((_, row) => row).sort((a, b) => keys[a]! - keys[b]!);
  return {
    length: order.length,
    node: Int32Array.from(order, (row) => Math.floor(keys[row]! / classes.length)),
    class: Int32Array.from(order, (row) => keys[row]! % classes.length),
    self: Float64Array.from(order, (row) => self[row]!),
    rest: Float64Array.from(order, (row) => rest[row]!),
  };
}

function sums(entries: FlameEntries, { classes }: Classified): [total: number, baseTotal: number] {
  let [total, base] = [0, 0];
  for (let row = 0; row < entries.length; row++) {
    const weight = entries.self[row]! + entries.rest[row]!;
    if (classes[entries.class[row]!]!.base) base += weight;
    else total += weight;
  }
  return [total, base];
}

/** Rows by function, then line; of the heaviest functions, as far as lines are known. */
function linesOf(
  profile: Profile,
  selection: Selection,
  sampleType: number,
  grouping: Grouping,
  rowOfGroup: Int32Array,
): FlameLines {
  const line = profile.frames.line as Numbers;
  const groups = new Map<number, number>();
  const keys: number[] = [];
  const groupOfFrame = grouping.groupOfFrame.map((group, frame) => {
    const key = group * LINES + line[frame]!;
    let found = groups.get(key);
    if (found === undefined) {
      found = keys.length;
      groups.set(key, found);
      keys.push(key);
    }
    return found;
  });
  const byLine = { ...grouping, length: keys.length, groupOfFrame };
  const found = totals(selection, byLine, sampleType);
  const rows = keys
    .map((key, group) => ({ fn: rowOfGroup[Math.floor(key / LINES)]!, line: key % LINES, group }))
    .filter(
      ({ fn, line, group }) =>
        fn !== NONE && fn < FUNCTIONS_WITH_LINES && line > 0 && found.totals[group] !== 0,
    )
    .sort((a, b) => a.fn - b.fn || a.line - b.line);
  return {
    length: rows.length,
    fn: Int32Array.from(rows, ({ fn }) => fn),
    line: Int32Array.from(rows, ({ line }) => line),
    self: Float64Array.from(rows, ({ group }) => Math.abs(found.self[group]!)),
    total: Float64Array.from(rows, ({ group }) => Math.abs(found.totals[group]!)),
  };
}

/** The heaviest by total; lines of all would be most of the file, and few are ever looked at. */
const FUNCTIONS_WITH_LINES = 2000;

/** More than there can be line numbers. */
const LINES = 2 ** 32;

/** Greatest common divisor of all values; 0 where one is no safe integer. */
function stepOf(columns: readonly Float64Array[]): number {
  let step = 0;
  for (const column of columns)
    for (const value of column) {
      if (!Number.isSafeInteger(value)) return 0;
      if (step === 1 || value === 0) continue;
      let [a, b] = [step, value];
      while (b !== 0) [a, b] = [b, a % b];
      step = a;
    }
  return step === 0 ? 1 : step;
}

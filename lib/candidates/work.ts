/** What a profile's weight is made of: who worked, at what, and what belongs to nobody's request. Every later stage reads this. */
import { functionName, type Grouping, groupFrames, moduleOf } from '../analysis/granularity.js';
import { stackWeights } from '../analysis/stack-weights.js';
import type { VisiblePaths } from '../analysis/visible-paths.js';
import { type BackgroundSplit, BINS, type Bin, backgroundOf, splitBackground } from '../kinds/background.js';
import { classifyFrames, type FrameKinds } from '../kinds/classify.js';
import { type Kind, kindNumber } from '../kinds/kinds.js';
import { type Owner, ownerOf } from '../kinds/ownership.js';
import { framePaths, stackKinds } from '../kinds/stack-kinds.js';
import { matcher } from '../profile/patterns.js';
import { NONE } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import { type Requests, splitByRequest } from './request-labels.js';

export interface Work {
  /** With stacks that serve several requests split, so that it has more of them than the profile that was given. */
  readonly selection: Selection;
  readonly requests: Requests;
  readonly sampleType: number;
  readonly grouping: Grouping;
  /** Per group. */
  readonly owners: readonly Owner[];
  readonly frames: FrameKinds;
  /** The visible frames, and the visible groups, of each stack, root first: the same positions. */
  readonly framePaths: VisiblePaths;
  readonly paths: VisiblePaths;
  /** Per stack: number of its kind. */
  readonly kinds: Uint8Array;
  /**
   * Per stack, weight of the samples that are somebody's work. Idle time, the profiler and the runtime's own threads are
   * not among them.
   */
  readonly weights: Float64Array;
  /** What shares are of: all weight but idle time and the profiler; 1 where that is nothing. Filtered samples are in it. */
  readonly whole: number;
  /** Share of each bin: `idle` and `profiler` of all weight, the others of `whole`. */
  readonly background: Readonly<Record<Bin, number>>;
  /** The samples by bin, as `splitBackground` tells them apart. */
  readonly split: BackgroundSplit;
  /** Per bin: weight of each stack's samples in it; null where it holds nothing. */
  readonly backgroundWeights: Readonly<Record<Bin, Float64Array | null>>;
}

/** `own`: pattern of the team's own functions, as for `ownerOf`. Linear in the positions of the stacks. */
export function workOf(given: Selection, sampleType: number, own?: string | undefined): Work {
  const { selection, requests } = splitByRequest(given);
  const { profile } = selection;
  const isOwn = own === undefined ? null : matcher(own, 'own');
  const grouping = groupFrames(profile, 'function');
  const frames = classifyFrames(profile, isOwn);
  const rows = framePaths(selection);
  const kinds = stackKinds(selection, frames, rows);
  const split = splitBackground(selection, sampleType, backgroundOf(selection, frames, kinds, rows));
  const { total } = stackWeights(selection, sampleType);
  const bin = (name: Bin): number => split.byBin[BINS.indexOf(name)]!;
  const whole = total - bin('idle') - bin('profiler');
  const per = (weight: number, of: number): number => (of > 0 ? weight / of : 0);
  const { groupOfFrame } = grouping;
  return {
    selection,
    requests,
    sampleType,
    grouping,
    owners: ownersOf(selection, grouping, frames, isOwn),
    frames,
    framePaths: rows,
    paths: { starts: rows.starts, items: gathered(groupOfFrame, rows.items) },
    kinds,
    weights: split.weights[BINS.indexOf('none')] ?? new Float64Array(profile.stacks.length),
    whole: whole > 0 ? whole : 1,
    background: byBin((name) => per(bin(name), name === 'idle' || name === 'profiler' ? total : whole)),
    split,
    backgroundWeights: byBin((name) => split.weights[BINS.indexOf(name)]!),
  };
}

/** A plain loop: millions of rows. */
function gathered(values: Int32Array, rows: Int32Array): Int32Array {
  const found = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) found[i] = values[rows[i]!]!;
  return found;
}

function byBin<Value>(of: (name: Bin) => Value): Record<Bin, Value> {
  return Object.fromEntries(BINS.map((name) => [name, of(name)])) as Record<Bin, Value>;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

function ownersOf(
  { profile }: Selection,
  { exampleFrame }: Grouping,
  { kinds }: FrameKinds,
  isOwn: ((text: string) => boolean) | null,
): readonly Owner[] {
  return Array.from(exampleFrame, (frame) => {
    const fn = (profile.frames.function as Numbers)[frame]!;
    const file = fn === NONE ? NONE : (profile.functions.file as Numbers)[fn]!;
    const owner = ownerOf(
      functionName(profile, frame),
      moduleOf(profile, frame),
      file === NONE ? null : (profile.strings as readonly string[])[file]!,
      isOwn,
    );
    return owner === 'own' && isOwn === null && RUNTIME_ONLY.has(kinds[frame]!) ? 'runtime' : owner;
  });
}

/**
 * Nobody's service does this work with code of its own. Where names come without files and objects (collapsed stacks, static
 * binaries) they look like the team's; the tables of kinds know them.
 */
const RUNTIME_KINDS: readonly Kind[] = [
  'alloc',
  'assist',
  'compile',
  'dynamic',
  'gc',
  'gc-barrier',
  'gc-mark',
  'gc-sweep',
  'interp',
  'load',
  'mem',
  'profiler',
  'refcount',
  'sched',
  'syscall',
  'unsymbolized',
];
const RUNTIME_ONLY = new Set(RUNTIME_KINDS.map(kindNumber));

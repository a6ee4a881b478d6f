/** What of a profile belongs to no request: waiting, the runtime's own threads, and the profiler. */

import { NONE, type Profile } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import { type FrameKinds, ROLES } from './classify.js';
import { JVM_THREADS } from './jvm.js';
import { type Kind, kindNumber, NO_KIND } from './kinds.js';
import { framePaths, isOwnWork, stackKinds } from './stack-kinds.js';

/**
 * `none`: somebody's work, or nobody can tell. `idle`: waiting, and marking by idle processors; to be left out of
 * numerator and denominator. `gc`, `sched`, `compile`: the runtime's work on its own threads, caused by code that is
 * not in the stack. `profiler`: the recording itself; to be left out.
 */
export const BINS = ['none', 'idle', 'gc', 'sched', 'compile', 'profiler'] as const;
export type Bin = (typeof BINS)[number];

/** Numbers are places in `BINS`. */
export interface Background {
  readonly ofStack: Uint8Array;
  /** By the name of the thread (a JVM's, and the kernel's idle one); it decides where the stack says `none`. */
  readonly ofLabelSet: Uint8Array;
}

/**
 * A stack is idle where any frame says so, and the collector's where any frame is one of its roots, even when finalizers
 * run own code below. It is the profiler's where a frame of it is there and no own code leafward of that (profilers also
 * wrap whole programs). It is the collector's, the compiler's or the scheduler's where its kind is, or a frame is their
 * root, and no own or library code and no interpreter is in it. `kinds`: `stackKinds`.
 */
export function backgroundOf(
  selection: Selection,
  frames: FrameKinds,
  kinds?: Uint8Array,
  paths = framePaths(selection),
): Background {
  const { starts, items } = paths;
  const kindOf = kinds ?? stackKinds(selection, frames, paths);
  const ofStack = new Uint8Array(starts.length - 1);
  const own = ownFrames(frames);
  // CPython collects inside the thread that allocates, even where the stack is too short to show whom it interrupted.
  const inline = frames.hosts.has('python') && frames.hosts.size === 1;
  const binOf = (start: number, end: number, byKind: number): number => {
    let claimed = 0;
    let owned = false;
    for (let at = start; at < end; at++) {
      const frame = items[at]!;
      const bin = BIN_OF_ROLE[frames.roles[frame]!]!;
      if (bin === IDLE) return IDLE;
      if (bin === GC) claimed = GC;
      else if (claimed === GC) continue;
      else if (bin === PROFILER) claimed = PROFILER;
      else if (own[frame] === 1) {
        owned = true;
        claimed = 0;
      } else if (bin !== 0 && !owned && claimed === 0) claimed = bin;
    }
    return claimed !== 0 ? claimed : owned ? 0 : byKind;
  };
  for (let stack = 0; stack < ofStack.length; stack++) {
    const byKind = BIN_OF_KIND[kindOf[stack]!]!;
    ofStack[stack] = binOf(starts[stack]!, starts[stack + 1]!, inline && byKind === GC ? 0 : byKind);
  }
  return { ofStack, ofLabelSet: binsOfThreads(selection.profile, frames) };
}

/** Per sample: 1 where it is in one of `bins`. */
export function samplesIn(
  { samples }: Profile,
  { ofStack, ofLabelSet }: Background,
  bins: readonly Bin[],
): Uint8Array {
  const wanted = Uint8Array.from(BINS, (bin) => (bins.includes(bin) ? 1 : 0));
  const stackOf = samples.stack as Numbers;
  const labelsOf = samples.labels as Numbers;
  return Uint8Array.from(
    { length: samples.length },
    (_, sample) => wanted[ofStack[stackOf[sample]!]! || ofLabelSet[labelsOf[sample]!]!]!,
  );
}

/** The samples of one type, told apart; all in that type's unit, of kept samples. */
export interface BackgroundSplit {
  /** By number of `BINS`. */
  readonly byBin: Float64Array;
  /** Per stack and bin number: the weight of its samples in that bin; null for a bin that holds nothing. */
  readonly weights: readonly (Float64Array | null)[];
}

export function splitBackground(
  { profile, keptSamples }: Selection,
  sampleType: number,
  { ofStack, ofLabelSet }: Background,
): BackgroundSplit {
  const values = profile.samples.values[sampleType]! as Float64Array;
  const stackOf = profile.samples.stack as Numbers;
  const labelsOf = profile.samples.labels as Numbers;
  const byBin = new Float64Array(BINS.length);
  const weights: (Float64Array | null)[] = BINS.map(() => null);
  for (let sample = 0; sample < values.length; sample++) {
    const value = values[sample]!;
    if (value === 0 || (keptSamples !== null && keptSamples[sample] === 0)) continue;
    const stack = stackOf[sample]!;
    const bin = ofStack[stack]! || ofLabelSet[labelsOf[sample]!]!;
    byBin[bin]! += value;
    let column = weights[bin]!;
    if (column === null) {
      column = new Float64Array(ofStack.length);
      weights[bin] = column;
    }
    column[stack]! += value;
  }
  return { byBin, weights };
}

type Numbers = { readonly length: number; readonly [row: number]: number };

const IDLE = BINS.indexOf('idle');
const GC = BINS.indexOf('gc');
const PROFILER = BINS.indexOf('profiler');

const BIN_OF_ROLE = Uint8Array.from(ROLES, (role) => Math.max(0, BINS.indexOf(role as Bin)));

const BINS_OF_KINDS: readonly (readonly [Kind, Bin])[] = [
  ['idle', 'idle'],
  ['gc', 'gc'],
  ['gc-mark', 'gc'],
  ['gc-sweep', 'gc'],
  ['assist', 'gc'],
  ['compile', 'compile'],
  ['sched', 'sched'],
  ['profiler', 'profiler'],
];

/** By number of kind, NO_KIND among them. */
const BIN_OF_KIND = new Uint8Array(NO_KIND + 1);
for (const [kind, bin] of BINS_OF_KINDS) BIN_OF_KIND[kindNumber(kind)] = BINS.indexOf(bin);

/** 1 for frames that stand for code whose cost is its own: an interpreter stands for the code that it interprets. */
function ownFrames({ kinds }: FrameKinds): Uint8Array {
  const interp = kindNumber('interp');
  return Uint8Array.from(kinds, (kind) => (isOwnWork(kind) || kind === interp ? 1 : 0));
}

/** Keys under which formats give a thread's name: perf's command, JFR's and async-profiler's thread. */
const THREAD_KEYS = new Set(['command', 'comm', 'thread', 'thread.name', 'thread_name']);

function binsOfThreads({ labelSets, strings }: Profile, { hosts }: FrameKinds): Uint8Array {
  const bins = new Uint8Array(labelSets.length);
  const bounds = labelSets.bounds as Numbers;
  const texts = strings as readonly string[];
  for (let set = 0; set < bins.length; set++) {
    for (let label = bounds[set]!; label < bounds[set + 1]!; label++) {
      const text = (labelSets.text as Numbers)[label]!;
      if (text === NONE || !THREAD_KEYS.has(texts[(labelSets.key as Numbers)[label]!]!)) continue;
      const name = texts[text]!;
      if (name === 'swapper' || name.startsWith('swapper/')) bins[set] = IDLE;
      if (!hosts.has('jvm')) continue;
      const thread = JVM_THREADS.find(({ prefixes }) => prefixes.some((prefix) => name.startsWith(prefix)));
      if (thread !== undefined) bins[set] = BINS.indexOf(thread.bin);
    }
  }
  return bins;
}

/** Which language a profile is of, by the names, source files and object files that hold its weight. */
import { functionName, groupFrames, moduleOf } from '../analysis/granularity.js';
import { stackWeights } from '../analysis/stack-weights.js';
import { NONE } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';

/** As the priors name them; "unknown" where the signs do not suffice. C and C++ are one: native code that is not known to be Rust. */
export type Language = 'go' | 'java' | 'node' | 'python' | 'rust' | 'c' | 'unknown';

/** Samples with a sign must have this share of the whole weight. */
const ENOUGH = 0.2;

/** A runtime that is there decides over native code below it: a Node or JVM profile is full of C++. */
const ORDER = ['go', 'java', 'node', 'python', 'rust', 'c'] as const;

/**
 * The first language that enough samples have a sign of in any frame, since a runtime is often seen only as the root of the
 * stacks. Frames that a filter hides count: hiding them does not change what the program is written in.
 */
export function languageOf(selection: Selection, sampleType: number): Language {
  const { profile } = selection;
  const { exampleFrame, groupOfFrame } = groupFrames(profile, 'filefunction');
  const signs = Array.from(exampleFrame, (frame) =>
    signOf(functionName(profile, frame), moduleOf(profile, frame), fileOf(selection, frame)),
  );
  const { total, weights } = stackWeights(selection, sampleType);
  if (total === 0) return 'unknown';
  for (const language of ORDER) {
    const shows = Uint8Array.from(signs, (sign) => (sign === language ? 1 : 0));
    if (shows.includes(1) && weightWith(selection, shows, groupOfFrame, weights) >= ENOUGH * total)
      return language;
  }
  return 'unknown';
}

/** Sum over the stacks with a frame of a group that `shows`; most are left at their root. */
function weightWith(
  { profile }: Selection,
  shows: Uint8Array,
  groupOfFrame: Int32Array,
  weights: Float64Array,
): number {
  const frames = profile.locations.frames as Numbers;
  const starts = profile.stacks.bounds as Numbers;
  const items = profile.stacks.locations as Numbers;
  const isShown = new Uint8Array(profile.locations.length);
  for (let location = 0; location < isShown.length; location++)
    for (let frame = frames[location]!; frame < frames[location + 1]!; frame++)
      if (shows[groupOfFrame[frame]!] === 1) isShown[location] = 1;
  let sum = 0;
  for (let stack = 0; stack < weights.length; stack++) {
    const end = starts[stack + 1]!;
    let i = starts[stack]!;
    while (i < end && isShown[items[i]!] === 0) i++;
    // A difference of two profiles has weights below 0.
    if (i < end) sum += Math.abs(weights[stack]!);
  }
  return sum;
}

function signOf(name: string | null, module: string | null, file: string | null): Language | null {
  if (
    file?.endsWith('.go') === true ||
    (name !== null && /^(runtime\.(main|goexit|mcall|mallocgc)|main\.main)\b/.test(name))
  )
    return 'go';
  if (
    module === 'libjvm.so' ||
    (name !== null && /^(java|jdk|sun)[./]|^Ljava\//.test(name)) ||
    file?.endsWith('.java') === true
  )
    return 'java';
  if (
    module === 'node' ||
    file?.startsWith('node:') === true ||
    (file !== null && /\.[cm]?[jt]s$/.test(file))
  )
    return 'node';
  if (
    (module !== null && /^(lib)?python/.test(module)) ||
    file?.endsWith('.py') === true ||
    (name !== null && /\.py(:\d+)?\)?$/.test(name))
  )
    return 'python';
  if (name !== null && RUST.test(name)) return 'rust';
  if (module === null || /^\[/.test(module)) return null;
  return 'c';
}

/** Modules of Rust's standard library that C++'s namespace of the same name has not. */
const RUST =
  /^(<.* as )?(core::(fmt|ops|ptr|iter|slice|str)|alloc::(raw_vec|vec|string|fmt|collections)|std::(rt|sys|panicking|thread::Builder))::/;

type Numbers = { readonly [row: number]: number };

function fileOf({ profile }: Selection, frame: number): string | null {
  const fn = (profile.frames.function as Numbers)[frame]!;
  const file = fn === NONE ? NONE : (profile.functions.file as Numbers)[fn]!;
  return file === NONE ? null : (profile.strings as readonly string[])[file]!;
}

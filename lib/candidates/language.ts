/** Which language a profile is of, by the names, source files and object files that hold its weight. */
import { functionName, groupFrames, moduleOf } from '../analysis/granularity.js';
import { totals } from '../analysis/totals.js';
import { NONE } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';

/** As the priors name them; "unknown" where the signs do not suffice. C and C++ are one: native code that is not known to be Rust. */
export type Language = 'go' | 'java' | 'node' | 'python' | 'rust' | 'c' | 'unknown';

/** A sign must hold for this share of the weight that is outside the kernel. */
const ENOUGH = 0.2;

/**
 * A runtime that is there decides over native code below it: a Node or JVM profile is full of C++. Signs count by
 * total, since a runtime is often seen only as the root of the stacks.
 */
export function languageOf(selection: Selection, sampleType: number): Language {
  const { profile } = selection;
  const grouping = groupFrames(profile, 'filefunction');
  const sums = totals(selection, grouping, sampleType);
  const most = new Map<Language, number>();
  for (let group = 0; group < grouping.length; group++) {
    const frame = grouping.exampleFrame[group]!;
    const language = signOf(functionName(profile, frame), moduleOf(profile, frame), fileOf(selection, frame));
    if (language !== null) most.set(language, Math.max(most.get(language) ?? 0, sums.totals[group]!));
  }
  const whole = sums.total > 0 ? sums.total : 1;
  for (const language of ['go', 'java', 'node', 'python', 'rust', 'c'] as const)
    if ((most.get(language) ?? 0) >= ENOUGH * whole) return language;
  return 'unknown';
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

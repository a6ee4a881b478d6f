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
  const signs = Array.from(grouping.exampleFrame, (frame) =>
    signOf(functionName(profile, frame), moduleOf(profile, frame), fileOf(selection, frame)),
  );
  /** Per language the largest share of a group that shows it. */
  const largest = (some: Selection): ReadonlyMap<Language, number> => {
    const sums = totals(some, grouping, sampleType);
    const whole = sums.total > 0 ? sums.total : 1;
    const most = new Map<Language, number>();
    signs.forEach((language, group) => {
      if (language !== null)
        most.set(language, Math.max(most.get(language) ?? 0, sums.totals[group]! / whole));
    });
    return most;
  };
  // No other sign goes before Go's, so that a part of a large profile settles it.
  const part = firstPart(selection, sampleType);
  if (part !== null && (largest(part).get('go') ?? 0) >= ENOUGH) return 'go';
  const found = largest(selection);
  for (const language of ['go', 'java', 'node', 'python', 'rust', 'c'] as const)
    if ((found.get(language) ?? 0) >= ENOUGH) return language;
  return 'unknown';
}

/** Smaller profiles are walked in no time. */
const LARGE = 100_000;
const PART = 0.3;

/** The first samples of a large profile; null where it is small, or values below 0 might take away what these say. */
function firstPart(selection: Selection, sampleType: number): Selection | null {
  const values = selection.profile.samples.values[sampleType]! as Float64Array;
  if (values.length < LARGE || values.some((value) => value < 0)) return null;
  const end = Math.ceil(PART * values.length);
  const kept = new Uint8Array(values.length);
  for (let sample = 0; sample < end; sample++) kept[sample] = selection.keptSamples?.[sample] ?? 1;
  return { ...selection, keptSamples: kept };
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

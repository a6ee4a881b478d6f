/** Profile to folded stacks: equal lines joined, in byte order. */
import { NONE, type Profile } from '../../profile/profile.js';

type Numbers = { readonly length: number; readonly [row: number]: number };

/** One `root;…;leaf VALUE` a line of the given sample type. ";" in a name becomes ":", control characters a space. */
export function writeFolded(profile: Profile, sampleType: number): string {
  const { samples, stacks, locations, frames, functions, mappings } = profile;
  const strings = profile.strings as readonly string[];
  const n = (column: unknown): Numbers => column as Numbers;
  const names = Array.from({ length: frames.length }, (_, frame) => {
    const fn = n(frames.function)[frame]!;
    if (fn !== NONE) return safe(strings[n(functions.name)[fn]!]!);
    const mapping = n(locations.mapping)[n(frames.location)[frame]!]!;
    const file = mapping === NONE ? NONE : n(mappings.file)[mapping]!;
    return file === NONE
      ? '[unknown]'
      : `[${safe(strings[file]!.slice(strings[file]!.lastIndexOf('/') + 1))}]`;
  });
  const sums = new Map<string, number | bigint>();
  const exact = samples.exact[sampleType]!;
  for (let sample = 0; sample < samples.length; sample++) {
    const stack = n(samples.stack)[sample]!;
    const path: string[] = [];
    for (let i = n(stacks.bounds)[stack]!; i < n(stacks.bounds)[stack + 1]!; i++) {
      const location = n(stacks.locations)[i]!;
      for (let frame = n(locations.frames)[location]!; frame < n(locations.frames)[location + 1]!; frame++)
        path.push(names[frame]!);
    }
    const key = path.length === 0 ? '[unknown]' : path.join(';');
    const old = sums.get(key) ?? 0;
    sums.set(
      key,
      exact === null ? Number(old) + samples.values[sampleType]![sample]! : BigInt(old) + exact[sample]!,
    );
  }
  const lines = [...sums]
    .filter(([, value]) => Number(value) !== 0)
    .map(([path, value]) => `${path} ${value}\n`);
  return lines.sort((a, b) => (a < b ? -1 : 1)).join('');
}

function safe(name: string): string {
  return name.replace(/;/g, ':').replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}

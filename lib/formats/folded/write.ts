/** Profile to folded stacks: equal lines joined, in byte order. */
import { forFolded } from '../../base/escape.js';
import { NONE, type Profile } from '../../profile/profile.js';
import { requireStacks } from '../../profile/stacks-known.js';

type Numbers = { readonly length: number; readonly [row: number]: number };
const n = (column: unknown): Numbers => column as Numbers;

export interface FoldedOptions {
  /** Row of `sampleTypes`; default the profile's own choice. */
  readonly sampleType?: number | undefined;
  /** Mark frames as FlameGraph does: `_[k]` kernel, `_[j]` JIT, `_[i]` inlined; default false. */
  readonly annotate?: boolean | undefined;
  /** Begin each stack with the "command" label, its spaces as "_"; default false. */
  readonly comm?: boolean | undefined;
}

/** One `root;…;leaf VALUE` a line of the given sample type. ";" in a name becomes ":", control characters a space. */
export function writeFolded(profile: Profile, sampleType: number): string {
  let text = '';
  for (const line of foldedLines(profile, { sampleType })) text += line;
  return text;
}

/** The lines of `writeFolded`, each with its line end. Sums are exact; lines whose sum is 0 are left out. */
export function* foldedLines(profile: Profile, options: FoldedOptions = {}): Iterable<string> {
  requireStacks(profile, 'folded stacks');
  const { samples, stacks, locations } = profile;
  const sampleType = options.sampleType ?? profile.defaultSampleType;
  const names = frameNames(profile, options.annotate === true);
  const values = samples.values[sampleType]!;
  const exact = samples.exact[sampleType]!;
  const pathOf = new Map<number, string>();
  const commOf = new Map<number, string>();
  const sums = new Map<string, number | bigint>();
  for (let sample = 0; sample < samples.length; sample++) {
    if (values[sample] === 0) continue;
    const stack = n(samples.stack)[sample]!;
    let path = pathOf.get(stack);
    if (path === undefined) {
      const parts: string[] = [];
      for (let i = n(stacks.bounds)[stack]!; i < n(stacks.bounds)[stack + 1]!; i++) {
        const location = n(stacks.locations)[i]!;
        for (let frame = n(locations.frames)[location]!; frame < n(locations.frames)[location + 1]!; frame++)
          parts.push(names[frame]!);
      }
      path = parts.join(';');
      pathOf.set(stack, path);
    }
    let key = path;
    if (options.comm === true) {
      const labels = n(samples.labels)[sample]!;
      let comm = commOf.get(labels);
      if (comm === undefined) {
        comm = commandOf(profile, labels);
        commOf.set(labels, comm);
      }
      if (comm !== '') key = path === '' ? comm : `${comm};${path}`;
    }
    key ||= '[unknown]';
    sums.set(key, plus(sums.get(key) ?? 0, exact === null ? values[sample]! : exact[sample]!));
  }
  const paths = [...sums.keys()].sort(byBytes);
  for (const path of paths) {
    const value = sums.get(path)!;
    if (Number(value) !== 0) yield `${path} ${value}\n`;
  }
}

function frameNames(profile: Profile, annotate: boolean): string[] {
  const { locations, frames, functions, mappings } = profile;
  const strings = profile.strings as readonly string[];
  return Array.from({ length: frames.length }, (_, frame) => {
    const location = n(frames.location)[frame]!;
    const mapping = n(locations.mapping)[location]!;
    const row = mapping === NONE ? NONE : n(mappings.file)[mapping]!;
    const file = row === NONE ? null : strings[row]!;
    const fn = n(frames.function)[frame]!;
    const base = file === null ? 'unknown' : file.slice(file.lastIndexOf('/') + 1);
    const name = forFolded(fn === NONE ? `[${base}]` : strings[n(functions.name)[fn]!]!);
    if (!annotate) return name;
    return frame > n(locations.frames)[location]! ? `${name}_[i]` : name + moduleMark(file);
  });
}

/** As stackcollapse-perf.pl and inferno: kernel modules are bracketed, but so are these which are not the kernel's. */
function moduleMark(file: string | null): string {
  if (file === null || /^\[(vdso|vsyscall|heap|stack|unknown|anon)/.test(file)) return '';
  if (file === '[jit]' || /^\[JIT\]|^\/\/anon|\/perf-\d+\.map$|\/jitted-.*\.so$/.test(file)) return '_[j]';
  return /^\[|\.ko(\.(gz|xz|zst))?$|(^|\/)vmlinux[-\w.]*$/.test(file) ? '_[k]' : '';
}

function commandOf({ labelSets, strings }: Profile, set: number): string {
  for (let row = n(labelSets.bounds)[set]!; row < n(labelSets.bounds)[set + 1]!; row++) {
    const text = n(labelSets.text)[row]!;
    if (text !== NONE && (strings as readonly string[])[n(labelSets.key)[row]!] === 'command')
      return forFolded((strings as readonly string[])[text]!).replaceAll(' ', '_');
  }
  return '';
}

function plus(sum: number | bigint, value: number | bigint): number | bigint {
  if (typeof sum === 'number' && typeof value === 'number') {
    const near = sum + value;
    if (Math.abs(near) <= Number.MAX_SAFE_INTEGER || !Number.isInteger(sum) || !Number.isInteger(value))
      return near;
  }
  return BigInt(sum) + BigInt(value);
}

/** The order of the UTF-8 bytes, which is that of the code points. */
function byBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === length) return a.length - b.length;
  const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
  const surrogates = Number(isSurrogate(x)) - Number(isSurrogate(y));
  return surrogates !== 0 ? surrogates : x - y;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Folded lines with the names as FlameGraph's stackcollapse-perf.pl tidies them, to compare with its goldens. */
import type { Profile } from '../../lib/profile/profile.js';

type Numbers = { readonly length: number; readonly [row: number]: number };

/** `variant`: all, kernel, jit, addrs, pid or tid, the script's options. `dropped` samples at the end are left out; frames without symbol of the file `blank` are printed as a blank. */
export function perlFolded(profile: Profile, variant: string, dropped: number, blank: string): string[] {
  const { samples, stacks, locations, frames, functions, mappings, labelSets } = profile;
  const strings = profile.strings as readonly string[];
  const n = (column: unknown): Numbers => column as Numbers;
  const values = samples.values[profile.defaultSampleType]!;
  const sums = new Map<string, number>();
  const last = values.findLastIndex((value) => value !== 0);
  for (let sample = 0; sample < samples.length; sample++) {
    const value = values[sample]!;
    if (value === 0 || (dropped > 0 && sample === last)) continue;
    const labels = new Map<string, string | number>();
    const set = n(samples.labels)[sample]!;
    for (let row = n(labelSets.bounds)[set]!; row < n(labelSets.bounds)[set + 1]!; row++) {
      const text = n(labelSets.text)[row]!;
      labels.set(strings[n(labelSets.key)[row]!]!, text < 0 ? n(labelSets.number)[row]! : strings[text]!);
    }
    const pid = labels.get('process.id') ?? '?';
    let process = String(labels.get('command'));
    if (variant === 'pid') process += `-${pid}`;
    if (variant === 'tid') process += `-${pid}/${labels.get('thread.id')}`;
    process = process.replace(/ /g, '_');
    const path = [process];
    const stack = n(samples.stack)[sample]!;
    for (let at = n(stacks.bounds)[stack]!; at < n(stacks.bounds)[stack + 1]!; at++) {
      const location = n(stacks.locations)[at]!;
      const mapping = n(locations.mapping)[location]!;
      const module = mapping < 0 ? '[unknown]' : strings[n(mappings.file)[mapping]!]!;
      const address = locations.address[location as never] as bigint;
      for (
        let row = n(locations.frames)[location]!, first = row;
        row < n(locations.frames)[location + 1]!;
        row++
      ) {
        const fn = n(frames.function)[row]!;
        const symbol = fn < 0 ? null : strings[n(functions.systemName)[fn]!]!;
        const nameless = symbol === null && module.endsWith(`/${blank}`) ? ' ' : symbol;
        path.push(tidy(nameless, module, address, process, variant) + suffix(module, variant, row > first));
      }
    }
    const key = path.join(';');
    sums.set(key, (sums.get(key) ?? 0) + value);
  }
  return [...sums].map(([key, value]) => `${key} ${value}`).sort();
}

function tidy(
  symbol: string | null,
  module: string,
  address: bigint,
  process: string,
  variant: string,
): string {
  let name = symbol;
  if (name === null) {
    name = module === '[unknown]' ? 'unknown' : module.replace(/.*\//, '');
    name = variant === 'addrs' ? `[${name} <${address.toString(16)}>]` : `[${name}]`;
  }
  name = name.replace(/;/g, ':');
  if (!/\.\(.*\)\./.test(name)) name = name.replace(/\((?!anonymous namespace\)).*/, '');
  name = name.replace(/["']/g, '');
  return process.startsWith('java') && name.includes('/') ? name.replace(/^L/, '') : name;
}

function suffix(module: string, variant: string, inlined: boolean): string {
  if (inlined) return '_[i]';
  const all = variant === 'all';
  if ((all || variant === 'kernel') && /^\[|vmlinux$/.test(module) && !module.includes('unknown'))
    return '_[k]';
  return (all || variant === 'jit') && /\/tmp\/perf-\d+\.map/.test(module) ? '_[j]' : '';
}

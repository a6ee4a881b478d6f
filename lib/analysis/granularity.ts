/** Groups frames by what the reader wants to see: function, file, line, package, module or address. */
import { ProfileError } from '../base/errors.js';
import { NONE, type Profile } from '../profile/profile.js';
import { packageOf } from './package-name.js';

export const GRANULARITIES = [
  'function',
  'filefunction',
  'file',
  'line',
  'package',
  'module',
  'address',
] as const;
export type Granularity = (typeof GRANULARITIES)[number];

/** The groups of a profile's frames at one granularity, numbered by first appearance. */
export interface Grouping {
  readonly granularity: Granularity;
  readonly length: number;
  /** Group of each frame row. */
  readonly groupOfFrame: Int32Array;
  /** What to print for a group; pprof's printed names for function, line and address. */
  readonly names: readonly string[];
  /** A frame of each group, from which `details` come. */
  readonly exampleFrame: Int32Array;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/**
 * pprof's identities (google/pprof internal/graph): 'function' is the name alone, so that equal names in two
 * binaries are one; frames without symbol are one group per module name, printed `[module]` or `<unknown>`. 'address'
 * merges nothing but what agrees in address, name, file and line. Throws 'usage' for an unknown granularity.
 */
export function groupFrames(profile: Profile, granularity: Granularity): Grouping {
  if (!GRANULARITIES.includes(granularity)) {
    throw new ProfileError(
      'usage',
      `there is no granularity "${granularity}"; expected one of ${GRANULARITIES.join(', ')}`,
    );
  }
  const { frames } = profile;
  const fn = frames.function as Numbers;
  const location = frames.location as Numbers;
  const mapping = profile.locations.mapping as Numbers;
  const groupOfFrame = new Int32Array(frames.length);
  const groups = new Groups();
  if (granularity === 'line' || granularity === 'address') {
    const heads = headsOf(profile);
    const line = frames.line as Numbers;
    const known = new Map<number, number>();
    for (let frame = 0; frame < frames.length; frame++) {
      const head = fn[frame] === NONE ? NONE : heads.ofFunction[fn[frame]!]!;
      const name = (): string =>
        head === NONE
          ? unsymbolized(profile, frame)
          : lineName(heads.text[head]!, heads.hasFile[head]!, line[frame]!);
      if (granularity === 'address' || head === NONE) {
        const address = granularity === 'address' ? `${addressText(profile, frame)} ` : '';
        groupOfFrame[frame] = groups.named(address + name(), frame);
        continue;
      }
      const key = head * LINES + line[frame]!;
      let group = known.get(key);
      if (group === undefined) {
        group = groups.added(name(), frame);
        known.set(key, group);
      }
      groupOfFrame[frame] = group;
    }
    return groups.finish(granularity, groupOfFrame);
  }
  const byMapping = new Int32Array(profile.mappings.length + 1).fill(NONE);
  const byFunction = new Int32Array(profile.functions.length).fill(NONE);
  for (let row = 0; row < byFunction.length; row++)
    if (granularity === 'module' || !isNamed(profile, row, granularity)) byFunction[row] = BY_MAPPING;
  for (let frame = 0; frame < frames.length; frame++) {
    const row = fn[frame]!;
    // The last entry of byMapping stands for "no mapping".
    const own = mapping[location[frame]!]!;
    const byOwner = row === NONE || byFunction[row] === BY_MAPPING;
    const memo = byOwner ? byMapping : byFunction;
    const at = byOwner ? (own === NONE ? byMapping.length - 1 : own) : row;
    if (memo[at] === NONE) memo[at] = groups.named(groupName(profile, frame, granularity), frame);
    groupOfFrame[frame] = memo[at]!;
  }
  return groups.finish(granularity, groupOfFrame);
}

/** More than there can be line numbers: (head, line) as one number finds a group without making its name. */
const LINES = 2 ** 32;

/** In `byFunction`: the function gives no name at this granularity, so the mapping decides. */
const BY_MAPPING = -2;

/** Groups as they are found, told apart by name. */
class Groups {
  readonly #names: string[] = [];
  readonly #example: number[] = [];
  readonly #byName = new Map<string, number>();

  named(name: string, frame: number): number {
    let group = this.#byName.get(name);
    if (group === undefined) {
      group = this.added(name, frame);
      this.#byName.set(name, group);
    }
    return group;
  }

  /** A group that the caller knows to be new. */
  added(name: string, frame: number): number {
    this.#example.push(frame);
    return this.#names.push(name) - 1;
  }

  finish(granularity: Granularity, groupOfFrame: Int32Array): Grouping {
    const names = this.#names;
    return {
      granularity,
      length: names.length,
      groupOfFrame,
      names,
      exampleFrame: Int32Array.from(this.#example),
    };
  }
}

/** The distinct "name file" of functions: what a line's name begins with. A function without a name has none. */
function headsOf(profile: Profile): {
  readonly ofFunction: Int32Array;
  readonly text: readonly string[];
  readonly hasFile: readonly boolean[];
} {
  const { functions } = profile;
  const ofFunction = new Int32Array(functions.length);
  const rows = new Map<string, number>();
  const hasFile: boolean[] = [];
  for (let row = 0; row < ofFunction.length; row++) {
    const name = text(profile, (functions.name as Numbers)[row]!);
    const path = (functions.file as Numbers)[row]!;
    const file = path === NONE || text(profile, path) === '' ? null : cleanPath(text(profile, path));
    const head = file === null ? name : `${name} ${file}`;
    let known = rows.get(head);
    if (known === undefined) {
      known = rows.size;
      rows.set(head, known);
      hasFile.push(file !== null);
    }
    ofFunction[row] = name === '' ? NONE : known;
  }
  return { ofFunction, text: [...rows.keys()], hasFile };
}

function lineName(head: string, hasFile: boolean, line: number): string {
  if (line === 0) return head;
  return hasFile ? `${head}:${line}` : `${head} :${line}`;
}

function addressText(profile: Profile, frame: number): string {
  return addressOf(profile, frame).toString(16).padStart(16, '0');
}

function isNamed({ functions, strings }: Profile, row: number, granularity: Granularity): boolean {
  const wanted = granularity === 'file' ? functions.file : functions.name;
  const name = (wanted as Numbers)[row]!;
  return name !== NONE && (strings as readonly string[])[name] !== '';
}

/** Source file, line and module of a group, where all its frames share them by definition of the granularity. */
export function groupDetails(
  profile: Profile,
  grouping: Grouping,
  group: number,
): { file: string | null; line: number; module: string | null } {
  const frame = grouping.exampleFrame[group]!;
  const fn = (profile.frames.function as Numbers)[frame]!;
  const file = fn === NONE ? NONE : (profile.functions.file as Numbers)[fn]!;
  const exact = grouping.granularity === 'line' || grouping.granularity === 'address';
  return {
    file:
      file === NONE || grouping.granularity === 'module' || grouping.granularity === 'package'
        ? null
        : text(profile, file),
    line: exact ? (profile.frames.line as Numbers)[frame]! : 0,
    module: moduleOf(profile, frame),
  };
}

/** Instruction address of a group at granularity 'address'; 0n where unknown or where the group has no one address. */
export function groupAddress(profile: Profile, grouping: Grouping, group: number): bigint {
  return grouping.granularity === 'address' ? addressOf(profile, grouping.exampleFrame[group]!) : 0n;
}

/** Base name of the object file behind a frame; null where unknown. */
export function moduleOf(profile: Profile, frame: number): string | null {
  const location = (profile.frames.location as Numbers)[frame]!;
  const mapping = (profile.locations.mapping as Numbers)[location]!;
  const file = mapping === NONE ? NONE : (profile.mappings.file as Numbers)[mapping]!;
  return file === NONE ? null : baseName(text(profile, file));
}

/** The name of a frame's function; null without symbol. */
export function functionName(profile: Profile, frame: number): string | null {
  const fn = (profile.frames.function as Numbers)[frame]!;
  return fn === NONE ? null : text(profile, (profile.functions.name as Numbers)[fn]!);
}

function groupName(profile: Profile, frame: number, granularity: Granularity): string {
  if (granularity === 'module') return moduleOf(profile, frame) ?? '<unknown>';
  const name = functionName(profile, frame);
  const file = sourceFile(profile, frame);
  if (granularity === 'file') return file ?? unsymbolized(profile, frame);
  if (name === null || name === '') return unsymbolized(profile, frame);
  if (granularity === 'package') return packageOf(name, file);
  return granularity === 'filefunction' && file !== null ? `${name} ${file}` : name;
}

function unsymbolized(profile: Profile, frame: number): string {
  const module = moduleOf(profile, frame);
  return module === null ? '<unknown>' : `[${module}]`;
}

function sourceFile(profile: Profile, frame: number): string | null {
  const fn = (profile.frames.function as Numbers)[frame]!;
  const file = fn === NONE ? NONE : (profile.functions.file as Numbers)[fn]!;
  return file === NONE || text(profile, file) === '' ? null : cleanPath(text(profile, file));
}

function addressOf(profile: Profile, frame: number): bigint {
  const location = (profile.frames.location as Numbers)[frame]!;
  return (profile.locations.address as { readonly [row: number]: bigint })[location]!;
}

function text(profile: Profile, row: number): string {
  return (profile.strings as readonly string[])[row]!;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}

/** Go's path.Clean, which pprof applies: no "." and no ".." where it can be resolved, no doubled slashes. */
function cleanPath(path: string): string {
  if (!/(^|\/)\.{1,2}(\/|$)|\/\/|.\/$/.test(path)) return path;
  const kept: string[] = [];
  const rooted = path.startsWith('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
    else if (part !== '..' || !rooted) kept.push(part);
  }
  return (rooted ? '/' : '') + kept.join('/') || '.';
}

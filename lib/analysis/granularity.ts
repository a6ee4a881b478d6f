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
 * binaries are one; frames without symbol are one group per module, printed `[module]` or `<unknown>`.
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
  const groupOfFrame = new Int32Array(frames.length);
  const names: string[] = [];
  const example: number[] = [];
  const byName = new Map<string, number>();
  const perFunction = granularity !== 'line' && granularity !== 'address' && granularity !== 'module';
  const known = new Int32Array(profile.functions.length).fill(NONE);
  for (let frame = 0; frame < frames.length; frame++) {
    const row = fn[frame]!;
    if (perFunction && row !== NONE && known[row] !== NONE) {
      groupOfFrame[frame] = known[row]!;
      continue;
    }
    const name = groupName(profile, frame, granularity);
    let group = byName.get(name);
    if (group === undefined) {
      group = names.length;
      names.push(name);
      example.push(frame);
      byName.set(name, group);
    }
    groupOfFrame[frame] = group;
    if (row !== NONE) known[row] = group;
  }
  return { granularity, length: names.length, groupOfFrame, names, exampleFrame: Int32Array.from(example) };
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
  const name = functionName(profile, frame) || null;
  if (granularity === 'module') return moduleOf(profile, frame) ?? '<unknown>';
  const address =
    granularity === 'address' ? `${addressOf(profile, frame).toString(16).padStart(16, '0')} ` : '';
  if (name === null) return address + unsymbolized(profile, frame);
  const file = sourceFile(profile, frame);
  if (granularity === 'file') return file ?? '<unknown>';
  if (granularity === 'package') return packageOf(name, file);
  if (granularity === 'filefunction') return file === null ? name : `${name} ${file}`;
  if (granularity === 'function') return name;
  const line = (profile.frames.line as Numbers)[frame]!;
  if (line !== 0) return `${address}${name} ${file ?? ''}:${line}`;
  return file === null ? address + name : `${address}${name} ${file}`;
}

function unsymbolized(profile: Profile, frame: number): string {
  const module = moduleOf(profile, frame);
  return module === null ? '<unknown>' : `[${module}]`;
}

function sourceFile(profile: Profile, frame: number): string | null {
  const fn = (profile.frames.function as Numbers)[frame]!;
  const file = fn === NONE ? NONE : (profile.functions.file as Numbers)[fn]!;
  return file === NONE ? null : cleanPath(text(profile, file));
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

/** Profile to speedscope JSON: one sampled profile for each sample type, equal stacks joined. */
import { HASH_SEED, ListInterner, mixHash } from '../../base/interner.js';
import { NONE, type Profile } from '../../profile/profile.js';
import { requireStacks } from '../../profile/stacks-known.js';

type Numbers = { readonly length: number; readonly [row: number]: number };
const n = (column: unknown): Numbers => column as Numbers;

export interface SpeedscopeOptions {
  /** Row of `sampleTypes` to write; default all of them, the profile's own choice shown first. */
  readonly sampleType?: number | undefined;
}

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';
const EXPORTER = 'flameworth';
/** Our units as speedscope spells them; any other is told in the profile's name. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['nanoseconds', 'nanoseconds'],
  ['microseconds', 'microseconds'],
  ['milliseconds', 'milliseconds'],
  ['seconds', 'seconds'],
  ['bytes', 'bytes'],
]);

/** The whole text. See `speedscopeParts` for large profiles. */
export function writeSpeedscope(profile: Profile, options: SpeedscopeOptions = {}): string {
  return [...speedscopeParts(profile, options)].join('');
}

/**
 * The text in pieces. Stacks are written once each, in order of first appearance; a sum beyond 2^53 is the nearest
 * float, since JSON numbers are floats. Negative sums, which speedscope cannot draw, are left out, as are zeros.
 */
export function* speedscopeParts(profile: Profile, options: SpeedscopeOptions = {}): Iterable<string> {
  requireStacks(profile, 'speedscope profiles');
  const { sampleTypes, defaultSampleType } = profile;
  const types = options.sampleType === undefined ? sampleTypes.map((_, type) => type) : [options.sampleType];
  const { frames, frameOf } = framesOf(profile);
  const paths = pathsOf(profile, frameOf);
  yield `{"$schema":${JSON.stringify(SCHEMA)},"exporter":"${EXPORTER}","name":${text(profile.sources[0]!.name)},`;
  yield `"activeProfileIndex":${Math.max(types.indexOf(defaultSampleType), 0)},"shared":{"frames":[`;
  for (const [i, frame] of frames.entries()) yield (i === 0 ? '' : ',') + frame;
  yield ']},"profiles":[';
  for (const [i, type] of types.entries()) {
    if (i > 0) yield ',';
    yield* onePart(profile, type, paths);
  }
  yield ']}\n';
}

function* onePart(profile: Profile, type: number, { lists, rowOf }: Paths): Iterable<string> {
  const { type: name, unit } = (profile.sampleTypes as readonly { type: string; unit: string }[])[type]!;
  const known = UNITS.get(unit);
  const title = known !== undefined || unit === 'count' || unit === '' ? name : `${name} (${unit})`;
  const sums = new Float64Array(lists.length);
  const stackOf = n(profile.samples.stack);
  const values = profile.samples.values[type]!;
  for (let sample = 0; sample < profile.samples.length; sample++)
    sums[rowOf[stackOf[sample]!]!]! += values[sample]!;
  let total = 0;
  for (const sum of sums) if (sum > 0) total += sum;
  yield `{"type":"sampled","name":${text(title)},"unit":"${known ?? 'none'}","startValue":0,"endValue":${total},"samples":[`;
  let first = true;
  for (let row = 0; row < sums.length; row++) {
    if (!(sums[row]! > 0)) continue;
    const path = lists.items.data.subarray(lists.starts.data[row]!, lists.starts.data[row + 1]!);
    yield `${first ? '' : ','}[${path.join(',')}]`;
    first = false;
  }
  yield '],"weights":[';
  first = true;
  for (const sum of sums) {
    if (!(sum > 0)) continue;
    yield `${first ? '' : ','}${sum}`;
    first = false;
  }
  yield ']}';
}

/** Stacks as the file has them: those that differ only in lines are one. */
interface Paths {
  /** Frame indexes of the file, root first. */
  readonly lists: ListInterner;
  /** By stack of the profile. */
  readonly rowOf: Int32Array;
}

function pathsOf({ stacks, locations }: Profile, frameOf: Int32Array): Paths {
  const lists = new ListInterner();
  const rowOf = new Int32Array(stacks.length);
  for (let stack = 0; stack < rowOf.length; stack++) {
    let hash = HASH_SEED;
    for (let i = n(stacks.bounds)[stack]!; i < n(stacks.bounds)[stack + 1]!; i++) {
      const location = n(stacks.locations)[i]!;
      for (let row = n(locations.frames)[location]!; row < n(locations.frames)[location + 1]!; row++) {
        lists.items.push(frameOf[row]!);
        hash = mixHash(hash, frameOf[row]!);
      }
    }
    rowOf[stack] = lists.commit(hash);
  }
  return { lists, rowOf };
}

/**
 * speedscope takes frames of equal name, file and line for one and others for other functions: so the line is the
 * function's, and not the one that ran, and each function is written once.
 */
function framesOf(profile: Profile): { frames: string[]; frameOf: Int32Array } {
  const { frames: table, functions, locations, mappings } = profile;
  const strings = profile.strings as readonly string[];
  const rows = new Map<string, number>();
  const frames: string[] = [];
  const frameOf = new Int32Array(table.length);
  for (let frame = 0; frame < table.length; frame++) {
    const fn = n(table.function)[frame]!;
    const mapping = n(locations.mapping)[n(table.location)[frame]!]!;
    const module = mapping === NONE ? NONE : n(mappings.file)[mapping]!;
    const base = module === NONE ? 'unknown' : strings[module]!.slice(strings[module]!.lastIndexOf('/') + 1);
    const name = fn === NONE ? `[${base}]` : strings[n(functions.name)[fn]!]!;
    const file = fn === NONE ? NONE : n(functions.file)[fn]!;
    const line = fn === NONE ? 0 : n(functions.startLine)[fn]!;
    const shown = `{"name":${text(name)}${file === NONE ? '' : `,"file":${text(strings[file]!)}`}${line > 0 ? `,"line":${line}` : ''}}`;
    let row = rows.get(shown);
    if (row === undefined) {
      row = frames.push(shown) - 1;
      rows.set(shown, row);
    }
    frameOf[frame] = row;
  }
  return { frames, frameOf };
}

/** JSON escapes what a text may hold; lone surrogates become escapes too. */
function text(value: string): string {
  return JSON.stringify(value);
}

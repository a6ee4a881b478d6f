/** Every invariant of profile.ts; each failure names the table, the column, the row and the value. */
import { ProfileError } from '../base/errors.js';
import { type CallGraphTable, NONE, type Profile } from './profile.js';
import { isProvenBelow } from './proven.js';

/** Rows whose signs are gathered before they are looked at. */
const BLOCK_ROWS = 4096;

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Throws ProfileError 'bug' at the first rule of the data model that `profile` breaks. Linear in its size. */
export function check(profile: Profile): void {
  const { strings, mappings, functions, frames, locations, stacks, labelSets, samples } = profile;
  if (profile.sources.length === 0) fail('sources is empty');
  if (profile.sampleTypes.length === 0) fail('sampleTypes is empty');
  row('defaultSampleType', profile.defaultSampleType, profile.sampleTypes.length);
  index('mappings.file', mappings.file, mappings.length, strings.length, true);
  index('mappings.buildId', mappings.buildId, mappings.length, strings.length, true);
  for (const name of ['start', 'limit', 'offset'] as const)
    size(`mappings.${name}`, mappings[name], mappings.length);
  index('functions.name', functions.name, functions.length, strings.length, false);
  index('functions.systemName', functions.systemName, functions.length, strings.length, false);
  index('functions.file', functions.file, functions.length, strings.length, true);
  size('functions.startLine', functions.startLine, functions.length);
  index('frames.function', frames.function, frames.length, functions.length, true);
  index('frames.location', frames.location, frames.length, locations.length, false);
  size('frames.line', frames.line, frames.length);
  size('frames.column', frames.column, frames.length);
  index('locations.mapping', locations.mapping, locations.length, mappings.length, true);
  size('locations.address', locations.address, locations.length);
  size('locations.folded', locations.folded, locations.length);
  bounds('locations.frames', locations.frames, locations.length, frames.length, true);
  checkFrames(profile);
  bounds('stacks.bounds', stacks.bounds, stacks.length, stacks.locations.length, false);
  if (!isProvenBelow(stacks.locations, locations.length))
    index('stacks.locations', stacks.locations, stacks.locations.length, locations.length, false);
  bounds('labelSets.bounds', labelSets.bounds, labelSets.length, labelSets.key.length, false);
  if (labelSets.length === 0 || (labelSets.bounds as Numbers)[1] !== 0)
    fail('labelSets: set 0 is not the empty set');
  index('labelSets.key', labelSets.key, labelSets.key.length, strings.length, false);
  index('labelSets.text', labelSets.text, labelSets.key.length, strings.length, true);
  index('labelSets.unit', labelSets.unit, labelSets.key.length, strings.length, true);
  size('labelSets.number', labelSets.number, labelSets.key.length);
  index('samples.stack', samples.stack, samples.length, stacks.length, false);
  index('samples.labels', samples.labels, samples.length, labelSets.length, false);
  if (samples.time !== null) size('samples.time', samples.time, samples.length);
  if (samples.source !== null)
    index('samples.source', samples.source, samples.length, profile.sources.length, false);
  checkValues(profile);
  if (profile.callGraph !== null) checkCalls(profile, profile.callGraph);
}

function checkFrames({ frames, locations }: Profile): void {
  const of = frames.location as Numbers;
  const start = locations.frames as Numbers;
  const fn = frames.function as Numbers;
  for (let location = 0; location < locations.length; location++) {
    for (let frame = start[location]!; frame < start[location + 1]!; frame++) {
      if (of[frame] !== location)
        fail(`frames.location[${frame}] is ${of[frame]}, but location ${location} owns the row`);
      if (fn[frame] === NONE && start[location + 1]! - start[location]! > 1) {
        fail(`frames.function[${frame}] is NONE, but location ${location} has several frames`);
      }
    }
  }
}

function checkCalls(profile: Profile, { length, caller, callee, calls, values }: CallGraphTable): void {
  index('callGraph.caller', caller, length, profile.functions.length, false);
  index('callGraph.callee', callee, length, profile.functions.length, false);
  size('callGraph.calls', calls, length);
  if (values.length !== profile.sampleTypes.length)
    fail(`callGraph.values has ${values.length} columns for ${profile.sampleTypes.length} sample types`);
  for (const [type, column] of values.entries()) {
    size(`callGraph.values[${type}]`, column, length);
    const bad = column.findIndex((value) => !Number.isFinite(value));
    if (bad !== -1) fail(`callGraph.values[${type}][${bad}] is ${column[bad]}`);
  }
  const framed = new Uint8Array(profile.functions.length);
  const fn = profile.frames.function as Numbers;
  for (let frame = 0; frame < fn.length; frame++) if (fn[frame] !== NONE) framed[fn[frame]!] = 1;
  for (let call = 0; call < length; call++)
    if (framed[caller[call]!] === 0 || framed[callee[call]!] === 0)
      fail(`callGraph row ${call} has a function without a frame`);
  for (let stack = 0; stack < profile.stacks.length; stack++) {
    const bounds = profile.stacks.bounds as Numbers;
    if (bounds[stack + 1]! - bounds[stack]! > 1)
      fail(`stack ${stack} has several frames beside a call graph`);
  }
}

function checkValues({ samples, sampleTypes }: Profile): void {
  if (samples.values.length !== sampleTypes.length || samples.exact.length !== sampleTypes.length) {
    fail(`samples.values has ${samples.values.length} columns for ${sampleTypes.length} sample types`);
  }
  samples.values.forEach((column, type) => {
    size(`samples.values[${type}]`, column, samples.length);
    const exact = samples.exact[type]!;
    if (exact !== null) size(`samples.exact[${type}]`, exact, samples.length);
    for (let sample = 0; sample < column.length; sample++) {
      const value = column[sample]!;
      if (!Number.isFinite(value)) fail(`samples.values[${type}][${sample}] is ${value}`);
      if (exact === null ? Math.abs(value) > Number.MAX_SAFE_INTEGER : Number(exact[sample]) !== value) {
        fail(`samples.values[${type}][${sample}] is ${value}, which is not exact`);
      }
    }
  });
}

function index(name: string, column: Numbers, rows: number, limit: number, optional: boolean): void {
  size(name, column, rows);
  const low = optional ? NONE : 0;
  const bad =
    column instanceof Int32Array ? firstOutside(column, low, limit) : anyOutside(column, low, limit);
  if (bad !== -1) fail(`${name}[${bad}] is ${column[bad]}, expected ${low} to ${limit - 1}`);
}

/**
 * Apart from the general one so that it is compiled for one kind of array, and without a branch for each row: the stacks
 * have millions. A row is outside where it or its distance to the last allowed one is negative, shifted to begin at 0.
 */
function firstOutside(column: Int32Array, low: number, limit: number): number {
  const last = limit - 1 - low;
  for (let from = 0; from < column.length; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, column.length);
    let signs = 0;
    for (let i = from; i < to; i++) {
      const value = column[i]! - low;
      signs |= value | (last - value);
    }
    if (signs < 0) return anyOutside(column.subarray(0, to), low, limit);
  }
  return -1;
}

function anyOutside(column: Numbers, low: number, limit: number): number {
  for (let i = 0; i < column.length; i++) if (!(column[i]! >= low && column[i]! < limit)) return i;
  return -1;
}

function bounds(name: string, column: Numbers, rows: number, end: number, nonEmpty: boolean): void {
  size(name, column, rows + 1);
  if (column[0] !== 0 || column[rows] !== end)
    fail(`${name} spans ${column[0]} to ${column[rows]}, expected 0 to ${end}`);
  for (let i = 0; i < rows; i++) {
    if (column[i + 1]! < column[i]! || (nonEmpty && column[i + 1] === column[i]))
      fail(`${name}[${i + 1}] is ${column[i + 1]}`);
  }
}

function size(name: string, column: { readonly length: number }, rows: number): void {
  if (column.length !== rows) fail(`${name} has ${column.length} rows, expected ${rows}`);
}

function row(name: string, value: number, limit: number): void {
  if (!(Number.isInteger(value) && value >= 0 && value < limit))
    fail(`${name} is ${value}, expected 0 to ${limit - 1}`);
}

function fail(message: string): never {
  throw new ProfileError('bug', `profile invariant broken: ${message}`);
}

/** speedscope's profiles as one of ours: which are read, what their numbers are, and whose thread they are. */
import type { Float64Builder, Int32Builder } from '../../base/columns.js';
import { atByte, type ErrorCode, ProfileError } from '../../base/errors.js';
import type { ListInterner } from '../../base/interner.js';
import { type LabelInput, ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile, type Source, type ValueType } from '../../profile/profile.js';
import { CallNodes } from '../call-nodes.js';
import { chooseParts } from '../choose.js';
import type { ReadContext } from '../format.js';
import { ThreadChoice } from '../thread-choice.js';

/** As `CallNodes`: 256 MB of stacks. */
export const MAX_POSITIONS = 2 ** 26;

export interface RawFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One entry of "profiles". Sampled: `stackOf` and `weights`; evented: `opens`, `frameOf`, `at`. */
export interface RawPart {
  readonly kind: string;
  readonly name: string;
  readonly unit: string;
  /** Lists of frame indexes, root first. */
  readonly stacks: ListInterner;
  readonly stackOf: Int32Builder;
  readonly weights: Float64Builder;
  /** 1 where an event opens its frame, 0 where it closes it. */
  readonly opens: Int32Builder;
  readonly frameOf: Int32Builder;
  readonly at: Float64Builder;
}

export interface RawFile {
  readonly name: string;
  readonly frames: readonly RawFrame[];
  readonly parts: readonly RawPart[];
  /** Row of the profile that speedscope would show. */
  readonly active: number;
  /** Its writer joined equal stacks. */
  readonly joined: boolean;
}

/** speedscope's units in ours. */
const UNITS: ReadonlyMap<string, { readonly type: string; readonly unit: string; readonly factor: number }> =
  new Map([
    ['none', { type: 'samples', unit: 'count', factor: 1 }],
    ['nanoseconds', { type: 'time', unit: 'nanoseconds', factor: 1 }],
    ['microseconds', { type: 'time', unit: 'nanoseconds', factor: 1e3 }],
    ['milliseconds', { type: 'time', unit: 'nanoseconds', factor: 1e6 }],
    ['seconds', { type: 'time', unit: 'nanoseconds', factor: 1e9 }],
    ['bytes', { type: 'space', unit: 'bytes', factor: 1 }],
  ]);
const COUNTS: ValueType = { type: 'samples', unit: 'count' };
/** Weights without a unit, beside samples that are counted. */
const WEIGHTS: ValueType = { type: 'weight', unit: 'count' };

/** `Thread 123 "name"`, `Process 7 Thread 123 "name"` (py-spy), `Thread (123)` (dotnet-trace), `name tid=123`. */
const THREAD = /\bthread\b|\btid\b/i;
const THREAD_ID = /\b(?:thread|tid)[ =:]*\(?(0x[0-9a-f]{1,13}|\d{1,15})\b/i;
const PROCESS_ID = /\b(?:process|pid)[ =:]*\(?(\d{1,15})\b/i;
const THREAD_NAME = /"([^"]+)"/;

export function buildProfile(file: RawFile, source: Source, context: ReadContext): Profile {
  const parts = choose(file, context);
  const { types, typeOf, counted } = typesOf(file, parts);
  const builder = new ProfileBuilder(types);
  const locations = file.frames.map(({ name, file: path, line, column }) => {
    const fn = builder.function(name || '(empty)', name || '(empty)', path === '' ? null : path, 0);
    return builder.location(NONE, 0n, [{ function: fn, line, column }]);
  });
  const values = types.map(() => 0);
  const choice = new ThreadChoice(context);
  for (const [i, part] of parts.entries()) {
    const labels = labelsOf(part.name, file.parts.length > 1);
    if (!choice.keeps(labels)) continue;
    const set = builder.labelSet(labels);
    const { factor } = UNITS.get(part.unit) ?? { factor: 1 };
    const add = (stack: number, value: number): void => {
      if (builder.sampleCount >= context.limits.samples)
        throw bad(file, 'limit', `has more than ${context.limits.samples} samples; raise limits.samples`);
      values[typeOf[i]!] = checked(file, value);
      if (counted) values[0] = 1;
      builder.sample(stack, set, values);
      values.fill(0);
    };
    if (part.kind === 'sampled') addSampled(file, part, { builder, locations, factor, add });
    else addEvented(file, part, context, { builder, locations, factor, add });
  }
  choice.refuseUnknown();
  return builder.finish({
    sources: [source],
    defaultSampleType: typeOf[0]!,
    comments: parts.map(({ name }) => name).filter((name) => name !== ''),
    warnings: context.diagnostics.list(),
  });
}

/** Threads are read together; profiles that may count the same thing twice are not: then the active one is read. */
function choose(file: RawFile, context: ReadContext): RawPart[] {
  const { parts, active } = file;
  if (parts.length === 0) throw bad(file, 'bad-value', 'there are no "profiles"');
  const threads = parts.every(({ name, unit }) => THREAD.test(name) && unit === parts[0]!.unit);
  const shown = Number.isInteger(active) && active >= 0 && active < parts.length ? active : 0;
  const listed = parts.map(({ name, kind, stackOf, opens, unit }) => ({
    name: name.slice(0, 80),
    amount: kind === 'sampled' ? `(${unit}, ${stackOf.length} samples)` : `(${unit}, ${opens.length} events)`,
  }));
  const rows = chooseParts(listed, threads ? parts.map((_, i) => i) : [shown], context);
  const chosen = rows.map((row) => parts[row]!);
  for (const { kind, name } of chosen)
    if (kind !== 'sampled' && kind !== 'evented')
      throw bad(
        file,
        'bad-value',
        `profile "${name.slice(0, 40)}" has type "${kind.slice(0, 40)}"; expected "sampled" or "evented"`,
      );
  return chosen;
}

/**
 * One type for each unit. Samples of equal weight are observations and counted too; where weights differ a row may stand
 * for many of them (speedscope's own exports join equal stacks), so no count is claimed.
 */
function typesOf(
  { joined }: RawFile,
  parts: readonly RawPart[],
): { types: ValueType[]; typeOf: number[]; counted: boolean } {
  const weight = parts[0]!.weights.data[0];
  const counted =
    !joined &&
    parts.every(
      ({ kind, unit, weights }) =>
        kind === 'sampled' && unit !== 'none' && weights.finish().every((other) => other === weight),
    );
  const types: ValueType[] = counted ? [COUNTS] : [];
  const mixed = parts.some(({ unit }) => unit !== 'none');
  const typeOf = parts.map(({ unit }) => {
    const known = UNITS.get(unit);
    const type = unit === 'none' && mixed ? WEIGHTS : (known ?? { type: 'weight', unit: unit.slice(0, 80) });
    const row = types.findIndex(
      (other, i) => (i > 0 || !counted) && other.type === type.type && other.unit === type.unit,
    );
    return row !== -1 ? row : types.push({ type: type.type, unit: type.unit }) - 1;
  });
  return { types, typeOf, counted };
}

interface Sink {
  readonly builder: ProfileBuilder;
  readonly locations: readonly number[];
  readonly factor: number;
  readonly add: (stack: number, value: number) => void;
}

function addSampled(file: RawFile, part: RawPart, { builder, locations, factor, add }: Sink): void {
  const { stacks, stackOf, weights } = part;
  if (stackOf.length !== weights.length)
    throw bad(
      file,
      'bad-value',
      `profile "${part.name.slice(0, 40)}" has ${stackOf.length} samples and ${weights.length} weights`,
    );
  const rows = new Int32Array(stacks.length);
  for (let list = 0; list < rows.length; list++) {
    const frames = stacks.items.data.subarray(stacks.starts.data[list]!, stacks.starts.data[list + 1]!);
    rows[list] = builder.stack(frames.map((frame) => locationAt(file, locations, frame)));
  }
  for (let i = 0; i < stackOf.length; i++) add(rows[stackOf.data[i]!]!, scaled(weights.data[i]!, factor));
}

/** Each span of time between two events is a sample of the frames that are open in it. */
function addEvented(
  file: RawFile,
  part: RawPart,
  { limits }: ReadContext,
  { builder, locations, factor, add }: Sink,
): void {
  const nodes = new CallNodes(builder, file.name, limits);
  const children = new Map<number, number>();
  const open: number[] = [];
  const frames: number[] = [];
  const { opens, frameOf, at } = part;
  const wrong = (event: number, what: string): ProfileError =>
    bad(file, 'bad-value', `event ${event} of profile "${part.name.slice(0, 40)}" ${what}`);
  for (let event = 0; event < opens.length; event++) {
    const frame = frameOf.data[event]!;
    if (event > 0 && at.data[event]! < at.data[event - 1]!)
      throw wrong(event, `is at ${at.data[event]}, before the one in front of it (${at.data[event - 1]})`);
    const top = open[open.length - 1];
    if (event > 0 && top !== undefined) {
      const span = scaled(at.data[event]!, factor) - scaled(at.data[event - 1]!, factor);
      if (span > 0) add(nodes.stackOf(top), span);
    }
    if (opens.data[event] === 1) {
      const location = locationAt(file, locations, frame);
      const key = ((top ?? -1) + 1) * file.frames.length + frame;
      let node = children.get(key);
      if (node === undefined) {
        node = nodes.add(top ?? NONE, location);
        children.set(key, node);
      }
      open.push(node);
      frames.push(frame);
    } else {
      if (frames[frames.length - 1] !== frame)
        throw wrong(
          event,
          `closes frame ${frame}, but ${frames.length === 0 ? 'none is' : `frame ${frames[frames.length - 1]} is the last one`} open`,
        );
      open.pop();
      frames.pop();
    }
  }
  if (open.length > 0)
    throw wrong(
      opens.length - 1,
      `is the last, and ${open.length} frames are still open: the file was cut or its writer stopped early`,
    );
}

function locationAt({ name, frames }: RawFile, locations: readonly number[], frame: number): number {
  const location = locations[frame];
  if (location !== undefined) return location;
  throw new ProfileError(
    'bad-reference',
    `frame index ${frame} is not among the ${frames.length} frames (speedscope)`,
    atByte(name, null),
  );
}

/** Whole nanoseconds: seconds as 0.01 are no finer. */
function scaled(value: number, factor: number): number {
  return factor === 1 ? value : Math.round(value * factor);
}

function checked(file: RawFile, value: number): number {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  throw bad(file, 'bad-value', `a weight is ${value} in our unit, beyond 2^53`);
}

function labelsOf(name: string, several: boolean): LabelInput[] {
  if (name === '' || (!several && !THREAD.test(name))) return [];
  if (!THREAD.test(name)) return [{ key: 'profile', text: name }];
  const labels: LabelInput[] = [
    { key: 'thread', text: THREAD_NAME.exec(name)?.[1] ?? name.replace(/ ""$/, '') },
  ];
  const id = THREAD_ID.exec(name)?.[1];
  if (id !== undefined) labels.push({ key: 'thread.id', number: Number(id), unit: '' });
  const process = PROCESS_ID.exec(name)?.[1];
  if (process !== undefined) labels.push({ key: 'process.id', number: Number(process), unit: '' });
  return labels;
}

function bad({ name }: RawFile, code: ErrorCode, message: string): ProfileError {
  return new ProfileError(code, `${message} (speedscope)`, atByte(name, null));
}

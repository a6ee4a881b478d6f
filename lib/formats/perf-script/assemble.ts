/** What the lines said, as a profile: line numbers become locations, events become sample types. */
import { ProfileError } from '../../base/errors.js';
import { type FrameInput, type LabelInput, ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile, type Source, type ValueType } from '../../profile/profile.js';
import type { ReadContext } from '../format.js';
import { chooseEvent, periodUnit } from './events.js';
import { adoptPerfSamples } from './sample-columns.js';
import type { SampleReader, Who } from './sample-reader.js';
import { type Frame, parseFrame, parseSourceLine, SOURCE_LINE } from './stack-line.js';
import { chosenThreads } from './threads.js';

/** 8 bytes each: events times samples, for files that print thousands of events. */
const MAX_CELLS = 2 ** 28;
const NOT_YET = -2;
const INLINED = -1;

/** Throws 'usage' for an event that is not there, 'limit' for too many events. At least one sample. */
export function assemble(read: SampleReader, source: Source, context: ReadContext): Profile {
  const chosen = chooseEvent(
    read.events.map(({ name }) => name),
    context.event,
  );
  const { types, countOf, periodOf } = typesOf(read, context);
  if (types.length * read.stackOf.length > MAX_CELLS) {
    throw new ProfileError(
      'limit',
      `${source.name}: ${read.events.length} events times ${read.stackOf.length} samples is too much; print fewer events`,
    );
  }
  const plain = !read.lineKinds.finish().includes(SOURCE_LINE) && !read.lines.includes('(inlined)');
  const builder = new ProfileBuilder(types, plain ? read.stacks : undefined);
  const stacks = plain ? null : addStacks(builder, read);
  if (plain) adoptStacks(builder, read);
  const labels = Int32Array.from(read.who, (who) => builder.labelSet(labelsOf(who)));
  const timed = read.times.length === read.stackOf.length;
  if (!timed && read.times.length > 0) {
    context.diagnostics.note(
      'perf-script-mixed-time',
      `${read.times.length} of ${read.stackOf.length} samples have a time; times were left out`,
    );
  }
  if (stacks !== null) {
    const stackOf = read.stackOf.finish();
    for (let sample = 0; sample < stackOf.length; sample++) stackOf[sample] = stacks[stackOf[sample]!]!;
  }
  const kept = chosenThreads(read.who, context.thread);
  const times = timed ? read.times.finish() : null;
  adoptPerfSamples(builder, read, { countOf, periodOf }, labels, kept, times);
  return builder.finish({
    sources: [source],
    defaultSampleType: periodOf[chosen] === NONE ? countOf[chosen]! : periodOf[chosen]!,
    warnings: context.diagnostics.list(),
  });
}

/** Per event a count, and its period where every one of its samples has one: half a sum would pass for a whole. */
function typesOf(
  { events }: SampleReader,
  { diagnostics }: ReadContext,
): { types: ValueType[]; countOf: number[]; periodOf: number[] } {
  const types: ValueType[] = [];
  const countOf: number[] = [];
  const periodOf: number[] = [];
  for (const { name, samples, withPeriod } of events) {
    const type = name === '' ? 'samples' : name;
    countOf.push(types.push({ type, unit: 'count' }) - 1);
    const whole = withPeriod === samples;
    periodOf.push(whole ? types.push({ type, unit: periodUnit(name) }) - 1 : NONE);
    if (!whole && withPeriod > 0) {
      diagnostics.note(
        'perf-script-mixed-period',
        `${withPeriod} of ${samples} samples of ${type} have a period; they are counted as 1 each`,
        null,
        samples - withPeriod,
      );
    }
  }
  if (events.length > 1) {
    const list = events.map(
      ({ name, samples, periods }) =>
        `${name || 'no name'}: ${samples} samples${periods === 0n ? '' : `, periods ${periods}`}`,
    );
    diagnostics.note('perf-script-several-events', list.join('; '), null, events.length);
  }
  return { types, countOf, periodOf };
}

function labelsOf({ comm, pid, tid, cpu }: Who): LabelInput[] {
  const labels: LabelInput[] = [{ key: 'command', text: comm }];
  if (pid !== null) labels.push({ key: 'process.id', number: pid, unit: '' });
  labels.push({ key: 'thread.id', number: tid, unit: '' });
  if (cpu !== null) labels.push({ key: 'cpu', number: cpu, unit: '' });
  return labels;
}

/** Makes the reader's stacks the builder's, where each line is one frame: then only their order is another. */
function adoptStacks(builder: ProfileBuilder, read: SampleReader): void {
  const locations = new Locations(builder, read);
  const rows = Int32Array.from({ length: read.lines.length }, (_, line) => locations.simple(line));
  builder.renumberStacks((line) => rows[line]!);
  builder.reverseStacks();
}

/** The builder's row of each of the reader's stacks. */
function addStacks(builder: ProfileBuilder, read: SampleReader): Int32Array {
  const rows = new Int32Array(read.stacks.length);
  const locations = new Locations(builder, read);
  const starts = read.stacks.starts.data;
  const items = read.stacks.items.data;
  let path = new Int32Array(1024);
  for (let stack = 0; stack < rows.length; stack++) {
    const end = starts[stack + 1]!;
    if (end - starts[stack]! > path.length) path = new Int32Array(2 * (end - starts[stack]!));
    // Filled from its end: lines stand leaf first.
    let first = path.length;
    for (let at = starts[stack]!; at < end; ) {
      const line = items[at]!;
      const next = at + 1 < end ? items[at + 1]! : NONE;
      const simple =
        next === NONE || read.lineKinds.data[next] !== SOURCE_LINE ? locations.simple(line) : INLINED;
      if (simple !== INLINED) {
        path[--first] = simple;
        at++;
      } else {
        const size = locations.groupSize(items, at, end);
        path[--first] = locations.group(items, at, size);
        at += size;
      }
    }
    rows[stack] = builder.stack(path.subarray(first));
  }
  return rows;
}

/** A frame and the source line below it. */
interface PlacedFrame {
  readonly frame: Frame;
  readonly file: string | null;
  readonly line: number;
  readonly inlined: boolean;
}

/** Locations of lines and of groups of lines, each made once. */
class Locations {
  readonly #builder: ProfileBuilder;
  readonly #read: SampleReader;
  readonly #decoder = new TextDecoder();
  readonly #simple: Int32Array;
  readonly #groups = new Map<string, number>();
  readonly #frames = new Map<number, Frame>();

  constructor(builder: ProfileBuilder, read: SampleReader) {
    this.#builder = builder;
    this.#read = read;
    this.#simple = new Int32Array(read.lines.length).fill(NOT_YET);
  }

  /** The location of a frame line that stands alone, or INLINED. */
  simple(line: number): number {
    const known = this.#simple[line]!;
    if (known !== NOT_YET) return known;
    const frame = parseFrame(this.#text(line));
    const location = frame.inlined
      ? INLINED
      : this.#location([{ frame, file: null, line: 0, inlined: false }]);
    this.#simple[line] = location;
    return location;
  }

  /** How many items from `at` on make one location: inlined frames, the frame that holds them, and source lines. */
  groupSize(items: Int32Array, at: number, end: number): number {
    let address: bigint | null = null;
    for (let i = at; i < end; ) {
      const { frame, inlined, size } = this.#placed(items, i, end);
      // An inlined frame has the address of the frame that holds it; else perf did not print that one.
      if (address !== null && frame.address !== address) return i - at;
      address = frame.address;
      i += size;
      if (!inlined || i >= end) return i - at;
    }
    return end - at;
  }

  group(items: Int32Array, at: number, size: number): number {
    const key = items.subarray(at, at + size).join();
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const group: PlacedFrame[] = [];
    for (let i = at; i < at + size; ) {
      const placed = this.#placed(items, i, at + size);
      group.unshift(placed);
      i += placed.size;
    }
    const location = this.#location(group);
    this.#groups.set(key, location);
    return location;
  }

  #placed(items: Int32Array, at: number, end: number): PlacedFrame & { readonly size: number } {
    const frame = this.#frame(items[at]!);
    let size = 1;
    let place: ReturnType<typeof parseSourceLine> | null = null;
    for (; at + size < end && this.#read.lineKinds.data[items[at + size]!] === SOURCE_LINE; size++)
      place ??= parseSourceLine(this.#text(items[at + size]!));
    return {
      frame,
      file: place?.file ?? null,
      line: place?.line ?? 0,
      inlined: frame.inlined || place?.inlined === true,
      size,
    };
  }

  /** `group` rootmost first. */
  #location(group: readonly PlacedFrame[]): number {
    const builder = this.#builder;
    const { frame: outer } = group[0]!;
    const mapping = outer.module === null ? NONE : builder.mapping({ file: outer.module });
    const frames: FrameInput[] = [];
    for (const { frame, file, line } of group) {
      for (const fn of frame.functions) {
        const row = builder.function(fn.name, fn.systemName, fn.file ?? file, fn.startLine);
        frames.push({ function: row, line, column: 0 });
      }
      if (frame.functions.length === 0 && group.length > 1) {
        // Only a location's sole frame may be without a function.
        const name =
          frame.module === null ? '[unknown]' : `[${frame.module.slice(frame.module.lastIndexOf('/') + 1)}]`;
        frames.push({ function: builder.function(name, name, file, 0), line, column: 0 });
      }
    }
    // Each distinct line, or group of lines, comes here once: looking for an equal location would only cost.
    return builder.addLocation(mapping, outer.address, frames);
  }

  #frame(line: number): Frame {
    let frame = this.#frames.get(line);
    if (frame === undefined) {
      frame = parseFrame(this.#text(line));
      this.#frames.set(line, frame);
    }
    return frame;
  }

  #text(line: number): string {
    return this.#decoder.decode(this.#read.lines.bytes(line));
  }
}

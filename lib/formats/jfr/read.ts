/** Reads JFR recordings: events of execution, allocation and locks into columns, chunk after chunk. */
import { Float64Builder, Int32Builder } from '../../base/columns.js';
import { atByte, ProfileError } from '../../base/errors.js';
import type { LabelInput } from '../../profile/builder.js';
import type { Profile } from '../../profile/profile.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { ThreadChoice } from '../thread-choice.js';
import { assemble, type Recording } from './assemble.js';
import { type Chunk, chunksOf } from './chunk.js';
import type { Long } from './cursor.js';
import { EVENT_FIELDS, type Kind, kindInState, kindNamed, ORDER } from './kinds.js';
import type { TypeInfo } from './metadata.js';
import { Settings } from './settings.js';
import { ChunkConstants, Stacks } from './stacks.js';
import { type Struct, Values } from './values.js';

/** Types whose constants are looked up. */
const KEPT = ['StackTrace', 'StackFrame', 'Method', 'Symbol', 'FrameType', 'ThreadState'].map(
  (name) => `jdk.types.${name}`,
);
KEPT.push('java.lang.Class', 'java.lang.Thread', 'profiler.types.LogLevel');

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const reader = new Reader(source.name, context);
  for await (const chunk of chunksOf(source, context, (missing) => reader.cut(missing))) reader.chunk(chunk);
  return assemble(reader.recording(), sourceOf(source, 'jfr'), context);
}

/** Events into columns, chunk after chunk. */
class Reader {
  readonly #name: string;
  readonly #context: ReadContext;
  readonly #stacks: Stacks;
  readonly #settings = new Settings();
  readonly #choice: ThreadChoice;
  readonly #kinds = new Int32Builder();
  readonly #stackOf = new Int32Builder();
  readonly #labelsOf = new Int32Builder();
  readonly #counts = new Float64Builder();
  readonly #weights = new Float64Builder();
  /** Nanoseconds since the first chunk began. */
  readonly #times = new Float64Builder();
  readonly #labels: (readonly LabelInput[])[] = [];
  readonly #labelRow = new Map<string, number>();
  #saw = false;
  #start: bigint | null = null;
  #end = 0n;

  constructor(name: string, context: ReadContext) {
    this.#name = name;
    this.#context = context;
    this.#choice = new ThreadChoice(context);
    this.#stacks = new Stacks(context.limits, (message) => this.#over(message));
  }

  cut(missing: number): void {
    this.#context.diagnostics.note(
      'jfr-cut-chunk',
      `the last chunk is cut, ${missing} bytes are missing: its samples are lost`,
      atByte(this.#name, null),
    );
  }

  recording(): Recording {
    if (this.#saw) this.#choice.refuseUnknown();
    return {
      name: this.#name,
      kinds: this.#kinds.finish(),
      stackOf: this.#stackOf.finish(),
      labelsOf: this.#labelsOf.finish(),
      counts: this.#counts.finish(),
      weights: this.#weights.finish(),
      times: this.#times.finish(),
      labels: this.#labels,
      stacks: this.#stacks,
      interval: this.#settings.interval,
      start: this.#start,
      duration: this.#start === null ? 0n : this.#end - this.#start,
    };
  }

  chunk(chunk: Chunk): void {
    const { cursor, types } = chunk;
    const values = new Values(cursor, types, KEPT);
    for (const at of chunk.constants) {
      cursor.pos = at;
      values.addConstants();
    }
    const constants = new ChunkConstants(values, this.#stacks);
    const start = BigInt(chunk.startNanos);
    this.#start ??= start;
    const end = start + BigInt(chunk.durationNanos);
    if (end > this.#end) this.#end = end;
    this.#settings.read(chunk, values);
    const wanted = new Map<Long, { readonly type: TypeInfo; readonly kind: Kind }>();
    for (const type of types.byId.values()) {
      const kind = kindNamed(type.name);
      if (kind !== undefined) wanted.set(type.id, { type, kind });
    }
    const nanosPerTick = 1e9 / chunk.ticksPerSecond;
    chunk.visit((id, at, last) => {
      const found = wanted.get(id);
      if (found === undefined) return;
      cursor.pos = at;
      const event = values.event(found.type, EVENT_FIELDS);
      if (cursor.pos > last)
        throw cursor.error('bad-value', `an event of ${found.type.name} is longer than it says`, at);
      this.#add(event, kindInState(found.kind, constants.text(event.get('state'))), constants, {
        nanosPerTick,
        at: Number(start - this.#start!) + ticksBetween(chunk.startTicks, event) * nanosPerTick,
      });
    });
  }

  #add(
    event: Struct,
    kind: Kind,
    constants: ChunkConstants,
    { nanosPerTick, at }: { readonly nanosPerTick: number; readonly at: number },
  ): void {
    const { samples } = this.#context.limits;
    if (this.#kinds.length >= samples)
      throw this.#over(`has more than ${samples} samples; raise limits.samples`);
    const { interval, wallInterval } = this.#settings;
    const [count, weight] = kind.values(event, { interval, wallInterval, nanosPerTick });
    for (const value of [count, weight])
      if (!(Number.isNaN(value) || (value >= 0 && value <= Number.MAX_SAFE_INTEGER)))
        throw new ProfileError(
          'bad-value',
          `a sample is worth ${value}; expected 0 to 2^53 (JFR)`,
          atByte(this.#name, null),
        );
    this.#saw = true;
    const labels = [...constants.thread(event.get(kind.thread))];
    const type = kind.classField === null ? null : constants.className(event.get(kind.classField));
    if (type !== null) labels.push({ key: 'class', text: type });
    if (!this.#choice.keeps(labels)) return;
    this.#kinds.push(ORDER.indexOf(kind));
    this.#stackOf.push(constants.stack(event.get('stackTrace')));
    this.#labelsOf.push(this.#labelSet(labels));
    this.#counts.push(count);
    this.#weights.push(weight);
    this.#times.push(Number.isFinite(at) ? Math.round(at) : 0);
  }

  #labelSet(labels: readonly LabelInput[]): number {
    const key = JSON.stringify(labels);
    let row = this.#labelRow.get(key);
    if (row === undefined) {
      row = this.#labels.push(labels) - 1;
      this.#labelRow.set(key, row);
    }
    return row;
  }

  #over(message: string): ProfileError {
    return new ProfileError('limit', `${message} (JFR)`, atByte(this.#name, null));
  }
}

/** Ticks are of a counter that may be beyond 2^53; their differences are not. */
function ticksBetween(start: Long, event: Struct): number {
  const at = event.get('startTime');
  return typeof at === 'number' || typeof at === 'bigint' ? Number(BigInt(at) - BigInt(start)) : 0;
}

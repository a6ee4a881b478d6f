/** Firefox's threads as one profile, each with its labels. */

import { atByte, type ErrorCode, ProfileError } from '../../base/errors.js';
import { type LabelInput, ProfileBuilder } from '../../profile/builder.js';
import type { Profile, Source, ValueType } from '../../profile/profile.js';
import { chooseParts } from '../choose.js';
import type { ReadContext } from '../format.js';
import { ThreadChoice } from '../thread-choice.js';
import { ThreadStacks } from './stacks.js';
import type { Lib, Tables, Thread } from './tables.js';

export interface RawFirefox {
  readonly name: string;
  /** From version 60 on the tables of all threads. */
  readonly shared: Tables;
  readonly libs: Lib[];
  readonly threads: readonly Thread[];
  readonly categories: readonly string[];
  /** Milliseconds between samples; NaN unknown. */
  readonly interval: number;
  readonly cpuUnit: string;
  /** Milliseconds since the epoch; NaN unknown. */
  readonly startTime: number;
}

const MILLISECOND = 1e6;
const CPU_UNITS: ReadonlyMap<string, { readonly unit: string; readonly factor: number }> = new Map([
  ['ns', { unit: 'nanoseconds', factor: 1 }],
  ['µs', { unit: 'nanoseconds', factor: 1e3 }],
  ['us', { unit: 'nanoseconds', factor: 1e3 }],
  ['variable CPU cycles', { unit: 'cycles', factor: 1 }],
]);

/** The sample types that a thread fills; -1 where it has none. */
interface Columns {
  readonly samples: number;
  readonly wall: number;
  readonly cpu: number;
  /** Of threads whose weights are no counts. */
  readonly weight: number;
}

export function buildProfile(raw: RawFirefox, source: Source, context: ReadContext): Profile {
  const threads = choose(raw, context);
  const { types, columnsOf, defaultSampleType } = typesOf(raw, threads);
  const builder = new ProfileBuilder(types);
  const values = types.map(() => 0);
  const shared = new Map<Tables, ThreadStacks>();
  const timed = threads.every(
    ({ samples }) => samples.time.length + samples.timeDeltas.length >= samples.stack.length,
  );
  for (const [i, thread] of threads.entries()) {
    const own = thread.tables.stack.frame.length > 0;
    const tables = own ? thread.tables : raw.shared;
    const used = [...threads].filter((other) =>
      own ? other === thread : other.tables.stack.frame.length === 0,
    );
    let stacks = shared.get(tables);
    if (stacks === undefined) {
      stacks = new ThreadStacks({ name: raw.name, builder, limits: context.limits }, tables, {
        strings: thread.tables.strings.length > 0 ? thread.tables.strings : raw.shared.strings,
        libs: thread.libs.length > 0 ? thread.libs : raw.libs,
        categories: raw.categories,
        samples: used.map(({ samples }) => samples.stack),
      });
      shared.set(tables, stacks);
    }
    const labels = builder.labelSet(labelsOf(thread));
    const columns = columnsOf(thread);
    addThread(raw, thread, { builder, stacks, labels, columns, values, timed, first: i === 0, context });
  }
  return builder.finish({
    sources: [source],
    defaultSampleType,
    startTime:
      raw.startTime >= 0 && raw.startTime < 1e14 ? BigInt(Math.round(raw.startTime)) * 1_000_000n : null,
    warnings: context.diagnostics.list(),
  });
}

function choose(raw: RawFirefox, context: ReadContext): Thread[] {
  if (raw.threads.length === 0) throw bad(raw, 'bad-value', 'there are no "threads"');
  const parts = raw.threads.map(({ name, samples }) => ({
    name: name.slice(0, 80),
    amount: `(${samples.stack.length} samples)`,
  }));
  const choice = new ThreadChoice(context);
  const kept = chooseParts(
    parts,
    raw.threads.map((_, i) => i),
    context,
  )
    .map((i) => raw.threads[i]!)
    .filter((thread) => choice.keeps(labelsOf(thread)));
  choice.refuseUnknown();
  return kept;
}

/**
 * Samples and CPU time are those of the samples that are not idle, wall time is that of all: a sample stands for the
 * interval. Threads of other weights (bytes, traced milliseconds) have a type of their own.
 */
function typesOf(
  raw: RawFirefox,
  threads: readonly Thread[],
): { types: ValueType[]; columnsOf: (thread: Thread) => Columns; defaultSampleType: number } {
  const types: ValueType[] = [];
  const row = (type: string, unit: string): number => {
    const known = types.findIndex((other) => other.type === type && other.unit === unit);
    return known === -1 ? types.push({ type, unit }) - 1 : known;
  };
  const counted = threads.filter(
    ({ weightType, samples }) => weightType === 'samples' && samples.stack.length > 0,
  );
  const cpu = CPU_UNITS.get(raw.cpuUnit);
  // Some threads only with CPU times would be half a sum.
  const hasCpu =
    cpu !== undefined &&
    counted.length > 0 &&
    counted.every(({ samples }) => samples.threadCPUDelta.length > 0);
  const plain = counted.length > 0 || threads.every(({ weightType }) => weightType === 'samples');
  const samples = plain ? row('samples', 'count') : -1;
  const wall = plain && raw.interval > 0 ? row('wall', 'nanoseconds') : -1;
  const cpuRow = hasCpu ? row('cpu', cpu.unit) : -1;
  const columnsOf = ({ weightType }: Thread): Columns => {
    if (weightType === 'samples') return { samples, wall, cpu: cpuRow, weight: -1 };
    if (weightType === 'bytes') return { samples: -1, wall: -1, cpu: -1, weight: row('space', 'bytes') };
    if (weightType === 'tracing-ms')
      return { samples: -1, wall: -1, cpu: -1, weight: row('time', 'nanoseconds') };
    return { samples: -1, wall: -1, cpu: -1, weight: row('weight', weightType.slice(0, 80)) };
  };
  for (const thread of threads) if (thread.weightType !== 'samples') columnsOf(thread);
  const inTime = hasCpu && cpu.unit === 'nanoseconds';
  return { types, columnsOf, defaultSampleType: inTime ? cpuRow : Math.max(samples, 0) };
}

interface Target {
  readonly builder: ProfileBuilder;
  readonly stacks: ThreadStacks;
  readonly labels: number;
  readonly columns: Columns;
  readonly values: number[];
  readonly timed: boolean;
  readonly first: boolean;
  readonly context: ReadContext;
}

function addThread(raw: RawFirefox, thread: Thread, target: Target): void {
  const { builder, stacks, labels, columns, values, context } = target;
  const { stack, weight, threadCPUDelta } = thread.samples;
  for (const [what, { length }] of Object.entries({ weight, threadCPUDelta }))
    if (length > 0 && length !== stack.length)
      throw bad(
        raw,
        'bad-value',
        `thread "${thread.name.slice(0, 40)}" has ${stack.length} samples and ${length} of "${what}"`,
      );
  const times = target.timed ? timesOf(thread) : null;
  const cpu = CPU_UNITS.get(raw.cpuUnit)?.factor ?? 1;
  const factor = thread.weightType === 'tracing-ms' ? MILLISECOND : 1;
  for (let i = 0; i < stack.length; i++) {
    if (builder.sampleCount >= context.limits.samples)
      throw bad(raw, 'limit', `has more than ${context.limits.samples} samples; raise limits.samples`);
    const { row, idle } = stacks.of(stack.data[i]!);
    const own = weight.length === 0 ? 1 : orZero(weight.data[i]!);
    values.fill(0);
    if (columns.samples >= 0 && !idle) values[columns.samples] = own;
    if (columns.wall >= 0) values[columns.wall] = Math.round(own * raw.interval * MILLISECOND);
    // The time since the sample before, of which Firefox too takes this one's stack for the user.
    if (columns.cpu >= 0) values[columns.cpu] = idle ? 0 : Math.round(orZero(threadCPUDelta.data[i]!) * cpu);
    if (columns.weight >= 0) values[columns.weight] = factor === 1 ? own : Math.round(own * factor);
    if (!values.every((value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER))
      throw bad(
        raw,
        'bad-value',
        `sample ${i} of thread "${thread.name.slice(0, 40)}" is worth more than 2^53`,
      );
    builder.sample(row, labels, values, times === null ? undefined : times[i]!);
  }
}

/** Nanoseconds since the profile began. */
function timesOf({ samples: { time, timeDeltas, stack } }: Thread): Float64Array {
  const times = new Float64Array(stack.length);
  let now = 0;
  for (let i = 0; i < times.length; i++) {
    now = time.length > 0 ? orZero(time.data[i]!) : now + orZero(timeDeltas.data[i]!);
    times[i] = Math.round(now * MILLISECOND);
  }
  return times;
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}

function labelsOf({ name, tid, pid, processName }: Thread): LabelInput[] {
  const labels: LabelInput[] = [];
  if (name !== '') labels.push({ key: 'thread', text: name });
  const number = (key: string, value: unknown): void => {
    // samply has "3193.1" for a process after exec.
    const digits = typeof value === 'string' ? /^(\d{1,15})(\.\d+)?$/.exec(value)?.[1] : undefined;
    const id = digits === undefined ? value : Number(digits);
    if (typeof id === 'number' && Number.isSafeInteger(id)) labels.push({ key, number: id, unit: '' });
  };
  number('thread.id', tid);
  if (processName !== '') labels.push({ key: 'process', text: processName });
  number('process.id', pid);
  return labels;
}

function bad({ name }: { readonly name: string }, code: ErrorCode, message: string): ProfileError {
  return new ProfileError(code, `${message} (firefox)`, atByte(name, null));
}

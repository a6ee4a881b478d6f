/** Which events of JFR are samples, and what each is worth. */
import type { ValueType } from '../../profile/profile.js';
import type { Long } from './cursor.js';
import type { Struct } from './values.js';

/** One kind of sample: a count, and where it has one a weight, each a sample type of its own. */
export interface Kind {
  readonly count: ValueType;
  readonly weight: ValueType | null;
  /** The count and the weight of one event; `interval` nanoseconds between samples, NaN unknown; null: of no kind. */
  readonly values: (event: Struct, times: Times) => readonly [number, number];
  readonly thread: string;
  /** The field that names the class of what was allocated or locked. */
  readonly classField: string | null;
}

/** What turns an event's numbers into nanoseconds. */
export interface Times {
  /** Nanoseconds between two samples of the CPU; NaN unknown. */
  readonly interval: number;
  readonly wallInterval: number;
  readonly nanosPerTick: number;
}

const count = (type: string): ValueType => ({ type, unit: 'count' });
const nanoseconds = (type: string): ValueType => ({ type, unit: 'nanoseconds' });
const bytes = (type: string): ValueType => ({ type, unit: 'bytes' });

const CPU: Kind = {
  count: count('samples'),
  weight: nanoseconds('cpu'),
  values: (_, { interval }) => [1, interval],
  thread: 'sampledThread',
  classField: null,
};

/** A thread inside native code; the JDK cannot tell one that works from one that waits there, so it is no CPU time. */
const NATIVE: Kind = { ...CPU, count: count('native_samples'), weight: null, values: () => [1, 0] };

/** async-profiler's wall clock samples before they had an event of their own. */
const SLEEPING: Kind = { ...NATIVE, count: count('sleeping_samples') };

const WALL: Kind = {
  ...CPU,
  count: count('wall_samples'),
  weight: nanoseconds('wall'),
  values: (event, { wallInterval }) => {
    const samples = numberOf(event.get('samples')) || 1;
    return [samples, samples * wallInterval];
  },
};

/** The weight is what the allocations since the last sample of the thread came to. */
const ALLOCATION: Kind = {
  count: count('alloc_samples'),
  weight: bytes('alloc_space'),
  values: (event) => [1, numberOf(event.get('weight'))],
  thread: 'eventThread',
  classField: 'objectClass',
};

/** Each event stands for a whole buffer that was begun: its objects are not seen. Outside of buffers it is the object. */
const IN_BUFFER: Kind = {
  ...ALLOCATION,
  values: (event) => [1, numberOf(event.get('tlabSize')) || numberOf(event.get('allocationSize'))],
};
const OUTSIDE: Kind = { ...ALLOCATION, values: (event) => [1, numberOf(event.get('allocationSize'))] };

/** The same bytes are in the throttled samples, where a recording has both. */
const SECOND = { count: count('tlab_samples'), weight: bytes('tlab_space') };

const LOCK: Kind = {
  count: count('contentions'),
  weight: nanoseconds('delay'),
  values: (event, { nanosPerTick }) => [1, Math.round(numberOf(event.get('duration')) * nanosPerTick)],
  thread: 'eventThread',
  classField: 'monitorClass',
};
const PARK: Kind = {
  ...LOCK,
  count: count('parks'),
  weight: nanoseconds('parked'),
  classField: 'parkedClass',
};

export const EXECUTION_SAMPLE = 'jdk.ExecutionSample';
const THROTTLED = 'jdk.ObjectAllocationSample';

const KINDS: ReadonlyMap<string, Kind> = new Map([
  [EXECUTION_SAMPLE, CPU],
  ['jdk.NativeMethodSample', NATIVE],
  ['profiler.WallClockSample', WALL],
  [THROTTLED, ALLOCATION],
  ['jdk.ObjectAllocationInNewTLAB', IN_BUFFER],
  ['jdk.ObjectAllocationOutsideTLAB', OUTSIDE],
  ['jdk.JavaMonitorEnter', LOCK],
  ['jdk.ThreadPark', PARK],
]);

/** What of an event is looked at. */
export const EVENT_FIELDS: ReadonlySet<string> = new Set([
  'startTime',
  'duration',
  'sampledThread',
  'eventThread',
  'stackTrace',
  'state',
  'samples',
  'objectClass',
  'monitorClass',
  'parkedClass',
  'weight',
  'tlabSize',
  'allocationSize',
]);

export function kindNamed(name: string): Kind | undefined {
  return KINDS.get(name);
}

/** Of an execution sample that was taken of a thread in `state`. */
export function kindInState(kind: Kind, state: string | null): Kind {
  return kind === CPU && state === 'STATE_SLEEPING' ? SLEEPING : kind;
}

/** The sample types of a kind, in a recording that has the kinds `seen`. */
export function typesOf(
  kind: Kind,
  seen: ReadonlySet<Kind>,
): { readonly count: ValueType; readonly weight: ValueType | null } {
  const second = (kind === IN_BUFFER || kind === OUTSIDE) && seen.has(ALLOCATION);
  return second ? SECOND : kind;
}

/** Kinds in the order of their sample types; the first that occurs is the default. */
export const ORDER: readonly Kind[] = [
  CPU,
  WALL,
  ALLOCATION,
  IN_BUFFER,
  OUTSIDE,
  LOCK,
  PARK,
  NATIVE,
  SLEEPING,
];

function numberOf(value: unknown): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value as Long) : 0;
}

/** Event attributes: which fields the records of an event have, what the event is called, which ids are its own. */
import { viewOf } from './header.js';

/** Bits of sample_type (include/uapi/linux/perf_event.h, enum perf_event_sample_format). */
export const SAMPLE_IP = 1 << 0;
export const SAMPLE_TID = 1 << 1;
export const SAMPLE_TIME = 1 << 2;
export const SAMPLE_ADDR = 1 << 3;
export const SAMPLE_READ = 1 << 4;
export const SAMPLE_CALLCHAIN = 1 << 5;
export const SAMPLE_ID = 1 << 6;
export const SAMPLE_CPU = 1 << 7;
export const SAMPLE_PERIOD = 1 << 8;
export const SAMPLE_STREAM_ID = 1 << 9;
export const SAMPLE_RAW = 1 << 10;
export const SAMPLE_BRANCH_STACK = 1 << 11;
export const SAMPLE_REGS_USER = 1 << 12;
export const SAMPLE_STACK_USER = 1 << 13;
export const SAMPLE_IDENTIFIER = 1 << 16;

/** Of branch_sample_type: a call stack that the recorder makes of branches (--call-graph lbr). */
export const BRANCH_CALL_STACK = 1 << 11;

export const READ_ENABLED = 1;
export const READ_RUNNING = 2;
export const READ_ID = 4;
export const READ_GROUP = 8;
export const READ_LOST = 16;

/** Bits of the attribute's flags. */
const FLAG_INHERIT = 1;
const FLAG_EXCLUDE_USER = 4;
const FLAG_EXCLUDE_KERNEL = 5;
const FLAG_EXCLUDE_HV = 6;
const FLAG_FREQUENCY = 10;
const FLAG_PRECISE = 15;
const FLAG_SAMPLE_ID_ALL = 18;
const FLAG_USE_CLOCKID = 25;
/** The first version of the attribute; a size of 0 means it too. */
const SMALLEST_ATTR = 64;

/** One event that was recorded. */
export interface Attribute {
  /** As perf prints it: the file's name for it, or one made of type, config and modifiers. */
  name: string;
  readonly sampleType: number;
  readonly readFormat: number;
  /** Events between samples, where the recorder fixed it; null where it adapts (a frequency was asked for). */
  readonly fixedPeriod: number | null;
  readonly inherit: boolean;
  /** Times are of a clock that other programs can read (perf record -k). */
  readonly sharedClock: boolean;
  /** Other records end in the fields that tell time and thread. */
  readonly sampleIdAll: boolean;
  readonly branchSampleType: number;
  /** Registers that a sample dumps: the mask's two halves. */
  readonly userRegisters: readonly [low: number, high: number];
  /** Where the fields of a sample are that every sample of the event has at the same place. */
  readonly layout: SampleLayout;
  ids: bigint[];
}

/** Offsets from the record's start; -1 for what is not recorded. */
export interface SampleLayout {
  readonly ip: number;
  readonly tid: number;
  readonly time: number;
  readonly id: number;
  readonly cpu: number;
  readonly period: number;
  /** Where the fields end that have a fixed place. */
  readonly end: number;
  /** A sample is its fixed fields and a call chain, if any; what else it has says nothing of its stack or weight. */
  readonly plain: boolean;
}

const HARDWARE = [
  'cycles',
  'instructions',
  'cache-references',
  'cache-misses',
  'branches',
  'branch-misses',
  'bus-cycles',
  'stalled-cycles-frontend',
  'stalled-cycles-backend',
  'ref-cycles',
];
const SOFTWARE = [
  'cpu-clock',
  'task-clock',
  'page-faults',
  'context-switches',
  'cpu-migrations',
  'minor-faults',
  'major-faults',
  'alignment-faults',
  'emulation-faults',
  'dummy',
  'bpf-output',
];

/** Bytes of the perf_event_attr at `at`: its own size field, 64 where that is 0. */
export function attributeBytes(view: DataView, at: number, littleEndian: boolean): number {
  return view.getUint32(at + 4, littleEndian) || SMALLEST_ATTR;
}

/**
 * The attribute in `bytes`, which end where it ends; null where they are too few. A newer perf appends fields: they
 * are not looked at. An older one left some out: they are 0.
 */
export function parseAttribute(bytes: Uint8Array, littleEndian: boolean): Attribute | null {
  if (bytes.length < SMALLEST_ATTR) return null;
  const view = viewOf(bytes);
  const u32 = (at: number): number => (at + 4 <= bytes.length ? view.getUint32(at, littleEndian) : 0);
  const low = (at: number): number => u32(littleEndian ? at : at + 4);
  const high = (at: number): number => u32(littleEndian ? at + 4 : at);
  // A file of a big-endian machine has the flags as that machine lays out bit fields: the first is the highest bit.
  const flag = (bit: number): boolean => {
    const place = littleEndian ? bit : 63 - bit;
    return (((place < 32 ? low(40) : high(40)) >>> (place & 31)) & 1) === 1;
  };
  const precise = littleEndian
    ? Number(flag(FLAG_PRECISE)) + 2 * Number(flag(FLAG_PRECISE + 1))
    : 2 * Number(flag(FLAG_PRECISE)) + Number(flag(FLAG_PRECISE + 1));
  const period = view.getBigUint64(16, littleEndian);
  return {
    name:
      eventName(u32(0), view.getBigUint64(8, littleEndian)) +
      modifiers(flag(FLAG_EXCLUDE_KERNEL), flag(FLAG_EXCLUDE_USER), flag(FLAG_EXCLUDE_HV), precise),
    sampleType: low(24),
    readFormat: low(32),
    fixedPeriod: flag(FLAG_FREQUENCY) || period > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(period),
    inherit: flag(FLAG_INHERIT),
    sharedClock: flag(FLAG_USE_CLOCKID),
    sampleIdAll: flag(FLAG_SAMPLE_ID_ALL),
    branchSampleType: low(72),
    userRegisters: [low(80), high(80)],
    layout: layoutOf(low(24), low(72)),
    ids: [],
  };
}

function layoutOf(sampleType: number, branchSampleType: number): SampleLayout {
  let end = 8;
  const place = (mask: number): number => {
    if ((sampleType & mask) === 0) return -1;
    end += 8;
    return end - 8;
  };
  const identifier = place(SAMPLE_IDENTIFIER);
  const ip = place(SAMPLE_IP);
  const tid = place(SAMPLE_TID);
  const time = place(SAMPLE_TIME);
  place(SAMPLE_ADDR);
  const id = place(SAMPLE_ID);
  place(SAMPLE_STREAM_ID);
  const cpu = place(SAMPLE_CPU);
  const period = place(SAMPLE_PERIOD);
  const branches = (sampleType & SAMPLE_BRANCH_STACK) !== 0 && (branchSampleType & BRANCH_CALL_STACK) !== 0;
  const plain = !branches && (sampleType & (SAMPLE_READ | SAMPLE_REGS_USER | SAMPLE_STACK_USER)) === 0;
  return { ip, tid, time, id: identifier >= 0 ? identifier : id, cpu, period, end, plain };
}

/** Which attribute a record belongs to. */
export class Attributes {
  readonly list: Attribute[] = [];
  readonly #byLow = new Map<number, number>();
  readonly #byId = new Map<bigint, number>();

  add(attribute: Attribute): void {
    this.list.push(attribute);
    for (const id of attribute.ids) this.#index(id, this.list.length - 1);
  }

  /** Row of the attribute with this id, or -1. */
  rowOf(low: number, high: number): number {
    if (high === 0) return this.#byLow.get(low) ?? -1;
    return this.#byId.get((BigInt(high) << 32n) | BigInt(low)) ?? -1;
  }

  #index(id: bigint, row: number): void {
    if (id >> 32n === 0n) this.#byLow.set(Number(id), row);
    else this.#byId.set(id, row);
  }
}

function eventName(type: number, config: bigint): string {
  const known = type === 0 ? HARDWARE : type === 1 ? SOFTWARE : [];
  return known[Number(config & 0xffn)] ?? `raw 0x${config.toString(16)}`;
}

/** Where the event was counted, as perf appends it: ":u" is user code only. */
function modifiers(noKernel: boolean, noUser: boolean, noHv: boolean, precise: number): string {
  const some = noKernel || noUser || noHv;
  const where = some ? (noKernel ? '' : 'k') + (noUser ? '' : 'u') + (noHv ? '' : 'h') : '';
  const text = where + 'p'.repeat(precise);
  return text === '' ? '' : `:${text}`;
}

/** The fields of a SAMPLE record, in the one order the kernel writes them; those left of the call chain are skipped over. */
import {
  type Attribute,
  READ_ENABLED,
  READ_GROUP,
  READ_ID,
  READ_LOST,
  READ_RUNNING,
  SAMPLE_BRANCH_STACK,
  SAMPLE_CALLCHAIN,
  SAMPLE_CPU,
  SAMPLE_ID,
  SAMPLE_IDENTIFIER,
  SAMPLE_RAW,
  SAMPLE_READ,
  SAMPLE_REGS_USER,
  SAMPLE_STACK_USER,
  SAMPLE_STREAM_ID,
  SAMPLE_TID,
  SAMPLE_TIME,
} from './attributes.js';

const HARDWARE_INDEX = 2 ** 17;
const BRANCH_COUNTERS = 2 ** 19;

/** One is made per reader and used again for each sample. 64-bit fields are two halves; offsets are into `view`. */
export class SampleFields {
  ipLow = 0;
  ipHigh = 0;
  pid = -1;
  tid = -1;
  /** -1 where not recorded. */
  cpu = -1;
  periodLow = 0;
  periodHigh = 0;
  hasPeriod = false;
  /** Offset of the READ field; -1 where there is none. */
  readAt = -1;
  /** Offset of the call chain's first entry, and how many entries; -1 where none was recorded. */
  chainAt = -1;
  chainLength = 0;
  /** Offset of the dumped registers; -1 where none were dumped. */
  registersAt = -1;
  /** 1 for a 32-bit program, 2 for a 64-bit one. */
  registersAbi = 0;
  /** Offset of the dumped stack, and its bytes that are in use. */
  stackAt = -1;
  stackSize = 0;

  /** Whether the record holds what its attribute promises. */
  parse(view: DataView, start: number, size: number, attribute: Attribute, little: boolean): boolean {
    const type = attribute.sampleType;
    const { layout } = attribute;
    const end = start + size;
    let at = start + layout.end;
    if (at > end) return false;
    const lowWord = little ? 0 : 4;
    const highWord = 4 - lowWord;
    this.readAt = -1;
    this.chainAt = -1;
    this.chainLength = 0;
    this.registersAt = -1;
    this.stackAt = -1;
    this.stackSize = 0;
    const { ip, tid, cpu, period } = layout;
    this.ipLow = ip < 0 ? 0 : view.getUint32(start + ip + lowWord, little);
    this.ipHigh = ip < 0 ? 0 : view.getUint32(start + ip + highWord, little);
    this.pid = tid < 0 ? -1 : view.getInt32(start + tid, little);
    this.tid = tid < 0 ? -1 : view.getInt32(start + tid + 4, little);
    this.cpu = cpu < 0 ? -1 : view.getUint32(start + cpu, little);
    this.hasPeriod = period >= 0;
    if (period >= 0) {
      this.periodLow = view.getUint32(start + period + lowWord, little);
      this.periodHigh = view.getUint32(start + period + highWord, little);
    }
    if (type & SAMPLE_READ) {
      this.readAt = at;
      at = skipRead(view, at, end, attribute.readFormat, little);
      if (at < 0) return false;
    }
    if (type & SAMPLE_CALLCHAIN) {
      if (at + 8 > end) return false;
      const length = view.getUint32(at + lowWord, little);
      if (view.getUint32(at + highWord, little) !== 0 || length * 8 > end - at - 8) return false;
      this.chainAt = at + 8;
      this.chainLength = length;
      at += 8 + length * 8;
    }
    if ((type & (SAMPLE_REGS_USER | SAMPLE_STACK_USER)) === 0) return true;
    return this.#dumps(view, at, end, attribute, little);
  }

  /** Registers and stack of `--call-graph dwarf`, behind raw data and branches. */
  #dumps(view: DataView, from: number, end: number, attribute: Attribute, little: boolean): boolean {
    const type = attribute.sampleType;
    let at = from;
    if (type & SAMPLE_RAW) {
      if (at + 4 > end) return false;
      at += 4 + view.getUint32(at, little);
      if (at > end) return false;
    }
    if (type & SAMPLE_BRANCH_STACK) {
      if (at + 8 > end) return false;
      const count = view.getUint32(at + (little ? 0 : 4), little);
      const { branchSampleType } = attribute;
      const each = 24 + (branchSampleType & BRANCH_COUNTERS ? 8 : 0);
      at += 8 + (branchSampleType & HARDWARE_INDEX ? 8 : 0) + count * each;
      if (at > end) return false;
    }
    if (type & SAMPLE_REGS_USER) {
      if (at + 8 > end) return false;
      const abi = view.getUint32(at + (little ? 0 : 4), little);
      at += 8;
      if (abi !== 0) {
        this.registersAt = at;
        this.registersAbi = abi;
        at += 8 * (bitCount(attribute.userRegisters[0]) + bitCount(attribute.userRegisters[1]));
        if (at > end) return false;
      }
    }
    if (type & SAMPLE_STACK_USER) {
      if (at + 8 > end) return false;
      const low = little ? 0 : 4;
      const size = view.getUint32(at + low, little);
      at += 8;
      if (size === 0) return true;
      if (at + size + 8 > end) return false;
      this.stackAt = at;
      this.stackSize = Math.min(size, view.getUint32(at + size + low, little));
    }
    return true;
  }
}

/** Offset of the time at the end of a record other than a SAMPLE, or -1. */
export function trailingTime(attribute: Attribute, start: number, size: number): number {
  const type = attribute.sampleType;
  if ((type & SAMPLE_TIME) === 0 || !attribute.sampleIdAll) return -1;
  const behind =
    bit(type, SAMPLE_ID) + bit(type, SAMPLE_STREAM_ID) + bit(type, SAMPLE_CPU) + bit(type, SAMPLE_IDENTIFIER);
  return 16 + behind * 8 <= size ? start + size - 8 - behind * 8 : -1;
}

/** Offset of the id at the end of a record other than a SAMPLE, or -1. */
export function trailingId(attribute: Attribute, start: number, size: number): number {
  const type = attribute.sampleType;
  if (!attribute.sampleIdAll) return -1;
  if (type & SAMPLE_IDENTIFIER) return size >= 16 ? start + size - 8 : -1;
  if ((type & SAMPLE_ID) === 0) return -1;
  const behind = bit(type, SAMPLE_STREAM_ID) + bit(type, SAMPLE_CPU);
  return 16 + behind * 8 <= size ? start + size - 8 - behind * 8 : -1;
}

/** Bytes that a record other than a SAMPLE carries at its end for time and thread. */
export function trailerBytes({ sampleType, sampleIdAll }: Attribute): number {
  if (!sampleIdAll) return 0;
  return (
    8 *
    (bit(sampleType, SAMPLE_TID) +
      bit(sampleType, SAMPLE_TIME) +
      bit(sampleType, SAMPLE_ID) +
      bit(sampleType, SAMPLE_STREAM_ID) +
      bit(sampleType, SAMPLE_CPU) +
      bit(sampleType, SAMPLE_IDENTIFIER))
  );
}

/** One counter of a READ field. */
export interface ReadValue {
  readonly id: bigint;
  readonly value: bigint;
}

/** The counters of a READ field that `parse` accepted; none where the format leaves ids out. */
export function readValues(view: DataView, start: number, format: number, little: boolean): ReadValue[] {
  if ((format & READ_ID) === 0) return [];
  const grouped = (format & READ_GROUP) !== 0;
  const count = grouped ? Number(view.getBigUint64(start, little)) : 1;
  const times = bit(format, READ_ENABLED) + bit(format, READ_RUNNING);
  const values: ReadValue[] = [];
  let at = start + (grouped ? 8 * (1 + times) : 0);
  for (let i = 0; i < count; i++) {
    const idAt = at + 8 + (grouped ? 0 : 8 * times);
    values.push({ id: view.getBigUint64(idAt, little), value: view.getBigUint64(at, little) });
    at = idAt + 8 + 8 * bit(format, READ_LOST);
  }
  return values;
}

/** Offset behind a READ field, or -1 where it passes `end`. */
function skipRead(view: DataView, start: number, end: number, format: number, little: boolean): number {
  const times = bit(format, READ_ENABLED) + bit(format, READ_RUNNING);
  const each = 1 + bit(format, READ_ID) + bit(format, READ_LOST);
  if ((format & READ_GROUP) === 0) {
    const after = start + 8 * (each + times);
    return after <= end ? after : -1;
  }
  if (start + 8 > end) return -1;
  const count = view.getUint32(start + (little ? 0 : 4), little);
  if (view.getUint32(start + (little ? 4 : 0), little) !== 0) return -1;
  const after = start + 8 * (1 + times) + 8 * each * count;
  return after <= end ? after : -1;
}

function bit(bits: number, mask: number): number {
  return (bits & mask) === 0 ? 0 : 1;
}

export function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits >>> 0; rest !== 0; rest &= rest - 1) count++;
  return count;
}

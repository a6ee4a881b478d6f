/** Cuts the data of perf.data into records: header {type u32, misc u16, size u16}, then the body. */
import { atByte, ProfileError } from '../../base/errors.js';
import type { Limits } from '../format.js';
import { viewOf } from './header.js';

/** Record types (perf_event.h and tools/lib/perf/include/perf/event.h). */
export const RECORD = {
  mmap: 1,
  lost: 2,
  comm: 3,
  fork: 7,
  sample: 9,
  mmap2: 10,
  lostSamples: 13,
  ksymbol: 17,
  callchainDeferred: 22,
  headerAttr: 64,
  tracingData: 66,
  buildId: 67,
  finishedRound: 68,
  auxtrace: 71,
  eventUpdate: 78,
  headerFeature: 80,
  compressed: 81,
  compressed2: 83,
} as const;

/** From here on the records are of the recording program, not of the kernel: they have no time. */
export const FIRST_USER_TYPE = 64;
/** simpleperf's own records. */
export const FIRST_FOREIGN_TYPE = 32768;
export const RECORD_HEADER = 8;

/** Takes records in file order. `bytes` and `view` are the same memory, valid during the call. */
export interface RecordSink {
  record(type: number, bytes: Uint8Array, view: DataView, at: number, size: number, fileOffset: number): void;
}

const COMPRESSED2_HEADER = 16;
const BLOCK = 1 << 20;

/**
 * Feed it bytes in pieces of any size. Memory: one record beyond the piece. Throws 'bad-value' for a record shorter
 * than its header, 'limit' for one larger than limits.messageBytes.
 */
export class RecordStream {
  readonly #name: string;
  readonly #sink: RecordSink;
  readonly #littleEndian: boolean;
  readonly #limits: Limits;
  /** Bytes of a record that is not whole yet. */
  #held = new Uint8Array(0);
  #heldLength = 0;
  /** Bytes to pass over: data that follow a record. */
  #skip = 0;
  #offset: number;

  /** `offset` of the first byte in the file, for messages. */
  constructor(name: string, sink: RecordSink, littleEndian: boolean, limits: Limits, offset: number) {
    this.#name = name;
    this.#sink = sink;
    this.#littleEndian = littleEndian;
    this.#limits = limits;
    this.#offset = offset;
  }

  /** Bytes that wait for the rest of their record; bytes to pass over that have not come. */
  get pending(): number {
    return this.#heldLength + this.#skip;
  }

  feed(piece: Uint8Array): void {
    let bytes = piece;
    if (this.#skip > 0) {
      const passed = Math.min(this.#skip, bytes.length);
      this.#skip -= passed;
      this.#offset += passed;
      bytes = bytes.subarray(passed);
    }
    // The record across the border is completed by itself; the others are read where they lie.
    while (this.#heldLength > 0 && bytes.length > 0) {
      const needed = this.#needed();
      const taken = Math.min(needed - this.#heldLength, bytes.length);
      this.#hold(bytes.subarray(0, taken));
      bytes = bytes.subarray(taken);
      if (this.#heldLength < needed || needed < this.#needed()) continue;
      const held = this.#held.subarray(0, this.#heldLength);
      this.#heldLength = 0;
      this.#scan(held);
      if (this.#skip > 0) {
        this.feed(bytes);
        return;
      }
    }
    if (bytes.length > 0) this.#scan(bytes);
  }

  /** How many bytes the held record needs, as far as its first bytes tell. */
  #needed(): number {
    const view = viewOf(this.#held);
    if (this.#heldLength < RECORD_HEADER) return RECORD_HEADER;
    const type = view.getUint32(0, this.#littleEndian);
    if (type === RECORD.compressed2 && this.#heldLength < COMPRESSED2_HEADER) return COMPRESSED2_HEADER;
    return this.#sizeAt(view, 0, type, this.#offset);
  }

  /** Bytes of the record at `at`. */
  #sizeAt(view: DataView, at: number, type: number, offset: number): number {
    const size = view.getUint16(at + 6, this.#littleEndian);
    if (type === RECORD.compressed2) {
      // Some versions of perf let the 16-bit size wrap round; the payload's own size is right.
      const payload = view.getBigUint64(at + 8, this.#littleEndian);
      if (payload > BigInt(this.#limits.messageBytes)) throw this.#tooLarge(offset);
      const whole = COMPRESSED2_HEADER + Number(payload);
      return Math.ceil(whole / 8) * 8 > size ? whole : size;
    }
    if (size < RECORD_HEADER)
      throw new ProfileError(
        'bad-value',
        `a record of type ${type} claims ${size} bytes; its header alone has ${RECORD_HEADER}`,
        atByte(this.#name, offset),
      );
    return size;
  }

  #scan(bytes: Uint8Array): void {
    const view = viewOf(bytes);
    const little = this.#littleEndian;
    const sink = this.#sink;
    const base = this.#offset;
    let at = 0;
    while (at + RECORD_HEADER <= bytes.length) {
      const type = view.getUint32(at, little);
      if (type === RECORD.compressed2 && at + COMPRESSED2_HEADER > bytes.length) break;
      const size = this.#sizeAt(view, at, type, base + at);
      if (at + size > bytes.length) break;
      sink.record(type, bytes, view, at, size, base + at);
      at += size;
      const follows = this.#following(type, view, at - size, size, base + at);
      if (follows > 0) {
        const here = Math.min(follows, bytes.length - at);
        at += here;
        this.#skip = follows - here;
      }
    }
    this.#offset = base + at;
    if (at < bytes.length) this.#hold(bytes.subarray(at));
  }

  /** Bytes behind a record that are not records. */
  #following(type: number, view: DataView, at: number, size: number, offset: number): number {
    if (type === RECORD.tracingData && size >= 12) {
      const bytes = view.getUint32(at + 8, this.#littleEndian);
      return Math.ceil(bytes / 8) * 8;
    }
    if (type !== RECORD.auxtrace || size < 16) return 0;
    const bytes = view.getBigUint64(at + 8, this.#littleEndian);
    if (bytes > BigInt(this.#limits.bytes)) throw this.#tooLarge(offset);
    return Number(bytes);
  }

  #hold(bytes: Uint8Array): void {
    const length = this.#heldLength + bytes.length;
    if (length > this.#limits.messageBytes + BLOCK) throw this.#tooLarge(this.#offset);
    if (length > this.#held.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.#held.length, 1 << 16));
      grown.set(this.#held.subarray(0, this.#heldLength));
      this.#held = grown;
    }
    this.#held.set(bytes, this.#heldLength);
    this.#heldLength = length;
  }

  #tooLarge(offset: number): ProfileError {
    return new ProfileError(
      'limit',
      `a record is larger than the limit messageBytes=${this.#limits.messageBytes}; raise limits.messageBytes if the file is trusted`,
      atByte(this.#name, offset),
    );
  }
}

/** The compressed bytes of a COMPRESSED or COMPRESSED2 record, in order; several pieces where such a record holds others. */
export function compressedPayload(
  type: number,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  size: number,
  littleEndian: boolean,
): Uint8Array[] {
  if (type === RECORD.compressed) return [bytes.subarray(at + RECORD_HEADER, at + size)];
  const length = Math.min(Number(view.getBigUint64(at + 8, littleEndian)), size - COMPRESSED2_HEADER);
  const start = at + COMPRESSED2_HEADER;
  if (length <= LARGEST_PAYLOAD) return [bytes.subarray(start, start + length)];
  const pieces = [bytes.subarray(start, start + LARGEST_PAYLOAD)];
  const end = start + length;
  for (let inner = start + LARGEST_PAYLOAD; inner + COMPRESSED2_HEADER <= end; ) {
    const innerSize = view.getUint16(inner + 6, littleEndian);
    if (innerSize < COMPRESSED2_HEADER) break;
    pieces.push(bytes.subarray(inner + COMPRESSED2_HEADER, Math.min(inner + innerSize, end)));
    inner += innerSize;
  }
  return pieces;
}

/** What perf puts into one COMPRESSED2 record at most: 65536 - 16 - 1. */
const LARGEST_PAYLOAD = 65_519;

/** A cursor over one chunk of JFR: every read is checked, every error has the byte of the input. */
import { atByte, type ErrorCode, ProfileError } from '../../base/errors.js';

const TWO_32 = 4294967296;

/** A number, or a bigint where a float64 could not hold it. */
export type Long = number | bigint;

/** Integers are LEB128 of at most nine bytes (the ninth has eight bits), fixed sizes are big-endian. */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  pos = 0;
  readonly #name: string;
  readonly #base: number;
  readonly #view: DataView;

  /** `base`: offset of bytes[0] in the input. */
  constructor(name: string, bytes: Uint8Array, base: number) {
    this.#name = name;
    this.bytes = bytes;
    this.end = bytes.length;
    this.#base = base;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    this.need(1);
    return this.bytes[this.pos++]!;
  }

  /** A fixed 64-bit integer. */
  fixed64(): Long {
    this.need(8);
    const value = this.#view.getBigInt64(this.pos);
    this.pos += 8;
    return narrow(value);
  }

  fixed32(): number {
    this.need(4);
    this.pos += 4;
    return this.#view.getUint32(this.pos - 4);
  }

  float(): number {
    this.need(4);
    this.pos += 4;
    return this.#view.getFloat32(this.pos - 4);
  }

  double(): number {
    this.need(8);
    this.pos += 8;
    return this.#view.getFloat64(this.pos - 8);
  }

  /** A signed 64-bit integer. */
  long(): Long {
    const { bytes, end } = this;
    let p = this.pos;
    let low = 0;
    let middle = 0;
    let high = 0;
    for (let group = 0; ; group++) {
      if (p >= end) throw this.error('truncated', 'the chunk ends inside a number');
      const byte = bytes[p++]!;
      if (group === 8) {
        high |= byte;
        break;
      }
      if (group < 4) low |= (byte & 127) << (7 * group);
      else middle |= (byte & 127) << (7 * (group - 4));
      if (byte < 128) break;
    }
    this.pos = p;
    if (middle === 0 && high === 0) return low;
    // Bits 0..27, 28..55 and 56..63.
    const upper = (middle >>> 4) | (high << 24);
    const value = upper * TWO_32 + ((low | (middle << 28)) >>> 0);
    if (Number.isSafeInteger(value)) return value;
    return (BigInt(upper) << 32n) | BigInt((low | (middle << 28)) >>> 0);
  }

  /** A 32-bit integer; -1 may be written in five bytes or in nine. */
  int(): number {
    return Number(BigInt.asIntN(32, BigInt(this.long())));
  }

  /** A size or count that what remains can hold: each thing counted has at least one byte. */
  count(what: string): number {
    const count = this.long();
    if (typeof count === 'number' && count >= 0 && count <= this.end - this.pos) return count;
    throw this.error(
      'bad-value',
      `${what} is ${count}, but ${this.end - this.pos} bytes remain in the chunk`,
    );
  }

  skip(bytes: number): void {
    this.need(bytes);
    this.pos += bytes;
  }

  need(bytes: number): void {
    if (bytes > this.end - this.pos)
      throw this.error(
        'truncated',
        `${bytes} bytes are wanted and ${this.end - this.pos} remain in the chunk`,
      );
  }

  error(code: ErrorCode, message: string, at = this.pos): ProfileError {
    return new ProfileError(code, `${message} (JFR)`, atByte(this.#name, this.#base + at));
  }
}

function narrow(value: bigint): Long {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;
}

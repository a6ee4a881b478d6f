/** Protobuf wire format over bytes in memory: every read is bounds-checked and every error has an absolute offset. */
import { atByte, ProfileError } from '../../base/errors.js';

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

const TWO_32 = 4294967296;

/**
 * A cursor over `bytes`. After `field()`, `number` and `wire` describe the field; for BYTES its payload is
 * [pos, fieldEnd). `base` is the offset of bytes[0] in the decompressed input.
 */
export class WireReader {
  readonly source: string;
  bytes!: Uint8Array;
  /** The same bytes, for reading several at once. */
  view!: DataView;
  #text!: Buffer;
  base!: number;
  pos = 0;
  number = 0;
  wire = 0;
  fieldEnd = 0;

  constructor(source: string, bytes: Uint8Array, base = 0) {
    this.source = source;
    this.load(bytes, base);
  }

  /** Begins anew in `bytes`, the first of which stands at `base`. */
  load(bytes: Uint8Array, base: number): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.base = base;
    this.pos = 0;
  }

  /** Reads a tag (and, for BYTES, the length). Throws 'bad-encoding' or 'truncated'. */
  field(end: number): void {
    const start = this.pos;
    const tag = this.int64(end);
    this.wire = tag & 7;
    this.number = Math.floor(tag / 8);
    if (this.number < 1 || this.number > 0x1fffffff)
      throw this.error('bad-encoding', start, `field number ${this.number}; expected 1 to 536870911`);
    if (this.wire === BYTES) {
      const length = this.int64(end);
      if (length < 0 || length > end - this.pos) {
        throw this.error(
          'truncated',
          start,
          `field ${this.number} claims ${length < 0 ? 'over 2^63' : length} bytes but ${end - this.pos} remain`,
        );
      }
      this.fieldEnd = this.pos + length;
    } else if (this.wire !== VARINT && this.wire !== FIXED64 && this.wire !== FIXED32) {
      throw this.error(
        'bad-encoding',
        start,
        `wire type ${this.wire} of field ${this.number}; expected 0, 1, 2 or 5`,
      );
    }
  }

  /** Passes over the payload of the field that `field()` announced. */
  skip(end: number): void {
    if (this.wire === BYTES) this.pos = this.fieldEnd;
    else if (this.wire === VARINT) this.int64(end);
    else this.advance(this.wire === FIXED64 ? 8 : 4, end);
  }

  /**
   * The text of the field that `field()` announced. Invalid UTF-8 is replaced, as Go strings may hold anything; a byte order
   * mark is text like any other.
   */
  text(): string {
    const start = this.pos;
    this.pos = this.fieldEnd;
    return this.#text.toString('utf8', start, this.fieldEnd);
  }

  /** Throws 'bad-encoding' unless the field has the wire type its meaning needs. */
  expect(wire: number, what: string): void {
    if (this.wire !== wire)
      throw this.error('bad-encoding', this.pos, `${what} has wire type ${this.wire}, expected ${wire}`);
  }

  /**
   * A signed 64-bit varint as a float: exact within +-2^53; beyond that the nearest float, see `bigint()`. Two 32-bit
   * halves, because summing ten 7-bit groups in a float turns -1 into 0.
   */
  int64(end: number): number {
    const { bytes } = this;
    let p = this.pos;
    if (p < end) {
      const first = bytes[p]!;
      if (first < 128) {
        this.pos = p + 1;
        return first;
      }
    }
    let low = 0;
    let middle = 0;
    let high = 0;
    for (let group = 0; ; group++) {
      if (group === 10) throw this.error('bad-encoding', this.pos, 'varint longer than 10 bytes');
      if (p >= end) throw this.error('truncated', this.pos, 'the input ends inside a varint');
      const byte = bytes[p++]!;
      if (group < 4) low |= (byte & 127) << (7 * group);
      else if (group < 8) middle |= (byte & 127) << (7 * (group - 4));
      else high |= (byte & 127) << (7 * (group - 8));
      if (byte < 128) break;
    }
    this.pos = p;
    if (middle === 0 && high === 0) return low;
    return ((middle >>> 4) | (high << 24)) * TWO_32 + ((low | (middle << 28)) >>> 0);
  }

  /** The same varint exactly; `signed` false for ids and addresses. */
  bigint(end: number, signed: boolean): bigint {
    const start = this.pos;
    this.int64(end);
    let value = 0n;
    for (let p = this.pos - 1; p >= start; p--) value = (value << 7n) | BigInt(this.bytes[p]! & 127);
    return signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value);
  }

  error(
    code: 'truncated' | 'bad-encoding' | 'bad-value' | 'limit',
    at: number,
    message: string,
  ): ProfileError {
    return new ProfileError(code, `${message} (pprof)`, atByte(this.source, this.base + at));
  }

  private advance(size: number, end: number): void {
    if (size > end - this.pos)
      throw this.error('truncated', this.pos, `a ${size}-byte value is cut: ${end - this.pos} bytes remain`);
    this.pos += size;
  }
}

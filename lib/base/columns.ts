/** Growable typed-array columns: append while reading, `finish()` trims. */

/** Untouched pages of a doubled column cost nothing, copying it more often does. */
const GROWTH = 2;

/** 32-bit signed integers: indexes into tables. `data` may be read up to `length`; it moves when it grows. */
export class Int32Builder {
  data: Int32Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 256) {
    this.data = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length++] = value;
  }

  /** Makes room for `more` values beyond `length`, so that a hot loop may write `data` itself. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.data.length) return;
    const grown = new Int32Array(Math.max(needed, Math.ceil(this.data.length * GROWTH)));
    grown.set(this.data.subarray(0, this.length));
    this.data = grown;
  }

  /** Goes on from a column that is filled already. */
  adopt(column: Int32Array<ArrayBuffer>): void {
    this.data = column;
    this.length = column.length;
  }

  finish(): Int32Array<ArrayBuffer> {
    return this.length === this.data.length ? this.data : this.data.subarray(0, this.length);
  }
}

/** 64-bit floats: sample values and times. */
export class Float64Builder {
  data: Float64Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 256) {
    this.data = new Float64Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length++] = value;
  }

  /** Makes room for `more` values beyond `length`. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.data.length) return;
    const grown = new Float64Array(Math.max(needed, Math.ceil(this.data.length * GROWTH)));
    grown.set(this.data.subarray(0, this.length));
    this.data = grown;
  }

  /** Goes on from a column that is filled already. */
  adopt(column: Float64Array<ArrayBuffer>): void {
    this.data = column;
    this.length = column.length;
  }

  finish(): Float64Array<ArrayBuffer> {
    return this.length === this.data.length ? this.data : this.data.subarray(0, this.length);
  }
}

/** 64-bit unsigned integers: addresses, which a float64 cannot hold. */
export class BigUint64Builder {
  data: BigUint64Array<ArrayBuffer>;
  /** The same in halves: a number goes in without a bigint being made of it. */
  #halves: Uint32Array;
  length = 0;

  constructor(capacity = 64) {
    this.data = new BigUint64Array(capacity);
    this.#halves = new Uint32Array(this.data.buffer);
  }

  /** A number must be an integer from 0 to 2^53 - 1. */
  push(value: bigint | number): void {
    if (this.length === this.data.length) {
      const grown = new BigUint64Array(Math.ceil(this.data.length * GROWTH));
      grown.set(this.data);
      this.data = grown;
      this.#halves = new Uint32Array(grown.buffer);
    }
    const row = this.length++;
    if (typeof value === 'number') {
      this.#halves[2 * row + LOW_HALF] = value;
      this.#halves[2 * row + 1 - LOW_HALF] = Math.floor(value / TWO_32);
    } else this.data[row] = value;
  }

  /** Goes on from a column that is filled already. */
  adopt(column: BigUint64Array<ArrayBuffer>): void {
    this.data = column;
    this.#halves = new Uint32Array(column.buffer, column.byteOffset, 2 * column.length);
    this.length = column.length;
  }

  finish(): BigUint64Array<ArrayBuffer> {
    return this.length === this.data.length ? this.data : this.data.subarray(0, this.length);
  }
}

const TWO_32 = 4294967296;
/** Which half of a 64-bit integer comes first in memory: the low one, but for a few machines. */
const LOW_HALF = new Uint32Array(new BigUint64Array([1n]).buffer)[0] === 1 ? 0 : 1;

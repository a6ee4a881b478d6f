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
    if (this.length === this.data.length) {
      const grown = new Float64Array(Math.ceil(this.data.length * GROWTH));
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length++] = value;
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
  length = 0;

  constructor(capacity = 64) {
    this.data = new BigUint64Array(capacity);
  }

  push(value: bigint): void {
    if (this.length === this.data.length) {
      const grown = new BigUint64Array(Math.ceil(this.data.length * GROWTH));
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length++] = value;
  }

  finish(): BigUint64Array<ArrayBuffer> {
    return this.length === this.data.length ? this.data : this.data.subarray(0, this.length);
  }
}

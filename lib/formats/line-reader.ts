/** Cuts a stream of chunks into lines of bytes: no string, no promise and no copy per line. */
import { atLine, ProfileError } from '../base/errors.js';

/** Takes lines: `buffer[start .. end)` without the line end, valid only during the call. `number` is 1-based. */
export interface LineSink {
  line(buffer: Uint8Array, start: number, end: number, number: number, byteOffset: number): void;
}

const NEWLINE = 10;
const RETURN = 13;
const BOM = [0xef, 0xbb, 0xbf];

/**
 * Feed it every chunk in order, then `finish`. A CR before the line end and a UTF-8 byte order mark before the first
 * line are left out; a line over `lineBytes` bytes is a ProfileError 'limit'. Offsets count from the input's first byte.
 */
export class LineReader {
  /** Lines given so far. */
  lines = 0;
  /** Bytes taken so far. */
  bytes = 0;
  readonly #name: string;
  readonly #lineBytes: number;
  /** The beginning of a line whose end has not come yet. */
  #carry = new Uint8Array(256);
  #carried = 0;

  constructor(name: string, lineBytes: number) {
    this.#name = name;
    this.#lineBytes = lineBytes;
  }

  feed(chunk: Uint8Array, sink: LineSink): void {
    const { length } = chunk;
    const base = this.bytes;
    const lineBytes = this.#lineBytes;
    let start = 0;
    if (this.#carried > 0) {
      const end = chunk.indexOf(NEWLINE);
      start = end < 0 ? length : end + 1;
      this.#keep(chunk, 0, end < 0 ? length : end);
      if (end >= 0) this.#give(this.#carry, 0, this.#carried, base - this.#carried, sink);
      if (end >= 0) this.#carried = 0;
    }
    while (start < length) {
      let end = start;
      while (end < length && chunk[end] !== NEWLINE) end++;
      if (end === length) {
        this.#keep(chunk, start, length);
        break;
      }
      if (end - start > lineBytes) throw this.#tooLong();
      this.#give(chunk, start, end, base + start, sink);
      start = end + 1;
    }
    this.bytes = base + length;
  }

  /** Gives what stands behind the last line end, if anything; returns whether the input ended with a line end. */
  finish(sink: LineSink): boolean {
    if (this.#carried === 0) return true;
    this.#give(this.#carry, 0, this.#carried, this.bytes - this.#carried, sink);
    this.#carried = 0;
    return false;
  }

  #give(buffer: Uint8Array, start: number, end: number, offset: number, sink: LineSink): void {
    const number = ++this.lines;
    let from = start;
    if (number === 1 && end - start >= 3 && BOM.every((byte, i) => buffer[start + i] === byte)) from += 3;
    const until = end > from && buffer[end - 1] === RETURN ? end - 1 : end;
    sink.line(buffer, from, until, number, offset + from - start);
  }

  #keep(chunk: Uint8Array, start: number, end: number): void {
    const needed = this.#carried + end - start;
    if (needed > this.#lineBytes) throw this.#tooLong();
    if (needed > this.#carry.length) {
      const grown = new Uint8Array(needed * 2);
      grown.set(this.#carry.subarray(0, this.#carried));
      this.#carry = grown;
    }
    this.#carry.set(chunk.subarray(start, end), this.#carried);
    this.#carried = needed;
  }

  #tooLong(): ProfileError {
    return new ProfileError(
      'limit',
      `the line is over the limit lineBytes=${this.#lineBytes}; raise limits.lineBytes if the file is trusted`,
      atLine(this.#name, this.lines + 1),
    );
  }
}

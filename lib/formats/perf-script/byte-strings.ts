/** Distinct byte strings to dense numbers, in order of first appearance: a repeated one costs its hash and one compare. */

const EMPTY = -1;
const SEED = 0x2f0b4d31;
const MULTIPLIER = 0x9e3779b1;

/** Strings lie end to end in one arena; string i is bytes [starts[i], starts[i + 1]). */
export class ByteStrings {
  #arena = new Uint8Array(1 << 16);
  #arenaView = new DataView(this.#arena.buffer);
  /** Offsets as floats: the arena may pass 2^31 bytes. */
  #starts = new Float64Array(1024);
  #hashes = new Int32Array(1024);
  #slots = new Int32Array(4096).fill(EMPTY);
  #buffer: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(this.#buffer.buffer);
  #hash = 0;
  length = 0;

  /** The number of the bytes buffer[start .. end), or -1 where they are new: then `add` them, before the next `find`. */
  find(buffer: Uint8Array, start: number, end: number): number {
    if (buffer !== this.#buffer) {
      this.#buffer = buffer;
      this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    }
    const view = this.#view;
    let hash = SEED ^ (end - start);
    let at = start;
    for (const last = end - 4; at <= last; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), MULTIPLIER);
      hash = (hash << 13) | (hash >>> 19);
    }
    for (; at < end; at++) hash = Math.imul(hash ^ buffer[at]!, MULTIPLIER);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;
    this.#hash = hash;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hashes = this.#hashes;
    for (let slot = hash & mask; slots[slot] !== EMPTY; slot = (slot + 1) & mask) {
      const row = slots[slot]!;
      if (hashes[row] === hash && this.#equal(row, start, end)) return row;
    }
    return EMPTY;
  }

  /** Adds the bytes that `find` has just not found. */
  add(buffer: Uint8Array, start: number, end: number): number {
    const row = this.length++;
    const from = this.#starts[row]!;
    const to = from + end - start;
    if (to > this.#arena.length) {
      const grown = new Uint8Array(Math.max(to, this.#arena.length * 2));
      grown.set(this.#arena.subarray(0, from));
      this.#arena = grown;
      this.#arenaView = new DataView(grown.buffer);
    }
    this.#arena.set(buffer.subarray(start, end), from);
    if (this.length >= this.#hashes.length) this.#growRows();
    this.#starts[row + 1] = to;
    this.#hashes[row] = this.#hash;
    if (this.length * 2 > this.#slots.length) this.#growSlots();
    else this.#place(this.#slots, row);
    return row;
  }

  /** The bytes of string `row`, valid until the next `add`. */
  bytes(row: number): Uint8Array {
    return this.#arena.subarray(this.#starts[row]!, this.#starts[row + 1]!);
  }

  /** Whether `text` (ASCII) is in some string; also true, rarely, where it lies across two of them. */
  includes(text: string): boolean {
    return Buffer.from(this.#arena.buffer, 0, this.#starts[this.length]!).includes(text, 0, 'latin1');
  }

  #equal(row: number, start: number, end: number): boolean {
    let other = this.#starts[row]!;
    if (this.#starts[row + 1]! - other !== end - start) return false;
    const view = this.#view;
    const arenaView = this.#arenaView;
    let at = start;
    for (const last = end - 4; at <= last; at += 4, other += 4) {
      if (view.getInt32(at, true) !== arenaView.getInt32(other, true)) return false;
    }
    for (; at < end; at++, other++) if (this.#buffer[at] !== this.#arena[other]) return false;
    return true;
  }

  #place(slots: Int32Array, row: number): void {
    const mask = slots.length - 1;
    let slot = this.#hashes[row]! & mask;
    while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
    slots[slot] = row;
  }

  #growRows(): void {
    const starts = new Float64Array(this.#starts.length * 2);
    starts.set(this.#starts);
    this.#starts = starts;
    const hashes = new Int32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(EMPTY);
    for (let row = 0; row < this.length; row++) this.#place(slots, row);
    this.#slots = slots;
  }
}

/** Call chains as samples have them, each kept once: most samples repeat a chain, and the addresses of one that is known are not looked at. */
import { Int32Builder } from '../../base/columns.js';
import { HASH_SEED, mixHash } from '../../base/interner.js';
import { chainKind, EMPTY_CHAIN, WAITING_CHAIN } from './call-chain.js';
import type { SampleFields } from './sample.js';

/** A chain that cannot be kept: its user part comes in a later record. */
export const NO_CHAIN = -1;

const EMPTY = -1;
/** Words of chains beyond which the reader begins anew (32 MiB); what repeats is soon there again. */
const MANY_WORDS = 1 << 23;
/** A file made to collide does not make the reader slow: chains that are not found soon are kept twice. */
const MAX_PROBES = 32;
const HOST_LITTLE = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/**
 * Chain c is `words[starts[c]]` to `words[starts[c + 1]]`: the low and the high half of each entry. A sample without
 * any address in its chain has its instruction pointer as the one entry.
 */
export class Chains {
  readonly starts = new Int32Builder(1024);
  /** `(mode << 1) | 1` for an instruction pointer, `mode << 1` for a call chain. */
  readonly shapes = new Int32Builder(1024);
  /** What the chain was last found to be: a stack, with the keys of the address spaces in which that holds. */
  readonly stacks = new Int32Builder(1024);
  readonly spaces = new Int32Builder(1024);
  readonly kernels = new Int32Builder(1024);
  readonly #words = new Int32Builder(1 << 14);
  readonly #hashes = new Int32Builder(1024);
  readonly #little: boolean;
  #slots: Int32Array = new Int32Array(4096).fill(EMPTY);
  #scratch: Int32Array = new Int32Array(1 << 10);
  #viewed: Uint8Array | null = null;
  #view: Int32Array = new Int32Array(0);

  constructor(little: boolean) {
    this.#little = little;
    this.starts.push(0);
  }

  get words(): Int32Array {
    return this.#words.data;
  }

  get length(): number {
    return this.shapes.length;
  }

  get isFull(): boolean {
    return this.#words.length > MANY_WORDS;
  }

  /** Row of what the sample in `bytes` says of its stack, or NO_CHAIN. */
  of(bytes: Uint8Array, view: DataView, fields: SampleFields, mode: number): number {
    const size = fields.chainLength * 2;
    if (size > 0) {
      let words = this.#scratch;
      let from = 0;
      const place = bytes.byteOffset + fields.chainAt;
      if (HOST_LITTLE && this.#little && (place & 3) === 0) {
        words = this.#wordsOf(bytes);
        from = place >> 2;
      } else words = this.load(view, fields.chainAt, fields.chainLength);
      const shape = mode << 1;
      const hash = hashOf(words, from, size, shape);
      const known = this.#find(words, from, size, shape, hash);
      if (known !== EMPTY) return known;
      const kind = chainKind(words, from, size);
      if (kind === WAITING_CHAIN) return NO_CHAIN;
      if (kind !== EMPTY_CHAIN) return this.#add(words, from, size, shape, hash);
    }
    const scratch = this.#scratch;
    scratch[0] = fields.ipLow;
    scratch[1] = fields.ipHigh;
    const shape = (mode << 1) | 1;
    const hash = hashOf(scratch, 0, 2, shape);
    const known = this.#find(scratch, 0, 2, shape, hash);
    return known === EMPTY ? this.#add(scratch, 0, 2, shape, hash) : known;
  }

  /** The same chain among those of `other`, which is not used any more. */
  moved(other: Chains, row: number): number {
    const { words } = other;
    const from = other.starts.data[row]!;
    const size = other.starts.data[row + 1]! - from;
    const shape = other.shapes.data[row]!;
    const hash = hashOf(words, from, size, shape);
    const known = this.#find(words, from, size, shape, hash);
    return known === EMPTY ? this.#add(words, from, size, shape, hash) : known;
  }

  /** Entries of a chain as words of this machine, valid until the next call. */
  load(view: DataView, at: number, entries: number): Int32Array {
    if (entries * 2 > this.#scratch.length) this.#scratch = new Int32Array(entries * 4);
    const words = this.#scratch;
    const little = this.#little;
    for (let i = 0; i < entries; i++) {
      const first = view.getInt32(at + i * 8, little);
      const second = view.getInt32(at + i * 8 + 4, little);
      words[i * 2] = little ? first : second;
      words[i * 2 + 1] = little ? second : first;
    }
    return words;
  }

  #wordsOf(bytes: Uint8Array): Int32Array {
    if (this.#viewed !== bytes) {
      this.#viewed = bytes;
      this.#view = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >> 2);
    }
    return this.#view;
  }

  #find(words: Int32Array, from: number, size: number, shape: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hashes = this.#hashes.data;
    const starts = this.starts.data;
    const own = this.#words.data;
    let slot = hash & mask;
    for (let probe = 0; probe < MAX_PROBES; probe++, slot = (slot + 1) & mask) {
      const row = slots[slot]!;
      if (row === EMPTY) return EMPTY;
      if (hashes[row] !== hash || this.shapes.data[row] !== shape) continue;
      const start = starts[row]!;
      if (starts[row + 1]! - start !== size) continue;
      let i = 0;
      while (i < size && own[start + i] === words[from + i]) i++;
      if (i === size) return row;
    }
    return EMPTY;
  }

  #add(words: Int32Array, from: number, size: number, shape: number, hash: number): number {
    const row = this.length;
    const own = this.#words;
    own.reserve(size);
    const { data } = own;
    for (let i = 0, at = own.length; i < size; i++) data[at++] = words[from + i]!;
    own.length += size;
    this.starts.push(own.length);
    this.shapes.push(shape);
    this.stacks.push(EMPTY);
    this.spaces.push(EMPTY);
    this.kernels.push(EMPTY);
    this.#hashes.push(hash);
    if (row * 2 >= this.#slots.length) this.#grow();
    else this.#place(this.#slots, row, hash);
    return row;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(EMPTY);
    for (let row = 0; row < this.length; row++) this.#place(slots, row, this.#hashes.data[row]!);
    this.#slots = slots;
  }

  #place(slots: Int32Array, row: number, hash: number): void {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let probe = 0; probe < MAX_PROBES; probe++, slot = (slot + 1) & mask) {
      if (slots[slot] !== EMPTY) continue;
      slots[slot] = row;
      return;
    }
  }
}

/** Of the low halves alone, in which nearly all that differs does; equality is that of all words. */
function hashOf(words: Int32Array, from: number, size: number, shape: number): number {
  let hash = HASH_SEED ^ shape;
  const end = from + size;
  for (let at = from; at < end; at += 2) hash = mixHash(hash, words[at]!);
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

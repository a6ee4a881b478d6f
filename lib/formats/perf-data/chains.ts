/** Call chains as samples have them, each kept once: most samples repeat a chain, and the addresses of one that is known are not looked at. */
import { Int32Builder } from '../../base/columns.js';
import { HASH_SEED, mixHash } from '../../base/interner.js';
import { chainKind, EMPTY_CHAIN, WAITING_CHAIN } from './call-chain.js';
import type { SampleFields } from './sample.js';

/** A chain that cannot be kept: its user part comes in a later record. */
export const NO_CHAIN = -1;
export const NO_STACK = -1;

const EMPTY = -1;
/** Words of chains beyond which the reader begins anew (32 MiB); what repeats is soon there again. */
const MANY_WORDS = 1 << 23;
/** A file made to collide does not make the reader slow: chains that are not found soon are kept twice. */
const MAX_PROBES = 32;
const HOST_LITTLE = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Reads chains of either byte order, wherever they lie. */
export class ChainWords {
  readonly #little: boolean;
  #words: Int32Array = new Int32Array(1 << 10);

  constructor(little: boolean) {
    this.#little = little;
  }

  /** Entries of a chain as words of this machine, valid until the next call. */
  load(view: DataView, at: number, entries: number): Int32Array {
    if (entries * 2 > this.#words.length) this.#words = new Int32Array(entries * 4);
    const words = this.#words;
    const little = this.#little;
    for (let i = 0; i < entries; i++) {
      const first = view.getInt32(at + i * 8, little);
      const second = view.getInt32(at + i * 8 + 4, little);
      words[i * 2] = little ? first : second;
      words[i * 2 + 1] = little ? second : first;
    }
    return words;
  }
}

/** What is known of a chain stands together, as all of it is asked for at once. */
const STRIDE = 8;
const START = 0;
const SIZE = 1;
const HASH = 2;
const SHAPE = 3;
const STACK = 4;
const SPACE = 5;
const KERNEL = 6;

/**
 * Chain c has the `size` words of `words` from `start` on: the low and the high half of each entry. A sample without any
 * address in its chain has its instruction pointer as the one entry.
 */
export class Chains {
  length = 0;
  #facts = new Int32Array(1024 * STRIDE);
  readonly #words = new Int32Builder(1 << 14);
  readonly #little: boolean;
  #slots: Int32Array = new Int32Array(4096).fill(EMPTY);
  readonly #loader: ChainWords;
  readonly #pointer: Int32Array = new Int32Array(2);
  #viewed: Uint8Array | null = null;
  #view: Int32Array = new Int32Array(0);

  constructor(little: boolean) {
    this.#little = little;
    this.#loader = new ChainWords(little);
  }

  get words(): Int32Array {
    return this.#words.data;
  }

  start(row: number): number {
    return this.#facts[row * STRIDE + START]!;
  }

  size(row: number): number {
    return this.#facts[row * STRIDE + SIZE]!;
  }

  /** In which mode the code ran, for entries in front of any marker. */
  mode(row: number): number {
    return this.#facts[row * STRIDE + SHAPE]! >> 1;
  }

  isPointer(row: number): boolean {
    return (this.#facts[row * STRIDE + SHAPE]! & 1) === 1;
  }

  /** The stack that `keep` was told, or NO_STACK where it was told for other maps. */
  stack(row: number, space: number, kernel: number): number {
    const facts = this.#facts;
    const at = row * STRIDE;
    return facts[at + SPACE] === space && facts[at + KERNEL] === kernel ? facts[at + STACK]! : NO_STACK;
  }

  /** What the chain is as long as the address spaces have these keys. */
  keep(row: number, space: number, kernel: number, stack: number): void {
    const facts = this.#facts;
    const at = row * STRIDE;
    facts[at + STACK] = stack;
    facts[at + SPACE] = space;
    facts[at + KERNEL] = kernel;
  }

  get isFull(): boolean {
    return this.#words.length > MANY_WORDS;
  }

  /** Row of what the sample in `bytes` says of its stack, or NO_CHAIN. */
  of(bytes: Uint8Array, view: DataView, fields: SampleFields, mode: number): number {
    const size = fields.chainLength * 2;
    if (size > 0) {
      let words: Int32Array;
      let from = 0;
      const place = bytes.byteOffset + fields.chainAt;
      if (HOST_LITTLE && this.#little && (place & 3) === 0) {
        words = this.#wordsOf(bytes);
        from = place >> 2;
      } else words = this.#loader.load(view, fields.chainAt, fields.chainLength);
      const shape = mode << 1;
      const hash = hashOf(words, from, size, shape);
      const known = this.#find(words, from, size, shape, hash);
      if (known !== EMPTY) return known;
      const kind = chainKind(words, from, size);
      if (kind === WAITING_CHAIN) return NO_CHAIN;
      if (kind !== EMPTY_CHAIN) return this.#add(words, from, size, shape, hash);
    }
    const pointer = this.#pointer;
    pointer[0] = fields.ipLow;
    pointer[1] = fields.ipHigh;
    return this.#findOrAdd(pointer, 0, 2, (mode << 1) | 1);
  }

  /** The same chain among those of `other`, which is not used any more. */
  moved(other: Chains, row: number): number {
    return this.#findOrAdd(
      other.words,
      other.start(row),
      other.size(row),
      other.#facts[row * STRIDE + SHAPE]!,
    );
  }

  #wordsOf(bytes: Uint8Array): Int32Array {
    if (this.#viewed !== bytes) {
      this.#viewed = bytes;
      this.#view = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >> 2);
    }
    return this.#view;
  }

  #findOrAdd(words: Int32Array, from: number, size: number, shape: number): number {
    const hash = hashOf(words, from, size, shape);
    const known = this.#find(words, from, size, shape, hash);
    return known === EMPTY ? this.#add(words, from, size, shape, hash) : known;
  }

  #find(words: Int32Array, from: number, size: number, shape: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const facts = this.#facts;
    const own = this.#words.data;
    let slot = hash & mask;
    for (let probe = 0; probe < MAX_PROBES; probe++, slot = (slot + 1) & mask) {
      const row = slots[slot]!;
      if (row === EMPTY) return EMPTY;
      const at = row * STRIDE;
      if (facts[at + HASH] !== hash || facts[at + SHAPE] !== shape || facts[at + SIZE] !== size) continue;
      const start = facts[at + START]!;
      let i = 0;
      // Two at a time: sizes are even.
      while (
        i < size &&
        ((own[start + i]! ^ words[from + i]!) | (own[start + i + 1]! ^ words[from + i + 1]!)) === 0
      )
        i += 2;
      if (i === size) return row;
    }
    return EMPTY;
  }

  #add(words: Int32Array, from: number, size: number, shape: number, hash: number): number {
    const row = this.length++;
    const own = this.#words;
    own.reserve(size);
    const { data } = own;
    for (let i = 0, at = own.length; i < size; i++) data[at++] = words[from + i]!;
    const at = row * STRIDE;
    if (at === this.#facts.length) {
      const grown = new Int32Array(at * 2);
      grown.set(this.#facts);
      this.#facts = grown;
    }
    this.#facts[at + START] = own.length;
    this.#facts[at + SIZE] = size;
    this.#facts[at + HASH] = hash;
    this.#facts[at + SHAPE] = shape;
    this.keep(row, EMPTY, EMPTY, NO_STACK);
    own.length += size;
    if (row * 2 >= this.#slots.length) this.#grow();
    else this.#place(this.#slots, row, hash);
    return row;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(EMPTY);
    for (let row = 0; row < this.length; row++) this.#place(slots, row, this.#facts[row * STRIDE + HASH]!);
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

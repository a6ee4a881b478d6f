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
/** Of a recording, for each word of a chain that is kept: fewer are, mostly. */
const BYTES_A_WORD = 8;
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

/** What stands in front of a chain's words: all of it is asked for at once, and mostly far from what was asked for before. */
const HEAD = 5;
const SIZE = 0;
const SHAPE = 1;
const STACK = 2;
const SPACE = 3;
const KERNEL = 4;

/**
 * A chain's row is where in `words` it begins. Its own words, from `start` on, are the low and the high half of each entry. A sample without any
 * address in its chain has its instruction pointer as the one entry.
 */
export class Chains {
  /** How many there are. */
  length = 0;
  readonly #words: Int32Builder;
  readonly #little: boolean;
  /** Hash and row, by turns. */
  #slots: Int32Array = new Int32Array(2 * 4096).fill(EMPTY);
  readonly #loader: ChainWords;
  readonly #pointer: Int32Array = new Int32Array(2);
  #viewed: Uint8Array | null = null;
  #view: Int32Array = new Int32Array(0);

  /** `bytes`: size of the recording where it is known. Room that is never touched costs nothing, growing does. */
  constructor(little: boolean, bytes = 0) {
    this.#little = little;
    this.#loader = new ChainWords(little);
    this.#words = new Int32Builder(Math.min(MANY_WORDS, (1 << 14) + Math.floor(bytes / BYTES_A_WORD)));
  }

  get words(): Int32Array {
    return this.#words.data;
  }

  start(row: number): number {
    return row + HEAD;
  }

  size(row: number): number {
    return this.words[row + SIZE]!;
  }

  /** In which mode the code ran, for entries in front of any marker. */
  mode(row: number): number {
    return this.words[row + SHAPE]! >> 1;
  }

  isPointer(row: number): boolean {
    return (this.words[row + SHAPE]! & 1) === 1;
  }

  /** The stack that `keep` was told, or NO_STACK where it was told for other maps. */
  stack(row: number, space: number, kernel: number): number {
    const { words } = this;
    return words[row + SPACE] === space && words[row + KERNEL] === kernel ? words[row + STACK]! : NO_STACK;
  }

  /** What the chain is as long as the address spaces have these keys. */
  keep(row: number, space: number, kernel: number, stack: number): void {
    const { words } = this;
    words[row + STACK] = stack;
    words[row + SPACE] = space;
    words[row + KERNEL] = kernel;
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
    return this.#findOrAdd(other.words, other.start(row), other.size(row), other.words[row + SHAPE]!);
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
    const mask = slots.length / 2 - 1;
    const own = this.#words.data;
    let slot = hash & mask;
    for (let probe = 0; probe < MAX_PROBES; probe++, slot = (slot + 1) & mask) {
      const row = slots[2 * slot + 1]!;
      if (row === EMPTY) return EMPTY;
      if (slots[2 * slot] !== hash || own[row + SIZE] !== size || own[row + SHAPE] !== shape) continue;
      const start = row + HEAD;
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
    this.length++;
    const own = this.#words;
    own.reserve(HEAD + size);
    const row = own.length;
    const { data } = own;
    data[row + SIZE] = size;
    data[row + SHAPE] = shape;
    this.keep(row, EMPTY, EMPTY, NO_STACK);
    const start = row + HEAD;
    for (let i = 0; i < size; i++) data[start + i] = words[from + i]!;
    own.length = start + size;
    if (this.length * 4 >= this.#slots.length) this.#grow();
    place(this.#slots, row, hash);
    return row;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 4).fill(EMPTY);
    for (let at = 0; at < old.length; at += 2)
      if (old[at + 1] !== EMPTY) place(slots, old[at + 1]!, old[at]!);
    this.#slots = slots;
  }
}

/** A chain that finds no place soon is not found again: see MAX_PROBES. */
function place(slots: Int32Array, row: number, hash: number): void {
  const mask = slots.length / 2 - 1;
  let slot = hash & mask;
  for (let probe = 0; probe < MAX_PROBES; probe++, slot = (slot + 1) & mask) {
    if (slots[2 * slot + 1] !== EMPTY) continue;
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = row;
    return;
  }
}

/**
 * Of the low halves alone, in which nearly all that differs does; equality is that of all words. Every other entry by itself:
 * a multiplication waits for the one before it.
 */
function hashOf(words: Int32Array, from: number, size: number, shape: number): number {
  let hash = HASH_SEED ^ shape;
  let other = size;
  const end = from + size;
  let at = from;
  for (; at + 2 < end; at += 4) {
    hash = mixHash(hash, words[at]!);
    other = mixHash(other, words[at + 2]!);
  }
  if (at < end) hash = mixHash(hash, words[at]!);
  hash = mixHash(hash, other);
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

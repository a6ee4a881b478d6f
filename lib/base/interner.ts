/** Finds equal runs of integers by open addressing over one growing column; each distinct run is stored once. */
import { Int32Builder } from './columns.js';
import { ProfileError } from './errors.js';

const EMPTY = -1;

/**
 * A set of distinct integer lists, stored end to end in `items`; list i is items[starts[i] .. starts[i + 1]).
 * Append a candidate list to `items` (push, or reserve and write), then `commit(hash)`: it becomes a new row or is
 * taken back because an equal one exists. The hash may be computed on the way with `mixHash`, from `HASH_SEED`.
 */
export class ListInterner {
  readonly items = new Int32Builder(1024);
  readonly starts = new Int32Builder(256);
  #hashes = new Int32Builder(256);
  #slots = new Int32Array(1024).fill(EMPTY);
  #appended = false;

  constructor() {
    this.starts.push(0);
  }

  /** How many distinct lists there are. */
  get length(): number {
    return this.starts.length - 1;
  }

  /**
   * Row of the list that was appended since the last commit; `hash` must be a function of its items alone. Throws 'bug'
   * after `append`, whose rows have no hash to find them by.
   */
  commit(hash: number): number {
    if (this.#appended) throw new ProfileError('bug', 'a list was looked up after others were only appended');
    const starts = this.starts.data;
    const row = this.starts.length - 1;
    const from = starts[row]!;
    const size = this.items.length - from;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hashes = this.#hashes.data;
    const items = this.items.data;
    let slot = spread(hash) & mask;
    for (; slots[slot] !== EMPTY; slot = (slot + 1) & mask) {
      const other = slots[slot]!;
      if (hashes[other] !== hash) continue;
      const otherFrom = starts[other]!;
      if (starts[other + 1]! - otherFrom !== size) continue;
      let i = 0;
      while (i < size && items[otherFrom + i] === items[from + i]) i++;
      if (i < size) continue;
      this.items.length = from;
      return other;
    }
    slots[slot] = row;
    this.#hashes.push(hash);
    this.starts.push(this.items.length);
    if (row * 2 > slots.length) this.#grow();
    return row;
  }

  /** The list that was appended since the last commit becomes a row without looking for an equal one; from then on `commit` is over. */
  append(): number {
    this.#appended = true;
    this.starts.push(this.items.length);
    return this.starts.length - 2;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(EMPTY);
    const mask = slots.length - 1;
    const hashes = this.#hashes.data;
    for (let row = 0; row < this.#hashes.length; row++) {
      const hash = hashes[row]!;
      let slot = spread(hash) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = row;
    }
    this.#slots = slots;
  }
}

/** The hash of an empty list. */
export const HASH_SEED = 0x2f0b4d31;

/** The hash of a list that goes on with `item`. A multiply and an add: it runs once for each of millions of items, and `commit` spreads the bits. */
export function mixHash(hash: number, item: number): number {
  return (Math.imul(hash, 0x9e3779b1) + item) | 0;
}

function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

/** Strings to dense numbers, in order of first appearance. */
export class StringInterner {
  readonly strings: string[] = [];
  readonly #index = new Map<string, number>();

  intern(text: string): number {
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    const index = this.strings.length;
    this.strings.push(text);
    this.#index.set(text, index);
    return index;
  }
}

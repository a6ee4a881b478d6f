/** The stack of one sample: its call chain, the address alone, or what the dumped registers and stack give. */
import { HASH_SEED, type ListInterner, mixHash } from '../../base/interner.js';
import type { Locations } from './locations.js';
import type { AddressSpace } from './maps.js';
import type { Processes } from './processes.js';

export const MODE_KERNEL = 1;
export const MODE_USER = 2;
/** Chain entries from here up are markers: what the next entries are addresses of. */
const MARKER_HIGH = 0xffffffff;
const MARKER_LOW = 0xfffff001;
const CONTEXT_KERNEL = -128;
const CONTEXT_USER = -512;
const CONTEXT_USER_DEFERRED = -640;
/** Hypervisor and guests. */
const OTHER_CONTEXTS: ReadonlySet<number> = new Set([-32, -2048, -2176, -2560]);
const OTHER_MODE = 0;

/** Fill it leaf first, then commit. One is made per reader. */
export class StackPath {
  readonly #processes: Processes;
  readonly #locations: Locations;
  readonly #stacks: ListInterner;
  #path = new Int32Array(1 << 14);
  #space: AddressSpace | null = null;
  #pid = -1;
  depth = 0;

  constructor(processes: Processes, locations: Locations, stacks: ListInterner) {
    this.#processes = processes;
    this.#locations = locations;
    this.#stacks = stacks;
  }

  begin(pid: number): void {
    this.depth = 0;
    this.#pid = pid;
    this.#space = null;
  }

  /**
   * `length` entries from `at` on. The first address behind a marker is where the code was, the others are return
   * addresses. Gives the cookie of a chain whose user part a later record holds, else null.
   */
  chain(view: DataView, at: number, length: number, sampleMode: number, little: boolean): string | null {
    const lowWord = little ? 0 : 4;
    const highWord = 4 - lowWord;
    let mode = sampleMode;
    let returns = 0;
    for (let i = 0; i < length; i++) {
      const place = at + i * 8;
      const low = view.getUint32(place + lowWord, little);
      const high = view.getUint32(place + highWord, little);
      if (high !== MARKER_HIGH || low < MARKER_LOW) {
        this.frame(mode, low, high, returns);
        returns = 1;
        continue;
      }
      returns = 0;
      const marker = low | 0;
      if (marker === CONTEXT_USER_DEFERRED)
        return i + 1 < length ? `${view.getBigUint64(place + 8, little)}` : null;
      if (marker === CONTEXT_KERNEL) mode = MODE_KERNEL;
      else if (marker === CONTEXT_USER) mode = MODE_USER;
      else if (OTHER_CONTEXTS.has(marker)) mode = OTHER_MODE;
      // A frame pointer that was none led here: what is behind it is no stack.
      else return null;
    }
    return null;
  }

  /** `returns`: 1 for a return address, else 0. */
  frame(mode: number, low: number, high: number, returns: number): void {
    let row: number;
    if (mode === MODE_USER) {
      this.#space ??= this.#processes.space(this.#pid);
      row = this.#locations.user(this.#space, low, high, returns);
    } else if (mode === MODE_KERNEL) row = this.#locations.kernel(low, high, returns);
    else row = this.#locations.unknown(low, high);
    if (this.depth === this.#path.length) {
      const grown = new Int32Array(this.depth * 2);
      grown.set(this.#path);
      this.#path = grown;
    }
    this.#path[this.depth++] = row;
  }

  /** Puts the frames of a committed stack on the leaf side of what follows. */
  resume(stack: number): void {
    const starts = this.#stacks.starts.data;
    for (let at = starts[stack + 1]! - 1; at >= starts[stack]!; at--)
      this.#path[this.depth++] = this.#stacks.items.data[at]!;
  }

  /** Row of the stack. */
  commit(): number {
    const { items } = this.#stacks;
    const { depth } = this;
    const path = this.#path;
    items.reserve(depth);
    const { data } = items;
    let hash = HASH_SEED;
    let at = items.length;
    for (let i = depth - 1; i >= 0; i--) {
      const row = path[i]!;
      data[at++] = row;
      hash = mixHash(hash, row);
    }
    items.length = at;
    return this.#stacks.commit(hash);
  }
}

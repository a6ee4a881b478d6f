/** The stack of one sample: its call chain, the address alone, or what the dumped registers and stack give. */
import { HASH_SEED, type ListInterner, mixHash } from '../../base/interner.js';
import type { Locations } from './locations.js';
import type { AddressSpace } from './maps.js';
import type { Processes, Thread } from './processes.js';

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

/**
 * The callers in a thread's last sample, root first, with what was made of them: the next sample of the thread mostly has the same at its root. `hashes[i]` is
 * that of rows 0 to i.
 */
class Callers {
  key = -1;
  length = 0;
  low = new Int32Array(64);
  high = new Int32Array(64);
  rows = new Int32Array(64);
  hashes = new Int32Array(64);

  reserve(length: number): void {
    if (length <= this.rows.length) return;
    const size = Math.max(length, this.rows.length * 2);
    const grow = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(size);
      grown.set(old.subarray(0, this.length));
      return grown;
    };
    this.low = grow(this.low);
    this.high = grow(this.high);
    this.rows = grow(this.rows);
    this.hashes = grow(this.hashes);
  }
}

/** Begin it for each sample, fill it leaf first, then commit. One is made per reader. */
export class StackPath {
  readonly #processes: Processes;
  readonly #locations: Locations;
  readonly #stacks: ListInterner;
  readonly #callersOf = new WeakMap<Thread, Callers>();
  #path = new Int32Array(1 << 14);
  #space: AddressSpace | null = null;
  #pid = -1;
  #thread: Thread | null = null;
  /** The root part of the stack, if the chain had callers. */
  #callers: Callers | null = null;
  #depth = 0;

  constructor(processes: Processes, locations: Locations, stacks: ListInterner) {
    this.#processes = processes;
    this.#locations = locations;
    this.#stacks = stacks;
  }

  begin(pid: number, thread: Thread | null): void {
    this.#depth = 0;
    this.#pid = pid;
    this.#thread = thread;
    this.#space = null;
    this.#callers = null;
  }

  get isEmpty(): boolean {
    return this.#depth === 0;
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
        if (returns === 1 && mode === MODE_USER && this.#userCallers(view, place, length - i, little))
          return null;
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

  /** The rest of the chain, all return addresses of the user's: only those that the last sample did not have are looked up. */
  #userCallers(view: DataView, at: number, count: number, little: boolean): boolean {
    const thread = this.#thread;
    if (thread === null) return false;
    this.#space ??= this.#processes.space(this.#pid);
    let callers = this.#callersOf.get(thread);
    if (callers === undefined) {
      callers = new Callers();
      this.#callersOf.set(thread, callers);
    }
    const lowWord = little ? 0 : 4;
    const highWord = 4 - lowWord;
    const { low, high } = callers;
    const most = callers.key === this.#space.key ? Math.min(count, callers.length) : 0;
    let same = 0;
    for (let place = at + (count - 1) * 8; same < most; place -= 8, same++) {
      if (low[same] !== (view.getUint32(place + lowWord, little) | 0)) break;
      if (high[same] !== (view.getUint32(place + highWord, little) | 0)) break;
    }
    if (!this.#lookUp(callers, view, at, count, same, little)) return false;
    callers.key = this.#space.key;
    this.#callers = callers;
    return true;
  }

  /** Callers from `same` on; false (and nothing kept) where there is a marker among them. */
  #lookUp(
    callers: Callers,
    view: DataView,
    at: number,
    count: number,
    same: number,
    little: boolean,
  ): boolean {
    const lowWord = little ? 0 : 4;
    const highWord = 4 - lowWord;
    callers.length = same;
    callers.reserve(count);
    const { low, high, rows, hashes } = callers;
    let hash = same === 0 ? HASH_SEED : hashes[same - 1]!;
    for (let i = same; i < count; i++) {
      const place = at + (count - 1 - i) * 8;
      const lowHalf = view.getUint32(place + lowWord, little);
      const highHalf = view.getUint32(place + highWord, little);
      if (highHalf === MARKER_HIGH && lowHalf >= MARKER_LOW) return false;
      const row = this.#locations.user(this.#space!, lowHalf, highHalf, 1);
      low[i] = lowHalf;
      high[i] = highHalf;
      rows[i] = row;
      hash = mixHash(hash, row);
      hashes[i] = hash;
    }
    callers.length = count;
    return true;
  }

  /** `returns`: 1 for a return address, else 0. */
  frame(mode: number, low: number, high: number, returns: number): void {
    let row: number;
    if (mode === MODE_USER) {
      this.#space ??= this.#processes.space(this.#pid);
      row = this.#locations.user(this.#space, low, high, returns);
    } else if (mode === MODE_KERNEL) row = this.#locations.kernel(low, high, returns);
    else row = this.#locations.unknown(low, high);
    this.#push(row);
  }

  /** The frames of a committed stack, on the leaf side of what follows. */
  resume(stack: number): void {
    const starts = this.#stacks.starts.data;
    for (let at = starts[stack + 1]! - 1; at >= starts[stack]!; at--)
      this.#push(this.#stacks.items.data[at]!);
  }

  /** Row of the stack. */
  commit(): number {
    const { items } = this.#stacks;
    const path = this.#path;
    const callers = this.#callers;
    const rootLength = callers?.length ?? 0;
    items.reserve(this.#depth + rootLength);
    const { data } = items;
    let hash = HASH_SEED;
    let at = items.length;
    if (callers !== null && rootLength > 0) {
      const { rows } = callers;
      for (let i = 0; i < rootLength; i++) data[at++] = rows[i]!;
      hash = callers.hashes[rootLength - 1]!;
    }
    for (let i = this.#depth - 1; i >= 0; i--) {
      const row = path[i]!;
      data[at++] = row;
      hash = mixHash(hash, row);
    }
    items.length = at;
    return this.#stacks.commit(hash);
  }

  #push(row: number): void {
    if (this.#depth === this.#path.length) {
      const grown = new Int32Array(this.#depth * 2);
      grown.set(this.#path);
      this.#path = grown;
    }
    this.#path[this.#depth++] = row;
  }
}

/** The stack of one sample: its call chain, the address alone, or what the dumped registers and stack give. */
import { HASH_SEED, type ListInterner, mixHash } from '../../base/interner.js';
import type { Locations } from './locations.js';
import type { AddressSpace } from './maps.js';
import type { Processes, Thread } from './processes.js';

export const MODE_KERNEL = 1;
export const MODE_USER = 2;
/** Chain entries from here up (as signed 64-bit numbers) are markers: what the next entries are addresses of. */
const FIRST_MARKER = -4095;
const CONTEXT_KERNEL = -128;
const CONTEXT_USER = -512;
const CONTEXT_USER_DEFERRED = -640;
/** Hypervisor and guests. */
const OTHER_CONTEXTS: ReadonlySet<number> = new Set([-32, -2048, -2176, -2560]);
const OTHER_MODE = 0;
const NO_MODE = -1;

/** What `chainKind` tells apart: chains with addresses, without any, and those whose user part a later record holds. */
export const WHOLE_CHAIN = 0;
export const EMPTY_CHAIN = 1;
export const WAITING_CHAIN = 2;

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
   * A chain of `size` words from `from` on, two for each entry. The first address behind a marker is where the code was,
   * the others are return addresses. Gives the place of the cookie of a chain whose user part a later record holds, else -1.
   */
  chain(words: Int32Array, from: number, size: number, sampleMode: number): number {
    const end = from + size;
    let behindMarkers = end;
    while (behindMarkers > from && !isMarker(words[behindMarkers - 2]!, words[behindMarkers - 1]!))
      behindMarkers -= 2;
    let mode = sampleMode;
    let returns = 0;
    for (let at = from; at < end; at += 2) {
      const low = words[at]!;
      const high = words[at + 1]!;
      if (!isMarker(low, high)) {
        if (returns === 1 && mode === MODE_USER && at >= behindMarkers && this.#thread !== null) {
          this.#userCallers(this.#thread, words, at, end);
          return -1;
        }
        this.frame(mode, low >>> 0, high >>> 0, returns);
        returns = 1;
        continue;
      }
      returns = 0;
      if (low === CONTEXT_USER_DEFERRED) return at + 2 < end ? at + 2 : -1;
      mode = modeBehind(low);
      // A frame pointer that was none led here: what is behind it is no stack.
      if (mode === NO_MODE) return -1;
    }
    return -1;
  }

  /** The rest of the chain, all return addresses of the user's: only those that the last stack did not have are looked up. */
  #userCallers(thread: Thread, words: Int32Array, at: number, end: number): void {
    this.#space ??= this.#processes.space(this.#pid);
    let callers = this.#callersOf.get(thread);
    if (callers === undefined) {
      callers = new Callers();
      this.#callersOf.set(thread, callers);
    }
    const { low, high } = callers;
    const count = (end - at) / 2;
    const most = callers.key === this.#space.key ? Math.min(count, callers.length) : 0;
    let same = 0;
    for (let place = end - 2; same < most; place -= 2, same++)
      if (low[same] !== words[place] || high[same] !== words[place + 1]) break;
    this.#lookUp(callers, this.#space, words, end, count, same);
    callers.key = this.#space.key;
    this.#callers = callers;
  }

  /** Callers from `same` on. */
  #lookUp(
    callers: Callers,
    space: AddressSpace,
    words: Int32Array,
    end: number,
    count: number,
    same: number,
  ): void {
    callers.length = same;
    callers.reserve(count);
    const { low, high, rows, hashes } = callers;
    let hash = same === 0 ? HASH_SEED : hashes[same - 1]!;
    for (let i = same, place = end - 2 - 2 * same; i < count; i++, place -= 2) {
      const lowHalf = words[place]!;
      const highHalf = words[place + 1]!;
      const row = this.#locations.user(space, lowHalf >>> 0, highHalf >>> 0, 1);
      low[i] = lowHalf;
      high[i] = highHalf;
      rows[i] = row;
      hash = mixHash(hash, row);
      hashes[i] = hash;
    }
    callers.length = count;
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

/** One of the *_CHAIN above, as `StackPath.chain` would find. */
export function chainKind(words: Int32Array, from: number, size: number): number {
  let kind = EMPTY_CHAIN;
  for (let at = from; at < from + size; at += 2) {
    const low = words[at]!;
    if (!isMarker(low, words[at + 1]!)) kind = WHOLE_CHAIN;
    else if (low === CONTEXT_USER_DEFERRED) return at + 2 < from + size ? WAITING_CHAIN : kind;
    else if (modeBehind(low) === NO_MODE) return kind;
  }
  return kind;
}

function isMarker(low: number, high: number): boolean {
  return high === -1 && low < 0 && low >= FIRST_MARKER;
}

/** Whose addresses follow a marker; NO_MODE behind one that is not known. */
function modeBehind(marker: number): number {
  if (marker === CONTEXT_KERNEL) return MODE_KERNEL;
  if (marker === CONTEXT_USER) return MODE_USER;
  return OTHER_CONTEXTS.has(marker) ? OTHER_MODE : NO_MODE;
}

/** Records in the order of their times. */
import { ProfileError } from '../../base/errors.js';
import { viewOf } from './header.js';

/** Takes the records in order; `bytes` and `view` are the same memory, valid during the call. */
export type OrderedRecord = (bytes: Uint8Array, view: DataView, at: number, size: number) => void;

/*
 * perf writes what each CPU's buffer held in turn, so a file is a sequence of
 * bursts; a FINISHED_ROUND record says that every buffer has been visited once.
 *
 *   round 1            round 2            round 3
 *   cpu 0: 1 3 5       cpu 0: 6 7         ...
 *   cpu 1: 2 4 9       cpu 1: 10 11
 *
 * A time in round 2 may be smaller than the largest of round 1 (6 < 9), but whatever comes in round 3 is larger than
 * that: so at the end of round n everything up to the largest time of round n - 1 can go.
 */
const MAX_ARENA = 2 ** 32;

/** Memory: the records of two rounds. A file without rounds is held whole. */
export class TimeWindow {
  readonly #take: OrderedRecord;
  #arena = new Uint8Array(1 << 20);
  #view = viewOf(this.#arena);
  #used = 0;
  #times = new Float64Array(4096);
  #places = new Float64Array(4096);
  #sizes = new Uint16Array(4096);
  #count = 0;
  #largest = Number.NEGATIVE_INFINITY;
  /** The largest time of the rounds that are known to be over. */
  #due = Number.NEGATIVE_INFINITY;

  constructor(take: OrderedRecord) {
    this.#take = take;
  }

  /** Keeps a record until its turn comes. */
  add(bytes: Uint8Array, at: number, size: number, time: number): void {
    const end = this.#used + size;
    if (end > this.#arena.length) this.#growArena(end);
    if (this.#count === this.#times.length) this.#growColumns();
    this.#arena.set(bytes.subarray(at, at + size), this.#used);
    this.#times[this.#count] = time;
    this.#places[this.#count] = this.#used;
    this.#sizes[this.#count++] = size;
    this.#used = end;
    if (time > this.#largest) this.#largest = time;
  }

  /** A round is over. */
  round(): void {
    this.#flush(this.#due);
    this.#due = this.#largest;
  }

  finish(): void {
    this.#flush(Number.POSITIVE_INFINITY);
  }

  #flush(limit: number): void {
    const times = this.#times;
    const count = this.#count;
    let due = 0;
    for (let i = 0; i < count; i++) if (times[i]! <= limit) due++;
    if (due === 0) return;
    const order = new Uint32Array(due);
    let next = 0;
    for (let i = 0; i < count; i++) if (times[i]! <= limit) order[next++] = i;
    const sorted = sortByTime(order, times);
    for (let i = 0; i < due; i++) {
      const row = sorted[i]!;
      this.#take(this.#arena, this.#view, this.#places[row]!, this.#sizes[row]!);
    }
    this.#compact(limit);
  }

  /** What stays moves to the front. */
  #compact(limit: number): void {
    let kept = 0;
    let used = 0;
    for (let row = 0; row < this.#count; row++) {
      if (this.#times[row]! <= limit) continue;
      const place = this.#places[row]!;
      const size = this.#sizes[row]!;
      this.#arena.copyWithin(used, place, place + size);
      this.#times[kept] = this.#times[row]!;
      this.#places[kept] = used;
      this.#sizes[kept++] = size;
      used += size;
    }
    this.#count = kept;
    this.#used = used;
  }

  #growArena(needed: number): void {
    if (needed > MAX_ARENA)
      throw new ProfileError(
        'limit',
        `more than ${MAX_ARENA} bytes of records wait for their turn; the recording has no FINISHED_ROUND records`,
      );
    const grown = new Uint8Array(Math.min(MAX_ARENA, Math.max(needed, this.#arena.length * 2)));
    grown.set(this.#arena.subarray(0, this.#used));
    this.#arena = grown;
    this.#view = viewOf(grown);
  }

  #growColumns(): void {
    const length = this.#times.length * 2;
    const times = new Float64Array(length);
    times.set(this.#times);
    this.#times = times;
    const places = new Float64Array(length);
    places.set(this.#places);
    this.#places = places;
    const sizes = new Uint16Array(length);
    sizes.set(this.#sizes);
    this.#sizes = sizes;
  }
}

/** Stable, by merging the ascending runs, of which a burst is one: few runs, few passes. */
function sortByTime(order: Uint32Array, times: Float64Array): Uint32Array {
  let bounds = [0];
  for (let i = 1; i < order.length; i++) if (times[order[i]!]! < times[order[i - 1]!]!) bounds.push(i);
  bounds.push(order.length);
  let from: Uint32Array = order;
  let to: Uint32Array = new Uint32Array(order.length);
  while (bounds.length > 2) {
    const merged = [0];
    for (let run = 0; run + 1 < bounds.length; run += 2) {
      const start = bounds[run]!;
      const middle = bounds[run + 1]!;
      const end = bounds[run + 2] ?? middle;
      merge(from, to, times, start, middle, end);
      merged.push(end);
    }
    bounds = merged;
    [from, to] = [to, from];
  }
  return from;
}

function merge(
  from: Uint32Array,
  to: Uint32Array,
  times: Float64Array,
  start: number,
  middle: number,
  end: number,
): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const takeLeft = left < middle && (right >= end || times[from[left]!]! <= times[from[right]!]!);
    to[at] = takeLeft ? from[left++]! : from[right++]!;
  }
}

/** Records in the order of their times. */
import { ProfileError } from '../../base/errors.js';
import { viewOf } from './header.js';

/** Takes what was added, in order. */
export interface OrderedSink {
  /** `bytes` and `view` are the same memory, valid during the call. */
  orderedRecord(bytes: Uint8Array, view: DataView, at: number, size: number): void;
  /** A sample that was read when it came: its chain, its attribute's row, the thread, the processor, its weight. */
  orderedSample(
    chain: number,
    row: number,
    pid: number,
    tid: number,
    cpu: number,
    period: number,
    time: number,
  ): void;
}

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
const MAX_ENTRIES = 2 ** 27;

/** Integers of an entry: chain, row, pid, tid, cpu of a sample; RECORD and the size of a record. */
const STRIDE = 5;
const RECORD = -1;

/**
 * Memory: what came in two rounds; all of it where the file has no rounds. Samples are a few numbers each, other
 * records are kept as they are.
 */
export class TimeWindow {
  readonly #sink: OrderedSink;
  #arena = new Uint8Array(1 << 16);
  #view = viewOf(this.#arena);
  #used = 0;
  #times = new Float64Array(4096);
  /** The period of a sample, the place of a record in the arena. */
  #amounts = new Float64Array(4096);
  #integers = new Int32Array(4096 * STRIDE);
  /** Rows of entries, while a round is given out. */
  #order = new Uint32Array(4096);
  #count = 0;
  #largest = Number.NEGATIVE_INFINITY;
  /** The largest time of the rounds that are known to be over. */
  #due = Number.NEGATIVE_INFINITY;

  constructor(sink: OrderedSink) {
    this.#sink = sink;
  }

  /** Keeps a record until its turn comes. */
  addRecord(bytes: Uint8Array, at: number, size: number, time: number): void {
    const end = this.#used + size;
    if (end > this.#arena.length) this.#growArena(end);
    this.#arena.set(bytes.subarray(at, at + size), this.#used);
    const place = this.#entry(time, this.#used);
    this.#integers[place] = RECORD;
    this.#integers[place + 1] = size;
    this.#used = end;
  }

  /** The same for a sample that has been read; the arguments are those of `orderedSample`. */
  addSample(
    chain: number,
    row: number,
    pid: number,
    tid: number,
    cpu: number,
    period: number,
    time: number,
  ): void {
    const place = this.#entry(time, period);
    const integers = this.#integers;
    integers[place] = chain;
    integers[place + 1] = row;
    integers[place + 2] = pid;
    integers[place + 3] = tid;
    integers[place + 4] = cpu;
  }

  /** A round is over. */
  round(): void {
    this.#flush(this.#due);
    this.#due = this.#largest;
  }

  finish(): void {
    this.#flush(Number.POSITIVE_INFINITY);
  }

  /** Gives the chains that wait here other rows. */
  renumberChains(rowOf: (row: number) => number): void {
    const integers = this.#integers;
    for (let place = 0; place < this.#count * STRIDE; place += STRIDE)
      if (integers[place] !== RECORD) integers[place] = rowOf(integers[place]!);
  }

  /** Where the integers of a new entry go. */
  #entry(time: number, amount: number): number {
    if (this.#count === this.#times.length) this.#growColumns();
    const row = this.#count++;
    this.#times[row] = time;
    this.#amounts[row] = amount;
    if (time > this.#largest) this.#largest = time;
    return row * STRIDE;
  }

  #flush(limit: number): void {
    const times = this.#times;
    const due = this.#order;
    // What stays is listed from the other end.
    let kept = due.length;
    let count = 0;
    for (let row = 0; row < this.#count; row++) {
      if (times[row]! <= limit) due[count++] = row;
      else due[--kept] = row;
    }
    if (count === 0) return;
    const sorted = sortByTime(due.subarray(0, count), times);
    for (let i = 0; i < count; i++) this.#give(sorted[i]!);
    this.#compact(kept);
  }

  #give(row: number): void {
    const integers = this.#integers;
    const at = row * STRIDE;
    const amount = this.#amounts[row]!;
    if (integers[at] === RECORD) this.#sink.orderedRecord(this.#arena, this.#view, amount, integers[at + 1]!);
    else
      this.#sink.orderedSample(
        integers[at]!,
        integers[at + 1]!,
        integers[at + 2]!,
        integers[at + 3]!,
        integers[at + 4]!,
        amount,
        this.#times[row]!,
      );
  }

  /** What stays, which is listed in `order` from its end down to `least`, moves to the front. */
  #compact(least: number): void {
    const order = this.#order;
    const integers = this.#integers;
    let kept = 0;
    let used = 0;
    for (let i = order.length - 1; i >= least; i--, kept++) {
      const row = order[i]!;
      const from = row * STRIDE;
      const to = kept * STRIDE;
      let amount = this.#amounts[row]!;
      if (integers[from] === RECORD) {
        const size = integers[from + 1]!;
        this.#arena.copyWithin(used, amount, amount + size);
        amount = used;
        used += size;
      }
      this.#times[kept] = this.#times[row]!;
      this.#amounts[kept] = amount;
      for (let k = 0; k < STRIDE; k++) integers[to + k] = integers[from + k]!;
    }
    this.#count = kept;
    this.#used = used;
  }

  #growArena(needed: number): void {
    if (needed > MAX_ARENA) throw tooMuch(`${MAX_ARENA} bytes of records`);
    const grown = new Uint8Array(Math.min(MAX_ARENA, Math.max(needed, this.#arena.length * 2)));
    grown.set(this.#arena.subarray(0, this.#used));
    this.#arena = grown;
    this.#view = viewOf(grown);
  }

  #growColumns(): void {
    const length = this.#times.length * 2;
    if (length > MAX_ENTRIES) throw tooMuch(`${MAX_ENTRIES} records`);
    this.#order = new Uint32Array(length);
    const times = new Float64Array(length);
    times.set(this.#times);
    this.#times = times;
    const amounts = new Float64Array(length);
    amounts.set(this.#amounts);
    this.#amounts = amounts;
    const integers = new Int32Array(length * STRIDE);
    integers.set(this.#integers);
    this.#integers = integers;
  }
}

function tooMuch(what: string): ProfileError {
  return new ProfileError(
    'limit',
    `more than ${what} wait for their turn; the recording has no FINISHED_ROUND records`,
  );
}

/** Stable, by merging the ascending runs, of which a burst is one: few runs, few passes. */
function sortByTime(order: Uint32Array, times: Float64Array): Uint32Array {
  let bounds = [0];
  for (let i = 1; i < order.length; i++) if (times[order[i]!]! < times[order[i - 1]!]!) bounds.push(i);
  if (bounds.length === 1) return order;
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

/** Which symbol covers an address: perf's choice among those that do (tools/perf/util/symbol.c). */
import { demangle } from './demangle.js';

export const BIND_LOCAL = 0;
export const BIND_GLOBAL = 1;
export const BIND_WEAK = 2;

/** What is taken off a return address: it need not be where an instruction begins, and tells it from one that is. */
export const CALL = 0.5;

/** Addresses that symbols may cover, all in all: tables hardly overlap, and one that is made to would be gone through for hours. */
const MOST_COVERED = 25_000_000;

/** A symbol that may cover an address. Its name is read when it is asked for, and once. */
export class SymbolCandidate {
  readonly start: number;
  /** 0: it extends to the next symbol. */
  readonly size: number;
  readonly bind: number;
  readonly #nameAt: (place: number) => string;
  readonly #place: number;
  #name: string | null = null;
  #plain: string | null = null;

  constructor(start: number, size: number, bind: number, nameAt: (place: number) => string, place: number) {
    this.start = start;
    this.size = size;
    this.bind = bind;
    this.#nameAt = nameAt;
    this.#place = place;
  }

  /** As the table has it. */
  get name(): string {
    this.#name ??= this.#nameAt(this.#place);
    return this.#name;
  }

  /** Demangled. */
  get plain(): string {
    this.#plain ??= demangle(this.name) ?? this.name;
    return this.#plain;
  }
}

/**
 * Offer every symbol, in the table's order; memory is that of the addresses asked for, not of the table. An address gets the innermost symbol
 * that covers it, else the nearest one below it, if that has no size: labels inside of a function do not cut it.
 */
export class SymbolSearch {
  readonly #targets: Float64Array;
  readonly #index: Buckets;
  /** Largest start of any symbol up to each target, whether it reaches the target or not. */
  readonly #nearest: Float64Array;
  readonly #open: (SymbolCandidate | undefined)[];
  readonly #covering: (SymbolCandidate | undefined)[];
  /** Symbols without size that begin where a call returns to. */
  readonly #behind: (SymbolCandidate | undefined)[];
  #left = MOST_COVERED;

  /** `targets` ascending; a return address less CALL, so that it lies in the call. */
  constructor(targets: Float64Array) {
    this.#targets = targets;
    this.#index = new Buckets(targets);
    this.#nearest = new Float64Array(targets.length).fill(Number.NEGATIVE_INFINITY);
    this.#open = new Array(targets.length);
    this.#covering = new Array(targets.length);
    this.#behind = new Array(targets.length);
  }

  /** `nameAt` reads the name; `place` is what it is given. */
  offer(start: number, size: number, bind: number, nameAt: (place: number) => string, place = 0): void {
    const targets = this.#targets;
    const first = this.#index.lowerBound(start);
    if (size === 0 && first > 0 && targets[first - 1] === start - CALL)
      this.#behind[first - 1] = new SymbolCandidate(start, size, bind, nameAt, place);
    if (first === targets.length) return;
    if (start > this.#nearest[first]!) this.#nearest[first] = start;
    if (size === 0) {
      const known = this.#open[first];
      // Of several at one address, the last extends to the next symbol, the others stay empty.
      if (known === undefined || start >= known.start)
        this.#open[first] = new SymbolCandidate(start, size, bind, nameAt, place);
      return;
    }
    if (targets[first]! < start + size)
      this.#cover(first, start + size, new SymbolCandidate(start, size, bind, nameAt, place));
  }

  #cover(first: number, end: number, candidate: SymbolCandidate): void {
    const targets = this.#targets;
    const { start } = candidate;
    let rival: SymbolCandidate | null = null;
    let wins = false;
    for (let i = first; i < targets.length && targets[i]! < end && this.#left-- > 0; i++) {
      const known = this.#covering[i];
      if (known !== undefined && known.start > start) continue;
      if (known !== undefined && known.start === start && known !== rival) {
        rival = known;
        wins = better(candidate, known);
      }
      if (known === undefined || known.start < start || wins) this.#covering[i] = candidate;
    }
  }

  /** By target: the symbol that perf would name, or null. */
  found(): (SymbolCandidate | null)[] {
    const found: (SymbolCandidate | null)[] = [];
    let nearest = Number.NEGATIVE_INFINITY;
    let open: SymbolCandidate | undefined;
    for (let i = 0; i < this.#targets.length; i++) {
      nearest = Math.max(nearest, this.#nearest[i]!);
      const here = this.#open[i];
      if (here !== undefined && (open === undefined || here.start >= open.start)) open = here;
      const covering = this.#covering[i];
      // Between labels without size the call is of the one that it returns to, as perf has it.
      const behind = this.#behind[i];
      if (covering !== undefined) found.push(covering);
      else if (behind !== undefined && open !== undefined) found.push(behind);
      else found.push(open !== undefined && open.start === nearest ? open : null);
    }
    return found;
  }
}

/** `lowerBound` in ascending numbers for many questions: a table of equal steps tells where to begin. */
class Buckets {
  readonly #values: Float64Array;
  readonly #least: number;
  readonly #scale: number;
  /** Index of the first value of each step, and of the end. */
  readonly #first: Int32Array;

  constructor(values: Float64Array) {
    const { length } = values;
    this.#values = values;
    this.#least = values[0] ?? 0;
    const range = (values[length - 1] ?? 0) - this.#least;
    const steps = Math.max(1, length * 4);
    this.#scale = range > 0 ? (steps - 1) / range : 0;
    this.#first = new Int32Array(steps + 1).fill(length);
    for (let i = length - 1; i >= 0; i--) this.#first[this.#step(values[i]!)] = i;
    for (let step = steps - 1; step >= 0; step--)
      this.#first[step] = Math.min(this.#first[step]!, this.#first[step + 1]!);
  }

  lowerBound(value: number): number {
    const values = this.#values;
    const { length } = values;
    if (length === 0 || value <= this.#least) return 0;
    if (value > values[length - 1]!) return length;
    const step = this.#step(value);
    let low = this.#first[step]!;
    let high = this.#first[step + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (values[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #step(value: number): number {
    return Math.floor((value - this.#least) * this.#scale);
  }
}

/** Whether `a` is to be preferred to `b` at the same start (choose_best_symbol). */
function better(a: SymbolCandidate, b: SymbolCandidate): boolean {
  const weak = Number(a.bind === BIND_WEAK) - Number(b.bind === BIND_WEAK);
  if (weak !== 0) return weak < 0;
  const global = Number(a.bind === BIND_GLOBAL) - Number(b.bind === BIND_GLOBAL);
  if (global !== 0) return global > 0;
  const rawA = a.name;
  const rawB = b.name;
  // Constructors of complete and of base objects: the same name.
  if (rawA.length === rawB.length && rawA.replace(/[CD]1E/, 'C2E') === rawB.replace(/[CD]1E/, 'C2E'))
    return false;
  const nameA = a.plain;
  const nameB = b.plain;
  const underscores = leadingUnderscores(nameA) - leadingUnderscores(nameB);
  if (underscores !== 0) return underscores < 0;
  return nameA.length > nameB.length;
}

function leadingUnderscores(name: string): number {
  let count = 0;
  while (name[count] === '_') count++;
  return count;
}

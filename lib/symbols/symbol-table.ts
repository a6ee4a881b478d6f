/** Which symbol covers an address: perf's choice among those that do (tools/perf/util/symbol.c). */
import { demangle } from './demangle.js';
import { lowerBound } from './symbol-frame.js';

export const BIND_LOCAL = 0;
export const BIND_GLOBAL = 1;
export const BIND_WEAK = 2;

/** What is taken off a return address: it need not be where an instruction begins, and tells it from one that is. */
export const CALL = 0.5;

/** Addresses that symbols may cover, all in all: tables hardly overlap, and one that is made to would be gone through for hours. */
const MOST_COVERED = 25_000_000;

/** A symbol that was offered. `name` is asked for only where it matters. */
export interface SymbolCandidate {
  readonly start: number;
  /** 0: it extends to the next symbol. */
  readonly size: number;
  readonly bind: number;
  readonly name: () => string;
}

/**
 * Offer every symbol, in the table's order; memory is that of the addresses asked for, not of the table. An address gets the innermost symbol
 * that covers it, else the nearest one below it, if that has no size: labels inside of a function do not cut it.
 */
export class SymbolSearch {
  readonly #targets: Float64Array;
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
    this.#nearest = new Float64Array(targets.length).fill(Number.NEGATIVE_INFINITY);
    this.#open = new Array(targets.length);
    this.#covering = new Array(targets.length);
    this.#behind = new Array(targets.length);
  }

  offer(start: number, size: number, bind: number, name: () => string): void {
    const targets = this.#targets;
    const first = lowerBound(targets, start);
    if (size === 0 && first > 0 && targets[first - 1] === start - CALL)
      this.#behind[first - 1] = { start, size, bind, name };
    if (first === targets.length) return;
    if (start > this.#nearest[first]!) this.#nearest[first] = start;
    if (size === 0) {
      const known = this.#open[first];
      // Of several at one address, the last extends to the next symbol, the others stay empty.
      if (known === undefined || start >= known.start) this.#open[first] = { start, size, bind, name };
      return;
    }
    let candidate: SymbolCandidate | null = null;
    for (let i = first; i < targets.length && targets[i]! < start + size && this.#left-- > 0; i++) {
      const known = this.#covering[i];
      if (known !== undefined && known.start > start) continue;
      candidate ??= { start, size, bind, name };
      if (known === undefined || known.start < start || better(candidate, known))
        this.#covering[i] = candidate;
    }
  }

  /** By target: the symbol's name as the table has it, or null. */
  names(): (string | null)[] {
    const found: (string | null)[] = [];
    let nearest = Number.NEGATIVE_INFINITY;
    let open: SymbolCandidate | undefined;
    for (let i = 0; i < this.#targets.length; i++) {
      nearest = Math.max(nearest, this.#nearest[i]!);
      const here = this.#open[i];
      if (here !== undefined && (open === undefined || here.start >= open.start)) open = here;
      const covering = this.#covering[i];
      // Between labels without size the call is of the one that it returns to, as perf has it.
      const behind = this.#behind[i];
      if (covering !== undefined) found.push(covering.name());
      else if (behind !== undefined && open !== undefined) found.push(behind.name());
      else found.push(open !== undefined && open.start === nearest ? open.name() : null);
    }
    return found;
  }
}

/** Whether `a` is to be preferred to `b` at the same start (choose_best_symbol). */
function better(a: SymbolCandidate, b: SymbolCandidate): boolean {
  const weak = Number(a.bind === BIND_WEAK) - Number(b.bind === BIND_WEAK);
  if (weak !== 0) return weak < 0;
  const global = Number(a.bind === BIND_GLOBAL) - Number(b.bind === BIND_GLOBAL);
  if (global !== 0) return global > 0;
  const rawA = a.name();
  const rawB = b.name();
  // Constructors of complete and of base objects: the same name.
  if (rawA.length === rawB.length && rawA.replace(/[CD]1E/, 'C2E') === rawB.replace(/[CD]1E/, 'C2E'))
    return false;
  const nameA = demangle(rawA) ?? rawA;
  const nameB = demangle(rawB) ?? rawB;
  const underscores = leadingUnderscores(nameA) - leadingUnderscores(nameB);
  if (underscores !== 0) return underscores < 0;
  return nameA.length > nameB.length;
}

function leadingUnderscores(name: string): number {
  let count = 0;
  while (name[count] === '_') count++;
  return count;
}

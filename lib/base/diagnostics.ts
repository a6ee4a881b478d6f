/** Collects what was odd but did not stop the work: the first places of each kind and an exact count. */
import type { ErrorPlace } from './errors.js';

/** One kind of oddity: how often, what the first one said, and where the first few were. */
export interface Diagnostic {
  /** Stable, kebab-case; documented in docs/warnings.md. */
  readonly code: string;
  /** The message of the first occurrence. */
  readonly message: string;
  /** How many times it occurred. */
  readonly count: number;
  /** The first occurrences, at most 20; empty where a place makes no sense. */
  readonly places: readonly ErrorPlace[];
}

const PLACES_KEPT = 20;

/** Mutable while reading; `list()` gives plain data in order of first occurrence. */
export class Diagnostics {
  readonly #byCode = new Map<string, { message: string; count: number; places: ErrorPlace[] }>();

  /** Records `count` occurrences of `code`; the first message of a code is the one kept. */
  note(code: string, message: string, place: ErrorPlace | null = null, count = 1): void {
    let entry = this.#byCode.get(code);
    if (entry === undefined) {
      entry = { message, count: 0, places: [] };
      this.#byCode.set(code, entry);
    }
    entry.count += count;
    if (place !== null && entry.places.length < PLACES_KEPT) entry.places.push(place);
  }

  list(): Diagnostic[] {
    return [...this.#byCode].map(([code, { message, count, places }]) => ({ code, message, count, places }));
  }
}

/** What a rule is, and how the longest matching pattern is found without trying them all. */
import type { Kind } from './kinds.js';

/** The tables: one file each. */
export type Runtime = 'go' | 'jvm' | 'node' | 'python' | 'native' | 'kernel';

/**
 * What a frame says of the whole stack, besides its kind. `idle`: the sample is of nobody's work. `gc`, `sched`,
 * `compile`, `profiler`: the stack belongs to the runtime. `foreign`: what is called from here is native code;
 * `callback`: and from here on it is not. `kernel`: what is called from here is the kernel.
 */
export type Role = 'idle' | 'gc' | 'sched' | 'compile' | 'profiler' | 'foreign' | 'callback' | 'kernel';

/** One row of a table. Patterns are texts without decoration (see `names.ts`); a final `*` stands for any ending. */
export interface KindRule {
  /** `caller`: an accessor, an atomic or an abstraction, whose work is of the kind of whoever calls it. */
  readonly kind: Kind | 'caller';
  readonly names?: readonly string[];
  /** Last parts of names, behind the last `.` or `::`; tried where no pattern of `names` matches. */
  readonly methods?: readonly string[];
  /** Source files below the language's library or package folder; tried where no name says anything. */
  readonly files?: readonly string[];
  /** Base names of object files; tried last. */
  readonly modules?: readonly string[];
  readonly role?: Role;
  readonly note: string;
}

/** Texts divided by white space, so that long lists stay readable. */
export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/**
 * Finds the longest pattern that a text begins with (or equals, without `*`). Order never matters, so no row can hide
 * another. Throws where two rows have the same pattern.
 */
export class PatternIndex {
  readonly #exact = new Map<string, KindRule>();
  readonly #prefixes: string[];
  readonly #rules: KindRule[];
  /** The longest other prefix that begins each prefix; -1 for none. */
  readonly #shorter: Int32Array;

  constructor(entries: readonly (readonly [pattern: string, rule: KindRule])[]) {
    const prefixes = new Map<string, KindRule>();
    for (const [pattern, rule] of entries) {
      const target = pattern.endsWith('*') ? prefixes : this.#exact;
      const key = pattern.endsWith('*') ? pattern.slice(0, -1) : pattern;
      if (target.has(key)) throw new Error(`the pattern ${pattern} is in two rules`);
      target.set(key, rule);
    }
    this.#prefixes = [...prefixes.keys()].sort();
    this.#rules = this.#prefixes.map((prefix) => prefixes.get(prefix)!);
    this.#shorter = new Int32Array(this.#prefixes.length).fill(-1);
    for (let row = 1; row < this.#prefixes.length; row++) {
      let up = row - 1;
      while (up >= 0 && !this.#prefixes[row]!.startsWith(this.#prefixes[up]!)) up = this.#shorter[up]!;
      this.#shorter[row] = up;
    }
  }

  /** The rule, and how many characters of the text its pattern holds; null where nothing matches. */
  find(text: string): { readonly rule: KindRule; readonly length: number } | null {
    const exact = this.#exact.get(text);
    if (exact !== undefined) return { rule: exact, length: text.length };
    const row = this.#prefixRow(text);
    return row === -1 ? null : { rule: this.#rules[row]!, length: this.#prefixes[row]!.length };
  }

  /** All prefixes of a text are on the way up from the last one that sorts before it. */
  #prefixRow(text: string): number {
    let low = 0;
    let high = this.#prefixes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#prefixes[middle]! <= text) low = middle + 1;
      else high = middle;
    }
    let row = low - 1;
    while (row >= 0 && !text.startsWith(this.#prefixes[row]!)) row = this.#shorter[row]!;
    return row;
  }
}

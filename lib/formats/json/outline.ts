/** What the beginning of a JSON text looks like: the names at its first levels, for sniffing. Total: never throws. */
import { ProfileError } from '../../base/errors.js';
import { type JsonSink, JsonTokenizer } from './tokenizer.js';

export interface Outline {
  /** Where names were seen: "nodes", "nodes[].callFrame", "[].ph". At most three levels of names. */
  readonly paths: ReadonlySet<string>;
  /** The texts at paths of one level, such as "$schema". */
  readonly texts: ReadonlyMap<string, string>;
  /** The prefix ends inside the value: more bytes may show more names. */
  readonly open: boolean;
}

const LEVELS = 3;
const MOST_PATHS = 1000;
const LONGEST_TEXT = 200;
const DEEPEST = 100_000;

/** Null where the bytes do not begin an object or an array of JSON. */
export function jsonOutline(prefix: Uint8Array): Outline | null {
  let start = prefix[0] === 0xef ? 3 : 0;
  while (start < prefix.length && ' \t\r\n'.includes(String.fromCharCode(prefix[start]!))) start++;
  if (prefix[start] !== 123 && prefix[start] !== 91) return null;
  const sink = new OutlineSink();
  const tokenizer = new JsonTokenizer('', sink, { tokenBytes: prefix.length + 1, depth: DEEPEST });
  try {
    tokenizer.feed(prefix);
  } catch (error) {
    // Not JSON from here on: what was seen so far may still tell which reader should say so.
    if (!(error instanceof ProfileError) || sink.paths.size === 0) return null;
  }
  return { paths: sink.paths, texts: sink.texts, open: !tokenizer.done };
}

class OutlineSink implements JsonSink {
  readonly deaf = false;
  readonly paths = new Set<string>();
  readonly texts = new Map<string, string>();
  /** The paths of what is open, as deep as they are kept, and the levels of names in them. */
  readonly #open: { readonly path: string; readonly levels: number }[] = [];
  #depth = 0;
  #name = { path: '', levels: 0 };

  open(array: boolean): void {
    this.#depth++;
    if (this.#open.length < this.#depth - 1 || this.#name.levels > LEVELS) return;
    this.#open.push(array ? { path: `${this.#name.path}[]`, levels: this.#name.levels } : this.#name);
    if (array) this.#name = this.#open[this.#open.length - 1]!;
  }

  close(): void {
    if (this.#open.length === this.#depth) this.#open.pop();
    this.#depth--;
    const parent = this.#open[this.#open.length - 1];
    if (parent !== undefined && this.#open.length === this.#depth) this.#name = parent;
  }

  name(text: string): void {
    if (this.#open.length !== this.#depth || this.paths.size > MOST_PATHS) return;
    const parent = this.#open[this.#open.length - 1]!;
    const path = parent.path === '' ? text : `${parent.path}.${text}`;
    this.#name = { path, levels: parent.levels + 1 };
    if (parent.levels < LEVELS) this.paths.add(path.slice(0, LONGEST_TEXT));
  }

  string(text: string): void {
    if (this.#depth === 1 && this.#name.levels === 1)
      this.texts.set(this.#name.path, text.slice(0, LONGEST_TEXT));
  }

  number(): void {}

  literal(): void {}
}

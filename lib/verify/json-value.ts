/** JSON that loses nothing: numbers keep their text, repeated names are kept apart. For bodies, which fit in memory. */

/** A number as it was written: `1.00` and `9007199254740993` stay what they are. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type JsonValue = JsonNumber | string | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** Recursion is bounded by it; a deeper text is no JSON to us and is compared as text. */
const DEPTH = 512;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const FAILED = Symbol('no JSON');

/** Undefined where the text is no JSON, or nested too deeply. */
export function parseJson(text: string): JsonValue | undefined {
  const parser = new Parser(text);
  try {
    return parser.whole();
  } catch (error) {
    if (error === FAILED) return undefined;
    throw error;
  }
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): JsonValue {
    this.#space();
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw FAILED;
    return value;
  }

  #space(): void {
    for (; ; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
    }
  }

  #value(depth: number): JsonValue {
    if (depth > DEPTH) throw FAILED;
    switch (this.#text.charCodeAt(this.#at)) {
      case 34:
        return this.#string();
      case 123:
        return this.#object(depth);
      case 91:
        return this.#array(depth);
      case 116:
        return this.#word('true', true);
      case 102:
        return this.#word('false', false);
      case 110:
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #word(word: string, value: boolean | null): boolean | null {
    if (!this.#text.startsWith(word, this.#at)) throw FAILED;
    this.#at += word.length;
    return value;
  }

  #number(): JsonNumber {
    NUMBER.lastIndex = this.#at;
    const found = NUMBER.exec(this.#text);
    if (found === null) throw FAILED;
    this.#at += found[0].length;
    return new JsonNumber(found[0]);
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at + 1;
    let escaped = false;
    for (let p = start; p < text.length; p++) {
      const code = text.charCodeAt(p);
      if (code === 34) {
        this.#at = p + 1;
        return escaped ? unescaped(text.slice(start - 1, p + 1)) : text.slice(start, p);
      }
      if (code === 92) {
        escaped = true;
        p++;
      } else if (code < 32) throw FAILED;
    }
    throw FAILED;
  }

  #array(depth: number): readonly JsonValue[] {
    const items: JsonValue[] = [];
    this.#at++;
    this.#space();
    if (this.#take(93)) return items;
    for (;;) {
      this.#space();
      items.push(this.#value(depth + 1));
      this.#space();
      if (this.#take(93)) return items;
      if (!this.#take(44)) throw FAILED;
    }
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, JsonValue>();
    this.#at++;
    this.#space();
    if (this.#take(125)) return members;
    for (;;) {
      this.#space();
      if (this.#text.charCodeAt(this.#at) !== 34) throw FAILED;
      const name = this.#string();
      this.#space();
      if (!this.#take(58)) throw FAILED;
      this.#space();
      members.set(members.has(name) ? again(members, name) : name, this.#value(depth + 1));
      this.#space();
      if (this.#take(125)) return members;
      if (!this.#take(44)) throw FAILED;
    }
  }

  #take(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }
}

/** Readers of JSON disagree about which of two equal names counts, so the second is a member of its own. */
function again(members: JsonObject, name: string): string {
  for (let i = 2; ; i++) if (!members.has(`${name} (${i})`)) return `${name} (${i})`;
}

function unescaped(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw FAILED;
  }
}

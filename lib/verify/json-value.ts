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
/** Names of members seen last, by their hashes: equal names are then mostly one string, which is quick to look up. */
const NAMES: string[] = new Array<string>(1024).fill('');
/** A slice of more characters would keep the whole text alive. */
const LONGEST_NAME = 12;
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
    const text = this.#text;
    let p = this.#at;
    for (let code = text.charCodeAt(p); code === 32 || code === 10 || code === 13 || code === 9; )
      code = text.charCodeAt(++p);
    this.#at = p;
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
    const text = this.#text;
    const start = this.#at;
    let p = text.charCodeAt(start) === 45 ? start + 1 : start;
    const whole = p;
    p = text.charCodeAt(p) === 48 ? p + 1 : digitsEnd(text, p);
    if (p === whole) throw FAILED;
    if (text.charCodeAt(p) === 46) p = fractionEnd(text, p, p + 1);
    const code = text.charCodeAt(p);
    if (code === 101 || code === 69) {
      const sign = text.charCodeAt(p + 1);
      p = fractionEnd(text, p, sign === 43 || sign === 45 ? p + 2 : p + 1);
    }
    this.#at = p;
    return new JsonNumber(text.slice(start, p));
  }

  /** Of a member: a string that was there before, where it was. */
  #name(): string {
    const text = this.#text;
    const start = this.#at + 1;
    let hash = 0;
    for (let p = start; p - start <= LONGEST_NAME; p++) {
      const code = text.charCodeAt(p);
      if (code === 34) {
        this.#at = p + 1;
        const slot = hash & (NAMES.length - 1);
        const known = NAMES[slot];
        if (known.length === p - start && text.startsWith(known, start)) return known;
        const name = text.slice(start, p);
        NAMES[slot] = name;
        return name;
      }
      if (code === 92 || !(code >= 32)) break;
      hash = Math.imul(hash, 31) + code;
    }
    return this.#string();
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
      items.push(this.#value(depth + 1));
      this.#space();
      if (this.#take(93)) return items;
      if (!this.#take(44)) throw FAILED;
      this.#space();
    }
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, JsonValue>();
    this.#at++;
    this.#space();
    if (this.#take(125)) return members;
    for (;;) {
      if (this.#text.charCodeAt(this.#at) !== 34) throw FAILED;
      const name = this.#name();
      this.#space();
      if (!this.#take(58)) throw FAILED;
      this.#space();
      members.set(members.has(name) ? again(members, name) : name, this.#value(depth + 1));
      this.#space();
      if (this.#take(125)) return members;
      if (!this.#take(44)) throw FAILED;
      this.#space();
    }
  }

  #take(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }
}

function digitsEnd(text: string, start: number): number {
  let p = start;
  for (let code = text.charCodeAt(p); code >= 48 && code <= 57; ) code = text.charCodeAt(++p);
  return p;
}

/** After the digits at `digits`; without any, `before`: then the number ends there. */
function fractionEnd(text: string, before: number, digits: number): number {
  const end = digitsEnd(text, digits);
  return end === digits ? before : end;
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

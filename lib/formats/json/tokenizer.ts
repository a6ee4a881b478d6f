/** JSON as a stream of tokens: takes chunks of bytes, keeps at most one unfinished token, and accepts what JSON.parse accepts. */
import { atByte, ProfileError } from '../../base/errors.js';

/** Takes tokens in order. Names and strings come decoded; where `deaf` is true they come as "". */
export interface JsonSink {
  /** The sink does not look at texts just now: they are checked but not decoded. */
  readonly deaf: boolean;
  open(array: boolean): void;
  close(): void;
  name(text: string): void;
  string(text: string): void;
  /** May be infinite, as JSON.parse makes it of 1e999. */
  number(value: number): void;
  literal(value: boolean | null): void;
}

export interface JsonLimits {
  /** Bytes of one string, name or number. */
  readonly tokenBytes: number;
  /** Arrays and objects open at once. */
  readonly depth: number;
  /** Take what some writers of logs leave: a comma before "]", and an end of input anywhere. Default false. */
  readonly lenient?: boolean | undefined;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** What may come next. */
const VALUE = 0;
const VALUE_OR_CLOSE = 1;
const NAME = 2;
const NAME_OR_CLOSE = 3;
const AFTER_NAME = 4;
const AFTER_VALUE = 5;
const END = 6;
const EXPECTED = [
  'a value',
  'a value or "]"',
  'a name',
  'a name or "}"',
  '":"',
  '"," or the end of what is open',
  'nothing more',
];

const BOM = [0xef, 0xbb, 0xbf];
const LITERALS: ReadonlyMap<number, readonly [string, boolean | null]> = new Map([
  [116, ['true', true]],
  [102, ['false', false]],
  [110, ['null', null]],
]);
/** A decimal of so many digits and places is one correctly rounded division of two exact floats. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;

/** Feed it every chunk, then `finish`. Throws 'bad-encoding', 'truncated' or 'limit' with the byte. */
export class JsonTokenizer {
  readonly #name: string;
  readonly #sink: JsonSink;
  readonly #limits: JsonLimits;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** 1 for each open array, 0 for each open object. */
  #kinds = new Uint8Array(64);
  #depth = 0;
  #expect = VALUE;
  /** The beginning of a token whose end has not come yet, and how far it was looked at. */
  #carry = new Uint8Array(256);
  #carried = 0;
  #scanned = 0;
  /** Whether the part looked at has an escape. */
  #escaped = false;
  /** Offset of the first byte at hand. */
  #base = 0;
  #started = false;
  /** Where the token at hand begins, from #base. */
  #at = 0;

  constructor(name: string, sink: JsonSink, limits: JsonLimits) {
    this.#name = name;
    this.#sink = sink;
    this.#limits = limits;
  }

  /** Whether the one value is complete. */
  get done(): boolean {
    return this.#expect === END;
  }

  /** Byte of the input at which the token begins that was read last. */
  get offset(): number {
    return this.#base + this.#at;
  }

  /** How many arrays and objects are open. */
  get depth(): number {
    return this.#depth;
  }

  feed(chunk: Uint8Array): void {
    if (this.#carried === 0) {
      this.#keep(chunk, this.#tokens(chunk, chunk.length, false));
      return;
    }
    this.#append(chunk, 0);
    const size = this.#carried;
    const used = this.#tokens(this.#carry, size, false);
    if (used > 0) this.#carry.copyWithin(0, used, size);
    this.#carried = size - used;
    this.#base += used;
  }

  /** Ends the input. */
  finish(): void {
    const used = this.#tokens(this.#carry, this.#carried, true);
    if (this.#limits.lenient === true) return;
    if (used < this.#carried || this.#expect !== END) throw this.#cut(used);
  }

  #cut(at: number): ProfileError {
    const open = this.#depth === 0 ? '' : `, ${this.#depth} arrays and objects are open`;
    return this.error(
      'truncated',
      at,
      `the JSON text ends early: expected ${EXPECTED[this.#expect]}${open}; fetch the file again`,
    );
  }

  #keep(chunk: Uint8Array, used: number): void {
    this.#base += used;
    this.#append(chunk, used);
  }

  #append(chunk: Uint8Array, from: number): void {
    const needed = this.#carried + chunk.length - from;
    if (needed > this.#carry.length) {
      const grown = new Uint8Array(needed * 2);
      grown.set(this.#carry.subarray(0, this.#carried));
      this.#carry = grown;
    }
    this.#carry.set(from === 0 ? chunk : chunk.subarray(from), this.#carried);
    this.#carried = needed;
  }

  /** Gives the whole tokens of bytes[0 .. size) and returns where the first unfinished one begins. */
  #tokens(bytes: Uint8Array, size: number, last: boolean): number {
    let p = 0;
    if (!this.#started) {
      if (size < 3 && !last && (size === 0 || bytes[0] === BOM[0])) return 0;
      this.#started = true;
      if (BOM.every((byte, i) => i < size && bytes[i] === byte)) p = 3;
    }
    while (p < size) {
      const byte = bytes[p]!;
      if (byte === 32 || byte === 10 || byte === 13 || byte === 9) {
        p++;
        continue;
      }
      this.#at = p;
      const next = this.#token(bytes, p, size, last);
      if (next < 0) return p;
      p = next;
      this.#scanned = 0;
    }
    return p;
  }

  /** Where the token at `p` ends, or -1 where that is not known yet. */
  #token(bytes: Uint8Array, p: number, size: number, last: boolean): number {
    const byte = bytes[p]!;
    const expect = this.#expect;
    if (byte === QUOTE) {
      if (expect > NAME_OR_CLOSE) throw this.#unexpected(bytes, p);
      return this.#string(bytes, p, size, expect >= NAME);
    }
    if (expect === AFTER_VALUE) {
      if (byte === COMMA) {
        this.#expect = this.#kinds[this.#depth - 1] === 1 ? VALUE : NAME;
        return p + 1;
      }
      const kind = this.#kinds[this.#depth - 1];
      if (byte === (kind === 1 ? CLOSE_ARRAY : CLOSE_OBJECT)) return this.#close(p);
      throw this.#unexpected(bytes, p);
    }
    if (expect === AFTER_NAME) {
      if (byte !== COLON) throw this.#unexpected(bytes, p);
      this.#expect = VALUE;
      return p + 1;
    }
    if (byte === CLOSE_ARRAY && (expect === VALUE_OR_CLOSE || this.#afterComma())) return this.#close(p);
    if (byte === CLOSE_OBJECT && expect === NAME_OR_CLOSE) return this.#close(p);
    if (expect > VALUE_OR_CLOSE) throw this.#unexpected(bytes, p);
    if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) return this.#open(p, byte === OPEN_ARRAY);
    if (byte === 45 || (byte >= 48 && byte <= 57)) return this.#number(bytes, p, size, last);
    return this.#literal(bytes, p, size, last);
  }

  #afterComma(): boolean {
    return this.#limits.lenient === true && this.#expect === VALUE && this.#kinds[this.#depth - 1] === 1;
  }

  #open(p: number, array: boolean): number {
    if (this.#depth >= this.#limits.depth)
      throw this.error(
        'limit',
        p,
        `more than ${this.#limits.depth} arrays and objects are nested; raise limits.stackDepth if the file is trusted`,
      );
    if (this.#depth === this.#kinds.length) {
      const grown = new Uint8Array(this.#depth * 2);
      grown.set(this.#kinds);
      this.#kinds = grown;
    }
    this.#kinds[this.#depth++] = array ? 1 : 0;
    this.#expect = array ? VALUE_OR_CLOSE : NAME_OR_CLOSE;
    this.#sink.open(array);
    return p + 1;
  }

  #close(p: number): number {
    this.#depth--;
    this.#after();
    this.#sink.close();
    return p + 1;
  }

  #after(): void {
    this.#expect = this.#depth === 0 ? END : AFTER_VALUE;
  }

  #string(bytes: Uint8Array, start: number, size: number, isName: boolean): number {
    let p = this.#scanned > 0 ? start + this.#scanned : start + 1;
    let escaped = this.#scanned > 0 && this.#escaped;
    let wide = p > start + 1;
    for (; ; p++) {
      if (p >= size) {
        this.#escaped = escaped;
        return this.#unfinished(p - start, start, isName ? 'name' : 'string');
      }
      const byte = bytes[p]!;
      if (byte === QUOTE) break;
      if (byte > 127) wide = true;
      else if (byte < 32)
        throw this.error('bad-encoding', p, `a control character (${byte}) stands in a string`);
      else if (byte === BACKSLASH) {
        escaped = true;
        const length = this.#escape(bytes, p, size);
        if (length === 0) {
          this.#escaped = true;
          return this.#unfinished(p - start, start, isName ? 'name' : 'string');
        }
        p += length - 1;
      }
    }
    if (p - start > this.#limits.tokenBytes) this.#unfinished(p - start, start, 'string');
    const text = this.#sink.deaf ? '' : this.#text(bytes, start, p, escaped, wide);
    if (isName) {
      this.#expect = AFTER_NAME;
      this.#sink.name(text);
    } else {
      this.#after();
      this.#sink.string(text);
    }
    return p + 1;
  }

  /** The length of the escape at `p`; 0 where its end has not come yet. */
  #escape(bytes: Uint8Array, p: number, size: number): number {
    if (p + 1 >= size) return 0;
    const kind = String.fromCharCode(bytes[p + 1]!);
    if ('"\\/bfnrt'.includes(kind)) return 2;
    if (kind !== 'u') throw this.error('bad-encoding', p, `"\\${kind}" is no escape of JSON`);
    for (let i = p + 2; i < p + 6; i++) {
      if (i >= size) return 0;
      const byte = bytes[i]! | 32;
      const hex = (bytes[i]! >= 48 && bytes[i]! <= 57) || (byte >= 97 && byte <= 102);
      if (!hex) throw this.error('bad-encoding', p, '"\\u" is not followed by four hexadecimal digits');
    }
    return 6;
  }

  #text(bytes: Uint8Array, start: number, end: number, escaped: boolean, wide: boolean): string {
    if (escaped) return JSON.parse(this.#decoder.decode(bytes.subarray(start, end + 1)));
    if (wide || end - start > 64) return this.#decoder.decode(bytes.subarray(start + 1, end));
    let text = '';
    for (let i = start + 1; i < end; i++) text += String.fromCharCode(bytes[i]!);
    return text;
  }

  #number(bytes: Uint8Array, start: number, size: number, last: boolean): number {
    let p = start;
    let digits = 0;
    let places = -1;
    let value = 0;
    let plain = true;
    const negative = bytes[p] === 45;
    if (negative) p++;
    const first = bytes[p];
    for (; p < size; p++) {
      const byte = bytes[p]!;
      if (byte >= 48 && byte <= 57) {
        digits++;
        if (places >= 0) places++;
        value = value * 10 + byte - 48;
      } else if (byte === 46 && places < 0 && digits > 0) places = 0;
      else if (byte === 46 || byte === 43 || byte === 45 || byte === 69 || byte === 101) plain = false;
      else break;
    }
    if (p === size && !last) return this.#unfinished(p - start, start, 'number');
    const whole = places < 0 ? digits : digits - places;
    if (plain && digits > 0 && digits <= EXACT_DIGITS && places !== 0 && (first !== 48 || whole === 1)) {
      if (places > 0) value /= POWERS[places]!;
      value = negative ? -value : value;
    } else {
      const text = String.fromCharCode(...bytes.subarray(start, Math.min(p, start + 4096)));
      if (!NUMBER.test(text) || p - start > 4096)
        throw this.error('bad-encoding', start, `"${text.slice(0, 40)}" is no number of JSON`);
      value = Number(text);
    }
    this.#after();
    this.#sink.number(value);
    return p;
  }

  #literal(bytes: Uint8Array, start: number, size: number, last: boolean): number {
    const literal = LITERALS.get(bytes[start]!);
    if (literal === undefined) throw this.#unexpected(bytes, start);
    const [text, value] = literal;
    for (let i = 1; i < text.length; i++) {
      if (start + i >= size) {
        if (last && this.#limits.lenient !== true) throw this.#cut(start);
        return -1;
      }
      if (bytes[start + i] !== text.charCodeAt(i)) throw this.#unexpected(bytes, start);
    }
    this.#after();
    this.#sink.literal(value);
    return start + text.length;
  }

  #unfinished(scanned: number, start: number, what: string): -1 {
    if (scanned > this.#limits.tokenBytes)
      throw this.error(
        'limit',
        start,
        `a ${what} is over the limit messageBytes=${this.#limits.tokenBytes}; raise limits.messageBytes if the file is trusted`,
      );
    this.#scanned = what === 'number' ? 0 : scanned;
    return -1;
  }

  #unexpected(bytes: Uint8Array, p: number): ProfileError {
    const byte = bytes[p]!;
    const shown = byte > 32 && byte < 127 ? `"${String.fromCharCode(byte)}"` : `byte ${byte}`;
    return this.error('bad-encoding', p, `${shown} where ${EXPECTED[this.#expect]} is expected`);
  }

  /** `at` counts from the first byte at hand. */
  error(code: 'bad-encoding' | 'truncated' | 'limit', at: number, message: string): ProfileError {
    return new ProfileError(code, `${message} (JSON)`, atByte(this.#name, this.#base + at));
  }
}

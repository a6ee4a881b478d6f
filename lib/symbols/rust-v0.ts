/** Rust's v0 mangling (RFC 2603): `_RNvNtC3foo3bar3baz` is `foo::bar::baz`. */
import { fromPunycode, isCharacter, quoted } from './rust-text.js';

export function demangleRustV0(name: string): string | null {
  if (name.length > LONGEST) return null;
  const end = name.indexOf('.');
  const body = end > 0 ? name.slice(2, end) : name.slice(2);
  if (!/^[A-Z]/.test(body) || !/^[\w]*$/.test(body)) return null;
  try {
    const parser = new V0Parser(body);
    parser.path(true);
    return parser.out;
  } catch {
    return null;
  }
}

const LONGEST = 16_384;
const DEEPEST = 200;
const LONGEST_TEXT = 1 << 15;

const BASIC: Readonly<Record<string, string>> = {
  b: 'bool',
  c: 'char',
  e: 'str',
  u: '()',
  a: 'i8',
  s: 'i16',
  l: 'i32',
  x: 'i64',
  n: 'i128',
  i: 'isize',
  h: 'u8',
  t: 'u16',
  m: 'u32',
  y: 'u64',
  o: 'u128',
  j: 'usize',
  f: 'f32',
  d: 'f64',
  z: '!',
  p: '_',
  v: '...',
};

class NotV0 extends Error {}

class V0Parser {
  out = '';
  #text: string;
  #at = 0;
  #depth = 0;
  #lifetimes = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** `values`: generic arguments follow a double colon, as in an expression. */
  path(values: boolean): void {
    this.#deeper(() => {
      switch (this.#next()) {
        case 'C':
          this.#disambiguator();
          this.#add(this.#identifier());
          return;
        case 'N': {
          const namespace = this.#next();
          this.path(values);
          const number = this.#disambiguator();
          const name = this.#identifier();
          if (/[A-Z]/.test(namespace)) {
            const kind = namespace === 'C' ? 'closure' : namespace === 'S' ? 'shim' : namespace;
            this.#add(`::{${kind}${name === '' ? '' : `:${name}`}#${number}}`);
          } else if (name !== '') this.#add(`::${name}`);
          return;
        }
        case 'M':
          this.#implementation();
          this.#add('<');
          this.type();
          this.#add('>');
          return;
        case 'X':
          this.#implementation();
          this.#asTrait();
          return;
        case 'Y':
          this.#asTrait();
          return;
        case 'I':
          this.path(values);
          if (values) this.#add('::');
          this.#add('<');
          this.#genericArgs();
          this.#add('>');
          return;
        case 'B':
          this.#back(() => this.path(values));
          return;
        default:
          throw new NotV0();
      }
    });
  }

  type(): void {
    this.#deeper(() => {
      const code = this.#next();
      if (Object.hasOwn(BASIC, code)) {
        this.#add(BASIC[code]!);
        return;
      }
      switch (code) {
        case 'R':
        case 'Q':
          this.#add('&');
          if (this.#take('L')) {
            const lifetime = this.#number62();
            if (lifetime !== 0) this.#add(`${this.#lifetime(lifetime)} `);
          }
          if (code === 'Q') this.#add('mut ');
          this.type();
          return;
        case 'P':
        case 'O':
          this.#add(code === 'P' ? '*const ' : '*mut ');
          this.type();
          return;
        case 'A':
        case 'S':
          this.#add('[');
          this.type();
          if (code === 'A') {
            this.#add('; ');
            this.#constant();
          }
          this.#add(']');
          return;
        case 'T': {
          this.#add('(');
          let count = 0;
          for (; !this.#take('E'); count++) {
            if (count > 0) this.#add(', ');
            this.type();
          }
          this.#add(count === 1 ? ',)' : ')');
          return;
        }
        case 'F':
          this.#function();
          return;
        case 'D':
          this.#dynamic();
          return;
        case 'B':
          this.#back(() => this.type());
          return;
        default:
          this.#at--;
          this.path(false);
      }
    });
  }

  #genericArgs(): void {
    for (let count = 0; !this.#take('E'); count++) {
      if (count > 0) this.#add(', ');
      if (this.#take('L')) this.#add(this.#lifetime(this.#number62()));
      else if (this.#take('K')) this.#constant();
      else this.type();
    }
  }

  /** The path of the module that an implementation stands in is not printed. */
  #implementation(): void {
    this.#disambiguator();
    const { out } = this;
    this.path(false);
    this.out = out;
  }

  #asTrait(): void {
    this.#add('<');
    this.type();
    this.#add(' as ');
    this.path(false);
    this.#add('>');
  }

  #function(): void {
    const before = this.#lifetimes;
    this.#binder();
    if (this.#take('U')) this.#add('unsafe ');
    if (this.#take('K')) {
      const abi = this.#take('C') ? 'C' : this.#identifier().replaceAll('_', '-');
      this.#add(`extern "${abi}" `);
    }
    this.#add('fn(');
    for (let count = 0; !this.#take('E'); count++) {
      if (count > 0) this.#add(', ');
      this.type();
    }
    this.#add(')');
    if (!this.#take('u')) {
      this.#add(' -> ');
      this.type();
    }
    this.#lifetimes = before;
  }

  /** `dyn A + B<Item = C> + 'a`. */
  #dynamic(): void {
    this.#add('dyn ');
    const before = this.#lifetimes;
    this.#binder();
    for (let count = 0; !this.#take('E'); count++) {
      if (count > 0) this.#add(' + ');
      let open = this.#traitPath();
      while (this.#take('p')) {
        this.#add(open ? ', ' : '<');
        open = true;
        this.#add(`${this.#identifier()} = `);
        this.type();
      }
      if (open) this.#add('>');
    }
    this.#lifetimes = before;
    if (!this.#take('L')) throw new NotV0();
    const lifetime = this.#number62();
    if (lifetime !== 0) this.#add(` + ${this.#lifetime(lifetime)}`);
  }

  /** Whether its generic arguments are still open for associated types. */
  #traitPath(): boolean {
    if (this.#take('B')) {
      let open = false;
      this.#back(() => {
        open = this.#traitPath();
      });
      return open;
    }
    if (!this.#take('I')) {
      this.path(false);
      return false;
    }
    this.path(false);
    this.#add('<');
    this.#genericArgs();
    return true;
  }

  #binder(): void {
    if (!this.#take('G')) return;
    const count = this.#number62() + 1;
    if (count > 1000) throw new NotV0();
    this.#add('for<');
    for (let i = 0; i < count; i++) {
      this.#lifetimes++;
      this.#add(`${i > 0 ? ', ' : ''}${this.#lifetime(1)}`);
    }
    this.#add('> ');
  }

  #lifetime(index: number): string {
    if (index === 0) return "'_";
    const depth = this.#lifetimes - index;
    if (depth < 0) throw new NotV0();
    return depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'_${depth}`;
  }

  /** `inside`: of another constant; outside, what is not one word stands in braces. */
  #constant(inside = false): void {
    this.#deeper(() => {
      const type = this.#next();
      if (type === 'B') {
        this.#back(() => this.#constant(inside));
        return;
      }
      if (type === 'p') this.#add('_');
      else if (type === 'b') this.#add(this.#boolean());
      else if (type === 'c') this.#add(this.#character());
      else if (/[aslxni]/.test(type)) this.#add((this.#take('n') ? '-' : '') + this.#integer());
      else if (/[htmyoj]/.test(type)) this.#add(this.#integer());
      // Text is a reference to text that has no name of its own.
      else if (type === 'R' && this.#take('e')) this.#add(this.#string());
      else {
        if (!inside) this.#add('{');
        this.#structure(type);
        if (!inside) this.#add('}');
      }
    });
  }

  #structure(type: string): void {
    const list = (open: string, close: string, each = (): void => this.#constant(true)): number => {
      this.#add(open);
      let count = 0;
      for (; !this.#take('E'); count++) {
        if (count > 0) this.#add(', ');
        each();
      }
      this.#add(count === 1 && type === 'T' ? `,${close}` : close);
      return count;
    };
    switch (type) {
      case 'e':
        this.#add(`*${this.#string()}`);
        return;
      case 'R':
      case 'Q':
        this.#add(type === 'R' ? '&' : '&mut ');
        this.#constant(true);
        return;
      case 'A':
        list('[', ']');
        return;
      case 'T':
        list('(', ')');
        return;
      case 'V': {
        this.path(true);
        const kind = this.#next();
        if (kind === 'T') list('(', ')');
        else if (kind === 'S')
          list(' { ', ' }', () => {
            this.#disambiguator();
            this.#add(`${this.#identifier()}: `);
            this.#constant(true);
          });
        else if (kind !== 'U') throw new NotV0();
        return;
      }
      default:
        throw new NotV0();
    }
  }

  #hex(): string {
    const from = this.#at;
    while (/[0-9a-f]/.test(this.#peek())) this.#at++;
    const hex = this.#text.slice(from, this.#at);
    if (!this.#take('_')) throw new NotV0();
    return hex;
  }

  /** Beyond 64 bits in hexadecimal, as rustfilt prints it. */
  #integer(): string {
    const hex = this.#hex().replace(/^0+/, '');
    if (hex.length > 16) return `0x${hex}`;
    return hex === '' ? '0' : `${BigInt(`0x${hex}`)}`;
  }

  #boolean(): string {
    const hex = this.#hex();
    if (hex !== '0' && hex !== '1') throw new NotV0();
    return hex === '1' ? 'true' : 'false';
  }

  #character(): string {
    const point = Number.parseInt(this.#hex() || '0', 16);
    if (!isCharacter(point)) throw new NotV0();
    return quoted(String.fromCodePoint(point), "'");
  }

  #string(): string {
    const hex = this.#hex();
    const bytes = Buffer.from(hex, 'hex');
    const text = bytes.toString();
    if (bytes.length * 2 !== hex.length || text.includes('\ufffd')) throw new NotV0();
    return quoted(text, '"');
  }

  #back(print: () => void): void {
    const from = this.#at - 1;
    const target = this.#number62();
    if (target >= from) throw new NotV0();
    const at = this.#at;
    this.#at = target;
    this.#deeper(print);
    this.#at = at;
  }

  #disambiguator(): number {
    return this.#take('s') ? this.#number62() + 1 : 0;
  }

  #identifier(): string {
    const punycode = this.#take('u');
    const digits = /^(?:0|[1-9]\d{0,4})/.exec(this.#text.slice(this.#at, this.#at + 5))?.[0];
    if (digits === undefined) throw new NotV0();
    this.#at += digits.length;
    this.#take('_');
    const length = Number(digits);
    if (this.#at + length > this.#text.length) throw new NotV0();
    const text = this.#text.slice(this.#at, this.#at + length);
    this.#at += length;
    if (!punycode) return text;
    return fromPunycode(text) ?? `punycode{${text.replace(/_(?=[^_]*$)/, '-')}}`;
  }

  /** `_` is 0, `0_` is 1. */
  #number62(): number {
    if (this.#take('_')) return 0;
    let value = 0;
    for (;;) {
      const char = this.#next();
      if (char === '_') return value + 1;
      const digit = DIGITS.indexOf(char);
      if (digit < 0) throw new NotV0();
      // Inexact for a crate's hash, which is not printed.
      value = value * 62 + digit;
    }
  }

  #deeper(rule: () => void): void {
    if (++this.#depth > DEEPEST) throw new NotV0();
    rule();
    this.#depth--;
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #next(): string {
    const char = this.#text[this.#at++];
    if (char === undefined) throw new NotV0();
    return char;
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #add(text: string): void {
    this.out += text;
    if (this.out.length > LONGEST_TEXT) throw new NotV0();
  }
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

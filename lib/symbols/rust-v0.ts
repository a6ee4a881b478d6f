/** Rust's v0 mangling (RFC 2603): `_RNvNtC3foo3bar3baz` is `foo::bar::baz`. */

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

  #constant(): void {
    this.#deeper(() => {
      if (this.#take('B')) {
        this.#back(() => this.#constant());
        return;
      }
      const type = this.#next();
      if (type === 'p') {
        this.#add('_');
        return;
      }
      const negative = this.#take('n');
      const from = this.#at;
      while (/[0-9a-f]/.test(this.#peek())) this.#at++;
      const hex = this.#text.slice(from, this.#at);
      if (!this.#take('_')) throw new NotV0();
      const value = hex === '' ? 0n : BigInt(`0x${hex}`);
      if (type === 'b') this.#add(value === 0n ? 'false' : 'true');
      else if (type === 'c') this.#add(`'${String.fromCodePoint(Number(value))}'`);
      else if (/[asxlnihtmyoj]/.test(type)) this.#add(`${negative ? '-' : ''}${value}`);
      else throw new NotV0();
    });
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
    return punycode ? `punycode{${text.replace(/_(?=[^_]*$)/, '-')}}` : text;
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

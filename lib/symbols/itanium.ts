/** Names that C++ compilers mangle by the Itanium ABI: `_ZN3foo3barIiEEvT_` is `foo::bar<int>`, printed as perf does: the outermost function without parameters and result. */
import { parseExpression, parseLiteral } from './itanium-expression.js';
import {
  Encoding,
  FunctionType,
  Nested,
  Pack,
  type Part,
  Prefixed,
  Printer,
  Reference,
  Sequence,
  Suffixed,
  Template,
  Text,
} from './itanium-nodes.js';
import { OPERATORS, STANDARD, WHOLE } from './itanium-tables.js';
import { parseType } from './itanium-type.js';

/** The name without parameters, or null where it is not mangled so, or uses what is not known here. */
export function demangleItanium(mangled: string): string | null {
  const start = mangled.startsWith('_Z') ? 2 : mangled.startsWith('__Z') ? 3 : -1;
  if (start < 0 || mangled.length > LONGEST) return null;
  try {
    const printer = new Printer();
    new ItaniumParser(mangled, start).topLevel().print(printer);
    return printer.text;
  } catch {
    // Whatever the parser meets that is no name (and a name too deep for the stack) leaves the name as it is.
    return null;
  }
}

export function isAnonymousNamespace(name: string): boolean {
  return name.startsWith('_GLOBAL_') && /^_GLOBAL_[._$]N/.test(name);
}

const LONGEST = 16_384;
const DEEPEST = 250;

export class NotMangled extends Error {}

/** What a name turned out to be, which its function type depends on. */
interface NameInfo {
  /** Ends in template arguments: then the result is mangled too. */
  template: boolean;
  /** Constructors, destructors and conversions have no result. */
  noResult: boolean;
  qualifiers: string;
}

export class ItaniumParser {
  readonly text: string;
  at: number;
  readonly substitutions: Part[] = [];
  /** Arguments that T_, T0_, ... stand for. */
  params: Part[] = [];
  /** References made before their arguments were known; null outside of names. */
  #forward: { reference: Reference; index: number }[] | null = null;
  #depth = 0;
  /** Within the parameters of a lambda, T_ is `auto`. */
  lambdaParameters = false;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  topLevel(): Part {
    const special = this.#special();
    return special ?? this.name({ template: false, noResult: false, qualifiers: '' });
  }

  peek(offset = 0): string {
    return this.text[this.at + offset] ?? '';
  }

  take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  need(text: string): void {
    if (!this.take(text)) throw new NotMangled();
  }

  /** Guards every rule that can nest. */
  deeper<T>(rule: () => T): T {
    if (++this.#depth > DEEPEST) throw new NotMangled();
    const value = rule();
    this.#depth--;
    return value;
  }

  digits(): number {
    const from = this.at;
    while (this.peek() >= '0' && this.peek() <= '9') this.at++;
    if (this.at === from || this.at - from > 9) throw new NotMangled();
    return Number(this.text.slice(from, this.at));
  }

  /** A function with its type, or a variable: inside of other names. */
  encoding(withResult = true): Part {
    return this.deeper(() => {
      const special = this.#special();
      if (special !== null) return special;
      const info: NameInfo = { template: false, noResult: false, qualifiers: '' };
      const local = this.peek() === 'Z';
      const outer = this.#forward;
      this.#forward = [];
      const name = this.name(info);
      this.#resolve();
      this.#forward = outer;
      if (this.peek() === '' || this.peek() === 'E' || this.peek() === '.') return name;
      const result = info.template && !info.noResult ? parseType(this) : null;
      const parameters = this.parameters();
      return new Encoding(
        name,
        new FunctionType(local || !withResult ? null : result, parameters, info.qualifiers),
      );
    });
  }

  /** Types up to the end of the list; `v` alone is none. */
  parameters(): Part[] {
    if (this.take('v')) return [];
    const list: Part[] = [];
    while (this.peek() !== '' && this.peek() !== 'E' && this.peek() !== '.') list.push(parseType(this));
    return list;
  }

  name(info: NameInfo): Part {
    return this.deeper(() => {
      if (this.peek() === 'N') return this.#nested(info);
      if (this.peek() === 'Z') return this.#local(info);
      let name: Part;
      if (this.peek() === 'S' && this.peek(1) !== 't') {
        name = this.substitution();
        if (this.peek() !== 'I') throw new NotMangled();
      } else {
        const inStd = this.take('St');
        name = this.#unqualified(null, info);
        if (inStd) name = new Nested(new Text('std'), name);
        if (this.peek() === 'I') this.substitutions.push(name);
      }
      if (this.peek() !== 'I') return name;
      info.template = true;
      return new Template(name, this.templateArgs(true));
    });
  }

  /** `N [qualifiers] prefixes E`. */
  #nested(info: NameInfo): Part {
    this.need('N');
    let qualifiers = '';
    if (this.take('r')) qualifiers = ' restrict';
    if (this.take('V')) qualifiers = ` volatile${qualifiers}`;
    if (this.take('K')) qualifiers = ` const${qualifiers}`;
    if (this.take('O')) qualifiers += ' &&';
    else if (this.take('R')) qualifiers += ' &';
    let sofar: Part | null = null;
    while (!this.take('E')) {
      this.take('L');
      if (this.take('M')) {
        if (sofar === null) throw new NotMangled();
        continue;
      }
      if (this.peek() === 'I') {
        if (sofar === null) throw new NotMangled();
        info.template = true;
        sofar = new Template(sofar, this.templateArgs(true));
      } else if (this.peek() === 'T') {
        sofar = this.templateParam();
      } else if (this.peek() === 'D' && /[tT]/.test(this.peek(1))) {
        sofar = parseType(this);
        continue;
      } else if (this.peek() === 'S' && this.peek(1) === 't') {
        this.at += 2;
        sofar = new Text('std');
        continue;
      } else if (this.peek() === 'S') {
        const found: Part = this.substitution(true);
        sofar = sofar === null ? found : new Nested(sofar, found);
        continue;
      } else {
        info.template = false;
        info.noResult = false;
        const part = this.#unqualified(sofar, info);
        sofar = sofar === null ? part : new Nested(sofar, part);
      }
      if (this.peek() !== 'E') this.substitutions.push(sofar);
    }
    if (sofar === null) throw new NotMangled();
    info.qualifiers = qualifiers;
    return sofar;
  }

  /** `Z function E name`: something declared inside of a function. */
  #local(info: NameInfo): Part {
    this.need('Z');
    const outer = this.encoding(false);
    this.need('E');
    if (this.take('s')) {
      this.discriminator();
      return new Nested(outer, new Text('string literal'));
    }
    if (this.take('d')) {
      const index = this.peek() === '_' ? 1 : this.digits() + 2;
      this.need('_');
      const name = this.name(info);
      return new Nested(outer, new Nested(new Text(`{default arg#${index}}`), name));
    }
    const inner = this.name(info);
    this.discriminator();
    return new Nested(outer, inner);
  }

  discriminator(): void {
    if (this.peek() !== '_') return;
    if (this.peek(1) >= '0' && this.peek(1) <= '9') this.at += 2;
    else if (this.peek(1) === '_') {
      this.at += 2;
      this.digits();
      this.take('_');
    }
  }

  #unqualified(scope: Part | null, info: NameInfo): Part {
    this.take('L');
    let name: Part;
    const first = this.peek();
    if (first >= '0' && first <= '9') name = this.sourceName();
    else if (first === 'U' && this.peek(1) === 'l') name = this.#lambda();
    else if (first === 'U' && this.peek(1) === 't') {
      this.at += 2;
      name = new Text(`{unnamed type#${this.#number()}}`);
    } else if (first === 'D' && this.peek(1) === 'C') {
      this.at += 2;
      const names: (Part | string)[] = ['['];
      while (!this.take('E')) {
        if (names.length > 1) names.push(', ');
        names.push(this.sourceName());
      }
      name = new Sequence([...names, ']']);
    } else if (first === 'C' || (first === 'D' && /[0-9]/.test(this.peek(1)))) {
      if (scope === null) throw new NotMangled();
      name = this.#structor(scope);
      info.noResult = true;
    } else name = this.#operator(info);
    while (this.take('B')) name = new Suffixed(name, `[abi:${(this.sourceName() as Text).text}]`);
    return name;
  }

  sourceName(): Part {
    const length = this.digits();
    if (length === 0 || this.at + length > this.text.length) throw new NotMangled();
    const text = this.text.slice(this.at, this.at + length);
    this.at += length;
    return new Text(isAnonymousNamespace(text) ? '(anonymous namespace)' : text);
  }

  #structor(scope: Part): Part {
    const destructor = this.take('D');
    if (!destructor) {
      this.need('C');
      const inheriting = this.take('I');
      this.at++;
      if (inheriting) parseType(this);
    } else this.at++;
    const base = scope.resolved().baseName();
    if (base === '') throw new NotMangled();
    return new Text((destructor ? '~' : '') + base);
  }

  #operator(info: NameInfo): Part {
    const code = this.text.slice(this.at, this.at + 2);
    if (code === 'cv') {
      this.at += 2;
      info.noResult = true;
      return new Prefixed('operator ', parseType(this));
    }
    if (code === 'li') {
      this.at += 2;
      return new Prefixed('operator"" ', this.sourceName());
    }
    const operator = Object.hasOwn(OPERATORS, code) ? OPERATORS[code] : undefined;
    if (operator === undefined) throw new NotMangled();
    this.at += 2;
    return new Text(`operator${operator}`);
  }

  /** `Ul types E [number] _`. */
  #lambda(): Part {
    this.at += 2;
    const outer = this.lambdaParameters;
    this.lambdaParameters = true;
    const parameters = this.parameters();
    this.lambdaParameters = outer;
    this.need('E');
    const list: (Part | string)[] = [];
    for (const parameter of parameters) list.push(list.length === 0 ? '' : ', ', parameter);
    return new Sequence(['{lambda(', ...list, `)#${this.#number()}}`]);
  }

  /** `_` is 1, `0_` is 2. */
  #number(): number {
    if (this.take('_')) return 1;
    const number = this.digits() + 2;
    this.need('_');
    return number;
  }

  /** `S_`, `S0_`, `St`, `Ss`. In a prefix a constructor may follow, which needs the class's whole name. */
  substitution(prefix = false): Part {
    this.need('S');
    const code = this.peek();
    if (Object.hasOwn(STANDARD, code)) {
      this.at++;
      const structor = prefix && (this.peek() === 'C' || this.peek() === 'D');
      const [text, base] = (structor ? WHOLE[code] : undefined) ?? STANDARD[code]!;
      const part = new Text(text, base);
      if (this.peek() !== 'B') return part;
      let tagged: Part = part;
      while (this.take('B')) tagged = new Suffixed(tagged, `[abi:${(this.sourceName() as Text).text}]`);
      this.substitutions.push(tagged);
      return tagged;
    }
    let index = 0;
    if (!this.take('_')) {
      let digits = 0;
      for (; /[0-9A-Z]/.test(this.peek()); this.at++) {
        index = index * 36 + Number.parseInt(this.peek(), 36);
        if (++digits > 5) throw new NotMangled();
      }
      if (digits === 0) throw new NotMangled();
      this.need('_');
      index++;
    }
    const part = this.substitutions[index];
    if (part === undefined) throw new NotMangled();
    return part;
  }

  /** `names`: these arguments are what T_ means from here on. */
  templateArgs(names: boolean): Part[] {
    return this.deeper(() => {
      this.need('I');
      const args: Part[] = [];
      const outer = this.params;
      while (!this.take('E')) args.push(this.templateArg());
      this.params = names ? args : outer;
      return args;
    });
  }

  templateArg(): Part {
    return this.deeper(() => {
      if (this.take('L')) return parseLiteral(this);
      if (this.take('X')) {
        const expression = parseExpression(this);
        this.need('E');
        return expression;
      }
      if (this.take('J')) {
        const elements: Part[] = [];
        while (!this.take('E')) elements.push(this.templateArg());
        return new Pack(elements);
      }
      return parseType(this);
    });
  }

  /** `T_`, `T0_`. */
  templateParam(): Part {
    this.need('T');
    const index = this.peek() === '_' ? 0 : this.digits() + 1;
    this.need('_');
    if (this.lambdaParameters) return new Text(`auto:${index + 1}`);
    const known = this.params[index];
    if (known !== undefined) return known;
    const reference = new Reference();
    this.#forward ??= [];
    this.#forward.push({ reference, index });
    if (this.#forward.length > 1000) throw new NotMangled();
    return reference;
  }

  /** The name is complete: its last arguments are those that its references meant. */
  #resolve(): void {
    for (const { reference, index } of this.#forward ?? []) reference.target ??= this.params[index] ?? null;
  }

  #special(): Part | null {
    const code = this.text.slice(this.at, this.at + 2);
    const of = (prefix: string, part: () => Part): Part => {
      this.at += 2;
      return new Prefixed(prefix, part());
    };
    const type = (): Part => parseType(this);
    const name = (): Part => this.name({ template: false, noResult: false, qualifiers: '' });
    switch (code) {
      case 'TV':
        return of('vtable for ', type);
      case 'TT':
        return of('VTT for ', type);
      case 'TI':
        return of('typeinfo for ', type);
      case 'TS':
        return of('typeinfo name for ', type);
      case 'TC': {
        this.at += 2;
        const whole = type();
        this.digits();
        this.need('_');
        return new Sequence(['construction vtable for ', type(), '-in-', whole]);
      }
      case 'TW':
        return of('TLS wrapper function for ', name);
      case 'TH':
        return of('TLS init function for ', name);
      case 'GV':
        return of('guard variable for ', name);
      case 'GR': {
        const made = of('reference temporary #', name);
        return new Sequence([`reference temporary #${this.#temporary()} for `, (made as Prefixed).part]);
      }
      case 'Th':
        this.#callOffset(1);
        return new Prefixed('non-virtual thunk to ', this.encoding());
      case 'Tv':
        this.#callOffset(1);
        return new Prefixed('virtual thunk to ', this.encoding());
      case 'Tc':
        this.at += 2;
        this.#callOffset(0);
        this.#callOffset(0);
        return new Prefixed('covariant return thunk to ', this.encoding());
      case 'GT':
        this.at += 3;
        return new Prefixed('transaction clone for ', this.encoding());
      default:
        return null;
    }
  }

  #temporary(): number {
    return this.peek() === '_' || this.peek() === '' ? 0 : this.digits() + 1;
  }

  /** `h number _` or `v number _ number _`, behind so many letters. */
  #callOffset(skip: number): void {
    this.at += skip;
    const kind = this.peek();
    this.at++;
    this.take('n');
    this.digits();
    this.need('_');
    if (kind !== 'v') return;
    this.take('n');
    this.digits();
    this.need('_');
  }
}

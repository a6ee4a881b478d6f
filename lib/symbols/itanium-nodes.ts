/** Names and types of the Itanium C++ ABI as a graph, and their text as GNU tools print it. */

/** Substitutions make the graph share parts, so that its text may be exponentially longer: it is cut off by failing. */
const LONGEST = 1 << 15;
const DEEPEST = 400;

export class TooLong extends Error {}

/** Collects text; knows which element of a parameter pack is being printed. */
export class Printer {
  text = '';
  /** -1 outside of an expansion. */
  packIndex = -1;
  /** How many elements the packs of the current expansion have; -1 before one is met. */
  packSize = -1;
  depth = 0;

  add(text: string): void {
    this.text += text;
    if (this.text.length > LONGEST) throw new TooLong();
  }

  get last(): string {
    return this.text.slice(-1);
  }
}

/** A part. What a declarator wraps is printed in two halves: `int (*` and `)(char)`. */
export abstract class Part {
  /** What has a right half. */
  isFunction = false;
  isArray = false;

  abstract left(out: Printer): void;

  right(_out: Printer): void {}

  print(out: Printer): void {
    this.printLeft(out);
    this.right(out);
  }

  printLeft(out: Printer): void {
    if (++out.depth > DEEPEST) throw new TooLong();
    this.left(out);
    out.depth--;
  }

  /** The last simple name: what a constructor is called. */
  baseName(): string {
    return '';
  }

  /** The part that stands here, for references that are resolved later. */
  resolved(): Part {
    return this;
  }
}

export class Text extends Part {
  readonly text: string;
  readonly base: string;

  constructor(text: string, base = text) {
    super();
    this.text = text;
    this.base = base;
  }

  left(out: Printer): void {
    out.add(this.text);
  }

  override baseName(): string {
    return this.base;
  }
}

/** `outer::inner`. */
export class Nested extends Part {
  readonly outer: Part;
  readonly inner: Part;

  constructor(outer: Part, inner: Part) {
    super();
    this.outer = outer;
    this.inner = inner;
  }

  left(out: Printer): void {
    this.outer.print(out);
    out.add('::');
    this.inner.print(out);
  }

  override baseName(): string {
    return this.inner.baseName();
  }
}

/** A name with something behind it, such as `[abi:cxx11]`. */
export class Suffixed extends Part {
  readonly name: Part;
  readonly suffix: string;

  constructor(name: Part, suffix: string) {
    super();
    this.name = name;
    this.suffix = suffix;
  }

  left(out: Printer): void {
    this.name.print(out);
    out.add(this.suffix);
  }

  override baseName(): string {
    return this.name.baseName();
  }
}

/** Something in front of a part: `vtable for X`, `operator T`, `~X`. */
export class Prefixed extends Part {
  readonly prefix: string;
  readonly part: Part;

  constructor(prefix: string, part: Part) {
    super();
    this.prefix = prefix;
    this.part = part;
  }

  left(out: Printer): void {
    out.add(this.prefix);
    this.part.print(out);
  }
}

export class Template extends Part {
  readonly name: Part;
  readonly args: readonly Part[];

  constructor(name: Part, args: readonly Part[]) {
    super();
    this.name = name;
    this.args = args;
  }

  left(out: Printer): void {
    this.name.print(out);
    if (out.last === '<') out.add(' ');
    out.add('<');
    // GNU tools forget the space where an empty pack ends the list: names are compared with theirs, so this does too.
    const packEnds = list(out, this.args);
    out.add(out.last === '>' && !packEnds ? ' >' : '>');
  }

  override baseName(): string {
    return this.name.baseName();
  }
}

/** The arguments that one parameter pack stands for. */
export class Pack extends Part {
  readonly elements: readonly Part[];

  constructor(elements: readonly Part[]) {
    super();
    this.elements = elements;
  }

  left(out: Printer): void {
    if (out.packIndex < 0) {
      list(out, this.elements);
      return;
    }
    out.packSize = this.elements.length;
    this.elements[out.packIndex]?.printLeft(out);
  }

  override right(out: Printer): void {
    if (out.packIndex >= 0) this.elements[out.packIndex]?.right(out);
  }
}

/** A pattern that is printed once for each element of the pack in it. */
export class Expansion extends Part {
  readonly pattern: Part;

  constructor(pattern: Part) {
    super();
    this.pattern = pattern;
  }

  left(out: Printer): void {
    const { packIndex, packSize, text } = out;
    out.packIndex = 0;
    out.packSize = -1;
    this.pattern.print(out);
    const size = out.packSize;
    if (size < 0) {
      // No pack in it: the pattern stands for itself.
      out.packIndex = packIndex;
      out.packSize = packSize;
      out.text = text;
      this.pattern.print(out);
      out.add('...');
      return;
    }
    if (size === 0) out.text = text;
    for (let i = 1; i < size; i++) {
      out.add(', ');
      out.packIndex = i;
      this.pattern.print(out);
    }
    out.packIndex = packIndex;
    out.packSize = packSize;
  }
}

/** A template parameter whose arguments stand further right. */
export class Reference extends Part {
  target: Part | null = null;
  #inside = false;

  left(out: Printer): void {
    this.#through((target) => target.printLeft(out));
  }

  override right(out: Printer): void {
    this.#through((target) => target.right(out));
  }

  override resolved(): Part {
    return this.target?.resolved() ?? this;
  }

  /** Hostile names can refer to themselves. */
  #through(print: (target: Part) => void): void {
    if (this.target === null || this.#inside) throw new TooLong();
    this.#inside = true;
    print(this.target);
    this.#inside = false;
  }
}

/** `T const`. On a function it qualifies `this`. */
export class Qualified extends Part {
  readonly part: Part;
  readonly qualifiers: string;

  constructor(part: Part, qualifiers: string) {
    super();
    this.part = part;
    this.qualifiers = qualifiers;
    this.isFunction = part.isFunction;
    this.isArray = part.isArray;
  }

  left(out: Printer): void {
    this.part.printLeft(out);
    if (!this.isFunction) out.add(this.qualifiers);
  }

  override right(out: Printer): void {
    this.part.right(out);
    if (this.isFunction) out.add(this.qualifiers);
  }

  override baseName(): string {
    return this.part.baseName();
  }
}

/** Pointers and references. A reference to a reference is the weaker of both. */
export class Indirect extends Part {
  readonly part: Part;
  readonly mark: string;

  constructor(part: Part, mark: string) {
    super();
    this.part = part;
    this.mark = mark;
  }

  left(out: Printer): void {
    const { part, mark } = this.#collapsed(out);
    part.printLeft(out);
    const target = part.resolved();
    if (target.isArray) out.add(' ');
    if (target.isFunction || target.isArray) out.add('(');
    out.add(mark);
  }

  override right(out: Printer): void {
    const { part } = this.#collapsed(out);
    const target = part.resolved();
    if (target.isFunction || target.isArray) out.add(')');
    part.right(out);
  }

  /** Only now it is known which element of a pack is meant. */
  #collapsed(out: Printer): { part: Part; mark: string } {
    let { part, mark } = this;
    for (let turns = 0; mark.startsWith('&') && turns < DEEPEST; turns++) {
      const here = part.resolved();
      let target = here;
      if (here instanceof Pack && out.packIndex >= 0) {
        out.packSize = here.elements.length;
        target = here.elements[out.packIndex]?.resolved() ?? here;
      }
      if (!(target instanceof Indirect) || !target.mark.startsWith('&')) break;
      if (target.mark === '&') mark = '&';
      part = target.part;
    }
    return { part, mark };
  }
}

/** `int A::*`, `int (A::*)(char)`. */
export class MemberPointer extends Part {
  readonly of: Part;
  readonly member: Part;

  constructor(of: Part, member: Part) {
    super();
    this.of = of;
    this.member = member;
  }

  left(out: Printer): void {
    this.member.printLeft(out);
    const { isFunction, isArray } = this.member.resolved();
    out.add(isFunction || isArray ? '(' : ' ');
    this.of.print(out);
    out.add('::*');
  }

  override right(out: Printer): void {
    const { isFunction, isArray } = this.member.resolved();
    if (isFunction || isArray) out.add(')');
    this.member.right(out);
  }
}

/** Whether a part has a right half, which what stands between its halves is wrapped in. */
function goesOn(part: Part): boolean {
  const here = part.resolved();
  if (here instanceof Indirect) return goesOn(here.part);
  if (here instanceof MemberPointer) return goesOn(here.member);
  if (here instanceof Qualified) return goesOn(here.part);
  return here.isFunction || here.isArray;
}

export class ArrayType extends Part {
  readonly element: Part;
  readonly bound: Part | null;

  constructor(element: Part, bound: Part | null) {
    super();
    this.element = element;
    this.bound = bound;
    this.isArray = true;
  }

  left(out: Printer): void {
    this.element.printLeft(out);
  }

  override right(out: Printer): void {
    if (out.last !== ']') out.add(' ');
    out.add('[');
    this.bound?.print(out);
    out.add(']');
    this.element.right(out);
  }
}

export class FunctionType extends Part {
  readonly result: Part | null;
  readonly parameters: readonly Part[];
  readonly qualifiers: string;

  constructor(result: Part | null, parameters: readonly Part[], qualifiers: string) {
    super();
    this.result = result;
    this.parameters = parameters;
    this.qualifiers = qualifiers;
    this.isFunction = true;
  }

  left(out: Printer): void {
    if (this.result === null) return;
    this.result.printLeft(out);
    // Within the parentheses of a result that points to a function nothing is between.
    if (out.last !== '*' || !goesOn(this.result)) out.add(' ');
  }

  override right(out: Printer): void {
    out.add('(');
    list(out, this.parameters);
    out.add(')');
    this.result?.right(out);
    out.add(this.qualifiers);
  }
}

/** A value in a template argument. */
export class Literal extends Text {}

/** A function with its parameters, inside of another name. */
export class Encoding extends Part {
  readonly name: Part;
  readonly type: FunctionType;

  constructor(name: Part, type: FunctionType) {
    super();
    this.name = name;
    this.type = type;
  }

  left(out: Printer): void {
    this.type.left(out);
    this.name.print(out);
    this.type.right(out);
  }

  override baseName(): string {
    return this.name.baseName();
  }
}

/** Parts one after the other, commas between where `separator` says so. */
export class Sequence extends Part {
  readonly parts: readonly (Part | string)[];

  constructor(parts: readonly (Part | string)[]) {
    super();
    this.parts = parts;
  }

  left(out: Printer): void {
    for (const part of this.parts) {
      if (typeof part === 'string') out.add(part);
      else part.print(out);
    }
  }
}

/** Comma between those that print something: a pack may be empty. True where such a one took back the last comma. */
export function list(out: Printer, parts: readonly Part[]): boolean {
  let begun = false;
  let taken = false;
  for (const part of parts) {
    const before = out.text;
    if (begun) out.add(', ');
    const start = out.text.length;
    part.print(out);
    taken = out.text.length === start && begun;
    if (out.text.length === start) out.text = before;
    else begun = true;
  }
  return taken;
}

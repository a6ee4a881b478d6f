/** Which parts of a JSON text a reader wants: a shape names them, everything else is passed over without being built. */
import { atByte, ProfileError } from '../../base/errors.js';
import type { ByteSource, ReadContext } from '../format.js';
import { type JsonSink, JsonTokenizer } from './tokenizer.js';

/** A value that was built whole. Objects are maps: names are input, "__proto__" is one like any other. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export type JsonObject = Map<string, JsonValue>;

/**
 * What to do with the value at one place. The parts may be combined: `begin` and `end` frame `fields` or `each`.
 * Shapes may refer to themselves. A name that an object has twice: the last one counts, but a list that was already
 * taken apart (`each`, `fields`) is refused, since what it gave cannot be taken back.
 */
export interface Shape {
  /** Of an object: its members by name. */
  readonly fields?: ReadonlyMap<string, Shape>;
  /** Of an object: every member that `fields` does not name. */
  readonly any?: (name: string) => Shape | undefined;
  /** Of an array: its elements. */
  readonly each?: Shape;
  /** A string, number, boolean or null. Where this alone is given, arrays and objects are passed over. */
  readonly scalar?: (value: string | number | boolean | null) => void;
  /** Any value, built whole; bounded by limits.messageBytes. */
  readonly whole?: (value: JsonValue) => void;
  readonly begin?: () => void;
  readonly end?: () => void;
}

/** What nesting of JSON a stack of limits.stackDepth frames can need: an object and an array a frame, and some around it. */
const NESTING_PER_FRAME = 2;
const NESTING_AROUND = 64;
/** What a value costs beside its text, so that `[[],[],…` is bounded too. */
const VALUE_BYTES = 8;

/**
 * Walks the whole text of `source`. Throws ProfileError with the byte: 'truncated', 'bad-encoding', 'limit',
 * 'bad-value', and whatever the shape's functions throw, with the byte where those name none. With `lenient` the text may end anywhere.
 */
export async function readJson(
  source: ByteSource,
  context: ReadContext,
  shape: Shape,
  lenient = false,
): Promise<{ complete: boolean }> {
  const sink = new ShapeSink(source.name, shape, context.limits.messageBytes);
  const tokenizer = new JsonTokenizer(source.name, sink, {
    tokenBytes: context.limits.messageBytes,
    depth: context.limits.stackDepth * NESTING_PER_FRAME + NESTING_AROUND,
    lenient,
  });
  let bytes = 0;
  for await (const chunk of source.chunks()) {
    try {
      tokenizer.feed(chunk);
    } catch (error) {
      throw placed(error, source.name, tokenizer.offset);
    }
    bytes += chunk.length;
    context.onBytes?.(bytes);
  }
  if (bytes === 0) throw new ProfileError('empty', 'the file is empty', atByte(source.name, 0));
  tokenizer.finish();
  return { complete: tokenizer.done };
}

/** What a reader refuses while it takes a token: with the byte where that begins. */
function placed(error: unknown, source: string, byte: number): unknown {
  if (!(error instanceof ProfileError) || error.place === null) return error;
  if (error.place.byte !== null || error.place.line !== null) return error;
  const before = `${source}: `;
  const message = error.message.startsWith(before) ? error.message.slice(before.length) : error.message;
  return new ProfileError(error.code, message, atByte(source, byte), { cause: error });
}

/** A shape of an object from a plain list of its members. */
export function fields(members: Readonly<Record<string, Shape>>): ReadonlyMap<string, Shape> {
  return new Map(Object.entries(members));
}

/** Follows the shape down and up again. */
class ShapeSink implements JsonSink {
  deaf = false;
  readonly #name: string;
  readonly #bound: number;
  /** The shapes of what is open; null: passed over. */
  readonly #open: Shape[] = [];
  /** Whether each of them is an array: a shape may take both. */
  readonly #arrays: boolean[] = [];
  /** A number for each array and object, so that a shape met twice in the same one is told. */
  readonly #serials: number[] = [];
  readonly #lastIn = new Map<Shape, number>();
  #serial = 0;
  /** The shape of the value that comes next. */
  #next: Shape | null;
  #nextName = '';
  /** Arrays and objects open below one that is passed over. */
  #passed = 0;
  /** What is being built, outermost first, and the name that waits for its value at each. */
  readonly #building: (JsonValue[] | JsonObject)[] = [];
  readonly #waiting: string[] = [];
  #built: Shape | null = null;
  #cost = 0;

  constructor(name: string, shape: Shape, bound: number) {
    this.#name = name;
    this.#bound = bound;
    this.#next = shape;
  }

  open(array: boolean): void {
    if (this.#passed > 0) {
      this.#passed++;
      return;
    }
    if (this.#built !== null) {
      this.#add(array ? [] : new Map(), 0);
      return;
    }
    const shape = this.#shape();
    if (shape === null) {
      this.#pass();
      return;
    }
    if (shape.whole !== undefined) {
      this.#built = shape;
      this.#cost = 0;
      this.#building.push(array ? [] : new Map());
      this.#waiting.push('');
      return;
    }
    const wanted = array ? shape.each !== undefined : shape.fields !== undefined || shape.any !== undefined;
    if (!wanted) {
      // Optional parts are often null or of another kind; what a reader cannot do without it asks for at the end.
      this.#pass();
      return;
    }
    this.#refuseTwice(shape);
    this.#open.push(shape);
    this.#arrays.push(array);
    this.#serials.push(++this.#serial);
    this.#next = array ? shape.each! : null;
    this.#nextName = '';
    shape.begin?.();
  }

  close(): void {
    if (this.#passed > 0) {
      if (--this.#passed === 0) this.deaf = false;
      return;
    }
    if (this.#built !== null) {
      const value = this.#building.pop()!;
      this.#waiting.pop();
      if (this.#building.length > 0) return;
      const shape = this.#built;
      this.#built = null;
      shape.whole!(value);
      return;
    }
    const shape = this.#open.pop()!;
    this.#arrays.pop();
    this.#serials.pop();
    shape.end?.();
  }

  name(text: string): void {
    if (this.#passed > 0) return;
    if (this.#built !== null) {
      this.#waiting[this.#waiting.length - 1] = text;
      this.#charge(text.length);
      return;
    }
    const shape = this.#open[this.#open.length - 1]!;
    this.#next = shape.fields?.get(text) ?? shape.any?.(text) ?? null;
    this.#nextName = text;
    this.deaf = this.#next === null;
  }

  string(text: string): void {
    this.#scalar(text, text.length);
  }

  number(value: number): void {
    this.#scalar(value, 0);
  }

  literal(value: boolean | null): void {
    this.#scalar(value, 0);
  }

  #scalar(value: string | number | boolean | null, cost: number): void {
    if (this.#passed > 0) return;
    if (this.#built !== null) {
      this.#add(value, cost);
      return;
    }
    const shape = this.#shape();
    this.deaf = false;
    if (shape === null) return;
    if (shape.scalar !== undefined) shape.scalar(value);
    else shape.whole?.(value);
  }

  /** The shape of the value that begins now. */
  #shape(): Shape | null {
    const top = this.#open.length - 1;
    return top >= 0 && this.#arrays[top] === true ? this.#open[top]!.each! : this.#next;
  }

  #pass(): void {
    this.#passed = 1;
    this.deaf = true;
  }

  #refuseTwice(shape: Shape): void {
    const top = this.#open.length - 1;
    if (top < 0 || this.#arrays[top] === true) return;
    const serial = this.#serials[this.#serials.length - 1]!;
    if (this.#lastIn.get(shape) === serial)
      throw new ProfileError(
        'bad-value',
        `one object has two members "${this.#nextName}"; expected one`,
        atByte(this.#name, null),
      );
    this.#lastIn.set(shape, serial);
  }

  /** Puts a value into what is being built; arrays and objects are then built themselves. */
  #add(value: JsonValue, cost: number): void {
    this.#charge(cost + VALUE_BYTES);
    const parent = this.#building[this.#building.length - 1]!;
    if (Array.isArray(parent)) parent.push(value);
    else parent.set(this.#waiting[this.#waiting.length - 1]!, value);
    if (typeof value === 'object' && value !== null) {
      this.#building.push(value);
      this.#waiting.push('');
    }
  }

  #charge(cost: number): void {
    this.#cost += cost;
    if (this.#cost > this.#bound)
      throw new ProfileError(
        'limit',
        `one value is over the limit messageBytes=${this.#bound}; raise limits.messageBytes if the file is trusted`,
        atByte(this.#name, null),
      );
  }
}

/** JFR's stack traces, threads and classes as ours; what repeats is made once a chunk. */
import type { ProfileError } from '../../base/errors.js';
import { HASH_SEED, ListInterner, mixHash } from '../../base/interner.js';
import type { LabelInput } from '../../profile/builder.js';
import type { Limits } from '../format.js';
import type { Long } from './cursor.js';
import { Reference, type Struct, type Value, type Values } from './values.js';

/** As call-nodes.ts: 256 MB of stacks. */
const MAX_POSITIONS = 2 ** 26;

export interface FrameText {
  /** null: code of the module without a symbol. */
  readonly name: string | null;
  readonly systemName: string;
  readonly line: number;
}

/** A frame and what was inlined into it, caller first. */
export interface Place {
  readonly module: string | null;
  readonly frames: readonly FrameText[];
}

/** Places and stacks of the whole recording. */
export class Stacks {
  readonly places: Place[] = [];
  /** Runs of rows of `places`, root first. */
  readonly lists = new ListInterner();
  truncated = 0;
  readonly #limits: Limits;
  readonly #fail: (message: string) => ProfileError;
  readonly #placeRow = new Map<string, number>();

  constructor(limits: Limits, fail: (message: string) => ProfileError) {
    this.#limits = limits;
    this.#fail = fail;
  }

  /** `frames` root first, each with whether it was inlined into the one before it. */
  add(
    frames: readonly {
      readonly frame: FrameText;
      readonly module: string | null;
      readonly inlined: boolean;
    }[],
  ): number {
    const { stackDepth, rows } = this.#limits;
    if (frames.length > stackDepth)
      throw this.#fail(`a stack has more than ${stackDepth} frames; raise limits.stackDepth`);
    let hash = HASH_SEED;
    for (let i = 0; i < frames.length; ) {
      const { module } = frames[i]!;
      const group: FrameText[] = [];
      do group.push(frames[i++]!.frame);
      while (i < frames.length && frames[i]!.inlined);
      const key = `${module ?? ''}\0${group.map(({ name, systemName, line }) => `${name}\0${systemName}\0${line}`).join('\u0001')}`;
      let row = this.#placeRow.get(key);
      if (row === undefined) {
        if (this.places.length >= rows)
          throw this.#fail(`has more than ${rows} places in code; raise limits.rows`);
        row = this.places.push({ module, frames: group }) - 1;
        this.#placeRow.set(key, row);
      }
      this.lists.items.push(row);
      hash = mixHash(hash, row);
    }
    const stack = this.lists.commit(hash);
    if (this.lists.items.length > MAX_POSITIONS)
      throw this.#fail(`its stacks together have more than ${MAX_POSITIONS} frames`);
    return stack;
  }
}

/** Constants of one chunk. */
export class ChunkConstants {
  readonly #values: Values;
  readonly #stacks: Stacks;
  readonly #stackRow = new Map<Long, number>();
  readonly #methods = new Map<Long, FrameText & { readonly className: string; readonly isJava: boolean }>();
  readonly #texts = new Map<Long, Map<Long, string>>();
  readonly #threads = new Map<Long, readonly LabelInput[]>();

  constructor(values: Values, stacks: Stacks) {
    this.#values = values;
    this.#stacks = stacks;
  }

  /** Row of the stack, root first. No trace is the empty stack. */
  stack(value: Value | undefined): number {
    const key = value instanceof Reference ? value.key : 0;
    const known = this.#stackRow.get(key);
    if (known !== undefined) return known;
    const trace = this.#values.constant(value);
    const frames = trace instanceof Map ? trace.get('frames') : null;
    if (trace instanceof Map && trace.get('truncated') === true) this.#stacks.truncated++;
    const list = Array.isArray(frames) ? frames : [];
    // The file has the leaf first; an inlined frame is in the one behind it.
    const row = this.#stacks.add(
      list.map((frame) => this.#frame(frame instanceof Map ? frame : new Map())).reverse(),
    );
    this.#stackRow.set(key, row);
    return row;
  }

  thread(value: Value | undefined): readonly LabelInput[] {
    if (!(value instanceof Reference)) return [];
    const known = this.#threads.get(value.key);
    if (known !== undefined) return known;
    const thread = this.#values.constant(value);
    const labels: LabelInput[] = [];
    if (thread instanceof Map) {
      const name = [thread.get('javaName'), thread.get('osName')].find(
        (text) => typeof text === 'string' && text !== '',
      );
      if (typeof name === 'string') labels.push({ key: 'thread', text: name });
      const id = [thread.get('osThreadId'), thread.get('javaThreadId')].find(
        (number) => typeof number === 'number' && number > 0,
      );
      if (typeof id === 'number') labels.push({ key: 'thread.id', number: id, unit: '' });
    }
    this.#threads.set(value.key, labels);
    return labels;
  }

  /** The text of a symbol, a state or a frame type: its first text. */
  text(value: Value | undefined): string | null {
    if (typeof value === 'string') return value;
    if (!(value instanceof Reference)) return null;
    let texts = this.#texts.get(value.type);
    if (texts === undefined) {
      texts = new Map();
      this.#texts.set(value.type, texts);
    }
    const known = texts.get(value.key);
    if (known !== undefined) return known;
    const constant = this.#values.constant(value);
    const found =
      constant instanceof Map
        ? [...constant.values()].find((member) => typeof member === 'string')
        : constant;
    if (typeof found !== 'string') return null;
    texts.set(value.key, found);
    return found;
  }

  /** "[Ljava/lang/String;" as "java.lang.String[]". */
  className(value: Value | undefined): string | null {
    const type = this.#values.constant(value);
    const name = type instanceof Map ? this.text(type.get('name')) : null;
    return name === null ? null : javaClass(name);
  }

  #frame(frame: Struct): { frame: FrameText; module: string | null; inlined: boolean } {
    const method = this.#method(frame.get('method'));
    const number = frame.get('lineNumber');
    const line = typeof number === 'number' && number > 0 && number < 2 ** 31 ? number : 0;
    const type = this.text(frame.get('type')) ?? '';
    const { className } = method;
    if (NATIVE_FRAMES.has(type) && !method.isJava) {
      // async-profiler: the "class" is the library, and there are no lines. Code without a symbol has the library's name.
      const unnamed = className === '' && method.systemName.startsWith('/');
      const library = unnamed ? method.systemName : className === '' ? null : className;
      const module = type === 'Kernel' ? '[kernel.kallsyms]' : library;
      const name = unnamed ? null : method.systemName;
      return { frame: { name, systemName: method.systemName, line: 0 }, module, inlined: false };
    }
    return { frame: { ...method, line }, module: null, inlined: type === 'Inlined' };
  }

  #method(value: Value | undefined): FrameText & { readonly className: string; readonly isJava: boolean } {
    const key = value instanceof Reference ? value.key : -1;
    const known = this.#methods.get(key);
    if (known !== undefined) return known;
    const method = this.#values.constant(value);
    const struct: Struct = method instanceof Map ? method : new Map();
    const type = this.#values.constant(struct.get('type'));
    const raw = type instanceof Map ? (this.text(type.get('name')) ?? '') : '';
    const own = this.text(struct.get('name')) ?? '[unknown]';
    const descriptor = this.text(struct.get('descriptor')) ?? '';
    const className = raw.replaceAll('/', '.');
    const name = className === '' ? own : `${className}.${own}`;
    // A native method of Java has a signature; async-profiler gives C functions one that is none.
    const isJava = descriptor.startsWith('(') && descriptor !== '()L;';
    const found = { name, systemName: isJava ? name + descriptor : own, line: 0, className: raw, isJava };
    this.#methods.set(key, found);
    return found;
  }
}

const NATIVE_FRAMES: ReadonlySet<string> = new Set(['Native', 'C++', 'Kernel']);
const PRIMITIVES: ReadonlyMap<string, string> = new Map([
  ['Z', 'boolean'],
  ['B', 'byte'],
  ['C', 'char'],
  ['S', 'short'],
  ['I', 'int'],
  ['J', 'long'],
  ['F', 'float'],
  ['D', 'double'],
]);

export function javaClass(internal: string): string {
  const dimensions = /^\[{0,255}/.exec(internal)![0].length;
  const element = internal.slice(dimensions);
  const plain =
    dimensions === 0 ? element : (PRIMITIVES.get(element) ?? element.replace(/^L/, '').replace(/;$/, ''));
  return plain.replaceAll('/', '.') + '[]'.repeat(dimensions);
}

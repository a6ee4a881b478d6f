/** The lines of callgrind's output, one by one, into places with costs and calls with costs. */
import { Float64Builder } from '../../base/columns.js';
import { atLine, type ErrorCode, ProfileError } from '../../base/errors.js';
import type { LabelInput } from '../../profile/builder.js';
import type { ReadContext } from '../format.js';
import type { LineSink } from '../line-reader.js';
import { ThreadChoice } from '../thread-choice.js';

export interface FunctionPlace {
  readonly name: string;
  readonly file: string | null;
  readonly object: string | null;
}

export interface CostPlace {
  /** Row of `functions`. */
  readonly fn: number;
  readonly line: number;
  readonly object: string | null;
  /** Row of `threads`. */
  readonly thread: number;
}

/** Rows of `functions`. */
export interface Call {
  readonly caller: number;
  readonly callee: number;
}

const MAX_EVENTS = 1000;
const UNKNOWN = '???';
const COST = /^(?:[+-]?\d|0x|\*)/;
const NAME = /^\((\d{1,15})\)(?: (.*))?$/;

/** One of the three kinds of names, each with numbers of its own. */
class Names {
  readonly #texts = new Map<string, string>();

  get size(): number {
    return this.#texts.size;
  }

  /** "(7) main" defines, "(7)" repeats, "main" stands for itself. Null for a number that was not defined. */
  of(text: string): string | null {
    const match = NAME.exec(text);
    if (match === null) return text;
    if (match[2] === undefined) return this.#texts.get(match[1]!) ?? null;
    this.#texts.set(match[1]!, match[2]);
    return match[2];
  }
}

/**
 *   events: Ir Dr              names of the numbers of a cost line
 *   ob=(1) /lib/libc.so        object file, until the next; fl= fi= fe= source file; fn= function
 *   fn=(2) main
 *   16 400 3                   position, costs; positions are absolute, "+3", "-1" or "*" (as before); missing costs are 0
 *   cfn=(3) work               the function that is called; cob= and cfi= where it differs
 *   calls=10 20                how often, and where it begins; the next line is what the calls cost together
 *   +1 4000 30
 */
export class CallgrindLines implements LineSink {
  readonly events: string[] = [];
  readonly functions: FunctionPlace[] = [];
  readonly places: CostPlace[] = [];
  /** By place and event. */
  readonly costs = new Float64Builder();
  readonly calls: Call[] = [];
  readonly callCounts = new Float64Builder();
  readonly callCosts = new Float64Builder();
  readonly threads: (number | null)[] = [null];
  readonly comments: string[] = [];
  /** What "summary:" or "totals:" says, added over the parts of the file. */
  summary: number[] | null = null;
  readonly #name: string;
  readonly #context: ReadContext;
  readonly #decoder = new TextDecoder();
  readonly #files = new Names();
  readonly #functionNames = new Names();
  readonly #objects = new Names();
  readonly #functionRow = new Map<string, number>();
  readonly #placeRow = new Map<string, number>();
  readonly #callRow = new Map<string, number>();
  /** What a cost line's position begins with: an address, then a line. */
  #positions: readonly string[] = ['line'];
  #last: number[] = [0];
  #object: string | null = null;
  #file: string | null = null;
  #fn: {
    readonly name: string;
    readonly file: string | null;
    readonly object: string | null;
    readonly row: number;
  } | null = null;
  #calledObject: string | null | undefined;
  #calledFile: string | null | undefined;
  #called: string | null = null;
  /** The number of calls whose cost the next line has; NaN none. */
  #count = Number.NaN;
  #afterJump = false;
  #thread = 0;
  readonly #choice: ThreadChoice;
  /** Whether the thread at hand is one that is read. */
  #kept = true;
  #partSummary: number[] | null = null;
  #number = 0;

  constructor(name: string, context: ReadContext) {
    this.#name = name;
    this.#context = context;
    this.#choice = new ThreadChoice(context);
  }

  /** Whether all that the file has was read. Throws 'usage' where the thread that is meant is not there. Call after the last line. */
  whole(): boolean {
    if (this.threads.length === 1 || !this.#choice.chooses) return true;
    this.#choice.refuseUnknown();
    return false;
  }

  line(bytes: Uint8Array, start: number, end: number, number: number): void {
    if (start === end) return;
    this.#number = number;
    const text = this.#decoder.decode(bytes.subarray(start, end)).trim();
    if (text === '' || text.startsWith('#')) return;
    if (COST.test(text)) {
      if (this.#afterJump) this.#afterJump = false;
      else this.#cost(text);
      return;
    }
    const at = text.search(/[=:]/);
    if (at === -1) throw this.#bad('bad-value', `"${text.slice(0, 40)}" is neither a cost nor "key=value"`);
    const key = text.slice(0, at).trimEnd();
    const value = text.slice(at + 1).trim();
    if (text[at] === '=') this.#specification(key, value);
    else this.#header(key, value);
  }

  #header(key: string, value: string): void {
    switch (key) {
      case 'events': {
        const events = value.split(/\s+/).filter((event) => event !== '');
        if (events.length > MAX_EVENTS)
          throw this.#bad('limit', `there are ${events.length} events; at most ${MAX_EVENTS} are read`);
        if (this.events.length === 0) {
          if (new Set(events).size !== events.length) throw this.#bad('bad-value', 'an event is named twice');
          this.events.push(...events);
        } else if (events.join(' ') !== this.events.join(' '))
          throw this.#bad('bad-value', 'a second part of the file has other events; split the file');
        this.#partSummary = null;
        break;
      }
      case 'positions':
        this.#positions = value
          .split(/\s+/)
          .filter((position) => position === 'instr' || position === 'line');
        if (this.#positions.length === 0) this.#positions = ['line'];
        this.#last = this.#positions.map(() => 0);
        break;
      case 'summary':
      case 'totals': {
        // A part begins with a summary and ends with totals. callgrind 3.19 has been seen to count two instructions more in the
        // first than it wrote lines of; of a part that was cut there is only the first.
        const costs = value.split(/\s+/).map(Number);
        if (!costs.every(Number.isSafeInteger)) break;
        const before = this.#partSummary;
        this.#partSummary = this.events.map((_, type) => costs[type] ?? 0);
        this.summary ??= this.events.map(() => 0);
        this.summary = this.summary.map(
          (sum, type) => sum + this.#partSummary![type]! - (before?.[type] ?? 0),
        );
        break;
      }
      case 'thread': {
        const thread = /^\d{1,15}$/.test(value) ? Number(value) : null;
        const row = this.threads.indexOf(thread);
        if (row === -1) this.#room(this.threads.length, 'rows');
        this.#thread = row === -1 ? this.threads.push(thread) - 1 : row;
        this.#kept = this.#choice.keeps(threadLabels(thread));
        break;
      }
      case 'cmd':
      case 'creator':
        if (value !== '' && this.comments.length < MAX_EVENTS) this.comments.push(`${key}: ${value}`);
        break;
      default:
    }
  }

  #specification(key: string, value: string): void {
    switch (key) {
      case 'ob':
        this.#object = known(this.#named(this.#objects, value));
        break;
      case 'fl':
      case 'fi':
      case 'fe':
        this.#file = known(this.#named(this.#files, value));
        break;
      case 'fn': {
        const name = this.#named(this.#functionNames, value);
        const [file, object] = [this.#file, this.#object];
        this.#fn = { name, file, object, row: this.#functionOf(name, file, object) };
        break;
      }
      case 'cob':
        this.#calledObject = known(this.#named(this.#objects, value));
        break;
      case 'cfi':
      case 'cfl':
        this.#calledFile = known(this.#named(this.#files, value));
        break;
      case 'cfn':
        this.#called = this.#named(this.#functionNames, value);
        break;
      case 'calls': {
        const count = /^\d{1,16}/.exec(value)?.[0];
        if (count === undefined || this.#called === null || this.#fn === null)
          throw this.#bad(
            'bad-value',
            `"calls=${value.slice(0, 40)}" wants a count, and "fn=" and "cfn=" before it`,
          );
        this.#count = Number(count);
        break;
      }
      case 'jfi':
        this.#named(this.#files, value);
        break;
      case 'jfn':
        this.#named(this.#functionNames, value);
        break;
      case 'jump':
      case 'jcnd':
        this.#afterJump = true;
        break;
      default:
        this.#context.diagnostics.note(
          'callgrind-unknown-line',
          `"${key.slice(0, 40)}=" is not known; the line is left out`,
          atLine(this.#name, this.#number),
        );
    }
  }

  #cost(text: string): void {
    if (this.events.length === 0) throw this.#bad('bad-value', 'costs stand before "events:"');
    if (this.#fn === null) throw this.#bad('bad-value', 'costs stand before "fn="');
    const parts = text.split(/\s+/);
    const width = this.#positions.length;
    if (parts.length > width + this.events.length || parts.length < width)
      throw this.#bad(
        'bad-value',
        `a cost line has ${parts.length} numbers; expected ${width} for the position and ${this.events.length} costs`,
      );
    for (let i = 0; i < width; i++) this.#last[i] = this.#position(parts[i]!, this.#last[i]!);
    const costs = this.events.map((_, type) => this.#costOf(parts[width + type]));
    if (!this.#kept) this.#endCall();
    else if (Number.isNaN(this.#count)) this.#addCost(costs);
    else this.#addCall(costs);
  }

  #position(text: string, last: number): number {
    if (text === '*') return last;
    const relative = text.startsWith('+') || text.startsWith('-');
    const digits = relative ? text.slice(1) : text;
    if (!/^(0x[0-9a-fA-F]{1,16}|\d{1,16})$/.test(digits))
      throw this.#bad('bad-value', `"${text.slice(0, 40)}" is no position`);
    const value = Number(digits);
    if (!relative) return value;
    return text.startsWith('+') ? last + value : last - value;
  }

  #costOf(text: string | undefined): number {
    if (text === undefined) return 0;
    const value = /^-?(\d{1,16}|0x[0-9a-fA-F]{1,13})$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value)) return value;
    throw this.#bad('bad-value', `"${text.slice(0, 40)}" is no cost within 2^53`);
  }

  #addCost(costs: readonly number[]): void {
    const at = this.#positions.lastIndexOf('line');
    const line = at === -1 ? 0 : this.#last[at]!;
    const { name, file, object, row } = this.#fn!;
    // fi= and fe= are lines of other files that were inlined into the function.
    const fn = this.#file === file ? row : this.#functionOf(name, this.#file, object);
    const shown = Number.isInteger(line) && line > 0 && line < 2 ** 31 ? line : 0;
    const key = `${fn} ${shown} ${this.#thread} ${this.#object ?? ''}`;
    let place = this.#placeRow.get(key);
    if (place === undefined) {
      this.#room(this.places.length, 'rows');
      place = this.places.push({ fn, line: shown, object: this.#object, thread: this.#thread }) - 1;
      this.#placeRow.set(key, place);
      for (const _ of costs) this.costs.push(0);
    }
    for (const [type, cost] of costs.entries()) this.costs.data[place * costs.length + type]! += cost;
  }

  #addCall(costs: readonly number[]): void {
    const file = this.#calledFile === undefined ? this.#file : this.#calledFile;
    const object = this.#calledObject === undefined ? this.#object : this.#calledObject;
    const callee = this.#functionOf(this.#called!, file, object);
    const caller = this.#fn!.row;
    const key = `${caller} ${callee}`;
    let row = this.#callRow.get(key);
    if (row === undefined) {
      this.#room(this.calls.length, 'rows');
      row = this.calls.push({ caller, callee }) - 1;
      this.#callRow.set(key, row);
      this.callCounts.push(0);
      for (const _ of costs) this.callCosts.push(0);
    }
    this.callCounts.data[row]! += this.#count;
    for (const [type, cost] of costs.entries()) this.callCosts.data[row * costs.length + type]! += cost;
    this.#endCall();
  }

  #endCall(): void {
    this.#count = Number.NaN;
    this.#called = null;
    this.#calledFile = undefined;
    this.#calledObject = undefined;
  }

  #functionOf(name: string, file: string | null, object: string | null): number {
    const key = `${name}\0${file ?? ''}\0${object ?? ''}`;
    let row = this.#functionRow.get(key);
    if (row === undefined) {
      this.#room(this.functions.length, 'rows');
      row = this.functions.push({ name: name || '(empty)', file, object }) - 1;
      this.#functionRow.set(key, row);
    }
    return row;
  }

  #named(names: Names, value: string): string {
    const name = names.of(value);
    if (name === null)
      throw this.#bad('bad-reference', `the name ${value.slice(0, 40)} was not defined before`);
    this.#room(names.size, 'rows');
    return name;
  }

  #room(length: number, limit: 'rows'): void {
    const bound = this.#context.limits[limit];
    if (length >= bound)
      throw this.#bad(
        'limit',
        `there are more than ${bound} ${limit}; raise limits.${limit} if the file is trusted`,
      );
  }

  #bad(code: ErrorCode, message: string): ProfileError {
    return new ProfileError(code, `${message} (callgrind)`, atLine(this.#name, this.#number));
  }
}

export function threadLabels(thread: number | null): LabelInput[] {
  return thread === null ? [] : [{ key: 'thread.id', number: thread, unit: '' }];
}

function known(name: string): string | null {
  return name === UNKNOWN || name === '' ? null : name;
}

/** Firefox's stack, frame and function tables as the builder's stacks; only what samples name is made. */
import type { Float64Builder } from '../../base/columns.js';
import { atByte, type ErrorCode, ProfileError } from '../../base/errors.js';
import type { FrameInput, ProfileBuilder } from '../../profile/builder.js';
import { NONE } from '../../profile/profile.js';
import { CallNodes } from '../call-nodes.js';
import type { Limits } from '../format.js';
import type { Lib, Tables } from './tables.js';

/** Each inlined frame's location repeats those around it, so a chain of them costs its square. Real ones are some tens deep. */
const MAX_INLINED = 2 ** 20;
const IDLE = 'Idle';
/** What an unsymbolicated function is called. */
const ADDRESS_NAME = /^0x[0-9a-f]{1,16}$/i;

interface Target {
  readonly name: string;
  readonly builder: ProfileBuilder;
  readonly limits: Limits;
}

interface Beside {
  readonly strings: readonly string[];
  readonly libs: readonly Lib[];
  readonly categories: readonly string[];
  /** The "stack" columns of the threads that use these tables. */
  readonly samples: readonly Float64Builder[];
}

export class ThreadStacks {
  readonly #target: Target;
  readonly #tables: Tables;
  readonly #beside: Beside;
  readonly #nodes: CallNodes;
  readonly #empty: number;
  /** By frame row: its location where it stands alone. */
  readonly #locations = new Map<number, number>();
  /** By stack row: 1 where its category is Idle. */
  #idle: Uint8Array = new Uint8Array(0);
  #inlined = 0;

  constructor(target: Target, tables: Tables, beside: Beside) {
    this.#target = target;
    this.#tables = tables;
    this.#beside = beside;
    this.#nodes = new CallNodes(target.builder, target.name, target.limits);
    this.#empty = target.builder.stack([]);
    this.#refuseUneven();
    this.#fill();
  }

  /** The stack row of a value of samples.stack, where NaN is none. */
  of(stack: number): { readonly row: number; readonly idle: boolean } {
    if (Number.isNaN(stack)) return { row: this.#empty, idle: false };
    return { row: this.#nodes.stackOf(stack), idle: this.#idle[stack] === 1 };
  }

  #refuseUneven(): void {
    for (const [table, columns] of Object.entries(this.#tables)) {
      const lengths = Object.values(columns as Record<string, { readonly length: number }>).map(
        ({ length }) => length,
      );
      if (table !== 'strings' && new Set(lengths.filter((length) => length > 0)).size > 1)
        throw this.#bad(
          'bad-value',
          `the columns of table "${table}" have lengths ${lengths.join(', ')}; expected equal ones`,
        );
    }
  }

  /** A prefix stands before what it is the prefix of, so one pass from the end marks what samples need. */
  #fill(): void {
    const { frame, prefix, prefixOffset } = this.#tables.stack;
    const { length } = frame;
    if (length > 0 && prefix.length !== length && prefixOffset.length !== length)
      throw this.#bad(
        'bad-value',
        `stackTable has ${length} frames, ${prefix.length} prefixes and ${prefixOffset.length} prefixOffsets`,
      );
    const parents = new Int32Array(length);
    for (let row = 0; row < length; row++) parents[row] = this.#parent(row);
    this.#idle = this.#idleStacks(parents);
    const used = new Uint8Array(length);
    for (const column of this.#beside.samples)
      for (let i = 0; i < column.length; i++) {
        const stack = column.data[i]!;
        if (Number.isNaN(stack)) continue;
        if (!(Number.isInteger(stack) && stack >= 0 && stack < length))
          throw this.#bad(
            'bad-reference',
            `sample ${i} has stack ${stack}, which is not among the ${length}`,
          );
        used[stack] = 1;
      }
    for (let row = length - 1; row >= 0; row--)
      if (used[row] === 1 && parents[row] !== NONE) used[parents[row]!] = 1;
    const groups = new Map<number, readonly number[]>();
    for (let row = 0; row < length; row++) {
      if (used[row] === 0) this.#nodes.add(NONE, NONE);
      else this.#addNode(row, parents[row]!, groups);
    }
  }

  /**
   * A stack has the category of its leaf; native frames have none and take that of their caller. Older versions say it of the
   * stacks themselves.
   */
  #idleStacks(parents: Int32Array): Uint8Array {
    const { stack, frame } = this.#tables;
    const idleRow = this.#beside.categories.indexOf(IDLE);
    const idle = new Uint8Array(parents.length);
    if (idleRow === -1) return idle;
    for (let row = 0; row < idle.length; row++) {
      const own = stack.category.length > 0 ? stack.category : frame.category;
      const category = own.data[own === stack.category ? row : stack.frame.data[row]!];
      const none = own.length === 0 || category === undefined || Number.isNaN(category);
      if (none) idle[row] = parents[row] === NONE ? 0 : idle[parents[row]!]!;
      else idle[row] = category === idleRow ? 1 : 0;
    }
    return idle;
  }

  #addNode(row: number, parent: number, groups: Map<number, readonly number[]>): void {
    const { inlineDepth, func } = this.#tables.frame;
    const frame = this.#index(this.#tables.stack.frame.data[row]!, func.length, 'stackTable.frame');
    const inlined = parent !== NONE && inlineDepth.length > 0 && inlineDepth.data[frame]! > 0;
    if (!inlined) {
      this.#nodes.add(parent, this.#locationOf(frame));
      return;
    }
    const group = [...(groups.get(parent) ?? [this.#tables.stack.frame.data[parent]!]), frame];
    this.#inlined += group.length;
    if (this.#inlined > MAX_INLINED)
      throw this.#bad('limit', `its locations together have more than ${MAX_INLINED} inlined frames`);
    groups.set(row, group);
    this.#nodes.add(parent, this.#makeLocation(group), true);
  }

  #parent(row: number): number {
    const { prefix, prefixOffset } = this.#tables.stack;
    if (prefix.length > 0) {
      const parent = prefix.data[row]!;
      // Older files have -1 for none, newer ones null.
      if (Number.isNaN(parent) || parent === -1) return NONE;
      if (Number.isInteger(parent) && parent >= 0 && parent < row) return parent;
      throw this.#bad('bad-reference', `stack ${row} has the prefix ${parent}; expected one before it`);
    }
    const offset = prefixOffset.data[row]!;
    if (offset === 0 || Number.isNaN(offset)) return NONE;
    if (Number.isInteger(offset) && offset > 0 && offset <= row) return row - offset;
    throw this.#bad('bad-reference', `stack ${row} has the prefix offset ${offset}; expected 0 to ${row}`);
  }

  #locationOf(frame: number): number {
    let location = this.#locations.get(frame);
    if (location === undefined) {
      location = this.#makeLocation([frame]);
      this.#locations.set(frame, location);
    }
    return location;
  }

  /** `group`: a frame and those inlined into it, caller first. */
  #makeLocation(group: readonly number[]): number {
    const { builder } = this.#target;
    const outer = group[0]!;
    const { address } = this.#tables.frame;
    const at = address.length > 0 ? address.data[outer]! : Number.NaN;
    const module = this.#moduleOf(outer);
    const mapping = module === null ? NONE : builder.mapping({ file: module });
    const frames: FrameInput[] = [];
    for (const frame of group) {
      const named = this.#frameOf(frame);
      if (named !== null) frames.push(named);
    }
    return builder.location(mapping, Number.isInteger(at) && at >= 0 ? BigInt(at) : 0n, frames);
  }

  /** Null where only the address is known. */
  #frameOf(frame: number): FrameInput | null {
    const { func, frame: table, sources } = this.#tables;
    const fn = this.#funcOf(frame);
    const name = this.#string(func.name.data[fn]!, 'funcTable.name') ?? '';
    if (ADDRESS_NAME.test(name)) return null;
    const source = func.source.length > 0 ? func.source.data[fn]! : Number.NaN;
    const fileName = Number.isNaN(source)
      ? func.fileName.length > 0
        ? func.fileName.data[fn]!
        : Number.NaN
      : sources.filename.data[this.#index(source, sources.filename.length, 'funcTable.source')]!;
    const file = this.#string(fileName, 'file name');
    const start = lineOf(func.lineNumber, fn);
    const shown = name === '' ? '(empty)' : name;
    const row = this.#target.builder.function(shown, shown, file === '' ? null : file, start);
    return { function: row, line: lineOf(table.line, frame), column: lineOf(table.column, frame) };
  }

  #moduleOf(frame: number): string | null {
    const { frame: table, func, resource } = this.#tables;
    let lib = table.lib.length > 0 ? table.lib.data[frame]! : Number.NaN;
    if (Number.isNaN(lib) && func.resource.length > 0) {
      const row = func.resource.data[this.#funcOf(frame)]!;
      // -1: none.
      if (row >= 0)
        lib = resource.lib.data[this.#index(row, resource.lib.length, 'funcTable.resource')] ?? Number.NaN;
    }
    if (Number.isNaN(lib) || lib === -1) return null;
    const { path, name } = this.#beside.libs[this.#index(lib, this.#beside.libs.length, 'lib')]!;
    return (path || name) === '' ? null : path || name;
  }

  #funcOf(frame: number): number {
    const { func, frame: table } = this.#tables;
    return this.#index(table.func.data[frame]!, func.name.length, 'frameTable.func');
  }

  #string(row: number, what: string): string | null {
    if (Number.isNaN(row) || row === -1) return null;
    return this.#beside.strings[this.#index(row, this.#beside.strings.length, what)]!;
  }

  #index(row: number, length: number, what: string): number {
    if (Number.isInteger(row) && row >= 0 && row < length) return row;
    throw this.#bad('bad-reference', `${what} has row ${row}, which is not among the ${length}`);
  }

  #bad(code: ErrorCode, message: string): ProfileError {
    return new ProfileError(code, `${message} (firefox)`, atByte(this.#target.name, null));
  }
}

function lineOf(column: Float64Builder, row: number): number {
  const line = row < column.length ? column.data[row]! : 0;
  return Number.isInteger(line) && line > 0 && line < 2 ** 31 ? line : 0;
}

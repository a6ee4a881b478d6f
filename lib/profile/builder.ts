/** The only maker of a Profile: append rows, then `finish()`. Readers, merge, prune and tests all come through here. */
import { BigUint64Builder, Float64Builder, Int32Builder } from '../base/columns.js';
import type { Diagnostic } from '../base/diagnostics.js';
import { ProfileError } from '../base/errors.js';
import { HASH_SEED, ListInterner, mixHash, StringInterner } from '../base/interner.js';
import { NONE, type Profile, type Source, type ValueType } from './profile.js';

/** A frame of a location to be added; `function` is a row from `function()` or NONE. */
export interface FrameInput {
  readonly function: number;
  readonly line: number;
  readonly column: number;
}

/** A label to be added: text, or a number with an optional unit. Strings are plain text, not rows. */
export type LabelInput =
  | { readonly key: string; readonly text: string }
  | { readonly key: string; readonly number: number; readonly unit: string };

/** What `finish()` cannot know from the rows. */
export interface ProfileFacts {
  readonly sources: readonly Source[];
  readonly defaultSampleType?: number;
  readonly period?: { readonly type: ValueType; readonly value: number } | null;
  readonly startTime?: bigint | null;
  readonly duration?: number | null;
  readonly comments?: readonly string[];
  readonly warnings?: readonly Diagnostic[];
  /** Columns of calls, by the builder's function rows; see CallGraphTable. */
  readonly callGraph?: CallColumns | null;
}

export interface CallColumns {
  readonly caller: Int32Array;
  readonly callee: Int32Array;
  readonly calls: Float64Array;
  readonly values: readonly Float64Array[];
}

/**
 * Rows go in, in any order that names only rows already made (except stacks that a reader has filled, whose items may
 * be provisional until `renumberStacks`). Every `...()` method returns the row number of an equal row where there is
 * one. Not for use after `finish()`.
 */
export class ProfileBuilder {
  readonly sampleTypes: readonly ValueType[];
  /** Stacks as lists of locations; a reader may append to `stacks.items` and `stacks.commit` by itself. */
  readonly stacks: ListInterner;
  readonly #strings = new StringInterner();
  readonly #mappings = new KeyedRows();
  readonly #mappingFile = new Int32Builder(16);
  readonly #mappingBuildId = new Int32Builder(16);
  readonly #mappingStart = new BigUint64Builder(16);
  readonly #mappingLimit = new BigUint64Builder(16);
  readonly #mappingOffset = new BigUint64Builder(16);
  /** Lists of four: name, system name, file, first line. */
  readonly #functions = new ListInterner();
  readonly #frameFunction = new Int32Builder();
  readonly #frameLocation = new Int32Builder();
  readonly #frameLine = new Int32Builder();
  readonly #frameColumn = new Int32Builder();
  readonly #locations = new KeyedRows();
  readonly #locationMapping = new Int32Builder();
  readonly #locationAddress = new BigUint64Builder();
  readonly #locationFrames = new Int32Builder();
  readonly #locationFolded = new Int32Builder();
  readonly #labelSets = new ListInterner();
  readonly #labels = new KeyedRows();
  readonly #labelKey = new Int32Builder(16);
  readonly #labelText = new Int32Builder(16);
  readonly #labelNumber = new Float64Builder(16);
  readonly #labelUnit = new Int32Builder(16);
  readonly #sampleStack = new Int32Builder();
  readonly #sampleLabels = new Int32Builder();
  readonly #sampleSource = new Int32Builder(1);
  readonly #sampleTime = new Float64Builder(1);
  readonly #values: Float64Builder[];
  readonly #exact: (Map<number, bigint> | null)[];

  /** `stacks`: lists that a reader has already filled, to be adopted rather than copied. */
  constructor(sampleTypes: readonly ValueType[], stacks = new ListInterner()) {
    this.stacks = stacks;
    if (sampleTypes.length === 0) throw new ProfileError('bug', 'a profile needs at least one sample type');
    this.sampleTypes = sampleTypes.map(({ type, unit }) => ({ type, unit }));
    this.#values = sampleTypes.map(() => new Float64Builder());
    this.#exact = sampleTypes.map(() => null);
    this.labelSet([]);
    this.#locationFrames.push(0);
  }

  get sampleCount(): number {
    return this.#sampleStack.length;
  }

  string(text: string): number {
    return this.#strings.intern(text);
  }

  mapping(input: {
    readonly file: string | null;
    readonly buildId?: string | null;
    readonly start?: bigint;
    readonly limit?: bigint;
    readonly offset?: bigint;
  }): number {
    const { file, buildId = null, start = 0n, limit = 0n, offset = 0n } = input;
    return this.#mappings.row(
      `${start} ${limit} ${offset} ${buildId === null ? '-' : `+${buildId}`}\0${file ?? '\0'}`,
      () => {
        this.#mappingFile.push(file === null ? NONE : this.string(file));
        this.#mappingBuildId.push(buildId === null ? NONE : this.string(buildId));
        this.#mappingStart.push(start);
        this.#mappingLimit.push(limit);
        this.#mappingOffset.push(offset);
        return this.#mappingFile.length - 1;
      },
    );
  }

  function(name: string, systemName: string, file: string | null, startLine: number): number {
    const nameRow = this.string(name);
    const systemRow = systemName === name ? nameRow : this.string(systemName);
    const fileRow = file === null ? NONE : this.string(file);
    const { items } = this.#functions;
    items.push(nameRow);
    items.push(systemRow);
    items.push(fileRow);
    items.push(startLine);
    const hash = mixHash(mixHash(mixHash(mixHash(HASH_SEED, nameRow), systemRow), fileRow), startLine);
    return this.#functions.commit(hash);
  }

  /** The row of an equal location, or a new one. `frames` rootmost first; none stands for one frame without symbol. */
  location(mapping: number, address: bigint, frames: readonly FrameInput[], folded = false): number {
    let key = `${mapping} ${address} ${folded ? 1 : 0}`;
    for (const frame of frames) key += ` ${frame.function},${frame.line},${frame.column}`;
    return this.#locations.row(key, () => this.addLocation(mapping, address, frames, folded));
  }

  /** A new row without looking for an equal one: for readers whose file already lists each location once. */
  addLocation(mapping: number, address: bigint, frames: readonly FrameInput[], folded = false): number {
    for (const frame of frames) this.addFrame(frame.function, frame.line, frame.column);
    return this.closeLocation(mapping, address, folded);
  }

  /** A frame of the location that the next `closeLocation` makes, rootmost first. */
  addFrame(fn: number, line: number, column: number): void {
    this.#frameFunction.push(fn);
    this.#frameLocation.push(this.#locationMapping.length);
    this.#frameLine.push(line);
    this.#frameColumn.push(column);
  }

  /**
   * The row of a new location that has the frames added since the last one; none stands for one without symbol. `address` is null where
   * `adoptAddresses` gives those of all locations.
   */
  closeLocation(mapping: number, address: bigint | null, folded: boolean): number {
    const row = this.#locationMapping.length;
    if (this.#frameFunction.length === this.#locationFrames.data[row]) this.addFrame(NONE, 0, 0);
    this.#locationMapping.push(mapping);
    if (address !== null) this.#locationAddress.push(address);
    this.#locationFolded.push(folded ? 1 : 0);
    this.#locationFrames.push(this.#frameFunction.length);
    return row;
  }

  /** The row of a stack of location rows, root first. */
  stack(locations: ArrayLike<number>): number {
    const { stacks } = this;
    let hash = HASH_SEED;
    for (let i = 0; i < locations.length; i++) {
      stacks.items.push(locations[i]!);
      hash = mixHash(hash, locations[i]!);
    }
    return stacks.commit(hash);
  }

  /**
   * For readers that meet stacks before locations: replaces every provisional item by its row. Different items must have
   * different rows. Call once, after the last stack.
   */
  renumberStacks(rowOf: (item: number) => number): void {
    const items = this.stacks.items.data;
    const { length } = this.stacks.items;
    for (let i = 0; i < length; i++) items[i] = rowOf(items[i]!);
  }

  /** For readers that adopt stacks leaf first. Call once, after the last stack. */
  reverseStacks(): void {
    const { items, starts } = this.stacks;
    for (let stack = 0; stack < this.stacks.length; stack++)
      items.data.subarray(starts.data[stack]!, starts.data[stack + 1]!).reverse();
  }

  /** The row of a set of labels; their order is kept (a key may have several values) and is part of the identity. */
  labelSet(labels: readonly LabelInput[]): number {
    let hash = HASH_SEED;
    for (const label of labels) {
      const row = this.#label(label);
      this.#labelSets.items.push(row);
      hash = mixHash(hash, row);
    }
    return this.#labelSets.commit(hash);
  }

  /**
   * Adds one sample; `values` has one entry per sample type. A bigint is for integers beyond +-(2^53 - 1), which
   * float64 cannot hold; it must fit 64 bits. `time` (nanoseconds) is given for all samples or for none.
   */
  sample(
    stack: number,
    labels: number,
    values: ArrayLike<number | bigint>,
    time?: number,
    source?: number,
  ): number {
    const row = this.#sampleStack.length;
    this.#sampleStack.push(stack);
    this.#sampleLabels.push(labels);
    for (let type = 0; type < this.#values.length; type++) {
      const value = values[type]!;
      this.#values[type]!.push(Number(value));
      if (typeof value === 'bigint') this.keepExact(type, row, value);
    }
    if (time !== undefined) this.#sampleTime.push(time);
    if (source !== undefined) this.#sampleSource.push(source);
    return row;
  }

  /**
   * Takes whole columns as the samples, for readers that have filled them already: `values[type][sample]`. For a builder without samples
   * yet; the columns are not to be written to afterwards.
   */
  adoptSamples(columns: {
    readonly stack: Int32Array<ArrayBuffer>;
    readonly labels: Int32Array<ArrayBuffer>;
    readonly values: readonly Float64Array<ArrayBuffer>[];
    readonly time?: Float64Array<ArrayBuffer> | null;
  }): void {
    if (this.sampleCount > 0) throw new ProfileError('bug', 'samples were adopted after others were added');
    this.#sampleStack.adopt(columns.stack);
    this.#sampleLabels.adopt(columns.labels);
    for (const [type, column] of this.#values.entries()) column.adopt(columns.values[type]!);
    if (columns.time != null) this.#sampleTime.adopt(columns.time);
  }

  /** Takes a whole column as the addresses of all locations, in the order of their rows. */
  adoptAddresses(column: BigUint64Array<ArrayBuffer>): void {
    this.#locationAddress.adopt(column);
  }

  /** The exact value of a sample that `values` holds only to the nearest float; it must fit 64 bits. */
  keepExact(type: number, row: number, value: bigint): void {
    if (BigInt.asIntN(64, value) !== value)
      throw new ProfileError('bad-value', `value ${value} does not fit 64 bits`);
    let wide = this.#exact[type]!;
    if (wide === null) {
      wide = new Map();
      this.#exact[type] = wide;
    }
    wide.set(row, value);
  }

  /** Freezes the tables. Throws 'bug' where some samples have a time or a source and others have none. */
  finish(facts: ProfileFacts): Profile {
    const count = this.#sampleStack.length;
    const optional = (column: { length: number }, what: string): boolean => {
      if (column.length !== 0 && column.length !== count) {
        throw new ProfileError('bug', `${column.length} of ${count} samples have a ${what}`);
      }
      return column.length !== 0;
    };
    if (this.#locationAddress.length !== this.#locationMapping.length)
      throw new ProfileError('bug', 'some locations have no address');
    const last = this.sampleTypes.length - 1;
    // The one place where plain columns become branded ones: everything above stored rows of the right table.
    const tables = {
      sources: facts.sources,
      sampleTypes: this.sampleTypes,
      defaultSampleType: facts.defaultSampleType ?? last,
      period: facts.period ?? null,
      startTime: facts.startTime ?? null,
      duration: facts.duration ?? null,
      comments: facts.comments ?? [],
      strings: this.#strings.strings,
      mappings: {
        length: this.#mappingFile.length,
        file: this.#mappingFile.finish(),
        buildId: this.#mappingBuildId.finish(),
        start: this.#mappingStart.finish(),
        limit: this.#mappingLimit.finish(),
        offset: this.#mappingOffset.finish(),
      },
      functions: {
        length: this.#functions.length,
        name: this.#functionColumn(0),
        systemName: this.#functionColumn(1),
        file: this.#functionColumn(2),
        startLine: this.#functionColumn(3),
      },
      frames: {
        length: this.#frameFunction.length,
        function: this.#frameFunction.finish(),
        location: this.#frameLocation.finish(),
        line: this.#frameLine.finish(),
        column: this.#frameColumn.finish(),
      },
      locations: {
        length: this.#locationMapping.length,
        mapping: this.#locationMapping.finish(),
        address: this.#locationAddress.finish(),
        frames: this.#locationFrames.finish(),
        folded: this.#locationFolded.finish(),
      },
      stacks: {
        length: this.stacks.length,
        bounds: this.stacks.starts.finish(),
        locations: this.stacks.items.finish(),
      },
      labelSets: {
        length: this.#labelSets.length,
        bounds: this.#labelSets.starts.finish(),
        ...this.#labelColumns(),
      },
      samples: {
        length: count,
        stack: this.#sampleStack.finish(),
        values: this.#values.map((column) => column.finish()),
        exact: this.#exact.map((wide, type) => (wide === null ? null : this.#exactColumn(type, wide))),
        labels: this.#sampleLabels.finish(),
        time: optional(this.#sampleTime, 'time') ? this.#sampleTime.finish() : null,
        source: optional(this.#sampleSource, 'source') ? this.#sampleSource.finish() : null,
      },
      callGraph:
        facts.callGraph == null ? null : { length: facts.callGraph.calls.length, ...facts.callGraph },
      warnings: facts.warnings ?? [],
    };
    return tables as unknown as Profile;
  }

  #functionColumn(part: number): Int32Array {
    const { data } = this.#functions.items;
    const column = new Int32Array(this.#functions.length);
    for (let row = 0; row < column.length; row++) column[row] = data[4 * row + part]!;
    return column;
  }

  #label(label: LabelInput): number {
    const key = this.string(label.key);
    const text = 'text' in label ? this.string(label.text) : NONE;
    const number = 'text' in label ? 0 : label.number;
    const unit = 'text' in label || label.unit === '' ? NONE : this.string(label.unit);
    return this.#labels.row(`${key} ${text} ${number} ${unit}`, () => {
      this.#labelKey.push(key);
      this.#labelText.push(text);
      this.#labelNumber.push(number);
      this.#labelUnit.push(unit);
      return this.#labelKey.length - 1;
    });
  }

  /** Sets hold rows of distinct labels while building; the finished table has its labels side by side. */
  #labelColumns() {
    const rows = this.#labelSets.items.finish();
    return {
      key: rows.map((row) => this.#labelKey.data[row]!),
      text: rows.map((row) => this.#labelText.data[row]!),
      number: Float64Array.from(rows, (row) => this.#labelNumber.data[row]!),
      unit: rows.map((row) => this.#labelUnit.data[row]!),
    };
  }

  #exactColumn(type: number, wide: ReadonlyMap<number, bigint>): BigInt64Array {
    const column = BigInt64Array.from(
      this.#values[type]!.finish(),
      (value, row) => wide.get(row) ?? BigInt(Math.round(value)),
    );
    return column;
  }
}

/** Rows found again by a text key. */
class KeyedRows {
  readonly #rows = new Map<string, number>();

  /** `append` makes the row where there is none and returns its number. */
  row(key: string, append: () => number): number {
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = append();
    this.#rows.set(key, row);
    return row;
  }
}

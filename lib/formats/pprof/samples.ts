/** Reads Sample messages straight into columns: the hot loop of the pprof reader, no object per sample. */
import { BigUint64Builder, Float64Builder, Int32Builder } from '../../base/columns.js';
import { HASH_SEED, ListInterner, mixHash } from '../../base/interner.js';
import { BYTES, VARINT, type WireReader } from './wire.js';

/** Ids 1 to here are stored less 1, all others as -1 - row of `wideIds`. */
const DIRECT_ID = 2 ** 30;
/** Tags of `repeated Sample sample = 2` and, inside it, of `repeated uint64 location_id = 1 [packed]`, `repeated int64 value = 2 [packed]`, `repeated Label label = 3`. */
const SAMPLE = 0x12;
const PACKED_LOCATIONS = 0x0a;
const PACKED_VALUES = 0x12;
const LABEL = 0x1a;
/**
 * Producers add up equal stacks, so looking for them again mostly costs, and it costs more than reading them (`test/bench/large-pprof.ts`):
 * after this many samples it is given up unless a fortieth of them were repeats, as they are where labels or times keep
 * them apart. Short files are small either way.
 */
const TRIED_SAMPLES = 4096;
const MOSTLY_DISTINCT = 0.975;
/** Sample types of one file: each has a column, so a damaged sample must not make millions. */
const MOST_VALUES = 4096;
/** Sample types that have room in advance; more are no profile that anybody records. */
const FEW_VALUES = 8;
/** At most, and mostly. */
const IDS_A_BYTE = 2;
const IDS_A_SAMPLE = 50;
const MOST_RESERVED = 2 ** 26;

/**
 * Samples with what they refer to still by id, because locations and strings may come later. Stacks are root first and
 * hold, for a location's id, the id less 1: where ids count from 1 in the order of the locations, as most producers
 * have it, that is the location's row already. Labels are interned as flat lists of (key, str, num row, num_unit).
 */
export class RawSamples {
  readonly stacks: ListInterner;
  readonly stack = new Int32Builder();
  /** A column for each value of the first sample; every other one must have as many. */
  readonly values: Float64Builder[] = [];
  /** The first sample that has another number of values than the first; null where there is none. */
  ragged: { readonly sample: number; readonly count: number } | null = null;
  /** Values beyond +-(2^53 - 1), which the columns have to the nearest float. */
  readonly wideValues: { readonly sample: number; readonly type: number; readonly value: bigint }[] = [];
  readonly labelSets = new ListInterner();
  readonly labels = new Int32Builder();
  readonly labelNumbers = new Float64Builder();
  readonly wideIds = new BigUint64Builder();
  readonly #wideIdRow = new Map<bigint, number>();
  readonly #labelNumberRow = new Map<number, number>();
  /** The largest non-negative item in `stacks`; -1 where there is none. */
  maxItem = -1;
  /** False once it has turned out that the file hardly ever repeats a stack. */
  #interning = true;
  /** The values of the sample that is being read: the first `#count` of them. */
  #staged = new Float64Array(16);
  #count = 0;
  readonly #maxDepth: number;
  /** How many samples there is room for. */
  #expected = 0;

  constructor(stacks: ListInterner, maxDepth: number) {
    this.stacks = stacks;
    this.#maxDepth = maxDepth;
    this.labelSets.commit(HASH_SEED); // Set 0 is the empty one.
  }

  /** Makes room for what a gzipped file of so many bytes holds: pages that are never touched cost nothing, growing does. */
  expect(bytes: number): void {
    const ids = Math.min(IDS_A_BYTE * bytes, MOST_RESERVED);
    this.#expected = Math.floor(ids / IDS_A_SAMPLE);
    this.stacks.items.reserve(ids);
    for (const column of [this.stacks.starts, this.stack, this.labels]) column.reserve(this.#expected);
  }

  get length(): number {
    return this.labels.length;
  }

  /**
   * Reads the samples at reader.pos one after another, as long as each lies wholly in the bytes at hand and is laid out
   * as producers write it: one packed list of location ids below 2^21, one packed list of values, labels. Stops before the first
   * that is not: `read` takes that one.
   */
  readRun(reader: WireReader): void {
    const { bytes } = reader;
    const { length } = bytes;
    let p = reader.pos;
    while (p + 2 < length && bytes[p] === SAMPLE) {
      let size = bytes[p + 1]!;
      let body = p + 2;
      if (size > 127) {
        const second = bytes[p + 2]!;
        if (second > 127) break;
        size = (size & 127) | (second << 7);
        body = p + 3;
      }
      const end = body + size;
      if (end > length || !this.#regular(reader, body, end)) break;
      p = end;
    }
    reader.pos = p;
  }

  /** Reads the message in [reader.pos, end), whatever its layout. */
  read(reader: WireReader, end: number): void {
    let labelHash = HASH_SEED;
    while (reader.pos < end) {
      reader.field(end);
      if (reader.number === 1) {
        if (reader.wire === BYTES) {
          const stop = reader.fieldEnd;
          while (reader.pos < stop) this.#id(reader, stop);
        } else {
          reader.expect(VARINT, 'Sample.location_id');
          this.#id(reader, end);
        }
      } else if (reader.number === 2) {
        if (reader.wire === BYTES) {
          const stop = reader.fieldEnd;
          while (reader.pos < stop) this.#value(reader, stop);
        } else {
          reader.expect(VARINT, 'Sample.value');
          this.#value(reader, end);
        }
      } else if (reader.number === 3) {
        reader.expect(BYTES, 'Sample.label');
        labelHash = this.#label(reader, reader.fieldEnd, labelHash);
      } else reader.skip(end);
    }
    this.#commit(this.#rootFirst(), labelHash);
  }

  /** False, and nothing changed, where the message in [at, end) has another layout. */
  #regular(reader: WireReader, at: number, end: number): boolean {
    const { bytes } = reader;
    if (bytes[at] !== PACKED_LOCATIONS) return false;
    let size = bytes[at + 1]!;
    let first = at + 2;
    if (size > 127) {
      size = (size & 127) | (bytes[at + 2]! << 7);
      first = at + 3;
    }
    const values = first + size;
    // The last byte of a list ends a number. A second byte of 128 or more makes `size` too large for what follows.
    if (size === 0 || values + 2 >= end || bytes[values - 1]! > 127 || size > this.#maxDepth) return false;
    const labels = values + 2 + bytes[values + 1]!;
    if (bytes[values] !== PACKED_VALUES || bytes[values + 1]! > 127 || labels > end) return false;
    if (bytes[labels - 1]! > 127 || !areLabels(bytes, labels, end)) return false;
    const { items } = this.stacks;
    items.reserve(size);
    const { data } = items;
    const { view } = reader;
    const start = items.length;
    let { length } = items;
    let max = this.maxItem;
    let fourth = 0;
    let signs = 0;
    // The file has the leaf first, so reading its numbers from their ends gives the stack root first: the last four bytes
    // at once, and without a branch on how many of them are a number's. The byte in front of the list ends its length, so
    // no number reaches over it.
    for (let p = values - 1; p >= first; ) {
      const word = view.getUint32(p - 3, true) | 0;
      const two = (word >>> 23) & 1;
      const three = two & (word >>> 15);
      const more = two + three;
      const id = (((word >>> 24) << 14) | ((word >>> 9) & 0x3f80) | ((word >>> 8) & 127)) >>> (14 - 7 * more);
      const item = id - 1;
      fourth |= three & (word >>> 7);
      signs |= item;
      if (item > max) max = item;
      data[length++] = item;
      p -= 1 + more;
    }
    // A number of four bytes or more was read wrong, and 0 is no id.
    if (fourth !== 0 || signs < 0) return false;
    items.length = length;
    this.maxItem = max;
    let hash = HASH_SEED;
    if (this.#interning) hash = hashOf(data, start, length);
    this.#values(reader, values + 2, labels);
    let labelHash = HASH_SEED;
    reader.pos = labels;
    while (reader.pos < end) {
      const stop = reader.pos + 2 + bytes[reader.pos + 1]!;
      reader.pos += 2;
      labelHash = this.#label(reader, stop, labelHash);
    }
    this.#commit(hash, labelHash);
    return true;
  }

  #commit(hash: number, labelHash: number): void {
    const sample = this.labels.length;
    const { values } = this;
    const staged = this.#staged;
    const count = this.#count;
    this.#count = 0;
    if (sample === 0)
      for (let type = 0; type < count; type++)
        values.push(new Float64Builder(count > FEW_VALUES ? 16 : Math.max(this.#expected, 256)));
    if (count !== values.length) {
      this.ragged ??= { sample, count };
      staged.fill(0, count);
    }
    for (let type = 0; type < values.length; type++) values[type]!.push(staged[type] ?? 0);
    this.stack.push(this.#interning ? this.stacks.commit(hash) : this.stacks.append());
    if (sample === TRIED_SAMPLES) this.#interning = this.stacks.length < MOSTLY_DISTINCT * sample;
    const { items, starts } = this.labelSets;
    const labelled = items.length > starts.data[this.labelSets.length]!;
    this.labels.push(labelled ? this.labelSets.commit(labelHash) : 0);
  }

  /** Turns the ids that were read since the last commit around, and returns their hash if it is wanted. */
  #rootFirst(): number {
    const { data, length } = this.stacks.items;
    const first = this.stacks.starts.data[this.stacks.length]!;
    for (let low = first, high = length - 1; low < high; low++, high--) {
      const leafward = data[low]!;
      data[low] = data[high]!;
      data[high] = leafward;
    }
    return this.#interning ? hashOf(data, first, length) : HASH_SEED;
  }

  #id(reader: WireReader, end: number): void {
    const start = reader.pos;
    const id = reader.int64(end);
    if (id > 0 && id <= DIRECT_ID) {
      if (id > this.maxItem + 1) this.maxItem = id - 1;
      this.stacks.items.push(id - 1);
    } else {
      reader.pos = start;
      const wide = reader.bigint(end, false);
      let row = this.#wideIdRow.get(wide);
      if (row === undefined) {
        row = this.wideIds.length;
        this.wideIds.push(wide);
        this.#wideIdRow.set(wide, row);
      }
      this.stacks.items.push(-1 - row);
    }
    if (this.stacks.items.length - this.stacks.starts.data[this.stacks.length]! > this.#maxDepth)
      throw reader.error(
        'limit',
        reader.pos,
        `a stack has more than ${this.#maxDepth} locations; raise limits.stackDepth if the file is trusted`,
      );
  }

  /** The packed numbers in [at, end), which the last byte ends. */
  #values(reader: WireReader, at: number, end: number): void {
    const { bytes } = reader;
    const staged = this.#staged;
    for (let p = at; p < end; ) {
      let value = bytes[p++]!;
      if (value > 127) {
        value &= 127;
        let byte = 128;
        let shift = 7;
        for (; byte > 127 && shift < 28; shift += 7) {
          byte = bytes[p++]!;
          value |= (byte & 127) << shift;
        }
        if (byte > 127) {
          byte = bytes[p++]!;
          value += (byte & 127) * 2 ** 28;
        }
        // Six bytes and more.
        if (byte > 127) break;
      }
      if (this.#count === staged.length) break;
      staged[this.#count++] = value;
      at = p;
    }
    reader.pos = at;
    while (reader.pos < end) this.#value(reader, end);
  }

  #value(reader: WireReader, end: number): void {
    const start = reader.pos;
    const value = reader.int64(end);
    const type = this.#count++;
    if (value > Number.MAX_SAFE_INTEGER || value < -Number.MAX_SAFE_INTEGER) {
      reader.pos = start;
      this.wideValues.push({ sample: this.labels.length, type, value: reader.bigint(end, true) });
    }
    if (type === this.#staged.length) this.#stageMore(reader);
    this.#staged[type] = value;
  }

  #stageMore(reader: WireReader): void {
    const { length } = this.#staged;
    if (length === MOST_VALUES)
      throw reader.error(
        'limit',
        reader.pos,
        `a sample has more than ${MOST_VALUES} values, one for each sample type; the file is damaged`,
      );
    const grown = new Float64Array(2 * length);
    grown.set(this.#staged);
    this.#staged = grown;
  }

  /** pprof drops a label with neither text nor number nor unit (formats: str 0, num 0, no unit). */
  #label(reader: WireReader, end: number, hash: number): number {
    let key = 0;
    let text = 0;
    let number = 0;
    let unit = 0;
    while (reader.pos < end) {
      reader.field(end);
      if (reader.number >= 1 && reader.number <= 4) {
        reader.expect(VARINT, 'Label field');
        const part = reader.int64(end);
        if (reader.number === 1) key = part;
        else if (reader.number === 2) text = part;
        else if (reader.number === 3) number = part;
        else unit = part;
      } else reader.skip(end);
    }
    if (text === 0 && number === 0 && unit === 0) return hash;
    let row = this.#labelNumberRow.get(number);
    if (row === undefined) {
      row = this.labelNumbers.length;
      this.labelNumbers.push(number);
      this.#labelNumberRow.set(number, row);
    }
    let mixed = this.#labelPart(reader, hash, key);
    mixed = this.#labelPart(reader, mixed, text);
    mixed = this.#labelPart(reader, mixed, row);
    return this.#labelPart(reader, mixed, unit);
  }

  #labelPart(reader: WireReader, hash: number, part: number): number {
    if (part < 0 || part > 0x7fffffff)
      throw reader.error('bad-value', reader.pos, `label string index ${part} is out of range`);
    this.labelSets.items.push(part);
    return mixHash(hash, part);
  }
}

function hashOf(items: Int32Array, from: number, to: number): number {
  let hash = HASH_SEED;
  for (let i = from; i < to; i++) hash = mixHash(hash, items[i]!);
  return hash;
}

/** Whether [at, end) is a run of whole labels of at most 127 bytes each. */
function areLabels(bytes: Uint8Array, at: number, end: number): boolean {
  let p = at;
  while (p + 1 < end && bytes[p] === LABEL && bytes[p + 1]! < 128) p += 2 + bytes[p + 1]!;
  return p === end;
}

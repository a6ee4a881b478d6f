/** Reads Sample messages straight into columns: the hot loop of the pprof reader, no object per sample. */
import { BigUint64Builder, Float64Builder, Int32Builder } from '../../base/columns.js';
import { HASH_SEED, ListInterner, mixHash } from '../../base/interner.js';
import { BYTES, VARINT, type WireReader } from './wire.js';

/** Ids 1 to here are stored less 1, all others as -1 - row of `wideIds`. */
const DIRECT_ID = 2 ** 30;
/** Tags of `repeated uint64 location_id = 1 [packed]`, `repeated int64 value = 2 [packed]`, `repeated Label label = 3`. */
const PACKED_LOCATIONS = 0x0a;
const PACKED_VALUES = 0x12;
const LABEL = 0x1a;
/** Bytes of a list that are read before looking at limits again. */
const PIECE = 4096;

/**
 * Samples with what they refer to still by id, because locations and strings may come later. Stacks are root first and
 * hold, for a location's id, the id less 1: where ids count from 1 in the order of the locations, as most producers
 * have it, that is the location's row already. Labels are interned as flat lists of (key, str, num row, num_unit).
 */
export class RawSamples {
  readonly stacks: ListInterner;
  readonly stack = new Int32Builder();
  readonly valueStart = new Int32Builder();
  readonly values = new Float64Builder();
  /** Values beyond +-(2^53 - 1), by position in `values`. */
  readonly wideValues = new Map<number, bigint>();
  readonly labelSets = new ListInterner();
  readonly labels = new Int32Builder();
  readonly labelNumbers = new Float64Builder();
  readonly wideIds = new BigUint64Builder();
  readonly #wideIdRow = new Map<bigint, number>();
  readonly #labelNumberRow = new Map<number, number>();
  /** The largest non-negative item in `stacks`; -1 where there is none. */
  maxItem = -1;
  readonly #labelParts = [0, 0, 0, 0];
  readonly #maxDepth: number;

  constructor(stacks: ListInterner, maxDepth: number) {
    this.stacks = stacks;
    this.#maxDepth = maxDepth;
    this.labelSets.commit(HASH_SEED); // Set 0 is the empty one.
    this.valueStart.push(0);
  }

  get length(): number {
    return this.stack.length;
  }

  /** Reads the message in [reader.pos, end). The layout that producers write is read here, anything else field by field. */
  read(reader: WireReader, end: number): void {
    const { bytes } = reader;
    let hash = HASH_SEED;
    let labelHash = HASH_SEED;
    while (reader.pos < end) {
      const at = reader.pos;
      const length = at + 1 < end ? bytes[at + 1]! : 128;
      // One byte of tag and one of length: a packed list of at most 127 bytes, or a label.
      if (length < 128 && at + 2 + length <= end) {
        const tag = bytes[at]!;
        reader.pos = at + 2;
        if (tag === PACKED_LOCATIONS) {
          hash = this.#ids(reader, at + 2 + length, hash);
          continue;
        }
        if (tag === PACKED_VALUES) {
          while (reader.pos < at + 2 + length) this.#value(reader, at + 2 + length);
          continue;
        }
        if (tag === LABEL) {
          labelHash = this.#label(reader, at + 2 + length, labelHash);
          continue;
        }
        reader.pos = at;
      }
      reader.field(end);
      if (reader.number === 1) {
        if (reader.wire === BYTES) {
          hash = this.#ids(reader, reader.fieldEnd, hash);
        } else {
          reader.expect(VARINT, 'Sample.location_id');
          const id = this.#slowId(reader, end);
          this.stacks.items.push(id);
          hash = mixHash(hash, id);
          this.#checkDepth(reader);
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
    this.#reverseTail();
    this.stack.push(this.stacks.commit(hash));
    this.valueStart.push(this.values.length);
    this.labels.push(this.labelSets.commit(labelHash));
  }

  /** A packed list of location ids in [reader.pos, end); returns the hash that goes on with them. */
  #ids(reader: WireReader, end: number, seed: number): number {
    const { items } = this.stacks;
    const { bytes } = reader;
    let hash = seed;
    let max = this.maxItem;
    let p = reader.pos;
    while (p < end) {
      // An id has at least one byte, so the list needs no more room than bytes; a long one is taken in pieces.
      items.reserve(Math.min(end - p, PIECE));
      const { data } = items;
      const stop = Math.min(end, p + PIECE);
      let { length } = items;
      // Ids below 2^21 (three groups) are the common case and are read here; anything longer goes the slow way.
      while (p < stop) {
        let id = bytes[p]!;
        if (id < 128) {
          // Id 0 is no id and takes the slow way.
          if (id === 0) break;
          p++;
        } else {
          if (p + 2 >= end) break;
          const second = bytes[p + 1]!;
          id = (id & 127) | ((second & 127) << 7);
          if (second < 128) {
            if (id === 0) break;
            p += 2;
          } else {
            const third = bytes[p + 2]!;
            if (third > 127 || (id === 0 && third === 0)) break;
            id |= third << 14;
            p += 3;
          }
        }
        id--;
        if (id > max) max = id;
        data[length++] = id;
        hash = mixHash(hash, id);
      }
      items.length = length;
      if (p < stop) {
        reader.pos = p;
        const id = this.#slowId(reader, end);
        items.push(id);
        hash = mixHash(hash, id);
        p = reader.pos;
      }
      this.#checkDepth(reader);
    }
    reader.pos = p;
    if (max > this.maxItem) this.maxItem = max;
    return hash;
  }

  /** The file has the leaf first. The list was just written, so turning it around is cheap here and dear later. */
  #reverseTail(): void {
    const { data, length } = this.stacks.items;
    let low = this.stacks.starts.data[this.stacks.length]!;
    for (let high = length - 1; low < high; low++, high--) {
      const leafward = data[low]!;
      data[low] = data[high]!;
      data[high] = leafward;
    }
  }

  #checkDepth(reader: WireReader): void {
    if (this.stacks.items.length - this.stacks.starts.data[this.stacks.length]! <= this.#maxDepth) return;
    throw reader.error(
      'limit',
      reader.pos,
      `a stack has more than ${this.#maxDepth} locations; raise limits.stackDepth if the file is trusted`,
    );
  }

  #slowId(reader: WireReader, end: number): number {
    const start = reader.pos;
    const id = reader.int64(end);
    if (id > 0 && id <= DIRECT_ID) {
      if (id > this.maxItem + 1) this.maxItem = id - 1;
      return id - 1;
    }
    reader.pos = start;
    const wide = reader.bigint(end, false);
    let row = this.#wideIdRow.get(wide);
    if (row === undefined) {
      row = this.wideIds.length;
      this.wideIds.push(wide);
      this.#wideIdRow.set(wide, row);
    }
    return -1 - row;
  }

  #value(reader: WireReader, end: number): void {
    const start = reader.pos;
    const value = reader.int64(end);
    if (value > Number.MAX_SAFE_INTEGER || value < -Number.MAX_SAFE_INTEGER) {
      reader.pos = start;
      this.wideValues.set(this.values.length, reader.bigint(end, true));
    }
    this.values.push(value);
  }

  /** pprof drops a label with neither text nor number nor unit (formats: str 0, num 0, no unit). */
  #label(reader: WireReader, end: number, hash: number): number {
    const parts = this.#labelParts;
    parts[0] = 0;
    parts[1] = 0;
    parts[2] = 0;
    parts[3] = 0;
    while (reader.pos < end) {
      reader.field(end);
      if (reader.number >= 1 && reader.number <= 4) {
        reader.expect(VARINT, 'Label field');
        parts[reader.number - 1] = reader.int64(end);
      } else reader.skip(end);
    }
    if (parts[1] === 0 && parts[2] === 0 && parts[3] === 0) return hash;
    let row = this.#labelNumberRow.get(parts[2]!);
    if (row === undefined) {
      row = this.labelNumbers.length;
      this.labelNumbers.push(parts[2]!);
      this.#labelNumberRow.set(parts[2]!, row);
    }
    const set = this.labelSets.items;
    for (const part of [parts[0]!, parts[1]!, row, parts[3]!]) {
      if (part < 0 || part > 0x7fffffff)
        throw reader.error('bad-value', reader.pos, `label string index ${part} is out of range`);
      set.push(part);
      hash = mixHash(hash, part);
    }
    return hash;
  }
}

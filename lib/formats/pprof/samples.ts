/** Reads Sample messages straight into columns: the hot loop of the pprof reader, no object per sample. */
import { BigUint64Builder, Float64Builder, Int32Builder } from '../../base/columns.js';
import { HASH_SEED, ListInterner, mixHash } from '../../base/interner.js';
import { BYTES, VARINT, type WireReader } from './wire.js';

/** Raw ids up to here are stored as they are; larger ones as -1 - row of `wideIds`. */
const DIRECT_ID = 2 ** 30;

/**
 * Samples as they stand in the file. Location ids are provisional (`ids`), because locations may come later;
 * labels are interned as flat lists of (key, str, num row, num_unit).
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

  read(reader: WireReader, end: number): void {
    const start = reader.pos;
    const items = this.stacks.items;
    const from = items.length;
    let hash = HASH_SEED;
    let labelHash = HASH_SEED;
    while (reader.pos < end) {
      reader.field(end);
      if (reader.number === 1) {
        const stop = reader.wire === BYTES ? reader.fieldEnd : end;
        if (reader.wire !== BYTES) reader.expect(VARINT, 'Sample.location_id');
        do {
          if (reader.wire === BYTES && reader.pos >= stop) break;
          items.reserve(Math.min(stop - reader.pos, 64) + 1);
          const data = items.data;
          const bytes = reader.bytes;
          let length = items.length;
          const room = data.length;
          let p = reader.pos;
          // Ids below 2^21 (three groups) are the common case and are read here; anything longer goes the slow way.
          while (p + 2 < stop && length < room) {
            let id = bytes[p]!;
            if (id > 127) {
              const second = bytes[p + 1]!;
              if (second < 128) {
                id = (id & 127) | (second << 7);
                p += 2;
              } else {
                const third = bytes[p + 2]!;
                if (third > 127) break;
                id = (id & 127) | ((second & 127) << 7) | (third << 14);
                p += 3;
              }
            } else p++;
            data[length++] = id;
            hash = mixHash(hash, id);
            if (reader.wire !== BYTES) break;
          }
          const fast = p !== reader.pos;
          items.length = length;
          reader.pos = p;
          if (!fast) {
            const id = this.#slowId(reader, stop);
            items.push(id);
            hash = mixHash(hash, id);
          }
        } while (reader.wire === BYTES);
        if (items.length - from > this.#maxDepth) {
          throw reader.error(
            'limit',
            start,
            `a stack has more than ${this.#maxDepth} locations; raise limits.stackDepth if the file is trusted`,
          );
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
    this.stack.push(this.stacks.commit(hash));
    this.valueStart.push(this.values.length);
    this.labels.push(this.labelSets.commit(labelHash));
  }

  #slowId(reader: WireReader, end: number): number {
    const start = reader.pos;
    const id = reader.int64(end);
    if (id >= 0 && id < DIRECT_ID) return id;
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

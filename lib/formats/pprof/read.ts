/** Reads pprof protobuf: the walk over the top-level fields of Profile while the bytes stream in. */
import { atByte, ProfileError } from '../../base/errors.js';
import { ListInterner } from '../../base/interner.js';
import type { Profile } from '../../profile/profile.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { link, type RawProfile } from './link.js';
import { RawLocations } from './locations.js';
import { readFunction, readMapping, readValueType } from './messages.js';
import { RawSamples } from './samples.js';
import { BYTES, VARINT, WireReader } from './wire.js';

/** A tag and a length: the most that can precede a message. */
const HEAD_BYTES = 20;

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const raw = newProfile(source.name, context.limits.stackDepth);
  const reader = new WireReader(source.name, new Uint8Array(0));
  raw.samples.expect(source.size ?? 0);
  const joiner = new ChunkJoiner();
  for await (const chunk of source.chunks()) {
    for (const part of joiner.parts(reader, chunk)) {
      reader.load(part, reader.base + reader.pos);
      for (raw.samples.readRun(reader); hasWholeField(reader, context); raw.samples.readRun(reader))
        readField(reader, raw, reader.bytes.length);
    }
    context.onBytes?.(reader.base + reader.pos);
    checkRows(raw, context);
  }
  while (reader.pos < reader.bytes.length) readField(reader, raw, reader.bytes.length);
  if (reader.base + reader.pos === 0)
    throw new ProfileError('empty', 'the file is empty; record the profile again', atByte(source.name, 0));
  return link(raw, sourceOf(source, 'pprof'), {
    allFrames: context.allFrames === true,
    diagnostics: context.diagnostics,
  });
}

function newProfile(name: string, maxDepth: number): RawProfile {
  return {
    name,
    strings: [],
    sampleTypes: [],
    samples: new RawSamples(new ListInterner(), maxDepth),
    mappings: [],
    locations: new RawLocations(),
    functions: [],
    comments: [],
    dropFrames: 0,
    keepFrames: 0,
    defaultSampleType: 0,
    timeNanos: 0n,
    durationNanos: 0,
    period: 0,
    periodType: null,
  };
}

/** As much of a chunk as is put behind what the one before left over: more than most messages have. */
const SEAM_BYTES = 4096;

/** Gives each chunk behind what the last one left over, copying no more than the message that lies across the seam if that is short. */
class ChunkJoiner {
  /** Used again: a new one for each chunk costs the zeroing and collecting of as much once more. */
  #work = new Uint8Array(0);

  /** To be read one after the other, each as far as its fields are whole: what one leaves is the beginning of the next. */
  *parts(reader: WireReader, chunk: Uint8Array): Generator<Uint8Array> {
    const left = reader.bytes.length - reader.pos;
    if (left === 0) {
      yield chunk;
      return;
    }
    const seam = chunk.subarray(0, SEAM_BYTES);
    yield this.#joined(reader.bytes.subarray(reader.pos), seam);
    const taken = reader.pos - left;
    yield taken < 0
      ? this.#joined(reader.bytes.subarray(reader.pos), chunk.subarray(seam.length))
      : chunk.subarray(taken);
  }

  #joined(rest: Uint8Array, more: Uint8Array): Uint8Array {
    const size = rest.length + more.length;
    if (size > this.#work.length) {
      const grown = new Uint8Array(size * 2);
      grown.set(rest);
      this.#work = grown;
    } else {
      this.#work.set(rest);
    }
    this.#work.set(more, rest.length);
    return this.#work.subarray(0, size);
  }
}

/** Whether the next top-level field lies wholly in the bytes at hand. Leaves the position where it is. */
function hasWholeField(reader: WireReader, context: ReadContext): boolean {
  const left = reader.bytes.length - reader.pos;
  if (left === 0) return false;
  const start = reader.pos;
  if (left < HEAD_BYTES && !endsWithin(reader)) return false;
  const tag = reader.int64(reader.bytes.length);
  let whole = true;
  if ((tag & 7) === BYTES) {
    const length = reader.int64(reader.bytes.length);
    if (length > context.limits.messageBytes) {
      throw reader.error(
        'limit',
        start,
        `a message of ${length} bytes is over the limit messageBytes=${context.limits.messageBytes}; the file is damaged, or raise limits.messageBytes`,
      );
    }
    whole = length <= reader.bytes.length - reader.pos;
  }
  reader.pos = start;
  return whole;
}

/** Near the end of the bytes at hand: whether tag and following varint are complete. */
function endsWithin(reader: WireReader): boolean {
  let varints = 0;
  for (let p = reader.pos; p < reader.bytes.length; p++) {
    if (reader.bytes[p]! < 128) varints++;
    if (varints === 2) return true;
  }
  return false;
}

function readField(reader: WireReader, raw: RawProfile, end: number): void {
  const start = reader.pos;
  reader.field(end);
  switch (reader.number) {
    case 1:
      reader.expect(BYTES, 'Profile.sample_type');
      raw.sampleTypes.push(readValueType(reader, reader.fieldEnd));
      break;
    case 2:
      reader.expect(BYTES, 'Profile.sample');
      raw.samples.read(reader, reader.fieldEnd);
      break;
    case 3:
      reader.expect(BYTES, 'Profile.mapping');
      raw.mappings.push(readMapping(reader, reader.fieldEnd));
      break;
    case 4:
      reader.expect(BYTES, 'Profile.location');
      raw.locations.read(reader, reader.fieldEnd);
      break;
    case 5:
      reader.expect(BYTES, 'Profile.function');
      raw.functions.push(readFunction(reader, reader.fieldEnd));
      break;
    case 6:
      reader.expect(BYTES, 'Profile.string_table');
      raw.strings.push(reader.text());
      if (raw.strings[0] !== '')
        throw reader.error(
          'bad-value',
          start,
          `string_table[0] is "${raw.strings[0]!.slice(0, 40)}"; it must be empty`,
        );
      break;
    case 7:
      raw.dropFrames = int(reader, end, 'drop_frames');
      break;
    case 8:
      raw.keepFrames = int(reader, end, 'keep_frames');
      break;
    case 9:
      if (raw.timeNanos !== 0n)
        throw reader.error(
          'bad-value',
          start,
          'a second time_nanos: two profiles were concatenated; split them or merge them with "convert"',
        );
      reader.expect(VARINT, 'Profile.time_nanos');
      raw.timeNanos = reader.bigint(end, true);
      break;
    case 10:
      raw.durationNanos = int(reader, end, 'duration_nanos');
      break;
    case 11:
      reader.expect(BYTES, 'Profile.period_type');
      raw.periodType = readValueType(reader, reader.fieldEnd);
      break;
    case 12:
      raw.period = int(reader, end, 'period');
      break;
    case 13:
      if (reader.wire === BYTES) {
        const stop = reader.fieldEnd;
        while (reader.pos < stop) raw.comments.push(reader.int64(stop));
      } else raw.comments.push(int(reader, end, 'comment'));
      break;
    case 14:
      raw.defaultSampleType = int(reader, end, 'default_sample_type');
      break;
    case 15:
      int(reader, end, 'doc_url');
      break;
    default:
      reader.skip(end);
  }
}

function int(reader: WireReader, end: number, what: string): number {
  reader.expect(VARINT, `Profile.${what}`);
  return reader.int64(end);
}

function checkRows(raw: RawProfile, { limits }: ReadContext): void {
  if (raw.samples.length > limits.samples) throw over(raw, 'samples', limits.samples);
  const rows = Math.max(
    raw.strings.length,
    raw.locations.length,
    raw.functions.length,
    raw.mappings.length,
    raw.comments.length,
  );
  if (rows > limits.rows) throw over(raw, 'rows', limits.rows);
}

function over(raw: RawProfile, limit: string, bound: number): ProfileError {
  return new ProfileError(
    'limit',
    `has more than ${bound} ${limit}; raise limits.${limit} if the file is trusted`,
    atByte(raw.name, null),
  );
}

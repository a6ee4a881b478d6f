/** Chunks of JFR: each is whole in itself, with its own types and constants, which stand behind the events that need them. */
import { atByte, ProfileError } from '../../base/errors.js';
import type { ByteSource, ReadContext } from '../format.js';
import { Cursor, type Long } from './cursor.js';
import { MAGIC } from './magic.js';
import { readTypes, type Types } from './metadata.js';

const HEADER = 68;
const METADATA = 0;
const CONSTANTS = 1;
const VERSIONS = [1, 2];
const COMPRESSED_INTEGERS = 1;
/** The JDK begins a new chunk every 12 MB, async-profiler every 100 MB; a chunk is held whole. */
const MAX_CHUNK = 2 ** 29;

/** An event's fields begin at `at`. */
export type EventVisitor = (type: Long, at: number, end: number) => void;

export interface Chunk {
  readonly cursor: Cursor;
  readonly types: Types;
  /** Where the fields of each event of constants begin. */
  readonly constants: readonly number[];
  /** Nanoseconds since the epoch. */
  readonly startNanos: Long;
  readonly durationNanos: Long;
  readonly startTicks: Long;
  readonly ticksPerSecond: number;
  /** Calls back for each event that is neither metadata nor constants. */
  visit(visitor: EventVisitor): void;
}

/** The chunks of the source, one in memory at a time; an incomplete last one is told by `cut` where others came before. */
export async function* chunksOf(
  source: ByteSource,
  context: ReadContext,
  cut: (missing: number) => void,
): AsyncGenerator<Chunk> {
  const buffer = new Buffered();
  let base = 0;
  let read = 0;
  for await (const bytes of source.chunks()) {
    buffer.append(bytes);
    read += bytes.length;
    context.onBytes?.(read);
    for (let size = sizeAt(source.name, buffer.bytes, base); size > 0 && size <= buffer.length; ) {
      yield openChunk(source.name, buffer.bytes.subarray(0, size), base);
      buffer.drop(size);
      base += size;
      size = sizeAt(source.name, buffer.bytes, base);
    }
  }
  if (read === 0) throw new ProfileError('empty', 'the file is empty', atByte(source.name, 0));
  if (buffer.length === 0) return;
  const size = sizeAt(source.name, buffer.bytes, base) || HEADER;
  if (base === 0)
    throw new ProfileError(
      'truncated',
      `its first chunk has ${size} bytes, of which ${buffer.length} are there; fetch the file again (JFR)`,
      atByte(source.name, 0),
    );
  cut(size - buffer.length);
}

/** The size of the chunk whose header stands in front; 0 where the header is not whole yet. */
function sizeAt(name: string, bytes: Uint8Array, base: number): number {
  const place = atByte(name, base);
  if (bytes.length === 0) return 0;
  if (MAGIC.some((byte, i) => i < bytes.length && bytes[i] !== byte))
    throw new ProfileError('bad-encoding', 'no chunk of JFR begins here; expected "FLR\\0" (JFR)', place);
  if (bytes.length < HEADER) return 0;
  const cursor = new Cursor(name, bytes.subarray(0, HEADER), base);
  cursor.pos = 4;
  const version = (cursor.byte() << 8) | cursor.byte();
  if (!VERSIONS.includes(version))
    throw new ProfileError('unsupported', `is JFR of version ${version}; versions 1 and 2 are read`, place);
  cursor.pos = 8;
  const size = cursor.fixed64();
  if (size === 0)
    throw new ProfileError(
      'truncated',
      'the chunk was never finished: stop the recording, or dump it with "jcmd PID JFR.dump" (JFR)',
      place,
    );
  if (size > MAX_CHUNK)
    throw new ProfileError(
      'limit',
      `a chunk of ${size} bytes is over the limit of ${MAX_CHUNK}: record with smaller chunks (JFR)`,
      place,
    );
  if (typeof size !== 'number' || size < HEADER)
    throw new ProfileError(
      'bad-value',
      `a chunk claims ${size} bytes; expected at least ${HEADER} (JFR)`,
      place,
    );
  return size;
}

function openChunk(name: string, bytes: Uint8Array, base: number): Chunk {
  const cursor = new Cursor(name, bytes, base);
  cursor.pos = 32;
  const startNanos = cursor.fixed64();
  const durationNanos = cursor.fixed64();
  const startTicks = cursor.fixed64();
  const ticksPerSecond = Number(cursor.fixed64());
  // Of the last four bytes the JDK uses one for the state of the file; the features are in the lowest.
  const features = cursor.fixed32();
  if ((features & COMPRESSED_INTEGERS) === 0)
    throw cursor.error(
      'unsupported',
      'its integers are not compressed, which no known recorder writes',
      HEADER - 4,
    );
  if (!(ticksPerSecond > 0))
    throw cursor.error('bad-value', `there are ${ticksPerSecond} ticks a second`, 56);
  const constants: number[] = [];
  let types: Types | null = null;
  const walk = (visitor: EventVisitor): void => {
    for (let at = HEADER; at < cursor.end; ) {
      cursor.pos = at;
      const size = cursor.int();
      if (size <= cursor.pos - at || size > cursor.end - at)
        throw cursor.error(
          'bad-value',
          `an event claims ${size} bytes, and ${cursor.end - at} remain in the chunk`,
          at,
        );
      const type = cursor.long();
      visitor(type, cursor.pos, at + size);
      at += size;
    }
  };
  walk((type, at) => {
    if (type === METADATA) {
      // Of several descriptions in a chunk the last is the whole one.
      types = readTypes(cursor);
    } else if (type === CONSTANTS) constants.push(at);
  });
  if (types === null) throw cursor.error('bad-value', 'a chunk does not describe its types', 0);
  return {
    cursor,
    types,
    constants,
    startNanos,
    durationNanos,
    startTicks,
    ticksPerSecond,
    visit: (visitor) =>
      walk((type, at, end) => {
        if (type !== METADATA && type !== CONSTANTS) visitor(type, at, end);
      }),
  };
}

/** Bytes that came and were not used yet; room grows with what comes, never with what a header claims. */
class Buffered {
  #room = new Uint8Array(1 << 16);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  get bytes(): Uint8Array {
    return this.#room.subarray(this.#start, this.#end);
  }

  append(bytes: Uint8Array): void {
    const needed = this.length + bytes.length;
    if (needed > this.#room.length) {
      const grown = new Uint8Array(needed * 2);
      grown.set(this.bytes);
      this.#room = grown;
    } else if (this.#end + bytes.length > this.#room.length) this.#room.copyWithin(0, this.#start, this.#end);
    else {
      this.#room.set(bytes, this.#end);
      this.#end += bytes.length;
      return;
    }
    this.#end -= this.#start;
    this.#start = 0;
    this.#room.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  drop(bytes: number): void {
    this.#start += bytes;
  }
}

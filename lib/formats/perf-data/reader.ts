/** Bytes to a session: the header and the attributes in front, the records, the feature sections behind. */
import { atByte, ProfileError } from '../../base/errors.js';
import type { ReadContext } from '../format.js';
import { attributeBytes, parseAttribute } from './attributes.js';
import { type Header, headerSize, PIPE_HEADER_BYTES, parseHeader, readSize, viewOf } from './header.js';
import { RecordStream } from './records.js';
import { Session } from './session.js';

/** Of an entry of the attribute section: where the event's ids are. */
const ID_SECTION_BYTES = 16;
/** Attributes and ids of 1,000 events on 1,000 processors take half of it. */
const MAX_FRONT = 16 * 2 ** 20;

/** Feed it the file in pieces of any size, then `finish`. Memory: what stands in front of and behind the records. */
export class PerfDataReader {
  bytes = 0;
  readonly #name: string;
  readonly #context: ReadContext;
  readonly #size: number;
  #front: Uint8Array = new Uint8Array(0);
  #header: Header | null = null;
  #session: Session | null = null;
  #records: RecordStream | null = null;
  /** Bytes of records still to come; infinite where the recorder did not say. */
  #left = Number.POSITIVE_INFINITY;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;

  /** `size`: bytes of the input, 0 where they are not known. */
  constructor(name: string, context: ReadContext, size: number) {
    this.#name = name;
    this.#size = size;
    this.#context = context;
  }

  feed(piece: Uint8Array): void {
    let bytes = piece;
    this.bytes += piece.length;
    if (this.#records === null) {
      bytes = this.#begin(bytes);
      if (this.#records === null) return;
    }
    const records = bytes.subarray(0, Math.min(bytes.length, this.#left));
    if (records.length > 0) {
      this.#records.feed(records);
      this.#left -= records.length;
    }
    if (bytes.length > records.length) this.#keepTail(bytes.subarray(records.length));
  }

  /** Throws 'truncated' where not even the attributes are there; a recording cut later is read to its end, with a warning. */
  finish(): Session {
    const session = this.#session;
    if (session === null || this.#header === null || this.#records === null)
      throw new ProfileError(
        'truncated',
        `the file ends after ${this.bytes} bytes, before its first record`,
        atByte(this.#name, this.bytes),
      );
    const { pipe, data } = this.#header;
    if (!pipe && data.size === 0)
      this.#note(
        'perf-data-interrupted',
        'the recording was not finished (its header has no size); it was read to its end',
      );
    if (this.#records.pending > 0 || (this.#left > 0 && Number.isFinite(this.#left)))
      this.#note('perf-data-cut', 'the file ends within its records: what follows is missing');
    this.#features(session, this.#header);
    session.finish();
    return session;
  }

  /** Gathers what stands in front of the records; gives back what is behind it. */
  #begin(bytes: Uint8Array): Uint8Array {
    const held = this.#front.length;
    this.#front = held === 0 ? bytes.slice() : Buffer.concat([this.#front, bytes]);
    const front = this.#front;
    if (front.length < PIPE_HEADER_BYTES) return EMPTY;
    if (this.#header === null) {
      if (front.length < headerSize(this.#name, front)) return EMPTY;
      this.#header = parseHeader(this.#name, front);
    }
    const header = this.#header;
    const begin = header.pipe ? header.size : header.data.offset;
    if (begin > MAX_FRONT)
      throw new ProfileError(
        'limit',
        `the records begin at byte ${begin}; the limit is ${MAX_FRONT}`,
        atByte(this.#name, 40),
      );
    if (front.length < begin) return EMPTY;
    const session = new Session(this.#name, header.littleEndian, this.#context, this.#size);
    if (!header.pipe) {
      this.#attributes(session, header, front.subarray(0, begin));
      if (header.data.size > 0) this.#left = header.data.size;
    }
    this.#session = session;
    this.#records = new RecordStream(this.#name, session, header.littleEndian, this.#context.limits, begin);
    this.#front = EMPTY;
    return front.subarray(begin);
  }

  #attributes(session: Session, header: Header, front: Uint8Array): void {
    const { attrs, attrSize, littleEndian } = header;
    if (attrs.offset + attrs.size > front.length)
      throw new ProfileError(
        'unsupported',
        `the attributes (bytes ${attrs.offset} to ${attrs.offset + attrs.size}) do not stand in front of the records, which begin at byte ${front.length}`,
        atByte(this.#name, 24),
      );
    const count = attrSize < ID_SECTION_BYTES ? 0 : Math.floor(attrs.size / attrSize);
    if (count === 0)
      throw new ProfileError(
        'bad-value',
        `there is no event: ${attrs.size} bytes of attributes, ${attrSize} bytes each`,
        atByte(this.#name, 16),
      );
    const view = viewOf(front);
    for (let row = 0; row < count; row++) {
      const at = attrs.offset + row * attrSize;
      const room = attrSize - ID_SECTION_BYTES;
      const size = room < 8 ? room : Math.min(room, attributeBytes(view, at, littleEndian));
      const attribute = parseAttribute(front.subarray(at, at + size), littleEndian);
      if (attribute === null)
        throw new ProfileError(
          'bad-value',
          `attribute ${row} has ${size} bytes; expected at least 64`,
          atByte(this.#name, at),
        );
      const place = at + room;
      const offset = readSize(this.#name, view, place, littleEndian, 'offset of ids');
      const bytes = readSize(this.#name, view, place + 8, littleEndian, 'size of ids');
      if (bytes > 0 && offset + bytes > front.length)
        throw new ProfileError(
          'bad-reference',
          `the ids of attribute ${row} lie at bytes ${offset} to ${offset + bytes}, outside of what stands in front of the records`,
          atByte(this.#name, place),
        );
      for (let id = offset; id + 8 <= offset + bytes; id += 8)
        attribute.ids.push(view.getBigUint64(id, littleEndian));
      session.attributes.add(attribute);
    }
  }

  #keepTail(bytes: Uint8Array): void {
    const { messageBytes } = this.#context.limits;
    const room = messageBytes - this.#tailBytes;
    if (room <= 0 || this.#header === null || this.#header.features.length === 0) return;
    const kept = bytes.slice(0, room);
    this.#tail.push(kept);
    this.#tailBytes += kept.length;
  }

  /** One section {offset, size} for each feature that is set, directly behind the records. */
  #features(session: Session, header: Header): void {
    if (header.pipe || header.data.size === 0 || header.features.length === 0) return;
    const tail = this.#tail.length === 1 ? this.#tail[0]! : Buffer.concat(this.#tail);
    const base = header.data.offset + header.data.size;
    const view = viewOf(tail);
    for (const [row, feature] of header.features.entries()) {
      if (row * 16 + 16 > tail.length) {
        this.#note(
          'perf-data-cut',
          'the file ends before its feature sections: names of events and build ids are missing',
        );
        return;
      }
      const offset = view.getBigUint64(row * 16, header.littleEndian);
      const size = view.getBigUint64(row * 16 + 8, header.littleEndian);
      const from = offset - BigInt(base);
      if (from < 0n || from + size > BigInt(tail.length)) {
        session.feature(feature, EMPTY, base + row * 16);
        continue;
      }
      const at = Number(from);
      session.feature(feature, tail.subarray(at, at + Number(size)), base + at);
    }
  }

  #note(code: string, message: string): void {
    this.#context.diagnostics.note(code, message, atByte(this.#name, this.bytes));
  }
}

const EMPTY = new Uint8Array(0);

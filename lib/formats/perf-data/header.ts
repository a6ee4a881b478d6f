/** The header of perf.data: magic, byte order, and where attributes, records and features lie. */
import { atByte, ProfileError } from '../../base/errors.js';

/** A run of bytes of the file. */
export interface Section {
  readonly offset: number;
  readonly size: number;
}

/** What the first bytes say. In pipe mode only the byte order: records follow the header up to the end. */
export interface Header {
  readonly littleEndian: boolean;
  readonly pipe: boolean;
  /** Bytes of the header itself. */
  readonly size: number;
  /** Bytes of one entry of `attrs`: a perf_event_attr and a section of ids. */
  readonly attrSize: number;
  readonly attrs: Section;
  readonly data: Section;
  /** Numbers of the features whose sections stand behind the data, ascending. */
  readonly features: readonly number[];
}

/** Enough for `parseHeader`, of a file or a pipe. */
export const HEADER_BYTES = 104;
export const PIPE_HEADER_BYTES = 16;
const FEATURE_WORDS = 8;
const EMPTY: Section = { offset: 0, size: 0 };

/** The byte order that the magic shows: true for little, null for no perf.data. */
export function byteOrder(prefix: Uint8Array): boolean | null {
  const magic = String.fromCharCode(...prefix.subarray(0, 8));
  if (magic === 'PERFILE2') return true;
  return magic === '2ELIFREP' ? false : null;
}

/** Bytes that the header takes, once 16 of them are there. Throws 'bad-value' for a size that is neither. */
export function headerSize(name: string, prefix: Uint8Array): number {
  const littleEndian = byteOrder(prefix) !== false;
  const size = readSize(name, viewOf(prefix), 8, littleEndian, 'header size');
  if (size === PIPE_HEADER_BYTES) return size;
  if (size < HEADER_BYTES || size > 4096)
    throw new ProfileError(
      'bad-value',
      `the header size is ${size}; expected 16 (a pipe) or 104 (a file)`,
      atByte(name, 8),
    );
  return size;
}

/** Throws 'bad-value' for sections that no file can have. `prefix` holds the whole header. */
export function parseHeader(name: string, prefix: Uint8Array): Header {
  const littleEndian = byteOrder(prefix) !== false;
  const size = headerSize(name, prefix);
  if (size === PIPE_HEADER_BYTES)
    return { littleEndian, pipe: true, size, attrSize: 0, attrs: EMPTY, data: EMPTY, features: [] };
  const view = viewOf(prefix);
  const number = (at: number, what: string): number => readSize(name, view, at, littleEndian, what);
  const attrSize = number(16, 'attribute size');
  const attrs = { offset: number(24, 'offset of attributes'), size: number(32, 'size of attributes') };
  const data = { offset: number(40, 'offset of data'), size: number(48, 'size of data') };
  if (data.offset < size || !Number.isSafeInteger(data.offset + data.size))
    throw new ProfileError(
      'bad-value',
      `the data begin at byte ${data.offset}, inside the header of ${size}`,
      atByte(name, 40),
    );
  const features: number[] = [];
  for (let word = 0; word < FEATURE_WORDS; word++) {
    // Four words of 64 bits; in files of big-endian machines their halves stand the other way round.
    const at = 72 + (littleEndian ? word : word ^ 1) * 4;
    const bits = view.getUint32(at, littleEndian);
    for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) features.push(word * 32 + bit);
  }
  return { littleEndian, pipe: false, size, attrSize, attrs, data, features };
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** A 64-bit size or offset as a number. Throws 'bad-value' beyond 2^53. */
export function readSize(
  name: string,
  view: DataView,
  at: number,
  littleEndian: boolean,
  what: string,
): number {
  const value = view.getBigUint64(at, littleEndian);
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new ProfileError(
      'bad-value',
      `the ${what} is ${value}, more than any file holds`,
      atByte(name, at),
    );
  return Number(value);
}

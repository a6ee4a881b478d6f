/** The feature sections: names of events, build ids, and what the recorder said of itself. */
import { type Attributes, parseAttribute } from './attributes.js';
import { viewOf } from './header.js';

export const FEATURE = {
  buildId: 2,
  osRelease: 4,
  arch: 6,
  cmdline: 11,
  eventDesc: 12,
} as const;

/** One object file's build id, by the name that the maps have for it. */
export interface BuildId {
  readonly name: string;
  readonly kernel: boolean;
  readonly id: string;
}

/** What the features say; everything is optional. */
export interface Facts {
  osRelease: string | null;
  arch: string | null;
  cmdline: readonly string[];
  buildIds: BuildId[];
}

export function noFacts(): Facts {
  return { osRelease: null, arch: null, cmdline: [], buildIds: [] };
}

/** The kernel's names are for records of the kernel's own, whose length is what they need and no more. */
const BUILD_ID_SIZED = 1 << 15;
const KERNEL_MODE = 1;
const MAX_STRINGS = 100_000;

/** Reads one section; false where it does not hold what its number promises. */
export function readFeature(
  feature: number,
  section: Uint8Array,
  littleEndian: boolean,
  attributes: Attributes,
  facts: Facts,
): boolean {
  const reader = new SectionReader(section, littleEndian);
  switch (feature) {
    case FEATURE.osRelease:
      facts.osRelease = reader.text();
      break;
    case FEATURE.arch:
      facts.arch = reader.text();
      break;
    case FEATURE.cmdline:
      facts.cmdline = reader.texts();
      break;
    case FEATURE.eventDesc:
      nameEvents(reader, littleEndian, attributes);
      break;
    case FEATURE.buildId:
      return buildIds(section, littleEndian, facts.buildIds);
  }
  return !reader.failed;
}

/** {attributes, size of one, each: attribute, ids, name}: the names as they were typed. */
function nameEvents(reader: SectionReader, littleEndian: boolean, attributes: Attributes): void {
  const count = reader.u32();
  const size = reader.u32();
  for (let event = 0; event < count && !reader.failed; event++) {
    const bytes = reader.bytes(size);
    const ids = reader.u32();
    const name = reader.text();
    const first = ids > 0 ? reader.u64() : null;
    reader.bytes(Math.max(0, ids - 1) * 8);
    if (reader.failed || name === null || parseAttribute(bytes, littleEndian) === null) return;
    const row = first === null ? -1 : attributes.rowOf(Number(first & 0xffffffffn), Number(first >> 32n));
    const attribute = attributes.list[row >= 0 ? row : event];
    if (attribute !== undefined) attribute.name = name;
  }
}

/** Records {type u32, misc u16, size u16, pid i32, id[24], name}. */
function buildIds(section: Uint8Array, littleEndian: boolean, into: BuildId[]): boolean {
  const view = viewOf(section);
  for (let at = 0; at + 36 <= section.length; ) {
    const misc = view.getUint16(at + 4, littleEndian);
    const size = view.getUint16(at + 6, littleEndian);
    if (size < 36 || at + size > section.length) return false;
    const found = buildIdRecord(section.subarray(at, at + size), misc);
    if (found !== null) into.push(found);
    at += size;
  }
  return true;
}

/** A BUILD_ID record, of a section or in the stream; null without an id. */
export function buildIdRecord(record: Uint8Array, misc: number): BuildId | null {
  if (record.length < 36) return null;
  const sized = (misc & BUILD_ID_SIZED) !== 0;
  const id = hexId(record.subarray(12, 32), sized ? record[32]! : null);
  if (id === null) return null;
  return { name: textUpToNul(record.subarray(36)), kernel: (misc & 7) === KERNEL_MODE, id };
}

/** Hexadecimal; without a size the zeros at the end, in groups of four, are padding. Null where nothing is left. */
export function hexId(bytes: Uint8Array, size: number | null): string | null {
  let length = size === null ? 20 : Math.min(size, 20);
  if (size === null)
    while (length >= 4 && bytes.subarray(length - 4, length).every((byte) => byte === 0)) length -= 4;
  if (length === 0) return null;
  return Array.from(bytes.subarray(0, length), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const decoder = new TextDecoder();

export function textUpToNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Reads on while it can; after the first field that is cut, `failed` is set and all fields are empty. */
class SectionReader {
  failed = false;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  #at = 0;

  constructor(bytes: Uint8Array, littleEndian: boolean) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    this.#littleEndian = littleEndian;
  }

  u32(): number {
    return this.#has(4) ? this.#view.getUint32(this.#at - 4, this.#littleEndian) : 0;
  }

  u64(): bigint {
    return this.#has(8) ? this.#view.getBigUint64(this.#at - 8, this.#littleEndian) : 0n;
  }

  bytes(length: number): Uint8Array {
    return this.#has(length) ? this.#bytes.subarray(this.#at - length, this.#at) : new Uint8Array(0);
  }

  /** A length, then so many bytes with zeros behind the text. */
  text(): string | null {
    const bytes = this.bytes(this.u32());
    return this.failed ? null : textUpToNul(bytes);
  }

  texts(): string[] {
    const count = this.u32();
    const list: string[] = [];
    for (let i = 0; i < count && list.length < MAX_STRINGS; i++) {
      const text = this.text();
      if (text === null) break;
      list.push(text);
    }
    return list;
  }

  #has(length: number): boolean {
    if (this.failed || this.#at + length > this.#bytes.length) {
      this.failed = true;
      return false;
    }
    this.#at += length;
    return true;
  }
}

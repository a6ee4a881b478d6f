/** ELF files: sections, segments, build id and debug link; 32 and 64 bit, both byte orders. Every field is checked before it is used. */
import type { BinaryFile } from './binary-file.js';

export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly entrySize: number;
}

/** A PT_LOAD segment. */
export interface ElfSegment {
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly flags: number;
}

export const SECTION_NOBITS = 8;
const SECTION_NOTE = 7;
const MAX_SECTIONS = 65_536;
const MAX_SEGMENTS = 4096;
const MAX_NAMES = 16 * 2 ** 20;
const MAX_NOTES = 2 ** 20;
const LOAD = 1;
const NOTE = 4;

/**
 * Numbers are floats: virtual addresses of the kernel (from 2^63 up) are counted from `base`, which is 0 for user
 * programs, so that they are exact.
 */
export class ElfFile {
  readonly file: BinaryFile;
  readonly littleEndian: boolean;
  readonly is64: boolean;
  readonly machine: number;
  readonly type: number;
  readonly sections: readonly ElfSection[];
  readonly segments: readonly ElfSegment[];
  /** Hexadecimal, or null. */
  readonly buildId: string | null;
  readonly base: bigint;

  /** Null where the file is no ELF file, or is cut so that its tables are not there. */
  static open(file: BinaryFile, base = 0n): ElfFile | null {
    const head = file.read(0, 64);
    if (head.length < 52 || head[0] !== 0x7f || head[1] !== 0x45 || head[2] !== 0x4c || head[3] !== 0x46)
      return null;
    if ((head[4] !== 1 && head[4] !== 2) || (head[5] !== 1 && head[5] !== 2)) return null;
    if (head[4] === 2 && head.length < 64) return null;
    return new ElfFile(file, head, base);
  }

  private constructor(file: BinaryFile, head: Uint8Array, base: bigint) {
    this.file = file;
    this.base = base;
    this.is64 = head[4] === 2;
    this.littleEndian = head[5] === 1;
    const fields = this.fields(head);
    this.type = fields.u16(16);
    this.machine = fields.u16(18);
    const wide = this.is64;
    this.segments = this.#segments(
      fields.word(wide ? 32 : 28),
      fields.u16(wide ? 54 : 42),
      fields.u16(wide ? 56 : 44),
    );
    this.sections = this.#sections(
      fields.word(wide ? 40 : 32),
      fields.u16(wide ? 58 : 46),
      fields.u16(wide ? 60 : 48),
      fields.u16(wide ? 62 : 50),
    );
    this.buildId = this.#findBuildId(
      fields.word(wide ? 32 : 28),
      fields.u16(wide ? 54 : 42),
      fields.u16(wide ? 56 : 44),
    );
  }

  section(name: string): ElfSection | null {
    return this.sections.find((section) => section.name === name) ?? null;
  }

  /** The section's bytes in the file; null for none, or more than `limit`. */
  content(section: ElfSection | null, limit: number): Uint8Array | null {
    if (section === null || section.type === SECTION_NOBITS || section.size === 0) return null;
    if (section.size > limit || section.offset + section.size > this.file.size) return null;
    if (section.flags & COMPRESSED) return null;
    const bytes = this.file.read(section.offset, section.size);
    return bytes.length === section.size ? bytes : null;
  }

  /** The virtual address of a place in the file; NaN where no segment loads it. */
  addressOf(fileOffset: number): number {
    for (const { offset, address, fileSize } of this.segments)
      if (fileOffset >= offset && fileOffset < offset + fileSize) return fileOffset - offset + address;
    return Number.NaN;
  }

  /** {name, CRC-32} of the file with the symbols that were stripped off this one. */
  debugLink(): { readonly name: string; readonly crc: number } | null {
    const bytes = this.content(this.section('.gnu_debuglink'), 4096);
    const end = bytes?.indexOf(0) ?? -1;
    if (bytes === null || end <= 0) return null;
    const at = Math.ceil((end + 1) / 4) * 4;
    if (at + 4 > bytes.length) return null;
    return { name: Buffer.from(bytes.subarray(0, end)).toString(), crc: this.fields(bytes).u32(at) };
  }

  /** Readers of numbers in `bytes` in this file's byte order; the caller keeps within them. */
  fields(bytes: Uint8Array): ElfFields {
    return new ElfFields(bytes, this.littleEndian, this.is64, this.base);
  }

  #segments(offset: number, entry: number, count: number): ElfSegment[] {
    const segments: ElfSegment[] = [];
    if (entry < (this.is64 ? 56 : 32) || count > MAX_SEGMENTS) return segments;
    const bytes = this.file.read(offset, entry * count);
    const fields = this.fields(bytes);
    for (let at = 0; at + entry <= bytes.length; at += entry) {
      if (fields.u32(at) !== LOAD) continue;
      segments.push(
        this.is64
          ? {
              offset: fields.word(at + 8),
              address: fields.address(at + 16),
              fileSize: fields.word(at + 32),
              flags: fields.u32(at + 4),
            }
          : {
              offset: fields.word(at + 4),
              address: fields.address(at + 8),
              fileSize: fields.word(at + 16),
              flags: fields.u32(at + 24),
            },
      );
    }
    return segments;
  }

  #sections(offset: number, entry: number, count: number, names: number): ElfSection[] {
    if (entry < (this.is64 ? 64 : 40) || count > MAX_SECTIONS || count === 0) return [];
    const bytes = this.file.read(offset, entry * count);
    if (bytes.length < entry * count) return [];
    const fields = this.fields(bytes);
    const wide = this.is64;
    const raw = Array.from({ length: count }, (_, row) => {
      const at = row * entry;
      return {
        nameAt: fields.u32(at),
        type: fields.u32(at + 4),
        flags: fields.word(at + 8),
        address: fields.address(at + (wide ? 16 : 12)),
        offset: fields.word(at + (wide ? 24 : 16)),
        size: fields.word(at + (wide ? 32 : 20)),
        link: fields.u32(at + (wide ? 40 : 24)),
        entrySize: fields.word(at + (wide ? 56 : 36)),
      };
    });
    const table = raw[names];
    const text =
      table === undefined || table.size > MAX_NAMES
        ? new Uint8Array(0)
        : this.file.read(table.offset, table.size);
    return raw.map(({ nameAt, ...section }) => ({ ...section, name: textAt(text, nameAt) }));
  }

  #findBuildId(offset: number, entry: number, count: number): string | null {
    const notes = this.sections
      .filter(({ type }) => type === SECTION_NOTE)
      .map(({ offset: at, size }) => ({ at, size }));
    if (notes.length === 0 && entry >= (this.is64 ? 56 : 32) && count <= MAX_SEGMENTS) {
      const bytes = this.file.read(offset, entry * count);
      const fields = this.fields(bytes);
      for (let at = 0; at + entry <= bytes.length; at += entry)
        if (fields.u32(at) === NOTE)
          notes.push({
            at: fields.word(at + (this.is64 ? 8 : 4)),
            size: fields.word(at + (this.is64 ? 32 : 16)),
          });
    }
    for (const { at, size } of notes) {
      if (size > MAX_NOTES) continue;
      const id = buildIdIn(this.file.read(at, size), this.littleEndian);
      if (id !== null) return id;
    }
    return null;
  }
}

const COMPRESSED = 0x800;

/** Unchecked: out of bounds throws a RangeError, so callers compare lengths first. */
export class ElfFields {
  readonly view: DataView;
  readonly #little: boolean;
  readonly #wide: boolean;
  readonly #base: bigint;

  constructor(bytes: Uint8Array, little: boolean, wide: boolean, base: bigint) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#little = little;
    this.#wide = wide;
    this.#base = base;
  }

  u16(at: number): number {
    return this.view.getUint16(at, this.#little);
  }

  u32(at: number): number {
    return this.view.getUint32(at, this.#little);
  }

  /** An offset or size of the file's width; infinite beyond 2^53. */
  word(at: number): number {
    if (!this.#wide) return this.view.getUint32(at, this.#little);
    const high = this.view.getUint32(this.#little ? at + 4 : at, this.#little);
    const low = this.view.getUint32(this.#little ? at : at + 4, this.#little);
    return high > 0x1fffff ? Number.POSITIVE_INFINITY : high * 2 ** 32 + low;
  }

  /** A virtual address, counted from the base. */
  address(at: number): number {
    if (this.#base === 0n) return this.word(at);
    return this.#wide ? Number(this.view.getBigUint64(at, this.#little) - this.#base) : this.word(at);
  }
}

/** The text at `at` up to its zero; empty outside. */
export function textAt(table: Uint8Array, at: number): string {
  if (at >= table.length) return '';
  const end = table.indexOf(0, at);
  return Buffer.from(table.buffer, table.byteOffset + at, (end < 0 ? table.length : end) - at).toString();
}

/** NT_GNU_BUILD_ID among notes {name size, content size, type, name, content}, each padded to 4. */
export function buildIdIn(notes: Uint8Array, littleEndian: boolean): string | null {
  const view = new DataView(notes.buffer, notes.byteOffset, notes.length);
  for (let at = 0; at + 12 <= notes.length; ) {
    const nameSize = view.getUint32(at, littleEndian);
    const size = view.getUint32(at + 4, littleEndian);
    const nameAt = at + 12;
    const contentAt = nameAt + Math.ceil(nameSize / 4) * 4;
    if (contentAt + size > notes.length) return null;
    if (
      view.getUint32(at + 8, littleEndian) === 3 &&
      nameSize === 4 &&
      textAt(notes, nameAt).startsWith('GNU')
    )
      return Buffer.from(notes.buffer, notes.byteOffset + contentAt, size).toString('hex');
    at = contentAt + Math.ceil(size / 4) * 4;
  }
  return null;
}

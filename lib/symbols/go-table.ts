/** Go's own table of functions and lines (.gopclntab), which stays in stripped programs: names, lines, and what was inlined where. As Go 1.18 and later write it. */
import { type ElfFile, type ElfSection, textAt } from './elf.js';
import type { SymbolFrame } from './symbol-frame.js';

const MAGIC_1_20 = 0xfffffff1;
/** Without the line where a function begins, and with inlining trees of another layout, which are not read. */
const MAGIC_1_18 = 0xfffffff0;
const MAX_TABLE = 512 * 2 ** 20;
const MAX_DATA = 64 * 2 ** 20;
const MAX_INLINED = 1000;
/** Fields of the function's record. */
const FIELD = {
  nameOff: 4,
  pcFile: 20,
  pcLine: 24,
  dataCount: 28,
  unit: 32,
  startLine: 36,
  funcDataCount: 43,
  size: 44,
};
const INLINE_INDEX = 2;
const INLINE_TREE = 3;
const INLINE_ENTRY = 16;
/** Words of the linker's module record (moduledata); Go 1.20 to 1.26 have them at these places. */
const MODULE_TEXT = 22;
const MODULE_GOFUNC = 40;

interface GoFunction {
  /** Offset of its record in the table. */
  readonly record: number;
  readonly start: number;
}

/** Every offset comes from the file: a read outside of the table throws RangeError, and `frames` makes that "not known". */
export class GoTable {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #little: boolean;
  readonly #old: boolean;
  readonly #quantum: number;
  readonly #text: number;
  readonly #count: number;
  readonly #names: number;
  readonly #units: number;
  readonly #files: number;
  readonly #values: number;
  readonly #functions: number;
  /** Where the inlining trees are; null where it was not found. */
  readonly #gofunc: { readonly address: number; readonly bytes: DataView; readonly start: number } | null;

  /** Null where the program has no such table, or one of another version. */
  static open(elf: ElfFile): GoTable | null {
    const section = elf.section('.gopclntab') ?? elf.section('.data.rel.ro.gopclntab');
    const bytes = elf.is64 ? elf.content(section, MAX_TABLE) : null;
    if (section === null || bytes === null || bytes.length < 72) return null;
    const fields = elf.fields(bytes);
    if ((fields.u32(0) !== MAGIC_1_20 && fields.u32(0) !== MAGIC_1_18) || bytes[7] !== 8 || bytes[6]! === 0)
      return null;
    return new GoTable(elf, section, bytes);
  }

  private constructor(elf: ElfFile, section: ElfSection, bytes: Uint8Array) {
    const fields = elf.fields(bytes);
    this.#bytes = bytes;
    this.#view = fields.view;
    this.#little = elf.littleEndian;
    this.#old = fields.u32(0) === MAGIC_1_18;
    this.#quantum = bytes[6]!;
    this.#count = fields.word(8);
    this.#names = fields.word(32);
    this.#units = fields.word(40);
    this.#files = fields.word(48);
    this.#values = fields.word(56);
    this.#functions = fields.word(64);
    const module = moduleWords(elf, section.address);
    // Since Go 1.26 the header does not say where the code begins.
    this.#text = fields.word(24) || module?.[MODULE_TEXT] || elf.section('.text')?.address || 0;
    this.#gofunc = this.#old ? null : gofuncOf(elf, module?.[MODULE_GOFUNC] ?? 0);
  }

  /** The frames at an address, caller first; null where no function of Go covers it. */
  frames(address: number): SymbolFrame[] | null {
    try {
      const found = this.#function(address - this.#text);
      return found === null ? null : this.#framesOf(found, address - this.#text);
    } catch {
      // Outside of the table: it is cut or is not what it seems.
      return null;
    }
  }

  /** The last function that starts at or before the offset; the table ends with the end of the last one. */
  #function(offset: number): GoFunction | null {
    if (offset < 0 || this.#count === 0) return null;
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#u32(this.#functions + middle * 8) <= offset) low = middle + 1;
      else high = middle;
    }
    if (low === 0 || offset >= this.#u32(this.#functions + this.#count * 8)) return null;
    const at = this.#functions + (low - 1) * 8;
    return { start: this.#u32(at), record: this.#functions + this.#u32(at + 4) };
  }

  #framesOf(fn: GoFunction, offset: number): SymbolFrame[] {
    const { record } = fn;
    const frames: SymbolFrame[] = [];
    let at = offset;
    const tree = this.#inlineTree(record);
    const indexes = tree === null ? 0 : this.#u32(record + FIELD.size + INLINE_INDEX * 4);
    for (let turns = 0; indexes !== 0 && tree !== null && turns < MAX_INLINED; turns++) {
      const index = this.#value(indexes, fn, at);
      if (index < 0) break;
      const entry = tree + index * INLINE_ENTRY;
      const bytes = this.#gofunc!.bytes;
      frames.unshift(
        this.#frame(
          fn,
          at,
          bytes.getInt32(entry + 4, this.#little),
          bytes.getInt32(entry + 12, this.#little),
        ),
      );
      at = fn.start + bytes.getInt32(entry + 8, this.#little);
    }
    frames.unshift(
      this.#frame(
        fn,
        at,
        this.#u32(record + FIELD.nameOff),
        this.#old ? 0 : this.#u32(record + FIELD.startLine),
      ),
    );
    return frames;
  }

  #frame(fn: GoFunction, at: number, nameOff: number, startLine: number): SymbolFrame {
    const name = textAt(this.#bytes, this.#names + nameOff);
    if (name === '') throw new RangeError('no name');
    const line = this.#value(this.#u32(fn.record + FIELD.pcLine), fn, at);
    return {
      name,
      systemName: name,
      file: this.#file(fn, at),
      line: Math.max(line, 0),
      startLine: startLine > 0 && startLine < 2 ** 31 ? startLine : 0,
    };
  }

  #file(fn: GoFunction, at: number): string | null {
    const index = this.#value(this.#u32(fn.record + FIELD.pcFile), fn, at);
    if (index < 0) return null;
    const file = this.#u32(this.#units + (this.#u32(fn.record + FIELD.unit) + index) * 4);
    return file === 0xffffffff ? null : textAt(this.#bytes, this.#files + file) || null;
  }

  /** Offset in the inlining data of the function's tree; null without one. */
  #inlineTree(record: number): number | null {
    const data = this.#u32(record + FIELD.dataCount);
    if (
      this.#gofunc === null ||
      data <= INLINE_INDEX ||
      this.#bytes[record + FIELD.funcDataCount]! <= INLINE_TREE
    )
      return null;
    const place = this.#u32(record + FIELD.size + (data + INLINE_TREE) * 4);
    return place === 0xffffffff ? null : this.#gofunc.address + place - this.#gofunc.start;
  }

  /** A value that changes along the code: pairs of varints, how it changes (zigzag) and for how many bytes. -1 where there is none. */
  #value(table: number, fn: GoFunction, offset: number): number {
    if (table === 0) return -1;
    let at = this.#values + table;
    let value = -1;
    let pc = fn.start;
    const varint = (): number => {
      let result = 0;
      for (let shift = 0; shift < 35; shift += 7) {
        const byte = this.#view.getUint8(at++);
        result += (byte & 127) * 2 ** shift;
        if (byte < 128) return result;
      }
      throw new RangeError('long varint');
    };
    for (let first = true; ; first = false) {
      const change = varint();
      if (change === 0 && !first) return -1;
      value += change % 2 === 1 ? -(change + 1) / 2 : change / 2;
      pc += varint() * this.#quantum;
      if (offset < pc) return value;
    }
  }

  #u32(at: number): number {
    return this.#view.getUint32(at, this.#little);
  }
}

/** The module record is the words that begin with the table's address; null where relocation fills it in only when the program starts. */
function moduleWords(elf: ElfFile, table: number): number[] | null {
  for (const name of ['.go.module', '.noptrdata', '.data']) {
    const bytes = elf.content(elf.section(name), MAX_DATA);
    if (bytes === null) continue;
    const fields = elf.fields(bytes);
    for (let at = 0; at + 8 * (MODULE_GOFUNC + 1) <= bytes.length; at += 8) {
      if (fields.word(at) !== table) continue;
      const words = Array.from({ length: MODULE_GOFUNC + 1 }, (_, i) => fields.word(at + i * 8));
      // The next word is the address of the names, which lie within the table.
      if (words[1]! > table && words[1]! < table + MAX_TABLE) return words;
    }
  }
  return null;
}

function gofuncOf(elf: ElfFile, address: number) {
  if (address === 0) return null;
  const section = elf.sections.find(
    (each) => address >= each.address && address < each.address + each.size && each.address > 0,
  );
  const bytes = elf.content(section ?? null, MAX_TABLE);
  if (section === undefined || bytes === null) return null;
  return { address, bytes: elf.fields(bytes).view, start: section.address };
}

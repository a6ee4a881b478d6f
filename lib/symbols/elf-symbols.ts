/** Names out of .symtab or .dynsym, and of the procedure linkage table. */
import { type ElfFile, type ElfSection, textAt } from './elf.js';
import { stubTables } from './linkage-table.js';
import type { SymbolSearch } from './symbol-table.js';

const TYPE_NONE = 0;
const TYPE_OBJECT = 1;
const TYPE_FUNCTION = 2;
const TYPE_IFUNC = 10;
const UNDEFINED = 0;
const ABSOLUTE = 0xfff1;
const RESERVED = 0xff00;
const HIDDEN = 2;
const INTERNAL = 1;
const MACHINE_ARM = 40;
const MACHINE_AARCH64 = 183;
/** 10 million symbols. */
const MAX_TABLE = 256 * 2 ** 20;

/**
 * Offers the symbols of `table` to `search`, which counts in virtual addresses; false without such a table. As perf does, labels count only
 * in sections of text or data.
 */
export function offerElfSymbols(
  elf: ElfFile,
  table: '.symtab' | '.dynsym',
  search: SymbolSearch,
  shift = 0,
): boolean {
  const section = elf.section(table);
  const bytes = elf.content(section, MAX_TABLE);
  const names = elf.content(elf.sections[section?.link ?? -1] ?? null, MAX_TABLE);
  if (section === null || bytes === null || names === null) return false;
  const fields = elf.fields(bytes);
  const wide = elf.is64;
  const entry = wide ? 24 : 16;
  const labels = elf.sections.map(({ name }) => name.includes('text') || name.includes('data'));
  const mapping = elf.machine === MACHINE_ARM || elf.machine === MACHINE_AARCH64;
  const nameOf = (place: number): string => textAt(names, place);
  const thumb = elf.machine === MACHINE_ARM ? 1 : 0;
  for (let at = 0; at + entry <= bytes.length; at += entry) {
    const info = bytes[at + (wide ? 4 : 12)]!;
    const type = info & 15;
    if (type !== TYPE_FUNCTION && type !== TYPE_OBJECT && type !== TYPE_NONE && type !== TYPE_IFUNC) continue;
    const index = fields.u16(at + (wide ? 6 : 14));
    if (index === UNDEFINED || index === ABSOLUTE) continue;
    const nameAt = fields.u32(at);
    if (nameAt === 0) continue;
    if (type === TYPE_NONE) {
      const visibility = bytes[at + (wide ? 5 : 13)]! & 3;
      if (visibility === HIDDEN || visibility === INTERNAL || labels[index] !== true) continue;
    }
    if (mapping && type === TYPE_NONE && names[nameAt] === 36) continue;
    if (index < RESERVED && elf.sections[index] === undefined) continue;
    const value = fields.address(at + (wide ? 8 : 4));
    const start = thumb === 1 && type === TYPE_FUNCTION ? value - (value % 2) : value;
    const size = fields.word(at + (wide ? 16 : 8));
    if (!Number.isFinite(start) || !Number.isFinite(size)) continue;
    search.offer(start + shift, size, info >> 4, nameOf, nameAt);
  }
  return true;
}

/** Stubs that call other object files have no symbols; perf names them "NAME@plt" after what they call. */
export function offerPltSymbols(elf: ElfFile, search: SymbolSearch): void {
  const calls = elf.section('.rela.plt') ?? elf.section('.rel.plt');
  const dynamic = elf.section('.dynsym');
  if (calls === null || dynamic === null) return;
  const relocations = elf.content(calls, MAX_TABLE);
  const symbols = elf.content(dynamic, MAX_TABLE);
  const names = elf.content(elf.sections[dynamic.link] ?? null, MAX_TABLE);
  if (relocations === null || symbols === null || names === null) return;
  const entry = relocationBytes(elf, calls);
  const fields = elf.fields(relocations);
  const of = elf.fields(symbols);
  const nameOf = (place: number): string => `${textAt(names, place)}@plt`;
  const each = elf.is64 ? 24 : 16;
  const tables = stubTables(elf, Math.floor(relocations.length / entry));
  for (let at = 0, row = 0; at + entry <= relocations.length; at += entry, row++) {
    const symbol = elf.is64 ? fields.u32(at + 8 + (elf.littleEndian ? 4 : 0)) : fields.u32(at + 4) >>> 8;
    const place = symbol * each;
    // Without a symbol the program itself decides at its start what is called.
    if (symbol === 0 || place + each > symbols.length) continue;
    const nameAt = of.u32(place);
    for (const table of tables)
      search.offer(table.address + row * table.entry, table.entry, 1, nameOf, nameAt);
  }
}

function relocationBytes(elf: ElfFile, section: ElfSection): number {
  const addend = section.name.startsWith('.rela');
  if (elf.is64) return addend ? 24 : 16;
  return addend ? 12 : 8;
}

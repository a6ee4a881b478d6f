/** Procedure linkage tables: stubs through which a program calls other object files. Compilers know nothing of them, the linker writes no symbols. */
import type { ElfFile } from './elf.js';
import { ARM64 } from './machine.js';

const MACHINE_ARM = 40;
const ENTRY = 16;
const MAX_TABLE = 2 ** 26;

export interface StubTable {
  /** Virtual address of the first stub, and bytes from one to the next: row i calls what relocation i of .rela.plt is for. */
  readonly address: number;
  readonly entry: number;
}

/** `count`: relocations for stubs. */
export function stubTables(elf: ElfFile, count: number): StubTable[] {
  const plt = elf.section('.plt');
  if (plt === null || count === 0) return [];
  if (elf.machine === MACHINE_ARM) return [{ address: plt.address + 20, entry: 12 }];
  if (elf.machine === ARM64.elf) {
    // Longer where they check signatures.
    const entry = Math.floor((plt.size - ARM64_HEADER) / count / 4) * 4;
    return [{ address: plt.address + ARM64_HEADER, entry: Math.max(entry, ENTRY) }];
  }
  const tables = [{ address: plt.address + ENTRY, entry: ENTRY }];
  // Where jumps must land on a mark (-fcf-protection), calls go to a second table.
  const second = elf.section('.plt.sec');
  if (second !== null) tables.push({ address: second.address, entry: ENTRY });
  return tables;
}

const ARM64_HEADER = 32;
/** stp x16, x30, [sp, #-16]! */
const PUSH = 0xa9bf7bf0;

/** Where the stubs of an arm64 program lie, and from which address to which the return address is on the stack: its first stub puts it there. */
export interface Arm64Stubs {
  readonly start: number;
  readonly end: number;
  readonly pushedFrom: number;
  readonly pushedTo: number;
}

export function arm64Stubs(elf: ElfFile): Arm64Stubs | null {
  const plt = elf.section('.plt');
  if (elf.machine !== ARM64.elf || plt === null) return null;
  const code = elf.content(plt, MAX_TABLE);
  const fields = code === null || code.length < ARM64_HEADER ? null : elf.fields(code);
  // A mark for jumps may stand before it.
  const push = fields !== null && fields.u32(4) === PUSH ? 4 : 0;
  return {
    start: plt.address,
    end: plt.address + plt.size,
    pushedFrom: plt.address + push + 4,
    pushedTo: plt.address + ARM64_HEADER,
  };
}

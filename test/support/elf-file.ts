/** Makes ELF files of 64 bits, little-endian, out of sections: for tests and for libraries cut down. */

export interface MadeSection {
  readonly name: string;
  readonly type?: number;
  readonly address?: number | bigint;
  readonly bytes: Uint8Array;
  readonly link?: string;
  readonly flags?: number;
  readonly entrySize?: number;
}

export interface MadeFile {
  readonly machine: number;
  readonly sections: readonly MadeSection[];
  /** Program headers as they are in a file; default one segment that loads the whole file at its offsets. */
  readonly programs?: Uint8Array;
}

const HEADER = 64;
const SECTION = 64;
const PROGRAM = 56;
export const PROGBITS = 1;
export const SYMTAB = 2;
export const STRTAB = 3;
export const NOTE = 7;
export const DYNSYM = 11;

export function elfFile({ machine, sections, programs = loadAll() }: MadeFile): Buffer {
  const names = Buffer.from(`\0${sections.map(({ name }) => `${name}\0`).join('')}.shstrtab\0`);
  const all: MadeSection[] = [
    { name: '', type: 0, bytes: new Uint8Array(0) },
    ...sections,
    { name: '.shstrtab', type: STRTAB, bytes: names },
  ];
  const bodies: Uint8Array[] = [];
  const table = Buffer.alloc(SECTION * all.length);
  let at = HEADER + programs.length;
  for (const [
    row,
    { name, type = PROGBITS, address = 0, bytes, link, flags = 0, entrySize = 0 },
  ] of all.entries()) {
    const padded = Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
    const to = row * SECTION;
    table.writeUInt32LE(name === '' ? 0 : names.indexOf(`\0${name}\0`) + 1, to);
    table.writeUInt32LE(type, to + 4);
    table.writeBigUInt64LE(BigInt(flags), to + 8);
    table.writeBigUInt64LE(BigInt(address), to + 16);
    table.writeBigUInt64LE(BigInt(at), to + 24);
    table.writeBigUInt64LE(BigInt(bytes.length), to + 32);
    table.writeUInt32LE(link === undefined ? 0 : all.findIndex((each) => each.name === link), to + 40);
    table.writeBigUInt64LE(BigInt(entrySize), to + 56);
    bodies.push(padded);
    at += padded.length;
  }
  const head = Buffer.alloc(HEADER);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  head.writeUInt16LE(3, 16);
  head.writeUInt16LE(machine, 18);
  head.writeUInt32LE(1, 20);
  head.writeBigUInt64LE(BigInt(HEADER), 32);
  head.writeBigUInt64LE(BigInt(at), 40);
  head.writeUInt16LE(HEADER, 52);
  head.writeUInt16LE(PROGRAM, 54);
  head.writeUInt16LE(programs.length / PROGRAM, 56);
  head.writeUInt16LE(SECTION, 58);
  head.writeUInt16LE(all.length, 60);
  head.writeUInt16LE(all.length - 1, 62);
  return Buffer.concat([head, programs, ...bodies, table]);
}

/** {name, address, size, ...}: symbols and the strings that they need. */
export function symbolTable(
  symbols: readonly {
    readonly name: string;
    readonly value: number | bigint;
    readonly size?: number;
    /** Binding and type. */
    readonly info?: number;
    readonly section?: number;
  }[],
): { readonly table: Buffer; readonly names: Buffer } {
  const names = Buffer.from(`\0${symbols.map(({ name }) => `${name}\0`).join('')}`);
  const table = Buffer.alloc(24 * (symbols.length + 1));
  for (const [row, { name, value, size = 0, info = 0x12, section = 1 }] of symbols.entries()) {
    const at = 24 * (row + 1);
    // As linkers have it, a name may be the end of another.
    table.writeUInt32LE(names.indexOf(`${name}\0`), at);
    table[at + 4] = info;
    table.writeUInt16LE(section, at + 6);
    table.writeBigUInt64LE(BigInt(value), at + 8);
    table.writeBigUInt64LE(BigInt(size), at + 16);
  }
  return { table, names };
}

function loadAll(): Buffer {
  const program = Buffer.alloc(PROGRAM);
  program.writeUInt32LE(1, 0);
  program.writeUInt32LE(5, 4);
  program.writeBigUInt64LE(2n ** 32n, 32);
  program.writeBigUInt64LE(2n ** 32n, 40);
  return program;
}

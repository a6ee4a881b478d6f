/** Tables of names other than the linker's: Go's own, those of just-in-time compilers, and the kernel's. */
import assert from 'node:assert/strict';
import { ElfFile } from '../../../lib/symbols/elf.js';
import { GoTable } from '../../../lib/symbols/go-table.js';
import { jitLoads } from '../../../lib/symbols/jitdump.js';
import { offerKallsyms } from '../../../lib/symbols/kallsyms.js';
import { memoryFile } from '../../../lib/symbols/places.js';
import { SymbolSearch } from '../../../lib/symbols/symbol-table.js';
import { elfFile } from '../../support/elf-file.js';

const TABLE = 0x5000;
const TEXT = 0x1000;
const GOFUNC = 0x8008;
const HEADER = 72;

const u32 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [row, value] of values.entries()) bytes.writeInt32LE(value | 0, row * 4);
  return bytes;
};
const u64 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [row, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), row * 8);
  return bytes;
};

/** Values along code, each for so many bytes. */
function along(...steps: readonly (readonly [value: number, bytes: number])[]): Buffer {
  let last = -1;
  const bytes: number[] = [];
  for (const [value, length] of steps) {
    const change = value - last;
    bytes.push(change < 0 ? -change * 2 - 1 : change * 2, length);
    last = value;
  }
  return Buffer.from([...bytes, 0]);
}

/** main.outer is 64 bytes of code, of which main.inner, inlined at byte 8 of it, is bytes 16 to 47. main.last follows with 16. */
function program(magic: number, recordedText: number): Buffer {
  const old = magic === 0xfffffff0;
  const names = Buffer.from('\0main.outer\0main.inner\0main.last\0');
  const nameOf = (name: string): number => names.indexOf(`${name}\0`);
  const files = Buffer.from('a.go\0b.go\0');
  const values: Buffer[] = [Buffer.from([0])];
  const table = (bytes: Buffer): number => {
    const at = values.reduce((sum, { length }) => sum + length, 0);
    values.push(bytes);
    return at;
  };
  const lines = table(along([10, 16], [20, 32], [11, 16]));
  const file = table(along([0, 16], [1, 32], [0, 16]));
  const inlined = table(along([-1, 16], [0, 32], [-1, 16]));
  const record = (start: number, name: string, line: number, inlining: boolean): Buffer => {
    const counts = Buffer.from([0, 0, 0, 4]);
    return Buffer.concat([
      u32(start, nameOf(name), 0, 0, 0, file, lines, 3, 0, ...(old ? [] : [line])),
      counts,
      u32(0, 0, inlining ? inlined : 0, -1, -1, -1, inlining ? 0 : -1),
    ]);
  };
  const outer = record(0, 'main.outer', 9, true);
  const functions = 2 * 8 + 4 + 4;
  const pieces = [names, u32(0, 5), files, Buffer.concat(values)].map((piece) =>
    Buffer.concat([piece, Buffer.alloc((8 - (piece.length % 8)) % 8)]),
  );
  const offsets = pieces.map((_, row) =>
    pieces.slice(0, row).reduce((sum, { length }) => sum + length, HEADER),
  );
  const end = offsets[3]! + pieces[3]!.length;
  const bytes = Buffer.concat([
    u32(magic),
    Buffer.from([0, 0, 1, 8]),
    u64(2, 2, recordedText, ...offsets, end),
    ...pieces,
    u32(0, functions, 64, functions + outer.length, 80, 0),
    outer,
    record(64, 'main.last', 30, false),
  ]);
  const module = Array.from({ length: 41 }, () => 0);
  module[0] = TABLE;
  module[1] = TABLE + HEADER;
  module[22] = TEXT;
  module[40] = GOFUNC;
  return elfFile({
    machine: 62,
    sections: [
      { name: '.gopclntab', address: TABLE, bytes },
      { name: '.go.module', address: 0x7000, bytes: u64(1, ...module) },
      {
        name: '.rodata',
        address: 0x8000,
        bytes: Buffer.concat([u64(0), u32(0, nameOf('main.inner'), 8, 19)]),
      },
    ],
  });
}

function framesAt(file: Uint8Array, ...offsets: readonly number[]): string[] {
  const table = GoTable.open(ElfFile.open(memoryFile(file))!)!;
  return offsets.map((offset) =>
    (table.frames(TEXT + offset) ?? [])
      .map(({ name, file: where, line, startLine }) => `${name} ${where}:${line} from ${startLine}`)
      .join(' > '),
  );
}

describe("Go's table", () => {
  it('has names, files and lines, and what was inlined where', () => {
    assert.deepEqual(framesAt(program(0xfffffff1, TEXT), 0, 15, 16, 47, 48, 63, 64, 79, 80), [
      'main.outer a.go:10 from 9',
      'main.outer a.go:10 from 9',
      'main.outer a.go:10 from 9 > main.inner b.go:20 from 19',
      'main.outer a.go:10 from 9 > main.inner b.go:20 from 19',
      'main.outer a.go:11 from 9',
      'main.outer a.go:11 from 9',
      'main.last a.go:10 from 30',
      'main.last a.go:10 from 30',
      '',
    ]);
  });
  it('begins where the module record says, if the table does not say', () => {
    assert.deepEqual(framesAt(program(0xfffffff1, 0), 20), framesAt(program(0xfffffff1, TEXT), 20));
  });
  it('of Go 1.18 has no lines where functions begin, and its inlining is not read', () => {
    assert.deepEqual(framesAt(program(0xfffffff0, TEXT), 20, 64), [
      'main.outer b.go:20 from 0',
      'main.last a.go:10 from 0',
    ]);
  });
  it('of other versions and of other word sizes is not read', () => {
    assert.equal(GoTable.open(ElfFile.open(memoryFile(program(0xfffffffb, TEXT)))!), null);
  });
  it('that is damaged gives fewer names and no error', () => {
    const whole = program(0xfffffff1, TEXT);
    for (let at = 64; at < whole.length; at++) {
      for (const value of [0, 0x7f, 0xff]) {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        const elf = ElfFile.open(memoryFile(bytes));
        const table = elf === null ? null : GoTable.open(elf);
        for (let offset = 0; offset < 90; offset += 15) table?.frames(TEXT + offset);
      }
    }
  });
});

describe('dumps of compiled code', () => {
  for (const little of [true, false])
    it(`${little ? 'little' : 'big'}-endian: functions in the order of their times, moved ones under their names`, () => {
      const number = (value: number, size: number): Buffer => {
        const bytes = Buffer.alloc(size);
        if (little) bytes.writeUIntLE(value, 0, Math.min(size, 6));
        else bytes.writeUIntBE(value, Math.max(size - 6, 0), Math.min(size, 6));
        return bytes;
      };
      const record = (kind: number, time: number, ...parts: readonly Buffer[]): Buffer => {
        const body = Buffer.concat(parts);
        return Buffer.concat([number(kind, 4), number(16 + body.length, 4), number(time, 8), body]);
      };
      const load = (time: number, address: number, index: number, name: string): Buffer =>
        record(
          0,
          time,
          number(1, 4),
          number(1, 4),
          ...[address, address, 16, index].map((value) => number(value, 8)),
          Buffer.from(`${name}\0code`),
        );
      const bytes = Buffer.concat([
        number(0x4a695444, 4),
        number(1, 4),
        number(40, 4),
        Buffer.alloc(28),
        load(30, 0x300, 2, 'g'),
        load(10, 0x100, 1, 'f'),
        // Debug information, then f elsewhere, then a function that nobody knows.
        record(2, 11, Buffer.alloc(24)),
        record(
          1,
          40,
          number(1, 4),
          number(1, 4),
          ...[0, 0x100, 0x500, 16, 1].map((value) => number(value, 8)),
        ),
        record(
          1,
          50,
          number(1, 4),
          number(1, 4),
          ...[0, 0x100, 0x600, 16, 9].map((value) => number(value, 8)),
        ),
      ]);
      const told = (dump: Uint8Array): string[] =>
        jitLoads(dump).map(
          ({ time, address, size, name }) => `${time} ${name} ${address.toString(16)}+${size}`,
        );
      assert.deepEqual(told(bytes), ['10 f 100+16', '30 g 300+16', '40 f 500+16']);
      assert.deepEqual(told(bytes.subarray(0, bytes.length - 80)), ['10 f 100+16', '30 g 300+16']);
    });
});

describe("the kernel's list of symbols", () => {
  const list = Buffer.from(
    [
      '0000000000000000 A percpu',
      'ffffffff81000000 T _text',
      'ffffffff81000100 t work',
      'ffffffff81000180 r a_constant',
      'ffffffff81000200 W weak_one',
      'ffffffff81000280 T $x',
      'ffffffffc0000000 t of_module\t[module]',
    ].join('\n'),
  );
  const at = (low: number): number => 0xffff * 2 ** 32 + low;
  const names = (start: Parameters<typeof offerKallsyms>[2], text = list): (string | null)[] | null => {
    const search = new SymbolSearch(
      Float64Array.of(at(0x81000000), at(0x81000190), at(0x81000290), at(0xc0000010)),
    );
    return offerKallsyms(text, search, start) ? search.found().map((symbol) => symbol?.name ?? null) : null;
  };
  it('has functions and data, those of modules too, without constants and marks of the assembler', () => {
    assert.deepEqual(names(null), ['_text', 'work', 'weak_one', 'of_module']);
    assert.deepEqual(names({ symbol: '_text', address: 0xffffffff81000000n }), names(null));
  });
  it('is not used for another boot, nor where the system hides addresses', () => {
    assert.equal(names({ symbol: '_text', address: 0xffffffff82000000n }), null);
    assert.equal(names({ symbol: '_stext', address: 0xffffffff81000000n }), null);
    assert.equal(names(null, Buffer.from(list.toString().replace(/^[0-9a-f]{16}/gm, '0'.repeat(16)))), null);
  });
});

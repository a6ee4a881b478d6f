/** Object files that are made here: cut, stripped, with stubs, and of other builds. */
import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { Diagnostics } from '../../../lib/base/diagnostics.js';
import { buildIdIn, ElfFile } from '../../../lib/symbols/elf.js';
import { offerPltSymbols } from '../../../lib/symbols/elf-symbols.js';
import { memoryFile } from '../../../lib/symbols/places.js';
import { SymbolSearch } from '../../../lib/symbols/symbol-table.js';
import { type ModuleQuery, Symbolizer } from '../../../lib/symbols/symbolizer.js';
import {
  DYNSYM,
  elfFile,
  type MadeSection,
  NOTE,
  STRTAB,
  SYMTAB,
  symbolTable,
} from '../../support/elf-file.js';

const X86_64 = 62;
const ARM = 40;
const AARCH64 = 183;

function note(id: string): MadeSection {
  const bytes = Buffer.from(id, 'hex');
  const head = Buffer.alloc(12);
  head.writeUInt32LE(4, 0);
  head.writeUInt32LE(bytes.length, 4);
  head.writeUInt32LE(3, 8);
  return {
    name: '.note.gnu.build-id',
    type: NOTE,
    bytes: Buffer.concat([head, Buffer.from('GNU\0'), bytes]),
  };
}

function symbols(...names: readonly string[]): MadeSection[] {
  const made = symbolTable(names.map((name, row) => ({ name, value: 0x1000 + row * 16, size: 16 })));
  return [
    { name: '.text', address: 0x1000, bytes: Buffer.alloc(64) },
    { name: '.symtab', type: SYMTAB, link: '.strtab', bytes: made.table },
    { name: '.strtab', type: STRTAB, bytes: made.names },
  ];
}

function debugLink(name: string, crc: number): MadeSection {
  const text = Buffer.from(`${name}\0`);
  const bytes = Buffer.alloc(Math.ceil(text.length / 4) * 4 + 4);
  text.copy(bytes);
  bytes.writeUInt32LE(crc, bytes.length - 4);
  return { name: '.gnu_debuglink', bytes };
}

/** The name of file offset 0x1008 of /bin/app, where `files` are all there is. */
function named(files: Readonly<Record<string, Uint8Array>>, buildId: string | null = null): string | null {
  const symbolizer = new Symbolizer(
    { user: 0, open: (path) => (Object.hasOwn(files, path) ? memoryFile(files[path]!) : null) },
    { allowLocalBinaries: true },
  );
  const module: ModuleQuery = {
    name: '/bin/app',
    kernel: false,
    buildId,
    identity: false,
    pid: 1,
    kernelStart: null,
  };
  return symbolizer.frames(module, Float64Array.of(0x1008), new Diagnostics())[0]?.[0]?.name ?? null;
}

describe('object files', () => {
  it('every cut is survived, and what is behind it is not there', () => {
    const whole = elfFile({ machine: X86_64, sections: [note('0123456789abcdef'), ...symbols('f', 'g')] });
    for (let length = 0; length < whole.length; length++) {
      const elf = ElfFile.open(memoryFile(whole.subarray(0, length)));
      assert.ok(elf === null || elf.sections.length === 0, `cut at ${length}`);
    }
    assert.equal(ElfFile.open(memoryFile(whole))!.buildId, '0123456789abcdef');
  });
  it('sections that reach out of the file, or are compressed, have no content', () => {
    const bytes = elfFile({
      machine: X86_64,
      sections: [
        { name: 'a', bytes: Buffer.alloc(8), flags: 0x800 },
        { name: 'b', bytes: Buffer.alloc(8) },
      ],
    });
    const elf = ElfFile.open(memoryFile(bytes))!;
    assert.equal(elf.content(elf.section('a'), 100), null);
    assert.equal(elf.content(elf.section('b'), 7), null);
    assert.equal(elf.content({ ...elf.section('b')!, offset: bytes.length - 4 }, 100), null);
    assert.equal(
      elf.content({ ...elf.section('b')!, size: Number.POSITIVE_INFINITY }, Number.POSITIVE_INFINITY),
      null,
    );
    assert.equal(elf.content(elf.section('b'), 8)!.length, 8);
  });
  it('the build id is found behind other notes and not in cut ones', () => {
    const other = Buffer.from('04000000050000000100000058595a000102030405000000', 'hex');
    const own = Buffer.from(note('aabb').bytes);
    assert.equal(buildIdIn(Buffer.concat([other, own]), true), 'aabb');
    assert.equal(buildIdIn(own.subarray(0, own.length - 1), true), null);
  });
});

describe('symbols of stripped files', () => {
  const debug = elfFile({ machine: X86_64, sections: symbols('found') });
  const stripped = (crc: number): Buffer =>
    elfFile({
      machine: X86_64,
      sections: [{ name: '.text', address: 0x1000, bytes: Buffer.alloc(64) }, debugLink('app.debug', crc)],
    });
  it('come from the file that the debug link names, if its checksum is the one', () => {
    const crc = crc32(debug);
    for (const path of ['/bin/app.debug', '/bin/.debug/app.debug', '/usr/lib/debug/bin/app.debug'])
      assert.equal(named({ '/bin/app': stripped(crc), [path]: debug }), 'found', path);
    assert.equal(named({ '/bin/app': stripped((crc ^ 1) >>> 0), '/bin/app.debug': debug }), null);
  });
  it('or from the file of the same build id, and from no other', () => {
    const app = elfFile({
      machine: X86_64,
      sections: [note('aabbcc'), { name: '.text', address: 0x1000, bytes: Buffer.alloc(64) }],
    });
    const at = '/usr/lib/debug/.build-id/aa/bbcc.debug';
    const of = (id: string): Buffer =>
      elfFile({ machine: X86_64, sections: [note(id), ...symbols('found')] });
    assert.equal(named({ '/bin/app': app, [at]: of('aabbcc') }), 'found');
    assert.equal(named({ '/bin/app': app, [at]: of('aabbcd') }), null);
    assert.equal(named({ '/bin/app': app, [at]: of('aabbcc') }, 'ff'), null);
  });
});

describe("the kernel's own file", () => {
  const text = 0xffffffff81000000n;
  const made = symbolTable([
    { name: 'core_kernel_text', value: text + 0x100n, size: 16 },
    { name: '_text', value: text, info: 0x10 },
    { name: 'work', value: text + 0x200n, size: 16 },
  ]);
  const vmlinux = elfFile({
    machine: X86_64,
    sections: [
      note('aabbcc'),
      { name: '.symtab', type: SYMTAB, link: '.strtab', bytes: made.table },
      { name: '.strtab', type: STRTAB, bytes: made.names },
      { name: '.text', address: text, bytes: Buffer.alloc(64) },
    ],
  });
  const at = (moved: number, symbol = '_text', buildId = 'aabbcc'): string | null => {
    const symbolizer = new Symbolizer(
      { user: 0, open: (path) => (path === '/boot/vmlinux' ? memoryFile(vmlinux) : null) },
      { allowLocalBinaries: true },
    );
    const module: ModuleQuery = {
      name: '[kernel.kallsyms]',
      kernel: true,
      buildId,
      identity: false,
      pid: -1,
      kernelStart: { symbol, address: text + BigInt(moved) },
    };
    const target = 0xffff * 2 ** 32 + 0x81000208 + moved;
    return symbolizer.frames(module, Float64Array.of(target), new Diagnostics())[0]?.[0]?.name ?? null;
  };
  it('names what the loader has moved, where its start ends the name of another symbol', () => {
    assert.equal(at(0), 'work');
    assert.equal(at(0x1200000), 'work');
  });
  it('names nothing where it does not say how far, or is of another build', () => {
    assert.equal(at(0x1200000, '_stext'), null);
    assert.equal(at(0, '_text', 'aabbcd'), null);
  });
});

describe('stubs of the linkage table', () => {
  /** Names at the addresses, of a program whose relocations are for "one", the start, and "two". */
  function stubs(
    machine: number,
    tables: readonly MadeSection[],
    addresses: readonly number[],
  ): (string | null)[] {
    const { table, names } = symbolTable([
      { name: 'one', value: 0, section: 0 },
      { name: 'two', value: 0, section: 0 },
    ]);
    const relocations = Buffer.alloc(72);
    for (const [row, symbol] of [1, 0, 2].entries()) relocations.writeUInt32LE(symbol, row * 24 + 12);
    const elf = ElfFile.open(
      memoryFile(
        elfFile({
          machine,
          sections: [
            ...tables,
            { name: '.rela.plt', type: 4, bytes: relocations },
            { name: '.dynsym', type: DYNSYM, link: '.dynstr', bytes: table },
            { name: '.dynstr', type: STRTAB, bytes: names },
          ],
        }),
      ),
    )!;
    const search = new SymbolSearch(Float64Array.from(addresses));
    offerPltSymbols(elf, search);
    return search.found().map((symbol) => symbol?.name ?? null);
  }
  const plt = (size: number): MadeSection => ({ name: '.plt', address: 0x800, bytes: Buffer.alloc(size) });
  it('are counted as each machine lays them out; what the program finds out at its start has no name', () => {
    assert.deepEqual(stubs(X86_64, [plt(64)], [0x808, 0x818, 0x828, 0x838]), [
      null,
      'one@plt',
      null,
      'two@plt',
    ]);
    assert.deepEqual(stubs(AARCH64, [plt(32 + 48)], [0x810, 0x828, 0x838, 0x84c]), [
      null,
      'one@plt',
      null,
      'two@plt',
    ]);
    assert.deepEqual(stubs(ARM, [plt(20 + 36)], [0x810, 0x818, 0x824, 0x834]), [
      null,
      'one@plt',
      null,
      'two@plt',
    ]);
  });
  it('are longer where arm64 checks signatures (-z pac-plt)', () => {
    assert.deepEqual(stubs(AARCH64, [plt(32 + 72)], [0x834, 0x838, 0x860]), ['one@plt', null, 'two@plt']);
  });
  it('stand in a second table where jumps must land on a mark (-z ibtplt)', () => {
    const second = { name: '.plt.sec', address: 0x900, bytes: Buffer.alloc(48) };
    assert.deepEqual(stubs(X86_64, [plt(64), second], [0x818, 0x900, 0x910, 0x920]), [
      'one@plt',
      'one@plt',
      null,
      'two@plt',
    ]);
  });
});

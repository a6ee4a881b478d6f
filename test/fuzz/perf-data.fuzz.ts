/**
 * Damaged perf.data files: each gives a checked profile or a ProfileError, within seconds and 1 GiB. Mutations are random bytes, cuts, and
 * structure-aware ones: sizes, counts, types and flags of records, attributes and sections set to awkward values.
 *
 * FUZZ_SEED and FUZZ_ROUNDS (inputs a file; default 150) choose which and how many.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Diagnostics } from '../../lib/base/diagnostics.js';
import { ProfileError } from '../../lib/base/errors.js';
import { readProfile } from '../../lib/formats/read.js';
import { CallFrames } from '../../lib/symbols/call-frames.js';
import { demangle } from '../../lib/symbols/demangle.js';
import { ElfFile } from '../../lib/symbols/elf.js';
import { jitLoads } from '../../lib/symbols/jitdump.js';
import { perfMapNames } from '../../lib/symbols/perf-map.js';
import { memoryFile } from '../../lib/symbols/places.js';
import { Symbolizer } from '../../lib/symbols/symbolizer.js';
import { MemoryMeter } from '../support/memory.js';
import { IP_TID_TIME_CHAIN, KERNEL, PerfDataFile, USER } from '../support/perf-data-file.js';
import { seeded } from '../support/random.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 150);
const SLOW_MS = 5000;
const WIDE: readonly bigint[] = [
  0n,
  1n,
  7n,
  8n,
  16n,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  2n ** 53n,
  2n ** 60n,
  2n ** 63n,
  2n ** 64n - 1n,
  2n ** 64n - 512n,
];
const SHORT = [0, 1, 7, 8, 9, 16, 24, 40, 64, 0x7fff, 0xffff];
const TYPES = [1, 2, 3, 4, 7, 9, 10, 13, 17, 22, 64, 66, 67, 68, 71, 78, 80, 81, 83, 300, 40_000];
const ARM64 = 'test/fixtures/arm64';
const REGRESSIONS = 'test/fuzz/regressions/perf-data';

type Random = () => number;

const memory = new MemoryMeter();

async function outcome(bytes: Uint8Array, what: string): Promise<number | null> {
  const start = performance.now();
  memory.begin();
  // Stacks to unwind need the program.
  const symfs = what.includes('arm64') ? ARM64 : what.includes('dwarf') ? 'samples/cpp' : null;
  const symbols = symfs === null ? undefined : { symfs };
  let samples: number | null = null;
  try {
    const profile = await readProfile(bytes, { hash: false, limits: { bytes: 2 ** 28 }, symbols });
    samples = profile.samples.length;
    for (const column of profile.samples.values)
      for (const value of column) assert.ok(Number.isFinite(value), `${what}: value ${value}`);
  } catch (error) {
    assert.ok(
      error instanceof ProfileError && error.code !== 'bug',
      `${what}: not a ProfileError: ${(error as Error).stack}`,
    );
  }
  assert.ok(performance.now() - start < SLOW_MS, `${what}: took ${performance.now() - start} ms`);
  memory.check(() => what);
  return samples;
}

function synthetic(little: boolean): PerfDataFile {
  const file = new PerfDataFile(little).event({
    name: 'cpu-clock',
    sampleType: IP_TID_TIME_CHAIN,
    flags: [1, 18],
    ids: [7n],
  });
  file
    .comm(10, 10, 'work')
    .mmap(10, 0x400000n, 0x10000n, 0n, '/bin/work')
    .mmap(-1, 0xffffffff81000000n, 0x1000000n, 0n, '[kernel.kallsyms]_text', 1);
  for (let i = 0; i < 20; i++) {
    const end = [file.u32(10), file.u32(10 + (i % 3)), file.u64(1000 + i)];
    if (i % 5 === 0)
      file.record(7, 0, file.u32(20 + i), file.u32(10), file.u32(20 + i), file.u32(10), file.u64(i), ...end);
    file.sample(10, 10 + (i % 3), BigInt(1000 + i * 7), [
      KERNEL,
      0xffffffff81000010n,
      USER,
      0x400100n + BigInt(i),
      0x400200n,
    ]);
    if (i % 7 === 0) file.record(68, 0);
  }
  return file;
}

function seeds(): [string, Uint8Array][] {
  const list: [string, Uint8Array][] = [
    ['synthetic', synthetic(true).file()],
    ['synthetic big-endian', synthetic(false).file()],
    ['synthetic pipe', synthetic(true).pipe()],
    ['synthetic big-endian pipe', synthetic(false).pipe()],
  ];
  for (const name of ['samples/cpp/zstd.perf.data', 'samples/cpp/pipe.perf.data'])
    list.push([name, readFileSync(name)]);
  for (const name of ['samples/cpp/dwarf.perf.data', 'samples/rust/perf.data'])
    list.push([`${name}, its beginning`, readFileSync(name).subarray(0, 20_000)]);
  list.push(['arm64', gunzipSync(readFileSync(`${ARM64}/deep-pac.perf.data.gz`)).subarray(0, 20_000)]);
  return list;
}

/** Offsets of the record headers that the file has, as far as they can be followed. */
function recordsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const little = bytes[0] === 80;
  const pipe = view.getUint32(little ? 8 : 12, little) === 16;
  const offsets: number[] = [];
  let at = pipe ? 16 : view.getUint32(little ? 40 : 44, little);
  while (at + 8 <= bytes.length) {
    const size = view.getUint16(at + 6, little);
    if (size < 8) break;
    offsets.push(at);
    at += size;
  }
  return offsets;
}

function mutate(original: Uint8Array, records: readonly number[], random: Random): Uint8Array {
  let bytes = Uint8Array.from(original);
  const pick = (limit: number): number => Math.floor(random() * limit);
  const little = bytes[0] === 80;
  for (let turns = 1 + pick(4); turns > 0; turns--) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const record = records[pick(records.length)] ?? 0;
    const room = (at: number, size: number): boolean => at + size <= bytes.length;
    switch (pick(10)) {
      case 0:
        bytes[pick(bytes.length)]! ^= 1 + pick(255);
        break;
      case 1:
        bytes = bytes.slice(0, 1 + pick(bytes.length));
        break;
      case 2:
        if (room(record, 8)) view.setUint16(record + 6, SHORT[pick(SHORT.length)]!, little);
        break;
      case 3:
        if (room(record, 8)) view.setUint32(record, TYPES[pick(TYPES.length)]!, little);
        break;
      case 4:
        if (room(record, 8)) view.setUint16(record + 4, pick(65_536), little);
        break;
      case 5: {
        const at = record + 8 + 8 * pick(8);
        if (room(at, 8)) view.setBigUint64(at, WIDE[pick(WIDE.length)]!, little);
        break;
      }
      case 6: {
        // The header and the attributes: sizes, offsets, sample types, flags.
        const at = 8 * (1 + pick(30));
        if (room(at, 8)) view.setBigUint64(at, WIDE[pick(WIDE.length)]!, little);
        break;
      }
      case 7: {
        const at = 104 + 8 * pick(17);
        if (room(at, 8)) view.setBigUint64(at, BigInt(pick(2 ** 25)), little);
        break;
      }
      case 8: {
        const from = records[pick(records.length)] ?? 0;
        const to = Math.min(bytes.length, from + 8 + pick(200));
        const at = records[pick(records.length)] ?? 0;
        bytes = Uint8Array.from([
          ...bytes.subarray(0, at),
          ...bytes.subarray(from, to),
          ...bytes.subarray(at),
        ]);
        break;
      }
      default: {
        // Near the end: the feature sections.
        const at = bytes.length - 8 * (1 + pick(40));
        if (at > 0 && room(at, 8)) view.setBigUint64(at, WIDE[pick(WIDE.length)]!, little);
      }
    }
  }
  return bytes;
}

after(() => {
  if (process.env['FUZZ_ROUNDS'] !== undefined) process.stdout.write(`perf-data: ${memory.told}\n`);
});

describe(`damaged perf.data files (FUZZ_SEED=${SEED}, FUZZ_ROUNDS=${ROUNDS})`, function () {
  this.timeout(3_600_000);
  for (const [name, bytes] of seeds()) {
    it(`${name}: ${ROUNDS} mutations are survived`, async () => {
      assert.notEqual(await outcome(bytes, name), undefined);
      const records = recordsOf(bytes);
      const random = seeded(SEED);
      for (let i = 0; i < ROUNDS; i++)
        await outcome(mutate(bytes, records, random), `${name}, mutation ${i}`);
    });
    it(`${name}: a cut loses samples only with a warning`, async () => {
      const whole = await outcome(bytes, name);
      const random = seeded(SEED);
      for (let i = 0; i < ROUNDS / 3; i++) {
        const at = Math.floor(random() * bytes.length);
        try {
          const profile = await readProfile(bytes.subarray(0, at), { hash: false });
          const pipe = name.includes('pipe');
          assert.ok(pipe || profile.samples.length === whole || profile.warnings.length > 0, `cut at ${at}`);
        } catch (error) {
          assert.ok(
            error instanceof ProfileError && error.code !== 'bug',
            `cut at ${at}: ${(error as Error).stack}`,
          );
        }
      }
    });
  }
  it('what once went wrong does not again', async () => {
    for (const name of readdirSync(REGRESSIONS).filter((file) => file.endsWith('.gz')))
      await outcome(gunzipSync(readFileSync(`${REGRESSIONS}/${name}`)), name);
  });
});

describe(`damaged object files and names (FUZZ_SEED=${SEED}, FUZZ_ROUNDS=${ROUNDS})`, function () {
  this.timeout(3_600_000);
  for (const path of ['samples/rust/orders', `${ARM64}/deep`])
    it(`${path}: ${ROUNDS} mutations are survived`, () => {
      const original = readFileSync(path);
      const random = seeded(SEED);
      const targets = Float64Array.from({ length: 50 }, (_, i) => 0x800 + (i * original.length) / 64);
      const elf = ElfFile.open(memoryFile(original))!;
      const tables = ['.symtab', '.dynsym', '.strtab', '.plt', '.rela.plt', '.eh_frame']
        .map((name) => elf.section(name))
        .filter((section) => section !== null);
      const headers = Number(new DataView(original.buffer, original.byteOffset).getBigUint64(40, true));
      for (let i = 0; i < ROUNDS; i++) {
        memory.begin();
        const bytes = Uint8Array.from(original);
        const view = new DataView(bytes.buffer);
        for (let turns = 0; turns < 3; turns++) {
          const table = tables[Math.floor(random() * tables.length)]!;
          const places = [
            8 * Math.floor(random() * 100),
            headers + 8 * Math.floor(random() * 300),
            table.offset + 8 * Math.floor(random() * 1000),
          ];
          const at = places[Math.floor(random() * 3)]!;
          if (at + 8 <= bytes.length) view.setBigUint64(at, WIDE[Math.floor(random() * WIDE.length)]!, true);
        }
        const damaged = ElfFile.open(memoryFile(bytes));
        const frames = damaged === null ? null : CallFrames.open(damaged);
        for (const target of targets) frames?.row(target);
        const symbolizer = new Symbolizer(
          { user: 0, open: () => memoryFile(bytes) },
          { allowLocalBinaries: true },
        );
        symbolizer.frames(
          { name: '/x', kernel: false, buildId: null, identity: false, pid: 1, kernelStart: null },
          targets,
          new Diagnostics(),
        );
        memory.check(() => `mutation ${i}`);
      }
    });
  it(`${ROUNDS * 20} damaged maps and dumps of compiled code are survived`, () => {
    const random = seeded(SEED);
    const map = Buffer.from('7f00 20 JS:~f /x.js:1:2\n0x8000 0x10 void J.main()\n7f10 8 g\n');
    const file = new PerfDataFile();
    const head = Buffer.concat([
      file.u32(0x4a695444),
      file.u32(1),
      file.u32(40),
      file.u32(62),
      Buffer.alloc(24),
    ]);
    const load = (time: bigint): Buffer =>
      Buffer.concat([
        file.u32(0),
        file.u32(64),
        file.u64(time),
        file.u32(1),
        file.u32(1),
        file.u64(0x1000),
        file.u64(0x1000),
        file.u64(16),
        file.u64(time),
        file.text('abcdefg'),
      ]);
    const dump = Buffer.concat([head, load(1n), load(2n), load(3n)]);
    for (let i = 0; i < ROUNDS * 20; i++) {
      for (const original of [map, dump]) {
        memory.begin();
        const bytes = Uint8Array.from(original);
        for (let turns = 0; turns < 3; turns++) {
          const at = Math.floor(random() * (bytes.length - 8));
          if (random() < 0.5) bytes[at] = Math.floor(random() * 256);
          else new DataView(bytes.buffer).setBigUint64(at, WIDE[Math.floor(random() * WIDE.length)]!, true);
        }
        perfMapNames(bytes, Float64Array.of(0x7f00, 0x7f12, 0x8001));
        assert.ok(jitLoads(bytes).length <= 100);
        memory.check(() => Buffer.from(bytes).toString('base64'));
      }
    }
  });
  it(`${ROUNDS * 20} damaged mangled names are survived`, () => {
    const random = seeded(SEED);
    const names = [
      '_ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEE9_M_appendEPKcm',
      '_RNvNtCsgEmfK2I1SDS_4core3fmt5write',
      '_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$8grow_one17ha89dedcaea7b3ae2E',
      '_ZZN4node13CallbackQueueIvJPNS_11EnvironmentEEE12CallbackImplIZZNS_6reportEPKcENKUlPS2_E_clESP_EUlS2_E_E4CallES2_',
      '_ZN1AIXsZT_EJDpT0_EE1fIiEEvOT_RS1_',
    ];
    const letters = 'NSTIEJKPRODpLXZUltCvc_0123456789sBMAF';
    for (let i = 0; i < ROUNDS * 20; i++) {
      let name = names[i % names.length]!;
      for (let turns = 1 + Math.floor(random() * 4); turns > 0; turns--) {
        const at = 2 + Math.floor(random() * (name.length - 2));
        const piece = name.slice(at, at + Math.floor(random() * 20));
        const put =
          random() < 0.5
            ? letters[Math.floor(random() * letters.length)]!
            : piece.repeat(Math.floor(random() * 6));
        name = name.slice(0, at) + put + name.slice(at + (random() < 0.5 ? 1 : 0));
      }
      const start = performance.now();
      memory.begin();
      const shown = demangle(name.slice(0, 3000));
      assert.ok(shown === null || shown.length <= 1 << 16);
      assert.ok(performance.now() - start < 1000, `${name} took ${performance.now() - start} ms`);
      memory.check(() => name);
    }
  });
});

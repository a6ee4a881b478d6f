/** Makes perf.data files of what test/fixtures/arm64/record.sh recorded with gdb, with gdb's backtraces as text beside them: WORK SYSROOT FOLDER EVERY. Of the stops it keeps one in EVERY, and those in stubs. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { ElfFile } from '../../lib/symbols/elf.js';
import { memoryFile } from '../../lib/symbols/places.js';
import { PerfDataFile } from './perf-data-file.js';
import { reducedImage } from './reduced-image.js';

interface Stop {
  readonly registers: readonly string[];
  readonly stack: string;
  readonly frames: readonly (readonly [pc: string, name: string | null])[];
}

const IP_TID_TIME_REGISTERS_STACK = 1 | 2 | 4 | (1 << 12) | (1 << 13);
const ALL_REGISTERS = 0x1ffffffffn;
const EXECUTABLE = 1;
const PC = 32;
const PID = 100;

const [work, root, folder, every] = process.argv.slice(2) as [string, string, string, string];
/** By name: addresses at which a library is stood in. */
const used = new Map(['libc.so.6', 'ld-linux-aarch64.so.1'].map((name) => [name, new Set<number>()]));
for (const program of ['deep', 'deep-pac']) write(program);
for (const [name, addresses] of used)
  writeFileSync(`${folder}/${name}`, reducedImage(readFileSync(`${root}/lib/${name}`), addresses));

function write(program: string): void {
  const image = elfOf(`${work}/${program}`);
  const [facts, ...stops] = lines(`${work}/${program}.stops`);
  const told = program === 'deep' ? stops : lines(`${work}/${program}.told`).slice(1);
  const { auxv, sharedlibrary } = facts as unknown as { auxv: string; sharedlibrary: string };
  const entry = Number(/AT_ENTRY .* (0x[0-9a-f]+)/.exec(auxv)![1]);
  const maps = [
    { name: `/${program}`, image, base: entry - entryOf(`${work}/${program}`) },
    ...Array.from(used.keys(), (name) => {
      const library = elfOf(`${root}/lib/${name}`);
      const text = new RegExp(`(0x[0-9a-f]+) .*${name.replaceAll('.', '\\.')}`).exec(sharedlibrary)!;
      return {
        name: `/lib/${name}`,
        image: library,
        base: Number(text[1]) - library.section('.text')!.address,
      };
    }),
  ].map((map) => ({ ...map, code: map.image.segments.find(({ flags }) => (flags & EXECUTABLE) !== 0)! }));
  const file = new PerfDataFile().event({
    name: 'cpu-clock',
    sampleType: IP_TID_TIME_REGISTERS_STACK,
    flags: [],
    registers: ALL_REGISTERS,
  });
  file.comm(PID, PID, program);
  for (const { name, base, code } of maps)
    file.mmap(PID, BigInt(base + code.address), BigInt(code.fileSize), BigInt(code.offset), name);
  const texts: string[] = [];
  for (const [row, { registers, stack }] of (stops as readonly Stop[]).entries()) {
    const { frames, registers: same } = told[row] as Stop;
    if (registers[PC] !== same[PC]) throw new Error(`stop ${row}: the runs differ`);
    const stub = frames[0]![1]?.endsWith('@plt') === true;
    if (row % Number(every) !== 0 && !stub) continue;
    const bytes = Buffer.from(stack, 'base64');
    file.record(
      9,
      2,
      file.u64(BigInt(`0x${registers[PC]}`)),
      file.u32(PID),
      file.u32(PID),
      file.u64(row + 1),
      file.u64(2),
      ...registers.map((value) => file.u64(BigInt(`0x${value}`))),
      file.u64(bytes.length),
      bytes,
      file.u64(bytes.length),
    );
    const shown = frames.map(([pc, name]) => {
      const address = Number.parseInt(pc, 16);
      const map = maps.find(
        ({ base, code }) => address >= base + code.address && address < base + code.address + code.fileSize,
      );
      const place = map === undefined ? pc : (address - map.base).toString(16);
      if (map !== undefined)
        used
          .get(map.name.slice('/lib/'.length))
          ?.add(address - map.base - 1)
          .add(address - map.base);
      return `${map?.name ?? '?'} ${place}${name === null ? '' : ` ${name}`}`;
    });
    texts.push(`${shown.join('\n')}\n`);
  }
  writeFileSync(`${folder}/${program}.perf.data.gz`, gzipSync(file.file(), { level: 9 }));
  writeFileSync(`${folder}/${program}.txt`, texts.join('\n'));
  copyFileSync(`${work}/${program}`, `${folder}/${program}`);
}

function lines(path: string): readonly unknown[] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

function elfOf(path: string): ElfFile {
  return ElfFile.open(memoryFile(readFileSync(path)))!;
}

function entryOf(path: string): number {
  return Number(readFileSync(path).readBigUInt64LE(24));
}

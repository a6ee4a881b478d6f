/** Stacks of a program for arm64 against gdb's backtraces of the same stops (test/fixtures/arm64/record.sh). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readProfile } from '../../../../lib/index.js';
import type { Profile } from '../../../../lib/profile/profile.js';
import { PerfDataFile } from '../../../support/perf-data-file.js';

const FOLDER = process.env['ARM64_STACKS'] ?? 'test/fixtures/arm64';

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Each sample's frames, leaf first, as gdb's are written: file, address in it, name. */
function framesOf(profile: Profile): string[][] {
  const { samples, stacks, locations, mappings, frames, functions } = profile;
  const strings = profile.strings as readonly string[];
  const bounds = stacks.bounds as Numbers;
  return Array.from({ length: samples.length }, (_, sample) => {
    const stack = (samples.stack as Numbers)[sample]!;
    const lines: string[] = [];
    for (let at = bounds[stack + 1]! - 1; at >= bounds[stack]!; at--) {
      const location = stacks.locations[at]!;
      const mapping = (locations.mapping as Numbers)[location]!;
      const file = mapping < 0 ? '?' : strings[(mappings.file as Numbers)[mapping]!]!;
      const address = (locations.address as unknown as bigint[])[location]!.toString(16);
      const frame = (locations.frames as Numbers)[location]!;
      const known = frame < (locations.frames as Numbers)[location + 1]!;
      const fn = known ? (frames.function as Numbers)[frame]! : -1;
      lines.push(`${file} ${address} ${fn < 0 ? '' : strings[(functions.name as Numbers)[fn]!]}`);
    }
    return lines;
  });
}

describe('stacks of arm64 recorded for DWARF unwinding', () => {
  for (const program of ['deep', 'deep-pac'])
    it(`${program}: every stack is gdb's`, async () => {
      const told = readFileSync(`${FOLDER}/${program}.txt`, 'utf8')
        .trimEnd()
        .split('\n\n')
        .map((text) => text.split('\n'));
      const profile = await readProfile(gunzipSync(readFileSync(`${FOLDER}/${program}.perf.data.gz`)), {
        symbols: { symfs: FOLDER },
      });
      const got = framesOf(profile);
      assert.equal(got.length, told.length);
      for (const [sample, want] of told.entries()) {
        const same = (frame: string, row: number): boolean => {
          const [, place, name] = /^(\S+ \S+)(?: (.*))?$/.exec(want[row] ?? '') ?? [];
          const ours = frame.slice(`${place} `.length);
          // gdb prints results and parameters. The libraries have no names here.
          const sameName =
            ` ${name}(`.includes(` ${ours}(`) || (ours === '' && place?.startsWith('/lib/') === true);
          return place !== undefined && frame.startsWith(`${place} `) && sameName;
        };
        assert.ok(
          got[sample]!.length === want.length && got[sample]!.every(same),
          `stop ${sample}:\n${got[sample]!.join('\n')}\ngdb has\n${want.join('\n')}`,
        );
      }
      assert.deepEqual(profile.warnings, []);
    });

  /** One stop in `leaf` of the fixture's program, with an address in `main` in the link register. */
  function stop(options: { arch?: string; abi?: bigint; registers?: bigint; name?: string }): PerfDataFile {
    const { arch, abi = 2n, registers = 0x1ffffffffn, name = '/deep' } = options;
    const file = new PerfDataFile().event({
      name: 'cpu-clock',
      sampleType: 1 | 2 | 4 | (1 << 12) | (1 << 13),
      flags: [],
      registers,
    });
    const text = Buffer.from(`${arch ?? ''}\0`.padEnd(8, '\0'));
    if (arch !== undefined) file.record(80, 0, file.u64(6), file.u32(text.length), text);
    file.mmap(1, 0x400000n, 0x4000n, 0n, name);
    const values = Array.from({ length: 64 }, (_, bit) =>
      bit === 30 ? 0x5a_0000_0040_090cn : bit === 31 ? 0x7000_0000n : bit === 32 ? LEAF : 0n,
    ).filter((_, bit) => ((registers >> BigInt(bit)) & 1n) === 1n);
    const stack = Buffer.alloc(64);
    return file.record(
      9,
      2,
      file.u64(LEAF),
      file.u32(1),
      file.u32(1),
      file.u64(1),
      file.u64(abi),
      ...values.map((value) => file.u64(value)),
      file.u64(stack.length),
      stack,
      file.u64(stack.length),
    );
  }
  const LEAF = 0x400a78n;
  const names = async (options: Parameters<typeof stop>[0]): Promise<string> => {
    const profile = await readProfile(stop(options).pipe(), { symbols: { symfs: FOLDER } });
    const [frames] = framesOf(profile);
    return frames!.map((frame) => frame.split(' ').at(-1)).join(' ');
  };

  it('the caller of a leaf function is in the link register, whatever is signed into it', async () => {
    assert.equal(await names({}), 'leaf main');
    assert.equal(await names({ arch: 'aarch64' }), 'leaf main');
    assert.equal(await names({ registers: (1n << 30n) | (3n << 31n) }), 'leaf main');
  });
  it('nothing is walked on another machine, in a 32-bit program, or in code for another machine', async () => {
    assert.equal(await names({ arch: 'ppc64le' }), 'leaf');
    assert.equal(await names({ registers: 0xfff_ffff_ffffn }), 'leaf');
    assert.equal(await names({ abi: 1n }), 'leaf');
    const profile = await readProfile(stop({ name: '/orders' }).pipe(), {
      symbols: { symfs: 'samples/cpp' },
    });
    assert.deepEqual(
      framesOf(profile)[0]!.map((frame) => frame.split(' ')[0]),
      ['/orders'],
    );
    assert.deepEqual(
      profile.warnings.map(({ code }) => code),
      ['perf-data-dwarf-stack'],
    );
  });
});

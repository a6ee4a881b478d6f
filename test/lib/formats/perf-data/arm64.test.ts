/** Stacks of a program for arm64 against gdb's backtraces of the same stops (test/fixtures/arm64/record.sh). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readProfile } from '../../../../lib/index.js';
import type { Profile } from '../../../../lib/profile/profile.js';

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
});

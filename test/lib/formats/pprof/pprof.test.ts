import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Diagnostics } from '../../../../lib/base/diagnostics.js';
import { DEFAULT_LIMITS } from '../../../../lib/formats/format.js';
import { memorySource } from '../../../../lib/formats/memory-source.js';
import { pprof } from '../../../../lib/formats/pprof/format.js';
import { writePprof } from '../../../../lib/formats/pprof/write.js';
import { readProfile } from '../../../../lib/formats/read.js';
import { ProfileBuilder } from '../../../../lib/profile/builder.js';
import { check } from '../../../../lib/profile/check.js';
import { merge } from '../../../../lib/profile/merge.js';
import { NONE, type Profile } from '../../../../lib/profile/profile.js';
import { randomProfile, seeded } from '../../../support/random.js';

const FOLDER = 'samples/go-shop';
const SAMPLES = readdirSync(FOLDER).filter((name) => name.endsWith('.pb.gz'));

/** The samples as text that does not depend on row numbers. */
function lines(profile: Profile): string[] {
  type Numbers = { readonly [row: number]: number };
  const { samples, stacks, locations, frames, functions, labelSets } = profile;
  const strings = profile.strings as readonly string[];
  const n = (column: unknown): Numbers => column as Numbers;
  return Array.from({ length: samples.length }, (_, s) => {
    const stack = n(samples.stack)[s]!;
    const path: string[] = [];
    for (let i = n(stacks.bounds)[stack]!; i < n(stacks.bounds)[stack + 1]!; i++) {
      const location = n(stacks.locations)[i]!;
      for (let f = n(locations.frames)[location]!; f < n(locations.frames)[location + 1]!; f++) {
        const fn = n(frames.function)[f]!;
        path.push(fn === -1 ? '?' : `${strings[n(functions.name)[fn]!]}:${n(frames.line)[f]}`);
      }
    }
    const set = n(samples.labels)[s]!;
    const labels: string[] = [];
    for (let i = n(labelSets.bounds)[set]!; i < n(labelSets.bounds)[set + 1]!; i++) {
      const text = n(labelSets.text)[i]!;
      labels.push(`${strings[n(labelSets.key)[i]!]}=${text === -1 ? n(labelSets.number)[i] : strings[text]}`);
    }
    return `${path.join(';')} ${labels.join(',')} ${samples.values.map((column) => column[s]).join(' ')}`;
  });
}

async function readBytes(bytes: Uint8Array, chunk?: number): Promise<Profile> {
  const profile = await pprof.read(memorySource('bytes', bytes, chunk), {
    limits: DEFAULT_LIMITS,
    diagnostics: new Diagnostics(),
  });
  check(profile);
  return profile;
}

describe('pprof', () => {
  for (const name of SAMPLES) {
    it(`reads ${name} alike gunzipped, in 7-byte chunks, in two gzip members and written out again`, async () => {
      const packed = readFileSync(`${FOLDER}/${name}`);
      const raw = gunzipSync(packed);
      const want = lines(await readProfile(packed));
      assert.ok(want.length > 100);
      assert.deepEqual(lines(await readBytes(raw)), want);
      assert.deepEqual(lines(await readBytes(raw, 7)), want);
      const half = raw.length >> 1;
      assert.deepEqual(
        lines(
          await readProfile(Buffer.concat([gzipSync(raw.subarray(0, half)), gzipSync(raw.subarray(half))])),
        ),
        want,
      );
      assert.deepEqual(lines(await readBytes(writePprof(await readBytes(raw)))), want);
    });
  }

  it('writes and reads random profiles without losing a sample', async () => {
    for (let seed = 1; seed <= 100; seed++) {
      const profile = randomProfile(seed);
      assert.deepEqual(lines(await readBytes(writePprof(profile))), lines(profile), `seed ${seed}`);
    }
  });

  it('reads messages across the seam of two chunks, short and long, wherever it lies', async () => {
    const seed = 20_261_125;
    const random = seeded(seed);
    const builder = new ProfileBuilder([{ type: 'samples', unit: 'count' }]);
    for (let sample = 0; sample < 30; sample++) {
      const text = 'x'.repeat(Math.floor(random() ** 8 * 9000));
      const names = Array.from({ length: 1 + Math.floor(random() * 3000) }, (_, i) => `${i % 50}${text}`);
      const rows = names.map((name) =>
        builder.location(NONE, BigInt(name.length), [
          { function: builder.function(name, name, null, 0), line: 1, column: 0 },
        ]),
      );
      builder.sample(builder.stack(rows), builder.labelSet([]), [sample]);
    }
    const written = writePprof(builder.finish({ sources: [] }));
    for (let turn = 0; turn < 20; turn++) {
      const size = 1 + Math.floor(random() * (turn % 2 === 0 ? 9000 : 200_000));
      const again = writePprof(await readBytes(written, size));
      assert.ok(Buffer.compare(again, written) === 0, `seed ${seed}, chunks of ${size}`);
    }
  });

  it('merges profiles so that samples and durations add up', async () => {
    const profiles = await Promise.all(
      SAMPLES.filter((name) => name.startsWith('cpu')).map((name) => readProfile(`${FOLDER}/${name}`)),
    );
    const merged = merge(profiles);
    check(merged);
    assert.deepEqual(lines(merged).sort(), profiles.flatMap(lines).sort());
    assert.equal(merged.sources.length, profiles.length);
  });

  it('refuses what is no profile, with the place', async () => {
    for (const [bytes, code] of [
      [new Uint8Array(0), 'empty'],
      [Buffer.from('hello world, this is no profile\n'), 'unknown-format'],
      [gzipSync(gzipSync('x')), 'bad-encoding'],
    ] as const) {
      await assert.rejects(readProfile(bytes), { name: 'ProfileError', code });
    }
  });
});

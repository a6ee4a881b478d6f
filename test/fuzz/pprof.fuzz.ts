/** Damaged inputs: each gives a checked profile or a ProfileError, never another error, never fewer samples in silence. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ProfileError } from '../../lib/base/errors.js';
import { readProfile } from '../../lib/formats/read.js';
import { seeded } from '../support/random.js';
import { readableSamples } from '../support/samples.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const ROUNDS = 200;

async function outcome(bytes: Uint8Array): Promise<number | null> {
  try {
    return (await readProfile(bytes)).samples.length;
  } catch (error) {
    assert.ok(
      error instanceof ProfileError && error.code !== 'bug',
      `not a ProfileError: ${(error as Error).stack}`,
    );
    return null;
  }
}

describe(`damaged pprof files (FUZZ_SEED=${SEED})`, function () {
  this.timeout(600_000);
  for (const { path: name } of readableSamples().filter(({ format }) => format === 'pprof')) {
    const packed = readFileSync(name);
    for (const [kind, bytes] of [
      ['gzipped', packed],
      ['raw', gunzipSync(packed)],
    ] as const) {
      it(`${name} ${kind}: ${ROUNDS} truncations lose no sample in silence`, async () => {
        const whole = await outcome(bytes);
        for (let i = 0; i < ROUNDS; i++) {
          const at = Math.floor((bytes.length * i) / ROUNDS);
          const got = await outcome(bytes.subarray(0, at));
          assert.ok(got === null || got === whole, `cut at ${at}: ${got} of ${whole} samples`);
        }
      });
      it(`${name} ${kind}: ${ROUNDS} byte flips are survived`, async () => {
        const random = seeded(SEED);
        for (let i = 0; i < ROUNDS; i++) {
          const damaged = Uint8Array.from(bytes);
          const at = Math.floor(random() * damaged.length);
          damaged[at]! ^= 1 + Math.floor(random() * 255);
          await outcome(damaged);
        }
      });
    }
  }
});

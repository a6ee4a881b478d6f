/** Damaged perf script and folded texts: a checked profile or a ProfileError; samples lost to a cut are told. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ProfileError } from '../../lib/base/errors.js';
import { readProfile, writeFolded } from '../../lib/index.js';
import type { Profile } from '../../lib/profile/profile.js';
import { seeded } from '../support/random.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const ROUNDS = 200;

async function outcome(bytes: Uint8Array): Promise<Profile | null> {
  try {
    return await readProfile(bytes, { hash: false });
  } catch (error) {
    assert.ok(
      error instanceof ProfileError && error.code !== 'bug',
      `not a ProfileError: ${(error as Error).stack}`,
    );
    return null;
  }
}

describe(`damaged texts (FUZZ_SEED=${SEED})`, function () {
  this.timeout(600_000);
  for (const name of ['samples/native/perf.txt', 'samples/node/perf.txt', 'samples/go-shop/cpu-1.pb.gz']) {
    let text: Uint8Array;
    before(async () => {
      text = readFileSync(name);
      if (name.endsWith('.gz')) text = Buffer.from(writeFolded(await readProfile(name), 1));
    });
    it(`${name}: ${ROUNDS} truncations lose a sample only with a warning, unless the cut is between samples`, async () => {
      const random = seeded(SEED);
      const whole = (await outcome(text))!.samples.length;
      for (let i = 0; i < ROUNDS; i++) {
        const at = 1 + Math.floor(random() * (text.length - 1));
        const profile = await outcome(text.subarray(0, at));
        if (profile === null || profile.samples.length === whole) continue;
        const between = text[at - 1] === 10 && (text[at - 2] === 10 || name.endsWith('.gz'));
        assert.ok(
          between || profile.warnings.length > 0,
          `cut at ${at}: ${profile.samples.length} of ${whole} samples, no warning`,
        );
      }
    });
    it(`${name}: ${ROUNDS} byte flips are survived`, async () => {
      const random = seeded(SEED);
      for (let i = 0; i < ROUNDS; i++) {
        const damaged = Uint8Array.from(text);
        damaged[Math.floor(random() * damaged.length)]! ^= 1 + Math.floor(random() * 255);
        await outcome(damaged);
      }
    });
  }
});

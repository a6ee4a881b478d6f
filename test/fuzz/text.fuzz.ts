/** Damaged perf script and folded texts: a checked profile or a ProfileError; samples lost to a cut are told. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ProfileError } from '../../lib/base/errors.js';
import { readProfile, writeFolded } from '../../lib/index.js';
import type { Profile } from '../../lib/profile/profile.js';
import { seeded } from '../support/random.js';
import { readableSamples } from '../support/samples.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const ROUNDS = 200;

/** Every text, and one that we write ourselves; pprof samples beyond it would only repeat it. */
const WRITTEN = 'samples/go-shop/cpu-1.pb.gz';
const TEXTS = readableSamples().filter(
  ({ path, format }) => format === 'perf-script' || format === 'folded' || path === WRITTEN,
);

async function outcome(bytes: Uint8Array, inputFormat?: string): Promise<Profile | null> {
  try {
    return await readProfile(bytes, { hash: false, inputFormat });
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
  for (const { path: name, format } of TEXTS) {
    const isFolded = format !== 'perf-script';
    // Told, not detected: a text that begins with "java" can be taken for pprof.
    const told = isFolded ? 'folded' : format;
    let text: Uint8Array;
    before(async () => {
      text = readFileSync(name);
      if (name === WRITTEN) text = Buffer.from(writeFolded(await readProfile(name), 1));
      else if (name.endsWith('.gz')) text = gunzipSync(text);
    });
    it(`${name}: ${ROUNDS} truncations lose a sample only with a warning, unless the cut is between samples`, async () => {
      const random = seeded(SEED);
      const whole = (await outcome(text, told))!.samples.length;
      for (let i = 0; i < ROUNDS; i++) {
        const at = 1 + Math.floor(random() * (text.length - 1));
        const profile = await outcome(text.subarray(0, at), told);
        if (profile === null || profile.samples.length === whole) continue;
        const between = text[at - 1] === 10 && (text[at - 2] === 10 || isFolded);
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

/** What every reader must stand: any chunks, gzip, damage. Each registers its tests for one good input. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { ProfileError } from '../../lib/base/errors.js';
import type { Format } from '../../lib/formats/format.js';
import { readProfile } from '../../lib/formats/read.js';
import type { Profile } from '../../lib/profile/profile.js';
import { seeded } from './random.js';
import { readAs, sampleLines } from './reading.js';

export interface SturdyOptions {
  /** Small inputs are read byte by byte; large ones in chunks of so many bytes. Default 1. */
  readonly chunk?: number;
  readonly rounds?: number;
  /** Formats whose every line stands for itself cannot tell a cut between lines: there it is only survived. */
  readonly cuts?: 'told' | 'survived';
}

export function standsUp(
  what: string,
  format: Format,
  load: () => Uint8Array,
  options: SturdyOptions = {},
): void {
  const { chunk = 1, rounds = 60, cuts = 'told' } = options;
  it(`${what}: is recognized, and alike in chunks of ${chunk}, 997 and all bytes, and gzipped`, async () => {
    const bytes = load();
    const want = await readAs(format, bytes);
    for (const size of [chunk, 997]) {
      const got = await readAs(format, bytes, { chunk: size });
      assert.deepEqual(sampleLines(got), sampleLines(want));
      assert.deepEqual(got.warnings, want.warnings);
    }
    for (const given of [bytes, gzipSync(bytes)]) {
      const got = await readProfile(given);
      assert.equal(got.sources[0].format, format.id);
      assert.deepEqual(sampleLines(got), sampleLines(want));
    }
  });
  it(`${what}: a cut anywhere ${cuts === 'told' ? 'gives an error or is told' : 'is survived'}`, async () => {
    const bytes = load();
    const whole = await readAs(format, bytes);
    const random = seeded(1);
    for (let i = 0; i < rounds; i++) {
      const at = Math.floor(random() * bytes.length);
      const cut = await orError(readAs(format, bytes.subarray(0, at)));
      const told = cut?.warnings.some(({ code }) => whole.warnings.every((other) => other.code !== code));
      if (cut === null || told === true || cuts === 'survived') continue;
      assert.deepEqual(sampleLines(cut), sampleLines(whole), `cut at ${at} of ${bytes.length}`);
    }
  });
  it(`${what}: flipped bytes give a profile or an error`, async () => {
    const random = seeded(2);
    for (let i = 0; i < rounds; i++) {
      const bytes = Uint8Array.from(load());
      for (let flips = 1 + Math.floor(random() * 3); flips > 0; flips--)
        bytes[Math.floor(random() * bytes.length)]! ^= 1 + Math.floor(random() * 255);
      await orError(readAs(format, bytes));
    }
  });
}

/** Null for a ProfileError that is not ours to mend; anything else is a failure. */
export async function orError(reading: Promise<Profile>): Promise<Profile | null> {
  try {
    return await reading;
  } catch (error) {
    assert.ok(
      error instanceof ProfileError && error.code !== 'bug',
      `not a ProfileError: ${(error as Error).stack}`,
    );
    return null;
  }
}

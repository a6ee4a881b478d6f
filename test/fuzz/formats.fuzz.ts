/**
 * Each reader against inputs damaged at random and by their structure: a checked profile whose sums make sense, or a
 * ProfileError, within seconds and 1 GiB. FUZZ_SEED chooses the run, FUZZ_INPUTS how many inputs a format, FUZZ_FORMAT one format.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { ProfileError } from '../../lib/base/errors.js';
import type { Format } from '../../lib/formats/format.js';
import { readProfile } from '../../lib/formats/read.js';
import type { Profile } from '../../lib/profile/profile.js';
import { MemoryMeter } from '../support/memory.js';
import { seeded } from '../support/random.js';
import { readAs, sums } from '../support/reading.js';
import { TARGETS } from '../support/seeds.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 1500);
const ONLY = process.env['FUZZ_FORMAT'];
const SLOW_MS = 5000;
const REGRESSIONS = 'test/fuzz/regressions';

/** What came out, for counting. Throws where a rule is broken. */
async function outcome(format: Format, bytes: Uint8Array, chunk?: number): Promise<string> {
  let profile: Profile;
  try {
    profile = await readAs(format, bytes, chunk === undefined ? {} : { chunk });
  } catch (error) {
    assert.ok(
      error instanceof ProfileError && error.code !== 'bug',
      `not a ProfileError: ${(error as Error).stack}`,
    );
    return error.code;
  }
  for (let type = 0; type < profile.sampleTypes.length; type++) {
    const { total, self } = sums(profile, type);
    const whole = Object.values(self).reduce((sum, value) => sum + Math.abs(value), 0);
    assert.ok(Number.isFinite(total) && whole <= total * (1 + 1e-9), `self ${whole} of total ${total}`);
  }
  return 'profile';
}

describe(`damaged inputs (FUZZ_SEED=${SEED}, FUZZ_INPUTS=${INPUTS})`, function () {
  this.timeout(3_600_000);
  for (const { format, seeds, mutate } of TARGETS) {
    if (ONLY !== undefined && ONLY !== format.id) continue;
    it(`${format.id}: ${INPUTS} inputs`, async () => {
      const random = seeded(SEED);
      const seen = new Map<string, number>();
      const memory = new MemoryMeter();
      for (let i = 0; i < INPUTS; i++) {
        const input = seeds[Math.floor(random() * seeds.length)]!;
        const other = seeds[Math.floor(random() * seeds.length)]!;
        const bytes = mutate(random, input, other);
        const start = process.hrtime.bigint();
        memory.begin();
        const shown = (): string =>
          `FUZZ_SEED=${SEED} ${format.id} input ${i}: ${Buffer.from(bytes).toString('base64').slice(0, 4000)}`;
        try {
          format.sniff(bytes.subarray(0, 4096), bytes.length < 4096);
          const what = await outcome(format, bytes, i % 50 === 0 ? 1 : undefined);
          seen.set(what, (seen.get(what) ?? 0) + 1);
        } catch (error) {
          assert.fail(`${shown()}\n${(error as Error).stack}`);
        }
        const took = Number(process.hrtime.bigint() - start) / 1e6;
        assert.ok(took < SLOW_MS, `${shown()} took ${took} ms`);
        memory.check(shown);
      }
      // Damage that always fails, or never, tests little.
      assert.ok((seen.get('profile') ?? 0) > INPUTS / 50 && seen.size > 1, JSON.stringify([...seen]));
      if (ONLY !== undefined)
        process.stdout.write(`${format.id} ${JSON.stringify([...seen])}; ${memory.told}\n`);
    });
  }

  it('all that was found once stays mended', async () => {
    for (const { format } of TARGETS) {
      const folder = `${REGRESSIONS}/${format.id}`;
      for (const name of existsSync(folder) ? readdirSync(folder) : []) {
        const bytes = readFileSync(`${folder}/${name}`);
        const start = process.hrtime.bigint();
        await outcome(format, bytes);
        assert.ok(Number(process.hrtime.bigint() - start) / 1e6 < SLOW_MS, name);
      }
    }
  });

  it('no sniff throws, and none takes long, on 20,000 prefixes', async () => {
    const random = seeded(SEED);
    for (let i = 0; i < 20_000; i++) {
      const { seeds, mutate } = TARGETS[Math.floor(random() * TARGETS.length)]!;
      const bytes = mutate(random, seeds[0]!, seeds[seeds.length - 1]!);
      for (const { format } of TARGETS) format.sniff(bytes, random() < 0.5);
    }
  });

  it('detection takes each good input for what it is', async () => {
    for (const { format, seeds } of TARGETS)
      for (const seed of seeds) assert.equal((await readProfile(seed)).sources[0].format, format.id);
  });
});

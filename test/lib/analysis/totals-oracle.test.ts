import assert from 'node:assert/strict';
import { groupFrames } from '../../../lib/analysis/granularity.js';
import { totals } from '../../../lib/analysis/totals.js';
import type { Profile } from '../../../lib/profile/profile.js';
import { type Filters, select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { naiveSelect, naiveTotals } from '../../support/naive.js';
import { randomProfile, seeded } from '../../support/random.js';

const FILTERS: readonly Filters[] = [
  {},
  { focus: 'f[13]$' },
  { ignore: 'f7$' },
  { focus: 'pkg1', ignore: 'f[49]$' },
  { focus: 'libshared' },
  { hide: 'f3$|pkg0' },
  { hide: 'bin/app' },
  { show: 'pkg[02]' },
  { show: 'src/|libshared' },
  { hide: 'pkg2', show: 'src/[123]|app' },
  { showFrom: 'f[258]$' },
  { showFrom: 'libshared|f1$', hide: 'pkg1' },
  { noInlines: true },
  { noInlines: true, hide: 'pkg0', showFrom: 'f[145]$' },
];

function sumOf(profile: Profile, of: (value: number, sample: number) => number): number {
  let sum = 0;
  profile.samples.values[1]!.forEach((value, sample) => {
    sum += of(value, sample);
  });
  return sum;
}

describe('totals', () => {
  for (const filters of FILTERS) {
    it(`equals a copied profile and a Set per sample on 200 random profiles with ${JSON.stringify(filters)}`, () => {
      for (let seed = 1; seed <= 200; seed++) {
        const profile = randomProfile(seed);
        const selection = select(profile, filters);
        const samples = naiveSelect(profile, filters);
        assert.deepEqual(
          [...(selection.keptSamples ?? new Uint8Array(profile.samples.length).fill(1))],
          Array.from({ length: profile.samples.length }, (_, row) =>
            samples.some((sample) => sample.row === row) ? 1 : 0,
          ),
          `seed ${seed} kept samples`,
        );
        for (const granularity of ['function', 'line', 'module', 'address', 'package', 'file'] as const) {
          const { groupOfFrame, length } = groupFrames(profile, granularity);
          const got = totals(selection, groupFrames(profile, granularity), 1);
          const want = naiveTotals(profile, samples, groupOfFrame, length, 1);
          assert.deepEqual([...got.self], want.self, `seed ${seed} ${granularity} self`);
          assert.deepEqual([...got.totals], want.totals, `seed ${seed} ${granularity} total`);
          assert.equal(got.total, sumOf(profile, Math.abs), `seed ${seed} ${granularity}`);
        }
      }
    });
  }

  it('adds up: self to the samples with frames, total at least self, on 200 random profiles', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const profile = randomProfile(seed, { negative: false });
      const framed = new Set(
        naiveSelect(profile, {}).flatMap(({ row, frames }) => (frames.length > 0 ? [row] : [])),
      );
      const got = totals(select(profile), groupFrames(profile, 'function'), 1);
      const self = got.self.reduce((sum, value) => sum + value, 0);
      assert.equal(
        self,
        sumOf(profile, (value, sample) => (framed.has(sample) ? value : 0)),
        `seed ${seed}`,
      );
      assert.ok(
        got.totals.every((value, group) => value >= got.self[group]!),
        `seed ${seed}`,
      );
    }
  });

  it('does not depend on the order of samples', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const [one, other] = [randomProfile(seed), randomProfile(seed, { shuffle: seed + 7 })].map(
        (profile) => {
          const grouping = groupFrames(profile, 'function');
          const got = totals(select(profile, { hide: 'f3$' }), grouping, 1);
          return new Map(grouping.names.map((name, group) => [name, [got.self[group], got.totals[group]]]));
        },
      );
      assert.deepEqual(one, other, `seed ${seed}`);
    }
  });

  it('of focus and of ignore add up to the whole, and so do tagfocus and tagignore', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const profile = randomProfile(seed);
      const grouping = groupFrames(profile, 'function');
      const of = (filters: Filters): number[] => [...totals(select(profile, filters), grouping, 1).totals];
      const whole = of({});
      for (const [mask, others] of [
        [{ focus: 'pkg1.f4|src/3' }, { ignore: 'pkg1.f4|src/3' }],
        [{ tagfocus: 'k=v[12]' }, { tagignore: 'k=v[12]' }],
        [{ tagfocus: 'bytes=3b:6b' }, { tagignore: 'bytes=3b:6b' }],
      ] as const) {
        const rest = of(others);
        assert.deepEqual(
          of(mask).map((value, group) => value + rest[group]!),
          whole,
          `seed ${seed} ${JSON.stringify(mask)}`,
        );
      }
    }
  });

  it('counts recursion once and gives self to the leafmost frame', () => {
    const profile = profileOf(['main;fib;fib;fib 5', 'main;fib 1', ' 4']);
    const grouping = groupFrames(profile, 'function');
    const got = totals(select(profile), grouping, 0);
    assert.deepEqual(grouping.names, ['main', 'fib']);
    assert.deepEqual([[...got.self], [...got.totals], got.total], [[0, 6], [6, 6], 10]);
  });

  it('keeps every bit of values beyond 2^53, on 100 random columns with negative ones', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = seeded(seed);
      const big = (): bigint =>
        BigInt.asIntN(63, BigInt(Math.floor(random() * 2 ** 40)) * 8388607n * 3n) / 16n;
      const values = Array.from({ length: 9 }, big);
      const pad = (value: bigint): string =>
        String(value).replace(/^(-?)(\d+)$/, (_, s: string, d: string) => s + d.padStart(17, '0'));
      const profile = profileOf(values.map((value, i) => `main;${i % 2 === 0 ? 'a' : 'b'} ${pad(value)}`));
      const got = totals(select(profile), groupFrames(profile, 'function'), 0);
      const sum = (of: (i: number) => boolean): bigint => values.reduce((s, v, i) => (of(i) ? s + v : s), 0n);
      if (got.exact === null) {
        assert.ok(got.total <= Number.MAX_SAFE_INTEGER, `seed ${seed}`);
        continue;
      }
      assert.deepEqual(
        got.exact.self,
        [0n, sum((i) => i % 2 === 0), sum((i) => i % 2 === 1)],
        `seed ${seed}`,
      );
      assert.equal(
        got.exact.totals[0],
        sum(() => true),
        `seed ${seed}`,
      );
      assert.equal(
        got.exact.total,
        values.reduce((s, v) => s + (v < 0n ? -v : v), 0n),
        `seed ${seed}`,
      );
      assert.equal(got.totals[0], Number(sum(() => true)), `seed ${seed}`);
    }
  });

  it('is exact where only the sum leaves 2^53, and says nothing exact about fractions', () => {
    const limit = String(Number.MAX_SAFE_INTEGER);
    const of = (rows: readonly string[]) => {
      const profile = profileOf(rows);
      return totals(select(profile), groupFrames(profile, 'function'), 0).exact;
    };
    assert.equal(of([`a ${limit}`, `a ${limit}`, 'a 1'])?.self[0], 2n ** 54n - 1n);
    assert.equal(of(['a 9007199254740.5', 'a 0.5']), null);
  });
});

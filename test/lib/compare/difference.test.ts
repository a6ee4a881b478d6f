import assert from 'node:assert/strict';
import { adjusted, difference, type Measured } from '../../../lib/compare/difference.js';
import { normalCdf } from '../../../lib/evidence/normal.js';
import { Random } from '../../../lib/evidence/random.js';
import { studentCdf } from '../../../lib/evidence/special-functions.js';
import { near } from '../../support/near.js';

const SEED = 20_261_125;
const one = (hits: number, n: number): Measured => ({ hits: [hits], divisors: [n], sizes: [n], samples: n });
const several = (hits: readonly number[], n: readonly number[]): Measured => ({
  hits,
  divisors: n,
  sizes: n,
  samples: n.reduce((sum, size) => sum + size, 0),
});

/** Welch's test on ratio estimators, written down again. */
function naive(a: Measured, b: Measured): { change: number; p: number } {
  const of = ({ hits, divisors, samples }: Measured) => {
    const k = Array.from(hits);
    const n = Array.from(divisors);
    const sum = n.reduce((x, y) => x + y);
    const p = k.reduce((x, y) => x + y) / sum;
    const K = k.length;
    const v = ((K / (K - 1)) * k.map((x, j) => (x - p * n[j]!) ** 2).reduce((x, y) => x + y)) / sum ** 2;
    return { p, v: Math.max(v, (p * (1 - p)) / samples), K };
  };
  const [x, y] = [of(a), of(b)];
  const v = x.v + y.v;
  const freedom = v ** 2 / (x.v ** 2 / (x.K - 1) + y.v ** 2 / (y.K - 1));
  return { change: y.p - x.p, p: 2 * studentCdf(-Math.abs(y.p - x.p) / Math.sqrt(v), freedom) };
}

describe('the difference of two ratios', () => {
  it('is z of two proportions over the root of the design effect for one profile a side', () => {
    const found = difference(one(2000, 20_000), one(2400, 20_000), 1, true, 1);
    // The vector of the literature: 0.12 against 0.10 of 20,000 each is z = 6.39.
    near(found.change / found.standardError, 6.39, 0.001);
    near(found.p, 2 * normalCdf(-found.change / found.standardError), 1e-12);
    near(
      difference(one(2000, 20_000), one(2400, 20_000), 1, true).standardError,
      2 * found.standardError,
      1e-12,
    );
  });
  it('is as a naive Welch has it, for random profiles', () => {
    const random = new Random(SEED);
    for (let round = 0; round < 200; round++) {
      const side = (): Measured => {
        const n = Array.from({ length: 2 + random.below(9) }, () => 500 + random.below(5000));
        return several(
          n.map((size) => Math.round(size * (0.05 + 0.1 * random.uniform()))),
          n,
        );
      };
      const [a, b] = [side(), side()];
      const found = difference(a, b, 1, true);
      const want = naive(a, b);
      near(found.change, want.change, 1e-9);
      near(found.p, want.p, 1e-9);
      assert.ok(found.interval.low <= found.change && found.change <= found.interval.high);
      // 0.05 and an interval of 95 % are two words for one thing.
      assert.equal(found.p < 0.05, found.interval.low > 0 || found.interval.high < 0);
    }
  });
  it('is antisymmetric', () => {
    const [a, b] = [several([50, 60, 40], [1000, 1100, 900]), several([80, 70], [1000, 1000])];
    const [there, back] = [difference(a, b, 1, true), difference(b, a, 1, true)];
    near(there.change, -back.change, 1e-12);
    near(there.p, back.p, 1e-12);
    near(there.interval.low, -back.interval.high, 1e-12);
  });
  it('takes the other side for a measure where one side is a single profile', () => {
    const many = several([100, 130, 90, 110], [1000, 1000, 1000, 1000]);
    const found = difference(many, one(180, 1000), 1, true);
    assert.equal(found.degreesOfFreedom, 3);
    assert.ok(found.p > 0.01 && found.p < 0.2, String(found.p));
  });
  it('has no NaN, no infinity and a p of 0 to 1, whatever is missing', () => {
    const random = new Random(SEED);
    const some = (): Measured => {
      const K = 1 + random.below(4);
      const sizes: number[] = Array.from({ length: K }, () =>
        random.below(3) === 0 ? 0 : 1 + random.below(1000),
      );
      if (sizes.every((size) => size < 1)) sizes[0] = 1;
      const hits = sizes.map((size: number) => [0, size, random.below(size + 1)][random.below(3)] as number);
      return several(hits, sizes);
    };
    for (let round = 0; round < 3000; round++)
      for (const isShare of [true, false]) {
        const found = difference(some(), some(), isShare ? 1 : 0.3, isShare);
        for (const value of [
          found.change,
          found.p,
          found.standardError,
          found.interval.low,
          found.interval.high,
        ])
          assert.ok(Number.isFinite(value), JSON.stringify(found));
        assert.ok(found.p >= 0 && found.p <= 1);
        assert.ok(found.interval.low <= found.interval.high);
      }
  });
  it('finds nothing against all on several profiles certain enough', () => {
    const found = difference(
      several([0, 0, 0], [1000, 1000, 1000]),
      several([1000, 1000, 1000], [1000, 1000, 1000]),
      1,
      true,
    );
    assert.ok(found.p < 0.001);
  });
});

describe('p values adjusted for how many there are', () => {
  it('call significant what the step-up rule of Benjamini and Hochberg does', () => {
    const random = new Random(SEED);
    for (let round = 0; round < 200; round++) {
      const p = Array.from({ length: 1 + random.below(40) }, () => random.uniform() ** 3);
      const q = 0.01 + 0.2 * random.uniform();
      const sorted = [...p].sort((a, b) => a - b);
      let last = -1;
      sorted.forEach((value, i) => {
        if (value <= (q * (i + 1)) / p.length) last = i;
      });
      const limit = last === -1 ? -1 : sorted[last]!;
      assert.deepEqual(
        [...adjusted(p)].map((value) => value <= q),
        p.map((value) => value <= limit),
      );
    }
    assert.deepEqual([...adjusted([])], []);
  });
});

import assert from 'node:assert/strict';
import { drawShares, statisticOf, sumColumns } from '../../../lib/evidence/bootstrap.js';
import type { ProfileTable } from '../../../lib/evidence/profile-table.js';
import { countingError, percentileInterval, quantileOf, quantiles } from '../../../lib/evidence/quantiles.js';
import { Random } from '../../../lib/evidence/random.js';
import { neighbours, placeChances } from '../../../lib/evidence/ranks.js';
import { near } from '../../support/near.js';

const TABLE: ProfileTable = {
  profiles: 4,
  columns: 2,
  hits: Float64Array.of(30, 20, 25, 22, 40, 18, 28, 20),
  sizes: Float64Array.of(100, 100, 120, 90),
  observations: 410,
};
const SINGLE: ProfileTable = {
  profiles: 1,
  columns: 3,
  hits: Float64Array.of(4000, 0, 1000),
  sizes: Float64Array.of(10_000),
  observations: 10_000,
};

describe('the bootstrap over profiles', () => {
  it('is the same for the same seed, another for another', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => drawShares(TABLE, new Random(seed), { draws: 50 }));
    assert.deepEqual(one, same);
    assert.notDeepEqual(one!.shares, other!.shares);
    assert.equal(
      one!.caption,
      '50 draws of 4 profiles with replacement; with so few of them, ranges come out too narrow',
    );
  });
  it('draws whole profiles: shares follow from the multiplicities', () => {
    const { shares, multiplicities, draws } = drawShares(TABLE, new Random(3), { draws: 200 });
    for (let draw = 0; draw < draws; draw++) {
      const times = [...multiplicities!.subarray(draw * 4, draw * 4 + 4)];
      assert.equal(
        times.reduce((sum, count) => sum + count, 0),
        4,
      );
      const sum = (weights: readonly number[]): number =>
        times.reduce((all, count, profile) => all + count * weights[profile]!, 0);
      near(shares[draw * 2]!, sum([30, 25, 40, 28]) / sum([100, 100, 120, 90]), 1e-14);
    }
  });
  it('keeps to the strata, and pools those of one profile', () => {
    const { multiplicities } = drawShares(TABLE, new Random(4), { draws: 300, strata: [7, 8, 7, 9] });
    for (let draw = 0; draw < 300; draw++) {
      assert.equal(multiplicities![draw * 4]! + multiplicities![draw * 4 + 2]!, 2);
      assert.equal(multiplicities![draw * 4 + 1]! + multiplicities![draw * 4 + 3]!, 2);
    }
    const joined = drawShares(TABLE, new Random(4), { draws: 300, strata: [7, 7, 7, 9] });
    assert.ok([...joined.multiplicities!].some((count, i) => i % 4 === 3 && count !== 1));
  });
  it('has the spread that theory gives: the variance of the ratio, (K-1)/K of the unbiased one', () => {
    const { shares } = drawShares(TABLE, new Random(5), { draws: 20_000 });
    const values = Float64Array.from({ length: 20_000 }, (_, draw) => shares[draw * 2]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const p = 123 / 410;
    const squares = [30, 25, 40, 28].reduce((sum, hit, j) => sum + (hit - p * TABLE.sizes[j]!) ** 2, 0);
    near(mean, p, 0.005);
    // First-order theory against exact ratios of four profiles: a few per cent.
    near(deviation, Math.sqrt(squares) / 410, 0.06);
  });
});

describe('the bootstrap of one profile', () => {
  it('spreads shares as a quarter of the samples would', () => {
    const drawn = drawShares(SINGLE, new Random(6), { draws: 8000 });
    assert.equal(drawn.multiplicities, null);
    assert.match(drawn.caption, /^single profile: /);
    const first = sumColumns(drawn, [0]);
    const mean = first.reduce((sum, value) => sum + value, 0) / 8000;
    const deviation = Math.sqrt(first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 8000);
    near(mean, 0.4, 0.002);
    near(deviation, Math.sqrt((0.4 * 0.6) / 2500), 0.05);
    assert.ok(sumColumns(drawn, [1]).every((share) => share === 0));
    assert.ok(statisticOf(drawn, (shares) => shares[0]! + shares[1]! + shares[2]!).every((sum) => sum < 1));
  });
  it('draws classes that make up the whole to a sum of 1', () => {
    const whole = { ...SINGLE, hits: Float64Array.of(4000, 5000, 1000) };
    const drawn = drawShares(whole, new Random(7), { draws: 100 });
    for (const sum of sumColumns(drawn, [0, 1, 2])) near(sum, 1, 1e-12);
  });
  it('refuses columns that overlap, and has nothing to say of nothing', () => {
    assert.throws(() => drawShares({ ...SINGLE, hits: Float64Array.of(9000, 5000, 0) }, new Random(1)), {
      code: 'usage',
    });
    const empty = { ...SINGLE, hits: new Float64Array(3), sizes: new Float64Array(1), observations: 0 };
    assert.ok(drawShares(empty, new Random(1), { draws: 3 }).shares.every((share) => share === 0));
  });
});

describe('places and neighbours', () => {
  const values = [Float64Array.of(5, 5, 5, 1), Float64Array.of(4, 6, 5, 2), Float64Array.of(1, 1, 1, 3)];
  it('count the draws in which few others have more; equals share the better place', () => {
    assert.deepEqual([...placeChances(values, 1)], [0.5, 0.5, 0.25]);
    assert.deepEqual([...placeChances(values, 2)], [0.75, 1, 0.25]);
    assert.deepEqual([...placeChances(values, 3)], [1, 1, 1]);
    assert.deepEqual([...placeChances([], 1)], []);
  });
  it('say which cannot be told apart, and what would tell', () => {
    const random = new Random(11);
    const make = (centre: number): Float64Array =>
      Float64Array.from({ length: 2000 }, () => centre + 0.01 * (random.uniform() + random.uniform() - 1));
    const [apart, close] = neighbours([make(0.3), make(0.2), make(0.199)], [0, 1, 2], 20);
    assert.deepEqual([apart!.first, apart!.second, apart!.apart, apart!.profilesNeeded], [0, 1, true, null]);
    near(apart!.difference, 0.1, 0.02);
    assert.equal(close!.apart, false);
    assert.ok(close!.interval.low < 0 && close!.interval.high > 0);
    assert.ok(close!.profilesNeeded! > 100, String(close!.profilesNeeded));
    assert.equal(neighbours([make(0.3)], [0], 20).length, 0);
    const twin = make(0.3);
    assert.equal(neighbours([twin, twin], [0, 1], 20)[0]!.profilesNeeded, null);
  });
});

describe('quantiles', () => {
  it('lie between neighbours by straight line, as numpy has them', () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    assert.deepEqual(
      [0, 0.25, 0.5, 1].map((p) => quantileOf(sorted, p)),
      [1, 1.75, 3, 8],
    );
    for (const [i, want] of [1.3, 3, 6.8].entries()) near(quantiles([8, 1, 4, 2])[i]!, want, 1e-15);
    assert.ok(Number.isNaN(quantileOf(new Float64Array(0), 0.5)));
  });
  it('take a payback that never comes for a value', () => {
    assert.deepEqual(quantiles([1, 2, Infinity, Infinity], [0, 0.5, 0.9]), [1, Infinity, Infinity]);
    assert.deepEqual(quantiles([-Infinity, Infinity], [0, 1]), [-Infinity, Infinity]);
  });
  it('of the percentile interval move outward for few profiles', () => {
    const values = Float64Array.from({ length: 1001 }, (_, i) => i);
    near(percentileInterval(values).low, 25, 1e-15);
    near(percentileInterval(values).high, 975, 1e-15);
    const { low, high } = percentileInterval(values, { profiles: 5 });
    // Normal probability of -sqrt(5/4) * 2.776445 by scipy 1.17.1: 0.0009541005518824907.
    near(low, 0.9541005518824907, 1e-9);
    near(high, 1000 - low, 1e-9);
    assert.ok(percentileInterval(values, { profiles: 50 }).low < 25);
  });
  it('of a count know their error', () => {
    near(countingError(0.44, 10_000), 0.004963869458396343, 1e-12);
  });
});

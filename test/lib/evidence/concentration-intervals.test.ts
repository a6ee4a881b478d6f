import assert from 'node:assert/strict';
import { concentration } from '../../../lib/analysis/concentration.js';
import { concentrationIntervals } from '../../../lib/evidence/concentration-intervals.js';
import { Random } from '../../../lib/evidence/random.js';
import { near } from '../../support/near.js';

function tableOf(rows: readonly (readonly number[])[]) {
  const sizes = Float64Array.from(rows, (row) => row.reduce((sum, hit) => sum + hit, 0));
  return {
    profiles: rows.length,
    columns: rows[0]!.length,
    hits: Float64Array.from(rows.flat()),
    sizes,
    observations: sizes.reduce((sum, size) => sum + size, 0),
  };
}
const intervals = (rows: readonly (readonly number[])[], seed = 1) =>
  concentrationIntervals(tableOf(rows), new Random(seed))!;

describe('the intervals of concentration', () => {
  it('hold the estimate, for one profile and several, and are the same each time', () => {
    const rows = [
      [300, 200, 100, 80, 60, 40, 20],
      [280, 230, 90, 90, 50, 50, 10],
      [310, 190, 120, 60, 70, 30, 20],
    ];
    for (const some of [rows.slice(0, 1), rows]) {
      const { k50, k80, effectiveNumber } = concentration(
        some.reduce((sum, row) => sum.map((hit, i) => hit + row[i]!)),
      );
      const got = intervals(some);
      assert.ok(got.k50.low <= k50 && k50 <= got.k50.high);
      assert.ok(got.k80.low <= k80 && k80 <= got.k80.high);
      assert.ok(got.effectiveNumber.low < effectiveNumber && effectiveNumber < got.effectiveNumber.high);
      assert.deepEqual(intervals(some), got);
      assert.equal(got.method, some.length === 1 ? 'single-profile' : 'profiles');
      assert.match(got.caption, some.length === 1 ? /vary 4 times as much/ : /3 profiles/);
    }
  });

  it('are of nothing where nothing has weight, and a point where one part has all', () => {
    assert.equal(concentrationIntervals(tableOf([[0, 0]]), new Random(1)), null);
    const one = intervals([[100, 0]]);
    assert.deepEqual(
      [one.k50, one.k80],
      [
        { low: 1, high: 1 },
        { low: 1, high: 1 },
      ],
    );
    near(one.effectiveNumber.low, 1, 1e-9);
    near(one.effectiveNumber.high, 1, 1e-9);
  });

  it('narrow with more samples, by about their root', () => {
    const row = [300, 200, 100, 80, 60, 40, 20];
    const width = (rows: readonly (readonly number[])[]): number => {
      const { low, high } = intervals(rows).effectiveNumber;
      return Math.log(high / low);
    };
    near(width([row.map((hit) => 16 * hit)]), width([row]) / 4, 0.25);
  });

  it('take many small parts together without changing the estimate', () => {
    // 1,200 functions: the largest 300 are drawn, and half is reached beyond them.
    const row = Array.from({ length: 1200 }, (_, i) => (i < 600 ? 11 : 10));
    const { k50, effectiveNumber } = concentration(row);
    const got = intervals([row]);
    assert.ok(k50 > 500 && got.k50.low <= k50 && k50 <= got.k50.high);
    assert.ok(got.effectiveNumber.low <= effectiveNumber && effectiveNumber <= got.effectiveNumber.high);
    assert.ok(got.k50.high <= 1200 && got.k80.high <= 1200);
    assert.match(got.caption, /of 1200 parts the 300 largest/);
  });

  it('cover the truth, in 100 draws of five profiles', () => {
    const weights = Array.from({ length: 30 }, (_, i) => 1 / (i + 1));
    const sum = weights.reduce((all, weight) => all + weight, 0);
    const truth = concentration(weights);
    const random = new Random(20261125);
    const held = { k50: 0, k80: 0, effectiveNumber: 0 };
    for (let run = 0; run < 100; run++) {
      const rows = Array.from({ length: 5 }, () => {
        const row = new Array<number>(30).fill(0);
        for (let sample = 0; sample < 2000; sample++) {
          let rest = random.uniform() * sum;
          let i = 0;
          while (i < 29 && rest >= weights[i]!) rest -= weights[i++]!;
          row[i]!++;
        }
        return row;
      });
      const got = intervals(rows, run);
      for (const name of ['k50', 'k80', 'effectiveNumber'] as const)
        if (got[name].low <= truth[name] && truth[name] <= got[name].high) held[name]++;
    }
    assert.ok(held.k50 >= 85 && held.k80 >= 80 && held.effectiveNumber >= 85, JSON.stringify(held));
  });
});

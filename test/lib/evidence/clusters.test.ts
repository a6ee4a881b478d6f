import assert from 'node:assert/strict';
import { groupFrames } from '../../../lib/analysis/granularity.js';
import { totals } from '../../../lib/analysis/totals.js';
import { visiblePaths } from '../../../lib/analysis/visible-paths.js';
import { profilesNeeded, ratioInterval, shareIntervals } from '../../../lib/evidence/clusters.js';
import { wilson } from '../../../lib/evidence/intervals.js';
import {
  classTable,
  groupTable,
  type ProfileTable,
  setTable,
  splitClasses,
  stackClasses,
  stackSources,
} from '../../../lib/evidence/profile-table.js';
import { merge } from '../../../lib/profile/merge.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { near } from '../../support/near.js';
import { randomProfile, seeded } from '../../support/random.js';

const HITS = [312, 280, 355, 301, 298];
const SIZES = [3000, 2800, 3200, 3100, 2900];

function tableOf(hits: readonly (readonly number[])[], sizes: readonly number[]): ProfileTable {
  return {
    profiles: sizes.length,
    columns: hits[0]!.length,
    hits: Float64Array.from(hits.flat()),
    sizes: Float64Array.from(sizes),
    observations: sizes.reduce((sum, size) => sum + size, 0),
  };
}

describe('shares of several profiles', () => {
  it('agree with the formula worked out in Python with the t quantile of scipy 1.17.1', () => {
    const got = shareIntervals(
      tableOf(
        HITS.map((hit) => [hit]),
        SIZES,
      ),
    );
    near(got.shares[0]!, 0.10306666666666667, 1e-14);
    near(got.low[0]!, 0.09633149376178836, 1e-12);
    near(got.high[0]!, 0.10980183957154498, 1e-12);
    near(got.designEffects[0]!, 0.9548434661142017, 1e-12);
    assert.deepEqual([got.method, got.profiles], ['cluster-t', 5]);
    assert.equal(got.caption, '95 % intervals from the differences between 5 profiles');
    const one = ratioInterval(HITS, SIZES)!;
    near(one.low, got.low[0]!, 1e-14);
    assert.equal(one.degreesOfFreedom, 4);
    near((one.high - one.low) / 2 / one.standardError, 2.7764451051977934, 1e-12);
  });
  it('of one profile assume a design effect and say so', () => {
    const table = tableOf([[120, 0, 1000]], [1000]);
    const got = shareIntervals(table, { designEffect: 1 });
    assert.deepEqual({ low: got.low[0], high: got.high[0] }, wilson(120, 1000, 1));
    assert.deepEqual({ low: got.low[1], high: got.high[1] }, wilson(0, 1000, 1));
    assert.equal(got.method, 'single-profile');
    assert.match(
      shareIntervals(table).caption,
      /^single profile: 95 % intervals assume that samples vary 4 times/,
    );
    assert.ok(Number.isNaN(got.designEffects[0]));
    assert.equal(ratioInterval([1], [2]), null);
  });
  it('do not take equal shares for certainty', () => {
    const table = tableOf(
      [
        [0, 100, 1000],
        [0, 50, 500],
        [0, 200, 2000],
      ],
      [1000, 500, 2000],
    );
    const { low, high } = shareIntervals(table);
    [0, 350, 3500].forEach((hits, column) => {
      assert.deepEqual({ low: low[column], high: high[column] }, wilson((hits / 3500) * 3500, 3500));
    });
  });
  it('leave out profiles without weight, and answer for none at all', () => {
    const with0 = shareIntervals(tableOf([[3], [0], [5]], [30, 0, 40]));
    const without = shareIntervals(tableOf([[3], [5]], [30, 40]));
    assert.deepEqual([with0.low, with0.high, with0.profiles], [without.low, without.high, 2]);
    const nothing = shareIntervals(tableOf([[0]], [0]));
    assert.deepEqual([nothing.shares[0], nothing.low[0], nothing.high[0]], [0, 0, 1]);
  });
  it('hold the share, lie within 0..1, do not mind the unit of weights, seed 31', () => {
    const random = seeded(31);
    for (let i = 0; i < 300; i++) {
      const profiles = 2 + Math.floor(random() * 10);
      const sizes = Array.from({ length: profiles }, () => 1 + Math.floor(random() * 5000));
      const hits = sizes.map((size) => [Math.floor(size * random() ** 3), size]);
      const table = tableOf(hits, sizes);
      const { shares, low, high } = shareIntervals(table);
      for (let column = 0; column < 2; column++)
        assert.ok(
          0 <= low[column]! &&
            low[column]! <= shares[column]! &&
            shares[column]! <= high[column]! &&
            high[column]! <= 1,
        );
      const nanoseconds = shareIntervals({
        ...table,
        hits: table.hits.map((hit) => hit * 1e7),
        sizes: table.sizes.map((size) => size * 1e7),
      });
      near(nanoseconds.low[0]!, low[0]!, 1e-9);
      // The same profiles twice over: the interval shrinks.
      const width = (times: number): number => {
        const repeat = (values: readonly number[]): number[] => new Array(times).fill(values).flat();
        const { low, high } = ratioInterval(repeat(hits.map(([hit]) => hit!)), repeat(sizes))!;
        return high - low;
      };
      assert.ok(width(2) < width(1) || width(1) === 0);
    }
  });
});

describe('profiles needed', () => {
  it('grow with the square of the narrowing', () => {
    assert.equal(profilesNeeded(5, 0.02, 0.01), 20);
    assert.equal(profilesNeeded(8, 0.01, 0.02), 8);
    assert.equal(profilesNeeded(3, 0.02, 0.015), 6);
  });
});

describe('the table of weights by profile', () => {
  it('adds up to the totals of the merged profile, and row by row to those of each, seeds 1 to 30', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const inputs = [seed, seed + 100, seed + 200].map((one) => randomProfile(one, { negative: false }));
      const merged = select(merge(inputs));
      const grouping = groupFrames(merged.profile, 'function');
      const table = groupTable(stackSources(merged, 1), visiblePaths(merged, grouping), grouping.length);
      const all = totals(merged, grouping, 1);
      near(
        table.sizes.reduce((sum, size) => sum + size, 0),
        all.total,
        1e-12,
      );
      for (let group = 0; group < grouping.length; group++) {
        let sum = 0;
        for (let profile = 0; profile < 3; profile++) sum += table.hits[profile * grouping.length + group]!;
        near(sum, all.totals[group]!, 1e-12, grouping.names[group]);
      }
      inputs.forEach((input, profile) => {
        const alone = select(input);
        const own = groupFrames(input, 'function');
        const sums = totals(alone, own, 1);
        near(table.sizes[profile]!, sums.total, 1e-12);
        own.names.forEach((name, group) => {
          const column = grouping.names.indexOf(name);
          // Unsymbolized frames are named by their module, which may be shared under other names.
          if (column !== -1)
            near(table.hits[profile * grouping.length + column]!, sums.totals[group]!, 1e-12, name);
        });
      });
    }
  });
  it('counts filtered samples in the size only', () => {
    const selection = select(profileOf(['a;b 3', 'a;c 5', 'd 2']), { focus: 'b' });
    const sources = stackSources(selection, 0);
    const grouping = groupFrames(selection.profile, 'function');
    const table = groupTable(sources, visiblePaths(selection, grouping), grouping.length);
    assert.deepEqual([...table.sizes], [10]);
    assert.deepEqual(Object.fromEntries(grouping.names.map((name, i) => [name, table.hits[i]])), {
      a: 3,
      b: 3,
      c: 0,
      d: 0,
    });
    assert.equal(table.observations, 3);
  });
});

describe('classes of stacks', () => {
  const profile = profileOf(['a;b 3', 'a;c 5', 'd 2', 'd;b 7']);
  const sets = { length: 2, starts: Int32Array.of(0, 2, 4), items: Int32Array.of(0, 1, 0, 3) };
  it('tell apart what the sets tell apart, numbered by first stack', () => {
    const classes = stackClasses(4, sets);
    assert.deepEqual([...classes.classOf], [0, 1, 2, 3]);
    assert.deepEqual([...stackClasses(4, { ...sets, length: 1 }).classOf], [0, 0, 1, 1]);
    assert.equal(stackClasses(0, { ...sets, length: 0 }).length, 0);
    assert.deepEqual(splitClasses(stackClasses(4, { ...sets, length: 1 }), [7, 9, 7, 7]), {
      length: 3,
      classOf: Int32Array.of(0, 1, 2, 2),
    });
  });
  it('weigh what their stacks weigh', () => {
    const sources = stackSources(select(profile), 0);
    assert.deepEqual([...setTable(sources, sets).hits], [8, 10]);
    assert.deepEqual([...classTable(sources, stackClasses(4, { ...sets, length: 1 })).hits], [8, 9]);
  });
});

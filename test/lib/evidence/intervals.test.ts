import assert from 'node:assert/strict';
import {
  clopperPearson,
  designEffect,
  intraclassCorrelation,
  SINGLE_PROFILE_DESIGN_EFFECT,
  samplesToSeparate,
  shareDifference,
  trialsToClaim,
  upperBound,
  wilson,
} from '../../../lib/evidence/intervals.js';
import { separation, smallestShare, sufficiency } from '../../../lib/evidence/sufficiency.js';
import { near } from '../../support/near.js';
import { seeded } from '../../support/random.js';
import { CLOPPER_PEARSON, SAMPLES_TO_SEPARATE, WILSON } from './reference-values.js';

describe("Wilson's interval", () => {
  it('agrees with scipy', () => {
    for (const [hits, n, low, high] of WILSON as readonly [number, number, number, number][]) {
      const got = wilson(hits, n, 1);
      near(got.low, low, 1e-12, `${hits}/${n}`);
      near(got.high, high, 1e-12, `${hits}/${n}`);
    }
  });
  it('takes a single profile for a quarter of its samples', () => {
    assert.equal(SINGLE_PROFILE_DESIGN_EFFECT, 4);
    assert.deepEqual(wilson(480, 4000), wilson(120, 1000, 1));
    assert.deepEqual(wilson(0, 0), { low: 0, high: 1 });
  });
  it('stays within 0..1 whatever rounding or a difference of profiles makes of the share', () => {
    assert.equal(wilson(1000.0000001, 1000).high, 1);
    assert.equal(wilson(-5, 1000).low, 0);
  });
});

describe('the exact binomial interval', () => {
  it('agrees with scipy', () => {
    for (const [hits, n, low, high] of CLOPPER_PEARSON as readonly [number, number, number, number][]) {
      const got = clopperPearson(hits, n);
      near(got.low, low, 1e-9, `${hits}/${n}`);
      near(got.high, high, 1e-9, `${hits}/${n}`);
    }
    near(clopperPearson(120, 1000, 0.99).low, 0.09489805096539014, 1e-9);
    near(clopperPearson(0, 16_000, 0.99).high, 0.0003310900126953666, 1e-9);
    assert.deepEqual(clopperPearson(0, 0), { low: 0, high: 1 });
  });
  it('is the rule of three where nothing was found', () => {
    near(upperBound(0, 16_000), 1.8721574004287e-4, 1e-12);
    assert.equal(Math.ceil(trialsToClaim(1e-6)), 2_995_731);
    near(trialsToClaim(1e-6), 2995730.7756876047, 1e-12);
    near(upperBound(0, trialsToClaim(1e-6)), 1e-6, 1e-12);
    near(upperBound(0, 16_000), 3 / 16_000, 2e-3);
    assert.deepEqual([upperBound(5, 5), upperBound(0, 0)], [1, 1]);
  });
});

describe('samples to tell two shares of a profile apart', () => {
  it('agree with the table of the payoff model', () => {
    const table = SAMPLES_TO_SEPARATE.map(([p1, p2, half, four]) => {
      near(samplesToSeparate(p1!, p2!), half!, 1e-12);
      near(samplesToSeparate(p1!, p2!, { power: 0.8 }), four!, 1e-12);
      return [
        p1,
        p2,
        Math.round(samplesToSeparate(p1!, p2!)),
        Math.round(samplesToSeparate(p1!, p2!, { power: 0.8 })),
      ];
    });
    assert.deepEqual(table, [
      [0.1, 0.08, 1725, 3524],
      [0.05, 0.045, 14_594, 29_818],
      [0.2, 0.15, 534, 1091],
      [0.1, 0.09, 7295, 14_905],
    ]);
    assert.equal(samplesToSeparate(0.1, 0.1), Infinity);
  });
  it('are those at which the interval of the difference reaches 0', () => {
    const n = samplesToSeparate(0.1, 0.08);
    const at = shareDifference(0.1 * n, 0.08 * n, n, 1);
    near(at.difference, 0.02, 1e-12);
    assert.ok(Math.abs(at.low) < 1e-12, String(at.low));
    assert.ok(shareDifference(120, 96, 1200, 4).low < 0);
    assert.deepEqual(shareDifference(0, 0, 0), { difference: 0, low: -1, high: 1 });
  });
});

describe('the design effect', () => {
  for (const [icc, want] of [
    [0.001, 3.999],
    [0.005, 15.995],
    [0.02, 60.98],
  ] as const) {
    it(`of 3,000 samples with a correlation of ${icc} is ${Math.round(want)}`, () => {
      near(designEffect(3000, icc), want, 1e-12);
      near(intraclassCorrelation(want, 3000), icc, 1e-12);
    });
  }
});

describe('intervals, seed 271', () => {
  const random = seeded(271);
  const cases = Array.from({ length: 500 }, () => {
    const n = 1 + Math.floor(random() ** 3 * 50_000);
    return { n, hits: Math.floor(random() * (n + 1)) };
  });
  for (const [what, interval] of [
    ['Wilson', (hits: number, n: number) => wilson(hits, n, 1)],
    ['Clopper-Pearson', (hits: number, n: number) => clopperPearson(hits, n)],
  ] as const) {
    it(`${what}: hold the share, within 0..1, narrower with more samples, rising with the hits`, () => {
      for (const { n, hits } of cases) {
        const { low, high } = interval(hits, n);
        const where = `${hits}/${n}: ${low}..${high}`;
        assert.ok(0 <= low && low <= hits / n && hits / n <= high && high <= 1, where);
        const more = interval(hits * 4, n * 4);
        assert.ok(more.high - more.low < high - low, where);
        if (hits === n) continue;
        const next = interval(hits + 1, n);
        assert.ok(next.low >= low && next.high >= high, where);
      }
    });
  }
  it('are mirrored by the complement', () => {
    for (const { n, hits } of cases) {
      near(clopperPearson(hits, n).low, 1 - clopperPearson(n - hits, n).high, 1e-9);
      assert.ok(Math.abs(wilson(hits, n).low - (1 - wilson(n - hits, n).high)) < 1e-12);
      assert.ok(clopperPearson(hits, n).low <= wilson(hits, n, 1).low + 0.5 / n);
    }
  });
});

describe('samples enough', () => {
  it('or too few for numbers, with what would be enough', () => {
    const few = sufficiency(250, { duration: 5e9 });
    assert.deepEqual([few.verdict, few.needed, few.timesLonger], ['too-few', 1000, 4]);
    assert.equal(
      few.message,
      '250 samples are too few for numbers; 1,000 would be enough: record 20 s instead of 5 s',
    );
    assert.match(sufficiency(999).message!, /record 2 times as long$/);
    assert.match(sufficiency(0).message!, /^0 samples are too few for numbers; 1,000 would be enough$/);
    assert.match(sufficiency(1).message!, /^1 sample /);
  });
  it('for large shares only', () => {
    const some = sufficiency(3000);
    assert.deepEqual([some.verdict, some.needed], ['large-shares-only', 20_000]);
    assert.match(some.message!, /^3,000 samples do for large shares, but those below 2\.0 % /);
  });
  it('for small shares too', () => {
    const { verdict, needed, message } = sufficiency(20_000);
    assert.deepEqual([verdict, needed, message], ['enough', null, null]);
  });
  it('know the smallest share whose interval is no wider than half of it to each side', () => {
    for (const n of [1000, 20_000, 1e6]) {
      const share = smallestShare(n, 4);
      near(1.959963984540054 * Math.sqrt((4 * (1 - share)) / (share * n)), 0.5, 1e-12);
    }
    assert.equal(smallestShare(0), 1);
  });
  it('name two shares that cannot be told apart', () => {
    const a = { name: 'encode', share: 0.1 };
    const b = { name: 'score', share: 0.08 };
    assert.equal(
      separation(a, b, 5000).message,
      'encode and score cannot be told apart by 5,000 samples; 14,097 would tell',
    );
    assert.deepEqual(separation(a, b, 7000).apart, true);
    assert.equal(separation(a, a, 10).message, 'encode and encode cannot be told apart by 10 samples');
  });
});

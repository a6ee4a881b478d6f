import assert from 'node:assert/strict';
import { observations, wilson } from '../../../lib/analysis/evidence.js';
import { ProfileBuilder } from '../../../lib/profile/builder.js';
import { check } from '../../../lib/profile/check.js';

describe('observations', () => {
  const NS = { type: 'cpu', unit: 'nanoseconds' };
  const period = { type: NS, value: 10 };
  for (const [what, types, values, sampleType, periodOf, want] of [
    [
      'the count column beside cpu time, not the rows',
      [{ type: 'samples', unit: 'count' }, NS],
      [
        [3, 30],
        [4, 40],
      ],
      1,
      null,
      7,
    ],
    [
      'the count column itself',
      [{ type: 'samples', unit: 'count' }, NS],
      [
        [3, 30],
        [4, 40],
      ],
      0,
      null,
      7,
    ],
    ['time over period where there is no count', [NS], [[30], [40]], 0, period, 7],
    [
      'the count of the same family',
      [
        { type: 'cpu-samples', unit: 'count' },
        { type: 'alloc-samples', unit: 'count' },
        { type: 'alloc-space', unit: 'bytes' },
      ],
      [
        [9, 2, 64],
        [9, 3, 64],
      ],
      2,
      null,
      5,
    ],
    [
      'nothing for scaled heap values',
      [
        { type: 'alloc_objects', unit: 'count' },
        { type: 'alloc_space', unit: 'bytes' },
      ],
      [
        [3, 64],
        [4, 64],
      ],
      1,
      { type: { type: 'space', unit: 'bytes' }, value: 16 },
      null,
    ],
    [
      "a perf event's own count beside its periods",
      [
        { type: 'cycles', unit: 'count' },
        { type: 'cycles', unit: 'cycles' },
      ],
      [
        [1, 900],
        [1, 400],
      ],
      1,
      null,
      2,
    ],
    ['nothing without count and period', [NS], [[30], [40]], 0, null, null],
  ] as const) {
    it(`are ${what}`, () => {
      const builder = new ProfileBuilder(types);
      for (const row of values) builder.sample(builder.stack([]), 0, row);
      const profile = builder.finish({
        sources: [{ name: 't', format: 't', sha256: null }],
        period: periodOf,
      });
      check(profile);
      assert.equal(observations(profile, sampleType), want);
    });
  }
});

describe("Wilson's interval", () => {
  for (const [hits, n, low, high] of [
    [120, 1000, 0.1013, 0.1416],
    [1200, 10_000, 0.1138, 0.1265],
    [0, 500, 0, 0.0076],
    [3, 3000, 0.00034, 0.00294],
  ] as const) {
    it(`of ${hits} in ${n} is ${low} to ${high}`, () => {
      const got = wilson(hits, n, 1);
      assert.ok(Math.abs(got.low - low) < 5e-5 && Math.abs(got.high - high) < 5e-5, JSON.stringify(got));
    });
  }
});

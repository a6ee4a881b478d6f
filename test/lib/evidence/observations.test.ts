import assert from 'node:assert/strict';
import { kish, observations } from '../../../lib/evidence/observations.js';
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

describe("Kish's effective sample count", () => {
  for (const [weights, want] of [
    [[5, 5, 5, 5], 4],
    [[1, 3], 1.6],
    [[7, 0, 0], 1],
    [[], 0],
  ] as const) {
    it(`is ${want} for weights ${weights.join(', ') || 'none'}`, () => {
      assert.ok(Math.abs(kish(weights) - want) <= 1e-12);
    });
  }
});

import assert from 'node:assert/strict';
import { rankCandidates } from '../../../lib/candidates/candidates.js';
import { greedyCover } from '../../../lib/candidates/cover.js';
import { ProfileBuilder } from '../../../lib/profile/builder.js';
import { check } from '../../../lib/profile/check.js';
import { select } from '../../../lib/profile/select.js';
import { seeded } from '../../support/random.js';

function sets(lists: readonly (readonly number[])[]) {
  const starts = Int32Array.from([
    0,
    ...lists.map((_, i) => lists.slice(0, i + 1).reduce((sum, list) => sum + list.length, 0)),
  ]);
  return { length: lists.length, starts, items: Int32Array.from(lists.flat()) };
}

/** The most that at most `limit` of the lists can cover, by trying all subsets. */
function bestOf(lists: readonly (readonly number[])[], weights: Float64Array, limit: number): number {
  let best = 0;
  for (let subset = 0; subset < 1 << lists.length; subset++) {
    const chosen = lists.filter((_, unit) => ((subset >> unit) & 1) === 1);
    if (chosen.length <= limit) best = Math.max(best, worth(chosen, weights));
  }
  return best;
}

function worth(chosen: readonly (readonly number[])[], weights: Float64Array): number {
  return [...new Set(chosen.flat())].reduce((sum, item) => sum + weights[item]!, 0);
}

describe('greedy cover', () => {
  it('counts no weight twice and reaches 1 - 1/e of the best subset, on 600 random cases', () => {
    for (let seed = 1; seed <= 600; seed++) {
      const random = seeded(seed);
      const limit = 1 + (seed % 4);
      const weights = Float64Array.from({ length: 14 }, () => Math.floor(random() * 100));
      const lists = Array.from({ length: 8 }, () => [...weights.keys()].filter(() => random() < 0.35));
      const picks = greedyCover(sets(lists), weights, { limit, minGain: 0 });
      const gained = picks.reduce((sum, pick) => sum + pick.gain, 0);
      const chosen = picks.map(({ unit }) => lists[unit]!);
      assert.ok(picks.length <= limit, `seed ${seed}`);
      assert.equal(gained, worth(chosen, weights), `seed ${seed}`);
      const best = bestOf(lists, weights, limit);
      assert.ok(gained >= (1 - 1 / Math.E) * best - 1e-9, `seed ${seed}: ${gained} of ${best}`);
      picks.forEach(({ gain }, i) => {
        assert.ok(gain > 0 && (i === 0 || gain <= picks[i - 1]!.gain), `seed ${seed}`);
        assert.ok(worth(chosen, weights) > worth(chosen.toSpliced(i, 1), weights), `seed ${seed}: swallowed`);
      });
    }
  });
  it('exchanges a pick where greedy alone is not the best', () => {
    const weights = Float64Array.from([6, 6, 1, 5, 5]);
    // Greedy begins with unit 0 (17), to which unit 2 adds 5; units 1 and 2 hold 23.
    const picks = greedyCover(
      sets([
        [0, 1, 3],
        [0, 3, 2],
        [1, 4],
      ]),
      weights,
      { limit: 2, minGain: 0 },
    );
    assert.deepEqual(picks, [
      { unit: 1, gain: 12 },
      { unit: 2, gain: 11 },
    ]);
  });
  it('drops what a later pick swallows, gives ties to the smaller number and stops at the smallest gain', () => {
    const weights = Float64Array.from([5, 5, 5, 1]);
    assert.deepEqual(greedyCover(sets([[0, 1], [0, 2], [1]]), weights, { limit: 3, minGain: 0 }), [
      { unit: 0, gain: 10 },
      { unit: 1, gain: 5 },
    ]);
    assert.deepEqual(greedyCover(sets([[0, 1], [3]]), weights, { limit: 3, minGain: 2 }), [
      { unit: 0, gain: 10 },
    ]);
    assert.deepEqual(greedyCover(sets([[], []]), weights, { limit: 3, minGain: 0 }), []);
  });
});

describe('candidates', () => {
  const STACKS = [
    ['serve;handleA;encodeJSON;encoding/json.Marshal', 180],
    ['serve;handleA;encodeJSON;runtime.mallocgc', 60],
    ['serve;handleA;encodeJSON;runtime.mallocgc;runtime.gcAssistAlloc', 20],
    ['serve;handleA;score;score', 150],
    ['serve;handleA;dbQuery;syscall.Syscall', 90],
    ['serve;handleB;encodeJSON;encoding/json.Marshal', 70],
    ['serve;handleB;score', 40],
    ['serve;handleB;render', 60],
    ['serve;parse', 50],
    ['serve;write;syscall.Syscall', 70],
  ] as const;
  function fixture() {
    const builder = new ProfileBuilder([{ type: 'cpu', unit: 'nanoseconds' }]);
    const location = (name: string): number => {
      const full = name.includes('.') ? name : `main.${name}`;
      return builder.location(-1, 0n, [
        { function: builder.function(full, full, 'a.go', 1), line: 0, column: 0 },
      ]);
    };
    for (const [stack, weight] of STACKS)
      builder.sample(builder.stack(['main', ...stack.split(';')].map(location)), 0, [weight]);
    builder.sample(builder.stack(['runtime.gcBgMarkWorker', 'runtime.scanobject'].map(location)), 0, [130]);
    const profile = builder.finish({ sources: [{ name: 't', format: 't', sha256: null }] });
    check(profile);
    return profile;
  }
  it('are the functions that do work, not those that route it; a function on two paths and a recursive one count once', () => {
    const set = rankCandidates(select(fixture()), { minShare: 0.02 });
    assert.deepEqual(
      set.candidates.map(({ name, share }) => [name, Math.round(share * 920)]),
      [
        ['main.encodeJSON', 460],
        ['main.score', 190],
        ['main.dbQuery', 90],
        ['main.write', 70],
        ['main.render', 60],
      ],
    );
    assert.ok(Math.abs(set.coveredShare - 740 / 920) < 1e-12);
    assert.ok(Math.abs(set.kernelShare - 160 / 920) < 1e-12);
  });
  it('can be named by the user', () => {
    const set = rankCandidates(select(fixture()), { only: 'handleA|encodeJSON' });
    assert.ok(Math.abs(set.coveredShare - (500 + 70) / 920) < 1e-12);
  });
});

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

describe('greedy cover', () => {
  it('counts no weight twice and reaches 1 - 1/e of the best pair, on 300 random cases', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seeded(seed);
      const weights = Float64Array.from({ length: 12 }, () => Math.floor(random() * 100));
      const lists = Array.from({ length: 7 }, () => [...weights.keys()].filter(() => random() < 0.35));
      const worth = (chosen: readonly number[]): number =>
        [...new Set(chosen.flatMap((unit) => lists[unit]!))].reduce((sum, item) => sum + weights[item]!, 0);
      let best = 0;
      for (let a = 0; a < 7; a++) for (let b = 0; b < 7; b++) best = Math.max(best, worth([a, b]));
      const picks = greedyCover(sets(lists), weights, 2, 1);
      const gained = picks.reduce((sum, pick) => sum + pick.gain, 0);
      assert.equal(gained, worth(picks.map((pick) => pick.unit)), `seed ${seed}`);
      assert.ok(gained >= (1 - 1 / Math.E) * best - 1e-9, `seed ${seed}: ${gained} of ${best}`);
    }
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
        ['main.encodeJSON', 330],
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

import assert from 'node:assert/strict';
import { rankCandidates } from '../../../lib/candidates/candidates.js';
import { bestSubtrees } from '../../../lib/candidates/paths.js';
import { workOf } from '../../../lib/candidates/work.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { randomProfile, seeded } from '../../support/random.js';

interface Node {
  readonly children: Map<string, Node>;
  below: number;
}

/** The best gain of at most `limit` disjoint subtrees, by trying every choice at every node. */
function bruteForce(rows: readonly (readonly [string[], number])[], limit: number, cost: number): number {
  const root: Node = { children: new Map(), below: 0 };
  for (const [path, weight] of rows) {
    let node = root;
    for (const name of path) {
      const next = node.children.get(name) ?? { children: new Map(), below: 0 };
      node.children.set(name, next);
      node = next;
      node.below += weight;
    }
  }
  const best = (node: Node, picks: number, isRoot: boolean): number => {
    if (picks === 0) return 0;
    const split = (kids: readonly Node[], left: number): number => {
      if (kids.length === 0) return 0;
      let most = 0;
      for (let given = 0; given <= left; given++)
        most = Math.max(most, best(kids[0]!, given, false) + split(kids.slice(1), left - given));
      return most;
    };
    return Math.max(isRoot ? 0 : node.below - cost, split([...node.children.values()], picks));
  };
  return best(root, limit, true);
}

describe('subtrees', () => {
  it('are the best there are, on 300 random trees', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seeded(seed);
      const pick = (n: number): number => Math.floor(random() * n);
      const rows = Array.from({ length: 8 }, (): [string[], number] => [
        Array.from({ length: 1 + pick(4) }, () => `main.f${pick(3)}`),
        1 + pick(50),
      ]);
      const profile = profileOf(rows.map(([path, weight]) => `${path.join(';')} ${weight}`));
      const total = rows.reduce((sum, [, weight]) => sum + weight, 0);
      const limit = 1 + pick(3);
      const cost = random() < 0.5 ? 0 : 0.1;
      const found = bestSubtrees(workOf(select(profile), 0), () => false, { limit, cost });
      const gained = found.reduce((sum, { gain }) => sum + gain, 0);
      const want = bruteForce(rows, limit, cost * total) / total;
      assert.ok(Math.abs(gained - want) < 1e-9, `seed ${seed}: ${gained}, expected ${want}`);
      assert.ok(found.length <= limit, `seed ${seed}`);
    }
  });
});

describe('the shares of a set', () => {
  it('add up, on 200 random profiles with and without gains', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const profile = randomProfile(seed, { negative: false });
      const set = rankCandidates(select(profile), { sampleType: 1, limit: 1 + (seed % 5) });
      const added = set.candidates.reduce((sum, { marginalShare }) => sum + marginalShare, 0);
      assert.ok(Math.abs(added - set.coveredShare - set.taxShare) < 1e-9, `seed ${seed}`);
      const parts = set.parts.reduce((sum, { share }) => sum + share, 0);
      assert.ok(Math.abs(parts - set.coveredShare) < 1e-9, `seed ${seed}`);
      for (const c of set.candidates) {
        assert.ok(c.interval.low <= c.share + 1e-9 && c.share <= c.interval.high + 1e-9, `seed ${seed}`);
        assert.ok(Math.abs(c.share - c.directShare - c.taxShare) < 1e-12, `seed ${seed}`);
      }
      const all = Object.values(set.background).every((share) => share >= 0 && share <= 1);
      assert.ok(all && set.coverage.every((share, i) => share >= (set.coverage[i - 1] ?? 0)), `seed ${seed}`);
    }
  });
});

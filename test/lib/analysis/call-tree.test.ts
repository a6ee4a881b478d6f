import assert from 'node:assert/strict';
import { type CallTree, callTree } from '../../../lib/analysis/call-tree.js';
import { edges } from '../../../lib/analysis/edges.js';
import { type Grouping, groupFrames } from '../../../lib/analysis/granularity.js';
import { totals } from '../../../lib/analysis/totals.js';
import { NONE } from '../../../lib/profile/profile.js';
import { type Filters, select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { naiveSelect } from '../../support/naive.js';
import { randomProfile } from '../../support/random.js';

const FILTERS: readonly Filters[] = [
  {},
  { focus: 'f[13]$' },
  { hide: 'f3$|pkg0' },
  { showFrom: 'f[258]$', hide: 'f4$' },
  { noInlines: true },
  { tagfocus: 'k=v1' },
];

function drawn(tree: CallTree, { names }: Grouping): string[] {
  return Array.from(
    tree.group,
    (group, i) =>
      `${' '.repeat(tree.depth[i]!)}${names[group]}${tree.repeats[i] === 1 ? '*' : ''} ${tree.self[i]}/${tree.total[i]}`,
  );
}

describe('the call tree', () => {
  it('merges paths, largest first, then by name, and marks recursion', () => {
    const profile = profileOf([
      'main;b 2',
      'main;a 2',
      'main;c;c;d[inl] 4',
      'main;c 1',
      'idle 3',
      ' 9',
      'none 0',
    ]);
    const grouping = groupFrames(profile, 'function');
    const tree = callTree(select(profile), grouping, 0);
    assert.deepEqual(drawn(tree, grouping), [
      'main 0/9',
      ' c 1/5',
      '  c* 0/4',
      '   d 4/4',
      ' a 2/2',
      ' b 2/2',
      'idle 3/3',
    ]);
    assert.deepEqual([...tree.subtreeEnd], [6, 4, 4, 4, 5, 6, 7]);
  });

  for (const filters of FILTERS) {
    it(`agrees with totals on 100 random profiles with ${JSON.stringify(filters)}`, () => {
      for (let seed = 1; seed <= 100; seed++) {
        const profile = randomProfile(seed);
        const selection = select(profile, filters);
        for (const granularity of ['function', 'line', 'module'] as const) {
          const grouping = groupFrames(profile, granularity);
          const want = totals(selection, grouping, 1);
          const tree = callTree(selection, grouping, 1);
          const self = new Float64Array(grouping.length);
          const total = new Float64Array(grouping.length);
          let roots = 0;
          for (let i = 0; i < tree.length; i++) {
            self[tree.group[i]!]! += tree.self[i]!;
            if (tree.repeats[i] === 0) total[tree.group[i]!]! += tree.total[i]!;
            if (tree.prefix[i] === NONE) roots += tree.total[i]!;
            else assert.ok(tree.prefix[i]! < i && tree.subtreeEnd[i]! <= tree.subtreeEnd[tree.prefix[i]!]!);
          }
          assert.deepEqual(self, want.self, `seed ${seed} ${granularity} self`);
          assert.deepEqual(total, want.totals, `seed ${seed} ${granularity} total`);
          assert.equal(
            roots,
            want.self.reduce((sum, value) => sum + value, 0),
            `seed ${seed} ${granularity}`,
          );
        }
      }
    });
  }
});

describe('edges', () => {
  it('count once per sample and leave out calls of oneself', () => {
    const profile = profileOf(['main;a;b;a;b 3', 'main;b;b 1', 'x;hidden;b 5']);
    const grouping = groupFrames(profile, 'function');
    const of = (map: ReadonlyMap<number, number>) =>
      Object.fromEntries([...map].map(([group, value]) => [grouping.names[group]!, value]));
    const got = edges(select(profile, { hide: 'hidden' }), grouping, 0, grouping.names.indexOf('b'));
    assert.deepEqual(of(got.callers), { a: 3, main: 1, x: 5 });
    assert.deepEqual(of(got.callees), { a: 3 });
  });

  for (const filters of FILTERS.filter(({ tagfocus }) => tagfocus === undefined)) {
    it(`equal a Set of pairs per sample on 100 random profiles with ${JSON.stringify(filters)}`, () => {
      for (let seed = 1; seed <= 100; seed++) {
        const profile = randomProfile(seed);
        const grouping = groupFrames(profile, 'function');
        const group = seed % grouping.length;
        const want = [new Map<number, number>(), new Map<number, number>()];
        for (const { row, frames } of naiveSelect(profile, filters)) {
          const value = profile.samples.values[1]![row]!;
          const path = frames.map((frame) => grouping.groupOfFrame[frame]!);
          const pairs = new Set(path.slice(1).map((callee, i) => `${path[i]} ${callee}`));
          for (const pair of pairs) {
            const [caller, callee] = pair.split(' ').map(Number) as [number, number];
            if (caller === callee || value === 0) continue;
            if (callee === group) want[0]!.set(caller, (want[0]!.get(caller) ?? 0) + value);
            if (caller === group) want[1]!.set(callee, (want[1]!.get(callee) ?? 0) + value);
          }
        }
        const got = edges(select(profile, filters), grouping, 1, group);
        assert.deepEqual([got.callers, got.callees], want, `seed ${seed}`);
      }
    });
  }
});

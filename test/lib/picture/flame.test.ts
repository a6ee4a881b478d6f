import assert from 'node:assert/strict';
import { groupFrames } from '../../../lib/analysis/granularity.js';
import { totals } from '../../../lib/analysis/totals.js';
import { flameOf } from '../../../lib/picture/build.js';
import type { Flame } from '../../../lib/picture/flame.js';
import { type Boxes, layOut, nodeAt, weigh } from '../../../lib/picture/layout.js';
import { packFlame, unpackFlame } from '../../../lib/picture/pack.js';
import { sandwich } from '../../../lib/picture/sandwich.js';
import { matcherOf, search } from '../../../lib/picture/search.js';
import { functionSums } from '../../../lib/picture/sums.js';
import { merge } from '../../../lib/profile/merge.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { randomProfile } from '../../support/random.js';

const COUNT = { type: 'samples', unit: 'count' };

/** From left to right, callers before callees. */
function drawn(flame: Flame, boxes: Boxes = layOut(weigh(flame), true)): string[] {
  const nodes = [...boxes.fn.keys()].sort(
    (a, b) => boxes.left[a]! - boxes.left[b]! || boxes.depth[a]! - boxes.depth[b]!,
  );
  return nodes.map((node) => {
    const fn = boxes.fn[node]!;
    const width = Math.round((boxes.right[node]! - boxes.left[node]!) * 1000) / 10;
    return `${' '.repeat(boxes.depth[node]!)}${flame.functions.name[fn]} ${boxes.self[node]}/${boxes.total[node]} ${width}%`;
  });
}

describe('a flame graph', () => {
  it('has the call tree, each box as wide as its part of all', () => {
    const flame = flameOf(select(profileOf(['main;b 2', 'main;a 2', 'main;c;d 4', 'idle 2'])));
    assert.deepEqual(drawn(flame), [
      'main 0/8 80%',
      ' c 0/4 40%',
      '  d 4/4 40%',
      ' a 2/2 20%',
      ' b 2/2 20%',
      'idle 2/2 20%',
    ]);
    assert.equal(flame.total, 10);
    assert.equal(flame.step, 2);
  });

  it('keeps the largest nodes and counts the others to their callers, in tables not at all', () => {
    const flame = flameOf(select(profileOf(['main;a;x 5', 'main;b 3', 'main;c 1', 'main 1'])), {
      maxNodes: 3,
    });
    assert.deepEqual(drawn(flame), ['main 1/10 100%', ' a 0/5 50%', '  x 5/5 50%']);
    assert.equal(flame.leftOut, 2);
    const { name, self } = flame.functions;
    assert.equal(self[name.indexOf('b')], 3);
    assert.equal(self[name.indexOf('c')], 1);
    assert.deepEqual(
      [...flame.entries.rest].reduce((a, b) => a + b),
      4,
    );
  });

  it('keeps the weight of every root, however small, in the whole', () => {
    const flame = flameOf(select(profileOf(['main;a;x 90', 'tiny;y 6', 'other 4'])), { maxNodes: 2 });
    assert.equal(flame.total, 100);
    assert.deepEqual(drawn(flame), ['main 0/90 90%', ' a 0/90 90%', 'tiny 0/6 6%', 'other 4/4 4%']);
  });

  it('compares two profiles by share: what is gone and what is new are both as wide as half their share', () => {
    const head = profileOf(['main;a 6', 'main;b 2']);
    const base = profileOf(['main;a 6', 'main;c 18']);
    const flame = flameOf(select(merge([head, base])), { baseFrom: 1 });
    const boxes = layOut(weigh(flame), true);
    const width = (name: string): number => {
      const node = boxes.fn.indexOf(flame.functions.name.indexOf(name));
      return boxes.right[node]! - boxes.left[node]!;
    };
    assert.equal(width('a'), (6 / 8 + 6 / 24) / 2);
    assert.equal(width('b'), 2 / 8 / 2);
    assert.equal(width('c'), 18 / 24 / 2);
    assert.deepEqual([flame.total, flame.baseTotal], [8, 24]);
  });

  it('compares work, and counts the samples of the head, where only work is asked for', () => {
    const idle = 'runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerIdle';
    const counted = { sampleTypes: [COUNT] };
    const head = profileOf(['main;a 6', 'main;b 2', `${idle} 8`], counted);
    const both = select(merge([head, profileOf(['main;a 6', `${idle} 1`], counted)]));
    const sums = (workOnly: boolean): unknown[] => {
      const { total, baseTotal, samples } = flameOf(both, { baseFrom: 1, workOnly });
      return [total, baseTotal, samples];
    };
    assert.deepEqual(sums(true), [8, 6, 8]);
    assert.deepEqual(sums(false), [16, 7, 16]);
  });

  it('takes negative values, as in a difference, for the base', () => {
    const flame = flameOf(select(profileOf(['main;a 6', 'main;b -6', 'main;c -2', 'main;c 2'])));
    assert.deepEqual([flame.total, flame.baseTotal], [8, 8]);
    const boxes = layOut(weigh(flame));
    assert.equal(boxes.right[0]! - boxes.left[0]!, 1);
  });

  it('filters by label in the drawn tree as in the profile', () => {
    const profile = profileOf(['main;a 6 {endpoint=x}', 'main;b 2 {endpoint=y}', 'main;a 1']);
    const flame = flameOf(select(profile));
    const [key] = flame.labels;
    assert.deepEqual(key, { key: 'endpoint', values: ['x', 'y'] });
    const wanted = Uint8Array.from(flame.classes, ({ labels }) => (labels[0] === 0 ? 1 : 0));
    assert.deepEqual(drawn(flame, layOut(weigh(flame, wanted))), [
      'main 0/6 100%',
      ' a 6/6 100%',
      ' b 0/0 0%',
    ]);
  });

  it('refuses a call graph without stacks', () => {
    const { sources, ...rest } = profileOf(['a 1']);
    const graph = {
      length: 0,
      caller: [],
      callee: [],
      calls: new Float64Array(0),
      values: [new Float64Array(0)],
    };
    assert.throws(() => flameOf(select({ ...rest, sources, callGraph: graph })), { code: 'unsupported' });
  });
});

describe('a packed flame graph', () => {
  it('comes back as it was, for 200 random profiles', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const flame = flameOf(select(randomProfile(seed)), { maxNodes: seed % 3 === 0 ? 10 : 0 });
      const back = unpackFlame(packFlame(flame));
      const shares = (columns: Flame['functions']) => [columns.low, columns.high, columns.tax];
      shares(back.functions).forEach((column, i) => {
        column.forEach((share, row) => {
          assert.ok(Math.abs(share - shares(flame.functions)[i]![row]!) <= 0.5e-5, `seed ${seed}`);
        });
      });
      const rounded = { low: null, high: null, tax: null };
      assert.deepEqual(
        { ...back, functions: { ...back.functions, ...rounded } },
        { ...flame, functions: { ...flame.functions, ...rounded } },
        `seed ${seed}`,
      );
    }
  });

  it('keeps the sums of functions whose frames are left out on the side of the base', () => {
    const both = merge([
      profileOf(['main;a 6', 'main;b 6']),
      profileOf(['main;a 6', 'main;x 3', 'main;y 3']),
    ]);
    const flame = flameOf(select(both), { baseFrom: 1, maxNodes: 3 });
    const { name, baseSelf } = unpackFlame(packFlame(flame)).functions;
    assert.deepEqual([baseSelf[name.indexOf('x')], baseSelf[name.indexOf('y')]], [3, 3]);
  });

  it('keeps values that are no whole numbers, and those beyond 32 bits', () => {
    for (const rows of [
      ['a;b 0.25', 'a 3.5'],
      [`a;b ${2 ** 52}`, 'a 1'],
    ]) {
      const flame = flameOf(select(profileOf(rows)));
      assert.deepEqual(unpackFlame(packFlame(flame)).entries, flame.entries);
    }
  });
});

describe('the layout', () => {
  it('nests boxes without overlap, and finds the box at each place, for 100 random profiles', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const flame = flameOf(select(randomProfile(seed)));
      const boxes = layOut(weigh(flame), seed % 2 === 0);
      const { prefix, left, right, rows, order, length } = boxes;
      for (let node = 0; node < length; node++) {
        if (prefix[node] !== -1) {
          assert.ok(left[node]! >= left[prefix[node]!]! - 1e-12, `seed ${seed}`);
          assert.ok(right[node]! <= right[prefix[node]!]! + 1e-12, `seed ${seed}`);
        }
        const middle = (left[node]! + right[node]!) / 2;
        if (right[node]! > left[node]!)
          assert.equal(nodeAt(boxes, boxes.depth[node]!, middle), node, `seed ${seed}`);
      }
      for (let row = 0; row + 1 < rows.length; row++)
        for (let at = rows[row]! + 1; at < rows[row + 1]!; at++)
          assert.ok(left[order[at]!]! >= right[order[at - 1]!]! - 1e-12, `seed ${seed}`);
    }
  });

  it('is the same whether siblings are sorted or were in order', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const tree = weigh(flameOf(select(randomProfile(seed))));
      const [sorted, given] = [layOut(tree), layOut(tree, true)];
      assert.deepEqual([...sorted.right], [...given.right], `seed ${seed}`);
    }
  });

  it('draws a chain of 20,000 frames', () => {
    const flame = flameOf(
      select(profileOf([`${Array.from({ length: 20_000 }, (_, i) => `f${i % 7}`).join(';')} 1`])),
    );
    const boxes = layOut(weigh(flame), true);
    assert.equal(boxes.rows.length, 20_001);
    assert.equal(boxes.right[19_999], 1);
  });
});

describe('sums over the drawn tree', () => {
  it('are those of the table, recursion once, for 100 random profiles', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const profile = randomProfile(seed);
      if (profile.samples.values[0]!.some((value) => value < 0)) continue;
      const flame = flameOf(select(profile), { sampleType: 0 });
      const found = functionSums(layOut(weigh(flame)), flame.functions.length);
      const grouping = groupFrames(profile, 'function');
      const expected = totals(select(profile), grouping, 0);
      flame.functions.name.forEach((name, fn) => {
        const group = grouping.names.indexOf(name);
        assert.equal(found.self[fn], expected.self[group], `seed ${seed}: ${name}`);
        assert.equal(found.total[fn], expected.totals[group], `seed ${seed}: ${name}`);
      });
    }
  });
});

describe('search', () => {
  const flame = flameOf(select(profileOf(['main;Read;read 4', 'main;write 3', 'read;main 1', 'other 2'])));
  const boxes = layOut(weigh(flame), true);
  const found = (query: string) => search(boxes, flame.functions.name, matcherOf(query)!);

  it('counts what is below another match once', () => {
    const { names, nodes, share } = found('read');
    assert.deepEqual([names, nodes, share.toFixed(9)], [2, 3, '0.500000000']);
  });

  it('minds capital letters where the query has some, and takes regular expressions between slashes', () => {
    assert.equal(found('Read').names, 1);
    assert.equal(found('/^(w|o)/').share.toFixed(9), '0.500000000');
    assert.equal(found('/READ/i').names, 2);
    assert.equal(matcherOf('/(/'), null);
  });
});

describe('a sandwich', () => {
  it('merges callers and callees over all places, the rootmost of a recursion only', () => {
    const flame = flameOf(select(profileOf(['main;a;f;x 4', 'main;b;f;x 2', 'main;b;f;f;y 1', 'main;b 3'])));
    const boxes = layOut(weigh(flame), true);
    const { callees, callers } = sandwich(boxes, flame.functions.name.indexOf('f'))!;
    assert.deepEqual(drawn(flame, callees), ['f 0/7 100%', ' x 6/6 85.7%', ' f 0/1 14.3%', '  y 1/1 14.3%']);
    assert.deepEqual(drawn(flame, callers), [
      'f 0/7 100%',
      ' a 0/4 57.1%',
      '  main 4/4 57.1%',
      ' b 0/3 42.9%',
      '  main 3/3 42.9%',
    ]);
  });
});

describe('intervals of a flame graph', () => {
  it('are of what is shown: idle samples that are left out are of no whole', () => {
    const rows = Array.from({ length: 200 }, (_, i) => `main;${i % 2 === 0 ? 'a' : 'b'} 1`);
    const profile = profileOf([...rows, 'runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerIdle 600'], {
      sampleTypes: [COUNT],
    });
    const { functions, total, samples } = flameOf(select(profile), { workOnly: true });
    assert.deepEqual([total, samples], [200, 200]);
    const a = functions.name.indexOf('a');
    assert.equal(functions.total[a], 100);
    assert.ok(
      functions.low[a]! < 0.5 && functions.high[a]! > 0.5,
      `${functions.low[a]} ${functions.high[a]}`,
    );
  });
});

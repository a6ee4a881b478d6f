import assert from 'node:assert/strict';
import type { Granularity } from '../../../lib/analysis/granularity.js';
import { align, type Member, pairNames } from '../../../lib/compare/matching.js';
import { Random } from '../../../lib/evidence/random.js';

const SEED = 20_261_125;
const member = (name: string, share: number, more: Partial<Member> = {}): Member => ({
  name,
  file: null,
  line: 0,
  startLine: 0,
  functionName: name,
  share,
  samples: share * 10_000,
  ...more,
});

function pairs(base: readonly Member[], head: readonly Member[], granularity: Granularity = 'function') {
  const { headOf, matches } = pairNames(base, head, granularity);
  return {
    pairs: base.map(({ name }, i) => `${name} -> ${headOf[i] === -1 ? '-' : head[headOf[i]!]!.name}`),
    how: matches.map(({ how }) => how),
  };
}

describe('the pairing of names', () => {
  it('pairs equal names', () => {
    assert.deepEqual(pairs([member('a', 1), member('b', 1)], [member('b', 1), member('c', 1)]).pairs, [
      'a -> -',
      'b -> b',
    ]);
  });
  it('follows a closure that was renumbered', () => {
    const found = pairs([member('main.f.func1', 0.1)], [member('main.f.func2', 0.1)]);
    assert.deepEqual(found, { pairs: ['main.f.func1 -> main.f.func2'], how: ['closure'] });
  });
  it('follows closures behind one that was put before them, although names recur', () => {
    const found = pairs(
      [member('main.f.func1', 0.1), member('main.f.func2', 0.03)],
      [member('main.f.func1', 0.005), member('main.f.func2', 0.11), member('main.f.func3', 0.03)],
    );
    assert.deepEqual(found.pairs, ['main.f.func1 -> main.f.func2', 'main.f.func2 -> main.f.func3']);
  });
  it('leaves closures alone that are on both sides, however they changed', () => {
    const found = pairs(
      [member('main.f.func1', 0.1), member('main.f.func2', 0.2)],
      [member('main.f.func1', 0.2), member('main.f.func2', 0.1)],
    );
    assert.deepEqual(found.pairs, ['main.f.func1 -> main.f.func1', 'main.f.func2 -> main.f.func2']);
  });
  for (const [what, old, now] of [
    ['a nested closure', 'main.f.func1.2', 'main.f.func2.2'],
    ['a closure of a go statement', 'main.f.gowrap1', 'main.f.gowrap2'],
    ['a lambda of Java', 'com/acme/Shop.lambda$price$0', 'com/acme/Shop.lambda$price$1'],
    ['an anonymous class', 'com.acme.Shop$1.run', 'com.acme.Shop$2.run'],
    ['a closure of Rust', 'shop::price::{closure#0}', 'shop::price::{closure#1}'],
  ] as const)
    it(`follows ${what}`, () => {
      assert.deepEqual(pairs([member(old, 0.1)], [member(now, 0.1)]), {
        pairs: [`${old} -> ${now}`],
        how: ['closure'],
      });
    });
  for (const [what, old, now, how] of [
    ['type arguments', 'slices.Sort[go.shape.int]', 'slices.Sort[...]', 'generic'],
    ['those of a method', 'main.(*Set[go.shape.string]).Add', 'main.(*Set[go.shape.int]).Add', 'generic'],
    ['those of C++', 'shop::sum<int>', 'shop::sum<long>', 'generic'],
    ['a hash of Rust', 'shop::price::h0123456789abcdef', 'shop::price::hfedcba9876543210', 'hash'],
    ['a clone of a compiler', 'parse.constprop.0', 'parse.isra.0', 'hash'],
    [
      'another import path',
      'example.com/a/pricing.(*T).Basket',
      'example.com/b/v2/pricing.(*T).Basket',
      'moved',
    ],
    ['another module', 'old::shop::price', 'new::shop::price', 'moved'],
  ] as const)
    it(`recognises ${what}`, () => {
      assert.deepEqual(pairs([member(old, 0.1)], [member(now, 0.1)]), {
        pairs: [`${old} -> ${now}`],
        how: [how],
      });
    });
  it('follows a package that was renamed only within a file of the same name', () => {
    const [old, now] = ['shop/pricing.Basket', 'shop/price.Basket'];
    const at = (file: string) => ({ file });
    assert.deepEqual(
      pairs([member(old, 0.1, at('/a/basket.go'))], [member(now, 0.1, at('/b/basket.go'))]).how,
      ['moved'],
    );
    assert.deepEqual(
      pairs([member(old, 0.1, at('/a/basket.go'))], [member(now, 0.1, at('/b/other.go'))]).how,
      [],
    );
  });
  it('does not choose where several could be meant', () => {
    const found = pairs([member('a/x.New', 0.1)], [member('b/x.New', 0.1), member('c/x.New', 0.1)]);
    assert.deepEqual(found.how, []);
  });
  it('finds lines again in another folder, and at another place of the file', () => {
    const line = (file: string, at: number, startLine: number) =>
      member(`main.f ${file}:${at}`, 0.1, { file, line: at, startLine, functionName: 'main.f' });
    assert.deepEqual(pairs([line('/a/x.go', 12, 10)], [line('/b/x.go', 12, 10)], 'line').how, ['moved']);
    assert.deepEqual(pairs([line('/a/x.go', 12, 10)], [line('/a/x.go', 22, 20)], 'line').how, ['line']);
    assert.deepEqual(pairs([line('/a/x.go', 12, 10)], [line('/a/x.go', 23, 20)], 'line').how, []);
  });
  it('pairs each group at most once, whatever the names', () => {
    const random = new Random(SEED);
    const names = () => {
      const all = new Set<string>();
      for (let i = random.below(12); i >= 0; i--)
        all.add(
          `${['a/', 'b/', ''][random.below(3)]}p.${['f', 'g[int]', 'g[...]', 'h.func1', 'h.func2', 'h.func3.1'][random.below(6)]}`,
        );
      return [...all].map((name) => member(name, random.uniform()));
    };
    for (let round = 0; round < 500; round++) {
      const [base, head] = [names(), names()];
      const { headOf } = pairNames(base, head, 'function');
      const used = [...headOf].filter((group) => group !== -1);
      assert.equal(new Set(used).size, used.length);
      assert.ok(used.every((group) => group < head.length));
    }
  });
});

describe('the alignment of closures', () => {
  it('costs as little as any other in order', () => {
    const random = new Random(SEED);
    const cost = (
      a: readonly number[],
      b: readonly number[],
      found: readonly (readonly [number, number])[],
    ): number => {
      const [left, right] = [new Set(a.keys()), new Set(b.keys())];
      let sum = 0;
      for (const [i, j] of found) {
        sum += Math.abs(a[i]! - b[j]!);
        left.delete(i);
        right.delete(j);
      }
      for (const i of left) sum += a[i]!;
      for (const j of right) sum += b[j]!;
      return sum;
    };
    const best = (a: readonly number[], b: readonly number[]): number => {
      if (a.length === 0 || b.length === 0) return [...a, ...b].reduce((x, y) => x + y, 0);
      const [x, y] = [a.at(-1)!, b.at(-1)!];
      return Math.min(
        best(a.slice(0, -1), b.slice(0, -1)) + Math.abs(x - y),
        best(a.slice(0, -1), b) + x,
        best(a, b.slice(0, -1)) + y,
      );
    };
    for (let round = 0; round < 100; round++) {
      const [a, b] = [0, 0].map(() => Array.from({ length: random.below(6) }, () => random.below(20))) as [
        number[],
        number[],
      ];
      assert.equal(cost(a, b, align(a, b)), best(a, b));
    }
  });
});

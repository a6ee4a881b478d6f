import assert from 'node:assert/strict';
import { groupFrames } from '../../../lib/analysis/granularity.js';
import { totals } from '../../../lib/analysis/totals.js';
import { type CompareOptions, compare, DEFAULT_FLOOR } from '../../../lib/compare/compare.js';
import type { Comparison, ComparisonRow } from '../../../lib/compare/comparison.js';
import { Random } from '../../../lib/evidence/random.js';
import { merge } from '../../../lib/profile/merge.js';
import type { Profile } from '../../../lib/profile/profile.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { near } from '../../support/near.js';

const SEED = 20_261_125;
type Costs = Readonly<Record<string, number>>;

/** Profiles whose values vary by `spread` around the costs. */
function recorded(costs: Costs, profiles: number, stream: string, spread = 0.01): Profile {
  const random = new Random(SEED).stream(stream);
  return merge(
    Array.from({ length: profiles }, () =>
      profileOf(
        Object.entries(costs).map(
          ([stack, cost]) => `${stack} ${Math.round(cost * (1 + spread * (random.uniform() - 0.5)))}`,
        ),
        { sampleTypes: [{ type: 'samples', unit: 'count' }] },
      ),
    ),
  );
}

function between(base: Costs, head: Costs, options: CompareOptions = {}): Comparison {
  return compare(recorded(base, 10, 'base'), recorded(head, 10, 'head'), options);
}

function rowOf(found: Comparison, name: string): ComparisonRow {
  const row = found.rows.find((one) => one.name === name);
  assert.ok(row !== undefined, `no row ${name}`);
  return row;
}

const SHOP: Costs = {
  'main;serve;cart;price': 2000,
  'main;serve;cart;encode': 4400,
  'main;serve;list;load;parse': 3600,
  'main;serve;list;load': 400,
  'main;serve;list;render': 4600,
  'main;serve;log': 3000,
  'main;gc': 2000,
};

describe('compare', () => {
  it('finds nothing between two recordings of the same', () => {
    const found = between(SHOP, SHOP);
    assert.deepEqual(found.findings, []);
    assert.equal(found.method, 'profiles');
    assert.equal(found.normalisation, 'share');
    assert.ok(found.rows.every(({ verdict }) => verdict === 'unchanged'));
  });
  it('names the function that became slower, once, and not its callers or those that it left less of the whole', () => {
    const found = between(SHOP, { ...SHOP, 'main;serve;cart;price': 4000 });
    assert.deepEqual(
      found.findings.map(({ name, verdict, on }) => [name, verdict, on]),
      [['price', 'regression', 'self']],
    );
    near(rowOf(found, 'price').self.change, 4000 / 22_000 - 0.1, 0.02);
    assert.equal(rowOf(found, 'cart').verdict, 'consequence');
    assert.equal(rowOf(found, 'cart').reason, 'because of price');
    assert.equal(rowOf(found, 'encode').verdict, 'diluted');
    assert.equal(rowOf(found, 'list').verdict, 'diluted');
  });
  it('does not take what is left when one improves for regressions', () => {
    const found = between(SHOP, { ...SHOP, 'main;serve;list;render': 2000 });
    assert.deepEqual(
      found.findings.map(({ name, verdict }) => [name, verdict]),
      [['render', 'improvement']],
    );
  });
  it('takes a missing function for zero', () => {
    const { 'main;serve;log': _, ...without } = SHOP;
    const gone = rowOf(between(SHOP, without), 'log');
    assert.equal(gone.self.head, 0);
    assert.equal(gone.verdict, 'improvement');
    const added = rowOf(between(without, SHOP), 'log');
    assert.equal(added.self.base, 0);
    assert.equal(added.verdict, 'regression');
  });
  it('calls inlining a shift: the caller kept its total', () => {
    const found = between(SHOP, {
      ...SHOP,
      'main;serve;list;load;parse': 1000,
      'main;serve;list;load': 3000,
    });
    assert.deepEqual(found.findings, []);
    assert.equal(rowOf(found, 'parse').verdict, 'shift');
    assert.equal(rowOf(found, 'load').verdict, 'shift');
    assert.match(rowOf(found, 'load').reason!, /total did not change/);
    assert.match(rowOf(found, 'parse').reason!, /its caller load did not change/);
  });
  it('calls cost that moved to a new sibling a shift', () => {
    const found = between(SHOP, {
      ...SHOP,
      'main;serve;cart;encode': 2400,
      'main;serve;cart;encodeFast': 2000,
    });
    assert.deepEqual(found.findings, []);
    assert.equal(rowOf(found, 'encodeFast').verdict, 'shift');
  });
  it('finds many small rises below one function as that function', () => {
    const leaves = (cost: number): Costs =>
      Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`main;serve;cart;decode;leaf${i}`, cost]));
    const found = between({ ...SHOP, ...leaves(40) }, { ...SHOP, ...leaves(60) }, { floor: 0.005 });
    assert.deepEqual(
      found.findings.map(({ name, on }) => [name, on]),
      [['decode', 'total']],
    );
  });
  it('holds what was named beforehand against itself, not against all that is tested', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`main;serve;cart;other${i}`, 150]));
    const one = { ...SHOP, ...many };
    const [base, head] = [one, { ...one, 'main;serve;cart;price': 2150 }].map((costs, i) =>
      recorded(costs, 4, `${i}`, 0.1),
    ) as [Profile, Profile];
    const priceOf = (suspects: readonly string[]): ComparisonRow =>
      rowOf(compare(base, head, { suspects, floor: 0 }), 'price');
    const [alone, suspected] = [priceOf([]).total, priceOf(['price', 'log']).total];
    assert.ok(alone.p > 0.0005 && alone.p < 0.005, `${alone.p}`);
    assert.deepEqual([alone.isSignificant, suspected.isSignificant], [false, true]);
    // The smaller of two: twice its p.
    near(suspected.adjustedP!, 2 * alone.p, 1e-12);
    // A fall is no rise: what became cheaper is only one among all.
    const back = rowOf(compare(head, base, { suspects: ['price', 'log'], floor: 0 }), 'price');
    assert.equal(back.total.isSignificant, false);
  });
  it('follows a renamed closure', () => {
    const found = between({ ...SHOP, 'main;main.f.func1': 2000 }, { ...SHOP, 'main;main.f.func2': 2000 });
    assert.deepEqual(found.findings, []);
    assert.deepEqual(found.matches, [{ base: 'main.f.func1', head: 'main.f.func2', how: 'closure' }]);
    assert.equal(rowOf(found, 'main.f.func2').formerName, 'main.f.func1');
  });
  it('is silent about what is acknowledged until the day it expires', () => {
    const acknowledged = [
      { function: 'price', reason: 'tax rules', owner: 'pricing', expires: '2026-12-31' },
    ];
    const on = (today: string) =>
      rowOf(between(SHOP, { ...SHOP, 'main;serve;cart;price': 4000 }, { acknowledged, today }), 'price')
        .verdict;
    assert.equal(on('2026-12-31'), 'acknowledged');
    assert.equal(on('2027-01-01'), 'regression');
  });
  it('sees per request what shares cannot: everything slower alike', () => {
    const slower = Object.fromEntries(Object.entries(SHOP).map(([stack, cost]) => [stack, cost * 1.2]));
    assert.deepEqual(between(SHOP, slower).findings, []);
    const found = between(SHOP, slower, { baseRequests: [10_000], headRequests: [10_000] });
    assert.equal(found.normalisation, 'request');
    assert.ok(found.whole!.isSignificant);
    near(found.whole!.change, 0.2, 0.02);
    assert.ok(found.findings.some(({ name }) => name === 'render'));
    near(rowOf(found, 'render').self.rate!.base, (4600 * 10) / 10_000, 0.01);
  });
  it('needs requests of both sides and counts that fit', () => {
    const options: CompareOptions[] = [
      { baseRequests: [5] },
      { normalisation: 'request' },
      { baseRequests: [1, 2], headRequests: [1] },
      { baseRequests: [0], headRequests: [1] },
      { q: 0 },
      { floor: -1 },
      { designEffect: 0.5 },
    ];
    for (const one of options)
      assert.throws(() => between(SHOP, SHOP, one), { code: 'usage' }, JSON.stringify(one));
  });
  it('refuses what counts different things, and nothing', () => {
    const cpu = profileOf(['a 5']);
    const bytes = profileOf(['a 5'], { sampleTypes: [{ type: 'alloc_space', unit: 'bytes' }] });
    assert.throws(() => compare(cpu, bytes), { code: 'bad-value' });
    assert.throws(() => compare(profileOf([]), cpu), { code: 'bad-value' });
  });
  it('assumes a design effect for one profile a side, and says so', () => {
    const found = compare(recorded(SHOP, 1, 'base'), recorded(SHOP, 1, 'head'));
    assert.equal(found.method, 'single');
    assert.match(found.caption, /vary 4 times as much/);
    assert.deepEqual(found.findings, []);
  });
  it('has the self, total and change of a naive sum, for random profiles', () => {
    const random = new Random(SEED);
    const draw = (): Profile =>
      merge(
        Array.from({ length: 1 + random.below(3) }, () =>
          profileOf(
            Array.from({ length: 1 + random.below(12) }, () => {
              const depth = 1 + random.below(5);
              const path = Array.from({ length: depth }, () => 'abcdef'[random.below(6)]!);
              return `${path.join(';')} ${1 + random.below(100)}`;
            }),
            { sampleTypes: [{ type: 'samples', unit: 'count' }] },
          ),
        ),
      );
    for (let round = 0; round < 150; round++) {
      const [base, head] = [draw(), draw()];
      const found = compare(base, head);
      const shares = [base, head].map((profile) => {
        const selection = select(profile);
        const grouping = groupFrames(profile, 'function');
        const sums = totals(selection, grouping, 0);
        return new Map(
          grouping.names.map((name, i) => [name, [sums.self[i]! / sums.total, sums.totals[i]! / sums.total]]),
        );
      });
      for (const row of found.rows) {
        const [old, now] = shares.map((side) => side.get(row.name) ?? [0, 0]) as [number[], number[]];
        near(row.self.base, old[0]!, 1e-12);
        near(row.self.head, now[0]!, 1e-12);
        near(row.total.change, now[1]! - old[1]!, 1e-9);
        for (const { p, interval } of [row.self, row.total])
          assert.ok(Number.isFinite(p) && Number.isFinite(interval.low) && Number.isFinite(interval.high));
        if (row.verdict === 'regression' || row.verdict === 'improvement')
          assert.ok(row[row.on!].isSignificant && Math.abs(row[row.on!].change) >= DEFAULT_FLOOR);
      }
      assert.deepEqual(
        new Set(found.rows.map(({ name }) => name)),
        new Set([...shares[0]!.keys(), ...shares[1]!.keys()]),
      );
      assert.equal(JSON.stringify(compare(base, head)), JSON.stringify(found));
    }
  });
});

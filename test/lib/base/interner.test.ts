import assert from 'node:assert/strict';
import { HASH_SEED, ListInterner, mixHash, StringInterner } from '../../../lib/base/interner.js';
import { seeded } from '../../support/random.js';

/** Appends a list and commits it with the hash that `hashOf` gives it. */
function add(lists: ListInterner, items: readonly number[], hash = items.reduce(mixHash, HASH_SEED)): number {
  for (const item of items) lists.items.push(item);
  return lists.commit(hash);
}

describe('ListInterner', () => {
  for (const [how, hash] of [
    ['hashes that differ', undefined],
    ['one hash for all', 7],
  ] as const)
    it(`numbers distinct lists by first appearance, as a map of texts does, with ${how}`, () => {
      const random = seeded(3);
      const lists = new ListInterner();
      const known = new Map<string, number>();
      for (let i = 0; i < 4000; i++) {
        const list = Array.from({ length: Math.floor(random() * 4) }, () => Math.floor(random() * 9) - 4);
        const row = known.get(list.join()) ?? known.size;
        known.set(list.join(), row);
        assert.equal(add(lists, list, hash), row);
      }
      assert.equal(lists.length, known.size);
      const items = lists.items.finish();
      for (const [text, row] of known)
        assert.equal(items.subarray(lists.starts.data[row], lists.starts.data[row + 1]).join(), text);
    });

  it('keeps its rows while the table grows', () => {
    const lists = new ListInterner();
    for (let i = 0; i < 50_000; i++) assert.equal(add(lists, [i, -i]), i);
    for (let i = 0; i < 50_000; i++) assert.equal(add(lists, [i, -i]), i);
  });

  it('appends without looking, and then refuses to look', () => {
    const lists = new ListInterner();
    assert.equal(add(lists, [1, 2]), 0);
    for (let row = 1; row < 5000; row++) {
      lists.items.push(1);
      lists.items.push(2);
      assert.equal(lists.append(), row);
    }
    lists.items.push(3);
    assert.throws(() => lists.commit(0), { code: 'bug' });
  });
});

describe('StringInterner', () => {
  it('numbers texts by first appearance', () => {
    const texts = new StringInterner();
    assert.deepEqual(
      ['a', '', 'a', 'b', ''].map((text) => texts.intern(text)),
      [0, 1, 0, 2, 1],
    );
    assert.deepEqual(texts.strings, ['a', '', 'b']);
  });
});

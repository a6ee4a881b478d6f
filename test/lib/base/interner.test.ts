import assert from 'node:assert/strict';
import { HASH_SEED, ListInterner, mixHash } from '../../../lib/base/interner.js';

function intern(set: ListInterner, list: readonly number[]): number {
  for (const item of list) set.items.push(item);
  return set.commit(list.reduce(mixHash, HASH_SEED));
}

describe('lists of integers', () => {
  it('are stored once each, also after the table has grown, and come back as they were', () => {
    const set = new ListInterner();
    const lists = Array.from({ length: 20_000 }, (_, i) => [i % 7, i, i % 3].slice(0, 1 + (i % 3)));
    const keys = new Map<string, number>();
    for (const list of [...lists, ...lists]) {
      const row = intern(set, list);
      const key = list.join();
      assert.equal(row, keys.get(key) ?? set.length - 1, key);
      keys.set(key, row);
    }
    assert.equal(set.length, keys.size);
    for (const [key, row] of keys)
      assert.equal(set.items.data.subarray(set.starts.data[row], set.starts.data[row + 1]).join(), key);
  });
  it('with one hash for all are still told apart', () => {
    const set = new ListInterner();
    const rows = [[1], [1, 2], [2, 1], [], [1]].map((list) => {
      for (const item of list) set.items.push(item);
      return set.commit(7);
    });
    assert.deepEqual(rows, [0, 1, 2, 3, 0]);
  });
});

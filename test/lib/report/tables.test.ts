import assert from 'node:assert/strict';
import { readProfile } from '../../../lib/formats/read.js';
import { select } from '../../../lib/profile/select.js';
import { topJson } from '../../../lib/report/json.js';
import { peek } from '../../../lib/report/peek.js';
import { threadsOf } from '../../../lib/report/threads.js';
import { topRows } from '../../../lib/report/top.js';
import { profileOf } from '../../support/draw.js';

describe('the rows of the reports', () => {
  it('have a line where one is known, and only there', async () => {
    const profile = await readProfile('samples/python/py-spy.collapsed');
    const rowsOf = (granularity: 'line' | 'function') => {
      const top = topRows(select(profile, {}), { sampleType: 0, granularity, cumulative: false, limit: 5 });
      return (topJson({ name: 't', version: '0' }, profile, 0, top) as { rows: { line?: number }[] }).rows;
    };
    assert.ok(rowsOf('line').every(({ line }) => line !== undefined && line > 0));
    assert.ok(rowsOf('function').every(({ line }) => line === undefined));
  });
  it('of peek have shares of the whole', () => {
    const found = peek(select(profileOf(['main;a;b 30', 'main;c 70']), {}), 0, '^a$', 0);
    assert.equal(found.total, 100);
    const [match] = found.matches;
    assert.deepEqual(
      match!.callers.map(({ name, value, share }) => [name, value, share]),
      [['main', 30, 0.3]],
    );
    assert.deepEqual(
      match!.callees.map(({ name, value, share }) => [name, value, share]),
      [['b', 30, 0.3]],
    );
  });
  it('of threads have names, ids and counts, most first', async () => {
    const rows = threadsOf(await readProfile('samples/cpp/perf.txt'));
    assert.equal(
      rows.reduce((sum, { samples }) => sum + samples, 0),
      1084,
    );
    assert.equal(rows[0]!.name, 'order-reader');
    assert.ok(rows.some(({ name }) => name === 'sort worker 42'));
    assert.ok(rows.every(({ id }) => Number.isInteger(id) && id > 0));
  });
});

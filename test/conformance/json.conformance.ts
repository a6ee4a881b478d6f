/** V8, speedscope and trace-event files with known answers, and hostile ones, from the corpora (FLAMEWORTH_CORPORA). */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProfile } from '../../lib/formats/read.js';
import { codes, sums } from '../support/reading.js';

const CORPORA = process.env['FLAMEWORTH_CORPORA'];

function inUnits(column: Record<string, number>, unit: number): Record<string, number> {
  return Object.fromEntries(Object.entries(column).map(([name, value]) => [name, value / unit]));
}

function nonZero(column: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(column).filter(([, value]) => value !== 0));
}

describe('corpora: JSON formats', () => {
  if (CORPORA === undefined) {
    it('skipped: FLAMEWORTH_CORPORA is not set', function () {
      process.stdout.write('JSON corpora skipped: FLAMEWORTH_CORPORA is not set\n');
      this.skip();
    });
    return;
  }
  const expected = JSON.parse(readFileSync(join(CORPORA, 'expected.json'), 'utf8'));
  const file = (path: string): string => join(CORPORA, path);

  it('A19 simple.cpuprofile', async () => {
    const path = 'speedscope/sample/profiles/Chrome/65/simple.cpuprofile';
    const want = expected['A19-folded+cpuprofile'].also[path];
    const profile = await readProfile(file(path));
    const { self, totals } = sums(profile);
    assert.equal(profile.samples.length, want.samples);
    assert.deepEqual(sums(profile, 0).self, want.hits);
    assert.deepEqual(inUnits(self, 1000), want.self_us_rule_next_delta);
    assert.deepEqual(inUnits(totals, 1000), want.total_us);
    assert.match(
      profile.comments[0]!,
      new RegExp(`^${want.lead_in_us_unattributed} us before .* ${want.tail_us_after_last_sample} us after`),
    );
  });

  it('A20 simple.speedscope.json, and the spans of trace-event', async () => {
    const { input, expect, also } = expected['A20-json'];
    const profile = await readProfile(file(input));
    const got = sums(profile);
    assert.equal(got.total, expect.total);
    assert.deepEqual(got.self, nonZero(expect.self));
    assert.deepEqual(got.totals, expect.inclusive);
    const folder = 'speedscope/sample/profiles/trace-event';
    const spans = also[`${folder}/simple.json`];
    for (const name of ['simple.json', 'simple-partial.json']) {
      const trace = await readProfile(file(`${folder}/${name}`));
      assert.deepEqual(inUnits(sums(trace).self, 1000), spans.self);
      assert.deepEqual(inUnits(sums(trace).totals, 1000), spans.total);
      assert.equal(codes(trace).includes('chrome-trace-cut'), name.includes('partial'));
    }
    await assert.rejects(
      readProfile(file('speedscope/sample/profiles/speedscope/invalid/incomplete-trace.json')),
      { code: 'bad-value' },
    );
  });

  it('hostile files are read or refused in short order', async () => {
    for (const name of readdirSync(file('own/hostile')).filter((entry) => !entry.startsWith('bomb'))) {
      const start = process.hrtime.bigint();
      await readProfile(file(`own/hostile/${name}`)).catch((error: Error) =>
        assert.equal(error.name, 'ProfileError', name),
      );
      assert.ok(process.hrtime.bigint() - start < 5_000_000_000n, name);
    }
  }).timeout(60_000);
});

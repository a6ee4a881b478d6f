/** Folded stacks with known answers, from the corpora (FLAMEWORTH_CORPORA). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupFrames } from '../../lib/analysis/granularity.js';
import { totals } from '../../lib/analysis/totals.js';
import { Diagnostics } from '../../lib/base/diagnostics.js';
import { folded } from '../../lib/formats/folded/format.js';
import { DEFAULT_LIMITS } from '../../lib/formats/format.js';
import { memorySource } from '../../lib/formats/memory-source.js';
import { check } from '../../lib/profile/check.js';
import { select } from '../../lib/profile/select.js';

const CORPORA = process.env['FLAMEWORTH_CORPORA'];

describe('corpora: folded stacks', () => {
  if (CORPORA === undefined) {
    it('skipped: FLAMEWORTH_CORPORA is not set', function () {
      process.stdout.write('folded corpora skipped: FLAMEWORTH_CORPORA is not set\n');
      this.skip();
    });
    return;
  }
  const { expect } = JSON.parse(readFileSync(join(CORPORA, 'expected.json'), 'utf8'))[
    'A19-folded+cpuprofile'
  ];
  for (const file of ['simple-with-invalids.txt', 'simple-crlf.txt']) {
    it(`A19 ${file}`, async () => {
      const bytes = readFileSync(join(CORPORA, 'speedscope/sample/profiles/stackcollapse', file));
      const profile = await folded.read(memorySource(file, bytes), {
        limits: DEFAULT_LIMITS,
        diagnostics: new Diagnostics(),
      });
      check(profile);
      const grouping = groupFrames(profile, 'function');
      const all = totals(select(profile), grouping, 0);
      const column = (values: Float64Array): Record<string, number> =>
        Object.fromEntries(
          grouping.names
            .map((name, group): [string, number] => [name, values[group]!])
            .filter(([, value]) => value > 0),
        );
      assert.equal(all.total, expect.total);
      assert.deepEqual(column(all.self), expect.self);
      assert.deepEqual(column(all.totals), expect.inclusive);
    });
  }
});

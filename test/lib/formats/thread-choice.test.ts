import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { chromeTrace } from '../../../lib/formats/chrome-trace/format.js';
import { firefox } from '../../../lib/formats/firefox/format.js';
import { folded } from '../../../lib/formats/folded/format.js';
import type { Format } from '../../../lib/formats/format.js';
import { jfr } from '../../../lib/formats/jfr/format.js';
import { speedscope } from '../../../lib/formats/speedscope/format.js';
import { select } from '../../../lib/profile/select.js';
import { codes, readAs, sampleLines } from '../../support/reading.js';

const SPANS = [1, 2].map((tid) => ({ ph: 'X', pid: 1, tid, ts: 0, dur: tid, name: 'f' }));
const SPEEDSCOPE = {
  $schema: 'https://www.speedscope.app/file-format-schema.json',
  shared: { frames: [{ name: 'a' }] },
  profiles: [1, 2].map((id) => ({
    type: 'sampled',
    name: `Thread ${id} "w${id}"`,
    unit: 'none',
    samples: [[0]],
    weights: [id],
  })),
};

describe('--thread', () => {
  for (const [what, format, input, thread, other] of [
    ['folded stacks', folded, readFileSync('samples/java/cpu.collapsed'), 'order booker', '6899'],
    ['JFR', jfr, readFileSync('samples/java/async-profiler.jfr'), 'order booker', undefined],
    [
      'Firefox profiles',
      firefox,
      gunzipSync(readFileSync('samples/rust/orders.samply.json.gz')),
      'order booker',
      '3195',
    ],
    ['spans', chromeTrace, SPANS, '2', undefined],
    ['speedscope', speedscope, SPEEDSCOPE, 'w2', '2'],
  ] as readonly (readonly [string, Format, Uint8Array | object, string, string | undefined])[]) {
    it(`keeps of ${what} what --tagfocus would`, async () => {
      const all = await readAs(format, input);
      const one = await readAs(format, input, { thread });
      const { keptSamples } = select(all, {
        tagfocus: /^\d+$/.test(thread) ? `thread.id=${thread}` : `thread=${thread}`,
      });
      const kept = sampleLines(all).filter((_, sample) => keptSamples![sample] === 1);
      // Values of kinds that the thread does not have are columns of the whole alone.
      assert.equal(one.samples.length, kept.length);
      assert.ok(kept.length > 0 && kept.length < all.samples.length);
      assert.ok(!codes(one).includes('several-profiles'));
      if (other !== undefined)
        assert.deepEqual(sampleLines(await readAs(format, input, { thread: other })), sampleLines(one));
    });
    it(`lists the threads of ${what} where there is no such one`, () =>
      assert.rejects(readAs(format, input, { thread: 'nobody' }), {
        code: 'usage',
        message: /there is no thread "nobody"; expected .*\w/,
      }));
  }
});

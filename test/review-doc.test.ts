import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { REVIEW_FORMATS } from '../lib/review/outputs/outputs.js';

const TEXT = readFileSync('docs/review.md', 'utf8');
const BLOCKS = [...TEXT.matchAll(/```console\n\$ flameworth (.*)\n([\s\S]*?)```/g)];

describe('docs/review.md', () => {
  it('has its examples', () => assert.equal(BLOCKS.length, 4));
  for (const [, words, shown] of BLOCKS)
    it(`shows what flameworth ${words!.slice(-60)} prints`, () => {
      const { stdout, status } = spawnSync('sh', ['-c', `"${process.execPath}" dist/cli/main.js ${words}`], {
        encoding: 'utf8',
        env: { ...process.env, COLUMNS: '' },
      });
      assert.equal(status, 0);
      assert.equal(stdout, shown);
    });
  it('lists every format', () => {
    const listed = [...TEXT.matchAll(/^\| `([a-z-]+)` \| .* \| .* \|$/gm)].map(([, kind]) => kind);
    for (const kind of REVIEW_FORMATS) assert.ok(listed.includes(kind), kind);
  });
});

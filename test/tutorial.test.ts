import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const BLOCKS = [
  ...readFileSync('docs/tutorial.md', 'utf8').matchAll(/```console\n\$ flameworth (.*)\n([\s\S]*?)```/g),
];

describe('the tutorial', () => {
  it('has commands', () => assert.ok(BLOCKS.length >= 4));
  for (const [, words, shown] of BLOCKS)
    it(`runs flameworth ${words!.slice(0, 60)}`, () => {
      const { stdout, status } = spawnSync('sh', ['-c', `"${process.execPath}" dist/cli/main.js ${words}`], {
        encoding: 'utf8',
        env: { ...process.env, COLUMNS: '' },
      });
      assert.equal(status, 0);
      if (shown !== '') assert.equal(stdout, shown);
    });
});

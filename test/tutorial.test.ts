import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const TEXT = readFileSync('docs/tutorial.md', 'utf8');
const BLOCKS = [...TEXT.matchAll(/```console\n\$ flameworth (.*)\n([\s\S]*?)```/g)];

describe('the tutorial', () => {
  // Its commands leave files for those that follow; the samples are where a clone has them.
  let folder: string;
  const run = (words: string) =>
    spawnSync('sh', ['-c', `"${process.execPath}" "${resolve('dist/cli/main.js')}" ${words}`], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, COLUMNS: '' },
      maxBuffer: 1 << 26,
    });
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'flameworth-'));
    symlinkSync(resolve('samples'), join(folder, 'samples'));
  });
  after(() => rmSync(folder, { recursive: true }));
  it('has commands', () => assert.ok(BLOCKS.length >= 9));
  for (const [, words, shown] of BLOCKS)
    it(`runs flameworth ${words!.slice(0, 60)}`, () => {
      const { stdout, stderr, status } = run(words!);
      assert.equal(status, 0, stderr);
      if (shown !== '') assert.equal(stdout, shown);
      // A block without an output says in words what there is; a review that is to be silent must be.
      if (words!.includes('cold.patch')) assert.equal(stdout, '');
      if (words!.includes('slow-hot.patch'))
        assert.equal(stdout.match(/costs more cpu than before/g)?.length, 2);
    });
  it('ends with what the last command prints', () => {
    const last = BLOCKS.at(-1)![1]!;
    const part = (text: string): string =>
      /### Prediction and outcome\n[\s\S]*?\n\n[\s\S]*?\n\n.*\n/.exec(text)![0];
    const quoted = /```markdown\n([\s\S]*?)```/.exec(TEXT)![1]!;
    assert.equal(quoted, part(run(last).stdout));
  });
});

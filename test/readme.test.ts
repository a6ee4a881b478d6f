import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

describe('the README', () => {
  it('shows what its first command prints', () => {
    const readme = readFileSync('README.md', 'utf8');
    const shown = /```text\n([\s\S]*?)```/.exec(readme)![1];
    const words = /&& node (.*)/.exec(readme)![1]!.split(' ');
    assert.equal(spawnSync(process.execPath, words, { encoding: 'utf8' }).stdout, shown);
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** 2026-11-25: the example has a warning that counts days. */
const SOURCE_DATE_EPOCH = '1795564800';

describe('the README', () => {
  it('shows what its first command prints', () => {
    const readme = readFileSync('README.md', 'utf8');
    const shown = /```text\n([\s\S]*?)```/.exec(readme)![1];
    const words = /&& node (.*)/.exec(readme)![1]!.split(' ');
    assert.equal(
      spawnSync(process.execPath, words, {
        encoding: 'utf8',
        env: { ...process.env, SOURCE_DATE_EPOCH, COLUMNS: '' },
      }).stdout,
      shown,
    );
  });
});

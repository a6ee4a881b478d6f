import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readLoadResult, readParityResult, verifyLoad, verifyParity } from '../lib/index.js';
import { measuredLoad, measuredParity } from '../lib/verify/results.js';

const FOLDER = 'samples/rewrites';
const TEXT = readFileSync('docs/accuracy.md', 'utf8');
const KINDS = [
  ...['allocation', 'crypto', 'io', 'json', 'maps', 'regexp', 'sorting', 'strings'].map(
    (kind) => `first/${kind}`,
  ),
  ...['csv', 'documents', 'files', 'fuzzy', 'graph', 'inflate', 'template', 'xml'].map(
    (kind) => `second/${kind}`,
  ),
];

describe('the accuracy record', () => {
  const blocks = [...TEXT.matchAll(/```console\n\$ flameworth (.*)\n([\s\S]*?)```/g)];
  it('is of three models', () => assert.equal(blocks.length, 3));
  for (const [, words, shown] of blocks)
    it(`is what ${words} prints`, () => {
      const { stdout, status } = spawnSync('sh', ['-c', `"${process.execPath}" dist/cli/main.js ${words}`], {
        encoding: 'utf8',
        env: { ...process.env, COLUMNS: '' },
      });
      assert.equal(status, 0);
      assert.equal(stdout, shown);
    });

  for (const kind of KINDS)
    it(`of ${kind} rests on its runs and answers`, async () => {
      const folder = `${FOLDER}/${kind}`;
      const side = (name: string) =>
        readdirSync(`${folder}/load`)
          .filter((file) => file.startsWith(`${name}-`))
          .map((file) => ({ name: `load/${file}`, input: `${folder}/load/${file}` }));
      assert.equal(side('go').length, 5);
      const load = measuredLoad(await verifyLoad(side('go'), side('rust')), 'load.json');
      assert.deepEqual(readLoadResult(readFileSync(`${folder}/load.json`, 'utf8'), 'load.json'), load);
      assert.equal(load.basis, 'equal-load');
      const parity = await verifyParity([{ name: 'parity.jsonl.gz', input: `${folder}/parity.jsonl.gz` }]);
      assert.deepEqual(
        readParityResult(readFileSync(`${folder}/parity.json`, 'utf8'), 'parity.json'),
        measuredParity(parity, 'parity.json'),
      );
      assert.equal(parity.counts.mismatched, 0);
      assert.ok(parity.counts.compared >= 500);
    });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { RuleBook } from '../lib/verify/rules.js';

const TEXT = readFileSync('docs/verify.md', 'utf8');
const BLOCKS = [...TEXT.matchAll(/```console\n\$ flameworth (.*)\n([\s\S]*?)```/g)];
const ajv = (name: string) => {
  const schema = JSON.parse(readFileSync(`docs/schema/${name}.schema.json`, 'utf8'));
  return new Ajv({ strict: false }).compile(schema);
};

describe('docs/verify.md', () => {
  it('has commands', () => assert.ok(BLOCKS.length >= 4));
  for (const [, words, shown] of BLOCKS)
    it(`runs flameworth ${words!.slice(0, 60)}`, () => {
      const { stdout, status } = spawnSync('sh', ['-c', `"${process.execPath}" dist/cli/main.js ${words}`], {
        encoding: 'utf8',
      });
      assert.equal(status, 0);
      assert.equal(stdout, shown);
    });
  it('shows rules that are rules', () => {
    const rules = JSON.parse(/```json\n([\s\S]*?)```/.exec(TEXT)![1]!);
    assert.ok(new RuleBook(rules));
    assert.ok(ajv('parity-rules')(rules));
  });
});

describe('the schemas of inputs', () => {
  it('describe the samples', async () => {
    const { gunzipSync } = await import('node:zlib');
    const check = ajv('parity-log');
    const lines = gunzipSync(readFileSync('samples/payments/shadow/first-quotes.jsonl.gz')).toString('utf8');
    for (const line of lines.trimEnd().split('\n').slice(0, 500))
      assert.ok(check(JSON.parse(line)), JSON.stringify(check.errors));
    const meter = ajv('load-meter');
    assert.ok(meter(JSON.parse(readFileSync('samples/payments/load-equal/go-hot-1.meter.json', 'utf8'))));
  });
});

describe('the gates of the command line', () => {
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ['dist/cli/main.js', 'verify', ...words], { encoding: 'utf8' });
  const first = 'samples/payments/shadow/first-gifts.jsonl.gz';
  const second = 'samples/payments/shadow/parity-gifts.jsonl.gz';
  it('exit with 1 after the report', () => {
    const { status, stdout, stderr } = run(
      'parity',
      first,
      '--fail-on',
      'mismatch>0',
      '--require',
      'bound<1e-4',
    );
    assert.equal(status, 1);
    assert.match(stdout, /^No parity: /);
    assert.match(stderr, /--fail-on "mismatch>0": mismatch is [0-9]+\n/);
    assert.match(stderr, /--require "bound<1e-4": bound is 0\./);
    assert.equal(run('parity', second, '--fail-on', 'mismatch>0', '--require', 'bound<1e-3').status, 0);
    assert.equal(run('parity', second, '--require', 'bound<1e-4').status, 1);
    const equal = 'samples/payments/load-equal/';
    assert.equal(
      run('load', `${equal}go-hot-*`, `${equal}rust-hot-*`, '--require', 'saved-low>60%').status,
      0,
    );
    assert.equal(
      run('load', `${equal}go-hot-*`, `${equal}rust-hot-*`, '--require', 'capacity-ratio>1').status,
      1,
    );
  });
  it('refuse what they do not know', () => {
    for (const words of [
      ['parity', first, '--fail-on', 'mistake>0'],
      ['parity', first, '--fail-on', 'mismatch'],
      ['parity', first, '--rules', 'package.json'],
      ['parity', 'samples/cpp/perf.txt'],
      ['load', first, first],
      ['load', 'samples/payments/load-equal', 'none'],
      [],
    ])
      assert.equal(run(...words).status, 2, words.join(' '));
  });
  it('write Markdown and a page in which nothing of the log is markup', () => {
    const line = JSON.stringify({
      endpoint: 'GET /<script>|`x`',
      primary: { status: 200, body: { '<img src=x>': '<b>' } },
      candidate: { status: 200, body: { '<img src=x>': '</td>' } },
    });
    const of = (format: string): string =>
      spawnSync(
        process.execPath,
        ['dist/cli/main.js', 'verify', 'parity', '-', '--show-values', '--format', format],
        {
          encoding: 'utf8',
          input: `${line}\n`,
        },
      ).stdout;
    assert.doesNotMatch(of('html'), /<script|<img|<b>|<\/td>"/);
    assert.match(of('html'), /Content-Security-Policy/);
    assert.match(of('markdown'), /\| `` GET \/<script>\\\|`x` `` \|/);
    assert.match(of('text'), /^No parity: 1 compared answer of 1 differs/);
  });
});

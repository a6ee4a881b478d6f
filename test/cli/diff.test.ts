import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'flameworth-diff-'));
const main = resolve('dist/cli/main.js');
const put = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const shop = (price: number): string =>
  `main;cart;example.com/shop.price ${price}\nmain;cart;encode 40000\nmain;<img src=x>|\`b\` 10000\nmain;gc 40000\n`;
const BASE = put('base.folded', shop(10_000));
const HEAD = put('head.folded', shop(16_000));

function diff(args: readonly string[], cwd?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'diff', ...args], {
    encoding: 'utf8',
    cwd,
    env: { ...process.env, SOURCE_DATE_EPOCH: '1795564800' },
  });
  return { status, stdout, stderr };
}

describe('flameworth diff', () => {
  it('names what became slower and exits with 0', () => {
    const { status, stdout, stderr } = diff([BASE, HEAD]);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.match(stdout, /^1 regression\.\n/);
    assert.match(stdout, /\+\d\.\d\dpp .* example\.com\/shop\.price\n/);
    assert.match(stdout, /one profile a side/);
  });
  it('takes several profiles a side with --base, which may be repeated and takes globs', () => {
    for (const i of [1, 2, 3]) {
      put(`old-${i}.folded`, shop(10_000 + i));
      put(`new-${i}.folded`, shop(16_000 + i));
    }
    const all = diff(['--base', join(folder, 'old-*.folded'), join(folder, 'new-*.folded')]);
    assert.match(all.stdout, /base 3 profiles, .* head 3 profiles/);
    const each = [1, 2, 3].flatMap((i) => ['--base', join(folder, `old-${i}.folded`)]);
    assert.equal(
      diff([...each, ...[1, 2, 3].map((i) => join(folder, `new-${i}.folded`))]).stdout,
      all.stdout,
    );
  });
  it('refuses files behind --base that the shell has made of a glob', () => {
    const side = (name: string): string[] =>
      [1, 2, 3].map((i) => put(`${name}-${i}.folded`, shop(10_000 + (name === 'head' ? 6000 : 0) + i)));
    const [base, head] = [side('base'), side('head')];
    for (const words of [
      ['--base', ...base, ...head],
      [`--base=${base[0]}`, base[1]!, ...head],
      [...head, '--base', ...base],
    ]) {
      const { status, stdout, stderr } = diff(words);
      assert.equal(status, 2, words.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, /base-2\.folded behind it would be taken for the head's; quote the glob/);
    }
    for (const words of [
      ['--base', base[0]!, ...head],
      ['--base', base[0]!, base[1]!],
      [...head, '--base', base[0]!, '--base', base[1]!],
    ])
      assert.equal(diff(words).status, 0, words.join(' '));
  });

  it('exits with 1 where a gate trips, and writes the report all the same', () => {
    const { status, stdout } = diff([BASE, HEAD, '--fail-on', 'self>+2pp']);
    assert.equal(status, 1);
    assert.match(stdout, /GATE self>\+2pp: self of example\.com\/shop\.price rose by/);
    assert.equal(diff([BASE, HEAD, '--fail-on', 'self>+20pp', '--fail-on', 'total>+20pp']).status, 0);
    assert.equal(diff([HEAD, BASE, '--fail-on', 'self>+0pp']).status, 0);
  });
  it('fails on CPU per request where requests are given', () => {
    const counts = ['--base-requests', '1000', '--head-requests', '1000'];
    const { status, stdout } = diff([BASE, HEAD, '--fail-on', 'cpu>+5%', ...counts]);
    assert.equal(status, 1);
    assert.match(stdout, /whole per request: /);
    assert.equal(diff([BASE, HEAD, '--fail-on', 'cpu>+5%']).status, 2);
  });
  it('refuses what it cannot read', function () {
    // A process each.
    this.timeout(60_000);
    for (const args of [
      [],
      [BASE],
      [BASE, HEAD, HEAD],
      ['--base', BASE],
      [BASE, HEAD, '--fail-on', 'self>2'],
      [BASE, HEAD, '--fail-on', ''],
      [BASE, HEAD, '--floor', '1'],
      [BASE, HEAD, '--q', '2'],
      [BASE, HEAD, '--base-requests', '0', '--head-requests', '1'],
      [BASE, HEAD, '--base-requests', '5'],
      [BASE, HEAD, '--per', 'request'],
      ['-', '-'],
      [BASE, HEAD, '--design-effect', '0'],
    ]) {
      const { status, stdout, stderr } = diff(args);
      assert.equal(status, 2, args.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, /^flameworth: /);
    }
  });
  it('writes Markdown in which a name cannot be markup', () => {
    const { stdout } = diff([
      put('less.folded', 'main;a 90000\nmain;<img src=x>|`b` 5000\n'),
      put('more.folded', 'main;a 90000\nmain;<img src=x>|`b` 9000\n'),
      '--format',
      'markdown',
    ]);
    assert.match(stdout, /^\*\*1 regression\.\*\*/);
    assert.match(stdout, /\| `` <img src=x>\\\|`b` `` \| self \|/);
  });
  it('writes the same bytes twice, and JSON whose first rows are the findings', () => {
    const first = diff([BASE, HEAD, '--json']).stdout;
    assert.equal(diff([BASE, HEAD, '--json']).stdout, first);
    const found = JSON.parse(first);
    assert.equal(found.findings, 1);
    assert.equal(found.rows[0].verdict, 'regression');
    assert.equal(found.rows[0].name, 'example.com/shop.price');
  });
  it('has lines and packages', () => {
    assert.match(diff([BASE, HEAD, '--granularity', 'package']).stdout, /example\.com\/shop\n/);
    const lines = diff([
      'samples/go-shop/cpu-1.pb.gz',
      'samples/go-shop/cpu-2.pb.gz',
      '--granularity',
      'line',
    ]);
    assert.equal(lines.status, 0);
    assert.match(lines.stdout, /^No significant change: [\d,]+ lines/);
  });
  it('is silent about what the configuration acknowledges, and fails on budgets that it holds', () => {
    const why = { reason: 'audit', owner: 'team' };
    const settings = (data: object): string => put('flameworth.config.json', JSON.stringify(data));
    const known = { function: 'example.com/shop.price', ...why };
    const until = (expires: string) =>
      diff([
        BASE,
        HEAD,
        '--config',
        settings({ acknowledged: [{ ...known, expires }] }),
        '--fail-on',
        'self>+1pp',
      ]);
    assert.equal(until('2026-12-31').status, 0);
    assert.match(until('2026-12-31').stdout, /acknowledged until 2026-12-31 by team: audit/);
    assert.equal(until('2025-12-31').status, 1);
    const budgets = [
      { ...known, self: '12%' },
      { package: 'example.com/shop', ...why, total: 0.5 },
    ];
    const over = diff([BASE, HEAD, '--config', settings({ budgets }), '--fail-on', 'budget']);
    assert.equal(over.status, 1);
    assert.match(over.stdout, /budget: example\.com\/shop\.price exceeds its budget/);
  });
  it('refuses rows of the configuration with their line', () => {
    const why = '"reason": "x", "owner": "y"';
    for (const [text, message] of [
      ['{"budgets": {}}', /budgets: an object is no list/],
      [`{"budgets": [{"function": "f", ${why}}]}`, /budgets\[0\]: has no limit/],
      [`{"budgets": [{"self": 0.1, ${why}}]}`, /budgets\[0\]: has neither/],
      [`{"budgets": [{"function": "f", "package": "p", "self": 0.1, ${why}}]}`, /budgets\[0\]: has both/],
      [`{"budgets": [{"function": "f", "self": 2, ${why}}]}`, /budgets\[0\]\.self: 2 is out of range/],
      ['{"budgets": [{"function": "f", "self": 0.1, "owner": "y"}]}', /budgets\[0\]: reason is missing/],
      [`{"acknowledged": [{"function": "f", ${why}}]}`, /acknowledged\[0\]: expires is missing/],
      [
        `{"acknowledged": [{"function": "f", ${why}, "expires": "2026-02-30"}]}`,
        /expires: "2026-02-30" cannot be used/,
      ],
      [
        `{"acknowledged": [{"function": "f", ${why}, "expires": "2026-02-03", "self": 1}]}`,
        /there is no such key/,
      ],
    ] as const) {
      const { status, stderr } = diff([BASE, HEAD, '--config', put('bad.json', text)]);
      assert.equal(status, 2, text);
      assert.match(stderr, message);
      assert.match(stderr, /bad\.json:1: /);
    }
  });
  it('reads the file that init writes', () => {
    const file = join(folder, 'template.json');
    spawnSync(process.execPath, [main, 'init', '-o', file, '--force']);
    const { status } = diff([BASE, HEAD, '--config', file]);
    assert.equal(status, 0);
    assert.match(readFileSync(file, 'utf8'), /"acknowledged": \[\]/);
  });
});

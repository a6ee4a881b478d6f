import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { REVIEW_FORMATS, renderReview } from '../../lib/review/outputs/outputs.js';
import { hostileReview, PAYMENTS, TOOL } from '../support/review-fixture.js';

const HOT = 'samples/payments/review/slow-hot.patch';
const COLD = 'samples/payments/review/cold.patch';

function run(...words: string[]) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['dist/cli/main.js', 'review', ...PAYMENTS, ...words],
    { encoding: 'utf8', env: { ...process.env, SOURCE_DATE_EPOCH: '1795564800' } },
  );
  return { stdout, stderr, status };
}

function valid(schemaFile: string, definition: string | null, data: unknown): void {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
  // Draft 4, of which this one needs nothing that draft 7 reads otherwise.
  if (schema.$schema.includes('draft-04')) for (const key of ['$schema', 'id']) delete schema[key];
  ajv.addSchema(schema, 'schema');
  const check = ajv.compile({ $ref: definition === null ? 'schema#' : `schema#/$defs/${definition}` });
  assert.ok(check(data), JSON.stringify(check.errors?.slice(0, 5), null, 1));
}

const SARIF_SCHEMA = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
const OWN_SCHEMA = 'docs/schema/flameworth.schema.json';

describe('flameworth review', () => {
  it('tells what a patch of a hot function touches', () => {
    const { stdout, stderr, status } = run('--patch', HOT, '--fleet-vcpu', '800');
    assert.equal(status, 0);
    assert.equal(stderr, '');
    assert.match(stdout, /^samples\/payments\/go\/internal\/fraud\/fraud\.go:58: hot code changed\n/);
    assert.match(stdout, /fraud\.\(\*Engine\)\.Text is 29\.1% .*a year \(list, 2026-11\)/);
  });

  it('is silent about a patch of a cold file, and exits with 0', () => {
    assert.deepEqual(run('--patch', COLD, '--fleet-vcpu', '800'), { stdout: '', stderr: '', status: 0 });
  });

  it('writes every format in one run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'review-'));
    try {
      const outputs = REVIEW_FORMATS.flatMap((kind) => ['--format', `${kind}=${join(folder, kind)}`]);
      assert.deepEqual(run('--patch', HOT, ...outputs), { stdout: '', stderr: '', status: 0 });
      const read = (kind: string): string => readFileSync(join(folder, kind), 'utf8');
      for (const kind of REVIEW_FORMATS) assert.match(read(kind), /fraud\.\(\*Engine\)\.Text/, kind);
      valid(SARIF_SCHEMA, null, JSON.parse(read('sarif')));
      valid(OWN_SCHEMA, 'review', JSON.parse(read('json')));
      assert.equal(run('--patch', COLD, ...outputs).status, 0);
      assert.equal(read('markdown'), '');
      assert.equal(read('gitlab'), '[]\n');
      valid(SARIF_SCHEMA, null, JSON.parse(read('sarif')));
      valid(OWN_SCHEMA, 'review', JSON.parse(read('json')));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('writes what the schemas say with a base and with hostile names too', () => {
    const base = PAYMENTS.flatMap((file) => ['--base', file]);
    const { stdout, status } = run(
      '--patch',
      HOT,
      '--json',
      '--fleet-vcpu',
      '800',
      ...base,
      '--recorded',
      'before',
    );
    assert.equal(status, 0);
    valid(OWN_SCHEMA, 'review', JSON.parse(stdout));
    const options = { tool: TOOL };
    valid(SARIF_SCHEMA, null, JSON.parse(renderReview(hostileReview(), 'sarif', options)));
    valid(OWN_SCHEMA, 'review', JSON.parse(renderReview(hostileReview(), 'json', options)));
  });

  it('fails only where a gate was asked for and trips', () => {
    assert.equal(run('--patch', HOT, '--fail-on', 'hot-code').status, 1);
    assert.equal(run('--patch', HOT, '--fail-on', 'regression').status, 0);
    assert.equal(run('--patch', COLD, '--fail-on', 'hot-code').status, 0);
  });

  it('refuses what it cannot do, with a sentence', () => {
    for (const [words, sentence] of [
      [[], /patch/],
      [['--patch', 'nowhere.patch'], /cannot read the patch/],
      [['--patch', HOT, '--format', 'xml'], /there is no "xml"/],
      [['--patch', HOT, '--format', 'text', '--format', 'json'], /both go to standard output/],
      [['--patch', HOT, '--format', 'csv=a', '--format', 'json=a'], /the same file/],
      [['--patch', HOT, '--fail-on', 'noise'], /expected one of/],
      [['--patch', 'README.md'], /no unified diff/],
    ] as const) {
      const { status, stderr, stdout } = run(...words);
      assert.equal(status, 2, String(words));
      assert.equal(stdout, '');
      assert.match(stderr, sentence);
    }
  });
});

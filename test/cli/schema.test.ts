import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';

const schema = JSON.parse(readFileSync('docs/schema/flameworth.schema.json', 'utf8'));

/** Against the command's own definition: `anyOf` would let one command's output pass as another's. */
function valid(definition: string, output: string): void {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addSchema(schema, 'schema');
  const check = ajv.compile({ $ref: `schema#/$defs/${definition}` });
  const data = JSON.parse(output);
  assert.ok(check(data), JSON.stringify(check.errors?.slice(0, 5), null, 1));
  assert.doesNotMatch(output, /NaN|Infinity/);
}

describe('the published JSON Schema', () => {
  for (const input of [
    'samples/go-shop/cpu-1.pb.gz',
    'samples/go-shop/allocs.pb.gz',
    'samples/cpp/perf.txt',
    'samples/node/perf.txt',
    'samples/python/jit.perf.txt.gz',
    'samples/java/cpu.collapsed',
    'samples/rust/perf.txt',
  ]) {
    for (const [definition, args] of [
      ['top', ['top', input]],
      ['top', ['top', input, '--granularity', 'line', '-n', '0']],
      ['peek', ['peek', 'e', input]],
      ['inspect', ['inspect', input]],
      ['diff', ['diff', input, input]],
      ['diff', ['diff', input, input, '--granularity', 'line', '-n', '50', '--per', 'none']],
      ['analyze', ['analyze', input]],
      ['analyze', ['analyze', input, '--fleet-vcpu', '800', '--speedup', '2']],
      ['analyze', ['payoff', input, '--candidate', '.', '--fleet-vcpu', '10000']],
    ] as const) {
      it(`describes ${args.join(' ')}`, () => {
        const { stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args, '--json'], {
          encoding: 'utf8',
        });
        assert.equal(stderr, '');
        valid(definition, stdout);
      });
    }
  }

  it('describes payoff with what was measured', () => {
    const folder = mkdtempSync(join(tmpdir(), 'flameworth-'));
    const run = (...args: readonly string[]): string =>
      spawnSync(process.execPath, ['dist/cli/main.js', ...args, '--json'], { encoding: 'utf8' }).stdout;
    const saved = (name: string, ...args: readonly string[]): string => {
      writeFileSync(join(folder, name), run(...args));
      return join(folder, name);
    };
    try {
      const payments = 'samples/payments';
      const load = saved(
        'load.json',
        'verify',
        'load',
        `${payments}/load-break/go-*`,
        `${payments}/load-break/rust-*`,
      );
      const parity = saved('parity.json', 'verify', 'parity', `${payments}/shadow/first-quotes.jsonl.gz`);
      const set = ['payoff', `${payments}/profiles/cpu-hot.pb.gz`, '--candidate', '\\.(giftBatch|quote)$'];
      const output = run(...set, '--boundary', 'endpoint', '--measured', load, '--parity', parity);
      valid('analyze', output);
      const { proof } = JSON.parse(output) as { proof: { load: object; parity: object } };
      assert.ok(proof.load !== null && proof.parity !== null);
      saved('prediction.json', ...set, '--boundary', 'endpoint');
      valid('calibration', run('calibrate', folder));
      for (const form of ['text', 'markdown', 'html']) {
        const { status, stdout } = spawnSync(
          process.execPath,
          ['dist/cli/main.js', 'calibrate', folder, '--format', form],
          { encoding: 'utf8' },
        );
        assert.equal(status, 0);
        // The answers of the first port differ, so that nothing counts.
        assert.match(stdout, /No rewrite was predicted and measured/);
      }
      rmSync(parity);
      assert.match(run('calibrate', folder), /"count": 1/);
      rmSync(load);
      const none = spawnSync(process.execPath, ['dist/cli/main.js', 'calibrate', folder], {
        encoding: 'utf8',
      });
      assert.equal(none.status, 2);
      assert.match(
        none.stderr,
        /has a prediction and no load\.json; it is left out\n.*no folder in it has both/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const [definition, args] of [
    ['parity', ['verify', 'parity', 'samples/payments/shadow/first-gifts.jsonl.gz']],
    [
      'load',
      ['verify', 'load', 'samples/payments/load-equal/go-hot-*', 'samples/payments/load-equal/rust-hot-*'],
    ],
    ['load', ['verify', 'load', 'samples/payments/load-break/go-*', 'samples/payments/load-break/rust-*']],
  ] as const)
    it(`describes ${args.join(' ')}`, () => {
      const { stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args, '--json'], {
        encoding: 'utf8',
      });
      assert.equal(stderr, '');
      valid(definition, stdout);
    });

  it('describes failures', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', 'top', '-', '--json'], {
      encoding: 'utf8',
      input: 'a;b x\n',
    });
    assert.equal(stdout, '');
    valid('failure', stderr);
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { CONFIG_KEYS, rangeParts, settingsOf } from '../../cli/config.js';
import { type ConfigData, readConfiguration } from '../../cli/config-file.js';
import { configTemplate, hasSpread } from '../../cli/config-template.js';
import { COST_FLAGS } from '../../cli/cost-flags.js';
import { nearestName } from '../../cli/nearest-name.js';
import { ProfileError } from '../../lib/base/errors.js';
import { parseQuantity } from '../../lib/base/quantities.js';
import { type CostModelOptions, resolveCostModel } from '../../lib/payoff/cost-model.js';
import { CONFIG_SCHEMA_FILE, configSchema } from '../support/config-schema.js';
import { seeded } from '../support/random.js';

const MAIN = resolve('dist/cli/main.js');
const CPU = resolve('samples/go-shop/cpu-1.pb.gz');
const folder = mkdtempSync(join(tmpdir(), 'flameworth-config-'));
const file = join(folder, 'given.json');
/** A setting of the written file, as opposed to what is said about it. */
const COMMENTED = /^ {2}\/\/ ("\w+": (?:null|\[\]|\{\}|"[^"]*"|[-\d.e]+),)$/gmu;

after(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** A folder of its own with these files. */
function place(files: Readonly<Record<string, string>>): string {
  const at = mkdtempSync(join(folder, 'place-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(at, name, '..'), { recursive: true });
    writeFileSync(join(at, name), content);
  }
  return at;
}

async function read(content: string) {
  writeFileSync(file, content);
  return settingsOf((await readConfiguration(file)) as ConfigData);
}

describe('the configuration file', () => {
  it('holds numbers, quantities, words and ranges, with comments and trailing commas', async () => {
    const { own, cost } = await read(`\ufeff{
      // what we know
      "$schema": "./schema.json", "own": "^main\\\\.",
      "fleetVcpu": "1.2k vcpu", "discount": "40%", /* from the contract */
      "personMonthUsd": 20000, "boundary": "endpoint", "from": null,
      "speedup": { "p10": 1.2, "p50": "1.6x", "p90": 3 },
      "priors": [],
    }`);
    assert.equal(own, '^main\\.');
    resolveCostModel(cost);
    assert.deepEqual(cost, {
      fleetVcpu: 1200,
      discount: 0.4,
      personMonthUsd: 20000,
      boundary: 'endpoint',
      speedupLow: 1.2,
      speedup: 1.6,
      speedupHigh: 3,
    });
  });
  it('holds rows of speedups', async () => {
    const row = {
      from: 'go',
      to: 'rust',
      kind: 'json',
      p10: 2,
      p50: 3,
      p90: 5,
      basis: 'measured',
      source: 'ours',
    };
    assert.deepEqual((await read(JSON.stringify({ priors: [row] }))).cost, { priors: [row] });
  });
  it('takes a range of every parameter that has a low and a high one for it', () => {
    assert.deepEqual(rangeParts('speedup'), ['speedupLow', 'speedup', 'speedupHigh']);
    assert.equal(rangeParts('fleetVcpu'), null);
  });

  for (const [what, content, message] of [
    [
      'an unknown key',
      '{\n "fleetVcpus": 800\n}',
      /given\.json:2: fleetVcpus: there is no such key; did you mean fleetVcpu\?$/,
    ],
    ['a flag as a key', '{ "usd-per-vcpu-hour": 1 }', /did you mean usdPerVcpuHour\?/],
    [
      'a key like none',
      '{ "filters": 1 }',
      /filters: there is no such key; expected one of \$schema, own, priors, utilisation, budgets, acknowledged, fleetVcpu/,
    ],
    ['a key of every object', '{ "__proto__": {}, "fleetVcpu": 1 }', /__proto__: there is no such key/],
    [
      'a wrong unit',
      '{\n\n "fleetVcpu": "40 GB" }',
      /given\.json:3: fleetVcpu: "40 GB" is memory; expected a number of vCPUs, such as 800 vcpu or 800$/,
    ],
    [
      'a value out of range',
      '{ "discount": 40 }',
      /discount: 40 is out of range; expected 0% to 99% \(a part of the whole, such as 40% or 0\.4\)/,
    ],
    [
      'a list for a number',
      '{ "zones": [3] }',
      /zones: a list is not a quantity; expected a number of zones/,
    ],
    [
      'a word for a choice',
      '{ "boundary": "grpc" }',
      /boundary: "grpc" is not a choice; expected endpoint, ffi/,
    ],
    ['a bad pattern', '{ "own": "(" }', /own: "\(" is not a valid pattern: .*; expected RE2 syntax/],
    ['a number for a pattern', '{ "own": 3 }', /own: 3 is no text; expected an RE2 pattern/],
    [
      'a falling range',
      '{ "speedup": { "p10": 2, "p50": 1, "p90": 3 } }',
      /speedup: p10, p50 and p90 are 2, 1 and 3; expected them in rising order/,
    ],
    ['half a range', '{ "speedup": { "p10": 2, "p50": 1 } }', /speedup: p90 is missing/],
    [
      'a wrong unit in a range',
      '{ "speedup": { "p10": "2 GB", "p50": 1, "p90": 3 } }',
      /speedup\.p10: "2 GB" is memory; expected a factor/,
    ],
    [
      'a range and its part',
      '{ "speedup": { "p10": 1, "p50": 2, "p90": 3 },\n "speedupLow": 1 }',
      /given\.json:2: speedupLow: is given as a range already/,
    ],
    [
      'a range of what has none',
      '{ "fleetVcpu": { "p10": 1, "p50": 2, "p90": 3 } }',
      /fleetVcpu: an object is not a quantity/,
    ],
    ['priors that are no list', '{ "priors": {} }', /priors: an object is no list/],
    [
      'a row with an unknown key',
      '{ "priors": [\n { "kinds": "json" } ] }',
      /given\.json:2: priors\[0\]\.kinds: there is no such key; did you mean kind\?/,
    ],
    [
      'a row without a kind',
      '{ "priors": [{ "p10": 1, "p50": 1, "p90": 1 }] }',
      /priors\[0\]: kind is missing/,
    ],
    [
      'a row without its middle',
      '{ "priors": [{ "kind": "json", "p10": 1, "p90": 1 }] }',
      /priors\[0\]: p50 is missing/,
    ],
    [
      'a row with a wrong basis',
      '{ "priors": [{ "kind": "json", "basis": "hope", "p10": 1, "p50": 1, "p90": 1 }] }',
      /priors\[0\]\.basis: "hope" cannot be used; expected given, prior, spike or measured/,
    ],
    [
      'a key given twice',
      '{ "zones": 3,\n "zones": 4 }',
      /given\.json:2: zones is given twice; the first is on line 1/,
    ],
    ['broken JSON', '{\n "zones": 3\n "growth": 0 }', /given\.json:3: is not JSON: comma expected/],
    ['JSON that ends early', '{ "zones": 3', /is not JSON: close brace expected/],
    ['two values', '{} {}', /is not JSON: end of file expected/],
    ['a list of utilisation', '{ "utilisation": [] }', /utilisation: a list is no object/],
    ['utilisation of no language', '{ "utilisation": { "Go": {} } }', /utilisation\.Go: "Go" is no language/],
    [
      'an unknown key of a language',
      '{ "utilisation": { "go": { "kneee": 1 } } }',
      /utilisation\.go\.kneee: there is no such key; did you mean knee\?/,
    ],
    [
      'more than all of the CPU',
      '{ "utilisation": { "go": { "knee": "120%" } } }',
      /utilisation\.go\.knee: "120%" is out of range/,
    ],
    ['a list', '[]', /a list is no object; expected \{ \}/],
    ['a text', '"x"', /"x" is no object/],
    ['nothing', ' \n', /given\.json: is empty; expected \{\}/],
    ['only a comment', '// nothing', /is not JSON|has no value/],
    ['a deep nest', '['.repeat(200_000), /is nested too deeply|is not JSON/],
    ['a large file', `{}${' '.repeat(2 ** 20)}`, /is larger than 1048576 characters/],
  ] as const)
    it(`is refused for ${what}`, async () => {
      await assert.rejects(read(content), (error: unknown) => {
        assert.ok(error instanceof ProfileError && error.code === 'bad-config', String(error));
        assert.match(error.message, message);
        assert.ok(
          error.message.startsWith(file) && error.message.length < 1200 && !error.message.includes('\n'),
        );
        return true;
      });
    });

  it('gives settings or a ProfileError for damaged files', async () => {
    const whole = Buffer.from(configTemplate().replace(COMMENTED, '  $1'));
    const random = seeded(3);
    for (let i = 0; i < 300; i++) {
      const damaged = Buffer.from(
        whole.subarray(0, random() < 0.2 ? Math.floor(random() * whole.length) : undefined),
      );
      for (let flips = 0; flips < 3 && damaged.length > 0; flips++)
        damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 128);
      writeFileSync(file, damaged);
      try {
        settingsOf((await readConfiguration(file)) as ConfigData);
      } catch (error) {
        assert.ok(error instanceof ProfileError && error.code === 'bad-config', (error as Error).stack);
      }
    }
  });

  it('names the nearest key, and none for what is like none', () => {
    for (const [given, name] of [
      ['fleet-vcpu', 'fleetVcpu'],
      ['FLEETVCPU', 'fleetVcpu'],
      ['flaetVcup', 'fleetVcpu'],
      ['horizon', null],
      ['x', null],
    ] as const)
      assert.equal(nearestName(given, CONFIG_KEYS), name, given);
  });
});

describe('which configuration file is used', () => {
  const repository = place({
    'flameworth.config.json': '{ "fleetVcpu": 900 }',
    'service/part/notes.txt': '',
    'own/flameworth.config.json': '{ "fleetVcpu": "700 vcpu", "personMonthUsd": "20k$/month" }',
    'code.mjs': 'export default { fleetVcpu: 40 * 15 };',
    'code.cjs': 'module.exports = { fleetVcpu: "600" };',
    'broken.mjs': 'export default {;',
    'nothing.mjs': 'export const fleetVcpu = 1;',
    'code.py': '{}',
  });
  mkdirSync(join(repository, '.git'));
  mkdirSync(join(repository, 'folder.json'));
  const below = join(repository, 'service/part');
  const fleet = (args: readonly string[], cwd: string) => {
    const { stdout, stderr, status } = run(['analyze', CPU, '--json', ...args], cwd);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    const { configuration, assumptions } = JSON.parse(stdout);
    const { value, source, tag } = assumptions.find((row: { name: string }) => row.name === 'fleetVcpu');
    return { configuration, value, source, tag };
  };
  const given = (configuration: string, value: number) => ({
    configuration,
    value,
    source: `configuration file ${configuration}`,
    tag: 'given',
  });
  const none = { value: null, source: 'not known from a profile: give the fleet', tag: 'assumption' };

  it('the one of the working directory, else the nearest above it', () => {
    assert.deepEqual(fleet([], join(repository, 'own')), given('flameworth.config.json', 700));
    assert.deepEqual(fleet([], below), given('../../flameworth.config.json', 900));
  });
  it('none above the root of the repository, and none above a folder outside of any', () => {
    mkdirSync(join(below, '.git'));
    assert.deepEqual(fleet([], below), { configuration: null, ...none });
    rmSync(join(below, '.git'), { recursive: true });
    const outside = place({ 'flameworth.config.json': '{ "fleetVcpu": 900 }', 'in/notes.txt': '' });
    assert.deepEqual(fleet([], join(outside, 'in')), { configuration: null, ...none });
    assert.deepEqual(fleet([], outside), given('flameworth.config.json', 900));
  });
  it('the one that --config names, which may be code; none with --no-config', () => {
    assert.deepEqual(
      fleet(['--config', '../own/flameworth.config.json'], join(repository, 'service')),
      given('../own/flameworth.config.json', 700),
    );
    assert.deepEqual(fleet(['--config', 'code.mjs'], repository), given('code.mjs', 600));
    assert.deepEqual(fleet(['--config=code.cjs'], repository), given('code.cjs', 600));
    assert.deepEqual(fleet(['--no-config'], repository), { configuration: null, ...none });
  });
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const stripsTypes = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
  const typed = place({
    'typed.ts': 'interface C { fleetVcpu: number }\nexport default { fleetVcpu: 600 } satisfies C;',
    'enum.ts': 'enum A { B }\nexport default { fleetVcpu: A.B };',
  });
  if (stripsTypes) {
    it('TypeScript, whose types Node takes out', () => {
      assert.deepEqual(fleet(['--config', 'typed.ts'], typed), given('typed.ts', 600));
      const { status, stdout, stderr } = run(['analyze', CPU, '--config', 'enum.ts'], typed);
      assert.deepEqual([status, stdout, stderr.trimEnd().split('\n').length], [2, '', 1]);
      assert.match(stderr, /enum\.ts: cannot be run: TypeScript enum is not supported/);
    });
  } else {
    it.skip(`TypeScript: Node ${process.versions.node} does not take types out, from 22.18 on it does`);
    it('TypeScript is refused in one line by a Node that does not take types out', () => {
      const { status, stdout, stderr } = run(['analyze', CPU, '--config', 'typed.ts'], typed);
      assert.deepEqual([status, stdout], [2, '']);
      assert.equal(
        stderr,
        'flameworth: typed.ts: cannot be run: this version of Node does not run TypeScript; use Node 22.18 or later, or JavaScript\n',
      );
    });
  }
  it('code that lies about is not run', () => {
    const trap = place({
      'flameworth.config.js': 'process.exit(9)',
      'flameworth.config.mjs': 'process.exit(9)',
      'package.json': '{ "flameworth": { "fleetVcpu": 1 } }',
    });
    assert.deepEqual(fleet([], trap), { configuration: null, ...none });
  });
  it('flags go before it, and a speedup before the whole range', () => {
    assert.deepEqual(fleet(['--fleet-vcpu', '1k'], repository), {
      configuration: 'flameworth.config.json',
      value: 1000,
      source: 'given',
      tag: 'given',
    });
    const range = place({ 'flameworth.config.json': '{ "speedup": { "p10": 1.2, "p50": 1.6, "p90": 3 } }' });
    assert.equal(run(['analyze', CPU, '--speedup', '5x'], range).status, 0);
    assert.match(
      run(['analyze', CPU], range).stdout,
      /Given in the configuration file flameworth\.config\.json: speedup 1\.6, speedupLow 1\.2, speedupHigh 3\./,
    );
  });
  it('is said on standard error', () => {
    assert.equal(
      run(['analyze', CPU], repository).stderr,
      'flameworth: settings of flameworth.config.json\n',
    );
    assert.equal(run(['analyze', CPU, '--no-config'], repository).stderr, '');
    assert.equal(run(['top', CPU], repository).stderr, '');
  });

  for (const [what, args, message] of [
    ['a missing file', ['--config', 'nowhere.json'], /^flameworth: nowhere\.json: no such file$/m],
    ['a folder', ['--config', 'folder.json'], /folder\.json: is a directory/],
    [
      'a file of another kind',
      ['--config', 'code.py'],
      /code\.py: is no configuration file by its name; expected \.json/,
    ],
    ['broken code', ['--config', 'broken.mjs'], /broken\.mjs: cannot be run: /],
    ['code without a default export', ['--config', 'nothing.mjs'], /nothing\.mjs: has no default export/],
    ['standard input', ['--config', '-'], /--config needs the name of a file/],
    ['no name', ['--config'], /Not enough arguments following: config/],
    ['one and none', ['--no-config', '--config', 'a.json'], /--config and --no-config are both given/],
    ['two of them', ['--config', 'a.json', '--config', 'b.json'], /given twice/],
    [
      'a wrong unit in a flag',
      ['--fleet-vcpu', '40GB'],
      /^flameworth: --fleet-vcpu: "40GB" is memory; expected a number of vCPUs, such as 800 vcpu or 800$/m,
    ],
    [
      'a flag that lost its dollar in a shell',
      ['--usd-per-vcpu-hour', 'bash.05/vcpu-h'],
      /a shell replaces \$/,
    ],
    ['a range that is no number', ['--growth', 'NaN'], /--growth: "NaN" does not begin with a number/],
    ['a flag given twice', ['--zones', '1', '--zones', '2'], /given twice/],
  ] as const)
    it(`answers ${what} with one line and exit code 2`, () => {
      const { status, stdout, stderr } = run(['analyze', CPU, ...args], repository);
      assert.equal(stdout, '');
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.ok(stderr.replace("Try 'flameworth --help'.\n", '').trimEnd().split('\n').length === 1, stderr);
    });
  it('tells failures as JSON with the line', () => {
    const at = place({ 'flameworth.config.json': '{\n "zone": 3 }' });
    const { stderr, status } = run(['payoff', CPU, '--candidate', '.', '--json'], at);
    assert.equal(status, 2);
    const { error } = JSON.parse(stderr);
    assert.equal(error.code, 'bad-config');
    assert.equal(error.line, 2);
  });
  it('takes units, and negative values with a space', () => {
    const { stdout, status } = run(
      [
        'analyze',
        CPU,
        '--no-config',
        '--growth',
        '-10%',
        '--horizon-years',
        '24 months',
        '--usd-per-vcpu-hour',
        '$0.1/vcpu-h',
        '--json',
      ],
      repository,
    );
    assert.equal(status, 0);
    const values = new Map(
      JSON.parse(stdout).assumptions.map(({ name, value }: { name: string; value: unknown }) => [
        name,
        value,
      ]),
    );
    assert.deepEqual(
      [values.get('growth'), values.get('horizonYears'), values.get('usdPerVcpuHour')],
      [-0.1, 2, 0.1],
    );
  });
});

describe('init', () => {
  it('writes a file that changes nothing, and not over another', () => {
    const at = place({});
    const path = join(at, 'flameworth.config.json');
    const before = run(['analyze', CPU], at);
    const { status, stdout, stderr } = run(['init'], at);
    assert.deepEqual([status, stdout, stderr], [0, '', 'flameworth: wrote flameworth.config.json\n']);
    assert.equal(readFileSync(path, 'utf8'), configTemplate());
    assert.equal(run(['analyze', CPU], at).stdout, before.stdout);

    writeFileSync(path, '{}');
    const refused = run(['init'], at);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /is there already; --force replaces it/);
    assert.equal(readFileSync(path, 'utf8'), '{}');
    assert.equal(run(['init', '--force'], at).status, 0);
    assert.equal(readFileSync(path, 'utf8'), configTemplate());
  });
  it('prints with "-o -" and writes elsewhere with -o', () => {
    const at = place({});
    assert.equal(run(['init', '-o', '-'], at).stdout, configTemplate());
    assert.equal(run(['init', '-o', 'other.json'], at).status, 0);
    assert.ok(existsSync(join(at, 'other.json')) && !existsSync(join(at, 'flameworth.config.json')));
    assert.match(
      run(['init', '-o', 'no/such/folder.json'], at).stderr,
      /cannot write no\/such\/folder\.json/,
    );
  });
  it('shows every key with its default: all of them uncommented are the default model', async () => {
    const text = configTemplate();
    assert.deepEqual((await read(text)).cost, {});
    const all = text.replace(COMMENTED, '  $1');
    for (const key of CONFIG_KEYS) assert.ok(all.includes(`\n  ${JSON.stringify(key)}: `), key);
    const values = (cost: CostModelOptions) =>
      resolveCostModel(cost)
        .assumptions.filter(({ name }) => !hasSpread(name.replace(/(Low|High)$/u, '')))
        .map(({ name, value }) => [name, value]);
    assert.deepEqual(values((await read(all)).cost), values({}));
    for (const line of text.split('\n')) assert.ok(line.length <= 120, line);
  });
});

describe('the JSON Schema of the configuration file', () => {
  const schema = JSON.parse(readFileSync(CONFIG_SCHEMA_FILE, 'utf8'));
  let check: ValidateFunction;
  before(() => {
    check = new Ajv({ strict: false, allErrors: true }).compile(schema);
  });

  it('is the one of the tables; `npm run schema` writes it', () => {
    assert.deepEqual(schema, JSON.parse(JSON.stringify(configSchema())));
    assert.deepEqual(Object.keys(schema.properties), CONFIG_KEYS);
    assert.equal(
      JSON.parse(readFileSync('package.json', 'utf8')).exports['./config.schema.json'],
      `./${CONFIG_SCHEMA_FILE}`,
    );
  });
  it('describes every parameter', () => {
    for (const { key } of COST_FLAGS) assert.match(schema.properties[key].description, /Default: /);
  });
  for (const [is, example] of [
    [true, {}],
    [
      true,
      { $schema: 'x', own: '^main', fleetVcpu: '800 vcpu', discount: 0.3, from: 'go', boundary: 'endpoint' },
    ],
    [
      true,
      {
        usdPerVcpuHour: '$0.0504/vcpu-h',
        personMonthUsd: '16k$/month',
        growth: '-10%',
        horizonYears: '3y',
        zones: null,
      },
    ],
    [true, { speedup: { p10: 1.2, p50: '1.6x', p90: 3 } }],
    [
      true,
      {
        priors: [
          { from: 'go', to: 'rust', kind: 'json', p10: 2, p50: 3, p90: 5, basis: 'measured', source: 'ours' },
        ],
      },
    ],
    [false, { fleetVcpus: 800 }],
    [false, { fleetVcpu: 0 }],
    [false, { discount: 40 }],
    [false, { discount: 'much' }],
    [false, { boundary: 'grpc' }],
    [false, { speedup: { p10: 1, p90: 3 } }],
    [false, { fleetVcpu: { p10: 1, p50: 2, p90: 3 } }],
    [false, { priors: [{ kind: 'json' }] }],
    [false, { focus: 'main' }],
    [false, []],
  ] as const)
    it(`${is ? 'accepts' : 'refuses'} ${JSON.stringify(example)}, as the command does`, async () => {
      assert.equal(check(example), is, JSON.stringify(check.errors));
      if (is) await read(JSON.stringify(example));
      else await assert.rejects(read(JSON.stringify(example)));
    });
  it('accepts what init writes, uncommented too', () => {
    const text = configTemplate()
      .replace(COMMENTED, '  $1')
      .replace(/^ *\/\/.*/gmu, '')
      .replace(/,\s*\}\s*$/u, '}');
    assert.ok(check(JSON.parse(text)), JSON.stringify(check.errors));
  });
});

describe('docs/configuration.md', () => {
  const text = readFileSync('docs/configuration.md', 'utf8');
  it('shows a configuration that is accepted', async () => {
    const { cost } = await read(/```jsonc\n(.*?)```/su.exec(text)![1]!);
    assert.equal(Object.keys(cost).length, 7);
  });
  it('lists quantities that are read as it says', () => {
    for (const [row, unit, own] of [
      ['vCPUs', 'vCPU', 800],
      ['part of a whole', 'fraction', 0.4],
      ['part a year', 'per year', 0.1],
      ['price of a vCPU-hour', 'USD/vCPU-hour', 0.0504],
      ['sum', 'USD', 20_000],
      ['price of a person-month', 'USD/person-month', 16_000],
      ['effort', 'person-months', 2.5],
      ['time, where years are asked for', 'years', 3],
      ['short time', 'us', 100],
      ['memory', 'GB', 4],
      ['bytes', 'bytes', 512],
      ['factor', 'times', 1.6],
      ['lines', 'lines', 12_000],
      ['people', 'FTE', 0.1],
    ] as const) {
      const cells = text
        .split('\n')
        .find((line) => line.startsWith(`| ${row} |`))!
        .split('|')
        .slice(2, 4);
      const examples = cells.map((cell) => [...cell.matchAll(/`([^`]+)`/gu)].map((found) => found[1]!));
      for (const example of examples.flat().filter((word) => /\d/u.test(word))) {
        const parsed = parseQuantity(example, unit);
        assert.ok('value' in parsed, `${row}: ${example}: ${JSON.stringify(parsed)}`);
        if (examples[0]!.includes(example)) assert.equal(parsed.value, own, example);
      }
    }
    for (const [said, unit] of [
      ['40 GB', 'vCPU'],
      ['12m', 'years'],
      ['8 cores', 'vCPU'],
      ['16,000', 'USD'],
      ['6k', 'USD'],
    ] as const) {
      assert.ok(text.includes(`\`${said}\``), said);
      assert.ok('refusal' in parseQuantity(said, unit));
    }
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** The package as it would be published, in an otherwise empty folder; its dependencies are linked, not fetched. */
describe('the packed package', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'flameworth-package-'));
  const run = (file: string, args: readonly string[]): string =>
    execFileSync(file, args, { cwd: folder, encoding: 'utf8' });

  before(() => {
    const list = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const packed = JSON.parse(list);
    const [{ filename }] = Array.isArray(packed) ? packed : Object.values(packed);
    const modules = join(folder, 'node_modules');
    mkdirSync(modules);
    run('tar', ['-xzf', filename]);
    cpSync(join(folder, 'package'), join(modules, 'flameworth'), { recursive: true });
    for (const name of readdirSync('node_modules')) {
      if (!name.startsWith('.')) symlinkSync(resolve('node_modules', name), join(modules, name));
    }
    cpSync('samples/go-shop/cpu-1.pb.gz', join(folder, 'cpu.pb.gz'));
    writeFileSync(join(folder, 'package.json'), '{}');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const body =
    "readProfile('cpu.pb.gz').then((profile) => console.log(analyze(profile).set.candidates[0].name))";
  for (const [kind, file, code] of [
    ['an ES module', 'use.mjs', `import { analyze, readProfile } from 'flameworth';\n${body};`],
    ['require', 'use.cjs', `const { analyze, readProfile } = require('flameworth');\n${body};`],
  ] as const) {
    it(`works from ${kind}`, () => {
      writeFileSync(join(folder, file), code);
      assert.equal(run(process.execPath, [file]), 'main.(*shop).quote\n');
    });
  }

  it('works bundled into one file, patterns included, with nothing installed beside it', async () => {
    const code =
      "import { readProfile, select } from 'flameworth';\nreadProfile('cpu.pb.gz').then((profile) => console.log(select(profile, { focus: 'shop.*quote$' }).keptSamples.includes(1)));";
    for (const format of ['esm', 'cjs'] as const) {
      const alone = mkdtempSync(join(tmpdir(), 'flameworth-bundled-'));
      try {
        const file = join(alone, format === 'esm' ? 'bundle.mjs' : 'bundle.cjs');
        await build({
          stdin: { contents: code, resolveDir: folder },
          bundle: true,
          platform: 'node',
          format,
          outfile: file,
          logLevel: 'silent',
        });
        cpSync('samples/go-shop/cpu-1.pb.gz', join(alone, 'cpu.pb.gz'));
        assert.equal(
          execFileSync(process.execPath, [file], { cwd: alone, encoding: 'utf8' }),
          'true\n',
          format,
        );
      } finally {
        rmSync(alone, { recursive: true, force: true });
      }
    }
  });

  it('brings the command, the schema and the types, and no tests', () => {
    assert.match(
      run(process.execPath, ['node_modules/flameworth/dist/cli/main.js', 'top', 'cpu.pb.gz']),
      /internal\/runtime/,
    );
    // Its engine is loaded with the first pattern, from where the package lies.
    assert.match(
      run(process.execPath, [
        'node_modules/flameworth/dist/cli/main.js',
        'top',
        'cpu.pb.gz',
        '--focus',
        'shop.*quote$',
        '--cum',
      ]),
      /main\.\(\*shop\)\.quote/,
    );
    writeFileSync(
      join(folder, 'schema.cjs'),
      "for (const name of ['schema', 'config.schema']) console.log(require('flameworth/' + name + '.json').title)",
    );
    assert.equal(
      run(process.execPath, ['schema.cjs']),
      'What flameworth prints with --json\nWhat flameworth.config.json may hold\n',
    );
    const files = readdirSync(join(folder, 'node_modules/flameworth'), { recursive: true, encoding: 'utf8' });
    assert.ok(files.includes(join('dist', 'lib', 'index.d.ts')));
    assert.ok(!files.some((name) => name.includes('test')));
    // The command is one bundle; its parts as they were compiled stay behind.
    assert.ok(!files.includes(join('dist', 'cli', 'args.js')));
    const licences = readFileSync(join(folder, 'node_modules/flameworth/dist/cli/LICENCES.txt'), 'utf8');
    for (const name of ['yargs', 'cliui', 'fzstd', 'get-east-asian-width'])
      assert.match(licences, new RegExp(`^${name} \\d[^]*?Copyright`, 'm'));
  });

  it('does no work at import', () => {
    const program =
      "const open = () => process.getActiveResourcesInfo().join(); const before = open(); await import('flameworth'); console.log(open() === before);";
    writeFileSync(join(folder, 'idle.mjs'), program);
    assert.equal(run(process.execPath, ['idle.mjs']), 'true\n');
  });
});

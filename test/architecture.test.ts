import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { VERSION } from '../cli/args.js';
import { COST_FLAGS } from '../cli/cost-flags.js';
import { GC_WEIGHTS as FLAG_GC_WEIGHTS } from '../cli/option-groups.js';
import { GC_WEIGHTS } from '../lib/candidates/tax.js';
import { CHOICES, PARAMETERS } from '../lib/payoff/parameters.js';

/** A file may import from its own layer and from those listed before it; formats and analysis do not see each other. */
const LAYERS = [
  'lib/base',
  'lib/profile',
  'lib/symbols',
  'lib/formats',
  'lib/analysis',
  'lib/evidence',
  'lib/kinds',
  'lib/candidates',
  'lib/payoff',
  'lib/compare',
  'lib/verify',
  'lib/picture',
  'lib/review',
  'lib/report',
  'lib/page',
  'lib',
  'cli',
];

const files = ['lib', 'cli', 'test'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, name))
    // Made from lib/page by the build.
    .filter((file) => file !== 'lib/picture/assets.ts'),
);
const layerOf = (file: string): number =>
  LAYERS.findLastIndex(
    (layer) => dirname(file) === layer || (layer !== 'lib' && dirname(file).startsWith(`${layer}/`)),
  );

describe('the architecture', () => {
  for (const file of files.filter((name) => !name.startsWith('test/'))) {
    const text = readFileSync(file, 'utf8');
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*/g, '');
    const imports = [...text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map((match) =>
      normalize(join(dirname(file), match[1]!)).replace(/\.js$/, '.ts'),
    );
    it(`${file} imports only from its own and lower layers`, () => {
      for (const target of imports) {
        // Types may be named from above: report/ speaks of analyze.ts's answer.
        if (
          new RegExp(`import type [^;]*'[^']*${target.split('/').pop()!.replace('.ts', '.js')}'`).test(text)
        )
          continue;
        assert.ok(layerOf(target) <= layerOf(file), `imports ${target}`);
        const pair = [layerOf(target), layerOf(file)].map((layer) => LAYERS[layer]);
        assert.notDeepEqual(pair, ['lib/formats', 'lib/analysis']);
      }
    });
    it(`${file} is silent, opens with a header and is no longer than 500 lines`, () => {
      assert.match(text, /^(#!.*\n)?\/(\*\*|\/) /);
      assert.ok(text.split('\n').length <= 500);
      if (file.startsWith('lib/'))
        assert.doesNotMatch(code, /\bconsole\.|(?<!['"])\bprocess\.|Math\.random|Date\.now/);
      // Engines may differ in the last digit of these; base/elementary.ts does not. Where boxes are on a screen is no result.
      if (file.startsWith('lib/') && !file.startsWith('lib/page/'))
        assert.doesNotMatch(
          code,
          /Math\.(a?(sin|cos|tan)h?|atan2|exp|expm1|log|log1p|log2|log10|pow|cbrt|hypot)\b/,
        );
      if (file.startsWith('lib/') && file !== 'lib/formats/source.ts')
        assert.doesNotMatch(text, /from 'node:fs/);
      assert.doesNotMatch(code, /\bas any\b|: any\b|@ts-(ignore|expect-error)|biome-ignore/);
    });
  }
  it('keeps tests to 800 lines', () => {
    for (const file of files) assert.ok(readFileSync(file, 'utf8').split('\n').length <= 800, file);
  });
  it('prints the version of package.json', () => {
    assert.equal(VERSION, JSON.parse(readFileSync('package.json', 'utf8')).version);
  });
});

describe('the choices of the command line', () => {
  it('are those of the library', () => {
    assert.deepEqual(FLAG_GC_WEIGHTS, GC_WEIGHTS);
  });
});

describe('the cost parameters', () => {
  it('each have a flag, and each flag a parameter', () => {
    const keys = COST_FLAGS.map(({ key }) => key).sort();
    assert.deepEqual(keys, [...Object.keys(PARAMETERS), ...Object.keys(CHOICES)].sort());
  });
});

describe('the documents', () => {
  it('explain every error code and every warning', () => {
    const errors = readFileSync('docs/errors.md', 'utf8');
    const union = /export type ErrorCode =([^;]*);/.exec(readFileSync('lib/base/errors.ts', 'utf8'))![1]!;
    for (const [, code] of union.matchAll(/'([^']+)'/g)) assert.ok(errors.includes(`\`${code}\``), code);
    const warnings = readFileSync('docs/warnings.md', 'utf8');
    for (const file of files.filter((name) => name.startsWith('lib/')))
      for (const [, code] of readFileSync(file, 'utf8').matchAll(/\.note\(\s*'([^']+)'/g))
        assert.ok(warnings.includes(`\`${code}\``), code);
  });
});

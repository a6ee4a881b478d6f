import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { stackWeights } from '../../../lib/analysis/stack-weights.js';
import { readProfile } from '../../../lib/formats/read.js';
import { BINS, backgroundOf, splitBackground } from '../../../lib/kinds/background.js';
import { classifyFrames } from '../../../lib/kinds/classify.js';
import { aboutKind, KINDS } from '../../../lib/kinds/kinds.js';
import { selfCheck } from '../../../lib/kinds/self-check.js';
import { framePaths, stackKinds, weightByKind } from '../../../lib/kinds/stack-kinds.js';
import { sampleTypeNamed } from '../../../lib/profile/sample-type.js';
import { select } from '../../../lib/profile/select.js';

const DOCUMENT = readFileSync('docs/kinds.md', 'utf8');
/** Rows of the table of samples: what stands in the first column is a file of samples/. */
const ROWS = DOCUMENT.split('| sample |')[1]!
  .split('\n\n')[0]!
  .split('\n')
  .slice(2)
  .map((line) => ({ line, sample: line.split(' | ')[0]!.slice(2) }));

const LEAST_KIND = 0.01;
const LEAST_BIN = 0.0005;

async function rowOf(sample: string): Promise<{ line: string; unmatched: number }> {
  const profile = await readProfile(`samples/${sample}`);
  const selection = select(profile);
  const type = sampleTypeNamed(profile, undefined);
  const frames = classifyFrames(profile);
  const paths = framePaths(selection);
  const kinds = stackKinds(selection, frames, paths);
  const byKind = weightByKind(kinds, stackWeights(selection, type).weights);
  const { byBin } = splitBackground(selection, type, backgroundOf(selection, frames, kinds, paths));
  const check = selfCheck(selection, frames, type, 0, paths);
  const whole = byKind.reduce((sum, weight) => sum + weight, 0);
  const percent = (weight: number): string => ((100 * weight) / whole).toFixed(1);
  const list = (names: readonly string[], weights: Float64Array, least: number): string =>
    names
      .map((name, row) => ({ name, weight: weights[row]! }))
      .filter(({ weight }) => weight >= least * whole && weight > 0)
      .sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
      .map(({ name, weight }) => `${name} ${percent(weight)}`)
      .join(', ');
  const bins = list(BINS.slice(1), byBin.subarray(1), LEAST_BIN) || 'none';
  return {
    line: `| ${sample} | ${percent(check.unmatched)} | ${percent(check.ofCaller)} | ${list(KINDS, byKind, LEAST_KIND)} | ${bins} |`,
    unmatched: check.unmatched / check.total,
  };
}

describe('the document of kinds', () => {
  it('lists some samples', () => assert.ok(ROWS.length >= 4));
  for (const { line, sample } of ROWS)
    it(`says how ${sample} comes out, with less than 2 % unmatched`, async () => {
      const computed = await rowOf(sample);
      assert.equal(line, computed.line);
      assert.ok(computed.unmatched < 0.02);
    });
  it('lists every kind with its sentence', () => {
    for (const kind of KINDS) {
      const { is, pricedAs, tax } = aboutKind(kind);
      const priced = pricedAs === null ? '' : `\`${pricedAs}\``;
      assert.ok(DOCUMENT.includes(`| \`${kind}\` | ${is} | ${priced} | ${tax ? 'yes' : ''} |`), kind);
    }
  });
});

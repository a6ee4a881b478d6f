import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { groupFrames } from '../../../lib/analysis/granularity.js';
import { visiblePaths } from '../../../lib/analysis/visible-paths.js';
import { backgroundTax, taxBelow } from '../../../lib/candidates/tax.js';
import { readProfile } from '../../../lib/formats/read.js';
import { backgroundOf, splitBackground } from '../../../lib/kinds/background.js';
import { classifyFrames } from '../../../lib/kinds/classify.js';
import { select } from '../../../lib/profile/select.js';

const FOLDER = 'samples/gc-attribution';
const PROGRAMS = ['ingest', 'render', 'graph', 'thumbs'];

interface Prediction {
  readonly function: string;
  readonly none: number;
  readonly alloc_space: number;
}
interface Run {
  readonly case: string;
  readonly without: string;
  readonly cpuSeconds: number;
}

const predictions = (
  JSON.parse(readFileSync(`${FOLDER}/predictions.json`, 'utf8')) as {
    cases: Record<string, { functions: Prediction[] }>;
  }
).cases;
const runs = readFileSync(`${FOLDER}/measurements.jsonl`, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Run);

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

describe('the removal experiment', () => {
  for (const program of PROGRAMS) {
    it(`is still predicted as it was: ${program}`, async () => {
      const selection = select(await readProfile(`${FOLDER}/profiles/${program}-cpu.pb.gz`));
      const memory = select(await readProfile(`${FOLDER}/profiles/${program}-allocs.pb.gz`));
      const sampleType = selection.profile.defaultSampleType;
      const frames = classifyFrames(selection.profile);
      const split = splitBackground(selection, sampleType, backgroundOf(selection, frames));
      const grouping = groupFrames(selection.profile, 'function');
      const { starts, items } = visiblePaths(selection, grouping);
      const tax = backgroundTax({ selection, sampleType, grouping, split, memory });
      assert.equal(tax.rule, 'alloc_space');
      for (const predicted of predictions[program]!.functions) {
        const chosen = Uint8Array.from(grouping.names, (name) =>
          name.startsWith('main.') && name.replace(/^.*\./, '') === predicted.function ? 1 : 0,
        );
        const direct = split.weights[0]!.reduce(
          (sum, weight, stack) =>
            items.subarray(starts[stack], starts[stack + 1]).some((group) => chosen[group] === 1)
              ? sum + weight
              : sum,
          0,
        );
        const share = 100 * (direct / tax.whole);
        const all = share + 100 * taxBelow(tax, chosen).share;
        assert.ok(Math.abs(share - predicted.none) < 0.2, `${predicted.function}: ${share}`);
        assert.ok(Math.abs(all - predicted.alloc_space) < 0.2, `${predicted.function}: ${all}`);
      }
    });
  }

  it('comes out within 5 points for 19 of 20 functions', () => {
    const of = (program: string, without: string): number[] =>
      runs.filter((run) => run.case === program && run.without === without).map((run) => run.cpuSeconds);
    const errors = PROGRAMS.flatMap((program) =>
      predictions[program]!.functions.map((predicted) => {
        const full = of(program, '');
        const drops = of(program, predicted.function).map((seconds, n) => 100 * (1 - seconds / full[n]!));
        assert.ok(drops.length >= 5);
        return predicted.alloc_space - median(drops);
      }),
    );
    assert.equal(errors.length, 20);
    assert.equal(errors.filter((error) => Math.abs(error) <= 5).length, 19);
  });
});

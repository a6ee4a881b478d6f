/** `analyze` and `payoff`: the ranked and priced answer; `payoff` takes the set from the user. */
import { analyze } from '../../lib/analyze.js';
import type { Unit } from '../../lib/candidates/candidates.js';
import type { GcWeight } from '../../lib/candidates/charges.js';
import { analyzeText } from '../../lib/report/analyze-text.js';
import { analyzeJson } from '../../lib/report/json.js';
import { costOptions } from '../cost-flags.js';
import { type FilterArguments, filtersOf, readInputs, TOOL, wantsJson, writeAnswer } from './common.js';

export async function run(
  argv: FilterArguments & {
    readonly limit?: number | undefined;
    readonly own?: string | undefined;
    readonly candidate?: string | undefined;
    readonly cut?: Unit | 'auto' | undefined;
    readonly allocs?: string | undefined;
    readonly gcWeight?: GcWeight | undefined;
    readonly verbose: boolean;
  },
): Promise<void> {
  const profile = await readInputs(argv, { tell: false });
  const allocs =
    argv.allocs === undefined
      ? null
      : await readInputs({ ...argv, files: [argv.allocs], _: [] }, { tell: true });
  const answer = analyze(profile, {
    ...filtersOf(argv),
    sampleType: argv.sampleType,
    limit: argv.limit,
    own: argv.own,
    candidate: argv.candidate,
    unit: argv.cut,
    allocs,
    gcWeight: argv.gcWeight,
    subtrees: argv.verbose || wantsJson(argv),
    cost: costOptions(argv as unknown as Record<string, unknown>),
  });
  await writeAnswer(
    argv,
    () => analyzeJson(TOOL, answer),
    (width) => analyzeText(answer, width, argv.verbose),
  );
}

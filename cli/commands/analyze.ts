/** `analyze` and `payoff`: the ranked and priced answer; `payoff` takes the set from the user. */
import { analyze } from '../../lib/analyze.js';
import { analyzeText } from '../../lib/report/analyze-text.js';
import { analyzeJson } from '../../lib/report/json.js';
import { costOptions } from '../cost-flags.js';
import { type FilterArguments, filtersOf, readInputs, TOOL, writeAnswer } from './common.js';

export async function run(
  argv: FilterArguments & {
    readonly limit?: number | undefined;
    readonly own?: string | undefined;
    readonly candidate?: string | undefined;
  },
): Promise<void> {
  const profile = await readInputs(argv, { tell: false });
  const answer = analyze(profile, {
    ...filtersOf(argv),
    sampleType: argv.sampleType,
    limit: argv.limit,
    own: argv.own,
    candidate: argv.candidate,
    cost: costOptions(argv as unknown as Record<string, unknown>),
  });
  await writeAnswer(
    argv,
    () => analyzeJson(TOOL, answer),
    (width) => analyzeText(answer, width),
  );
}

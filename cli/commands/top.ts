/** `top`: self and total per group. */
import type { Granularity } from '../../lib/analysis/granularity.js';
import { sampleTypeNamed } from '../../lib/profile/sample-type.js';
import { select } from '../../lib/profile/select.js';
import { topJson } from '../../lib/report/json.js';
import { topText } from '../../lib/report/text.js';
import { topRows } from '../../lib/report/top.js';
import { type FilterArguments, filtersOf, readInputs, TOOL, wantsJson, writeAnswer } from './common.js';

export async function run(
  argv: FilterArguments & {
    readonly granularity: Granularity;
    readonly cum: boolean;
    readonly nodecount?: number | undefined;
    readonly unit?: string | undefined;
  },
): Promise<void> {
  const profile = await readInputs(argv, { tell: !wantsJson(argv) });
  const sampleType = sampleTypeNamed(profile, argv.sampleType);
  const top = topRows(select(profile, filtersOf(argv)), {
    sampleType,
    granularity: argv.granularity,
    cumulative: argv.cum,
    limit: argv.nodecount ?? 20,
  });
  await writeAnswer(
    argv,
    () => topJson(TOOL, profile, sampleType, top),
    (width) => topText(profile, sampleType, top, { width, unit: argv.unit }),
  );
}

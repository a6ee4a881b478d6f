/** `top`: self and total per group. */
import type { Granularity } from '../../lib/analysis/granularity.js';
import { type FilterArguments, filtersOf, readInputs, TOOL, wantsJson, writeAnswer } from './common.js';

export async function run(
  argv: FilterArguments & {
    readonly granularity: Granularity;
    readonly cum: boolean;
    readonly nodecount?: number | undefined;
    readonly unit?: string | undefined;
  },
): Promise<void> {
  // What comes after the reading is loaded while the first bytes are on their way.
  const [profile, { sampleTypeNamed }, { select }, { topRows }, { topJson }, { topText }] = await Promise.all(
    [
      readInputs(argv, { tell: !wantsJson(argv) }),
      import('../../lib/profile/sample-type.js'),
      import('../../lib/profile/select.js'),
      import('../../lib/report/top.js'),
      import('../../lib/report/json.js'),
      import('../../lib/report/text.js'),
    ],
  );
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

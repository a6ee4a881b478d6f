/** `peek`: callers and callees of what matches. */
import { sampleTypeNamed } from '../../lib/profile/sample-type.js';
import { select } from '../../lib/profile/select.js';
import { peekJson } from '../../lib/report/json.js';
import { peek } from '../../lib/report/peek.js';
import { peekText } from '../../lib/report/text.js';
import { asWritten } from '../words.js';
import { type FilterArguments, filtersOf, readInputs, TOOL, wantsJson, writeAnswer } from './common.js';

export async function run(
  argv: FilterArguments & {
    readonly pattern: string;
    readonly nodecount?: number | undefined;
    readonly unit?: string | undefined;
  },
): Promise<void> {
  const pattern = asWritten(argv.pattern);
  const profile = await readInputs(argv, { tell: !wantsJson(argv) });
  const sampleType = sampleTypeNamed(profile, argv.sampleType);
  const found = peek(select(profile, filtersOf(argv)), sampleType, pattern, argv.nodecount ?? 10);
  await writeAnswer(
    argv,
    () => peekJson(TOOL, profile, sampleType, found),
    (width) => peekText(profile, sampleType, found, { width, unit: argv.unit }),
  );
}

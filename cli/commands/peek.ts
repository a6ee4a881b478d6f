/** `peek`: callers and callees of what matches. */
import { ProfileError } from '../../lib/base/errors.js';
import { sampleTypeNamed } from '../../lib/profile/sample-type.js';
import { select } from '../../lib/profile/select.js';
import { peekText } from '../../lib/report/text.js';
import { type FilterArguments, filtersOf, readInputs, wantsJson, writeAnswer } from './common.js';

export async function run(argv: FilterArguments & { readonly pattern: string }): Promise<void> {
  if (wantsJson(argv)) throw new ProfileError('usage', 'peek prints text only; "top --json" has the numbers');
  const profile = await readInputs(argv);
  const sampleType = sampleTypeNamed(profile, argv.sampleType);
  const selection = select(profile, filtersOf(argv));
  await writeAnswer(
    argv,
    () => null,
    (width) => peekText(selection, sampleType, argv.pattern, width),
  );
}

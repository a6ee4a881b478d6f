/** `inspect`: what is in the file. */
import { inspectJson } from '../../lib/report/json.js';
import { inspectText } from '../../lib/report/text.js';
import { type FormatArguments, readInputs, TOOL, writeAnswer } from './common.js';

export async function run(argv: FormatArguments): Promise<void> {
  const profile = await readInputs(argv, { tell: false });
  await writeAnswer(
    argv,
    () => inspectJson(TOOL, profile),
    () => inspectText(profile),
  );
}

/** `inspect`: what is in the file. */
import { inspectJson } from '../../lib/report/json.js';
import { inspectText } from '../../lib/report/text.js';
import { type CommonArguments, readInputs, TOOL, writeAnswer } from './common.js';

export async function run(argv: CommonArguments): Promise<void> {
  const profile = await readInputs(argv);
  await writeAnswer(
    argv,
    () => inspectJson(TOOL, profile),
    () => inspectText(profile),
  );
}

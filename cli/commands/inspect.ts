/** `inspect`: what is in the file. */
import { inspectJson, inspectText } from '../../lib/index.js';
import { type CommonArguments, readInputs, TOOL, writeAnswer } from './common.js';

export async function run(argv: CommonArguments): Promise<void> {
  const profile = await readInputs(argv);
  await writeAnswer(
    argv,
    () => inspectJson(TOOL, profile),
    () => inspectText(profile),
  );
}

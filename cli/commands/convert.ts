/** `convert`: reads, merges and writes in another format. */
import { gzipSync } from 'node:zlib';
import { writePprof } from '../../lib/index.js';
import { STDIN } from '../inputs.js';
import { writeResult } from '../output.js';
import { type CommonArguments, readInputs } from './common.js';

export async function run(argv: CommonArguments): Promise<void> {
  const profile = await readInputs(argv);
  await writeResult(gzipSync(writePprof(profile)), argv.output === STDIN ? undefined : argv.output);
}

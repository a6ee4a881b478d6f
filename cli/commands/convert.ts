/** `convert`: reads, merges and writes in another format. */
import { gzipSync } from 'node:zlib';
import { writeFolded } from '../../lib/formats/folded/write.js';
import { writePprof } from '../../lib/formats/pprof/write.js';
import { sampleTypeNamed } from '../../lib/profile/sample-type.js';
import { STDIN } from '../inputs.js';
import { writeResult } from '../output.js';
import { type CommonArguments, readInputs } from './common.js';

export async function run(
  argv: CommonArguments & { readonly to: 'pprof' | 'folded'; readonly sampleType?: string | undefined },
): Promise<void> {
  const profile = await readInputs(argv, { tell: true });
  const bytes =
    argv.to === 'folded'
      ? writeFolded(profile, sampleTypeNamed(profile, argv.sampleType))
      : gzipSync(writePprof(profile));
  await writeResult(bytes, argv.output === STDIN ? undefined : argv.output);
}

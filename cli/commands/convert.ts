/** `convert`: reads, merges and writes in another format. */
import { gzipSync } from 'node:zlib';
import { ProfileError } from '../../lib/base/errors.js';
import { writeFolded } from '../../lib/formats/folded/write.js';
import { writePprof } from '../../lib/formats/pprof/write.js';
import { writeSpeedscope } from '../../lib/formats/speedscope/write.js';
import type { Profile } from '../../lib/profile/profile.js';
import { sampleTypeNamed } from '../../lib/profile/sample-type.js';
import { writeResult } from '../output.js';
import { STDIN } from '../words.js';
import { type CommonArguments, readInputs } from './common.js';

export async function run(
  argv: CommonArguments & {
    readonly to: 'pprof' | 'folded' | 'speedscope';
    readonly sampleType?: string | undefined;
  },
): Promise<void> {
  if (argv.to === 'pprof' && argv.output === undefined && process.stdout.isTTY === true)
    throw new ProfileError(
      'usage',
      'pprof is binary and is not written to a terminal; give -o FILE, or "-o -"',
    );
  const profile = await readInputs(argv, { tell: true });
  await writeResult(encoded(profile, argv), argv.output === STDIN ? undefined : argv.output);
}

function encoded(
  profile: Profile,
  { to, sampleType }: { readonly to: string; readonly sampleType?: string | undefined },
): string | Uint8Array {
  if (to === 'folded') return writeFolded(profile, sampleTypeNamed(profile, sampleType));
  if (to === 'pprof') return gzipSync(writePprof(profile));
  const only = sampleType === undefined ? undefined : sampleTypeNamed(profile, sampleType);
  return writeSpeedscope(profile, { sampleType: only });
}

/** Reads perf.data: feeds the chunks of the recording to the session and assembles what it saw. */
import { atByte, ProfileError } from '../../base/errors.js';
import type { Profile } from '../../profile/profile.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { assemble } from './assemble.js';
import { PerfDataReader } from './reader.js';

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const reader = new PerfDataReader(source.name, context, source.size ?? 0);
  for await (const chunk of source.chunks()) {
    reader.feed(chunk);
    context.onBytes?.(reader.bytes);
  }
  const session = reader.finish();
  if (session.samples.length === 0)
    throw new ProfileError(
      'empty',
      'the recording has no sample; record for longer, or check that the event counts anything',
      atByte(source.name, null),
    );
  return assemble(session, sourceOf(source, 'perf-data'), context);
}

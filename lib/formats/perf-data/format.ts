/** perf.data, the recording itself: `perf record` to a file or into a pipe. */
import { atByte, ProfileError } from '../../base/errors.js';
import type { Profile } from '../../profile/profile.js';
import { type ByteSource, type Confidence, type Format, type ReadContext, sourceOf } from '../format.js';
import { assemble } from './assemble.js';
import { byteOrder } from './header.js';
import { PerfDataReader } from './reader.js';

export const perfData: Format = { id: 'perf-data', title: 'perf.data', sniff, read };

async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const reader = new PerfDataReader(source.name, context);
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

function sniff(prefix: Uint8Array, complete: boolean): Confidence {
  if (prefix.length < 8 && !complete) return 'maybe';
  return byteOrder(prefix) === null ? 'no' : 'yes';
}

/** Reads the text that `perf script` prints, line by line as it streams in. */
import { atLine, ProfileError } from '../../base/errors.js';
import type { Profile } from '../../profile/profile.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { LineReader } from '../line-reader.js';
import { assemble } from './assemble.js';
import { SampleReader } from './sample-reader.js';

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const lines = new LineReader(source.name, context.limits.lineBytes);
  const samples = new SampleReader(source.name, context);
  for await (const chunk of source.chunks()) {
    lines.feed(chunk, samples);
    context.onBytes?.(lines.bytes);
  }
  const ended = lines.finish(samples);
  samples.finish(lines.lines, ended);
  if (samples.stackOf.length === 0) {
    throw new ProfileError(
      'empty',
      'there is no sample; expected "comm tid time: event:" and frames, as perf script prints them',
      atLine(source.name, Math.max(lines.lines, 1)),
    );
  }
  return assemble(samples, sourceOf(source, 'perf-script'), context);
}

/** perf.data, the recording itself: `perf record` to a file or into a pipe. */
import type { Confidence, Format } from '../format.js';
import { byteOrder } from './header.js';

export const perfData: Format = {
  id: 'perf-data',
  title: 'perf.data',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

function sniff(prefix: Uint8Array, complete: boolean): Confidence {
  if (prefix.length < 8 && !complete) return 'maybe';
  return byteOrder(prefix) === null ? 'no' : 'yes';
}

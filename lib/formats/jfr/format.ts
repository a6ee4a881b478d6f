/** JFR recordings of the JVM and of async-profiler: their samples of execution, allocation and locks. See docs/formats/jfr.md. */
import type { Confidence, Format } from '../format.js';
import { MAGIC } from './magic.js';

export const jfr: Format = {
  id: 'jfr',
  title: 'JFR recording',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

function sniff(prefix: Uint8Array): Confidence {
  return MAGIC.every((byte, i) => prefix[i] === byte) ? 'yes' : 'no';
}

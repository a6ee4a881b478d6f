/** The profiles that pprof knew before protobuf: gperftools, tcmalloc, jemalloc, Go's texts and Java's. See docs/formats/pprof-legacy.md. */
import type { Confidence, Format } from '../format.js';
import {
  CONTENTION_HEADER,
  COUNT_HEADER,
  HEAP_HEADER,
  JAVA_HEAP,
  SYMBOLS,
  THREAD_HEADER,
  THREADZ_HEADER,
} from './headers.js';
import { isBlank, Lines } from './lines.js';
import { cpuWords } from './words.js';

export const pprofLegacy: Format = {
  id: 'pprof-legacy',
  title: 'legacy pprof',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

const HEAD = 4096;

function sniff(prefix: Uint8Array): Confidence {
  if (cpuWords(prefix) !== null) return 'yes';
  const lines = new Lines(prefix.subarray(0, HEAD));
  for (let line = lines.next(); line !== null; line = lines.next()) {
    if (isBlank(line)) continue;
    const known = [HEAP_HEADER, CONTENTION_HEADER, COUNT_HEADER, THREADZ_HEADER, THREAD_HEADER];
    return line === SYMBOLS || line === JAVA_HEAP || known.some((header) => header.test(line)) ? 'yes' : 'no';
  }
  return 'no';
}

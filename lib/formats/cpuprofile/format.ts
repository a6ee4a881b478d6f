/** V8's .cpuprofile: what `node --cpu-prof` and DevTools save, and the older form with one tree. See docs/formats/cpuprofile.md. */
import type { Confidence, Format } from '../format.js';
import { jsonOutline } from '../json/outline.js';

export const cpuprofile: Format = {
  id: 'cpuprofile',
  title: 'V8 .cpuprofile',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

function sniff(prefix: Uint8Array): Confidence {
  const outline = jsonOutline(prefix);
  if (outline === null) return 'no';
  const { paths, open } = outline;
  if (paths.has('nodes[].callFrame') || (paths.has('timeDeltas') && paths.has('samples'))) return 'yes';
  // The older form, told from .heapprofile by what its nodes count.
  if (paths.has('head.hitCount') || paths.has('head.children[].hitCount')) return 'yes';
  const begun = ['nodes', 'samples', 'timeDeltas', 'head', 'startTime'].some((name) => paths.has(name));
  const other = ['head.selfSize', 'profiles', 'meta', 'traceEvents'].some((name) => paths.has(name));
  return open && begun && !other ? 'maybe' : 'no';
}

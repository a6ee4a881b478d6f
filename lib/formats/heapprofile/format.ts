/** V8's .heapprofile: a tree of calls with the bytes that each allocated. See docs/formats/heapprofile.md. */
import type { Confidence, Format } from '../format.js';
import { jsonOutline } from '../json/outline.js';

export const heapprofile: Format = {
  id: 'heapprofile',
  title: 'V8 .heapprofile',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

function sniff(prefix: Uint8Array): Confidence {
  const outline = jsonOutline(prefix);
  if (outline === null) return 'no';
  const { paths, open } = outline;
  if (paths.has('head.selfSize') || paths.has('head.children[].selfSize')) return 'yes';
  const begun = paths.has('head') || paths.has('samples[].nodeId');
  const other =
    paths.has('head.hitCount') || paths.has('head.children[].hitCount') || paths.has('timeDeltas');
  return open && begun && !other ? 'maybe' : 'no';
}

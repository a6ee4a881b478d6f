/** Chrome's trace events: V8's CPU profiles in pieces, or else spans of time. See docs/formats/chrome-trace.md. */
import type { Confidence, Format } from '../format.js';
import { jsonOutline } from '../json/outline.js';

export const chromeTrace: Format = {
  id: 'chrome-trace',
  title: 'Chrome trace',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

const ELEMENT = ['ph', 'ts', 'pid', 'tid', 'cat', 'dur', 'args', 'name'];

function sniff(prefix: Uint8Array): Confidence {
  const outline = jsonOutline(prefix);
  if (outline === null) return 'no';
  const { paths, open } = outline;
  if (paths.has('traceEvents') || paths.has('[].ph')) return 'yes';
  if (!open) return 'no';
  const begun = ['metadata', 'otherData', 'displayTimeUnit', 'systemTraceEvents'].some((name) =>
    paths.has(name),
  );
  const element = ELEMENT.some((name) => paths.has(`[].${name}`));
  return begun || element || (paths.size === 0 && prefix[0] === 91) ? 'maybe' : 'no';
}

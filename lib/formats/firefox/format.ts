/** Profiles that the Firefox Profiler saves, and samply: "processed profiles". See docs/formats/firefox.md. */
import type { Confidence, Format } from '../format.js';
import { jsonOutline } from '../json/outline.js';

export const firefox: Format = {
  id: 'firefox',
  title: 'Firefox profile',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

function sniff(prefix: Uint8Array): Confidence {
  const outline = jsonOutline(prefix);
  if (outline === null) return 'no';
  const { paths, open } = outline;
  if (paths.has('meta.preprocessedProfileVersion')) return 'yes';
  // Of Gecko's raw profiles the reader says why they are not read.
  if (paths.has('meta.version') && (paths.has('meta.interval') || paths.has('threads') || paths.has('libs')))
    return 'yes';
  if (
    paths.has('threads[].frameTable') ||
    paths.has('threads[].stackTable') ||
    paths.has('shared.stackTable')
  )
    return 'yes';
  const begun = ['meta', 'libs', 'threads', 'pages', 'counters', 'shared'].some((name) => paths.has(name));
  return open && begun && !paths.has('shared.frames') ? 'maybe' : 'no';
}

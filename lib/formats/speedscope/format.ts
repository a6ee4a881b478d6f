/** speedscope's own JSON: one or several profiles over one list of frames. See docs/formats/speedscope.md. */
import type { Confidence, Format } from '../format.js';
import { jsonOutline } from '../json/outline.js';

export const speedscope: Format = {
  id: 'speedscope',
  title: 'speedscope JSON',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

function sniff(prefix: Uint8Array): Confidence {
  const outline = jsonOutline(prefix);
  if (outline === null) return 'no';
  const { paths, texts, open } = outline;
  if (texts.get('$schema')?.includes('speedscope') === true) return 'yes';
  const several = paths.has('profiles[].type') && paths.has('profiles[].unit');
  if (several && (paths.has('shared.frames') || paths.has('exporter'))) return 'yes';
  if (['nodes', 'meta', 'traceEvents', 'head', 'libs'].some((name) => paths.has(name))) return 'no';
  const begun = ['$schema', 'exporter', 'profiles', 'shared.frames', 'activeProfileIndex'];
  return open && begun.some((name) => paths.has(name)) ? 'maybe' : 'no';
}

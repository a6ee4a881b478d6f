/** Folded stacks: one `root;…;leaf COUNT` a line, as FlameGraph's collapsers write them. */
import type { Confidence, Format } from '../format.js';
import { encodingOf, isComment, splitLine } from './lines.js';

export const folded: Format = {
  id: 'folded',
  title: 'folded stacks',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

const SNIFFED_LINES = 50;

/** Any text can look like this, so it wants a stack separator somewhere and nearly all lines well-formed. */
function sniff(prefix: Uint8Array, complete: boolean): Confidence {
  const text = new TextDecoder(encodingOf(prefix)).decode(prefix);
  const lines = text.split(/\r?\n/).slice(0, SNIFFED_LINES + 1);
  if (!complete || lines.length > SNIFFED_LINES) lines.pop();
  const told = lines.filter((line) => line !== '' && !isComment(line));
  if (told.length === 0) return complete ? 'no' : 'maybe';
  const good = told.filter((line) => splitLine(line) !== null);
  return good.length * 2 > told.length && good.some((line) => line.includes(';')) ? 'yes' : 'no';
}

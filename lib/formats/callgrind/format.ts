/** callgrind's output (also xdebug's, and `pprof -callgrind`): costs by line and calls with their costs. See docs/formats/callgrind.md. */
import type { Confidence, Format } from '../format.js';

export const callgrind: Format = {
  id: 'callgrind',
  title: 'callgrind',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

function sniff(prefix: Uint8Array, complete: boolean): Confidence {
  if (prefix.includes(0)) return 'no';
  const text = new TextDecoder('latin1').decode(prefix);
  if (/^# callgrind format\r?\n/.test(text)) return 'yes';
  const events = /^events?:/m.test(text);
  if (events && /^(fn|fl|ob|calls)=/m.test(text)) return 'yes';
  return !complete && (events || /^(version: ?\d|creator: |positions: ?(line|instr))/m.test(text))
    ? 'maybe'
    : 'no';
}

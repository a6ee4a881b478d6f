/** The text that `perf script` prints: one header line a sample, then its frames, leaf first. */
import type { Confidence, Format } from '../format.js';
import { LineReader, type LineSink } from '../line-reader.js';
import { EventLine, HEADER } from './event-line.js';
import { FRAME_LINE, isTailFrame, stackLineKind } from './stack-line.js';

export const perfScript: Format = {
  id: 'perf-script',
  title: 'perf script text',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

const NEWLINE = 10;
const HASH_SIGN = 35;
const PERF_HEADER = '# ========';
/** Samples without stacks: so many headers in one prefix are no accident. */
const HEADERS_ENOUGH = 3;
const LINES_ENOUGH = 200;
/** No header is this long; a comment, such as the recorded command line, may be. */
const LONGEST_FIRST_LINE = 1 << 14;

function sniff(prefix: Uint8Array, complete: boolean): Confidence {
  const sink = new SniffSink();
  if (prefix.includes(0)) return 'no';
  if (prefix.length >= LONGEST_FIRST_LINE && prefix[0] !== HASH_SIGN && !prefix.includes(NEWLINE))
    return 'no';
  const lines = new LineReader('', prefix.length + 1);
  lines.feed(complete ? prefix : prefix.subarray(0, prefix.lastIndexOf(NEWLINE) + 1), sink);
  if (complete) lines.finish(sink);
  if (sink.sure || sink.headers >= HEADERS_ENOUGH || (complete && sink.headers > 0)) return 'yes';
  if (sink.frames > 0) return 'maybe';
  if (complete || sink.others >= LINES_ENOUGH) return 'no';
  return sink.headers + sink.others === 0 || sink.headers > 0 || sink.comments > 0
    ? 'maybe'
    : sink.others < 20
      ? 'maybe'
      : 'no';
}

/** Looks for a header that a frame follows. */
class SniffSink implements LineSink {
  sure = false;
  headers = 0;
  frames = 0;
  others = 0;
  comments = 0;
  readonly #event = new EventLine();
  #afterHeader = false;

  line(bytes: Uint8Array, start: number, end: number, number: number): void {
    if (this.sure || start === end) return;
    if (bytes[start] === HASH_SIGN) {
      this.comments++;
      const head = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + PERF_HEADER.length)));
      this.sure = number === 1 && head === PERF_HEADER;
      return;
    }
    if (stackLineKind(bytes, start, end) === FRAME_LINE) {
      if (this.#afterHeader) this.sure = true;
      else if (bytes[end - 1] === 41) this.frames++;
      else this.others++;
      if (this.sure) return;
    }
    const event = this.#event;
    this.#afterHeader = event.parse(bytes, start, end) === HEADER && event.eventStart >= 0;
    if (!this.#afterHeader) this.others++;
    else if (event.hasTime) this.headers++;
    if (this.#afterHeader && event.tailStart >= 0)
      this.sure = isTailFrame(bytes, event.tailStart, event.tailEnd);
  }
}

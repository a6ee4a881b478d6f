/** Our own log of pairs: one JSON object a line, docs/schema/parity-log.schema.json. Bodies are found, not parsed. */
import { atLine, ProfileError } from '../base/errors.js';
import type { ByteSource } from '../formats/format.js';
import { type Answer, type BodyForm, NO_BYTES, noHeaders, type Pair, textOf } from './answer.js';
import { afterSpace, eachMember, type MemberVisitor } from './json-span.js';
import { JsonNumber, parseJson } from './json-value.js';
import { eachLine } from './lines.js';
import { endpointOf } from './paths.js';

/** Throws 'bad-encoding', 'truncated' or 'bad-value' with the line. A pair is valid only during the call. */
export async function readPairLines(
  source: ByteSource,
  lineBytes: number,
  visit: (pair: Pair) => void,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  const reader = new LineReader(source.name);
  await eachLine(
    source,
    lineBytes,
    (bytes, start, end, line) => {
      const p = afterSpace(bytes, line === 1 ? afterMark(bytes, start, end) : start, end);
      if (p < end) visit(reader.pair(bytes, p, end, line));
    },
    onBytes,
  );
}

/** Behind the byte order mark that some writers begin with. */
function afterMark(bytes: Buffer, start: number, end: number): number {
  return end - start >= 3 && bytes.readUIntBE(start, 3) === 0xefbbbf ? start + 3 : start;
}

/** Where a part of an answer stands; it becomes an `Answer` at the end of the line. */
class AnswerSpan {
  present = false;
  status: number | null = null;
  failure: string | null = null;
  headersAt = 0;
  headersEnd = 0;
  bodyAt = 0;
  bodyEnd = 0;
  bodyForm: BodyForm = 'none';
  latencyMs: number | null = null;

  clear(): void {
    this.present = false;
    this.status = this.failure = this.latencyMs = null;
    this.headersAt = this.headersEnd = this.bodyAt = this.bodyEnd = 0;
    this.bodyForm = 'none';
  }
}

class LineReader {
  readonly #name: string;
  readonly #primary = new AnswerSpan();
  readonly #candidate = new AnswerSpan();
  readonly #secondary = new AnswerSpan();
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;
  #line = 0;

  constructor(name: string) {
    this.#name = name;
  }

  pair(bytes: Buffer, at: number, end: number, line: number): Pair {
    this.#bytes = bytes;
    this.#end = end;
    this.#line = line;
    for (const span of [this.#primary, this.#candidate, this.#secondary]) span.clear();
    let id = '';
    let endpoint: string | null = null;
    let key: string | null = null;
    let excluded: string | null = null;
    let request = -1;
    const stop = eachMember(
      bytes,
      at,
      end,
      (name, start, valueStop) => {
        if (name === 'id') id = this.#text(start, valueStop) ?? '';
        else if (name === 'endpoint') endpoint = this.#text(start, valueStop);
        else if (name === 'key') key = this.#text(start, valueStop);
        else if (name === 'excluded') excluded = this.#text(start, valueStop);
        else if (name === 'request') request = start;
      },
      (name, start) => {
        if (name === 'primary') return this.#answer(this.#primary, start);
        if (name === 'candidate') return this.#answer(this.#candidate, start);
        return name === 'secondary' ? this.#answer(this.#secondary, start) : -1;
      },
    );
    if (stop < 0) throw this.#broken(~stop);
    const rest = afterSpace(bytes, stop, end);
    if (rest < end) throw this.#broken(rest);
    const endpointName: string = endpoint ?? (request < 0 ? '(no endpoint)' : this.#endpointOf(request));
    return {
      id,
      endpoint: endpointName,
      key,
      primary: this.#answerOf(this.#primary),
      candidate: this.#answerOf(this.#candidate),
      secondary: this.#answerOf(this.#secondary),
      excluded,
      place: line,
    };
  }

  /** Returns where the answer ends; below 0 for null. */
  #answer(span: AnswerSpan, at: number): number {
    if (this.#bytes[at] === 110) return -1;
    span.present = true;
    const visit: MemberVisitor = (name, start, valueStop) => {
      if (name === 'body' || name === 'bodyBase64') {
        const isText = this.#bytes[start] === 34;
        if (name === 'bodyBase64' && !isText) throw this.#bad(`bodyBase64 is no text`);
        span.bodyForm = name === 'bodyBase64' ? 'base64' : isText ? 'json-string' : 'json';
        span.bodyAt = start;
        span.bodyEnd = valueStop;
      } else if (name === 'headers') {
        span.headersAt = start;
        span.headersEnd = valueStop;
      } else if (name === 'status') span.status = this.#number(start, valueStop, 'status');
      else if (name === 'latencyMs') span.latencyMs = this.#number(start, valueStop, 'latencyMs');
      else if (name === 'error') span.failure = this.#text(start, valueStop);
    };
    const stop = eachMember(this.#bytes, at, this.#end, visit, (name, start) =>
      name === 'body' && span !== this.#primary ? this.#endOfSame(start) : -1,
    );
    if (stop < 0) throw this.#broken(~stop);
    return stop;
  }

  /** Where a body ends that has the bytes of the primary's: what is closed there is closed here. Below 0 for another. */
  #endOfSame(start: number): number {
    const { bodyAt, bodyEnd, bodyForm } = this.#primary;
    const bytes = this.#bytes;
    const first = bytes[start];
    // A number or a word ends by what follows it.
    if (bodyForm === 'none' || (first !== 123 && first !== 91 && first !== 34)) return -1;
    const end = start + bodyEnd - bodyAt;
    if (end > this.#end || bytes[end - 1] !== bytes[bodyEnd - 1]) return -1;
    return bytes.compare(bytes, bodyAt, bodyEnd, start, end) === 0 ? end : -1;
  }

  #answerOf(span: AnswerSpan): Answer | null {
    if (!span.present) return null;
    if (span.status === null && span.failure === null)
      throw this.#bad('an answer has neither "status" nor "error"');
    const headerBytes =
      span.headersEnd > 0 ? this.#bytes.subarray(span.headersAt, span.headersEnd) : NO_BYTES;
    const line = this.#line;
    return {
      status: span.status,
      failure: span.failure,
      headerBytes,
      headers: headerBytes.length === 0 ? noHeaders : () => this.#headers(headerBytes, line),
      bodyForm: span.bodyForm,
      bodyBytes: span.bodyForm === 'none' ? NO_BYTES : this.#bytes.subarray(span.bodyAt, span.bodyEnd),
      latencyMs: span.latencyMs,
    };
  }

  #headers(bytes: Uint8Array, line: number): ReadonlyMap<string, readonly string[]> {
    const value = parseJson(textOf(bytes));
    if (value === null) return new Map();
    if (!(value instanceof Map)) throw this.#bad('"headers" is no object', line);
    const headers = new Map<string, string[]>();
    for (const [name, given] of value as ReadonlyMap<string, unknown>) {
      const values = (Array.isArray(given) ? given : [given]).map((one) =>
        one instanceof JsonNumber ? one.text : String(one),
      );
      const lower = name.toLowerCase();
      headers.set(lower, [...(headers.get(lower) ?? []), ...values]);
    }
    return headers;
  }

  #endpointOf(at: number): string {
    let method = '';
    let path = '';
    eachMember(this.#bytes, at, this.#end, (name, start, end) => {
      if (name === 'method') method = this.#text(start, end) ?? '';
      else if (name === 'path' || name === 'url') path = this.#text(start, end) ?? '';
    });
    return endpointOf(method, path);
  }

  /** A string, or a number by its text; null for null. */
  #text(start: number, end: number): string | null {
    const bytes = this.#bytes;
    if (bytes[start] !== 34) {
      const text = bytes.toString('utf8', start, end);
      return text === 'null' ? null : text;
    }
    for (let p = start + 1; p < end - 1; p++) if (bytes[p] === 92) return this.#parsed(start, end);
    return bytes.toString('utf8', start + 1, end - 1);
  }

  #parsed(start: number, end: number): string {
    try {
      return JSON.parse(this.#bytes.toString('utf8', start, end)) as string;
    } catch {
      throw this.#broken(start);
    }
  }

  #number(start: number, end: number, name: string): number | null {
    const digits = this.#smallInteger(start, end);
    if (digits >= 0) return digits;
    const text = this.#bytes.toString('latin1', start, end);
    if (text === 'null') return null;
    const value = Number(text);
    if (!Number.isFinite(value) || text.startsWith('"')) throw this.#bad(`"${name}" is no number`);
    return value;
  }

  /** Of one to nine digits; below 0 for anything else. */
  #smallInteger(start: number, end: number): number {
    if (end - start > 9) return -1;
    let value = 0;
    for (let p = start; p < end; p++) {
      const digit = this.#bytes[p] - 48;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  #broken(at: number): ProfileError {
    if (at >= this.#end)
      return new ProfileError(
        'truncated',
        'the JSON of the line ends early; cut the line off if the log was still being written',
        atLine(this.#name, this.#line),
      );
    const byte = this.#bytes[at];
    const shown = byte > 32 && byte < 127 ? `"${String.fromCharCode(byte)}"` : `byte ${byte}`;
    return this.#bad(`${shown} is not where JSON has it`);
  }

  #bad(message: string, line = this.#line): ProfileError {
    return new ProfileError('bad-encoding', `${message} (a log of pairs)`, atLine(this.#name, line));
  }
}

/** GoReplay: files of raw HTTP payloads, and the stream of its middleware, where each is one line in hexadecimal. */
import { atByte, ProfileError } from '../base/errors.js';
import type { ByteSource } from '../formats/format.js';
import { type Answer, NO_BYTES, type Pair } from './answer.js';
import { httpMessage } from './http-message.js';
import { eachLine } from './lines.js';
import { endpointOf } from './paths.js';

/** Between two payloads of a file: three monkeys. */
const SEPARATOR = Buffer.from('\n\u{1F435}\u{1F648}\u{1F649}\n', 'utf8');
/** Requests whose answers have not come; the oldest gives way, and is counted as left out. */
const MOST_WAITING = 100_000;
const MOST_WAITING_BYTES = 256 * 2 ** 20;
const REQUEST = 1;
const ORIGINAL = 2;
const REPLAYED = 3;
const HEAD = /^([123]) ([0-9a-f]+) ([0-9]+)(?: (-?[0-9]+))?$/;

interface Waiting {
  readonly place: number;
  bytes: number;
  endpoint: string;
  primary: Answer | null;
  candidate: Answer | null;
}

/** Whether the first bytes are a payload's head, plain or hexadecimal. */
export function looksLikeGoReplay(head: string): boolean {
  const line = head.slice(0, Math.max(0, head.indexOf('\n')) || head.length);
  if (HEAD.test(line)) return true;
  return (
    /^(?:[0-9a-f]{2}){8,}$/i.test(line) &&
    HEAD.test(Buffer.from(line, 'hex').toString('latin1').split('\n')[0])
  );
}

/** Pairs what was answered first with what was answered in the replay, by their id. Throws 'bad-encoding' or 'limit'. */
export async function readGoReplay(
  source: ByteSource,
  payloadBytes: number,
  visit: (pair: Pair) => void,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  const first = (await source.peek(64)).subarray(0, 64);
  const pairing = new Pairing(source.name, payloadBytes, visit);
  if (HEAD.test(Buffer.from(first).toString('latin1').split('\n')[0])) {
    await eachPayload(source, payloadBytes, (bytes, number, at) => pairing.take(bytes, number, at), onBytes);
  } else {
    let at = 0;
    await eachLine(
      source,
      payloadBytes * 2,
      (bytes, start, end, line) => {
        if (end > start) pairing.take(Buffer.from(bytes.toString('latin1', start, end), 'hex'), line, at);
        at += end - start + 1;
      },
      onBytes,
    );
  }
  pairing.finish();
}

class Pairing {
  readonly #name: string;
  readonly #bodyBytes: number;
  readonly #visit: (pair: Pair) => void;
  readonly #waiting = new Map<string, Waiting>();
  #bytes = 0;

  constructor(name: string, bodyBytes: number, visit: (pair: Pair) => void) {
    this.#name = name;
    this.#bodyBytes = bodyBytes;
    this.#visit = visit;
  }

  take(payload: Buffer, place: number, at: number): void {
    const lineEnd = payload.indexOf(10);
    const found = lineEnd < 0 ? null : HEAD.exec(payload.toString('latin1', 0, lineEnd).trimEnd());
    if (found === null)
      throw new ProfileError(
        'bad-encoding',
        'a payload does not begin with its type, id and time (GoReplay)',
        atByte(this.#name, at),
      );
    const [, type, id, , latency] = found;
    // Kept beyond this turn, so a copy.
    const raw = Buffer.from(payload.subarray(lineEnd + 1));
    const message = httpMessage(raw, this.#bodyBytes);
    let waiting = this.#waiting.get(id);
    if (waiting === undefined) {
      waiting = { place, bytes: 0, endpoint: '(no request)', primary: null, candidate: null };
      this.#waiting.set(id, waiting);
    }
    if (Number(type) === REQUEST) {
      const [method = '', target = ''] = (message?.firstLine ?? raw.toString('latin1', 0, 200)).split(' ');
      waiting.endpoint = endpointOf(method, target);
    } else {
      waiting.bytes += raw.length;
      this.#bytes += raw.length;
      const status = Number(/^HTTP\/[0-9.]+ ([0-9]{3})/.exec(message?.firstLine ?? '')?.[1] ?? Number.NaN);
      const answer: Answer = {
        status: Number.isNaN(status) ? null : status,
        failure: Number.isNaN(status) ? 'no HTTP response' : null,
        headerBytes: message?.headerBytes ?? NO_BYTES,
        headers: () => message?.headers ?? new Map(),
        bodyForm: 'plain',
        bodyBytes: message?.body ?? raw,
        latencyMs: latency === undefined ? null : Number(latency) / 1e6,
      };
      if (Number(type) === ORIGINAL) waiting.primary = answer;
      else if (Number(type) === REPLAYED) waiting.candidate = answer;
    }
    if (waiting.primary !== null && waiting.candidate !== null && waiting.endpoint !== '(no request)')
      this.#give(id, waiting);
    while (this.#waiting.size > MOST_WAITING || this.#bytes > MOST_WAITING_BYTES) {
      const [oldest, one] = this.#waiting.entries().next().value as [string, Waiting];
      this.#give(oldest, one);
    }
  }

  finish(): void {
    for (const [id, waiting] of [...this.#waiting]) this.#give(id, waiting);
  }

  #give(id: string, { place, bytes, endpoint, primary, candidate }: Waiting): void {
    this.#waiting.delete(id);
    this.#bytes -= bytes;
    this.#visit({ id, endpoint, key: null, primary, candidate, secondary: null, excluded: null, place });
  }
}

/** Payloads between separators; at most one is held. */
async function eachPayload(
  source: ByteSource,
  limit: number,
  visit: (bytes: Buffer, number: number, at: number) => void,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  let held: Buffer = Buffer.alloc(0);
  let at = 0;
  let number = 1;
  let read = 0;
  for await (const chunk of source.chunks()) {
    const searched = Math.max(0, held.length - SEPARATOR.length);
    held = Buffer.concat([held, chunk]);
    let start = 0;
    for (let end = held.indexOf(SEPARATOR, searched); end >= 0; end = held.indexOf(SEPARATOR, start)) {
      visit(held.subarray(start, end), number++, at + start);
      start = end + SEPARATOR.length;
    }
    held = held.subarray(start);
    at += start;
    if (held.length > limit)
      throw new ProfileError(
        'limit',
        `a payload is over the limit messageBytes=${limit}; raise limits.messageBytes if the file is trusted`,
        atByte(source.name, at),
      );
    read += chunk.length;
    onBytes?.(read);
  }
  if (held.length > 0) visit(held, number, at);
}

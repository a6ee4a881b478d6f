/** Two HAR files, old and new: requests paired by method, address and order. */
import { atByte, ProfileError } from '../base/errors.js';
import type { ByteSource } from '../formats/format.js';
import { type Answer, NO_BYTES, type Pair } from './answer.js';
import { endpointOf } from './paths.js';

/** What is read of an entry; the file may have anything in these places. */
interface Entry {
  readonly request?: { readonly method?: unknown; readonly url?: unknown };
  readonly response?: {
    readonly status?: unknown;
    readonly statusText?: unknown;
    readonly headers?: unknown;
    readonly content?: { readonly text?: unknown; readonly encoding?: unknown };
  };
  readonly time?: unknown;
}

export function looksLikeHar(head: string): boolean {
  return /^\uFEFF?\s*\{\s*"log"\s*:\s*\{/.test(head);
}

/** Bodies are texts in a HAR file, so that JSON.parse loses nothing of them. Throws 'limit', 'truncated' or 'bad-encoding'. */
export async function readHarPair(
  old: ByteSource,
  fresh: ByteSource,
  limit: number,
  visit: (pair: Pair) => void,
): Promise<void> {
  const before = await entriesOf(old, limit);
  const after = byRequest(await entriesOf(fresh, limit));
  before.forEach((entry, i) => {
    const key = keyOf(entry);
    const other = after.get(key)?.shift() ?? null;
    visit(pairOf(entry, answerOf(entry), other === null ? null : answerOf(other), i + 1));
  });
  for (const [entry] of [...after.values()].filter(({ length }) => length > 0))
    visit(pairOf(entry, null, answerOf(entry), 0));
}

function pairOf(entry: Entry, primary: Answer | null, candidate: Answer | null, place: number): Pair {
  const endpoint = endpointOf(String(entry.request?.method ?? ''), String(entry.request?.url ?? ''));
  return { id: '', endpoint, key: null, primary, candidate, secondary: null, excluded: null, place };
}

async function entriesOf(source: ByteSource, limit: number): Promise<readonly Entry[]> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.chunks()) {
    chunks.push(chunk.slice());
    size += chunk.length;
    if (size > limit)
      throw new ProfileError(
        'limit',
        `a HAR file is held in memory and is over ${limit} bytes`,
        atByte(source.name, null),
      );
  }
  let value: { log?: { entries?: unknown } };
  try {
    value = JSON.parse(
      Buffer.concat(chunks)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
  } catch (error) {
    throw new ProfileError(
      'bad-encoding',
      `is no JSON (HAR): ${(error as Error).message}`,
      atByte(source.name, null),
      { cause: error },
    );
  }
  const entries = value?.log?.entries;
  if (!Array.isArray(entries))
    throw new ProfileError('bad-value', 'log.entries is no array (HAR)', atByte(source.name, null));
  return entries.filter((entry) => typeof entry === 'object' && entry !== null) as Entry[];
}

/** Without scheme and host, which differ between two copies of a service; query parameters in order of their names. */
function keyOf({ request }: Entry): string {
  const url = String(request?.url ?? '').replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  const [path, query = ''] = url.replace(/#.*$/s, '').split(/\?(.*)/s);
  return `${String(request?.method ?? '').toUpperCase()} ${path}?${query.split('&').sort().join('&')}`;
}

function byRequest(entries: readonly Entry[]): Map<string, Entry[]> {
  const map = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const same = map.get(key);
    if (same === undefined) map.set(key, [entry]);
    else same.push(entry);
  }
  return map;
}

function answerOf({ response, time }: Entry): Answer {
  const status = Number(response?.status ?? 0);
  const text = response?.content?.text;
  const isBase64 = response?.content?.encoding === 'base64';
  const headers = new Map<string, string[]>();
  const listed: unknown[] = Array.isArray(response?.headers) ? response.headers : [];
  for (const header of listed as { name?: unknown; value?: unknown }[]) {
    const name = String(header?.name ?? '').toLowerCase();
    // HTTP/2's pseudo-headers are the status and the address again.
    if (!name.startsWith(':')) headers.set(name, [...(headers.get(name) ?? []), String(header?.value ?? '')]);
  }
  return {
    status: status > 0 ? status : null,
    failure: status > 0 ? null : String(response?.statusText || 'no response'),
    headerBytes: Buffer.from(JSON.stringify([...headers]), 'utf8'),
    headers: () => headers,
    bodyForm: typeof text === 'string' ? 'plain' : 'none',
    bodyBytes: typeof text === 'string' ? Buffer.from(text, isBase64 ? 'base64' : 'utf8') : NO_BYTES,
    latencyMs: typeof time === 'number' && time >= 0 ? time : null,
  };
}

/** A raw HTTP/1 message: first line, headers, body without its transfer encoding. */
import { gunzipSync, inflateSync } from 'node:zlib';
import { NO_BYTES } from './answer.js';

export interface HttpMessage {
  readonly firstLine: string;
  readonly headerBytes: Uint8Array;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Uint8Array;
}

/** Null where the bytes have no end of headers. A body that cannot be unpacked stays as it is. */
export function httpMessage(bytes: Buffer, bodyBytes: number): HttpMessage | null {
  const [end, skip] = headEnd(bytes);
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end).split(/\r?\n/);
  const headers = new Map<string, string[]>();
  for (const line of head.slice(1)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  let body: Uint8Array = bytes.subarray(end + skip);
  if (/\bchunked\b/i.test(headers.get('transfer-encoding')?.join(',') ?? ''))
    body = unchunked(body as Buffer);
  const encoding = headers.get('content-encoding')?.join(',').trim().toLowerCase();
  if (encoding === 'gzip' || encoding === 'deflate') body = unpacked(body, encoding, bodyBytes);
  const lineEnd = bytes.indexOf(10);
  return { firstLine: head[0], headerBytes: bytes.subarray(lineEnd + 1, end), headers, body };
}

function headEnd(bytes: Buffer): [number, number] {
  const strict = bytes.indexOf('\r\n\r\n');
  const loose = bytes.indexOf('\n\n');
  if (strict >= 0 && (loose < 0 || strict < loose)) return [strict, 4];
  return [loose, 2];
}

/** What was chunked, put together; as it is from the first place that is no chunk. */
function unchunked(bytes: Buffer): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let p = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', p);
    if (lineEnd < 0) break;
    const size = Number.parseInt(bytes.toString('latin1', p, Math.min(lineEnd, p + 16)), 16);
    if (!(size >= 0)) return bytes;
    if (size === 0) break;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    p = lineEnd + 2 + size + 2;
  }
  return parts.length === 0 ? NO_BYTES : Buffer.concat(parts);
}

function unpacked(body: Uint8Array, encoding: 'gzip' | 'deflate', bodyBytes: number): Uint8Array {
  try {
    return (encoding === 'gzip' ? gunzipSync : inflateSync)(body, { maxOutputLength: bodyBytes });
  } catch {
    return body;
  }
}

/** One side's answer to a request, kept as bytes until somebody must look into it. */

import { isUtf8 } from 'node:buffer';

/** How the bytes of a body stand in the input. */
export type BodyForm = 'none' | 'json' | 'json-string' | 'base64' | 'plain';

export interface Answer {
  /** Null where there was no answer. */
  readonly status: number | null;
  /** Why there was none, such as "timeout"; null where there was one. */
  readonly failure: string | null;
  readonly headerBytes: Uint8Array;
  /** By lower-case name; values in order. Reads `headerBytes`. */
  readonly headers: () => ReadonlyMap<string, readonly string[]>;
  readonly bodyForm: BodyForm;
  readonly bodyBytes: Uint8Array;
  readonly latencyMs: number | null;
}

export interface Pair {
  /** Of the request, as the log has it; may be empty. */
  readonly id: string;
  readonly endpoint: string;
  /** Whose request it was: requests of one user go wrong together. Null: not known. */
  readonly key: string | null;
  readonly primary: Answer | null;
  readonly candidate: Answer | null;
  /** A second answer of the old code, which shows what differs by itself. */
  readonly secondary: Answer | null;
  /** Why the log itself wants it left out; null: it does not. */
  readonly excluded: string | null;
  /** Line, or number of the entry, from 1. */
  readonly place: number;
}

export const NO_BYTES = new Uint8Array(0);

export const noHeaders: () => ReadonlyMap<string, readonly string[]> = () => new Map();

/** A body decoded: text where the bytes are UTF-8, else bytes; null: there was none. */
export function bodyOf(answer: Answer): string | Uint8Array | null {
  switch (answer.bodyForm) {
    case 'none':
      return null;
    case 'json-string':
      return stringOf(answer.bodyBytes);
    case 'base64':
      return textOrBytes(Buffer.from(stringOf(answer.bodyBytes), 'base64'));
    default:
      return textOrBytes(answer.bodyBytes);
  }
}

/** Bytes that are no UTF-8 stay bytes: decoded, two of them could look the same. */
function textOrBytes(bytes: Uint8Array): string | Uint8Array {
  return isUtf8(bytes) ? textOf(bytes) : bytes;
}

/** UTF-8 as a string; a byte order mark stays. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

function stringOf(quoted: Uint8Array): string {
  const text = textOf(quoted);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

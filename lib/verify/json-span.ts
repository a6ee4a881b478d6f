/** Finds where the members of a JSON object stand in bytes, without reading what is in them. */

const QUOTE = 34;
const BACKSLASH = 92;
/** What ends a number or a word. */
const ENDS = new Uint8Array(256);
for (const code of [9, 10, 13, 32, 44, 93, 125]) ENDS[code] = 1;
/** 1 a string begins, 2 something opens, 3 something closes. */
const STEP = new Uint8Array(256);
STEP[QUOTE] = 1;
STEP[123] = STEP[91] = 2;
STEP[125] = STEP[93] = 3;

/** Called for each member in order, with where its value begins and ends. */
export type MemberVisitor = (name: string, start: number, end: number) => void;

/** Called before it: where the value that begins at `start` ends, for a visitor that knows; below 0: it does not. */
export type EndFinder = (name: string, start: number) => number;

/** After the white space at `p`. */
export function afterSpace(bytes: Uint8Array, p: number, end: number): number {
  while (p < end && (bytes[p] === 32 || bytes[p] === 9 || bytes[p] === 10 || bytes[p] === 13)) p++;
  return p;
}

/** Where the value that begins at `p` ends; -1 where it does not end before `end`. Brackets are counted, not matched. */
export function valueEnd(bytes: Uint8Array, p: number, end: number): number {
  const first = STEP[bytes[p]];
  if (first === 1) return stringEnd(bytes, p, end);
  if (first !== 2) {
    const start = p;
    while (p < end && ENDS[bytes[p]] === 0) p++;
    return p > start ? p : -1;
  }
  let depth = 0;
  while (p < end) {
    const step = STEP[bytes[p]];
    if (step === 0) p++;
    else if (step === 1) {
      p = stringEnd(bytes, p, end);
      if (p < 0) return -1;
    } else {
      p++;
      if (step === 2) depth++;
      else if (--depth === 0) return p;
    }
  }
  return -1;
}

function stringEnd(bytes: Uint8Array, p: number, end: number): number {
  for (p++; p < end; p++) {
    const byte = bytes[p];
    if (byte === QUOTE) return p + 1;
    if (byte === BACKSLASH) p++;
  }
  return -1;
}

/**
 * Visits the members of the object at `p` and returns where it ends; where it is none, or broken, the bitwise complement of
 * the place.
 */
export function eachMember(
  bytes: Buffer,
  p: number,
  end: number,
  visit: MemberVisitor,
  endOf: EndFinder = unknownEnd,
): number {
  if (bytes[p] !== 123) return ~p;
  p = afterSpace(bytes, p + 1, end);
  if (bytes[p] === 125 && p < end) return p + 1;
  for (;;) {
    if (bytes[p] !== QUOTE || p >= end) return ~Math.min(p, end);
    const nameEnd = stringEnd(bytes, p, end);
    if (nameEnd < 0) return ~end;
    const name = nameAt(bytes, p + 1, nameEnd - 1);
    p = afterSpace(bytes, nameEnd, end);
    if (bytes[p] !== 58 || p >= end) return ~Math.min(p, end);
    const start = afterSpace(bytes, p + 1, end);
    if (start >= end) return ~end;
    const known = endOf(name, start);
    const stop = known >= 0 ? known : valueEnd(bytes, start, end);
    if (stop < 0) return ~end;
    visit(name, start, stop);
    p = afterSpace(bytes, stop, end);
    if (p >= end) return ~end;
    if (bytes[p] === 125) return p + 1;
    if (bytes[p] !== 44) return ~p;
    p = afterSpace(bytes, p + 1, end);
  }
}

const unknownEnd: EndFinder = () => -1;

/** Names that logs of pairs have, by their lengths: comparing bytes costs less than making a string. */
const NAMES: { name: string; bytes: Buffer }[][] = [];
for (const name of [
  ...['id', 'key', 'url', 'body', 'path', 'error', 'method', 'status', 'headers', 'primary', 'request'],
  ...['endpoint', 'excluded', 'candidate', 'latencyMs', 'secondary', 'bodyBase64'],
]) {
  NAMES[name.length] ??= [];
  NAMES[name.length].push({ name, bytes: Buffer.from(name) });
}

function nameAt(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  for (const known of NAMES[length] ?? []) {
    let i = 0;
    while (i < length && bytes[start + i] === known.bytes[i]) i++;
    if (i === length) return known.name;
  }
  return bytes.toString('latin1', start, end);
}

/** Maps of compiled code, which just-in-time compilers write for perf: a line "START SIZE NAME" for each function, in hexadecimal. */
import { lowerBound } from './symbol-frame.js';

const NEWLINE = 10;
const SPACE = 32;
const LONGEST_NAME = 4096;
/** Addresses that lines may cover, all in all: a map that is made to overlap would be gone through for hours. */
const MOST_COVERED = 100_000_000;

/** By target (ascending addresses): the name of the last line that covers it, or null. Code that moved is written again. */
export function perfMapNames(map: Uint8Array, targets: Float64Array): (string | null)[] {
  const nameAt = new Int32Array(targets.length).fill(-1);
  let left = MOST_COVERED;
  for (let at = 0; at < map.length; ) {
    let end = map.indexOf(NEWLINE, at);
    if (end < 0) end = map.length;
    const line = parseLine(map, at, end);
    if (line !== null) {
      for (
        let i = lowerBound(targets, line.start);
        i < targets.length && targets[i]! < line.start + line.size && left-- > 0;
        i++
      )
        nameAt[i] = line.nameAt;
    }
    at = end + 1;
  }
  const names = new Map<number, string>();
  return Array.from(nameAt, (at) => {
    if (at < 0) return null;
    const known = names.get(at);
    if (known !== undefined) return known;
    let end = map.indexOf(NEWLINE, at);
    if (end < 0) end = map.length;
    if (map[end - 1] === 13) end--;
    const name = Buffer.from(map.buffer, map.byteOffset + at, Math.min(end - at, LONGEST_NAME)).toString();
    names.set(at, name);
    return name;
  });
}

function parseLine(map: Uint8Array, from: number, end: number) {
  const start = hexUpTo(map, from, end);
  if (start === null) return null;
  const size = hexUpTo(map, start.next, end);
  if (size === null || size.next >= end) return null;
  return { start: start.value, size: size.value, nameAt: size.next };
}

/** A hexadecimal number, with or without 0x, and the space behind it. */
function hexUpTo(map: Uint8Array, from: number, end: number): { value: number; next: number } | null {
  let at = from;
  if (map[at] === 48 && (map[at + 1] === 120 || map[at + 1] === 88)) at += 2;
  const digits = at;
  let value = 0;
  for (; at < end && at - digits < 16; at++) {
    const byte = map[at]!;
    const digit = byte <= 57 ? byte - 48 : (byte | 32) - 87;
    if (digit < 0 || digit > 15 || (byte > 57 && digit < 10)) break;
    value = value * 16 + digit;
  }
  return at === digits || at >= end || map[at] !== SPACE ? null : { value, next: at + 1 };
}

/** Java's legacy texts: heap and contention, and the names that stand behind their samples and behind CPU profiles. */
import { unitFamily } from '../../base/units.js';
import { unsampled } from './heap.js';
import { addressesOf, type Lines } from './lines.js';
import { integer, type Named, type RawLegacy, times } from './raw.js';

/** Java's heap is sampled so, whatever its header says. */
const HEAP_RATE = 524_288;
const SAMPLE = /^(\d{1,20}) +(\d{1,20}) +@ +([ x0-9a-fA-F]*)$/;
const ATTRIBUTE = /^([\w ]{1,100})=([\w ]{1,100})$/;
const PLACE = /^0x([0-9a-fA-F]{1,16})\s+(.*)$/;

/** Whether a contention profile is Java's: it says `format = java`. The header is the same. */
export function isJavaText(text: string): boolean {
  return /^format *= *java$/m.test(text.replaceAll('\r', ''));
}

/**
 *   --- heapz 1 ---
 *   format = java
 *   resolution = bytes
 *   7048 1 @ 0x1 0x2                 bytes, objects: the other way round than elsewhere
 *    0x1 com.example.f (Source.java:12)
 */
export function readJava(isHeap: boolean, lines: Lines, raw: RawLegacy): void {
  raw.java = true;
  let unit = isHeap ? 'bytes' : 'microseconds';
  let period = 0;
  let line = lines.next();
  for (; line !== null; line = lines.next()) {
    if (line === '') continue;
    const match = ATTRIBUTE.exec(line);
    if (match === null) break;
    const [key, value] = [match[1]!.trim(), match[2]!.trim()];
    const number = Number(/^\d{1,15}$/.exec(value)?.[0] ?? Number.NaN);
    if (key === 'format' ? value !== 'java' : key !== 'resolution' && (isHeap || Number.isNaN(number)))
      throw raw.bad('bad-value', `"${line.slice(0, 80)}" is no attribute of a Java profile`, lines.number);
    if (key === 'resolution') unit = value;
    else if (key === 'sampling period') period = number;
    else if (key === 'ms since reset') raw.duration = number * 1e6;
  }
  const family = unitFamily(unit);
  const factor = family?.factor ?? 1;
  raw.types = isHeap
    ? [
        { type: 'inuse_objects', unit: 'count' },
        { type: 'inuse_space', unit: family?.base ?? unit },
      ]
    : [
        { type: 'contentions', unit: 'count' },
        { type: 'delay', unit: family?.base ?? unit },
      ];
  if (period > 0) raw.period = { type: raw.types[0]!, value: period };
  for (; line !== null; line = lines.next()) {
    if (line === '') continue;
    const match = SAMPLE.exec(line);
    if (match === null) break;
    const addresses = addressesOf(match[3]!);
    const [second, first] = [integer(match[1]!), integer(match[2]!)];
    if (addresses === null || first === null || second === null)
      throw raw.bad('bad-value', `"${line.slice(0, 80)}" does not fit 64 bits`, lines.number);
    if (isHeap && Number(first) === 0)
      throw raw.bad('bad-value', `"${line.slice(0, 80)}" has bytes in 0 objects`, lines.number);
    const bytes = isHeap ? Number(BigInt(second) / BigInt(first)) : null;
    const [count, amount] = isHeap
      ? unsampled(first, second, HEAP_RATE)
      : period > 0
        ? [times(first, period), times(second, period)]
        : [first, second];
    raw.add(
      { stack: raw.stack(addresses, lines.number), values: [count, times(amount, factor)], bytes },
      lines.number,
    );
  }
  for (; line !== null; line = lines.next()) addPlace(line, raw, lines);
}

/** The rest of the lines. */
export function readJavaPlaces(lines: Lines, raw: RawLegacy): void {
  for (let line = lines.next(); line !== null; line = lines.next()) addPlace(line, raw, lines);
}

function addPlace(line: string, raw: RawLegacy, lines: Lines): void {
  const match = PLACE.exec(line);
  if (match === null) return;
  if (raw.names.size >= raw.limits.rows) throw raw.over('rows', lines.number);
  raw.names.set(BigInt(`0x${match[1]}`), [placeOf(match[2]!.trim())]);
}

/** "com.example.f (Source.java:12)", "JVM_Sleep (/usr/lib/libjvm.so)", "GC". */
export function placeOf(text: string): Named {
  const open = text.endsWith(')') ? text.lastIndexOf(' (') : -1;
  if (open > 0) {
    const name = text.slice(0, open).trimEnd();
    const inside = text.slice(open + 2, -1);
    const colon = inside.lastIndexOf(':');
    const line = /^-?\d{1,9}$/.exec(inside.slice(colon + 1))?.[0];
    if (colon > 0 && line !== undefined)
      return { name, file: inside.slice(0, colon), line: Math.max(Number(line), 0) };
    return { name, file: inside.slice(inside.lastIndexOf('/') + 1) || null, line: 0 };
  }
  return { name: text.includes('generated stub/JIT') ? 'STUB' : text, file: null, line: 0 };
}

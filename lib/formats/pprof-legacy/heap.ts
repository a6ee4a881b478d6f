/** Heap profiles as text: gperftools', tcmalloc's, jemalloc's and Go's. */
import { exp } from '../../base/elementary.js';
import { HEAP_HEADER } from './headers.js';
import { addressesOf, isBlank, type Lines, opensMap } from './lines.js';
import { readMaps } from './maps.js';
import { callOf, integer, type RawLegacy } from './raw.js';

const SAMPLE = /^ *(-?\d{1,20}): *(-?\d{1,20}) *\[ *(\d{1,20}): *(\d{1,20}) *\] @([ x0-9a-fA-F]*)$/;

/** How the file says that it was sampled: bytes between samples, 0 for none. */
function rateOf(tag: string, rate: number): number | null {
  switch (tag) {
    case 'heap_v2':
    case 'heapz_v2':
      return rate;
    // Go writes twice the rate under the tag of an older format.
    case 'heap':
      return Math.floor(rate / 2);
    case 'heapprofile':
    case 'growthz':
    case 'fragmentationz':
      return 0;
    default:
      return null;
  }
}

export function readHeap(header: string, lines: Lines, raw: RawLegacy): void {
  const match = HEAP_HEADER.exec(header);
  const rate = match === null ? null : rateOf(match[5]!, Number(match[6] || 0));
  if (match === null || rate === null)
    throw raw.bad(
      'bad-value',
      `"${header.slice(0, 80)}" names no heap format; expected heap_v2, heap, heapprofile, growthz`,
      lines.number,
    );
  const hasAlloc = (match[3] !== match[1] && match[3] !== '0') || (match[4] !== match[2] && match[4] !== '0');
  const pair = (prefix: string) => [
    { type: `${prefix}objects`, unit: 'count' },
    { type: `${prefix}space`, unit: 'bytes' },
  ];
  raw.stated = [Number(match[1]), Number(match[2])];
  // The last one is what a reader means: what is in use.
  raw.types = hasAlloc ? [...pair('alloc_'), ...pair('inuse_')] : pair('');
  const sampled = match[5] === 'heapprofile' || rate === 0 ? 0 : rate;
  raw.period = { type: { type: 'space', unit: 'bytes' }, value: rate === 0 ? 1 : rate };
  for (let line = lines.next(); line !== null; line = lines.next()) {
    if (isBlank(line)) continue;
    if (opensMap(line)) {
      raw.maps = readMaps(lines, raw);
      return;
    }
    addSample(line, hasAlloc, sampled, lines, raw);
  }
}

function addSample(line: string, hasAlloc: boolean, rate: number, lines: Lines, raw: RawLegacy): void {
  const match = SAMPLE.exec(line);
  const addresses = match === null ? null : addressesOf(match[5]!);
  if (match === null || addresses === null)
    throw raw.bad(
      'bad-value',
      `"${line.slice(0, 80)}" is not "COUNT: BYTES [COUNT: BYTES] @ 0x…"`,
      lines.number,
    );
  const values: (number | bigint)[] = [];
  raw.counted[0] += Number(match[1]);
  raw.counted[1] += Number(match[2]);
  let bytes = 0;
  for (const [count, size] of [...(hasAlloc ? [[match[3]!, match[4]!]] : []), [match[1]!, match[2]!]]) {
    const [n, total] = [integer(count!), integer(size!)];
    if (n === null || total === null)
      throw raw.bad('bad-value', `"${line.slice(0, 80)}" does not fit 64 bits`, lines.number);
    if (Number(n) === 0 && Number(total) !== 0)
      throw raw.bad('bad-value', `"${line.slice(0, 80)}" has ${total} bytes in 0 objects`, lines.number);
    if (Number(n) !== 0) bytes = Number(BigInt(total) / BigInt(n));
    values.push(...unsampled(n, total, rate));
  }
  raw.add({ stack: raw.stack(addresses.map(callOf), lines.number), values, bytes }, lines.number);
}

/**
 * What sampling left out: an object of `size` bytes is seen with the chance 1 - exp(-size / rate), so each stands for so
 * many. Cut to whole numbers, as pprof does. Without a rate nothing is scaled.
 */
export function unsampled(
  count: number | bigint,
  size: number | bigint,
  rate: number,
): [number | bigint, number | bigint] {
  const [n, total] = [Number(count), Number(size)];
  if (rate <= 1) return [count, size];
  if (n === 0 || total === 0) return [0, 0];
  const scale = 1 / (1 - exp(-(total / n) / rate));
  return [whole(n * scale), whole(total * scale)];
}

function whole(value: number): number | bigint {
  const cut = Math.trunc(value);
  return Number.isSafeInteger(cut) || !Number.isFinite(cut) ? cut : BigInt(cut);
}

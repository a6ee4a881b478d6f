/** gperftools' CPU profile: words of four or eight bytes in either order, then text. */

import { readJavaPlaces } from './java.js';
import { Lines } from './lines.js';
import { readMaps } from './maps.js';
import { callOf, type RawLegacy, times } from './raw.js';
import { HEADER_WORDS, reader, type Words } from './words.js';

/** What `google-pprof --raw` writes for the period. */
const PRINTED_PERIOD = 1;
/** One sample in so many may differ and the second frame still be the signal handler's. */
const SIMILAR = 32;
const HANDLER_FRAMES = 2;

/**
 *   count, depth, address * depth     a sample, leaf first
 *   0, 1, 0                           the end; behind it a memory map, or for Java the names
 *
 * `google-pprof --raw` prints every kind of profile so, with a period of 1 and without an end, its addresses those of the
 * calls and its handler's frames gone.
 */
export function readCpu(words: Words, raw: RawLegacy): void {
  const { bytes, size, littleEndian, java } = words;
  const word = reader(bytes, size, littleEndian);
  const period = words.period * 1000;
  raw.java = java;
  const samples: { count: number | bigint; stack: bigint[] }[] = [];
  let at = HEADER_WORDS * size;
  for (let ended = false; !ended; ) {
    if (at === bytes.length && raw.symbolized && words.period === PRINTED_PERIOD) {
      raw.printed = true;
      break;
    }
    if (at + 2 * size > bytes.length)
      throw raw.bad(
        'truncated',
        `the samples end at byte ${at} without the words 0, 1, 0 behind them; fetch the file again`,
        0,
      );
    const count = word(at);
    const depth = word(at + size);
    if (depth > BigInt(Math.floor((bytes.length - at) / size) - 2))
      throw raw.bad(
        'truncated',
        `the sample at byte ${at} claims ${depth} addresses, and ${bytes.length - at} bytes remain; fetch the file again`,
        0,
      );
    if (Number(depth) > raw.limits.stackDepth) throw raw.over('stackDepth', 0);
    if (samples.length >= raw.limits.samples) throw raw.over('samples', 0);
    const stack = Array.from({ length: Number(depth) }, (_, i) => word(at + (2 + i) * size));
    at += (2 + stack.length) * size;
    ended = count === 0n && stack.length === 1 && stack[0] === 0n;
    if (count > 0x7fffffffffffffffn) throw raw.bad('bad-value', `a sample at byte ${at} counts ${count}`, 0);
    if (!ended) samples.push({ count: Number.isSafeInteger(Number(count)) ? Number(count) : count, stack });
  }
  const types = [
    { type: 'samples', unit: 'count' },
    { type: 'cpu', unit: 'nanoseconds' },
  ];
  raw.types = raw.printed ? types.slice(0, 1) : types;
  raw.period = raw.printed ? null : { type: types[1]!, value: period };
  if (!java && !raw.printed) {
    for (const { stack } of samples) for (let i = 1; i < stack.length; i++) stack[i] = callOf(stack[i]!);
    stripHandler(samples.map(({ stack }) => stack));
  }
  for (const { count, stack } of samples)
    raw.add(
      {
        stack: raw.stack(stack, 0),
        values: raw.printed ? [count] : [count, times(count, period)],
        bytes: null,
      },
      0,
    );
  const lines = new Lines(bytes, at);
  if (java) readJavaPlaces(lines, raw);
  else raw.maps = readMaps(lines, raw);
}

/**
 * If nearly all samples have the same second frame it is that of the signal handler, which the profiler pushed itself; it
 * may have pushed two. And the leaf may stand twice, once from the signal's context and once, less 1, from unwinding.
 */
function stripHandler(stacks: readonly bigint[][]): void {
  const enough = stacks.length - Math.floor(stacks.length / SIMILAR);
  for (let round = 0; round < HANDLER_FRAMES; round++) {
    const counts = new Map<bigint, number>();
    for (const stack of stacks) if (stack.length > 1) counts.set(stack[1]!, (counts.get(stack[1]!) ?? 0) + 1);
    const handler = [...counts].find(([, count]) => count >= enough)?.[0];
    if (handler === undefined) break;
    for (const stack of stacks) if (stack[1] === handler) stack.splice(1, 1);
  }
  for (const stack of stacks) if (stack.length > 1 && stack[0] === stack[1]! + 1n) stack.splice(1, 1);
}

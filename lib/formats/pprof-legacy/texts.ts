/** Legacy texts beside the heap: contention, Go's counts, threads. */
import { COUNT_HEADER, THREADZ_HEADER } from './headers.js';
import { addressesOf, isBlank, type Lines, opensMap } from './lines.js';
import { readMaps } from './maps.js';
import { callOf, integer, type RawLegacy, times } from './raw.js';

const THREAD = /^--- Thread ([0-9a-fA-F]+) \(name: (.*)\/(\d+)\) stack: ---/;
const CONTENTION_SAMPLE = /^(\d{1,20}) +(\d{1,20}) @([ x0-9a-fA-F]*)$/;
const COUNT_SAMPLE = /^(\d{1,20}) @((?: 0x[0-9a-fA-F]+)*)$/;

/**
 *   --- contentionz 1 ---
 *   cycles/second = 2000000000
 *   sampling period = 100
 *    500 3 @ 0x400100 0x400200        cycles that were waited, how often
 */
export function readContention(lines: Lines, raw: RawLegacy): void {
  raw.types = [
    { type: 'contentions', unit: 'count' },
    { type: 'delay', unit: 'nanoseconds' },
  ];
  let hertz = 0;
  let period = 1;
  let line = lines.next();
  for (; line !== null; line = lines.next()) {
    if (isBlank(line)) continue;
    const at = line.indexOf('=');
    if (line.startsWith('---') || at === -1) break;
    const key = line.slice(0, at).trim();
    const value = Number(/^\d{1,15}$/.exec(line.slice(at + 1).trim())?.[0] ?? Number.NaN);
    if (Number.isNaN(value)) throw raw.bad('bad-value', `"${line.slice(0, 80)}" has no number`, lines.number);
    if (key === 'cycles/second') hertz = value;
    else if (key === 'sampling period') period = value;
    else if (key === 'ms since reset') raw.duration = value * 1e6;
    else if (key !== 'discarded samples')
      throw raw.bad(
        'bad-value',
        `"${key.slice(0, 40)}" is no attribute of a contention profile`,
        lines.number,
      );
  }
  raw.period = { type: raw.types[0]!, value: period };
  for (; line !== null; line = lines.next()) {
    if (opensMap(line)) raw.maps = readMaps(lines, raw);
    if (line.startsWith('---') || opensMap(line)) return;
    if (isBlank(line)) continue;
    const match = CONTENTION_SAMPLE.exec(line);
    const addresses = match === null ? null : addressesOf(match[3]!);
    const [cycles, count] = [integer(match?.[1] ?? ''), integer(match?.[2] ?? '')];
    if (match === null || addresses === null || cycles === null || count === null)
      throw raw.bad('bad-value', `"${line.slice(0, 80)}" is not "DELAY COUNT @ 0x…"`, lines.number);
    const scaled = period > 0;
    const delay = scaled && hertz > 0 ? whole((Number(cycles) * period) / (hertz / 1e9)) : cycles;
    raw.add(
      {
        stack: raw.stack(addresses.map(callOf), lines.number),
        values: [scaled ? times(count, period) : count, delay],
        bytes: null,
      },
      lines.number,
    );
  }
}

/** `goroutine profile: total 5`, then `2 @ 0x400100 0x400200`; lines with # are for people. */
export function readCounts(header: string, lines: Lines, raw: RawLegacy): void {
  raw.types = [{ type: COUNT_HEADER.exec(header)![1]!, unit: 'count' }];
  raw.period = { type: raw.types[0]!, value: 1 };
  raw.stated = [Number(/\d+$/.exec(header)![0]), null];
  for (let line = lines.next(); line !== null; line = lines.next()) {
    if (isBlank(line)) continue;
    if (opensMap(line)) raw.maps = readMaps(lines, raw);
    if (line.startsWith('---') || opensMap(line)) return;
    const match = COUNT_SAMPLE.exec(line);
    const addresses = match === null ? null : addressesOf(match[2]!);
    const count = integer(match?.[1] ?? '');
    if (match === null || addresses === null || count === null)
      throw raw.bad('bad-value', `"${line.slice(0, 80)}" is not "COUNT @ 0x…"`, lines.number);
    raw.counted[0] += Number(count);
    raw.add(
      { stack: raw.stack(addresses.map(callOf), lines.number), values: [count], bytes: null },
      lines.number,
    );
  }
}

/** One stack for each thread, or a line that says it is that of the thread before. */
export function readThreads(first: string, lines: Lines, raw: RawLegacy): void {
  raw.types = [{ type: 'thread', unit: 'count' }];
  raw.period = { type: raw.types[0]!, value: 1 };
  let line: string | null = first;
  if (THREADZ_HEADER.test(first))
    do line = lines.next();
    while (line !== null && !line.startsWith('-') && !opensMap(line));
  while (line !== null && !opensMap(line)) {
    if (line.startsWith('---- no stack trace for')) break;
    if (!THREAD.test(line))
      throw raw.bad(
        'bad-value',
        `"${line.slice(0, 80)}" is not "--- Thread ID (name: NAME/TID) stack: ---"`,
        lines.number,
      );
    const stack: bigint[] = [];
    let same = false;
    for (line = lines.next(); line !== null && !line.startsWith('---'); line = lines.next()) {
      if (line.includes('same as previous thread')) same = true;
      const addresses = addressesOf(line);
      if (addresses === null)
        throw raw.bad('bad-value', `an address of "${line.slice(0, 80)}" does not fit 64 bits`, lines.number);
      if (stack.length + addresses.length > raw.limits.stackDepth) throw raw.over('stackDepth', lines.number);
      stack.push(...addresses);
    }
    const last = raw.samples[raw.samples.length - 1];
    if (!same && stack.length > 0) {
      const calls = stack.map((address, i) => (i === 0 ? address : callOf(address)));
      raw.add({ stack: raw.stack(calls, lines.number), values: [1], bytes: null }, lines.number);
    } else if (last !== undefined)
      raw.samples[raw.samples.length - 1] = { ...last, values: [Number(last.values[0]) + 1] };
  }
  for (; line !== null; line = lines.next()) {
    if (!opensMap(line)) continue;
    raw.maps = readMaps(lines, raw);
    return;
  }
}

function whole(value: number): number | bigint {
  const cut = Math.trunc(value);
  return Number.isSafeInteger(cut) || !Number.isFinite(cut) ? cut : BigInt(cut);
}

/** Reads the profiles that pprof knew before protobuf: tells which of them it is and hands it on. */
import { atByte, ProfileError } from '../../base/errors.js';
import type { Profile } from '../../profile/profile.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { assemble } from './assemble.js';
import { readCpu } from './cpu.js';
import {
  CONTENTION_HEADER,
  COUNT_HEADER,
  HEAP_HEADER,
  JAVA_CONTENTION,
  JAVA_HEAP,
  SYMBOLS,
  THREAD_HEADER,
  THREADZ_HEADER,
} from './headers.js';
import { readHeap } from './heap.js';
import { isJavaText, readJava } from './java.js';
import { isBlank, Lines } from './lines.js';
import { type Named, RawLegacy } from './raw.js';
import { readContention, readCounts, readThreads } from './texts.js';
import { cpuWords } from './words.js';

/** These files are kept whole while they are read: their maps and names stand at the end. Real ones have a few megabytes. */
const MAX_BYTES = 2 ** 28;
const HEAD = 4096;
const NEWLINE = 10;
/** Blocks of `google-pprof --raw` that hold the profile behind the symbols. */
const RAW_BLOCK = /^--- (profile|heap|growth|contention|thread|symbol|procmaps)$/;

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const bytes = await wholeOf(source, context);
  const raw = new RawLegacy(source.name, context.limits);
  readAny(bytes, raw);
  if (raw.samples.length === 0) throw raw.bad('empty', 'there is no sample in it', 0);
  // Words without text behind them end in one that is 0.
  if (bytes[bytes.length - 1] !== NEWLINE && bytes[bytes.length - 1] !== 0)
    context.diagnostics.note(
      'no-final-newline',
      'the last line has no line end: if the file was cut, its count is too small',
      atByte(source.name, null),
    );
  return assemble(raw, sourceOf(source, 'pprof-legacy'), context);
}

async function wholeOf(source: ByteSource, context: ReadContext): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.chunks()) {
    size += chunk.length;
    if (size > MAX_BYTES)
      throw new ProfileError(
        'limit',
        `a legacy profile of more than ${MAX_BYTES} bytes is not read`,
        atByte(source.name, null),
      );
    chunks.push(chunk.slice());
    context.onBytes?.(size);
  }
  if (size === 0) throw new ProfileError('empty', 'the file is empty', atByte(source.name, 0));
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

function readAny(bytes: Uint8Array, raw: RawLegacy): void {
  const words = cpuWords(bytes);
  if (words !== null) {
    readCpu(words, raw);
    return;
  }
  const lines = new Lines(bytes);
  let first = lines.next();
  while (first !== null && isBlank(first)) first = lines.next();
  if (first === SYMBOLS) readSymbolized(bytes, lines, raw);
  else if (first !== null && HEAP_HEADER.test(first)) readHeap(first, lines, raw);
  else if (first === JAVA_HEAP) readJava(true, lines, raw);
  else if (first === JAVA_CONTENTION && isJavaText(new TextDecoder().decode(bytes.subarray(0, HEAD))))
    readJava(false, lines, raw);
  else if (first !== null && CONTENTION_HEADER.test(first)) readContention(lines, raw);
  else if (first !== null && COUNT_HEADER.test(first)) readCounts(first, lines, raw);
  else if (first !== null && (THREADZ_HEADER.test(first) || THREAD_HEADER.test(first)))
    readThreads(first, lines, raw);
  else throw raw.bad('bad-value', 'it begins like no legacy profile', Math.max(lines.number, 1));
}

/**
 *   --- symbol
 *   binary=/bin/app
 *   0x0000000000400100 main
 *   ---
 *   --- profile                       then the profile as if it stood alone
 */
function readSymbolized(bytes: Uint8Array, lines: Lines, raw: RawLegacy): void {
  const names: [bigint, string][] = [];
  for (let line = lines.next(); line !== '---'; line = lines.next()) {
    if (line === null) throw raw.bad('truncated', 'the block of symbols has no end ("---")', lines.number);
    const match = /^0x([0-9a-fA-F]{1,16})\s+(\S.*)$/.exec(line);
    if (match === null) continue;
    if (names.length >= raw.limits.rows) throw raw.over('rows', lines.number);
    names.push([BigInt(`0x${match[1]}`), match[2]!]);
  }
  const block = lines.next();
  if (block === null || !RAW_BLOCK.test(block) || block === SYMBOLS)
    throw raw.bad(
      'bad-value',
      `behind the symbols stands "${(block ?? '').slice(0, 40)}"; expected "--- profile" or "--- heap"`,
      lines.number,
    );
  raw.symbolized = true;
  readAny(bytes.subarray(lines.at), raw);
  for (const [address, name] of names) raw.names.set(address, symbolsOf(name));
}

/** "outer(int)<0000000000001234>--inlined": where several functions have a name, google-pprof adds where each begins. */
function symbolsOf(text: string): Named[] {
  return text.split('--').map((name) => {
    const own = name.replace(/<[0-9a-f]{8,16}>$/, '');
    return { name: own === '' ? name : own, file: null, line: 0 };
  });
}

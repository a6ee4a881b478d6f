/** Opens shadow logs, tells their formats by their first bytes, and compares every pair while they stream by. */
import { atByte, ProfileError } from '../base/errors.js';
import { DEFAULT_LIMITS, type Limits } from '../formats/format.js';
import type { Input, NamedInput } from '../formats/read.js';
import { openSource } from '../formats/source.js';
import type { Pair } from './answer.js';
import { looksLikeGoReplay, readGoReplay } from './goreplay.js';
import { looksLikeHar, readHarPair } from './har.js';
import { readPairLines } from './pair-lines.js';
import { type Parity, type ParityFile, parityOf } from './parity.js';
import { type ParityRules, RuleBook } from './rules.js';
import { Tally } from './tally.js';

export interface ParityOptions {
  readonly rules?: ParityRules | undefined;
  /** Endpoints and statuses with fewer compared pairs are "not verified"; default 300, which without a mismatch bound 1 %. */
  readonly fewestCompared?: number | undefined;
  /** Shows the values of examples; default false, since answers hold what is private. */
  readonly showValues?: boolean | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((name: string, bytes: number) => void) | undefined;
}

/** Characters that tell a format. */
const HEAD = 4096;

type Source = ReturnType<typeof openSource>;

/**
 * Compares the pairs of shadow logs: lines of JSON as docs/schema/parity-log.schema.json has them, GoReplay files, or two HAR files,
 * old and new. Paths, bytes or streams; gzip anywhere. Memory does not grow with the log. Throws ProfileError.
 */
export async function verifyParity(
  inputs: readonly (Exclude<Input, object> | Uint8Array | AsyncIterable<Uint8Array> | NamedInput)[],
  options: ParityOptions = {},
): Promise<Parity> {
  if (inputs.length === 0) throw new ProfileError('usage', 'no shadow log was given');
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const tally = new Tally(new RuleBook(options.rules), options.showValues === true);
  const files: ParityFile[] = [];
  let waiting: Source | null = null;
  const open: Source[] = [];
  try {
    for (const input of inputs) {
      const source = opened(input, limits, options);
      open.push(source);
      const head = Buffer.from(await source.peek(HEAD)).toString('utf8');
      if (head.length === 0) throw new ProfileError('empty', 'has no bytes', atByte(source.name, null));
      const before = tally.pairs;
      const add = (pair: Pair): void => tally.add(pair, source.name);
      const onBytes = (bytes: number): void => options.onProgress?.(source.name, bytes);
      if (looksLikeHar(head)) {
        if (waiting === null) {
          waiting = source;
          continue;
        }
        const old: Source = waiting;
        waiting = null;
        await readHarPair(old, source, limits.messageBytes * 8, (pair) => tally.add(pair, old.name));
        files.push({ name: old.name, format: 'har', pairs: tally.pairs - before });
        files.push({ name: source.name, format: 'har', pairs: tally.pairs - before });
      } else if (looksLikeGoReplay(head)) {
        await readGoReplay(source, limits.messageBytes, add, onBytes);
        files.push({ name: source.name, format: 'goreplay', pairs: tally.pairs - before });
      } else if (/^\uFEFF?\s*\{/.test(head)) {
        await readPairLines(source, limits.messageBytes, add, onBytes);
        files.push({ name: source.name, format: 'pairs', pairs: tally.pairs - before });
      } else
        throw new ProfileError(
          'unknown-format',
          'is no shadow log: expected lines of JSON, a GoReplay file, or two HAR files',
          atByte(source.name, 0),
        );
    }
    if (waiting !== null)
      throw new ProfileError(
        'usage',
        `${waiting.name} is a HAR file alone; give the old one and the new one`,
      );
  } finally {
    for (const source of open) await source.close();
  }
  if (tally.pairs === 0) throw new ProfileError('empty', `${files[0]!.name}: there is no pair in it`);
  return parityOf(tally, files, options.fewestCompared);
}

function opened(
  input: string | Uint8Array | AsyncIterable<Uint8Array> | NamedInput,
  limits: Limits,
  options: ParityOptions,
): Source {
  const named = typeof input === 'object' && 'input' in input && 'name' in input;
  const given = named ? (input.input as string | Uint8Array | AsyncIterable<Uint8Array>) : input;
  return openSource(given, {
    name: named ? input.name : undefined,
    limits,
    hash: false,
    signal: options.signal,
  });
}

/** Opens inputs: files, streams and bytes become a ByteSource, gunzipped in the stream. The only file of lib/ that touches the file system. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { sep } from 'node:path';
import type { TransformOptions } from 'node:stream';
import { createGunzip, type ZlibOptions } from 'node:zlib';
import { atByte, ProfileError } from '../base/errors.js';
import type { FileOpener } from '../symbols/binary-file.js';
import type { ByteSource, Limits } from './format.js';
import { streamChunks } from './stream-chunks.js';

/** What `openSource` takes: a path, bytes in memory, or anything that yields byte chunks (which it must not write to again). */
export type Input = string | Uint8Array | AsyncIterable<Uint8Array>;

export interface OpenOptions {
  /** Begins every message about the input; default the path, or "<bytes>" / "<stream>". */
  readonly name?: string | undefined;
  readonly limits: Limits;
  /** Compute the SHA-256 of the bytes as given. */
  readonly hash: boolean;
  readonly signal?: AbortSignal | undefined;
}

const CHUNK_BYTES = 1 << 18;
/** Each read costs a turn of the event loop. */
const FILE_CHUNK_BYTES = 1 << 19;
/** How far reading and inflating may run ahead of the parser: without it they take turns instead of working side by side. */
const AHEAD_BYTES = 1 << 22;
/** File buffers in use at once: what gunzip may hold (AHEAD_BYTES, and one more that it works on), the one being read, and two to spare. */
const FILE_BUFFERS = AHEAD_BYTES / FILE_CHUNK_BYTES + 4;
/** Below this much output a high ratio is harmless: small files compress absurdly well. */
const RATIO_FREE_BYTES = 64 * 2 ** 20;
/** One layer, as pprof has it: a file gzipped twice is an accident that its owner should hear of. */
const MAX_GZIP_LAYERS = 1;

/** Errors surface when the first byte is asked for. Throws ProfileError 'unreadable', 'truncated', 'bad-encoding', 'limit' or 'aborted' from there. */
export function openSource(input: Input, options: OpenOptions): ByteSource & { close(): Promise<void> } {
  const name =
    options.name ??
    (typeof input === 'string' ? input : input instanceof Uint8Array ? '<bytes>' : '<stream>');
  if (typeof input !== 'string' && !(input instanceof Uint8Array) && !yieldsChunks(input))
    throw new ProfileError(
      'usage',
      `${options.name ?? 'an input'} is ${Object.prototype.toString.call(input)}; expected a path, a Uint8Array, a stream of bytes or a Profile of pprof-format`,
    );
  return new PeekableSource(name, input, options);
}

/** Types hold for TypeScript alone: what comes from JavaScript may be anything. */
function yieldsChunks(input: unknown): boolean {
  return typeof input === 'object' && input !== null && Symbol.asyncIterator in input;
}

/**
 * Opens object files for their symbols: regular files only, and under a directory only what really lies in it. Reading is
 * synchronous: which bytes are needed depends on the bytes before.
 */
export const localFiles: FileOpener = {
  get user() {
    try {
      return userInfo().uid;
    } catch {
      // A user id without a name, as containers have: then only root's files are trusted.
      return -1;
    }
  },
  open(path, under) {
    try {
      const real = realpathSync(path);
      if (under !== null && !real.startsWith(`${realpathSync(under).replace(/\/+$/, '')}${sep}`)) return null;
      // Opening a pipe would wait for its other end.
      if (!statSync(real).isFile()) return null;
      const file = openSync(real, 'r');
      const { size, uid } = fstatSync(file);
      return {
        size,
        owner: uid,
        read: (offset, length) => readAt(file, offset, length),
        close: () => closeSync(file),
      };
    } catch {
      return null;
    }
  },
};

/** Fewer bytes where the file ends, or cannot be read. */
function readAt(file: number, offset: number, length: number): Uint8Array {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length <= 0)
    return new Uint8Array(0);
  const { size } = fstatSync(file);
  const room = size > 0 ? Math.min(length, Math.max(0, size - offset)) : Math.min(length, 1 << 20);
  const bytes = new Uint8Array(room);
  let read = 0;
  try {
    while (read < room) {
      const more = readSync(file, bytes, read, room - read, offset + read);
      if (more === 0) break;
      read += more;
    }
  } catch {
    return bytes.subarray(0, read);
  }
  return bytes.subarray(0, read);
}

class PeekableSource implements ByteSource {
  readonly name: string;
  size: number | null = null;
  readonly #hash;
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #limits: Limits;
  #digest: string | null = null;
  #held: Uint8Array[] = [];
  #ended = false;
  #file: FileHandle | null = null;

  constructor(name: string, input: Input, options: OpenOptions) {
    this.name = name;
    if (input instanceof Uint8Array) this.size = input.length;
    this.#limits = options.limits;
    this.#hash = options.hash ? createHash('sha256') : null;
    this.#iterator = this.#plain(this.#given(input, options.signal))[Symbol.asyncIterator]();
  }

  async peek(length: number): Promise<Uint8Array> {
    let held = this.#held.reduce((sum, chunk) => sum + chunk.length, 0);
    while (held < length && !this.#ended) {
      const { value, done } = await this.#iterator.next();
      if (done === true) {
        this.#ended = true;
      } else {
        this.#held.push(value.slice());
        held += value.length;
      }
    }
    if (this.#held.length > 1) this.#held = [Buffer.concat(this.#held)];
    return (this.#held[0] ?? new Uint8Array(0)).subarray(0, length);
  }

  async *chunks(): AsyncIterable<Uint8Array> {
    const held = this.#held;
    this.#held = [];
    yield* held;
    while (!this.#ended) {
      const { value, done } = await this.#iterator.next();
      if (done === true) this.#ended = true;
      else yield value;
    }
  }

  /** Needed where the chunks were not read to their end: detection may refuse after a peek. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  sha256(): string | null {
    return this.#digest;
  }

  /** The bytes as given, hashed on the way, with every failure told as ours. */
  async *#given(input: Input, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    const hash = this.#hash;
    let bytes = 0;
    const pieces =
      typeof input === 'string' ? this.#fromFile(input) : input instanceof Uint8Array ? slices(input) : input;
    try {
      for await (const chunk of pieces) {
        // A stream with an encoding gives text, in which bytes are lost already.
        if (!(chunk instanceof Uint8Array))
          throw new ProfileError('usage', `${this.name}: yields ${typeof chunk}s; expected chunks of bytes`);
        if (signal?.aborted === true) throw new ProfileError('aborted', `${this.name}: reading was aborted`);
        bytes += chunk.length;
        if (bytes > this.#limits.bytes) throw this.#overLimit('bytes', this.#limits.bytes);
        hash?.update(chunk);
        yield chunk;
      }
    } catch (error) {
      if (error instanceof ProfileError) throw error;
      throw new ProfileError(
        'unreadable',
        `${reason(error)}; check the path and its permissions`,
        atByte(this.name, null),
        { cause: error },
      );
    }
    this.#digest = hash?.digest('hex') ?? null;
  }

  async *#fromFile(path: string): AsyncGenerator<Uint8Array> {
    const file = await open(path, 'r');
    this.#file = file;
    try {
      const status = await file.stat();
      if (status.isDirectory()) {
        throw new ProfileError(
          'unreadable',
          'is a directory; name the profile files in it, or a glob such as "DIR/*.pb.gz"',
          atByte(this.name, null),
        );
      }
      if (status.isFile()) this.size = status.size;
      // Buffers in turn: a chunk stays as it is while gunzip has it queued.
      const buffers: Buffer[] = [];
      const readInto = (turn: number): Promise<{ bytesRead: number }> => {
        buffers[turn] ??= Buffer.allocUnsafeSlow(FILE_CHUNK_BYTES);
        return file.read(buffers[turn], 0, FILE_CHUNK_BYTES, null);
      };
      let reading = readInto(0);
      for (let turn = 0; ; ) {
        const { bytesRead } = await reading;
        if (bytesRead === 0) return;
        const chunk = buffers[turn]!.subarray(0, bytesRead);
        turn = (turn + 1) % FILE_BUFFERS;
        // The next chunk is read while this one is parsed. Should nobody ask for it, its failure concerns nobody.
        reading = readInto(turn);
        reading.catch(() => undefined);
        yield chunk;
      }
    } finally {
      await this.close();
    }
  }

  /** Unwraps gzip. */
  async *#plain(bytes: AsyncGenerator<Uint8Array>, layer = 0): AsyncGenerator<Uint8Array> {
    const first = await firstBytes(bytes, 4);
    if (isZstd(first.head)) {
      throw new ProfileError(
        'unsupported',
        'is compressed with zstd, which this version does not read; decompress it first (zstd -d)',
        atByte(this.name, 0),
      );
    }
    if (!isGzip(first.head)) {
      yield* first.all;
    } else if (layer === MAX_GZIP_LAYERS) {
      throw new ProfileError('bad-encoding', 'is gzipped twice over; gunzip it once', atByte(this.name, 0));
    } else {
      yield* this.#plain(this.#gunzip(first.all), layer + 1);
    }
  }

  /** zlib works in its own thread, so the reader parses one chunk while the next is inflated. */
  async *#gunzip(bytes: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
    const options: ZlibOptions & TransformOptions = {
      chunkSize: CHUNK_BYTES,
      readableHighWaterMark: CHUNK_BYTES,
      writableHighWaterMark: AHEAD_BYTES,
    };
    const gunzip = createGunzip(options);
    let given = 0;
    let made = 0;
    const feed = async (): Promise<void> => {
      for await (const chunk of bytes) {
        given += chunk.length;
        if (gunzip.destroyed) return;
        // Closed comes without a drain where the parser has stopped: then the next turn ends the reading.
        if (!gunzip.write(chunk)) await Promise.race([once(gunzip, 'drain'), once(gunzip, 'close')]);
      }
      gunzip.end();
    };
    const feeding = feed().catch((error: Error) => {
      gunzip.destroy(error);
    });
    try {
      for await (const chunk of streamChunks(gunzip, AHEAD_BYTES)) {
        made += chunk.length;
        if (made > this.#limits.bytes) throw this.#overLimit('bytes', this.#limits.bytes);
        if (made > RATIO_FREE_BYTES && made > given * this.#limits.ratio)
          throw this.#overLimit('ratio', this.#limits.ratio);
        yield chunk;
      }
      await feeding;
    } catch (error) {
      if (error instanceof ProfileError) throw error;
      const code = (error as NodeJS.ErrnoException).code;
      const cut = code === 'Z_BUF_ERROR';
      throw new ProfileError(
        cut ? 'truncated' : 'bad-encoding',
        cut
          ? `the gzip stream ends early, after ${given} compressed bytes; fetch the file again`
          : `gunzip failed within the first ${given} compressed bytes: ${reason(error)}; fetch the file again`,
        atByte(this.name, null),
        { cause: error },
      );
    } finally {
      gunzip.destroy();
    }
  }

  #overLimit(limit: 'bytes' | 'ratio', bound: number): ProfileError {
    return new ProfileError(
      'limit',
      `decompresses beyond the limit ${limit}=${bound}; raise limits.${limit} if the file is trusted`,
      atByte(this.name, null),
    );
  }
}

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

/** Takes at least `length` bytes off a stream (fewer at its end) and gives them back in front of the rest. */
async function firstBytes(
  bytes: AsyncGenerator<Uint8Array>,
  length: number,
): Promise<{ head: Uint8Array; all: AsyncGenerator<Uint8Array> }> {
  const taken: Uint8Array[] = [];
  let size = 0;
  while (size < length) {
    const { value, done } = await bytes.next();
    if (done === true) break;
    taken.push(size === 0 && value.length >= length ? value : value.slice());
    size += value.length;
  }
  const head = taken.length === 1 ? taken[0]! : Buffer.concat(taken);
  async function* all(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    yield* bytes;
  }
  return { head: head.subarray(0, length), all: all() };
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

function isZstd(head: Uint8Array): boolean {
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return message;
}

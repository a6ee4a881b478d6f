/** The compressed records of a recording: all payloads together are one zstd stream, flushed after each and never ended. */
import { Decompress } from 'fzstd';
import { atByte, ProfileError } from '../../base/errors.js';
import type { Limits } from '../format.js';

const MAX_WINDOW = 128 * 2 ** 20;
const RATIO_FREE_BYTES = 64 * 2 ** 20;
const MAGIC = 0xfd2fb528;

/** Push payloads in order; what they hold is given to `take` during the push. Throws 'bad-encoding' and 'limit'. */
export class ZstdStream {
  readonly #name: string;
  readonly #limits: Limits;
  readonly #decompress: Decompress;
  #given = 0;
  #made = 0;

  constructor(name: string, limits: Limits, take: (bytes: Uint8Array) => void) {
    this.#name = name;
    this.#limits = limits;
    this.#decompress = new Decompress((bytes) => {
      this.#made += bytes.length;
      this.#check();
      take(bytes);
    });
  }

  push(payload: Uint8Array, fileOffset: number): void {
    if (payload.length === 0) return;
    if (this.#given === 0 || startsFrame(payload)) this.#checkWindow(payload, fileOffset);
    this.#given += payload.length;
    try {
      this.#decompress.push(payload);
    } catch (error) {
      if (error instanceof ProfileError) throw error;
      throw new ProfileError(
        'bad-encoding',
        `a compressed record is no valid zstd: ${(error as Error).message}`,
        atByte(this.#name, fileOffset),
        { cause: error },
      );
    }
  }

  #check(): void {
    const { bytes, ratio } = this.#limits;
    const over = this.#made > bytes ? `bytes=${bytes}` : null;
    const wide = this.#made > RATIO_FREE_BYTES && this.#made > this.#given * ratio ? `ratio=${ratio}` : null;
    if (over === null && wide === null) return;
    throw new ProfileError(
      'limit',
      `decompresses beyond the limit ${over ?? wide}; raise it in limits if the file is trusted`,
      atByte(this.#name, null),
    );
  }

  /** The window is memory that the stream asks for before it gives anything. */
  #checkWindow(payload: Uint8Array, fileOffset: number): void {
    if (!startsFrame(payload))
      throw new ProfileError(
        'bad-encoding',
        'the first compressed record does not begin a zstd stream',
        atByte(this.#name, fileOffset),
      );
    const window = windowBytes(payload);
    if (window > MAX_WINDOW)
      throw new ProfileError(
        'limit',
        `the compressed records ask for a window of ${window} bytes; the limit is ${MAX_WINDOW}`,
        atByte(this.#name, fileOffset),
      );
  }
}

function startsFrame(bytes: Uint8Array): boolean {
  return bytes.length >= 6 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === MAGIC;
}

/** RFC 8878, 3.1.1.1: the window descriptor, or the content's size where the frame is one segment. */
function windowBytes(frame: Uint8Array): number {
  const descriptor = frame[4]!;
  if ((descriptor & 0x20) === 0) {
    const log = 10 + (frame[5]! >> 3);
    return 2 ** log * (1 + (frame[5]! & 7) / 8);
  }
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const sizeBytes = [1, 2, 4, 8][descriptor >> 6]!;
  let size = 0;
  for (let i = sizeBytes - 1; i >= 0; i--) size = size * 256 + (frame[5 + dictionary + i] ?? 0);
  return size + (sizeBytes === 2 ? 256 : 0);
}

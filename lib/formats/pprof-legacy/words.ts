/** The binary form of gperftools' CPU profile: words of four or eight bytes in either order, and the header that tells which. */

/** How the words are written, and where they begin. */
export interface Words {
  readonly bytes: Uint8Array;
  readonly size: 4 | 8;
  readonly littleEndian: boolean;
  /** The program is Java: names follow, and the numbers are no addresses. */
  readonly java: boolean;
  /** Microseconds between samples. */
  readonly period: number;
}

export const HEADER_WORDS = 5;
const MAX_PERIOD = 1e12;

/** The header is 0, 3, 0 or 1, the period, 0. Null where the bytes have none. */
export function cpuWords(bytes: Uint8Array): Words | null {
  for (const size of [4, 8] as const) {
    for (const littleEndian of [true, false]) {
      if (bytes.length < HEADER_WORDS * size) continue;
      const word = reader(bytes, size, littleEndian);
      const period = Number(word(3 * size));
      const java = word(2 * size);
      if (
        word(0) === 0n &&
        word(size) === 3n &&
        java <= 1n &&
        period > 0 &&
        period < MAX_PERIOD &&
        word(4 * size) === 0n
      )
        return { bytes, size, littleEndian, java: java === 1n, period };
    }
  }
  return null;
}

/** The word at a byte. */
export function reader(bytes: Uint8Array, size: 4 | 8, littleEndian: boolean): (at: number) => bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return size === 4
    ? (at) => BigInt(view.getUint32(at, littleEndian))
    : (at) => view.getBigUint64(at, littleEndian);
}

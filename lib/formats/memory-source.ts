/** A ByteSource over bytes in memory that are not compressed. */
import type { ByteSource } from './format.js';

/** `chunkBytes` cuts the bytes into chunks of that size, for readers that must not care. */
export function memorySource(name: string, bytes: Uint8Array, chunkBytes = bytes.length): ByteSource {
  return {
    name,
    size: bytes.length,
    peek: async (length) => bytes.subarray(0, length),
    async *chunks() {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    },
    sha256: () => null,
  };
}

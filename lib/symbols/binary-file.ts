/** Files as this layer sees them: it opens none by itself, and believes nothing that they say. */

/** A file with bytes anywhere in it. */
export interface BinaryFile {
  readonly size: number;
  /** User id of its owner. */
  readonly owner: number;
  /** Bytes from `offset` on; fewer where the file ends. The caller may keep them. */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

/** How files are opened; null where there is none, or none that may be read. */
export interface FileOpener {
  /** `under`: the directory that the file must really lie in, whatever links and dots the path holds; null for anywhere. */
  open(path: string, under: string | null): BinaryFile | null;
  /** User id of this process. */
  readonly user: number;
}

/** All bytes of a file; null beyond `limit`. */
export function wholeFile(file: BinaryFile, limit: number): Uint8Array | null {
  if (file.size > limit) return null;
  // Files of /proc claim to be empty.
  if (file.size > 0) return file.read(0, file.size);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const piece = file.read(length, 1 << 20);
    if (piece.length === 0) break;
    pieces.push(piece);
    length += piece.length;
    if (length > limit) return null;
  }
  return Buffer.concat(pieces);
}

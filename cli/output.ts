/** Writes the result: to standard output or a file, whole or not at all, quiet when the reader has gone. */
import { randomBytes } from 'node:crypto';
import { rename, unlink, writeFile } from 'node:fs/promises';
import { ProfileError } from '../lib/base/errors.js';

/** `file` undefined or "-" is standard output. A file is written beside its place first, then renamed into it. */
export async function writeResult(content: string | Uint8Array, file: string | undefined): Promise<void> {
  if (file === undefined || file === '-') {
    await new Promise<void>((resolve, reject) => {
      process.stdout.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EPIPE' ? resolve() : reject(error),
      );
      process.stdout.write(content, () => resolve());
    });
    return;
  }
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, content, { flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw new ProfileError('usage', `cannot write ${file}: ${(error as Error).message}`, null, {
      cause: error,
    });
  }
}

/** Columns of the page: the terminal's, 100 where there is none. */
export function pageWidth(): number {
  return process.stdout.columns ?? 100;
}

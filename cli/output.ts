/** Writes the result: to standard output or a file, whole or not at all, quiet when the reader has gone. */
import { randomBytes } from 'node:crypto';
import { rename, unlink, writeFile } from 'node:fs/promises';
import { styleText } from 'node:util';
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

/** Columns of the page: the terminal's, 100 where there is none or it does not say. */
export function pageWidth(): number {
  return process.stdout.columns || 100;
}

/** The first line, which has the answer, in bold on a terminal that wants colours (NO_COLOR, FORCE_COLOR, TERM). */
export function emphasized(text: string, file: string | undefined): string {
  if (file !== undefined || process.env['TERM'] === 'dumb') return text;
  const end = text.indexOf('\n');
  // Ours is checked here, since styleText looks at the stream only from Node 22.13 on.
  const wanted =
    process.env['FORCE_COLOR'] !== undefined ||
    (process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined);
  return wanted ? styleText('bold', text.slice(0, end)) + text.slice(end) : text;
}

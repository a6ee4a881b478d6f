/** Writes the result: to standard output or a file, whole or not at all, quiet when the reader has gone. */
import { randomBytes } from 'node:crypto';
import { realpath, rename, unlink, writeFile } from 'node:fs/promises';
import { styleText } from 'node:util';
import { ProfileError } from '../lib/base/errors.js';
import type { NamedInput } from '../lib/formats/read.js';

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

/** Columns of the page: the terminal's, or else those that COLUMNS asks for, or else 100. */
export function pageWidth(): number {
  const asked = Number(process.env['COLUMNS']);
  return process.stdout.columns || (Number.isInteger(asked) && asked >= NARROWEST ? asked : 100);
}

/** Below this no table has room for its numbers. */
const NARROWEST = 40;

/** The first line, which has the answer, in bold where standard output is a terminal that wants colours. */
export function emphasized(text: string, file: string | undefined): string {
  if (file !== undefined || process.stdout.isTTY !== true || process.env['TERM'] === 'dumb') return text;
  if (process.env['NO_COLOR'] !== undefined) return text;
  const end = text.indexOf('\n');
  return styleText('bold', text.slice(0, end)) + text.slice(end);
}

/** Throws 'usage' where the output file is one of the inputs, by whatever path: a recording cannot be made again. */
export async function refuseOverwrite(
  inputs: readonly NamedInput[],
  file: string | undefined,
): Promise<void> {
  const target = file === undefined || file === '-' ? null : await realPath(file);
  if (target === null) return;
  for (const { input } of inputs) {
    if (typeof input === 'string' && (await realPath(input)) === target)
      throw new ProfileError('usage', `${file} is an input too; write the output to another file`);
  }
}

/** Null for a file that is not there. */
async function realPath(file: string): Promise<string | null> {
  try {
    return await realpath(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new ProfileError('usage', `cannot look at ${file}: ${(error as Error).message}`, null, {
      cause: error,
    });
  }
}

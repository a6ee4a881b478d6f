/** Writes the result: to standard output or a file, whole or not at all, quiet when the reader has gone. */
import { randomBytes } from 'node:crypto';
import { chmod, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { styleText } from 'node:util';
import { ProfileError } from '../lib/base/errors.js';
import type { NamedInput } from '../lib/formats/read.js';

/** `file` undefined or "-" is standard output. A file is written beside its place first, then renamed into it. Throws 'unwritable'. */
export async function writeResult(content: string | Uint8Array, file: string | undefined): Promise<void> {
  if (file === undefined || file === '-') {
    await toStandardOutput(content);
    return;
  }
  const there = await stat(file).catch(() => null);
  try {
    if (there?.isDirectory() === true) throw new Error('it is a directory');
    // A device or a pipe is written to and stays what it is; so does a link, whose target is replaced.
    if (there !== null && !there.isFile()) await writeFile(file, content);
    else await replace(there === null ? file : await realpath(file), content, there?.mode);
  } catch (error) {
    throw unwritable(file, error as Error);
  }
}

async function replace(file: string, content: string | Uint8Array, mode: number | undefined): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, content, { flag: 'wx' });
    if (mode !== undefined) await chmod(temporary, mode & 0o777);
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** A reader that has gone wants no more; anything else, such as a full disk, loses what it was to have. */
function toStandardOutput(content: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: NodeJS.ErrnoException | null): void => {
      if (error == null || error.code === 'EPIPE') resolve();
      else reject(unwritable('standard output', error));
    };
    process.stdout.on('error', settle);
    process.stdout.write(content, settle);
  });
}

function unwritable(where: string, cause: Error): ProfileError {
  return new ProfileError('unwritable', `cannot write ${where}: ${cause.message}`, null, { cause });
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

/** Reads a text that is held in memory whole, from a file or standard input. */
import { readFile, stat } from 'node:fs/promises';
import { ProfileError } from '../lib/base/errors.js';
import { STDIN } from './words.js';

/** Bytes. */
const MOST = 64 * 2 ** 20;

/** `what`: how errors call it. Throws ProfileError 'unreadable', or 'limit' beyond `most` bytes. */
export async function readText(file: string, what: string, most = MOST): Promise<string> {
  const tooLarge = (): never => {
    throw new ProfileError('limit', `${what} is larger than ${most} bytes`);
  };
  if (file === STDIN) {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of process.stdin) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > most) tooLarge();
    }
    return Buffer.concat(chunks).toString('utf8');
  }
  try {
    if ((await stat(file)).size > most) tooLarge();
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof ProfileError) throw error;
    throw new ProfileError('unreadable', `cannot read ${what}: ${(error as Error).message}`, null, {
      cause: error,
    });
  }
}

/** Turns the command line's words into inputs: paths, globs, and "-" for standard input. */
import { stat } from 'node:fs/promises';
import { ProfileError } from '../lib/base/errors.js';
import type { NamedInput } from '../lib/formats/read.js';
import { asWritten, STDIN } from './words.js';

/** In the order given, globs expanded and sorted. Throws 'unreadable' for a pattern that matches nothing. */
export async function expandInputs(words: readonly string[]): Promise<NamedInput[]> {
  const inputs: NamedInput[] = [];
  if (words.filter((word) => word === STDIN).length > 1)
    throw new ProfileError('usage', '"-" is given twice; standard input can be read once only');
  for (const word of words) {
    if (word === STDIN) inputs.push({ name: '<stdin>', input: process.stdin });
    else for (const path of await expand(asWritten(word))) inputs.push({ name: path, input: path });
  }
  if (inputs.length === 0) {
    if (process.stdin.isTTY === true)
      throw new ProfileError('usage', 'no profile was given; name a file, a glob, or "-" for standard input');
    inputs.push({ name: '<stdin>', input: process.stdin });
  }
  return inputs;
}

/** Without any of these a word is a plain path. */
const GLOB_CHARACTERS = /[*?[\]{}!()+@\\]/;

/** A file that exists is that file, whatever glob characters its name holds. */
async function expand(word: string): Promise<string[]> {
  const exists = await stat(word).then(
    () => true,
    () => false,
  );
  if (exists || !GLOB_CHARACTERS.test(word)) return [word];
  // Loaded when needed: it takes longer than reading a small profile.
  const { default: fastGlob } = await import('fast-glob');
  const found = await fastGlob(word, {
    dot: false,
    onlyFiles: true,
    followSymbolicLinks: false,
    unique: true,
  });
  if (found.length === 0)
    throw new ProfileError(
      'unreadable',
      `${word}: the pattern matches no file; check it, and quote it so that the shell leaves it alone`,
    );
  return found.sort();
}

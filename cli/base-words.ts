/** Guards `--base` against a glob that the shell has expanded: it takes one file, and the others would count as the head's. */
import { ProfileError } from '../lib/base/errors.js';
import { asWritten } from './words.js';

/**
 * Throws 'usage' where files stand right behind the value of `--base` and are likely meant to be of the base: others stand in
 * front of it, or some of them are named like it but for their numbers and some are not. `words`: as yargs got them;
 * `files`: what it took for positionals.
 */
export function checkBaseWords(words: readonly string[], files: readonly unknown[]): void {
  const isFile = new Set(files);
  words.forEach((word, at) => {
    const joined = /^--base=(.*)$/s.exec(word)?.[1];
    if (word !== '--base' && joined === undefined) return;
    const first = joined === undefined ? at + 2 : at + 1;
    const value = joined ?? words[at + 1];
    if (value === undefined) return;
    const behind: string[] = [];
    for (let i = first; i < words.length && isFile.has(words[i]); i++) behind.push(words[i]!);
    if (behind.length === 0) return;
    const inFront = words.slice(0, at).some((other) => isFile.has(other));
    const alike = behind.filter((file) => shapeOf(file) === shapeOf(value)).length;
    if (inFront || (alike > 0 && alike < behind.length))
      throw new ProfileError(
        'usage',
        `--base takes one file or one quoted glob, and ${asWritten(behind[0]!)} behind it would be taken for the head's; quote the glob, or give --base again for each file`,
      );
  });
}

function shapeOf(file: string): string {
  return file.replace(/\d+/g, '#');
}

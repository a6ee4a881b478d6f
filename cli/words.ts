/** What of the command line has to be said to yargs in another way: a lone "-", what follows "--", switches with a value. */
import { ProfileError } from '../lib/base/errors.js';

/** yargs drops a lone "-" (yargs-parser#381), so this stands in its place. No word of a command line can hold a NUL. */
export const STDIN = '\u0000stdin';

const LITERAL = '\u0000=';

/** What yargs reads as true or false, and as false where it is neither. */
const SWITCHES = new Set([
  'all-frames',
  'allow-local-binaries',
  'cum',
  'force',
  'inlines',
  'json',
  'noinlines',
  'script',
  'verbose',
]);

/** For yargs. Words after "--" are marked, so that they are neither flags nor numbers and find their place as others do. */
export function forParser(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  const before = end < 0 ? words : words.slice(0, end);
  for (const word of before) {
    const [, name, value] = /^--(?:no-)?([a-z-]+)=(.*)$/s.exec(word) ?? [];
    if (name !== undefined && SWITCHES.has(name) && value !== 'true' && value !== 'false')
      throw new ProfileError('usage', `--${name} takes no value, not ${JSON.stringify(value)}`);
  }
  const lone = (word: string): string => (word === '-' ? STDIN : word);
  if (end < 0) return before.map(lone);
  const after = words.slice(end + 1).map((word) => (word === '-' ? STDIN : LITERAL + word));
  return [...before.map(lone), ...after];
}

/** A word as it was written. */
export function asWritten(word: string): string {
  return word.replaceAll(STDIN, '-').replaceAll(LITERAL, '');
}

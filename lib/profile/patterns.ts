/** User patterns in RE2 syntax, compiled once and tried once on each distinct text. */
import { RE2JS } from 're2js';
import { ProfileError } from '../base/errors.js';
import { NONE } from './profile.js';

/**
 * A predicate for the pattern of the option `option`: true where it matches anywhere in the text. RE2 runs in linear
 * time, so that a pattern cannot hang the program. Throws 'usage' naming the option and the pattern if it is malformed.
 */
export function matcher(pattern: string, option: string): (text: string) => boolean {
  const matches = compile(pattern, option);
  const known = new Map<string, boolean>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) {
      answer = matches(text);
      known.set(text, answer);
    }
    return answer;
  };
}

/** The same for rows of a string table; NONE is matched as the empty text, as pprof does with a missing file name. */
export function rowMatcher(
  strings: readonly string[],
  pattern: string,
  option: string,
): (row: number) => boolean {
  const matches = compile(pattern, option);
  const known = new Uint8Array(strings.length);
  const empty = matches('');
  return (row) => {
    if (row === NONE) return empty;
    if (known[row] === UNTRIED) known[row] = matches(strings[row]!) ? YES : NO;
    return known[row] === YES;
  };
}

const UNTRIED = 0;
const NO = 1;
const YES = 2;
/** Characters that mean something in a pattern; a pattern without any is a text to be found. */
const SYNTAX = /[\\.+*?()|[\]{}^$]/;

function compile(pattern: string, option: string): (text: string) => boolean {
  if (!SYNTAX.test(pattern)) return (text) => text.includes(pattern);
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.matcher(text).find();
  } catch (error) {
    // A word without a flag is in capitals, as in a usage line.
    const place = option === option.toUpperCase() ? option : `--${option}`;
    throw new ProfileError(
      'usage',
      `${place} "${pattern}" is not a valid pattern: ${(error as Error).message}; expected RE2 syntax`,
    );
  }
}

/** JFR's strings: five ways to write one. */
import type { Cursor, Long } from './cursor.js';

const NULL = 0;
const EMPTY = 1;
const CONSTANT = 2;
const UTF8 = 3;
const CHARACTERS = 4;
const LATIN1 = 5;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const latin1 = new TextDecoder('latin1');
const PIECE = 4096;

/** A key into the pool of java.lang.String. */
export interface TextConstant {
  readonly key: Long;
}

/** What stands at the cursor: text, null, or a key. */
export function readText(cursor: Cursor): string | null | TextConstant {
  const at = cursor.pos;
  const kind = cursor.byte();
  switch (kind) {
    case NULL:
      return null;
    case EMPTY:
      return '';
    case CONSTANT:
      return { key: cursor.long() };
    case UTF8:
    case LATIN1: {
      const size = cursor.count('the length of a string');
      cursor.skip(size);
      return (kind === UTF8 ? utf8 : latin1).decode(cursor.bytes.subarray(cursor.pos - size, cursor.pos));
    }
    case CHARACTERS: {
      const pieces: string[] = [];
      for (let left = cursor.count('the length of a string'); left > 0; ) {
        const units: number[] = [];
        for (; left > 0 && units.length < PIECE; left--) units.push(cursor.int() & 0xffff);
        pieces.push(String.fromCharCode(...units));
      }
      return pieces.join('');
    }
    default:
      throw cursor.error('bad-encoding', `a string is of kind ${kind}; expected 0 to 5`, at);
  }
}

export function skipText(cursor: Cursor): void {
  const at = cursor.pos;
  const kind = cursor.byte();
  if (kind === NULL || kind === EMPTY) return;
  if (kind === CONSTANT) cursor.long();
  else if (kind === UTF8 || kind === LATIN1) cursor.skip(cursor.count('the length of a string'));
  else if (kind === CHARACTERS)
    for (let left = cursor.count('the length of a string'); left > 0; left--) cursor.long();
  else throw cursor.error('bad-encoding', `a string is of kind ${kind}; expected 0 to 5`, at);
}

/** Where no constants exist yet. */
export function plainText(cursor: Cursor): string | null {
  const text = readText(cursor);
  return typeof text === 'string' ? text : null;
}

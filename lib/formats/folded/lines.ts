/** Lines of folded stacks: which are comments, and where the count of one stands. */

/** The count stands after the last run of white space; a frame may hold spaces. */
const LINE = /^(.*\S)[ \t]+(\d+(?:\.\d+)?)$/;

/** By the byte order mark; PowerShell writes UTF-16. */
export function encodingOf(prefix: Uint8Array): string {
  if (prefix[0] === 0xff && prefix[1] === 0xfe) return 'utf-16le';
  return prefix[0] === 0xfe && prefix[1] === 0xff ? 'utf-16be' : 'utf-8';
}

export function isComment(line: string): boolean {
  return line.startsWith('#') || line.startsWith('//');
}

/** Null where the line is no stack and count. Looks only behind the last space, so that a hostile line costs no more than its length. */
export function splitLine(line: string): { stack: string; count: string } | null {
  const space = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
  const match = space <= 0 ? null : LINE.exec(`x ${line.slice(space + 1)}`);
  const stack = line.slice(0, space).trimEnd();
  return match === null || stack === '' ? null : { stack, count: match[2]! };
}

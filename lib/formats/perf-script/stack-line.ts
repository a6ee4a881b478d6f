/** The lines below a `perf script` header: frames, source lines, and what a frame's text means. */

export const OTHER_LINE = 0;
export const FRAME_LINE = 1;
export const SOURCE_LINE = 2;
/** Known and of no use to a profile: LBR branch stacks. */
export const IGNORED_LINE = 3;

const TAB = 9;
const SPACE = 32;
const IP_DIGITS = 16;

/** What a line inside a sample is: `/^\s*([0-9a-f]{1,16})(\s+.*)?$/` is a frame, exactly two leading spaces a source line. */
export function stackLineKind(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(bytes[at]!)) at++;
  const ip = at;
  while (at < end && isHex(bytes[at]!)) at++;
  const digits = at - ip;
  if (digits > 0 && digits <= IP_DIGITS && (at === end || isSpace(bytes[at]!))) return FRAME_LINE;
  if (ip === end) return OTHER_LINE;
  if (ip > start && bytes[ip] === 48 && bytes[ip + 1] === 120) return IGNORED_LINE;
  return ip - start === 2 && bytes[start] === SPACE && bytes[start + 1] === SPACE ? SOURCE_LINE : OTHER_LINE;
}

/** A frame that follows its event on the header's line: unlike a payload it names an object file or has a long address. */
export function isTailFrame(bytes: Uint8Array, start: number, end: number): boolean {
  if (stackLineKind(bytes, start, end) !== FRAME_LINE) return false;
  let at = start;
  while (at < end && isHex(bytes[at]!)) at++;
  let last = end;
  while (last > at && isSpace(bytes[last - 1]!)) last--;
  return at - start >= 6 || (at > start && bytes[last - 1] === 41);
}

/** One function of a frame. */
export interface NamedFunction {
  readonly name: string;
  readonly systemName: string;
  readonly file: string | null;
  readonly startLine: number;
}

/** What a frame line says; `functions` is caller first (several where a JVM inlined), empty where there is no symbol. */
export interface Frame {
  readonly address: bigint;
  readonly functions: readonly NamedFunction[];
  /** The object file; null where perf does not know or print it. */
  readonly module: string | null;
  /** Inlined into the frame on the next line (root side). */
  readonly inlined: boolean;
}

/** Parses the text of a line that `stackLineKind` calls a frame. */
export function parseFrame(line: string): Frame {
  const text = line.trim();
  const ipEnd = /^[0-9a-f]+/.exec(text)?.[0].length ?? 0;
  const address = BigInt(`0x${text.slice(0, ipEnd) || '0'}`);
  const rest = withoutBranches(text.slice(ipEnd).trim());
  const { symbol, module } = splitModule(rest);
  const bare = symbol.replace(/\+0x[0-9a-f]+$/, '').trim();
  const inlined = module === 'inlined';
  return {
    address,
    functions: bare === '' || bare === '[unknown]' ? [] : functionsOf(bare),
    module: inlined || module === '[unknown]' ? null : module,
    inlined,
  };
}

/** What a source line says: `work.c:10`, `libc-start.c:360 (inlined)`, `??:0`, `libkmod.so[6750]`. */
export function parseSourceLine(text: string): { file: string | null; line: number; inlined: boolean } {
  const trimmed = text.trim();
  const inlined = trimmed.endsWith(' (inlined)');
  const place = inlined ? trimmed.slice(0, -' (inlined)'.length) : trimmed;
  const colon = place.lastIndexOf(':');
  const digits = place.slice(colon + 1);
  if (colon <= 0 || !/^\d{1,9}$/.test(digits)) return { file: null, line: 0, inlined };
  const file = place.slice(0, colon);
  return { file: file === '??' ? null : file, line: Number(digits), inlined };
}

/** `perf script -F +brstack` appends `0xfrom/0xto/M/-/-/12` tokens, which are no call stack. */
function withoutBranches(rest: string): string {
  let text = rest;
  for (;;) {
    const space = text.lastIndexOf(' ');
    const last = text.slice(space + 1);
    if (space < 0 || !last.startsWith('0x') || !last.includes('/')) return text;
    text = text.slice(0, space).trimEnd();
  }
}

/**
 * Object file and symbol may both hold spaces and parentheses: the object file is the last group that begins like
 * one, else the last group that is balanced.
 */
function splitModule(rest: string): { symbol: string; module: string | null } {
  if (!rest.endsWith(')')) return { symbol: rest, module: null };
  for (let at = groupBefore(rest, rest.length); at >= 0; at = groupBefore(rest, at - 2)) {
    const head = rest.slice(at + 1, at + 12);
    if (/^[/[]|^anon_inode:/.test(head) || rest.slice(at) === '(inlined)') return cut(rest, at);
  }
  let last = groupBefore(rest, rest.length);
  if (last > 0 && rest.slice(last) === '(deleted))') last = groupBefore(rest, last - 2);
  if (last < 0 || !isBalanced(rest, last + 1, rest.length - 1)) return { symbol: rest, module: null };
  return cut(rest, last);
}

/** The last "(" left of `before` that begins the text or stands behind a space. */
function groupBefore(rest: string, before: number): number {
  if (before < 0) return -1;
  const at = rest.lastIndexOf(' (', before);
  if (at >= 0) return at + 1;
  return rest.startsWith('(') ? 0 : -1;
}

function cut(rest: string, at: number): { symbol: string; module: string } {
  return { symbol: rest.slice(0, at).trimEnd(), module: rest.slice(at + 1, -1) };
}

function isBalanced(text: string, start: number, end: number): boolean {
  let depth = 0;
  for (let at = start; at < end; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** The JVM agents write inlining as `A->B->C`, caller first. */
export function functionsOf(symbol: string): NamedFunction[] {
  if (!symbol.includes('->')) return [nameOf(symbol)];
  const parts = symbol.split(/(?<!operator|\s|^)->(?!\s)/).filter((part) => part !== '');
  return parts.map((part) => nameOf(part));
}

/** V8 writes `JS:*fib /x/app.js:1:13`; the mark (~ ^ + *) is the compiler's tier, and a function is one in all tiers. */
function nameOf(symbol: string): NamedFunction {
  const plain = { name: symbol, systemName: symbol, file: null, startLine: 0 };
  const kind = /^(JS|LazyCompile|Function|Eval|Script):([~^+*]?)/.exec(symbol);
  if (kind === null) return plain;
  const body = symbol.slice(kind[0].length);
  const systemName = `${kind[1]}:${body}`;
  const place = /^(\d{1,9})(?::\d{1,9})?$/.exec(lastTwo(body));
  if (place === null) return { ...plain, name: body.trim() || '(anonymous)', systemName };
  const where = body.slice(0, body.length - place[0].length - 1);
  const known = where.search(/ (?=\/|[A-Za-z]:\\|[a-z-]+:)/);
  const space = known < 0 ? where.lastIndexOf(' ') : known;
  const name = where.slice(0, Math.max(space, 0)).trim() || '(anonymous)';
  return { name, systemName, file: where.slice(space + 1) || null, startLine: Number(place[1]) };
}

/** The `line:column` (or `line`) behind the file. */
function lastTwo(body: string): string {
  const column = body.lastIndexOf(':');
  const line = column <= 0 ? -1 : body.lastIndexOf(':', column - 1);
  const both = body.slice(line + 1);
  return line >= 0 && /^\d+:\d+$/.test(both) ? both : body.slice(column + 1);
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

function isHex(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102);
}

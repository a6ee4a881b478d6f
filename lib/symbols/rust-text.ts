/** Text within Rust's mangled names: identifiers beyond ASCII (Punycode, RFC 3492), characters and strings in constants. */

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_POINT = 128;
const LAST_POINT = 0x10ffff;

/** Null where it is no Punycode. The last underscore stands where others have a hyphen. */
export function fromPunycode(text: string): string | null {
  const split = text.lastIndexOf('_');
  const points = Array.from(text.slice(0, Math.max(split, 0)), (char) => char.charCodeAt(0));
  let point = FIRST_POINT;
  let at = 0;
  let bias = FIRST_BIAS;
  for (let next = split + 1; next < text.length; ) {
    const before = at;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(text[next++] ?? ' ');
      if (digit < 0) return null;
      at += digit * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
      if (at > LAST_POINT * text.length || weight > LAST_POINT * text.length) return null;
    }
    const count = points.length + 1;
    bias = adapted(at - before, count, before === 0);
    point += Math.floor(at / count);
    at %= count;
    if (!isCharacter(point)) return null;
    points.splice(at++, 0, point);
  }
  return String.fromCodePoint(...points);
}

function adapted(delta: number, count: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? DAMP : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

/** What a `char` can be. */
export function isCharacter(point: number): boolean {
  return point <= LAST_POINT && (point < 0xd800 || point > 0xdfff);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '\\0'],
  ['\t', '\\t'],
  ['\r', '\\r'],
  ['\n', '\\n'],
  ['\\', '\\\\'],
]);

/** As Rust's source has it, in the quotes given. */
export function quoted(text: string, quote: "'" | '"'): string {
  let out = quote as string;
  for (const char of text) {
    const escaped = char === quote ? `\\${char}` : ESCAPES.get(char);
    if (escaped !== undefined) out += escaped;
    else if (char !== ' ' && /[\p{C}\p{Z}\p{Mn}\p{Me}]/u.test(char))
      out += `\\u{${char.codePointAt(0)!.toString(16)}}`;
    else out += char;
  }
  return out + quote;
}

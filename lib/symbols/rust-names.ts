/** Names that rustc mangles: legacy (`_ZN3foo3bar17h0123456789abcdefE`) and v0 (`_RNvC3foo3bar`). Hashes are left out. */
import { demangleRustV0 } from './rust-v0.js';

export function demangleRust(name: string): string | null {
  return name.startsWith('_R') ? demangleRustV0(name) : legacy(name);
}

const ESCAPES: Readonly<Record<string, string>> = {
  SP: '@',
  BP: '*',
  RF: '&',
  LT: '<',
  GT: '>',
  LP: '(',
  RP: ')',
  C: ',',
};
const HASH = /^h[0-9a-f]{16}$/;
/** A hash of fewer different digits is no hash (as libiberty has it). */
const FEWEST_DIGITS = 5;

function legacy(name: string): string | null {
  const start = name.startsWith('_ZN') ? 3 : name.startsWith('__ZN') ? 4 : -1;
  if (start < 0 || !name.includes('17h')) return null;
  const parts: string[] = [];
  let at = start;
  for (;;) {
    const digits = /^\d{1,5}/.exec(name.slice(at, at + 5))?.[0];
    if (digits === undefined) break;
    at += digits.length;
    const length = Number(digits);
    if (at + length > name.length) return null;
    parts.push(name.slice(at, at + length));
    at += length;
  }
  const hash = parts.pop();
  if (name[at] !== 'E' || hash === undefined || !HASH.test(hash) || parts.length === 0) return null;
  if (new Set(hash.slice(1)).size < FEWEST_DIGITS) return null;
  const rest = name.slice(at + 1);
  if (rest !== '' && !rest.startsWith('.')) return null;
  return parts.map(unescaped).join('::');
}

function unescaped(part: string): string {
  const text = part.startsWith('_$') ? part.slice(1) : part;
  return text
    .replace(/\$([A-Z]{1,2}|u[0-9a-f]{1,6})\$/g, (whole, code: string) => {
      if (Object.hasOwn(ESCAPES, code)) return ESCAPES[code]!;
      const point = code.startsWith('u') ? Number.parseInt(code.slice(1), 16) : Number.NaN;
      return point >= 0x20 && point <= 0x10ffff && point !== 0x7f ? String.fromCodePoint(point) : whole;
    })
    .replaceAll('..', '::');
}

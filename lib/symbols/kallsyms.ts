/** The running kernel's own list of its symbols: lines "ADDRESS TYPE NAME" and, of modules, a tab and "[MODULE]". */
import type { SymbolSearch } from './symbol-table.js';

/** Addresses count from here, so that they are exact as floats. */
export const KERNEL_BASE = 0xffff0000_00000000n;
const BASE_HIGH = 0xffff0000;
const NEWLINE = 10;
const TAB = 9;
/** Types that perf takes: T, W, D, B in either case. */
const TYPES = new Set([...'TtWwDdBb'].map((letter) => letter.charCodeAt(0)));

/**
 * Offers the symbols to `search`; false where the addresses are hidden (kptr_restrict) or `start` lies elsewhere than
 * recorded: then it is another kernel, or another boot of it.
 */
export function offerKallsyms(
  text: Uint8Array,
  search: SymbolSearch,
  start: { readonly symbol: string; readonly address: bigint } | null,
): boolean {
  let shown = false;
  let matches = start === null;
  const nameOf = (place: number): string => {
    let end = place;
    while (end < text.length && text[end] !== NEWLINE && text[end] !== TAB) end++;
    return Buffer.from(text.buffer, text.byteOffset + place, end - place).toString();
  };
  for (let at = 0; at < text.length; ) {
    let end = text.indexOf(NEWLINE, at);
    if (end < 0) end = text.length;
    const from = at;
    at = end + 1;
    if (end - from < 20 || text[from + 16] !== 32 || text[from + 18] !== 32) continue;
    const high = hex8(text, from);
    const low = hex8(text, from + 8);
    if (high < BASE_HIGH) continue;
    const nameAt = from + 19;
    if (!matches && start !== null && isName(text, nameAt, end, start.symbol)) {
      if (((BigInt(high) << 32n) | BigInt(low)) !== start.address) return false;
      matches = true;
    }
    if (!TYPES.has(text[from + 17]!) || text[nameAt] === 36) continue;
    shown = true;
    search.offer((high - BASE_HIGH) * 2 ** 32 + low, 0, 1, nameOf, nameAt);
  }
  return shown && matches;
}

function isName(text: Uint8Array, at: number, end: number, name: string): boolean {
  if (end - at !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (text[at + i] !== name.charCodeAt(i)) return false;
  return true;
}

/** NaN for what is no hexadecimal number. */
function hex8(text: Uint8Array, from: number): number {
  let value = 0;
  for (let at = from; at < from + 8; at++) {
    const byte = text[at]!;
    const digit = byte <= 57 ? byte - 48 : (byte | 32) - 87;
    if (digit < 0 || digit > 15) return Number.NaN;
    value = value * 16 + digit;
  }
  return value;
}

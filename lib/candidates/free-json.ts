/** JSON of free form: read into maps and lists of anything, or written from them. Rewrites gain less on it than on known types. */
import { kindNumber } from '../kinds/kinds.js';
import type { KindShare } from './rollups.js';
import type { Work } from './work.js';

/** Go: encoding/json as of 1.26 and its second version, and no other library's; no other language's has rows of its own. */
const FREE =
  /^encoding\/json(\.\(\*decodeState\)\.(object|array|literal|value)Interface|\.interfaceEncoder|\/v2\.(un)?marshal(Value|Object|Array)Any)$/;

const JSON_KIND = kindNumber('json');

/** The parts of a set; that of JSON says "untyped" where more than half of its weight is in stacks of free form. */
export function withFreeJson(
  { paths: { starts, items }, grouping, kinds, weights }: Work,
  parts: readonly KindShare[],
  within: Uint8Array,
): readonly KindShare[] {
  const isFree = Uint8Array.from(grouping.names, (name) => (FREE.test(name) ? 1 : 0));
  if (!isFree.includes(1)) return parts;
  let free = 0;
  let all = 0;
  for (let stack = 0; stack < kinds.length; stack++) {
    if (kinds[stack] !== JSON_KIND || within[stack] === 0) continue;
    all += weights[stack]!;
    let at = starts[stack]!;
    while (at < starts[stack + 1]! && isFree[items[at]!] === 0) at++;
    if (at < starts[stack + 1]!) free += weights[stack]!;
  }
  return 2 * free > all
    ? parts.map((part) => (part.kind === 'json' ? { ...part, when: 'untyped' } : part))
    : parts;
}

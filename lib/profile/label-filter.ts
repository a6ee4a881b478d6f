/** pprof's tagfocus and tagignore: which label sets a filter on labels matches. */
import { unitFamily } from '../base/units.js';
import { matcher } from './patterns.js';
import { NONE, type Profile } from './profile.js';

/**
 * 1 for each label set that `filter` matches, by pprof's rules (internal/driver/driver_focus.go, compileTagFilter):
 *
 *   16kb, 16kb:, :1mb, 16kb:1mb   a range, inclusive: some numeric label lies in it
 *   pattern,pattern               every pattern matches some textual label, written "key:value"
 *   key=range, key=pattern,...    only labels of that key; one pattern that matches its value is enough
 *
 * Throws 'usage' for a malformed pattern.
 */
export function matchingLabelSets(profile: Profile, filter: string, option: string): Uint8Array {
  const equals = filter.indexOf('=');
  const key = equals === -1 ? null : filter.slice(0, equals);
  const value = filter.slice(equals + 1);
  const range = parseRange(value);
  return range === null
    ? setsByText(profile, key, value.split(','), option)
    : setsByNumber(profile, key, range);
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Bounds in `unit`; a missing bound is infinite. */
interface Range {
  readonly low: number;
  readonly high: number;
  readonly unit: string;
}

const QUANTITY = /^([+-]?\d+)([A-Za-z]+)?$/;

function parseRange(text: string): Range | null {
  const parts = text.split(':');
  const [first, second] = parts as [string, string?];
  if (parts.length > 2 || text === ':') return null;
  if (second === undefined || second === '' || first === '') {
    const only = QUANTITY.exec(first === '' ? (second ?? '') : first);
    if (only === null) return null;
    const value = Number(only[1]);
    const unit = only[2] ?? '';
    if (second === undefined) return { low: value, high: value, unit };
    return first === ''
      ? { low: Number.NEGATIVE_INFINITY, high: value, unit }
      : { low: value, high: Number.POSITIVE_INFINITY, unit };
  }
  const low = QUANTITY.exec(first);
  const high = QUANTITY.exec(second);
  if (low === null || high === null) return null;
  const unit = low[2] ?? '';
  const scaled = scale(Number(high[1]), high[2] ?? '', unit);
  return scaled === null ? null : { low: Number(low[1]), high: scaled, unit };
}

/**
 * `value` of unit `from` in unit `to`; null where they do not measure the same thing. A unit that nobody knows is
 * taken to be `to`, as pprof's measurement.Scale does.
 */
function scale(value: number, from: string, to: string): number | null {
  const source = unitFamily(from);
  if (source === null) return value;
  const target = unitFamily(to);
  return target?.base === source.base ? (value * source.factor) / target.factor : null;
}

function setsByNumber(profile: Profile, key: string | null, range: Range): Uint8Array {
  const { labelSets } = profile;
  const strings = profile.strings as readonly string[];
  const keys = labelSets.key as Numbers;
  const units = unitsOfKeys(profile);
  return setsWith(profile, (row) => {
    if ((labelSets.text as Numbers)[row] !== NONE) return false;
    const name = strings[keys[row]!]!;
    if (key !== null && key !== name) return false;
    const unit = (labelSets.unit as Numbers)[row]!;
    const from = unit === NONE ? units.get(keys[row]!)! : strings[unit]!;
    const value = scale((labelSets.number as Numbers)[row]!, from, range.unit);
    return value !== null && value >= range.low && value <= range.high;
  });
}

/**
 * The unit of labels without one: the first that their key has elsewhere; else bytes for two keys of old heap
 * profiles, else the key itself. (Where units are mixed, pprof reads them all as the first; here each keeps its own.)
 */
function unitsOfKeys(profile: Profile): Map<number, string> {
  const { labelSets } = profile;
  const strings = profile.strings as readonly string[];
  const units = new Map<number, string>();
  for (let row = 0; row < labelSets.key.length; row++) {
    const key = (labelSets.key as Numbers)[row]!;
    const unit = (labelSets.unit as Numbers)[row]!;
    if (unit !== NONE && !units.has(key)) units.set(key, strings[unit]!);
  }
  for (let row = 0; row < labelSets.key.length; row++) {
    const key = (labelSets.key as Numbers)[row]!;
    if (units.has(key)) continue;
    const name = strings[key]!;
    units.set(key, name === 'alignment' || name === 'request' ? 'bytes' : name);
  }
  return units;
}

function setsByText(
  profile: Profile,
  key: string | null,
  patterns: readonly string[],
  option: string,
): Uint8Array {
  const { labelSets } = profile;
  const strings = profile.strings as readonly string[];
  const textOf = (row: number): string | null => {
    const text = (labelSets.text as Numbers)[row]!;
    if (text === NONE) return null;
    const name = strings[(labelSets.key as Numbers)[row]!]!;
    if (key === null) return `${name}:${strings[text]}`;
    return key === name ? strings[text]! : null;
  };
  const each = patterns.map((pattern) => {
    const matches = matcher(pattern, option);
    return setsWith(profile, (row) => {
      const text = textOf(row);
      return text !== null && matches(text);
    });
  });
  return Uint8Array.from({ length: labelSets.length }, (_, set) => {
    const hit = (one: Uint8Array): boolean => one[set] === 1;
    return (key === null ? each.every(hit) : each.some(hit)) ? 1 : 0;
  });
}

function setsWith({ labelSets }: Profile, matches: (row: number) => boolean): Uint8Array {
  const bounds = labelSets.bounds as Numbers;
  const hit = new Uint8Array(labelSets.length);
  for (let set = 0; set < hit.length; set++) {
    for (let row = bounds[set]!; row < bounds[set + 1]! && hit[set] === 0; row++)
      if (matches(row)) hit[set] = 1;
  }
  return hit;
}

/** Values of an example for people: by default what they are like, since answers hold names, addresses and balances. */
import { isArray, isObject } from './compare-json.js';
import { distance, isDecimal } from './decimal.js';
import type { Difference } from './difference.js';
import { JsonNumber, type JsonValue } from './json-value.js';
import { STATUS } from './paths.js';
import { isOfClass } from './value-class.js';

/** Characters of a value that are shown. */
const LONGEST = 160;

export interface ShownDifference {
  readonly primary: string;
  readonly candidate: string;
  /** What can be said of both together: how far apart they are, or where they part. */
  readonly note: string | null;
}

export function shownDifference(difference: Difference, showValues: boolean): ShownDifference {
  const { primary, candidate } = difference;
  // A status is nobody's secret, and neither is why there was no answer.
  const open = showValues || difference.path === STATUS || difference.kind === 'failure';
  return {
    primary: open ? written(primary) : described(primary),
    candidate: open ? written(candidate) : described(candidate),
    note: open && difference.path === STATUS ? null : noteOf(primary, candidate),
  };
}

function noteOf(primary: JsonValue | undefined, candidate: JsonValue | undefined): string | null {
  const [left, right] = [decimalText(primary), decimalText(candidate)];
  if (left !== null && right !== null) {
    const apart = distance(left, right);
    if (apart !== null) return apart === '0' ? 'equal in value' : `apart by ${apart}`;
  }
  if (typeof primary === 'string' && typeof candidate === 'string') {
    const most = Math.min(primary.length, candidate.length);
    let same = 0;
    while (same < most && primary.charCodeAt(same) === candidate.charCodeAt(same)) same++;
    return `alike for ${same} characters`;
  }
  return null;
}

function decimalText(value: JsonValue | undefined): string | null {
  if (value instanceof JsonNumber) return value.text;
  return typeof value === 'string' && isDecimal(value) ? value : null;
}

function described(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (value instanceof JsonNumber) return `number of ${value.text.length} characters`;
  if (isArray(value)) return `array of ${value.length}`;
  if (isObject(value)) return `object of ${value.size}`;
  if (isOfClass(value, 'uuid')) return 'uuid';
  if (isDecimal(value)) return `decimal text of ${value.length} characters`;
  if (isOfClass(value, 'timestamp')) return 'timestamp';
  return `text of ${value.length} characters`;
}

function written(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = jsonText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function jsonText(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text;
  if (isArray(value)) return `[${value.slice(0, LONGEST).map(jsonText).join(',')}]`;
  if (isObject(value))
    return `{${[...value]
      .slice(0, LONGEST)
      .map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

/** Classes of values that differ from run to run and mean nothing by it. */
import type { Effective } from './rules.js';

export const VALUE_CLASSES = ['uuid', 'timestamp', 'hex', 'number', 'string'] as const;
export type ValueClass = (typeof VALUE_CLASSES)[number];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HEX = /^[0-9a-f]{8,128}$/i;
const RFC3339 =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?$/i;
const HTTP_DATE = /^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$/;
const UNIX = /^[0-9]{10}(?:[0-9]{3}){0,3}(?:\.[0-9]+)?$/;
const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

export function isOfClass(text: string, kind: ValueClass): boolean {
  switch (kind) {
    case 'uuid':
      return UUID.test(text);
    case 'timestamp':
      return secondsOf(text) !== null;
    case 'hex':
      return HEX.test(text);
    case 'number':
      return NUMBER.test(text);
    default:
      return true;
  }
}

/** Seconds since 1970 of a date in text or of a count of seconds, milli-, micro- or nanoseconds; null for others. */
export function secondsOf(text: string): number | null {
  if (RFC3339.test(text)) {
    const zoned = /(?:Z|[+-][0-9]{2}:?[0-9]{2})$/i.test(text) ? text : `${text}Z`;
    const ms = Date.parse(zoned.replace(' ', 'T'));
    return Number.isNaN(ms) ? null : ms / 1000;
  }
  if (HTTP_DATE.test(text)) {
    const ms = Date.parse(text);
    return Number.isNaN(ms) ? null : ms / 1000;
  }
  if (!UNIX.test(text)) return null;
  const whole = text.replace(/\..*/, '').length;
  return Number(text) / 10 ** (whole - 10);
}

/** Whether a rule lets these two pass for each other. */
export function isSameByClass(left: string, right: string, rules: Effective): boolean {
  return (
    rules.classes.some(
      ({ is, withinSeconds }) =>
        isOfClass(left, is) &&
        isOfClass(right, is) &&
        (withinSeconds === null || isNear(left, right, withinSeconds)),
    ) || rules.patterns.some((pattern) => pattern.matches(left) && pattern.matches(right))
  );
}

function isNear(left: string, right: string, seconds: number): boolean {
  const [a, b] = [secondsOf(left), secondsOf(right)];
  return a !== null && b !== null && Math.abs(a - b) <= seconds;
}

/** A name for each value of a class that a rule allows, for comparing without an order; null where none does. */
export function classOf(text: string, rules: Effective): string | null {
  const kind = rules.classes.find(({ is, withinSeconds }) => withinSeconds === null && isOfClass(text, is));
  if (kind !== undefined) return `<${kind.is}>`;
  const at = rules.patterns.findIndex((pattern) => pattern.matches(text));
  return at < 0 ? null : `<pattern ${at}>`;
}

/** Numbers as the page writes them. */
import { formatShare } from '../base/units.js';

export interface Quantiles {
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

/** "a to b", and the median behind it: the range before the point. */
export function rangeWords(
  { p10, p50, p90 }: Quantiles,
  words: (value: number) => string,
  none = 'never',
): string {
  const one = (value: number | null): string => (value === null ? none : words(value));
  return `${one(p10)} to ${one(p90)}, median ${one(p50)}`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

export function plain(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

export function percent(value: number): string {
  return formatShare(value);
}

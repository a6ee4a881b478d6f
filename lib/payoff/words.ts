/** Numbers in the sentences of verdicts. */
import { formatUsd } from '../base/units.js';
import type { MoneyBasis } from './price-basis.js';

export function count(units: number, unit: 'function' | 'endpoint' = 'function'): string {
  return units === 1 ? `1 ${unit} holds` : `${units} ${unit}s hold`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** A sum with what it rests on: "$14.2k (list, 2026-11)"; `per` goes between them. */
export function usd(value: number, { label }: MoneyBasis, per = ''): string {
  return `${formatUsd(value)}${per === '' ? '' : ` ${per}`} (${label})`;
}

/** Two or three sums of one basis, which is said once: "$1k to $2k (list, 2026-11)". */
export function usdBetween(values: readonly number[], { label }: MoneyBasis): string {
  return `${values.map(formatUsd).join(' to ')} (${label})`;
}

export function thousands(value: number): string {
  return Math.round(value)
    .toFixed(0)
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** An effort whose number is written already: "1 person-month", "0.5 person-months". */
export function personMonths(written: string): string {
  return `${written} ${written === '1' ? 'person-month' : 'person-months'}`;
}

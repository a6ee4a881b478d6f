/** Numbers in the sentences of verdicts. */
import type { Payoff } from './estimate.js';

export function spendFrom({ breakEven }: Payoff): string {
  return breakEven.spendUsdPerYear === null ? 'no sum' : usd(breakEven.spendUsdPerYear);
}

export function count(units: number, unit: 'function' | 'endpoint' = 'function'): string {
  return units === 1 ? `1 ${unit} holds` : `${units} ${unit}s hold`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

export function usd(value: number): string {
  return `${value < 0 ? '-' : ''}$${thousands(Math.abs(value))}`;
}

export function thousands(value: number): string {
  return Math.round(value)
    .toFixed(0)
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Sums of money in JSON: each carries what it rests on and of which day that is. */
import type { MoneyBasis, PriceBases } from '../payoff/price-basis.js';

/** A sum of USD, or its quantiles. */
export type JsonSum =
  | { readonly usd: number; readonly basis: string; readonly date: string | null }
  | {
      readonly p10: number | null;
      readonly p50: number | null;
      readonly p90: number | null;
      readonly basis: string;
      readonly date: string | null;
    };

/** Members that are sums, and which of the three prices they rest on. */
const SUMS: Readonly<Record<string, keyof PriceBases>> = {
  usdPerYear: 'list',
  effectiveUsdPerYear: 'effective',
  spendUsdPerYear: 'effective',
  netUsdPerYear: 'effective',
  netUsdPerYearNow: 'effective',
  npvUsd: 'effective',
  meanNpvUsd: 'effective',
  delayUsdPerMonth: 'effective',
  breakEvenSpendUsd: 'effective',
  perfectInformationUsd: 'effective',
  worthUsd: 'effective',
  costUsd: 'labour',
  buildUsd: 'labour',
  maintenanceUsdPerYear: 'labour',
  upkeepUsdPerYear: 'labour',
};

/** Rows of several sums, of the tornado, of information and of the verdict, carry their basis once. */
function isRowOfSums(value: object): boolean {
  return 'npvAtLow' in value || 'noiseFloor' in value || ('unit' in value && value.unit === 'USD');
}

/** A copy of plain data with every sum in its place as a `JsonSum`; null stays null. */
export function withBases(value: unknown, prices: PriceBases): unknown {
  if (Array.isArray(value)) return value.map((item) => withBases(item, prices));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const price = Object.hasOwn(SUMS, key) ? prices[SUMS[key]!] : null;
    copy[key] = price === null ? withBases(member, prices) : sumOf(member, price);
  }
  return isRowOfSums(value) ? { ...copy, ...told(prices.effective) } : copy;
}

function sumOf(value: unknown, price: MoneyBasis): unknown {
  if (value === null) return null;
  return typeof value === 'number'
    ? { usd: value, ...told(price) }
    : { ...(value as object), ...told(price) };
}

function told({ basis, date }: MoneyBasis): { basis: string; date: string | null } {
  return { basis, date };
}

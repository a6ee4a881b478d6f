/** What a sum of money rests on: the basis and the date that stand beside every dollar. */

import { ASSUMPTIONS_DATED } from './cost-assumptions.js';
import type { CostModel } from './cost-model.js';
import { PRICES_DATED } from './prices.js';

/**
 * `list`: the built-in list price. `given`: the price that the user gave. `...-discounted`: the same less the discount.
 * `labour-...`: person-months at the assumed or the given rate.
 */
export type Basis =
  | 'list'
  | 'given'
  | 'list-discounted'
  | 'given-discounted'
  | 'labour-assumed'
  | 'labour-given';

export interface MoneyBasis {
  readonly basis: Basis;
  /** ISO date on which the prices were gone through or given; null: given without a date. */
  readonly date: string | null;
  /** The two for the reader, such as "list, 2026-11". */
  readonly label: string;
}

/** A present value, a worth and a break-even mix compute and labour; they go under the price of the compute. */
export interface PriceBases {
  /** Compute before the discount. */
  readonly list: MoneyBasis;
  /** Compute after the discount; the same where there is none. */
  readonly effective: MoneyBasis;
  readonly labour: MoneyBasis;
}

type Priced = Pick<CostModel, 'values' | 'assumptions'>;

/** `givenOn`: the day of prices that were given; null: not known. */
export function priceBases({ values, assumptions }: Priced, givenOn: string | null): PriceBases {
  const given = (...names: readonly string[]): boolean =>
    assumptions.some(({ name, tag }) => tag === 'given' && names.includes(name));
  const own = given('usdPerVcpuHour', 'usdPerGbHour');
  const date = own ? givenOn : PRICES_DATED;
  const price = own ? 'given' : 'list';
  const list: MoneyBasis = { basis: price, date, label: labelOf(price, date) };
  const percent = Number((100 * values.discount).toPrecision(3));
  const ownRate = given('personMonthUsd');
  const rateDate = ownRate ? givenOn : ASSUMPTIONS_DATED;
  return {
    list,
    effective:
      values.discount === 0
        ? list
        : { basis: `${price}-discounted`, date, label: labelOf(`${price}-${percent}%`, date) },
    labour: {
      basis: ownRate ? 'labour-given' : 'labour-assumed',
      date: rateDate,
      label: labelOf(ownRate ? 'given' : 'assumed', rateDate),
    },
  };
}

/** A month is precise enough beside a sum. */
function labelOf(what: string, date: string | null): string {
  return date === null ? `${what}, undated` : `${what}, ${date.slice(0, 7)}`;
}

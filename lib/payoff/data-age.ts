/** How old the built-in figures are on a given day: prices, factors and speedups go stale without anyone noticing. */

import { ProfileError } from '../base/errors.js';
import { ALTERNATIVES_DATED } from './alternatives-catalogue.js';
import { CARBON_DATED } from './carbon-factors.js';
import { type Check, check } from './checks.js';
import { ASSUMPTIONS_DATED } from './cost-assumptions.js';
import { CROSSING_COSTS_DATED } from './crossing-costs.js';
import { PRICES_DATED } from './prices.js';
import { PRIORS_DATED } from './priors/sources.js';

/** One file of built-in data. */
export interface DataSet {
  readonly name: string;
  readonly what: string;
  /** ISO date or month when it was last gone through. */
  readonly dated: string;
}

export const DATA_SETS: readonly DataSet[] = [
  { name: 'priors', what: 'speedups', dated: PRIORS_DATED },
  { name: 'prices', what: 'list prices', dated: PRICES_DATED },
  { name: 'carbon', what: 'carbon factors', dated: CARBON_DATED },
  { name: 'crossings', what: 'crossing costs', dated: CROSSING_COSTS_DATED },
  { name: 'costs', what: 'cost assumptions', dated: ASSUMPTIONS_DATED },
  { name: 'alternatives', what: 'cheaper alternatives', dated: ALTERNATIVES_DATED },
];

export interface DataAge extends DataSet {
  /** Days from `dated` to the given day, from its first day where only a month is known; negative before it. */
  readonly days: number;
  readonly old: boolean;
  /** Null where it is no more than a year old. */
  readonly warning: string | null;
}

const YEAR_DAYS = 365;

/** `today`: an ISO date, `2027-03-01`; the library has no clock. Throws 'bad-model' for another text. */
export function dataAges(today: string): DataAge[] {
  const now = dayOf(today);
  return DATA_SETS.map((set) => {
    const days = now - dayOf(set.dated);
    const old = days > YEAR_DAYS;
    const warning = old
      ? `The ${set.what} are of ${set.dated}, over a year old (${days} days on ${today}): check them.`
      : null;
    return { ...set, days, old, warning };
  });
}

/** The warnings as checks, to go with those of an estimate. */
export function dataChecks(today: string): Check[] {
  return dataAges(today).flatMap(({ warning }) =>
    warning === null ? [] : [check('payoff-old-data', warning)],
  );
}

function dayOf(date: string): number {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(date);
  const time = parts === null ? Number.NaN : Date.UTC(+parts[1]!, +(parts[2] ?? 1) - 1, +(parts[3] ?? 1));
  // A 13th month or a 31st of June would silently become another day.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(date))
    throw new ProfileError(
      'bad-model',
      `the date is ${JSON.stringify(date.slice(0, 40))}; expected 2027-03-01`,
    );
  return Math.round(time / 86_400_000);
}

/** Payback, present value, internal rate of return and the break-even points of a rewrite. */

/** Months until the yearly net saving has paid `buildUsd`; null when it never does. */
export function paybackMonths(buildUsd: number, netUsdPerYear: number): number | null {
  return netUsdPerYear > 0 ? (12 * buildUsd) / netUsdPerYear : null;
}

/**
 * The same where the yearly net saving is `firstUsdPerYear` for `months` (a commitment runs) and `laterUsdPerYear` then.
 */
export function paybackInPhases(
  buildUsd: number,
  firstUsdPerYear: number,
  months: number,
  laterUsdPerYear: number,
): number | null {
  const first = paybackMonths(buildUsd, firstUsdPerYear);
  if (first !== null && first <= months) return first;
  const rest = buildUsd - (firstUsdPerYear * months) / 12;
  const later = paybackMonths(rest, laterUsdPerYear);
  return later === null ? null : months + later;
}

/**
 * sum over t = 1..H of ((1 + g)/(1 + r))^t: the present value of one unit a year; (1 - (1 + r)^-H)/r when g is 0. Of a
 * year that the horizon ends in, its part counts, discounted as the whole year would be.
 */
export function annuity(rate: number, years: number, growth = 0): number {
  return delayedAnnuity(rate, years, growth, 0);
}

/**
 * The annuity of what begins only after `months`: in year t the part max(0, min(t, H) - max(t - 1, months/12)) counts.
 * With no months it is `annuity`.
 */
export function delayedAnnuity(rate: number, years: number, growth: number, months: number): number {
  const factor = (1 + growth) / (1 + rate);
  let power = 1;
  let sum = 0;
  for (let t = 1; t - 1 < years; t++) {
    power *= factor;
    sum += power * Math.max(0, Math.min(t, years) - Math.max(t - 1, months / 12));
  }
  return sum;
}

/** NPV = -C0 + sum A (1 + g)^t/(1 + r)^t. */
export function netPresentValue(
  buildUsd: number,
  netUsdPerYear: number,
  rate: number,
  years: number,
  growth = 0,
): number {
  return -buildUsd + netUsdPerYear * annuity(rate, years, growth);
}

/** The rate at which NPV is 0, by bisection on [-0.99, 10]; null when it does not change sign there. */
export function internalRate(
  buildUsd: number,
  netUsdPerYear: number,
  years: number,
  growth = 0,
): number | null {
  if (buildUsd <= 0 || netUsdPerYear <= 0) return null;
  return rateOfZero((rate) => netPresentValue(buildUsd, netUsdPerYear, rate, years, growth));
}

/** The same for any present value that falls as the rate rises. */
export function rateOfZero(presentValue: (rate: number) => number): number | null {
  let low = -0.99;
  let high = 10;
  if (presentValue(low) < 0 || presentValue(high) > 0) return null;
  // 100 halvings exhaust a double.
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (presentValue(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Required fraction of the compute spend: x* = (C0/annuity + maintenance)/(spend * realise). Above 1: impossible. */
export function requiredSaving(
  buildUsd: number,
  maintenanceUsd: number,
  spendUsd: number,
  realise: number,
  annuityFactor: number,
): number {
  return (buildUsd / annuityFactor + maintenanceUsd) / (spendUsd * realise);
}

/**
 * The local speedup that makes covering `share` pay exactly: s* = p/(p + t - B - x*).
 * `never` when even removing the share would not pay, `always` when it pays with no speedup at all.
 */
export function breakEvenSpeedup(
  share: number,
  removedTax: number,
  boundaryShare: number,
  required: number,
): number | 'never' | 'always' {
  const rest = share + removedTax - boundaryShare - required;
  if (rest <= 0) return 'never';
  const speedup = share / rest;
  return speedup < 1 ? 'always' : speedup;
}

/** USD of compute a year at which saving the fraction `saving` of it pays exactly: (C0/annuity + maintenance)/(saving * realise); null when nothing is saved. */
export function breakEvenSpend(
  buildUsd: number,
  maintenanceUsd: number,
  saving: number,
  realise: number,
  annuityFactor: number,
): number | null {
  return saving > 0 ? (buildUsd / annuityFactor + maintenanceUsd) / (saving * realise) : null;
}

/**
 * The largest effort, in person-months, that still pays: from NPV = 0 with C0 = PM rate + fixed and
 * maintenance = PM rate m + language:  PM = ((realised - language) annuity - fixed)/(rate (1 + m annuity)).
 * null when no effort is small enough.
 */
export function breakEvenEffortPm(
  realisedUsdPerYear: number,
  languageUsdPerYear: number,
  fixedUsd: number,
  personMonthUsd: number,
  maintenance: number,
  annuityFactor: number,
): number | null {
  const pm =
    ((realisedUsdPerYear - languageUsdPerYear) * annuityFactor - fixedUsd) /
    (personMonthUsd * (1 + maintenance * annuityFactor));
  return pm > 0 ? pm : null;
}

/** One pass through the model, from the shares that are saved to dollars (E7 to E12): what every other part evaluates. */
import type { CostModel } from './cost-model.js';
import { buildUsd, maintenanceUsd } from './effort.js';
import { annuity, delayedAnnuity, paybackInPhases, rateOfZero } from './finance.js';
import { type FleetAfter, type FleetShape, fleetAfter, neededShare } from './fleet.js';
import { allInPrice, effectivePrice, HOURS_PER_YEAR, splitByCommitment } from './money.js';

/** What does not change between two passes over one model. */
export interface Setting {
  readonly model: CostModel;
  /** Null: no fleet was given, and there is no money. */
  readonly fleet: FleetShape | null;
  /** USD of a vCPU-hour with its memory, at list price and after the discount. */
  readonly listPrice: number;
  readonly price: number;
  /** Present value of one USD a year over the horizon, and of one that begins when the commitment lapses. */
  readonly factor: number;
  readonly lapsedFactor: number;
  /** USD per year for the second language. */
  readonly languageUsd: number;
}

/** What may differ between two passes. Shares of today's CPU, 0 to 1. */
export interface Scenario {
  /** sum p_k (1 - 1/s_k). */
  readonly saved: number;
  /** t: background work that goes away. */
  readonly tax: number;
  /** B: what crossings add. */
  readonly boundary: number;
  readonly effortPm: number;
  readonly realise: number;
  readonly maintenance: number;
  /** Given up: the cost is spent, nothing is saved and nothing is kept. */
  readonly failed: boolean;
}

/** Money of one pass. USD; yearly figures are of a year after any commitment has lapsed. */
export interface Cash {
  readonly after: FleetAfter;
  readonly buildUsd: number;
  /** Upkeep a year. */
  readonly keepUsd: number;
  /** At list price, before the allowance for cores that are reused. */
  readonly listUsd: number;
  /** After the discount. */
  readonly effectiveUsd: number;
  /** After the discount and the allowance, while a commitment runs: less, or the same without one. */
  readonly realisedNowUsd: number;
  readonly realisedUsd: number;
  readonly npvUsd: number;
  /** Infinity: never. */
  readonly paybackMonths: number;
}

/** `averageVcpu` counts only where the fleet is scaled by itself. */
export function settingOf(model: CostModel): Setting {
  const { values, unknowns, fleetVcpu } = model;
  const { discountRate, horizonYears, growth, instanceGb, instanceVcpu } = values;
  const listPrice = allInPrice(values.usdPerVcpuHour, values.usdPerGbHour, instanceGb / instanceVcpu);
  const averageVcpu =
    model.scaling === 'auto' && unknowns.averageVcpu !== null
      ? Math.min(unknowns.averageVcpu, fleetVcpu ?? unknowns.averageVcpu)
      : null;
  const targetUtilNew = unknowns.targetUtilNew ?? values.targetUtilOld;
  const { memGbUsed } = unknowns;
  return {
    model,
    fleet: fleetVcpu === null ? null : { ...values, vcpu: fleetVcpu, targetUtilNew, memGbUsed, averageVcpu },
    listPrice,
    price: effectivePrice(listPrice, values.discount),
    factor: annuity(discountRate, horizonYears, growth),
    lapsedFactor: delayedAnnuity(discountRate, horizonYears, growth, lapseMonths(model)),
    languageUsd: maintenanceUsd(0, values.personMonthUsd, 0, values.languageFte),
  };
}

/** R = 1 - sum p_k (1 - 1/s_k) - t + B. */
export function residualOf({ saved, tax, boundary }: Scenario): number {
  return 1 - saved - tax + boundary;
}

/** vCPU that are rented on average today. */
export function rentedVcpu(fleet: FleetShape): number {
  return fleet.averageVcpu ?? fleet.vcpu;
}

/** Null without a fleet. */
export function cashOf(setting: Setting, scenario: Scenario): Cash | null {
  const { fleet, model } = setting;
  if (fleet === null) return null;
  const after = fleetAfter(fleet, residualOf(scenario));
  const covered = lapseMonths(model) > 0 ? model.values.commitCoverage : 0;
  return cashOfSaving(
    setting,
    scenario,
    after,
    splitByCommitment(after.vcpuSaved, rentedVcpu(fleet), covered),
  );
}

/** The rate of return of a pass, on [-0.99, 10]; null where the present value does not change its sign there. */
export function returnOf(setting: Setting, cash: Cash): number | null {
  const { horizonYears: years, growth } = setting.model.values;
  const months = lapseMonths(setting.model);
  if (cash.buildUsd <= 0 || cash.realisedUsd <= cash.keepUsd) return null;
  const lapsing = cash.realisedUsd - cash.realisedNowUsd;
  return rateOfZero(
    (rate) =>
      -cash.buildUsd +
      (cash.realisedNowUsd - cash.keepUsd) * annuity(rate, years, growth) +
      lapsing * delayedAnnuity(rate, years, growth, months),
  );
}

/** Part of the compute bill that a scenario saves, before rounding to instances and floors: 1 - need. */
export function billShare(setting: Setting, residual: number): number {
  const { fleet, model } = setting;
  if (fleet !== null) return 1 - neededShare(fleet, residual);
  const { targetUtilOld } = model.values;
  return 1 - (targetUtilOld / (model.unknowns.targetUtilNew ?? targetUtilOld)) * residual;
}

/**
 * What one saved dollar a year is worth over the horizon, where the part `x` of the bill is saved: what a commitment
 * holds counts only from when it lapses.
 */
export function savingFactor({ model, factor, lapsedFactor }: Setting, x: number): number {
  const free = lapseMonths(model) > 0 ? 1 - model.values.commitCoverage : 1;
  if (x <= free || x <= 0) return factor;
  return (free * factor + (x - free) * lapsedFactor) / x;
}

function cashOfSaving(
  { model, price, listPrice, factor, lapsedFactor, languageUsd }: Setting,
  { effortPm, realise, maintenance, failed }: Scenario,
  after: FleetAfter,
  split: { readonly now: number; readonly lapsing: number },
): Cash {
  const { values } = model;
  const build = buildUsd(effortPm, values.personMonthUsd, values.fixedUsd);
  const keep = failed ? 0 : maintenanceUsd(effortPm, values.personMonthUsd, maintenance, 0) + languageUsd;
  const perVcpu = failed ? 0 : realise * HOURS_PER_YEAR * price;
  const now = perVcpu * split.now;
  const lapsing = perVcpu * split.lapsing;
  return {
    after,
    buildUsd: build,
    keepUsd: keep,
    listUsd: after.vcpuSaved * HOURS_PER_YEAR * listPrice,
    effectiveUsd: after.vcpuSaved * HOURS_PER_YEAR * price,
    realisedNowUsd: now,
    realisedUsd: now + lapsing,
    npvUsd: -build + (now - keep) * factor + lapsing * lapsedFactor,
    paybackMonths:
      paybackInPhases(build, now - keep, lapseMonths(model), now + lapsing - keep) ??
      Number.POSITIVE_INFINITY,
  };
}

/** Months until a commitment lapses; 0 where nothing is committed. */
function lapseMonths({ values }: CostModel): number {
  return values.commitCoverage > 0 ? values.commitMonthsLeft : 0;
}

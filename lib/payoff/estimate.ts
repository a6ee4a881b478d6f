/** The deterministic answer: what a rewrite saves and costs at its likely values, and at the low and high speedup. */
import { formatShare } from '../base/units.js';
import { ceiling, overallSpeedup } from './amdahl.js';
import { breakEvenCallUs, maximumCalls } from './boundary.js';
import { carbonPerYear } from './carbon.js';
import {
  billShare,
  type Cash,
  cashOf,
  rentedVcpu,
  residualOf,
  returnOf,
  type Setting,
  savingFactor,
} from './chain.js';
import { type Check, check, checkPrice } from './checks.js';
import type { Assumption, CostModel } from './cost-model.js';
import { breakEvenEffortPm, breakEvenSpeedup, breakEvenSpend } from './finance.js';
import { capacityRatio, type FleetConstraint } from './fleet.js';
import { latencySaving } from './latency.js';
import { type PriorUsed, speedupsAt, type TaxSpeedup, type WorkSpeedup } from './local-speedup.js';
import { HOURS_PER_YEAR } from './money.js';
import { movableShare, type Plan, planRewrite, type Rewrite, scenarioAt } from './plan.js';
import type { PriceBases } from './price-basis.js';
import { DEFAULT_PRICE, priceOf } from './prices.js';
import { queueWait } from './queueing.js';
import { type OpenRange, type Range, sortedOpenRange, sortedRange, Z90 } from './range.js';
import { usd } from './words.js';

export type { Rewrite } from './plan.js';

/**
 * p10, p50, p90 come from the chain at the low, likely and high speedup, all kinds of work together: scenarios, not
 * quantiles; those are in `Simulation`. They are in rising order, so the low speedup gives residual.p90 and
 * cpuSaving.p10.
 */
export interface Payoff {
  /** New CPU over old CPU. */
  readonly residual: Range;
  readonly cpuSaving: Range;
  readonly speedup: Range;
  /** The CPU saving at the likely speedup, were the covered share with its tax at either end of its interval. */
  readonly cpuSavingOfInterval: { readonly low: number; readonly high: number } | null;
  /** The part of `cpuSaving` that is background work (garbage collection) the set causes. */
  readonly taxSaving: number;
  /** Speedup of the service if the covered part that can change, and its tax, cost nothing. Infinity when that is all. */
  readonly ceiling: number;
  /** Requests per second at the highest usable utilisation, new over old; an upper bound unless CPU is the bottleneck. */
  readonly capacity: Range;
  readonly capacityIsUpperBound: boolean;
  /** Latency saved at the likely speedup, 0..1 of the request, queueing apart; an interval unless `criticalShare` is known. */
  readonly latencySaving: { readonly low: number; readonly high: number };
  /** Mean wait for a processor in service times, before and after, where no instance is removed; null without `fleetUtil`. */
  readonly queueWait: { readonly before: number; readonly after: number } | null;
  readonly parts: readonly WorkSpeedup[];
  readonly taxes: readonly TaxSpeedup[];
  /** The rows of the tables that the speedups rest on. */
  readonly priorsUsed: readonly PriorUsed[];
  /** CPU that crossings add, 0..1 of today's; 0 where calls per request are not known. */
  readonly boundaryShare: number;
  readonly effortPm: Range;
  readonly buildUsd: number;
  readonly maintenanceUsdPerYear: number;
  /** Null without a fleet. */
  readonly money: Money | null;
  /** In closed form, before rounding to instances and floors; `Conditions` has the same with them. */
  readonly breakEven: {
    /** Local speedup at which it just pays; "never" where no speedup is enough; null without a fleet. */
    readonly speedup: number | 'never' | 'always' | null;
    /** Yearly compute bill, USD, from which it pays at the likely speedup; null where nothing is saved. */
    readonly spendUsdPerYear: number | null;
    /** The same as a fleet. */
    readonly vcpu: number | null;
    /** Most person-months that still pay; null where none do, or without a fleet. */
    readonly effortPm: number | null;
    /** Crossings per request that eat the whole gain; null where CPU per request is not known, or crossings are free. */
    readonly callsPerRequest: number | null;
    /** CPU microseconds that a call must cost today to be worth a crossing; null where nothing is gained. */
    readonly callUs: number | null;
  };
  readonly onCpuShare: number | null;
  readonly fleetUtil: number | null;
  /** What sums of money rest on. */
  readonly prices: PriceBases;
  /** The priors that were used, beside the cost model's own assumptions. */
  readonly assumptions: readonly Assumption[];
  /** What is missing or doubtful. */
  readonly warnings: readonly Check[];
}

export interface Money {
  /** At the effective price, for the service's part of the fleet. */
  readonly spendUsdPerYear: number;
  readonly vcpuSaved: Range;
  readonly instances: Range;
  readonly bindsOn: FleetConstraint;
  /** vCPU that the likely speedup would have saved if no floor held them. */
  readonly vcpuHeld: number;
  /** At list price, before the allowance for cores that are reused. */
  readonly usdPerYear: Range;
  /** After the discount. */
  readonly effectiveUsdPerYear: Range;
  /** After the discount, the allowance for reuse, and maintenance; once any commitment has lapsed. */
  readonly netUsdPerYear: Range;
  /** The same at the likely speedup while the commitment runs. */
  readonly netUsdPerYearNow: number;
  /** Null: never. */
  readonly paybackMonths: OpenRange;
  readonly npvUsd: Range;
  readonly irr: number | null;
  /** What a month of waiting gives up, at the likely speedup; 0 where nothing is. */
  readonly delayUsdPerMonth: number;
  /** Of the vCPU that are given up, at the likely speedup; embodied carbon is not included. */
  readonly kwhPerYear: number;
  readonly kgCo2PerYear: number;
}

/** Throws ProfileError 'bad-model' for shares that are no shares, or speedups out of order. */
export function estimatePayoff(rewrite: Rewrite, model: CostModel): Payoff {
  return payoffOf(planRewrite(rewrite, model));
}

/** The same of a plan, which the simulation and the conditions take too. */
export function payoffOf(plan: Plan): Payoff {
  const { rewrite, model, setting, speedups, effort, crossings, likely } = plan;
  const { values, unknowns } = model;
  const scenarios = [scenarioAt(plan, -Z90), likely, scenarioAt(plan, Z90)] as const;
  const residuals = scenarios.map(residualOf) as [number, number, number];
  const each = (f: (residual: number) => number): Range =>
    sortedRange(f(residuals[0]), f(residuals[1]), f(residuals[2]));
  const cash = scenarios.map((scenario) => cashOf(setting, scenario));
  const [low, middle, high] = cash;
  const { build, keep } = costOf(plan);
  const gain = likely.saved + likely.tax;
  const movable = movableShare(speedups);
  const { p50: b } = crossings.us;
  const { cpuUsPerRequest: d } = crossings;
  const calls = d === null ? null : maximumCalls(gain, d, b);
  const average = likely.saved > 0 && movable.parts > 0 ? 1 / (1 - likely.saved / movable.parts) : 1;
  const callUs = breakEvenCallUs(b, average > 0 ? average : Number.POSITIVE_INFINITY);
  const onCpu = rewrite.onCpuShare ?? unknowns.onCpuShare;
  const ratio = (r: number): number =>
    capacityRatio(r, values.kneeUtilOld, unknowns.kneeUtilNew ?? values.kneeUtilOld);
  const needed = evenSpend(plan, residuals[1]);
  return {
    residual: each((r) => r),
    cpuSaving: each((r) => 1 - r),
    speedup: each(overallSpeedup),
    cpuSavingOfInterval: ofInterval(plan),
    taxSaving: likely.tax,
    ceiling: ceiling(movable.parts + movable.taxes),
    capacity: each(ratio),
    capacityIsUpperBound: model.bottleneck !== 'cpu',
    latencySaving: latencySaving(speedupsAt(speedups.parts, 0), onCpu, unknowns.criticalShare),
    queueWait: waits(model, residuals[1]),
    parts: speedups.parts,
    taxes: speedups.taxes,
    priorsUsed: speedups.priorsUsed,
    boundaryShare: likely.boundary,
    effortPm: effort,
    buildUsd: build,
    maintenanceUsdPerYear: keep,
    money: low && middle && high ? moneyOf(plan, low, middle, high) : null,
    breakEven: {
      speedup: setting.fleet === null ? null : evenSpeedup(plan, movable),
      spendUsdPerYear: needed,
      vcpu:
        needed === null ? null : Math.ceil(needed / (HOURS_PER_YEAR * setting.price * values.serviceShare)),
      effortPm: middle ? evenEffort(setting, middle) : null,
      callsPerRequest: calls !== null && Number.isFinite(calls) ? calls : null,
      callUs: Number.isFinite(callUs) ? callUs : null,
    },
    onCpuShare: onCpu,
    fleetUtil: unknowns.fleetUtil,
    prices: model.prices,
    assumptions: speedups.assumptions,
    warnings: [...speedups.checks, ...checksOf(plan, middle ?? null)],
  };
}

/** C0 and the yearly upkeep at the likely effort. */
function costOf({ model, setting, likely }: Plan): { build: number; keep: number } {
  const { personMonthUsd, fixedUsd } = model.values;
  const labour = likely.effortPm * personMonthUsd;
  return { build: labour + fixedUsd, keep: labour * likely.maintenance + setting.languageUsd };
}

function ofInterval({ rewrite, speedups, likely }: Plan): { low: number; high: number } | null {
  const interval = rewrite.coveredInterval;
  let covered = 0;
  for (const { share } of speedups.parts) covered += share;
  for (const { share, weight } of speedups.taxes) covered += share * weight;
  if (interval === undefined || covered === 0 || rewrite.speedup !== undefined) return null;
  const at = (share: number): number => ((likely.saved + likely.tax) * share) / covered - likely.boundary;
  return { low: at(interval.low), high: at(interval.high) };
}

function waits({ unknowns, values }: CostModel, residual: number): { before: number; after: number } | null {
  if (unknowns.fleetUtil === null) return null;
  const at = (utilisation: number): number => queueWait(utilisation, values.instanceVcpu);
  return { before: at(unknowns.fleetUtil), after: at(Math.min(0.999, unknowns.fleetUtil * residual)) };
}

function moneyOf(plan: Plan, low: Cash, likely: Cash, high: Cash): Money {
  const { model, setting } = plan;
  const fleet = setting.fleet!;
  const each = (f: (cash: Cash) => number): Range => sortedRange(f(low), f(likely), f(high));
  const pays = ({ paybackMonths }: Cash): number | null =>
    Number.isFinite(paybackMonths) ? paybackMonths : null;
  const utilisation = model.unknowns.fleetUtil ?? model.values.targetUtilOld;
  const carbon = carbonPerYear(likely.after.vcpuSaved, utilisation, model.power);
  return {
    spendUsdPerYear: rentedVcpu(fleet) * HOURS_PER_YEAR * setting.price * fleet.serviceShare,
    vcpuSaved: each(({ after }) => after.vcpuSaved),
    instances: each(({ after }) => after.instances),
    bindsOn: likely.after.bindsOn,
    vcpuHeld: likely.after.vcpuHeld,
    usdPerYear: each(({ listUsd }) => listUsd),
    effectiveUsdPerYear: each(({ effectiveUsd }) => effectiveUsd),
    netUsdPerYear: each(({ realisedUsd, keepUsd }) => realisedUsd - keepUsd),
    netUsdPerYearNow: likely.realisedNowUsd - likely.keepUsd,
    paybackMonths: sortedOpenRange(pays(low), pays(likely), pays(high)),
    npvUsd: each(({ npvUsd }) => npvUsd),
    irr: returnOf(setting, likely),
    delayUsdPerMonth: Math.max(0, likely.realisedUsd - likely.keepUsd) / 12,
    kwhPerYear: carbon.kwh,
    kgCo2PerYear: carbon.kg,
  };
}

/** Spend of the service's part of the bill from which saving this much of it pays. */
function evenSpend(plan: Plan, residual: number): number | null {
  const { setting, likely } = plan;
  const { build, keep } = costOf(plan);
  const x = billShare(setting, residual);
  const q = setting.model.values.serviceShare;
  // `billShare` is of the whole fleet where there is one, else of the service's part.
  const ofService = setting.fleet === null ? x : x / q;
  const worth = savingFactor(setting, setting.fleet === null ? x * q : x) / setting.factor;
  return breakEvenSpend(build, keep, ofService, likely.realise * worth, setting.factor);
}

// The required saving is one of dollars: x = 1 - (U0/U1) R, so R = (1 - x) U1/U0, and CPU must fall by 1 - R.
function evenSpeedup(plan: Plan, movable: { parts: number; taxes: number }): number | 'never' | 'always' {
  const { setting, likely } = plan;
  const fleet = setting.fleet!;
  const x = requiredBillShare(plan) / fleet.serviceShare;
  const util = fleet.targetUtilOld / fleet.targetUtilNew;
  // Work that the language does not decide saves what it saves at the likely point.
  const fixedSaved = likely.saved - movableSaved(plan);
  const needed = 1 - (1 - x) / util - fixedSaved;
  return breakEvenSpeedup(movable.parts, likely.tax, likely.boundary, needed);
}

function movableSaved({ speedups }: Plan): number {
  let saved = 0;
  for (const { share, speedup, movable } of speedups.parts)
    if (movable) saved += share * (1 - 1 / speedup.p50);
  return saved;
}

/** Part of the whole fleet's bill that must be saved for a present value of nothing; a commitment delays part of it. */
export function requiredBillShare(plan: Plan): number {
  const { setting, likely } = plan;
  const { build, keep } = costOf(plan);
  const bill = rentedVcpu(setting.fleet!) * HOURS_PER_YEAR * setting.price * likely.realise;
  const owed = build + keep * setting.factor;
  const x = owed / (bill * setting.factor);
  const { commitCoverage, commitMonthsLeft } = plan.model.values;
  const free = commitMonthsLeft > 0 ? 1 - commitCoverage : 1;
  if (x <= free) return x;
  const rest = owed - free * bill * setting.factor;
  return setting.lapsedFactor > 0 ? free + rest / (bill * setting.lapsedFactor) : Number.POSITIVE_INFINITY;
}

function evenEffort({ model, languageUsd, factor, lapsedFactor }: Setting, cash: Cash): number | null {
  const { fixedUsd, personMonthUsd } = model.values;
  const worth = cash.realisedNowUsd + ((cash.realisedUsd - cash.realisedNowUsd) * lapsedFactor) / factor;
  return breakEvenEffortPm(worth, languageUsd, fixedUsd, personMonthUsd, model.maintenance.likely, factor);
}

function checksOf(plan: Plan, cash: Cash | null): Check[] {
  const { model, speedups, crossings, setting } = plan;
  const { values, unknowns } = model;
  const found: Check[] = [];
  if (crossings.us.p50 > 0 && (crossings.perRequest === null || crossings.cpuUsPerRequest === null)) {
    const missing = crossings.perRequest === null ? 'callsPerRequest' : 'cpuUsPerRequest';
    found.push(
      check(
        'payoff-crossings-unknown',
        `Crossings of the boundary "${model.boundary}" are not in the estimate: give ${missing}.`,
      ),
    );
  }
  const knee = (unknowns.kneeUtilNew ?? values.kneeUtilOld) / values.kneeUtilOld;
  if (knee !== 1)
    found.push(
      check(
        'payoff-knee-not-measured',
        `A gain of usable utilisation of ${knee.toFixed(2)}x is in the capacity: only a load test of both shows it.`,
      ),
    );
  const work = speedups.parts.filter(({ share, movable }) => share > 0 && movable);
  if (work.length > 0 && work.every(({ tag }) => tag === 'prior' || tag === 'assumption'))
    found.push(
      check('payoff-all-priors', 'All speedups are estimated from priors: none was measured on this code.'),
    );
  const movable = movableShare(speedups);
  const high = scenarioAt(plan, Z90);
  const most = high.saved + high.tax;
  if (most > movable.parts + movable.taxes + 1e-9)
    found.push(
      check(
        'payoff-over-ceiling',
        `The saving of ${formatShare(most)} at the high speedup is above the ceiling of ${formatShare(movable.parts + movable.taxes)}: work that the language does not decide was given a gain.`,
      ),
    );
  if (cash === null || setting.fleet === null) return found;
  found.push(...checkPrice(values.usdPerVcpuHour, DEFAULT_PRICE, priceOf('opencost-spot')!));
  const { bindsOn, vcpuHeld } = cash.after;
  if (bindsOn !== 'cpu' && vcpuHeld > 0)
    found.push(
      check(
        'payoff-floor-binds',
        `The floor binds: the ${bindsOn} bound holds ${Number(vcpuHeld.toFixed(1))} vCPU, this saving cannot be realised.`,
      ),
    );
  const committed = cash.realisedUsd - cash.realisedNowUsd;
  if (committed > 0)
    found.push(
      check(
        'payoff-commitment',
        `A commitment is paid, used or not: ${usd(committed, model.prices.effective, 'a year')} of the saving begin in ${values.commitMonthsLeft} months.`,
      ),
    );
  if (
    model.assumptions.some(
      ({ name, value, tag }) => name === 'scaling' && value === 'static' && tag === 'given',
    )
  )
    found.push(
      check(
        'payoff-static-fleet',
        'A fleet of fixed size saves nothing by itself: someone must make it smaller.',
      ),
    );
  return found;
}

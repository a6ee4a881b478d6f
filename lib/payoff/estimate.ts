/** The deterministic chain from a covered share to vCPUs, dollars and payback, at the low, likely and high speedup. */
import { ProfileError } from '../base/errors.js';
import { ceiling, overallSpeedup, residual, savedShare } from './amdahl.js';
import { boundaryShare, breakEvenCallUs, crossingUs, maximumCalls } from './boundary.js';
import type { Assumption, CostModel } from './cost-model.js';
import { buildUsd, EFFORT_SPREAD, effortPm, maintenanceUsd } from './effort.js';
import {
  annuity,
  breakEvenEffortPm,
  breakEvenSpeedup,
  breakEvenSpend,
  internalRate,
  netPresentValue,
  paybackMonths,
  requiredSaving,
} from './finance.js';
import { capacityRatio, type FleetConstraint, type FleetShape, fleetAfter } from './fleet.js';
import { type KindOfWork, resolveSpeedups, speedupsAt, type WorkSpeedup } from './local-speedup.js';
import { effectivePrice, HOURS_PER_YEAR, usdPerYear } from './money.js';
import { type OpenRange, type Range, sortedOpenRange, sortedRange, Z80, Z90 } from './range.js';

/** The rewrite set, as the profile shows it. Shares of 0..1 of the profile's CPU. */
export interface Rewrite {
  readonly coveredShare: number;
  /** The part of it in the kernel: speedup 1. */
  readonly kernelShare: number;
  /** Functions to be written. */
  readonly functionCount: number;
  /** `coveredShare` by kind of work; default: all of it but the kernel part is of kind `service`. */
  readonly parts?: readonly KindOfWork[] | undefined;
  /** Background runtime work (garbage collection) outside `coveredShare` that goes away with the set. */
  readonly taxShare?: number | undefined;
  /** 95 % interval of `coveredShare`. */
  readonly coveredInterval?: { readonly low: number; readonly high: number } | undefined;
  /** CPU time over wall time of a request. */
  readonly onCpuShare?: number | undefined;
}

/**
 * p10, p50, p90 come from the chain at the priors' low, likely and high speedup, all kinds of work together: scenarios,
 * not quantiles of a simulation. They are in rising order, so the low speedup gives residual.p90 and cpuSaving.p10.
 */
export interface Payoff {
  /** New CPU over old CPU. */
  readonly residual: Range;
  readonly cpuSaving: Range;
  readonly speedup: Range;
  /** The CPU saving at the likely speedup, were the covered share at either end of its interval. */
  readonly cpuSavingOfInterval: { readonly low: number; readonly high: number } | null;
  /** Speedup of the service if the covered part that can change, and its tax, cost nothing. Infinity when that is all. */
  readonly ceiling: number;
  /** Requests per second at the highest usable utilisation, new over old; an upper bound unless CPU is the bottleneck. */
  readonly capacity: Range;
  readonly capacityIsUpperBound: boolean;
  /** Latency saved at the likely speedup, 0..1 of the request: between none of it and all of it on the critical path. */
  readonly latencySaving: { readonly low: number; readonly high: number };
  readonly parts: readonly WorkSpeedup[];
  /** CPU that crossings add, 0..1 of today's; 0 where calls per request are not known. */
  readonly boundaryShare: number;
  readonly effortPm: Range;
  readonly buildUsd: number;
  readonly maintenanceUsdPerYear: number;
  /** Null without a fleet. */
  readonly money: Money | null;
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
  /** The priors that were used, beside the cost model's own assumptions. */
  readonly assumptions: readonly Assumption[];
  /** Plain sentences: what is missing or doubtful. */
  readonly warnings: readonly string[];
}

export interface Money {
  /** At the effective price, for the service's part of the fleet. */
  readonly spendUsdPerYear: number;
  readonly vcpuSaved: Range;
  readonly instances: Range;
  readonly bindsOn: FleetConstraint;
  /** At list price, before the allowance for cores that are reused. */
  readonly usdPerYear: Range;
  /** After the discount. */
  readonly effectiveUsdPerYear: Range;
  /** After the discount, the allowance for reuse, and maintenance. */
  readonly netUsdPerYear: Range;
  /** Null: never. */
  readonly paybackMonths: OpenRange;
  /** Payback at the 20 % point of the speedup: reached with a probability of 0.8 when speedup alone is uncertain. */
  readonly cautiousPaybackMonths: number | null;
  readonly npvUsd: Range;
  readonly irr: number | null;
}

interface Cost {
  readonly build: number;
  readonly keep: number;
  readonly language: number;
  readonly factor: number;
}

/** Throws ProfileError 'bad-model' for shares that are no shares, or speedups out of order. */
export function estimatePayoff(rewrite: Rewrite, model: CostModel): Payoff {
  const { values, unknowns, fleetVcpu } = model;
  const work = partsOf(rewrite);
  const tax = rewrite.taxShare ?? 0;
  checkRewrite(rewrite, work, tax);
  const { parts, assumptions, warnings } = resolveSpeedups(work, tax, model);
  const perCall = unknowns.crossingUs ?? model.crossing.nsPerCall / 1000;
  const b = crossingUs(perCall, values.bytesPerCall, model.crossing.nsPerByte / 1000);
  const added = crossingsAdded(b, model, warnings);
  const at = (z: number): number => residual(speedupsAt(parts, z), tax, added);
  const low = at(-Z90);
  const likely = at(0);
  const high = at(Z90);
  const eachResidual = (f: (r: number) => number): Range => sortedRange(f(low), f(likely), f(high));
  const effort = effortOf(rewrite, model);
  const cost = costOf(effort.p50, model);
  const saved = savedShare(speedupsAt(parts, 0));
  const gain = saved + tax;
  const covered = parts.reduce((sum, part) => sum + part.share, 0);
  const movable = parts.reduce((sum, part) => sum + (part.movable ? part.share : 0), 0);
  const util = values.targetUtilOld / (unknowns.targetUtilNew ?? values.targetUtilOld);
  const price = effectivePrice(values.usdPerVcpuHour, values.discount);
  const spend = fleetVcpu === null ? null : usdPerYear(fleetVcpu * values.serviceShare, price);
  const needed = breakEvenSpend(cost.build, cost.keep, 1 - util * likely, values.realise, cost.factor);
  const calls = unknowns.cpuUsPerRequest === null ? null : maximumCalls(gain, unknowns.cpuUsPerRequest, b);
  const callUs =
    saved > 0 && movable > 0 ? breakEvenCallUs(b, 1 / (1 - saved / movable)) : Number.POSITIVE_INFINITY;
  const onCpu = rewrite.onCpuShare ?? null;
  const interval = rewrite.coveredInterval ?? null;
  return {
    residual: eachResidual((r) => r),
    cpuSaving: eachResidual((r) => 1 - r),
    speedup: eachResidual(overallSpeedup),
    cpuSavingOfInterval:
      interval === null || covered === 0
        ? null
        : {
            low: gain - added - saved * (1 - interval.low / covered),
            high: gain - added - saved * (1 - interval.high / covered),
          },
    ceiling: ceiling(movable + tax),
    capacity: eachResidual((r) =>
      capacityRatio(r, values.kneeUtilOld, unknowns.kneeUtilNew ?? values.kneeUtilOld),
    ),
    capacityIsUpperBound: model.bottleneck !== 'cpu',
    latencySaving: { low: 0, high: Math.max(0, saved) * (onCpu ?? 1) },
    parts,
    boundaryShare: added,
    effortPm: effort,
    buildUsd: cost.build,
    maintenanceUsdPerYear: cost.keep,
    money:
      spend === null
        ? null
        : money({ low, likely, high, cautious: at(-Z80) }, fleetVcpu!, { spend, price }, cost, model),
    breakEven: {
      speedup: spend === null ? null : evenSpeedup(movable, tax, added, util, spend, cost, model),
      spendUsdPerYear: needed,
      vcpu: needed === null ? null : Math.ceil(needed / (HOURS_PER_YEAR * price * values.serviceShare)),
      effortPm:
        spend === null
          ? null
          : evenEffort(fleetAfter(shapeOf(fleetVcpu!, model), likely).vcpuSaved, price, cost, model),
      callsPerRequest: calls !== null && Number.isFinite(calls) ? calls : null,
      callUs: Number.isFinite(callUs) ? callUs : null,
    },
    onCpuShare: onCpu,
    fleetUtil: unknowns.fleetUtil,
    assumptions,
    warnings,
  };
}

function partsOf(rewrite: Rewrite): readonly KindOfWork[] {
  if (rewrite.parts !== undefined) return rewrite.parts;
  const still = { p10: 1, p50: 1, p90: 1 };
  const kernel: KindOfWork = { kind: 'kernel', share: rewrite.kernelShare, speedup: still };
  return [{ kind: 'service', share: rewrite.coveredShare - rewrite.kernelShare }, kernel];
}

function checkRewrite(rewrite: Rewrite, work: readonly KindOfWork[], tax: number): void {
  let sum = tax;
  for (const { share } of work) sum += share;
  const shares = [rewrite.coveredShare, rewrite.kernelShare, tax, sum, ...work.map((part) => part.share)];
  if (rewrite.onCpuShare !== undefined) shares.push(rewrite.onCpuShare);
  // A sum of decimal shares may pass 1 by rounding.
  if (!shares.every((share) => share >= 0 && share <= 1 + 1e-9))
    throw new ProfileError(
      'bad-model',
      `a share of the rewrite set is not within 0 to 1: ${shares.join(', ')}`,
    );
  const parts = sum - tax;
  if (Math.abs(parts - rewrite.coveredShare) > 1e-9)
    throw new ProfileError(
      'bad-model',
      `the parts sum to ${parts}; expected the covered share, ${rewrite.coveredShare}`,
    );
  if (!(Number.isInteger(rewrite.functionCount) && rewrite.functionCount >= 0))
    throw new ProfileError(
      'bad-model',
      `functionCount is ${rewrite.functionCount}; expected a whole number from 0`,
    );
}

function crossingsAdded(b: number, { unknowns, boundary }: CostModel, warnings: string[]): number {
  const { callsPerRequest, cpuUsPerRequest } = unknowns;
  if (b === 0) return 0;
  if (callsPerRequest === null || cpuUsPerRequest === null) {
    const missing = callsPerRequest === null ? 'callsPerRequest' : 'cpuUsPerRequest';
    warnings.push(`Crossings of the boundary "${boundary}" are not in the estimate: give ${missing}.`);
    return 0;
  }
  return boundaryShare(callsPerRequest, b, cpuUsPerRequest);
}

function effortOf(rewrite: Rewrite, { unknowns }: CostModel): Range {
  if (unknowns.effortPm === null) return effortPm(rewrite.functionCount, unknowns.sloc);
  const { p10, p50, p90 } = EFFORT_SPREAD;
  return { p10: p10 * unknowns.effortPm, p50: p50 * unknowns.effortPm, p90: p90 * unknowns.effortPm };
}

function costOf(pm: number, { values }: CostModel): Cost {
  return {
    build: buildUsd(pm, values.personMonthUsd, values.fixedUsd),
    keep: maintenanceUsd(pm, values.personMonthUsd, values.maintenance, values.languageFte),
    language: maintenanceUsd(0, values.personMonthUsd, 0, values.languageFte),
    factor: annuity(values.discountRate, values.horizonYears, values.growth),
  };
}

function shapeOf(vcpu: number, { values, unknowns }: CostModel): FleetShape {
  const targetUtilNew = unknowns.targetUtilNew ?? values.targetUtilOld;
  return { ...values, vcpu, targetUtilNew, memGbUsed: unknowns.memGbUsed };
}

// The required saving is one of dollars: x = 1 - (U0/U1) R, so R = (1 - x) U1/U0, and CPU must fall by 1 - R.
function evenSpeedup(
  share: number,
  tax: number,
  added: number,
  util: number,
  spend: number,
  cost: Cost,
  { values }: CostModel,
): number | 'never' | 'always' {
  const x = requiredSaving(cost.build, cost.keep, spend, values.realise, cost.factor);
  return breakEvenSpeedup(share, tax, added, 1 - (1 - x) / util);
}

function evenEffort(vcpuSaved: number, price: number, cost: Cost, { values }: CostModel): number | null {
  return breakEvenEffortPm(
    values.realise * usdPerYear(vcpuSaved, price),
    cost.language,
    values.fixedUsd,
    values.personMonthUsd,
    values.maintenance,
    cost.factor,
  );
}

function money(
  residuals: { low: number; likely: number; high: number; cautious: number },
  vcpu: number,
  { spend, price }: { spend: number; price: number },
  cost: Cost,
  model: CostModel,
): Money {
  const { values } = model;
  const shape = shapeOf(vcpu, model);
  const [low, likely, high, cautious] = [
    residuals.low,
    residuals.likely,
    residuals.high,
    residuals.cautious,
  ].map((r) => fleetAfter(shape, r)) as [After, After, After, After];
  const net = (after: After): number => values.realise * usdPerYear(after.vcpuSaved, price) - cost.keep;
  const pays = (after: After): number | null => paybackMonths(cost.build, net(after));
  const worth = (after: After): number =>
    netPresentValue(cost.build, net(after), values.discountRate, values.horizonYears, values.growth);
  const each = (f: (after: After) => number): Range => sortedRange(f(low), f(likely), f(high));
  return {
    spendUsdPerYear: spend,
    vcpuSaved: each((after) => after.vcpuSaved),
    instances: each((after) => after.instances),
    bindsOn: likely.bindsOn,
    usdPerYear: each((after) => usdPerYear(after.vcpuSaved, values.usdPerVcpuHour)),
    effectiveUsdPerYear: each((after) => usdPerYear(after.vcpuSaved, price)),
    netUsdPerYear: each(net),
    paybackMonths: sortedOpenRange(pays(low), pays(likely), pays(high)),
    cautiousPaybackMonths: pays(cautious),
    npvUsd: each(worth),
    irr: internalRate(cost.build, net(likely), values.horizonYears, values.growth),
  };
}

type After = ReturnType<typeof fleetAfter>;

/** The deterministic chain from a covered share to vCPUs, dollars and payback, at the low, likely and high speedup. */
import { ceiling, overallSpeedup, residual } from './amdahl.js';
import type { CostModel } from './cost-model.js';
import { buildUsd, effortPm, maintenanceUsd } from './effort.js';
import {
  annuity,
  breakEvenSpeedup,
  breakEvenSpend,
  internalRate,
  netPresentValue,
  paybackMonths,
} from './finance.js';
import { type FleetConstraint, fleetAfter } from './fleet.js';
import { usdPerYear } from './money.js';
import type { Range } from './range.js';

/** The rewrite set, as the profile shows it. Shares of 0..1. */
export interface Rewrite {
  readonly coveredShare: number;
  /** The part of it in the kernel: speedup 1. */
  readonly kernelShare: number;
  /** Functions to be written. */
  readonly functionCount: number;
}

/** p10, p50, p90: the chain at the prior's low, likely and high speedup. Scenarios, not quantiles of a simulation. */
export interface Payoff {
  /** New CPU over old CPU. */
  readonly residual: Range;
  readonly cpuSaving: Range;
  readonly speedup: Range;
  /** Speedup of the service if the covered part that can change cost nothing. */
  readonly ceiling: number;
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
  };
}

export interface Money {
  readonly spendUsdPerYear: number;
  readonly vcpuSaved: Range;
  readonly bindsOn: FleetConstraint;
  /** At list price, before the allowance for cores that are reused. */
  readonly usdPerYear: Range;
  /** Null: never. */
  readonly paybackMonths: {
    readonly p10: number | null;
    readonly p50: number | null;
    readonly p90: number | null;
  };
  readonly npvUsd: Range;
  readonly irr: number | null;
}

const HOURS_PER_YEAR = 8760;

export function estimatePayoff(rewrite: Rewrite, model: CostModel): Payoff {
  const { values, fleetVcpu } = model;
  const movable = rewrite.coveredShare - rewrite.kernelShare;
  const at = (speedup: number): number =>
    residual([
      { share: movable, speedup },
      { share: rewrite.kernelShare, speedup: 1 },
    ]);
  const r: Range = { p10: at(model.speedup.p10), p50: at(model.speedup.p50), p90: at(model.speedup.p90) };
  const effort = effortPm(rewrite.functionCount, null);
  const build = buildUsd(effort.p50, values.personMonthUsd, values.fixedUsd);
  const keep = maintenanceUsd(effort.p50, values.personMonthUsd, values.maintenance, values.languageFte);
  const factor = annuity(values.discountRate, values.horizonYears);
  const spend = fleetVcpu === null ? null : fleetVcpu * HOURS_PER_YEAR * values.usdPerVcpuHour;
  const needed = breakEvenSpend(build, keep, 1 - r.p50, values.realise, factor);
  return {
    residual: r,
    cpuSaving: each(r, (x) => 1 - x),
    speedup: each(r, overallSpeedup),
    ceiling: ceiling(movable),
    effortPm: effort,
    buildUsd: build,
    maintenanceUsdPerYear: keep,
    money: spend === null ? null : money(r, fleetVcpu!, spend, { build, keep }, model),
    breakEven: {
      speedup:
        spend === null
          ? null
          : breakEvenSpeedup(movable, 0, 0, (build / factor + keep) / (spend * values.realise)),
      spendUsdPerYear: needed,
      vcpu: needed === null ? null : Math.ceil(needed / (HOURS_PER_YEAR * values.usdPerVcpuHour)),
    },
  };
}

function money(
  r: Range,
  vcpu: number,
  spend: number,
  cost: { build: number; keep: number },
  { values }: CostModel,
): Money {
  const shape = {
    vcpu,
    instanceVcpu: values.instanceVcpu,
    instanceGb: 4 * values.instanceVcpu,
    targetUtilOld: 0.5,
    targetUtilNew: 0.5,
    minInstances: values.minInstances,
    zones: values.zones,
    instancesPerZone: 1,
    memGbUsed: null,
    memSaving: 0,
    memUtil: 1,
    serviceShare: 1,
  };
  const after = {
    p10: fleetAfter(shape, r.p10),
    p50: fleetAfter(shape, r.p50),
    p90: fleetAfter(shape, r.p90),
  };
  const saved: Range = { p10: after.p10.vcpuSaved, p50: after.p50.vcpuSaved, p90: after.p90.vcpuSaved };
  const usd = each(saved, (v) => usdPerYear(v, values.usdPerVcpuHour));
  const net = each(usd, (u) => values.realise * u - cost.keep);
  return {
    spendUsdPerYear: spend,
    vcpuSaved: saved,
    bindsOn: after.p50.bindsOn,
    usdPerYear: usd,
    paybackMonths: {
      p10: paybackMonths(cost.build, net.p10),
      p50: paybackMonths(cost.build, net.p50),
      p90: paybackMonths(cost.build, net.p90),
    },
    npvUsd: each(net, (n) => netPresentValue(cost.build, n, values.discountRate, values.horizonYears)),
    irr: internalRate(cost.build, net.p50, values.horizonYears),
  };
}

function each(range: Range, f: (x: number) => number): Range {
  return { p10: f(range.p10), p50: f(range.p50), p90: f(range.p90) };
}

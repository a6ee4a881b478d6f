/** A rewrite as the model sees it: shares checked, speedups found, crossings counted, and the likely scenario (E3 to E6). */
import { ProfileError } from '../base/errors.js';
import { savedShare } from './amdahl.js';
import { boundaryShare, crossingsPerRequest, crossingUs } from './boundary.js';
import { type Scenario, type Setting, settingOf } from './chain.js';
import type { CostModel } from './cost-model.js';
import { effortPm } from './effort.js';
import {
  type KindOfWork,
  resolveSpeedups,
  type Speedups,
  speedupsAt,
  type TaxBin,
  taxAt,
} from './local-speedup.js';
import { measuredSpeedups } from './measured.js';
import type { Range } from './range.js';

/** The rewrite set, as the profile shows it. Shares of 0..1 of the profile's CPU. */
export interface Rewrite {
  readonly coveredShare: number;
  /** The part of it in the kernel: speedup 1. Read only where `parts` is not given. */
  readonly kernelShare: number;
  /** Functions to be written. */
  readonly functionCount: number;
  /** `coveredShare` by kind of work; default: all of it but the kernel part is of kind `service`. */
  readonly parts?: readonly KindOfWork[] | undefined;
  /**
   * What serves the requests of the set outside it - framework, connections, middleware - and comes along with it, by kind
   * of work; beside `coveredShare`.
   */
  readonly serving?: { readonly parts: readonly KindOfWork[] } | null | undefined;
  /** Background work of the runtime outside `coveredShare`, and how much of it the set causes. */
  readonly taxes?: readonly TaxBin[] | undefined;
  /** Short for one bin of garbage collection, of which this share is the set's; read where `taxes` is not given. */
  readonly taxShare?: number | undefined;
  /** 95 % interval of `coveredShare`, what serves it, and the set's tax together. */
  readonly coveredInterval?: { readonly low: number; readonly high: number } | undefined;
  /** How many times faster all of it became, its taxes and what serves it included, where that was measured: no prior counts then. */
  readonly speedup?: Range | undefined;
  /** CPU time over wall time of a request. */
  readonly onCpuShare?: number | undefined;
}

export interface Plan {
  readonly rewrite: Rewrite;
  readonly model: CostModel;
  readonly setting: Setting;
  readonly speedups: Speedups;
  /** Person-months, P10 / P50 / P90. */
  readonly effort: Range;
  readonly crossings: Crossings;
  /** Everything at its likely value. */
  readonly likely: Scenario;
}

export interface Crossings {
  /** Calls there, and there and back for each call back; null: not known. */
  readonly perRequest: number | null;
  /** CPU of one crossing, microseconds: both sides, with its bytes. */
  readonly us: Range;
  /** D: CPU of one request, microseconds; null: not known. */
  readonly cpuUsPerRequest: number | null;
}

/** Throws ProfileError 'bad-model' for shares that are no shares, or speedups out of order. */
export function planRewrite(rewrite: Rewrite, model: CostModel): Plan {
  const work = [...partsOf(rewrite), ...servingPartsOf(rewrite)];
  const taxes = taxesOf(rewrite);
  checkRewrite(rewrite, work, taxes);
  const resolved = resolveSpeedups(work, taxes, model);
  const speedups = rewrite.speedup === undefined ? resolved : measuredSpeedups(resolved, rewrite.speedup);
  const effort = model.effort ?? effortPm(rewrite.functionCount, model.unknowns.sloc);
  const crossings = rewrite.speedup === undefined ? crossingsOf(model) : crossingsInside(model);
  return {
    rewrite,
    model,
    setting: settingOf(model),
    speedups,
    effort,
    crossings,
    likely: {
      ...savingsAt(speedups, 0),
      boundary: addedBy(crossings, crossings.us.p50),
      effortPm: effort.p50,
      realise: model.realise.likely,
      maintenance: model.maintenance.likely,
      failed: false,
    },
  };
}

/** The likely scenario with all speedups `z` standard deviations from their medians. */
export function scenarioAt(plan: Plan, z: number): Scenario {
  return z === 0 ? plan.likely : { ...plan.likely, ...savingsAt(plan.speedups, z) };
}

/** B at a cost of one crossing; 0 where calls or CPU per request are not known. */
export function addedBy({ perRequest, cpuUsPerRequest }: Crossings, us: number): number {
  return perRequest === null || cpuUsPerRequest === null || us === 0
    ? 0
    : boundaryShare(perRequest, us, cpuUsPerRequest);
}

/** Share of the covered work, and of all taxes, that a new language can change. */
export function movableShare({ parts, taxes }: Speedups): { parts: number; taxes: number } {
  let [work, tax] = [0, 0];
  for (const { share, movable } of parts) if (movable) work += share;
  for (const { share, weight, movable } of taxes) if (movable) tax += share * weight;
  return { parts: work, taxes: tax };
}

function savingsAt({ parts, taxes }: Speedups, z: number): { saved: number; tax: number } {
  return { saved: savedShare(speedupsAt(parts, z)), tax: taxAt(taxes, z) };
}

function crossingsOf({ unknowns, values, crossing }: CostModel): Crossings {
  const { callsPerRequest, cpuUsPerRequest, crossingUs: given } = unknowns;
  const at = (ns: number): number =>
    crossingUs(given ?? ns / 1000, values.bytesPerCall, crossing.nsPerByte / 1000);
  return {
    perRequest:
      callsPerRequest === null ? null : crossingsPerRequest(callsPerRequest, values.callbacksPerRequest),
    us: { p10: at(crossing.nsPerCallLow), p50: at(crossing.nsPerCall), p90: at(crossing.nsPerCallHigh) },
    cpuUsPerRequest,
  };
}

/** A measured speedup has the crossings in it. */
function crossingsInside({ unknowns: { cpuUsPerRequest } }: CostModel): Crossings {
  return { perRequest: null, us: { p10: 0, p50: 0, p90: 0 }, cpuUsPerRequest };
}

/** The bins of a rewrite, in the order of `Speedups.taxes`. */
export function taxesOf({ taxes, taxShare = 0 }: Rewrite): readonly TaxBin[] {
  return taxes ?? (taxShare === 0 ? [] : [{ kind: 'gc', share: taxShare, weight: 1 }]);
}

/** What serves the set, marked as such. */
function servingPartsOf({ serving }: Rewrite): readonly KindOfWork[] {
  return (serving?.parts ?? []).map((part) => ({ ...part, serving: true }));
}

function partsOf(rewrite: Rewrite): readonly KindOfWork[] {
  if (rewrite.parts !== undefined) return rewrite.parts;
  const still = { p10: 1, p50: 1, p90: 1 };
  const kernel: KindOfWork = { kind: 'kernel', share: rewrite.kernelShare, speedup: still };
  return [{ kind: 'service', share: rewrite.coveredShare - rewrite.kernelShare }, kernel];
}

function checkRewrite(rewrite: Rewrite, work: readonly KindOfWork[], taxes: readonly TaxBin[]): void {
  const sum = (some: readonly { readonly share: number }[]): number =>
    some.reduce((all, { share }) => all + share, 0);
  const parts = sum(work.filter(({ serving }) => serving !== true));
  const all = sum(work) + sum(taxes);
  const shares = [rewrite.coveredShare, rewrite.kernelShare, all, ...work.map(({ share }) => share)];
  for (const { share, weight } of taxes) shares.push(share, weight);
  if (rewrite.onCpuShare !== undefined) shares.push(rewrite.onCpuShare);
  // A sum of decimal shares may pass 1 by rounding.
  if (!shares.every((share) => share >= 0 && share <= 1 + 1e-9))
    throw new ProfileError(
      'bad-model',
      `a share of the rewrite set is not within 0 to 1: ${shares.join(', ')}`,
    );
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

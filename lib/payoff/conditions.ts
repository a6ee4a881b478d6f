/** What would have to be true for the rewrite to pay: one quantity at a time, all others at their likely values (12.7). */
import { type Cash, cashOf, rentedVcpu, type Scenario, type Setting } from './chain.js';
import type { WorkSpeedup } from './local-speedup.js';
import { HOURS_PER_YEAR } from './money.js';
import { addedBy, type Plan } from './plan.js';

/** With instances, floors and commitments, unlike `Payoff.breakEven`. All null without a fleet. */
export interface Conditions {
  /**
   * The smallest factor m, 0 to 20, on the gains of all work that the language decides, s(m) = 1 + m (s - 1): 1 is
   * today's estimate. "never": not even at 20 times the gain; "always": with no gain at all.
   */
  readonly speedupFactor: number | 'never' | 'always' | null;
  /** The speedups at that factor, by kind of work; empty where there is none. */
  readonly speedups: readonly { readonly kind: string; readonly speedup: number }[];
  /** The smallest fleet, vCPU, in whole instances; null: none up to ten million vCPU. */
  readonly fleetVcpu: number | null;
  /** What that fleet costs a year at the effective price, USD. */
  readonly spendUsdPerYear: number | null;
  /** Most person-months; null: none are few enough. */
  readonly effortPm: number | null;
  /** Most calls per request, calls back as given; null where a call costs nothing, CPU per request is not known, or none pays. */
  readonly callsPerRequest: number | null;
  /** What a month of waiting gives up, USD; 0 where nothing is. */
  readonly delayUsdPerMonth: number | null;
}

const MOST_FACTOR = 20;
const MOST_VCPU = 1e7;

/** Present value is monotone in each quantity, so that halving an interval finds the edge. */
export function conditionsOf(plan: Plan): Conditions {
  const { setting, likely } = plan;
  const { fleet } = setting;
  if (fleet === null) return NOTHING;
  const now = cashOf(setting, likely)!;
  const factor = smallestFactor(plan);
  const fleetVcpu = smallestFleet(setting, likely);
  return {
    speedupFactor: factor,
    speedups: typeof factor === 'number' ? speedupsAtFactor(plan, factor) : [],
    fleetVcpu,
    spendUsdPerYear:
      fleetVcpu === null
        ? null
        : HOURS_PER_YEAR * setting.price * rentedVcpu(fleet) * (fleetVcpu / fleet.vcpu) * fleet.serviceShare,
    effortPm: mostEffort(setting, likely, now),
    callsPerRequest: mostCalls(plan),
    delayUsdPerMonth: Math.max(0, now.realisedUsd - now.keepUsd) / 12,
  };
}

const NOTHING: Conditions = {
  speedupFactor: null,
  speedups: [],
  fleetVcpu: null,
  spendUsdPerYear: null,
  effortPm: null,
  callsPerRequest: null,
  delayUsdPerMonth: null,
};

function smallestFactor(plan: Plan): number | 'never' | 'always' {
  const pays = (m: number): boolean => cashOf(plan.setting, atFactor(plan, m))!.npvUsd >= 0;
  if (pays(0)) return 'always';
  if (!pays(MOST_FACTOR)) return 'never';
  return edge(0, MOST_FACTOR, pays);
}

/** The likely scenario with all gains that the language decides times m; work that goes away, and losses, stay. */
function atFactor({ likely, speedups }: Plan, m: number): Scenario {
  let { saved } = likely;
  for (const part of speedups.parts) saved += part.share * (1 / part.speedup.p50 - 1 / scaled(part, m));
  return { ...likely, saved };
}

function scaled({ speedup: { p50 }, movable }: WorkSpeedup, m: number): number {
  return movable && p50 > 1 && Number.isFinite(p50) ? 1 + m * (p50 - 1) : p50;
}

function speedupsAtFactor({ speedups }: Plan, m: number): { kind: string; speedup: number }[] {
  return speedups.parts
    .filter(({ movable, share, speedup }) => movable && share > 0 && Number.isFinite(speedup.p50))
    .map((part) => ({ kind: part.kind, speedup: scaled(part, m) }));
}

/** The fleet grows with its average and its memory in proportion. */
function smallestFleet(setting: Setting, likely: Scenario): number | null {
  const fleet = setting.fleet!;
  const pays = (instances: number): boolean => {
    const vcpu = instances * fleet.instanceVcpu;
    const size = vcpu / fleet.vcpu;
    const larger = {
      ...fleet,
      vcpu,
      averageVcpu: fleet.averageVcpu === null ? null : fleet.averageVcpu * size,
      memGbUsed: fleet.memGbUsed === null ? null : fleet.memGbUsed * size,
    };
    return cashOf({ ...setting, fleet: larger }, likely)!.npvUsd >= 0;
  };
  let high = Math.floor(MOST_VCPU / fleet.instanceVcpu);
  if (!pays(high)) return null;
  let low = 0;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (pays(middle)) high = middle;
    else low = middle;
  }
  return high * fleet.instanceVcpu;
}

function mostEffort(setting: Setting, likely: Scenario, now: Cash): number | null {
  const pays = (pm: number): boolean => cashOf(setting, { ...likely, effortPm: pm })!.npvUsd >= 0;
  if (!pays(0)) return null;
  let high = Math.max(1, likely.effortPm);
  // Upkeep and build both grow with the effort, so it ends somewhere; the saving itself is a bound.
  while (pays(high) && high < 1e9) high *= 2;
  return now.realisedUsd > 0 ? edge(high, 0, pays) : null;
}

function mostCalls({ setting, likely, crossings, model }: Plan): number | null {
  const { us, cpuUsPerRequest } = crossings;
  if (cpuUsPerRequest === null || us.p50 === 0) return null;
  const back = 2 * model.values.callbacksPerRequest;
  const pays = (calls: number): boolean => {
    const boundary = addedBy({ ...crossings, perRequest: calls + back }, us.p50);
    return cashOf(setting, { ...likely, boundary })!.npvUsd >= 0;
  };
  if (!pays(0)) return null;
  let high = 1;
  while (pays(high) && high < 1e12) high *= 2;
  return edge(high, 0, pays);
}

/** The last value on the way from `bad`, which does not hold, that does: halving until a double has no middle left. */
function edge(bad: number, good: number, holds: (value: number) => boolean): number {
  let [low, high] = [bad, good];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

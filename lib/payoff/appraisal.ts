/** All that the payoff model takes, as plain data: a page keeps it and appraises it anew under other assumptions. */
import { drawColumns, type SetColumns } from '../candidates/certainty.js';
import { Random } from '../evidence/random.js';
import type { KindShares } from './alternatives.js';
import { type Assessment, assess } from './assess.js';
import type { ProfileFacts } from './checks.js';
import { type CostModel, type CostModelOptions, resolveCostModel } from './cost-model.js';
import type { Rewrite } from './plan.js';
import type { JudgedSet } from './verdict.js';

/** Everything in it survives JSON. */
export interface Appraisal {
  readonly set: JudgedSet & Rewrite;
  /** As given, with the languages and the boundary decided. */
  readonly cost: CostModelOptions;
  readonly kindShares: KindShares;
  /** What the profile itself shows; the rest comes from the model. */
  readonly facts: Omit<ProfileFacts, keyof ReturnType<typeof toldFacts>>;
  readonly shares: DrawnColumns;
  readonly seed: number;
  /** Of the simulation. */
  readonly draws?: number | undefined;
  /** ISO date: the day of prices that are given without one. */
  readonly today?: string | undefined;
  readonly fixesDone?: readonly string[] | undefined;
  readonly fixesConfirmed?: readonly string[] | undefined;
}

/** What each profile holds of the set's kinds of work and of background collection, to be drawn from. */
export interface DrawnColumns {
  readonly columns: number;
  /** hits[profile * columns + column], and the whole of each profile, in the sample type's unit. */
  readonly hits: readonly number[];
  readonly sizes: readonly number[];
  readonly observations: number;
  /** Per part of the set, and per bin of background work: its columns. */
  readonly parts: SetColumns['parts'];
  readonly taxes: SetColumns['taxes'];
  readonly serving: SetColumns['serving'];
}

/**
 * `changes` go before the appraisal's own assumptions; the set stays as it is. Pure and seeded: the same on every engine.
 * Throws ProfileError 'bad-model' for a value out of its range.
 */
export function appraise(
  { set, cost, kindShares, facts, shares, seed, draws, today, fixesDone, fixesConfirmed }: Appraisal,
  changes: CostModelOptions = {},
): { model: CostModel; assessment: Assessment } {
  const options = { ...cost, ...changes };
  const model = resolveCostModel(options, today ?? null);
  const { columns, observations, parts, taxes, serving } = shares;
  const table = {
    profiles: shares.sizes.length,
    columns,
    hits: Float64Array.from(shares.hits),
    sizes: Float64Array.from(shares.sizes),
    observations,
  };
  const drawn = drawColumns({ table, parts, taxes, serving }, new Random(seed).stream('shares'));
  const assessment = assess(set, model, {
    kindShares,
    facts: { ...facts, ...toldFacts(model) },
    shares: { drawn, parts, taxes },
    seed,
    draws,
    done: fixesDone,
    confirmed: fixesConfirmed,
  });
  return { model, assessment };
}

/** What the user said of the recording and of the load. */
function toldFacts({ unknowns, values, from, runtimeVersion, memoryLimited, fleetVcpu }: CostModel) {
  const { requestsPerSecond, cpuUsPerRequest, fleetUtil, profileUtil } = unknowns;
  const isLoad = requestsPerSecond !== null && cpuUsPerRequest !== null && fleetVcpu !== null;
  return {
    fleetUtilisation: fleetUtil ?? undefined,
    goVersion: from === 'go' ? runtimeVersion : null,
    memoryLimited,
    profileUtilisation: profileUtil ?? undefined,
    claimedLoads: isLoad
      ? [[cpuUsPerRequest, requestsPerSecond, fleetVcpu * values.serviceShare] as const]
      : [],
  };
}

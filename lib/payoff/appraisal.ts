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
  readonly facts: Omit<ProfileFacts, 'fleetUtilisation'>;
  readonly shares: DrawnColumns;
  readonly seed: number;
  /** Of the simulation. */
  readonly draws?: number | undefined;
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
  { set, cost, kindShares, facts, shares, seed, draws, fixesDone, fixesConfirmed }: Appraisal,
  changes: CostModelOptions = {},
): { model: CostModel; assessment: Assessment } {
  const options = { ...cost, ...changes };
  const model = resolveCostModel(options);
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
    facts: { ...facts, fleetUtilisation: options.fleetUtil ?? undefined },
    shares: { drawn, parts, taxes },
    seed,
    draws,
    done: fixesDone,
    confirmed: fixesConfirmed,
  });
  return { model, assessment };
}

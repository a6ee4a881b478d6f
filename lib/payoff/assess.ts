/** The whole of the model in one call: estimate, simulation, conditions, alternatives, checks and verdict. */
import { aboutKind, type Kind } from '../kinds/kinds.js';
import { profileAfter, type ShareAfter } from './after.js';
import {
  type AlternativeOptions,
  type Alternatives,
  findAlternatives,
  type KindShares,
} from './alternatives.js';
import { type Check, checkProfile, type ProfileFacts, refuse } from './checks.js';
import { type Conditions, conditionsOf } from './conditions.js';
import type { CostModel } from './cost-model.js';
import { type Payoff, payoffOf } from './estimate.js';
import { planRewrite, type Rewrite } from './plan.js';
import { type Simulation, type SimulationOptions, simulate } from './simulation.js';
import { type JudgedSet, judge, type Verdict } from './verdict.js';

export interface AssessOptions extends SimulationOptions, AlternativeOptions {
  /** Share of the whole profile per kind of work; without it no alternatives are looked for. */
  readonly kindShares?: KindShares | undefined;
  /** What is known of the profile, for the validity checks. */
  readonly facts?: ProfileFacts | undefined;
}

export interface Assessment {
  readonly payoff: Payoff;
  readonly simulation: Simulation;
  readonly conditions: Conditions;
  /** Null without `kindShares`. */
  readonly alternatives: Alternatives | null;
  /** The work that is left, by kind; null without `kindShares`. */
  readonly after: readonly ShareAfter[] | null;
  /** Warnings of the estimate and of the profile; errors are thrown. */
  readonly checks: readonly Check[];
  readonly verdict: Verdict;
}

/** Pure and seeded. Throws ProfileError 'bad-model' with the code of the check that refused. */
export function assess(set: JudgedSet & Rewrite, model: CostModel, options: AssessOptions = {}): Assessment {
  const found = options.facts === undefined ? [] : checkProfile(options.facts);
  refuse(found);
  const plan = planRewrite(set, model);
  const payoff = payoffOf(plan);
  const simulation = simulate(plan, options);
  const { kindShares } = options;
  const alternatives = kindShares === undefined ? null : findAlternatives(plan, kindShares, options);
  const platformShare = kindShares === undefined ? undefined : platformShareOf(kindShares);
  return {
    payoff,
    simulation,
    conditions: conditionsOf(plan),
    alternatives,
    after: kindShares === undefined ? null : profileAfter(kindShares, payoff),
    checks: [...payoff.warnings, ...found],
    verdict: judge(set, payoff, { simulation, alternatives, platformShare }),
  };
}

/** The "datacenter tax": work that serves the machinery and not the request. */
export function platformShareOf(shares: KindShares): number {
  let sum = 0;
  for (const [kind, share] of Object.entries(shares) as [Kind, number][])
    if (aboutKind(kind).tax) sum += share;
  return sum;
}

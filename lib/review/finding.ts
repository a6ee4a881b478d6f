/** What a review says: interfaces and their rules only; `../review.ts` makes it, `outputs/` write it. */
import type { Diagnostic } from '../base/diagnostics.js';
import type { BudgetResult } from '../compare/budgets.js';
import type { Change, Comparison } from '../compare/comparison.js';
import type { Interval } from '../evidence/intervals.js';
import type { MoneyBasis } from '../payoff/price-basis.js';
import type { ValueType } from '../profile/profile.js';

/** In the order in which findings are told. */
export const RULES = ['regression', 'budget', 'hot-code', 'rewrite-set'] as const;

/**
 * `regression`: costs more than in the base. `budget`: costs more than the configuration allows. `hot-code`: the patch changes
 * lines that cost much. `rewrite-set`: the patch changes a function that the analysis would rewrite.
 */
export type RuleId = (typeof RULES)[number];

/** A changed line that was sampled. */
export interface HotLine {
  /** After the patch. */
  readonly line: number;
  /** Parts of the whole, 0 to 1. */
  readonly self: number;
  readonly total: number;
  /** 95 %, of `total`. */
  readonly interval: Interval;
}

/** Dollars a year, likely and at the ends of the share's interval, with what they rest on. */
export interface YearlyCost {
  readonly usd: number;
  readonly low: number;
  readonly high: number;
  readonly basis: string;
  /** ISO date of the price; null: given without one. */
  readonly date: string | null;
}

export interface Finding {
  /** Stays the same while path, function and rule do: numbers and lines are no part of it. */
  readonly id: string;
  readonly rule: RuleId;
  readonly level: 'note' | 'warning';
  /** The function, or the package of a budget. */
  readonly name: string;
  /** From the root of the repository, after the patch; null where it is not known, or not certain. */
  readonly path: string | null;
  /** After the patch: the hottest changed line, else where the change or the function begins. */
  readonly line: number | null;
  /** Whether the patch changes the function. */
  readonly isTouched: boolean;
  /** What `share` is: code that ends in the function, or code below it too. */
  readonly of: 'self' | 'total';
  /** Parts of the whole, 0 to 1. */
  readonly share: number;
  readonly interval: Interval;
  readonly self: number;
  readonly total: number;
  /** Samples behind `share`. */
  readonly samples: number;
  /** Changed lines that are hot, hottest first. */
  readonly lines: readonly HotLine[];
  /** Against the base; null without one, or where the function was not told apart there. */
  readonly change: Change | null;
  /** What the budget allows; null for other rules. */
  readonly budget: (Pick<BudgetResult, 'limit' | 'allowed' | 'actual'> & { readonly reason: string }) | null;
  /** Of `share`; of the change for a regression. Null where no fleet is given. */
  readonly usdPerYear: YearlyCost | null;
  /** One plain sentence, names as the profile has them: every writer escapes it. */
  readonly message: string;
}

/** What was read. */
export interface ReviewedProfile {
  readonly names: readonly string[];
  readonly samples: number;
  readonly durationNs: number | null;
  readonly sampleType: ValueType;
}

export interface Review {
  /** Empty: there is nothing to say, and the writers are silent. */
  readonly findings: readonly Finding[];
  /** One sentence for a heading. */
  readonly headline: string;
  readonly profile: ReviewedProfile;
  /** Which side of the patch the profile was recorded of. */
  readonly recorded: 'before' | 'after';
  readonly base: { readonly samples: number; readonly profiles: number; readonly caption: string } | null;
  readonly patch: { readonly files: number; readonly changedLines: number; readonly mappedFiles: number };
  /** The verdict of the analysis, which makes the rewrite set a recommended one or none. */
  readonly verdict: string | null;
  /** What dollars rest on; null without a fleet. */
  readonly prices: MoneyBasis | null;
  /** What the intervals take for granted. */
  readonly caption: string;
  /** Why something was not told, in plain sentences. */
  readonly suppressed: readonly string[];
  /** What was odd in patch and profile: paths that fit two files, names outside of the repository. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The comparison and the budgets that the findings come from. */
export interface Judged {
  readonly comparison: Comparison | null;
  readonly budgets: readonly BudgetResult[];
}

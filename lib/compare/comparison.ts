/** What a comparison of two sets of profiles says: interfaces and their rules only; `compare.ts` makes it. */
import type { Granularity } from '../analysis/granularity.js';
import type { Interval } from '../evidence/intervals.js';
import type { ValueType } from '../profile/profile.js';

/** What the values of a profile are divided by, so that two recordings can be held against each other. */
export type Normalisation =
  /** By each profile's whole: a share falls too when others grow, which `diluted` rows say. */
  | 'share'
  /** By the requests served while it was recorded. */
  | 'request'
  /** Not at all: values per profile. */
  | 'none';

/** Base, head and what lies between, of one number of a row. */
export interface Change {
  /**
   * As a part of the base's whole (0.1 is 10 %): the share where `normalisation` is 'share', else the value per request or
   * profile over the base's whole value per request or profile. 0 where the function is missing.
   */
  readonly base: number;
  readonly head: number;
  /** head - base; 0.01 is one point. */
  readonly change: number;
  /** 95 % interval of `change`. */
  readonly interval: Interval;
  /** Two-sided, of no change. */
  readonly p: number;
  /** `p` adjusted for how many are tested (Benjamini and Hochberg 1995), of a suspect's total among the suspects too; null where it is not tested. */
  readonly adjustedP: number | null;
  /** Tested, adjusted p within q, and |change| at least the floor. */
  readonly isSignificant: boolean;
  /** In the sample type's unit per request or profile; null where `normalisation` is 'share'. */
  readonly rate: { readonly base: number; readonly head: number } | null;
}

/** What a row comes to. */
export type RowVerdict =
  /** Costs more by itself: a finding. */
  | 'regression'
  /** Costs less by itself: a finding. */
  | 'improvement'
  /** Changed while what contains it did not: inlining or code motion. */
  | 'shift'
  /** Its total changed because of functions below it, which are named. */
  | 'consequence'
  /** Its share changed because the whole did. */
  | 'diluted'
  /** A regression that the configuration knows of. */
  | 'acknowledged'
  /** Nothing significant. */
  | 'unchanged';

export interface ComparisonRow {
  /** The head's name; the base's where the head has none. */
  readonly name: string;
  /** The base's name where it was recognised under another one, else null. */
  readonly formerName: string | null;
  readonly file: string | null;
  /** 0 where the granularity has no lines. */
  readonly line: number;
  readonly module: string | null;
  readonly self: Change;
  readonly total: Change;
  readonly verdict: RowVerdict;
  /** Which of the two numbers the verdict is about; null for 'unchanged'. */
  readonly on: 'self' | 'total' | null;
  /** A plain sentence why; null for 'unchanged' and for findings that need none. */
  readonly reason: string | null;
}

/** Two names that were taken for one function. */
export interface NameMatch {
  readonly base: string;
  readonly head: string;
  readonly how: 'closure' | 'generic' | 'moved' | 'line' | 'hash';
}

/** One side of a comparison. */
export interface SideSummary {
  readonly profiles: number;
  readonly samples: number;
  /** Whole value in the sample type's unit, before filters. */
  readonly total: number;
  readonly requests: number | null;
}

export interface Comparison {
  readonly granularity: Granularity;
  readonly normalisation: Normalisation;
  readonly sampleType: ValueType;
  readonly base: SideSummary;
  readonly head: SideSummary;
  /** The whole per request or profile, as parts of the base's whole; null for shares, whose whole is always 1. */
  readonly whole: Change | null;
  /** How chance was judged: differences between profiles on both sides, on one side, or an assumed design effect. */
  readonly method: 'profiles' | 'one-side' | 'single';
  /** What the intervals take for granted, in plain sentences. */
  readonly caption: string;
  /** Benjamini and Hochberg's q, and the least change that counts, as a part of the whole. */
  readonly q: number;
  readonly floor: number;
  /** How many numbers were tested. */
  readonly tested: number;
  /** Every group with a value on either side: findings first, then by size of change. */
  readonly rows: readonly ComparisonRow[];
  /** The rows that are findings, in the same order. */
  readonly findings: readonly ComparisonRow[];
  readonly matches: readonly NameMatch[];
}

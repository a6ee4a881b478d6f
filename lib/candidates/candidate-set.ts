/** What ranking takes and gives: the options, the candidates, and the set that they make. */
import type { Concentration } from '../analysis/concentration.js';
import type { ConcentrationIntervals } from '../evidence/concentration-intervals.js';
import type { Interval } from '../evidence/intervals.js';
import type { Bin } from '../kinds/background.js';
import type { Kind } from '../kinds/kinds.js';
import type { Owner } from '../kinds/ownership.js';
import type { Profile } from '../profile/profile.js';
import type { SetColumns } from './certainty.js';
import type { Charges } from './charges.js';
import type { Cut } from './cuts.js';
import type { Endpoint } from './endpoints.js';
import type { KindShare } from './rollups.js';
import type { ServingRule } from './serving.js';
import type { GcWeight } from './tax.js';

/** What is taken out of the old program: single functions, or whole request handlers, split off where requests are routed. */
export type Unit = 'function' | 'endpoint';

export interface CandidateOptions {
  /** Row of sampleTypes; default the profile's default. */
  readonly sampleType?: number | undefined;
  /** How many units a rewrite may take, at most; default 5. */
  readonly limit?: number | undefined;
  /** A function must add at least this part of all there is to gain, 0..1; default 0.01. An endpoint, ten times it. */
  readonly minShare?: number | undefined;
  /** Functions whose name matches are the team's own, all other application code is a library's; see `ownerOf`. */
  readonly own?: string | undefined;
  /**
   * Take exactly the functions that match, instead of choosing; with `unit` endpoint, or with `routed` where all that match
   * are handlers, exactly these endpoints.
   */
  readonly only?: string | undefined;
  /** Default `auto`: endpoints where a few of them gain as much as as many functions do, else functions. */
  readonly unit?: Unit | 'auto' | undefined;
  /**
   * Requests of a chosen endpoint are routed to the new service, so that what serves them around the handler goes along;
   * default true. False where the old program still takes them in and calls the new code.
   */
  readonly routed?: boolean | undefined;
  /** Heap or allocation profile of the same program, by which background collection is charged. */
  readonly allocs?: Profile | null | undefined;
  /** By what background collection is charged; default bytes allocated where `allocs` has them, else samples in the allocator. */
  readonly gcWeight?: GcWeight | undefined;
  /** What the charge comes to, where the caller has it already. */
  readonly charges?: Charges | undefined;
  /**
   * Per kind number, the part of the work that a rewrite saves, 0..1: 1 - 1/s. Default 1: all work counts alike, as it does
   * where these save next to nothing.
   */
  readonly gains?: Float64Array | undefined;
  /** Whether to draw the intervals of the concentration, `spread`: a tenth of the time. Default true. */
  readonly spread?: boolean | undefined;
  /** What entering one more unit costs, as a share of the CPU; each function that it calls back costs twice that. Default 0. */
  readonly unitCost?: number | undefined;
  /** Of the bootstrap; default 1. */
  readonly seed?: number | undefined;
}

export interface Candidate {
  /** Of the function, or of the label where only that tells an endpoint: then there is no file, and no self and no own work. */
  readonly name: string;
  readonly file: string | null;
  /** `directShare`, `servingShare` and `taxShare` together. All shares are of the profile without idle time, 0..1. */
  readonly share: number;
  /** Share of samples with the function anywhere in the stack. */
  readonly directShare: number;
  /** Its part of what serves requests outside every handler: an endpoint's where requests are routed, else 0. */
  readonly servingShare: number;
  /** Background collection that it causes. */
  readonly taxShare: number;
  /** Share of samples that end in the function itself. */
  readonly selfShare: number;
  /** Share of its own work and the library and runtime code it calls directly. */
  readonly workShare: number;
  /** What it adds to the candidates before it; these add up to the covered share and its tax. */
  readonly marginalShare: number;
  /** What it adds to the gain of those before it, its cost taken off. */
  readonly marginalGain: number;
  /** `directShare` by kind of work, largest first. */
  readonly kinds: readonly KindShare[];
  /** Own functions below it, itself among them, whose direct work is at least 1 % of it: what has to be written. */
  readonly functions: number;
  /** "own", unless the user named it. */
  readonly ownership: Owner;
  /** Samples behind `share`, and its 95 % interval. */
  readonly samples: number;
  readonly interval: Interval;
  /** Chance to be among the first as many as there are candidates, were the profiles recorded again; with the runners-up. */
  readonly placeChance: number;
  readonly cut: Cut;
}

/** Framework, connections and middleware around the handlers; no sample of it is in `coveredShare`. */
export interface ServingShares {
  /** Of the whole profile, whoever is served. */
  readonly wholeShare: number;
  /** The set's part of it, and the ends between which it lies. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** What it were if all endpoints were called equally often, and if a request to each cost alike. */
  readonly equallyOften: number;
  readonly equallyDear: number;
  /** By what it is shared out: labels on part of it, or the square roots of the handlers' weights. */
  readonly by: ServingRule;
  /** `share` by kind of work. */
  readonly parts: readonly KindShare[];
}

export interface CandidateSet {
  readonly unit: Unit;
  readonly candidates: readonly Candidate[];
  /** Share of the profile with any candidate in its stack; each sample once. */
  readonly coveredShare: number;
  /** What comes along with endpoints whose requests are routed; null where nothing does. */
  readonly serving: ServingShares | null;
  /** Background collection that the set causes: of the union of its records, never a sum. */
  readonly taxShare: number;
  /** Of all of these together. */
  readonly coveredInterval: Interval;
  /** `coveredShare` by kind of work. */
  readonly parts: readonly KindShare[];
  /** The part of `coveredShare` in the kernel: a new language does not make it faster. */
  readonly kernelShare: number;
  /** Own functions inside the covered part, and what serves it, that hold at least 1 % of it: what has to be written. */
  readonly functionCount: number;
  /** How many functions stay behind that the set calls back into; 0 for endpoints, which have such code of their own. */
  readonly callbacks: number;
  /** Share of each owner, by the leaf of each sample. */
  readonly owners: Readonly<Record<Owner, number>>;
  /** The whole profile by kind of work, without idle time. */
  readonly kinds: readonly KindShare[];
  /** Work on the runtime's own threads; `idle` and `profiler` are of all weight, and left out of every other share. */
  readonly background: Readonly<Record<Bin, number>>;
  /** By what background collection was charged. */
  readonly chargedBy: GcWeight;
  /** Background work that the set has a part in, `weight` of it, for the payoff model; empty where nobody is charged. */
  readonly taxes: readonly {
    readonly kind: Kind;
    readonly share: number;
    readonly weight: number;
    readonly records: number;
  }[];
  /** What each profile holds of the set, for the payoff model to draw from. */
  readonly columns: SetColumns;
  /** Share of the profile that own code is part of, and its tax: what rewriting everything would touch. */
  readonly fullRewriteShare: number;
  /** How few own functions hold how much of the own code's direct work. */
  readonly concentration: Concentration;
  /** 95 % intervals of its counts; null where the team's own code has no work. */
  readonly spread: ConcentrationIntervals | null;
  /** Share that the best 1, 2, ... functions cover together, up to ten. */
  readonly coverage: readonly number[];
  readonly endpoints: readonly Endpoint[];
  /** The best set of the other unit; null where there is none. */
  readonly alternative: {
    readonly unit: Unit;
    readonly names: readonly string[];
    readonly coveredShare: number;
  } | null;
  /** Candidates that cannot be told apart by share. */
  readonly tied: readonly {
    readonly first: string;
    readonly second: string;
    readonly profilesNeeded: number | null;
  }[];
  /** What the intervals, and the order, take for granted. */
  readonly captions: readonly string[];
  /** Observations behind the profile. */
  readonly samples: number;
  /** Functions left out because nearly everything passes through them. */
  readonly roots: readonly string[];
}

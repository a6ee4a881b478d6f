/** The spine: a profile in, a ranked and priced answer out. Each line is one stage; each stage is exported for itself. */
import { ProfileError } from './base/errors.js';
import { type CandidateOptions, type CandidateSet, rankWork } from './candidates/candidates.js';
import { type Charges, chargesOf } from './candidates/charges.js';
import { type Language, languageOf } from './candidates/language.js';
import { bestSubtrees, type Subtree } from './candidates/paths.js';
import { type RollupRow, rollUp } from './candidates/rollups.js';
import { type Work, workOf } from './candidates/work.js';
import { type Bias, biases } from './evidence/biases.js';
import { sufficiency } from './evidence/sufficiency.js';
import type { Kind } from './kinds/kinds.js';
import { selfCheck } from './kinds/self-check.js';
import { checkFixIds, type KindShares } from './payoff/alternatives.js';
import { type Appraisal, appraise } from './payoff/appraisal.js';
import type { Assessment } from './payoff/assess.js';
import type { Check } from './payoff/checks.js';
import {
  type Assumption,
  type CostModel,
  type CostModelOptions,
  resolveCostModel,
} from './payoff/cost-model.js';
import { dataChecks } from './payoff/data-age.js';
import type { Payoff } from './payoff/estimate.js';
import { kindGains } from './payoff/kind-gains.js';
import type { MeasuredLoad } from './payoff/measured.js';
import { type MeasuredParity, type Proof, proven } from './payoff/proof.js';
import type { Verdict } from './payoff/verdict.js';
import type { Profile } from './profile/profile.js';
import { sampleTypeNamed } from './profile/sample-type.js';
import { type Filters, select } from './profile/select.js';

export interface AnalyzeOptions extends Filters {
  /** Name or number of the sample type; default the profile's. */
  readonly sampleType?: string | undefined;
  /** Price the functions that match instead of choosing. */
  readonly candidate?: string | undefined;
  /** Functions whose name matches are the team's own, all other application code is a library's (RE2 pattern). */
  readonly own?: string | undefined;
  /** Functions or endpoints a rewrite may take, at most; default 5. */
  readonly limit?: number | undefined;
  /** What a rewrite takes out of the old program; default `auto`. */
  readonly unit?: CandidateOptions['unit'];
  /** Heap or allocation profile of the same program: background collection is charged by it. */
  readonly allocs?: Profile | null | undefined;
  /** By what background collection is charged; see `chargesOf`. */
  readonly gcWeight?: CandidateOptions['gcWeight'];
  /** Also find the best subtrees of the call tree: it takes as long as all the rest. */
  readonly subtrees?: boolean | undefined;
  /** Of the bootstrap and the simulation; default 1. */
  readonly seed?: number | undefined;
  /** Draws of the simulation; default 10,000. */
  readonly draws?: number | undefined;
  /** Ids of cheaper fixes that are in place already, as `assessment.alternatives` names them. */
  readonly fixesDone?: readonly string[] | undefined;
  /** Ids of cheaper fixes whose question is answered with yes: they count towards the verdict. */
  readonly fixesConfirmed?: readonly string[] | undefined;
  /** ISO date on which built-in figures are judged: those over a year old are warned of; default: not judged. */
  readonly today?: string | undefined;
  /** What the profile cannot know. */
  readonly cost?: CostModelOptions | undefined;
  /** A load test of the set, rewritten, under the traffic of the profile: it goes before every published speedup. */
  readonly measured?: MeasuredLoad | undefined;
  /** The comparison of old and new answers, to stand beside it. */
  readonly parity?: MeasuredParity | undefined;
}

export interface Answer extends Decision {
  readonly details: Details;
}

/** The answer without the evidence behind it. */
export interface Decision {
  readonly profile: Profile;
  readonly sampleType: number;
  /** What the profile's names say it is written in. */
  readonly language: Language;
  readonly set: CandidateSet;
  readonly payoff: Payoff;
  readonly verdict: Verdict;
  readonly assessment: Assessment;
  readonly assumptions: readonly Assumption[];
  /** What it was made from, for those who draw it or price it again. */
  readonly work: Work;
  readonly model: CostModel;
  readonly appraisal: Appraisal;
  /** Background collection, by who causes it. */
  readonly charges: Charges;
  /** Prediction beside outcome; null where nothing was measured. */
  readonly proof: Proof | null;
}

/** The evidence behind the answer. */
export interface Details {
  /** Largest by self. */
  readonly packages: readonly RollupRow[];
  readonly modules: readonly RollupRow[];
  /** The best disjoint subtrees of the call tree, as many as there are candidates; only where asked for. */
  readonly subtrees: readonly Subtree[];
  /** What the recording cannot show, as far as the file tells. */
  readonly biases: readonly Bias[];
  /** Why there are too few samples, and how many would do; null where there are enough. */
  readonly sufficiency: string | null;
  /** Runtime code that no rule of the kinds knows, as a share. */
  readonly unmatchedShare: number;
}

/** Synchronous and pure. Throws ProfileError 'usage' for a bad filter, sample type, candidate, limit, unit or id of a fix, 'bad-model' for a bad cost parameter. */
export function analyze(profile: Profile, options: AnalyzeOptions = {}): Answer {
  const decision = decide(profile, options, true);
  return { ...decision, details: detailsOf(decision, options) };
}

/**
 * All of `analyze` but `details` and, unless asked for, `set.spread`: together a quarter of the time. Throws as `analyze` does.
 */
export function decide(profile: Profile, options: AnalyzeOptions = {}, spread = false): Decision {
  checkChoice(options);
  const sampleType = sampleTypeNamed(profile, options.sampleType);
  const selection = select(profile, options);
  const language = languageOf(selection, sampleType);
  const from = options.cost?.from ?? language;
  const gains = gainsOf(from, options);
  const work = workOf(selection, sampleType, options.own);
  const { boundary } = options.cost ?? {};
  const routed = boundary === undefined ? undefined : boundary === 'endpoint';
  const charges = chargesOf(work, options.allocs ?? null, options.gcWeight);
  const set = rankWork(work, {
    ...options,
    charges,
    sampleType,
    only: options.candidate,
    gains,
    routed,
    spread,
  });
  if (options.candidate !== undefined && set.candidates.length === 0)
    throw new ProfileError(
      'usage',
      `--candidate ${JSON.stringify(options.candidate)} matches no function of this profile that could be rewritten; expected an RE2 pattern of names, as "flameworth top --cum" lists them`,
    );
  const { measured = null, parity = null } = options;
  const { appraisal, proof, decided, checks } = proven(appraisalOf(set, from, options), measured, parity);
  const { model, assessment: assessed } = appraise(appraisal);
  const old = options.today === undefined ? [] : dataChecks(options.today);
  const isAsked = ({ code }: Check): boolean =>
    !(code === 'payoff-knee-not-measured' && decided.has('kneeUtilNew'));
  const assessment = { ...assessed, checks: [...assessed.checks.filter(isAsked), ...checks, ...old] };
  const { payoff, verdict } = assessment;
  return {
    profile,
    sampleType,
    language,
    set,
    payoff,
    verdict,
    assessment,
    assumptions: [
      ...model.assumptions
        .map((row) => (options.cost?.from === undefined ? detected(row) : row))
        .map((row) => (callbacksOf(set, options.cost) === null ? row : assumed(row, set)))
        .map((row) => (decided.has(row.name) ? tested(row, proof!) : row)),
      ...payoff.assumptions,
    ],
    work,
    model,
    appraisal,
    charges,
    proof,
  };
}

/** Plain data: no typed array, nothing of the profile but sums. */
function appraisalOf(set: CandidateSet, from: string, options: AnalyzeOptions): Appraisal {
  const { table, parts, taxes, serving } = set.columns;
  const { candidates, owners, unit } = set;
  const callbacksPerRequest = callbacksOf(set, options.cost);
  return {
    set: {
      candidates: { length: candidates.length },
      owners: { runtime: owners.runtime, kernel: owners.kernel },
      unit,
      coveredInterval: set.coveredInterval,
      coveredShare: set.coveredShare,
      kernelShare: set.kernelShare,
      functionCount: set.functionCount,
      parts: set.parts,
      serving: set.serving,
      taxes: set.taxes,
    },
    cost: {
      boundary: unit === 'endpoint' ? 'endpoint' : 'ffi',
      ...options.cost,
      from,
      ...(callbacksPerRequest === null ? {} : { callbacksPerRequest }),
    },
    kindShares: kindSharesOf(set),
    facts: factsOf(set, options),
    shares: {
      columns: table.columns,
      hits: [...table.hits],
      sizes: [...table.sizes],
      observations: table.observations,
      parts,
      taxes: set.taxes.length > 0 ? taxes : [],
      serving,
    },
    seed: options.seed ?? 1,
    draws: options.draws,
    today: options.today,
    fixesDone: options.fixesDone,
    fixesConfirmed: options.fixesConfirmed,
  };
}

/** The whole profile by kind, the runtime's own threads among it. */
function kindSharesOf({ kinds, background }: CandidateSet): KindShares {
  const shares = new Map<Kind, number>(kinds.map(({ kind, share }) => [kind, share]));
  const add = (kind: Kind, share: number): void => {
    if (share > 0) shares.set(kind, (shares.get(kind) ?? 0) + share);
  };
  add('gc', background.gc);
  add('sched', background.sched);
  add('compile', background.compile);
  return Object.fromEntries(shares);
}

function factsOf(set: CandidateSet, { allocs }: AnalyzeOptions): Appraisal['facts'] {
  const credited = set.candidates.reduce((sum, { marginalShare }) => sum + marginalShare, 0);
  const byKind = Object.values(kindSharesOf(set));
  const inKernel = set.kinds.filter(({ kind }) => kind === 'kernel' || kind === 'syscall' || kind === 'net');
  return {
    // Filters may leave samples without a frame, which are of no kind: that rest is a part too.
    shares: [...byKind, Math.max(0, 1 - byKind.reduce((sum, share) => sum + share, 0))],
    // Marginal shares have background collection, and what serves endpoints, in them.
    covered: { once: set.coveredShare + set.taxShare + (set.serving?.share ?? 0), credited },
    backgroundGc: set.background.gc,
    hasAllocations: allocs != null,
    kernelShare: inKernel.reduce((sum, { share }) => sum + share, 0),
    coveredShare: set.coveredShare,
  };
}

/** Callers in JavaScript have no types to hold them. */
function checkChoice({ limit = 1, unit = 'auto', fixesDone, fixesConfirmed }: AnalyzeOptions): void {
  if (!(Number.isInteger(limit) && limit >= 1))
    throw new ProfileError('usage', `limit is ${limit}; expected a whole number from 1`);
  if (!['auto', 'function', 'endpoint'].includes(unit))
    throw new ProfileError('usage', `unit is ${JSON.stringify(unit)}; expected auto, function or endpoint`);
  checkFixIds(fixesDone, 'fixesDone');
  checkFixIds(fixesConfirmed, 'fixesConfirmed');
}

function gainsOf(from: string, { cost }: AnalyzeOptions): Float64Array | undefined {
  return kindGains(resolveCostModel({ ...cost, from })) ?? undefined;
}

function detailsOf({ work, set, language }: Decision, options: AnalyzeOptions): Details {
  const { selection, sampleType } = work;
  const { unmatched, total } = selfCheck(selection, work.frames, sampleType, 0, work.framePaths);
  const kernel = set.kinds.filter(({ kind }) => kind === 'kernel' || kind === 'syscall');
  return {
    packages: rollUp(work, 'package'),
    modules: rollUp(work, 'module'),
    subtrees: options.subtrees
      ? bestSubtrees(work, (group) => set.roots.includes(work.grouping.names[group]!), {
          limit: set.candidates.length,
          gains: gainsOf(options.cost?.from ?? language, options),
        })
      : [],
    biases: biases(selection, sampleType, { kernelShare: kernel.reduce((sum, { share }) => sum + share, 0) }),
    sufficiency: sufficiency(set.samples, { duration: work.selection.profile.duration }).message,
    unmatchedShare: total > 0 ? unmatched / total : 0,
  };
}

/**
 * Calls back a request where calls are known and calls back are not: each function that the profile shows to be called back,
 * once for each call of the set. Null where they are given, or there is nothing to go by.
 */
function callbacksOf({ callbacks }: CandidateSet, cost: AnalyzeOptions['cost']): number | null {
  if (callbacks === 0 || cost?.callsPerRequest === undefined || cost.callbacksPerRequest !== undefined)
    return null;
  return cost.callsPerRequest * callbacks;
}

/** The calls back were not given but assumed. */
function assumed(row: Assumption, { callbacks }: CandidateSet): Assumption {
  if (row.name !== 'callbacksPerRequest') return row;
  return {
    ...row,
    source: `the profile shows ${callbacks} function${callbacks === 1 ? '' : 's'} that stay behind and are called: each once a call`,
    tag: 'assumption',
  };
}

/** The old language was not given but read off the profile. */
function detected(row: Assumption): Assumption {
  if (row.name !== 'from') return row;
  return {
    ...row,
    source: 'the names in the profile',
    tag: row.value === 'unknown' ? 'assumption' : 'measured',
  };
}

/** The load test decided it. */
function tested(row: Assumption, { load, setSpeedup }: Proof): Assumption {
  const value = row.name === 'speedup' ? setSpeedup!.p50 : row.value;
  return { ...row, value, source: `load test ${load!.name}`, date: null, tag: 'measured' };
}

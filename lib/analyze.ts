/** The spine: a profile in, a ranked and priced answer out. Each line is one stage; each stage is exported for itself. */
import { type CandidateSet, rankCandidates } from './candidates/candidates.js';
import { type Language, languageOf } from './candidates/language.js';
import { type Assessment, assess } from './payoff/assess.js';
import { type Assumption, type CostModelOptions, resolveCostModel } from './payoff/cost-model.js';
import type { Payoff } from './payoff/estimate.js';
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
  /** Functions a rewrite may take, at most; default 5. */
  readonly limit?: number | undefined;
  /** What the profile cannot know. */
  readonly cost?: CostModelOptions | undefined;
}

export interface Answer {
  readonly profile: Profile;
  readonly sampleType: number;
  /** What the profile's names say it is written in. */
  readonly language: Language;
  readonly set: CandidateSet;
  readonly payoff: Payoff;
  readonly verdict: Verdict;
  readonly assessment: Assessment;
  readonly assumptions: readonly Assumption[];
}

/** Synchronous and pure. Throws ProfileError 'usage' for a bad filter or sample type, 'bad-model' for a bad cost parameter. */
export function analyze(profile: Profile, options: AnalyzeOptions = {}): Answer {
  const sampleType = sampleTypeNamed(profile, options.sampleType);
  const selection = select(profile, options);
  const language = languageOf(selection, sampleType);
  const model = resolveCostModel({ ...options.cost, from: options.cost?.from ?? language });
  const set = rankCandidates(selection, {
    sampleType,
    limit: options.limit,
    own: options.own,
    only: options.candidate,
  });
  const assessment = assess(set, model);
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
      ...model.assumptions.map((row) => (options.cost?.from === undefined ? detected(row) : row)),
      ...payoff.assumptions,
    ],
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

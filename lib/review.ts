/** The spine of a review: profiles and a patch in, findings out. Each line of `reviewProfiles` is one stage. */
import { type AnalyzeOptions, type Decision, decide } from './analyze.js';
import { Diagnostics } from './base/diagnostics.js';
import { ProfileError } from './base/errors.js';
import { formatShare } from './base/units.js';
import { type Acknowledgement, type Budget, checkBudgets } from './compare/budgets.js';
import { type CompareOptions, compare } from './compare/compare.js';
import { stackSources } from './evidence/profile-table.js';
import type { Limits } from './formats/format.js';
import { type Input, type NamedInput, readProfile } from './formats/read.js';
import type { Profile } from './profile/profile.js';
import { sampleTypeNamed } from './profile/sample-type.js';
import { type Filters, select } from './profile/select.js';
import type { Finding, Review } from './review/finding.js';
import { DEFAULT_THRESHOLDS, findingsOf, type Thresholds } from './review/findings.js';
import { type FilePatch, LARGEST_PATCH, readPatch } from './review/patch.js';
import { type PathOptions, pathFinder } from './review/repository-paths.js';
import { sharesOf } from './review/shares.js';
import { changedNames, touchedBy } from './review/touched.js';

/** What is reviewed. A bot gives bytes; the types of `readProfile` are all taken. */
export interface ReviewInput {
  /** Recordings of the service; those of one service count as one profile. */
  readonly profiles: Input | NamedInput | readonly (Input | NamedInput)[];
  /** Recordings of the service without the patch. */
  readonly base?: Input | NamedInput | readonly (Input | NamedInput)[] | undefined;
  /** A unified diff, or the list of files as GitHub's API gives it. */
  readonly patch: string | readonly FilePatch[];
}

export interface ReviewOptions extends Filters, PathOptions, Partial<Thresholds> {
  readonly sampleType?: string | undefined;
  /** Which side of the patch `profiles` were recorded of; default 'after' with a base, 'before' without. */
  readonly recorded?: 'before' | 'after' | undefined;
  /** What the profile cannot know; with a fleet, findings have dollars. */
  readonly cost?: AnalyzeOptions['cost'];
  /** Functions of the team's own, for the rewrite set; see `analyze`. */
  readonly own?: string | undefined;
  /** Whether to look for a rewrite set, which takes most of the time; default true. */
  readonly rewriteSet?: boolean | undefined;
  readonly comparison?:
    | Omit<
        CompareOptions,
        keyof Filters | 'granularity' | 'sampleType' | 'suspects' | 'acknowledged' | 'today'
      >
    | undefined;
  readonly budgets?: readonly Budget[] | undefined;
  readonly acknowledged?: readonly Acknowledgement[] | undefined;
  /** Requests that the profiles served, for budgets per request. */
  readonly requests?: number | undefined;
  /** ISO date by which budgets and acknowledgements expire; needed with them. */
  readonly today?: string | undefined;
  /** Characters of the patch, at most; default 64 Mi. */
  readonly patchLength?: number | undefined;
}

export interface ReadingOptions {
  readonly limits?: Partial<Limits> | undefined;
  /** Looked at between chunks of the inputs and between the stages. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads and reviews. Writes nothing, keeps nothing between calls; reads files only where the input is a path. Throws ProfileError as
 * `readProfile` and `reviewProfiles` do, 'aborted' by the signal. A large profile holds the event loop for as long as it
 * takes: servers call `reviewInWorker` of `flameworth/worker` instead.
 */
export async function review(
  { profiles, base, patch }: ReviewInput,
  options: ReviewOptions & ReadingOptions = {},
): Promise<Review> {
  const { limits, signal } = options;
  const read = (inputs: ReviewInput['profiles']): Promise<Profile> =>
    readProfile(inputs, { limits, signal, hash: false });
  const head = await read(profiles);
  const before = base === undefined ? null : await read(base);
  if (signal?.aborted === true) throw new ProfileError('aborted', 'the review was stopped by its signal');
  return reviewProfiles(head, before, patch, options);
}

/**
 * Synchronous and pure. Throws ProfileError 'bad-value', 'unsupported' and 'limit' for the patch, 'usage' for options, 'bad-model'
 * for a bad cost parameter.
 */
export function reviewProfiles(
  profile: Profile,
  base: Profile | null,
  patchText: ReviewInput['patch'],
  options: ReviewOptions = {},
): Review {
  const thresholds = thresholdsOf(options);
  const needsDay = (options.budgets?.length ?? 0) + (options.acknowledged?.length ?? 0) > 0;
  if (needsDay && options.today === undefined)
    throw new ProfileError('usage', 'budgets and acknowledgements expire, so the day must be given');
  const diagnostics = new Diagnostics();
  const recorded = options.recorded ?? (base === null ? 'before' : 'after');
  const patch = readPatch(patchText, diagnostics, options.patchLength ?? LARGEST_PATCH);
  const selection = select(profile, options);
  const sampleType = sampleTypeNamed(profile, options.sampleType);
  const sources = stackSources(selection, sampleType);
  const patchPaths = patch.files.flatMap(({ path, oldPath }) =>
    oldPath === null ? [path] : [path, oldPath],
  );
  const finder = pathFinder(pathsOf(profile), patchPaths, options);
  const touched = touchedBy(profile, patch, recorded, finder, diagnostics);
  const isAnyTouched = touched.functions.some(({ changedAt }) => changedAt !== null);
  const answer = answerOf(profile, options, isAnyTouched, diagnostics);
  const rewriteSet = isRecommended(answer) && options.rewriteSet !== false ? answer!.set.candidates : [];
  const { functions, lines } = sharesOf(
    selection,
    sources,
    touched,
    // Suspects are told apart by their weight, however small.
    base === null ? { least: thresholds.hotShare, names: new Set(rewriteSet.map(({ name }) => name)) } : null,
  );
  const comparison =
    base === null
      ? null
      : compare(base, profile, {
          ...options,
          ...options.comparison,
          granularity: 'function',
          suspects: changedNames(touched, functions.total.shares),
          ...(options.acknowledged === undefined ? {} : { acknowledged: options.acknowledged }),
        });
  const budgets = checkBudgets(profile, options.budgets ?? [], { ...options, today: options.today ?? '' });
  const { money, prices } = answer?.payoff ?? { money: null, prices: null };
  const spend =
    money === null || prices === null
      ? null
      : { usdPerYear: money.spendUsdPerYear, prices: prices.effective };
  const { findings, suppressed } = findingsOf(
    {
      touched,
      functions,
      lines,
      samples: sources.observations,
      comparison,
      budgets,
      rewriteSet,
      finder,
      spend,
    },
    thresholds,
  );
  return {
    findings,
    headline: headlineOf(findings),
    profile: {
      names: profile.sources.map(({ name }) => name),
      samples: sources.observations,
      durationNs: profile.duration,
      sampleType: profile.sampleTypes[sampleType]!,
    },
    recorded,
    base:
      comparison === null
        ? null
        : {
            samples: comparison.base.samples,
            profiles: comparison.base.profiles,
            caption: comparison.caption,
          },
    patch: { files: patch.files.length, changedLines: patch.changedLines, mappedFiles: touched.files },
    verdict: answer?.verdict.code ?? null,
    prices: spend?.prices ?? null,
    caption: functions.total.caption,
    suppressed,
    diagnostics: diagnostics.list(),
  };
}

/** Enough for the verdict, whose rules need no tails. */
const DRAWS = 1000;

/** Only where it can matter: it takes longer than the rest. A profile without stacks has no rewrite set. */
function answerOf(
  profile: Profile,
  options: ReviewOptions,
  isAnyTouched: boolean,
  diagnostics: Diagnostics,
): Decision | null {
  const hasFleet = options.cost?.fleetVcpu !== undefined;
  if (!hasFleet && (options.rewriteSet === false || !isAnyTouched)) return null;
  try {
    const { own, cost, sampleType } = options;
    return decide(profile, { ...filtersOf(options), own, cost, sampleType, draws: DRAWS });
  } catch (error) {
    if (!(error instanceof ProfileError) || (error.code !== 'unsupported' && error.code !== 'empty'))
      throw error;
    diagnostics.note('no-rewrite-set', `no rewrite set: ${error.message}`);
    return null;
  }
}

function filtersOf({
  focus,
  ignore,
  hide,
  show,
  showFrom,
  tagfocus,
  tagignore,
  noInlines,
}: Filters): Filters {
  return { focus, ignore, hide, show, showFrom, tagfocus, tagignore, noInlines };
}

function isRecommended(answer: Decision | null): boolean {
  return answer?.verdict.code === 'surgical-rewrite' || answer?.verdict.code === 'spike';
}

function thresholdsOf(options: ReviewOptions): Thresholds {
  const { hotShare, samples, functionSamples } = { ...DEFAULT_THRESHOLDS, ...defined(options) };
  if (!(hotShare > 0 && hotShare < 1))
    throw new ProfileError('usage', `the hot share is ${hotShare}; expected a part between 0 and 1`);
  if (!(samples >= 0 && functionSamples >= 0))
    throw new ProfileError('usage', 'the least numbers of samples must be numbers from 0');
  return { hotShare, samples, functionSamples };
}

function defined(options: Partial<Thresholds>): Partial<Thresholds> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function pathsOf({ functions, strings }: Profile): Set<string> {
  const files = functions.file as { readonly length: number; readonly [row: number]: number };
  const rows = new Set<number>();
  for (let row = 0; row < files.length; row++) if (files[row]! >= 0) rows.add(files[row]!);
  return new Set([...rows].map((row) => (strings as readonly string[])[row]!));
}

function headlineOf(findings: readonly Finding[]): string {
  const first = findings[0];
  if (first === undefined) return 'Nothing hot is touched and nothing got slower';
  const others = findings.length === 1 ? '' : `, and ${findings.length - 1} more`;
  const points = first.change === null ? '' : ` (+${(first.change.change * 100).toFixed(1)} points)`;
  const what = {
    regression: `costs more: ${formatShare(first.share)} of the CPU${points}`,
    budget: 'is over its budget',
    'hot-code': `is changed: ${formatShare(first.share)} of the CPU`,
    'rewrite-set': `is changed and in the rewrite set: ${formatShare(first.share)} of the CPU`,
  }[first.rule];
  return `${first.name} ${what}${others}`;
}

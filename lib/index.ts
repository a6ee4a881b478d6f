/** The public names. No work is done at import. */
export { type CallTree, callTree } from './analysis/call-tree.js';
export { type Concentration, concentration } from './analysis/concentration.js';
export { type CallersAndCallees, edges } from './analysis/edges.js';
export {
  GRANULARITIES,
  type Granularity,
  type Grouping,
  groupDetails,
  groupFrames,
} from './analysis/granularity.js';
export { type Totals, totals } from './analysis/totals.js';
export { type VisiblePaths, visiblePaths } from './analysis/visible-paths.js';
export { type AnalyzeOptions, type Answer, analyze } from './analyze.js';
export type { Diagnostic } from './base/diagnostics.js';
export { type ErrorCode, type ErrorPlace, ProfileError } from './base/errors.js';
export { formatQuantity, type Parsed, parseQuantity } from './base/quantities.js';
export { type MemoryMeasure, memoryColumns } from './candidates/allocation.js';
export {
  type Candidate,
  type CandidateOptions,
  type CandidateSet,
  rankCandidates,
  rankWork,
  type ServingShares,
  type Unit,
} from './candidates/candidates.js';
export { type Charges, chargesOf } from './candidates/charges.js';
export type { Cut } from './candidates/cuts.js';
export type { Endpoint } from './candidates/endpoints.js';
export { type Language, languageOf } from './candidates/language.js';
export { bestSubtrees, type Subtree } from './candidates/paths.js';
export { type KindShare, kindShares, type RollupRow, rollUp } from './candidates/rollups.js';
export {
  type BackgroundTax,
  backgroundTax,
  GC_WEIGHTS,
  type GcWeight,
  type GcWeightReason,
  type TaxInput,
  type TaxShare,
  taxBelow,
  withTax,
} from './candidates/tax.js';
export { type Work, workOf } from './candidates/work.js';
export {
  type Acknowledgement,
  activeAcknowledgement,
  type Budget,
  type BudgetOptions,
  type BudgetResult,
  checkBudgets,
  type Subject,
} from './compare/budgets.js';
export { type CompareOptions, compare, DEFAULT_FLOOR, DEFAULT_Q, isFinding } from './compare/compare.js';
export type {
  Change,
  Comparison,
  ComparisonRow,
  NameMatch,
  Normalisation,
  RowVerdict,
  SideSummary,
} from './compare/comparison.js';
export { adjusted, type Difference, difference, type Measured } from './compare/difference.js';
export { type Gate, parseGate, type Trip, tripped } from './compare/gates.js';
export { BIAS_CODES, type Bias, type BiasCode, type BiasOptions, biases } from './evidence/biases.js';
export {
  type BootstrapOptions,
  drawShares,
  type ShareDraws,
  statisticOf,
  sumColumns,
} from './evidence/bootstrap.js';
export {
  type IntervalOptions,
  profilesNeeded,
  type RatioInterval,
  ratioInterval,
  type ShareIntervals,
  shareIntervals,
} from './evidence/clusters.js';
export {
  bernoulli,
  type Distribution,
  drawDirichlet,
  fixed,
  lognormal,
  normal,
  pert,
  triangular,
  twoPieceLognormal,
} from './evidence/distributions.js';
export {
  clopperPearson,
  designEffect,
  type Interval,
  intraclassCorrelation,
  SINGLE_PROFILE_DESIGN_EFFECT,
  samplesToSeparate,
  shareDifference,
  trialsToClaim,
  upperBound,
  wilson,
} from './evidence/intervals.js';
export { kish, observations } from './evidence/observations.js';
export {
  classTable,
  groupTable,
  oneClass,
  type ProfileTable,
  type StackClasses,
  type StackSets,
  type StackSources,
  setTable,
  splitClasses,
  stackClasses,
  stackSources,
} from './evidence/profile-table.js';
export { percentileInterval, quantiles } from './evidence/quantiles.js';
export { Random } from './evidence/random.js';
export { type Neighbours, neighbours, placeChances } from './evidence/ranks.js';
export { type Separation, type Sufficiency, separation, sufficiency } from './evidence/sufficiency.js';
export { type FoldedOptions, foldedLines, writeFolded } from './formats/folded/write.js';
export { DEFAULT_LIMITS, type Limits } from './formats/format.js';
export type { InProcessProfile } from './formats/pprof/pprof-object.js';
export { toPprofFormat, writePprof } from './formats/pprof/write.js';
export { type Input, type NamedInput, type ReadOptions, readProfile } from './formats/read.js';
export { type SpeedscopeOptions, speedscopeParts, writeSpeedscope } from './formats/speedscope/write.js';
export {
  type Background,
  type BackgroundSplit,
  BINS,
  type Bin,
  backgroundOf,
  splitBackground,
} from './kinds/background.js';
export {
  type ClassifyOptions,
  classify,
  classifyFrames,
  type FrameKind,
  type FrameKinds,
  OF_CALLER,
} from './kinds/classify.js';
export { aboutKind, KINDS, type Kind, kindNumber, NO_KIND } from './kinds/kinds.js';
export { type Owner, ownerOf } from './kinds/ownership.js';
export type { KindRule, Role, Runtime } from './kinds/rule.js';
export { type SelfCheck, selfCheck } from './kinds/self-check.js';
export { framePaths, kindsBelow, stackKinds, weightByKind } from './kinds/stack-kinds.js';
export { offloadSpeedup } from './payoff/accelerometer.js';
export { profileAfter, type ShareAfter } from './payoff/after.js';
export {
  type Alternatives,
  type Fix,
  findAlternatives,
  type KindShares,
} from './payoff/alternatives.js';
export { ALTERNATIVES, type Alternative } from './payoff/alternatives-catalogue.js';
export { type Appraisal, appraise } from './payoff/appraisal.js';
export { type Assessment, type AssessOptions, assess } from './payoff/assess.js';
export { type CalibratedPair, type Calibration, calibrate, type Rewritten } from './payoff/calibration.js';
export { CHECKS, type Check, type CheckCode, checkProfile, type ProfileFacts } from './payoff/checks.js';
export { type Conditions, conditionsOf } from './payoff/conditions.js';
export {
  type Assumption,
  type CostModel,
  type CostModelOptions,
  type LanguageUtilisation,
  PARAMETERS,
  resolveCostModel,
} from './payoff/cost-model.js';
export type { CrossValidation } from './payoff/cross-validation.js';
export { DATA_SETS, type DataAge, dataAges, dataChecks } from './payoff/data-age.js';
export { estimatePayoff, type Money, type Payoff, payoffOf, type Rewrite } from './payoff/estimate.js';
export type { FittedRow } from './payoff/fit.js';
export { linearUtilisation } from './payoff/fleet.js';
export { kindGains } from './payoff/kind-gains.js';
export { capacityClosure, cpuRatio, type Run } from './payoff/load-pair.js';
export type { KindOfWork, PriorUsed, TaxBin } from './payoff/local-speedup.js';
export type { MeasuredLoad } from './payoff/measured.js';
export { type Plan, planRewrite } from './payoff/plan.js';
export { type PredictedPart, type Prediction, readPrediction } from './payoff/prediction.js';
export { type Basis, type MoneyBasis, type PriceBases, priceBases } from './payoff/price-basis.js';
export { PRICES, type Price } from './payoff/prices.js';
export { OBSERVATIONS } from './payoff/priors/observations.js';
export type { Prior } from './payoff/priors/prior.js';
export { PRIORS, type PriorOverride } from './payoff/priors/resolve.js';
export type { MeasuredParity, Proof } from './payoff/proof.js';
export {
  type SimulatedMoney,
  type Simulation,
  type SimulationOptions,
  simulate,
} from './payoff/simulation.js';
export type { DrawnShares, UncertainInput } from './payoff/uncertainty.js';
export {
  judge,
  type Measurement,
  type Rule,
  THRESHOLDS,
  type Verdict,
  type VerdictCode,
} from './payoff/verdict.js';
export { answerFlame } from './picture/answer-flame.js';
export { type FlameOptions, flameOf } from './picture/build.js';
export type { Flame } from './picture/flame.js';
export { flamePage } from './picture/flame-page.js';
export { flameSvg, type SvgOptions } from './picture/svg.js';
export { ProfileBuilder } from './profile/builder.js';
export { check } from './profile/check.js';
export { merge } from './profile/merge.js';
export type { Profile, ValueType } from './profile/profile.js';
export { sampleTypeNamed } from './profile/sample-type.js';
export { type Filters, type Selection, select } from './profile/select.js';
export { type StackTree, stackTree } from './profile/stack-tree.js';
export { analyzeText } from './report/analyze-text.js';
export { calibrationDocument, proposedRows } from './report/calibration-document.js';
export { type DiffOutcome, diffJson } from './report/diff-json.js';
export { diffMarkdown } from './report/diff-markdown.js';
export { type DiffTextOptions, diffText } from './report/diff-text.js';
export { documentHtml, documentMarkdown, documentText, type ReportDocument } from './report/document.js';
export { analyzeHtml, type HtmlOptions } from './report/html.js';
export { analyzeJson, inspectJson, peekJson, type Tool, topJson } from './report/json.js';
export { loadDocument } from './report/load-document.js';
export { renderMarkdown } from './report/markdown.js';
export { parityDocument } from './report/parity-document.js';
export { type Peek, type PeekEdge, type PeekMatch, peek } from './report/peek.js';
export { inspectText, peekText, topText } from './report/text.js';
export { type Top, type TopOptions, type TopRow, topRows } from './report/top.js';
export { calibrationJson, loadJson, parityJson } from './report/verify-json.js';
export {
  type Finding,
  type HotLine,
  type Review,
  RULES,
  type RuleId,
  type YearlyCost,
} from './review/finding.js';
export { DEFAULT_THRESHOLDS, type Thresholds } from './review/findings.js';
export {
  type Annotation,
  type CheckRun,
  type CheckRunOptions,
  checkRunRequests,
  toCheckRun,
} from './review/outputs/check-run.js';
export {
  COMMENT_MARKER,
  type CommentOptions,
  commentMarker,
  LONGEST_COMMENT,
  renderComment,
} from './review/outputs/markdown.js';
export type { OutputOptions } from './review/outputs/output.js';
export { REVIEW_FORMATS, type ReviewFormat, renderReview } from './review/outputs/outputs.js';
export {
  type CommentPlan,
  type ExistingComment,
  findStickyComment,
  planComment,
} from './review/outputs/sticky-comment.js';
export {
  type Edit,
  type FilePatch,
  type LineRun,
  type Patch,
  type PatchFile,
  readPatch,
} from './review/patch.js';
export {
  type Located,
  type PathFinder,
  type PathMapping,
  type PathOptions,
  pathFinder,
} from './review/repository-paths.js';
export {
  type ReadingOptions,
  type ReviewInput,
  type ReviewOptions,
  review,
  reviewProfiles,
} from './review.js';
export { type DifferenceKind, KINDS as DIFFERENCE_KINDS } from './verify/difference.js';
export {
  type Gate as VerifyGate,
  LOAD_METRICS,
  PARITY_METRICS,
  parseGate as parseVerifyGate,
  trippedGates,
  trippedLoadGates,
} from './verify/gates.js';
export type { Knee } from './verify/knee.js';
export { type LoadComparison, type LoadOptions, type LoadSide, verifyLoad } from './verify/load.js';
export type { LoadRun } from './verify/load-runs.js';
export type {
  Bound,
  Parity,
  ParityCounts,
  ParityDifference,
  ParityEndpoint,
  Suggestion,
} from './verify/parity.js';
export { measuredLoad, measuredParity, readLoadResult, readParityResult } from './verify/results.js';
export type { ParityRule, ParityRules } from './verify/rules.js';
export type { CpuRamp, ScalabilityLaw, Scaling } from './verify/scaling.js';
export { type ParityOptions, verifyParity } from './verify/verify-parity.js';

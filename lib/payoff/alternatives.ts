/** What should be tried before a rewrite: matched to the profile, priced, and what the rewrite is worth after it (E14). */
import { ProfileError } from '../base/errors.js';
import type { Kind } from '../kinds/kinds.js';
import { ALTERNATIVES, type Alternative } from './alternatives-catalogue.js';
import { type Cash, cashOf, residualOf, type Setting } from './chain.js';
import type { CostModel } from './cost-model.js';
import { estimatePayoff, type Payoff } from './estimate.js';
import { fleetAfter } from './fleet.js';
import { HOURS_PER_YEAR } from './money.js';
import { type Plan, type Rewrite, taxesOf } from './plan.js';
import { tableLanguage } from './priors/resolve.js';
import { type Range, sortedRange } from './range.js';

/** Share of the whole profile per kind, background work in it; they sum to 1 or less. */
export type KindShares = Readonly<Partial<Record<Kind, number>>>;

export interface AlternativeOptions {
  /** Ids of fixes that are in place already. */
  readonly done?: readonly string[] | undefined;
  /** Ids of fixes whose question (`ask`) is answered with yes. */
  readonly confirmed?: readonly string[] | undefined;
}

/** Throws ProfileError 'usage', in which `what` names the list, for an id of no fix. */
export function checkFixIds(ids: readonly string[] | undefined, what: string): void {
  for (const id of ids ?? [])
    if (!ALTERNATIVES.some((known) => known.id === id))
      throw new ProfileError(
        'usage',
        `${what}: there is no fix ${JSON.stringify(id)}; expected ${ALTERNATIVES.map((known) => known.id).join(', ')}`,
      );
}

/** One fix, priced alone. */
export interface Fix {
  readonly alternative: Alternative;
  /** Share of the profile in its kinds; of all CPU outside the kernel where it has none. */
  readonly share: number;
  /** It stands on the profile alone, or its question was answered. Only such fixes are in `together`. */
  readonly counts: boolean;
  /** Of all CPU; of the bill where it is about the price. Null where it has no bound. */
  readonly saving: Range | null;
  /** At the likely saving. Null without a fleet. */
  readonly vcpuSaved: number | null;
  readonly effectiveUsdPerYear: number | null;
  readonly buildUsd: number;
  readonly netUsdPerYear: number | null;
  /** Null: never, or no fleet. */
  readonly paybackMonths: number | null;
  readonly npvUsd: number | null;
}

export interface Alternatives {
  /** Those that count first, then by likely saving. */
  readonly fixes: readonly Fix[];
  /** All that count, one after the other; null where none does. */
  readonly together: Together | null;
}

export interface Together {
  readonly ids: readonly string[];
  /** CPU saved by all of them; what each touches is multiplied, not added. */
  readonly cpuSaving: number;
  readonly effectiveUsdPerYear: number | null;
  readonly buildUsd: number;
  readonly paybackMonths: number | null;
  readonly npvUsd: number | null;
  /** Their saving over the rewrite's, in dollars where there is a fleet, else in CPU; null where the rewrite saves nothing. */
  readonly partOfGain: number | null;
  /** The rewrite, priced on what remains after them: shares, fleet and price. */
  readonly rewriteAfter: Payoff;
}

/** Fixes that fit the language and the profile, priced with the plan's fleet, rates and prices. */
export function findAlternatives(
  plan: Plan,
  shares: KindShares,
  options: AlternativeOptions = {},
): Alternatives {
  const { done = [], confirmed = [] } = options;
  const language = tableLanguage(plan.model.from);
  const fixes = ALTERNATIVES.filter(
    ({ id, languages, kinds, threshold }) =>
      !done.includes(id) &&
      (languages.includes('*') || languages.includes(language)) &&
      (kinds.length === 0 || shareOf(shares, kinds) >= threshold),
  ).map((alternative) => priced(plan, shares, alternative, confirmed.includes(alternative.id)));
  fixes.sort(
    (a, b) =>
      Number(b.counts) - Number(a.counts) ||
      (b.saving?.p50 ?? -1) - (a.saving?.p50 ?? -1) ||
      (a.alternative.id < b.alternative.id ? -1 : 1),
  );
  const counting = fixes.filter(({ counts }) => counts).map(({ alternative }) => alternative);
  return { fixes, together: counting.length === 0 ? null : togetherOf(plan, shares, counting) };
}

/** New share of each kind over the old one, after some fixes at their P10 (0), P50 (1) or P90 (2). */
function factorOf(fixes: readonly Alternative[], kind: Kind, at: 'p10' | 'p50' | 'p90'): number {
  let factor = 1;
  for (const { of, kinds, saving } of fixes)
    if (of === 'cpu' ? !UNTOUCHED.has(kind) : of === 'kinds' && kinds.includes(kind))
      factor *= 1 - saving[at];
  return factor;
}

/** A better compiler leaves these as they are. */
const UNTOUCHED: ReadonlySet<Kind> = new Set([
  'kernel',
  'syscall',
  'net',
  'io',
  'foreign',
  'idle',
  'profiler',
]);

/** New CPU over old CPU after some fixes: 1 - sum w_k (1 - prod (1 - f)). */
function residualAfter(
  shares: KindShares,
  fixes: readonly Alternative[],
  at: 'p10' | 'p50' | 'p90' = 'p50',
): number {
  let residual = 1;
  for (const [kind, share] of entries(shares)) residual -= share * (1 - factorOf(fixes, kind, at));
  return residual;
}

function priceFactor(fixes: readonly Alternative[], at: 'p10' | 'p50' | 'p90' = 'p50'): number {
  return fixes.reduce((factor, { of, saving }) => (of === 'price' ? factor * (1 - saving[at]) : factor), 1);
}

function priced(plan: Plan, shares: KindShares, alternative: Alternative, confirmed: boolean): Fix {
  const { kinds, of, ask } = alternative;
  const share =
    kinds.length > 0
      ? shareOf(shares, kinds)
      : entries(shares).reduce((sum, [kind, part]) => sum + (UNTOUCHED.has(kind) ? 0 : part), 0);
  const bill = (at: 'p10' | 'p50' | 'p90'): number =>
    1 - residualAfter(shares, [alternative], at) * priceFactor([alternative], at);
  const saving = of === 'ask' ? null : sortedRange(bill('p10'), bill('p50'), bill('p90'));
  const cash = saving === null ? null : cashOfFixes(plan, shares, [alternative]);
  return {
    alternative,
    share,
    counts: of !== 'ask' && (ask === null || confirmed),
    saving,
    vcpuSaved: cash?.vcpuSaved ?? null,
    effectiveUsdPerYear: cash?.usd ?? null,
    buildUsd: buildOf(plan.model, [alternative]),
    netUsdPerYear: cash?.net ?? null,
    paybackMonths: cash?.payback ?? null,
    npvUsd: cash?.npv ?? null,
  };
}

interface FixCash {
  readonly vcpuSaved: number;
  readonly usd: number;
  readonly net: number;
  readonly payback: number | null;
  readonly npv: number;
}

/** Fixes need no second language and no fixed cost; they are kept like any code, and are not given up half way. */
function cashOfFixes(plan: Plan, shares: KindShares, fixes: readonly Alternative[]): FixCash | null {
  const { setting, model, likely } = plan;
  const { fleet } = setting;
  if (fleet === null) return null;
  const effortPm = fixes.reduce((sum, fix) => sum + fix.effortPm, 0);
  const own: Setting = { ...setting, languageUsd: 0, model: withFixedCost(model, 0) };
  const scenario = { ...likely, saved: 1 - residualAfter(shares, fixes), tax: 0, boundary: 0, effortPm };
  const unbiased = { ...own, fleet: { ...fleet, targetUtilNew: fleet.targetUtilOld } };
  const cash = cashOf(unbiased, scenario)!;
  const cheaper = 1 - priceFactor(fixes);
  // What the remaining capacity costs less.
  const rest = (fleet.averageVcpu ?? fleet.vcpu) - cash.after.vcpuSaved;
  const perYear = rest * HOURS_PER_YEAR * setting.price * cheaper;
  const net = cash.realisedUsd + perYear - cash.keepUsd;
  return {
    vcpuSaved: cash.after.vcpuSaved,
    usd: cash.effectiveUsd + perYear,
    net,
    payback: net > 0 ? (12 * cash.buildUsd) / net : null,
    npv: cash.npvUsd + perYear * setting.factor,
  };
}

function togetherOf(plan: Plan, shares: KindShares, fixes: readonly Alternative[]): Together {
  const { model, setting, likely } = plan;
  const residual = residualAfter(shares, fixes);
  const cash = cashOfFixes(plan, shares, fixes);
  const rewrite = cashOf(setting, likely);
  return {
    ids: fixes.map(({ id }) => id),
    cpuSaving: 1 - residual,
    effectiveUsdPerYear: cash?.usd ?? null,
    buildUsd: buildOf(model, fixes),
    paybackMonths: cash?.payback ?? null,
    npvUsd: cash?.npv ?? null,
    partOfGain: partOf(residual, cash, rewrite, 1 - residualOf(likely)),
    rewriteAfter: estimatePayoff(rewriteAfter(plan, fixes, residual), modelAfter(plan, fixes, residual)),
  };
}

function partOf(residual: number, cash: FixCash | null, rewrite: Cash | null, saving: number): number | null {
  if (cash !== null && rewrite !== null)
    return rewrite.effectiveUsd > 0 ? cash.usd / rewrite.effectiveUsd : null;
  return saving > 0 ? (1 - residual) / saving : null;
}

/** The shares of the set in the profile that the fixes leave; its size and its boundary stay. */
function rewriteAfter({ rewrite, speedups }: Plan, fixes: readonly Alternative[], residual: number): Rewrite {
  const left = (kind: string, share: number): number =>
    (share * factorOf(fixes, kind as Kind, 'p50')) / residual;
  const given = [...(rewrite.parts ?? []), ...(rewrite.serving?.parts ?? [])];
  const after = speedups.parts.map(({ kind, share, serving }, i) => ({
    ...(rewrite.parts === undefined ? {} : given[i]),
    kind,
    share: left(kind, share),
    serving,
  }));
  const parts = after.filter(({ serving }) => !serving);
  const coveredShare = parts.reduce((sum, { share }) => sum + share, 0);
  return {
    ...rewrite,
    // What was measured is of the code as it is; of what the fixes leave only the priors know.
    speedup: undefined,
    coveredShare,
    kernelShare: Math.min(rewrite.kernelShare, coveredShare),
    coveredInterval: undefined,
    parts,
    serving: { parts: after.filter(({ serving }) => serving) },
    taxShare: undefined,
    taxes: taxesOf(rewrite).map((bin) => ({ ...bin, share: left(bin.kind, bin.share) })),
  };
}

/** A smaller fleet, a cheaper vCPU and less CPU per request, as the fixes leave them. */
function modelAfter({ model, setting }: Plan, fixes: readonly Alternative[], residual: number): CostModel {
  const cpu = model.unknowns.cpuUsPerRequest;
  const values = { ...model.values, usdPerVcpuHour: model.values.usdPerVcpuHour * priceFactor(fixes) };
  const { fleet } = setting;
  const smaller =
    fleet === null ? null : fleetAfter({ ...fleet, targetUtilNew: fleet.targetUtilOld }, residual);
  return {
    ...model,
    values,
    fleetVcpu: smaller === null ? null : smaller.vcpu,
    unknowns: {
      ...model.unknowns,
      cpuUsPerRequest: cpu === null ? null : cpu * residual,
      averageVcpu:
        fleet?.averageVcpu == null || smaller === null ? null : fleet.averageVcpu - smaller.vcpuSaved,
    },
  };
}

function buildOf({ values }: CostModel, fixes: readonly Alternative[]): number {
  return fixes.reduce((sum, { effortPm }) => sum + effortPm, 0) * values.personMonthUsd;
}

function withFixedCost(model: CostModel, fixedUsd: number): CostModel {
  return { ...model, values: { ...model.values, fixedUsd } };
}

function shareOf(shares: KindShares, kinds: readonly Kind[]): number {
  return kinds.reduce((sum, kind) => sum + (shares[kind] ?? 0), 0);
}

function entries(shares: KindShares): [Kind, number][] {
  return Object.entries(shares) as [Kind, number][];
}

/** The JSON shapes that others build on: plain data in a versioned envelope, stable order, no NaN. */

import type { Answer } from '../analyze.js';
import { observations } from '../evidence/observations.js';
import type { Together } from '../payoff/alternatives.js';
import type { Money } from '../payoff/estimate.js';
import type { Profile } from '../profile/profile.js';
import { withBases } from './money-json.js';
import type { Peek } from './peek.js';
import { threadsOf } from './threads.js';
import type { Top } from './top.js';

export interface Tool {
  readonly name: string;
  readonly version: string;
}

export const SCHEMA_VERSION = 1;

export function topJson(tool: Tool, profile: Profile, sampleType: number, top: Top): unknown {
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    profile: profileBlock(profile, sampleType),
    sampleType: profile.sampleTypes[sampleType as never],
    total: top.total,
    rows: top.rows.map(({ name, file, line, module, self, total, selfShare, totalShare }) => ({
      name,
      ...(file === null ? {} : { file }),
      ...(line === 0 ? {} : { line }),
      ...(module === null ? {} : { module }),
      self,
      total,
      selfShare,
      totalShare,
    })),
  };
}

export function peekJson(tool: Tool, profile: Profile, sampleType: number, peek: Peek): unknown {
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    profile: profileBlock(profile, sampleType),
    sampleType: profile.sampleTypes[sampleType as never],
    ...peek,
  };
}

export function inspectJson(tool: Tool, profile: Profile): unknown {
  const { files, ...block } = profileBlock(profile, profile.defaultSampleType);
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    files,
    format: files[0]!.format,
    ...block,
    sampleTypes: profile.sampleTypes,
    defaultSampleType: profile.defaultSampleType,
    period: profile.period,
    stacks: profile.stacks.length,
    functions: profile.functions.length,
    locations: profile.locations.length,
    labels: labelKeys(profile),
    threads: threadsOf(profile),
    comments: profile.comments,
  };
}

/** `configuration`: the file whose settings were used. */
export function analyzeJson(tool: Tool, answer: Answer, configuration: string | null = null): unknown {
  const { profile, sampleType, language, set, payoff, verdict, assumptions } = answer;
  const { candidates, concentration, spread, columns: _columns, taxes: _taxes, ...rest } = set;
  const { conditions, alternatives, after, checks } = answer.assessment;
  const { curves: _curves, ...simulation } = answer.assessment.simulation;
  const priced = (value: unknown): unknown => withBases(value, payoff.prices);
  const { money, ...estimate } = payoff;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    configuration,
    profile: profileBlock(profile, sampleType),
    sampleType: profile.sampleTypes[sampleType as never],
    language,
    concentration: { ...concentration, intervals: spread },
    candidates,
    set: { names: candidates.map(({ name }) => name), ...rest },
    // Null without a fleet. Unbounded numbers (a ceiling when all is covered) are null too: JSON has no infinity.
    payoff: priced({
      ...estimate,
      ...(money ?? NO_MONEY),
      probabilityOfPayback: simulation.money?.paysWithin ?? null,
    }),
    simulation: priced(simulation),
    conditions: priced(conditions),
    proof: answer.proof,
    after,
    alternatives: priced(alternatives?.fixes ?? []),
    alternativesTogether: priced(together(alternatives?.together ?? null)),
    checks,
    verdict: priced(verdict),
    assumptions,
    details: answer.details,
  };
}

/** The rewrite after the cheaper fixes in a few numbers: the whole payoff would stand here twice. */
function together(found: Together | null): unknown {
  if (found === null) return null;
  const { rewriteAfter, ...rest } = found;
  return {
    ...rest,
    rewriteAfter: {
      cpuSaving: rewriteAfter.cpuSaving,
      usdPerYear: rewriteAfter.money?.usdPerYear ?? null,
      npvUsd: rewriteAfter.money?.npvUsd ?? null,
      paybackMonths: rewriteAfter.money?.paybackMonths ?? null,
    },
  };
}

const NO_MONEY = {
  spendUsdPerYear: null,
  vcpuSaved: null,
  instances: null,
  bindsOn: null,
  vcpuHeld: null,
  usdPerYear: null,
  effectiveUsdPerYear: null,
  netUsdPerYear: null,
  netUsdPerYearNow: null,
  paybackMonths: null,
  npvUsd: null,
  irr: null,
  delayUsdPerMonth: null,
  kwhPerYear: null,
  kgCo2PerYear: null,
} satisfies Record<keyof Money, null>;

/** Distinct label keys, in order of appearance. */
export function labelKeys(profile: Profile): string[] {
  const keys = new Set<number>(Array.from(profile.labelSets.key as unknown as ArrayLike<number>));
  return [...keys].map((key) => profile.strings[key as never] as string);
}

/** What was read, for the envelope. */
export function profileBlock(profile: Profile, sampleType: number) {
  return {
    files: profile.sources.map(({ name, format, sha256 }) => ({ name, format, sha256 })),
    // Observations; null where the file does not say. `rows` is how many sums of equal stacks it holds.
    samples: observations(profile, sampleType),
    rows: profile.samples.length,
    durationNs: profile.duration,
    warnings: profile.warnings.map(({ code, message, count }) => ({ code, message, count })),
  };
}

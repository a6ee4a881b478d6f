/** Says what to do, and why: every rule with its value and threshold, the first verdict whose rule fires decides (E15). */
import type { CandidateSet } from '../candidates/candidates.js';
import type { Alternatives } from './alternatives.js';
import type { Payoff } from './estimate.js';
import { nextMeasurement } from './next-measurement.js';
import type { Simulation } from './simulation.js';
import { THRESHOLDS } from './thresholds.js';
import { count, percent, thousands, usd } from './words.js';

export { THRESHOLDS } from './thresholds.js';

export type VerdictCode =
  | 'not-cpu-bound'
  | 'do-nothing'
  | 'cheaper-first'
  | 'platform-tax'
  | 'surgical-rewrite'
  | 'spike';

/** One rule as applied. A rule whose value is not known does not fire. */
export interface Rule {
  readonly rule: string;
  /** What it speaks for when it fires; for `surgical-rewrite`: what it speaks against. */
  readonly verdict: VerdictCode;
  readonly value: number | string | null;
  readonly threshold: number | string | null;
  /** Of value and threshold, where they are a sum: it rests on `Payoff.prices.effective`. */
  readonly unit?: 'USD' | undefined;
  readonly fired: boolean;
  /** A plain sentence; said where the rule decided. */
  readonly says: string;
}

export interface Measurement {
  /** An input of the simulation, or a parameter that was not given. */
  readonly what: string;
  readonly how: string;
  /** What knowing it is worth, USD; null where that cannot be said. */
  readonly worthUsd: number | null;
}

export interface Verdict {
  readonly code: VerdictCode;
  /** Plain sentences with the numbers that decided, and what they were held against. */
  readonly reasons: readonly string[];
  /** All rules, in order. `surgical-rewrite` needs all of its own not to fire, and no other to have fired. */
  readonly rules: readonly Rule[];
  /** The one measurement that would change the verdict most; null where none would. */
  readonly next: Measurement | null;
}

/** What the rules read of the set. */
export type JudgedSet = Pick<CandidateSet, 'coveredShare'> & {
  readonly owners: Pick<CandidateSet['owners'], 'runtime' | 'kernel'>;
  readonly candidates: { readonly length: number };
  /** What the candidates are; default functions. */
  readonly unit?: CandidateSet['unit'] | undefined;
  /** Of the covered share with its tax. */
  readonly coveredInterval?: { readonly low: number; readonly high: number } | undefined;
};

/** What the rules take into account where it is there. */
export interface Evidence {
  readonly simulation?: Simulation | null | undefined;
  readonly alternatives?: Alternatives | null | undefined;
  /** Work that serves the machinery and not the request, by kind; default: runtime and kernel by owner. */
  readonly platformShare?: number | undefined;
}

/** Deterministic: the same set, payoff and evidence give the same verdict, word for word. */
export function judge(set: JudgedSet, payoff: Payoff, evidence: Evidence = {}): Verdict {
  const held = `${count(set.candidates.length, set.unit)} ${percent(set.coveredShare)} of the CPU.`;
  const facts: Facts = {
    set,
    payoff,
    simulation: evidence.simulation ?? null,
    alternatives: evidence.alternatives ?? null,
    platform: evidence.platformShare ?? set.owners.runtime + set.owners.kernel,
  };
  const rules = [
    ...idleRules(facts),
    ...coverRules(facts),
    ...platformRules(facts),
    ...moneyRules(facts),
    ...cheaperRules(facts),
    ...doubts(facts),
  ];
  const decided = decidedBy(rules);
  const next = nextMeasurement(payoff, facts.simulation);
  if (decided !== undefined) {
    const fired = rules.filter((rule) => rule.verdict === decided && rule.fired).map(({ says }) => says);
    const cheap =
      decided === 'do-nothing' ? cheapAnyway(facts) : decided === 'cheaper-first' ? afterwards(facts) : [];
    const head = HELD.has(decided) ? [held] : [];
    return { code: decided, reasons: [...head, ...fired, ...cheap], rules, next };
  }
  const doubtful = rules.filter((rule) => rule.verdict === 'surgical-rewrite' && rule.fired);
  if (doubtful.length === 0) return { code: 'surgical-rewrite', reasons: [held, soon(facts)], rules, next };
  const advice = adviceOf(facts);
  return { code: 'spike', reasons: [held, ...doubtful.map(({ says }) => says), ...advice], rules, next };
}

/** A fleet that cannot shrink settles it before the platform does: tuning would save nothing either. */
function decidedBy(rules: readonly Rule[]): VerdictCode | undefined {
  const fired = (code: VerdictCode): boolean => rules.some((rule) => rule.verdict === code && rule.fired);
  if (!fired('not-cpu-bound') && rules.some(({ rule, fired: is }) => rule === 'vcpu-saved' && is))
    return 'do-nothing';
  return ORDER.find(fired);
}

interface Facts {
  readonly set: JudgedSet;
  readonly payoff: Payoff;
  readonly simulation: Simulation | null;
  readonly alternatives: Alternatives | null;
  readonly platform: number;
}

/** Rules of an earlier verdict go before those of a later one. */
const ORDER: readonly VerdictCode[] = ['not-cpu-bound', 'platform-tax', 'do-nothing', 'cheaper-first'];
const HELD: ReadonlySet<VerdictCode> = new Set(['do-nothing', 'cheaper-first', 'platform-tax']);

function idleRules({ payoff }: Facts): Rule[] {
  const { onCpuShare, fleetUtil } = payoff;
  return [
    below(
      'not-cpu-bound',
      'on-cpu-share',
      onCpuShare,
      THRESHOLDS.cpuBound,
      (value, limit) =>
        `A request is on the CPU for ${percent(value)} of its time, under ${percent(limit)}: the rest is waiting.`,
    ),
    below(
      'not-cpu-bound',
      'fleet-utilisation',
      fleetUtil,
      THRESHOLDS.cpuBound,
      (value, limit) =>
        `The fleet uses ${percent(value)} of its CPU, under ${percent(limit)}: fewer instances save more than faster code.`,
    ),
  ];
}

function coverRules({ set, payoff }: Facts): Rule[] {
  const why = payoff.warnings.find(({ code }) => code === 'payoff-no-prior')?.message ?? '';
  return [
    below(
      'do-nothing',
      'covered-share',
      set.coveredShare,
      THRESHOLDS.worthCovering,
      (value, limit) =>
        `The functions that could be rewritten hold ${percent(value)} of the CPU, under ${percent(limit)}.`,
    ),
    below(
      'do-nothing',
      'cpu-saving',
      payoff.cpuSaving.p50,
      THRESHOLDS.worthSaving,
      (value, limit) =>
        `The likely speedup saves ${percent(value)} of the CPU, under ${percent(limit)}.${why === '' ? '' : ` ${why}`}`,
    ),
  ];
}

function platformRules({ set, platform }: Facts): Rule[] {
  const few = set.candidates.length <= THRESHOLDS.surgicalFunctions;
  const fired = platform >= THRESHOLDS.platformShare && few && set.coveredShare < THRESHOLDS.handfulShare;
  const says = `That is under ${percent(THRESHOLDS.handfulShare)}, while the runtime, the libraries of the platform and the kernel take ${percent(platform)}, over ${percent(THRESHOLDS.platformShare)}: tune the runtime, or reduce what it is asked to do, first.`;
  return [
    {
      rule: 'platform-share',
      verdict: 'platform-tax',
      value: platform,
      threshold: THRESHOLDS.platformShare,
      fired,
      says,
    },
  ];
}

function moneyRules({ payoff, simulation }: Facts): Rule[] {
  const { money, breakEven, prices } = payoff;
  const sum = (value: number): string => usd(value, prices.effective);
  const bill = (value: number): string => usd(value, prices.effective, 'a year');
  const even = breakEven.spendUsdPerYear === null ? 'no sum' : bill(breakEven.spendUsdPerYear);
  if (money === null) {
    const never = breakEven.vcpu === null;
    return [
      {
        rule: 'no-fleet-is-enough',
        verdict: 'do-nothing',
        value: breakEven.vcpu,
        threshold: null,
        fired: never,
        says: 'No fleet is large enough.',
      },
    ];
  }
  const drawn = simulation?.money ?? null;
  const bound =
    money.bindsOn === 'cpu'
      ? 'whole instances decide the number of instances'
      : `the ${money.bindsOn} bound decides the number of instances: the floor binds, this saving cannot be realised`;
  const least = drawn?.breakEvenSpendUsd.p10 ?? null;
  const worth = drawn?.npvUsd.p50 ?? money.npvUsd.p50;
  const chance = drawn?.pays.value ?? null;
  const blocked = money.vcpuSaved.p50 <= 0;
  const hopeless = breakEven.speedup === 'never';
  return [
    {
      rule: 'vcpu-saved',
      verdict: 'do-nothing',
      value: money.vcpuSaved.p50,
      threshold: 0,
      fired: blocked,
      says: `No vCPU is saved: ${bound}.`,
    },
    {
      rule: 'ceiling',
      verdict: 'do-nothing',
      value: breakEven.speedup,
      threshold: 'never',
      fired: !blocked && hopeless,
      says: `Even if the functions cost nothing it would not pay: the compute bill is ${bill(money.spendUsdPerYear)}, and at the likely speedup it pays from ${even}.`,
    },
    below(
      'do-nothing',
      'probability-pays',
      blocked || hopeless ? null : chance,
      THRESHOLDS.pays,
      (value, limit) =>
        `The chance that it pays is ${percent(value)}, under ${percent(limit)}; the median present value is ${sum(worth)}. At the likely speedup it pays from a compute bill of ${even}; yours is ${bill(money.spendUsdPerYear)}.`,
    ),
    {
      rule: 'likely-present-value',
      verdict: 'do-nothing',
      value: money.npvUsd.p50,
      threshold: 0,
      fired: !blocked && !hopeless && chance === null && money.npvUsd.p50 <= 0,
      unit: 'USD',
      says: `Over the horizon it loses ${sum(-money.npvUsd.p50)} at the likely speedup; it would pay from a compute bill of ${even}; yours is ${bill(money.spendUsdPerYear)}.`,
    },
    {
      rule: 'break-even-spend',
      verdict: 'do-nothing',
      value: money.spendUsdPerYear,
      threshold: least,
      fired: !blocked && !hopeless && least !== null && money.spendUsdPerYear < least,
      unit: 'USD',
      says: `The compute bill of ${bill(money.spendUsdPerYear)} is under ${bill(least ?? 0)}, from where it pays in one case of ten.`,
    },
  ];
}

function cheaperRules({ payoff, alternatives }: Facts): Rule[] {
  const together = alternatives?.together ?? null;
  const part = together?.partOfGain ?? null;
  const own = together?.paybackMonths ?? null;
  const months = payoff.money?.paybackMonths.p50 ?? null;
  const ratio = own === null || months === null ? null : own / months;
  const names = together?.ids.join(', ') ?? '';
  const most = part !== null && part >= THRESHOLDS.cheapPart;
  const recover = `Cheaper fixes (${names}) recover ${percent(part ?? 0)} of the gain`;
  const times = `pay back in ${(own ?? 0).toFixed(1)} months, the rewrite in ${(months ?? 0).toFixed(1)}`;
  return [
    {
      rule: 'cheap-fixes-gain',
      verdict: 'cheaper-first',
      value: part,
      threshold: THRESHOLDS.cheapPart,
      fired: most,
      says: `${recover}, at least ${percent(THRESHOLDS.cheapPart)}: do them first, then look again.`,
    },
    {
      rule: 'cheap-fixes-payback',
      verdict: 'cheaper-first',
      value: ratio,
      threshold: THRESHOLDS.cheapPayback,
      fired:
        ratio !== null && ratio < THRESHOLDS.cheapPayback && part !== null && part >= THRESHOLDS.cheapWorth,
      says: most ? `They ${times}.` : `${recover} and ${times}: do them first, then look again.`,
    },
  ];
}

/** Any of these makes a spike of what would be a rewrite. */
function doubts({ set, payoff, simulation }: Facts): Rule[] {
  const { boundaryShare, cpuSaving, taxSaving } = payoff;
  const low = set.coveredInterval?.low ?? set.coveredShare + taxSaving;
  const gain = cpuSaving.p50 + boundaryShare;
  const eaten = gain > 0 ? boundaryShare / gain : 0;
  const drawn = simulation?.money ?? null;
  const soonEnough = drawn?.paysWithin.value ?? null;
  const { paybackMonths, paysSoon, surgicalFunctions, surgicalShare, boundaryPart } = THRESHOLDS;
  const from = payoff.breakEven.vcpu;
  return [
    {
      rule: 'fleet-known',
      verdict: 'surgical-rewrite',
      value: payoff.money === null ? null : 'given',
      threshold: 'given',
      fired: payoff.money === null,
      says: `It pays from a fleet of about ${from === null ? 'no' : thousands(from)} vCPU; give yours with --fleet-vcpu.`,
    },
    below(
      'surgical-rewrite',
      'covered-with-tax',
      low,
      surgicalShare,
      (value, limit) => `The functions may hold as little as ${percent(value)}, under ${percent(limit)}.`,
    ),
    {
      rule: 'functions',
      verdict: 'surgical-rewrite',
      value: set.candidates.length,
      threshold: surgicalFunctions,
      fired: set.candidates.length > surgicalFunctions,
      says: `${set.candidates.length} functions are more than ${surgicalFunctions}.`,
    },
    {
      rule: 'boundary',
      verdict: 'surgical-rewrite',
      value: eaten,
      threshold: boundaryPart,
      fired: eaten > boundaryPart,
      says: `Crossings eat ${percent(eaten)} of the gain, over ${percent(boundaryPart)}.`,
    },
    {
      rule: 'pays-soon',
      verdict: 'surgical-rewrite',
      value: soonEnough,
      threshold: paysSoon,
      // A fleet without a simulation is no ground for a rewrite.
      fired: payoff.money !== null && (soonEnough === null || soonEnough < paysSoon),
      says:
        soonEnough === null
          ? 'How probable a payback is was not simulated.'
          : `The chance that it is paid back within ${drawn!.paysWithin.months} months is ${percent(soonEnough)}; ${percent(paysSoon)} within ${paybackMonths} are asked for.`,
    },
  ];
}

function adviceOf({ payoff, simulation }: Facts): string[] {
  const spike = simulation?.money?.spike ?? null;
  if (payoff.money === null) return ['Measure the speedup on the hottest function first.'];
  const worth = usd(spike?.worthUsd ?? 0, payoff.prices.effective);
  const cost = usd(spike?.costUsd ?? 0, payoff.prices.labour);
  if (spike?.advised === true)
    return [
      `Spike this first, ${spike.mostWeeks < 1 ? 'less than a week' : `at most ${Math.floor(spike.mostWeeks)} weeks`}: knowing the speedup is worth ${worth}, a prototype costs ${cost}.`,
    ];
  if (spike !== null && spike.worthUsd > 0)
    return [
      `Knowing the speedup is worth ${worth}, less than the ${cost} of a prototype: keep one to ${spike.mostWeeks.toFixed(1)} weeks.`,
    ];
  return ['Rewrite the hottest function as a spike and measure its speedup.'];
}

function soon({ payoff, simulation }: Facts): string {
  const { paysWithin, npvUsd } = simulation!.money!;
  return `The chance that it is paid back within ${paysWithin.months} months is ${percent(paysWithin.value)}; the median present value is ${usd(npvUsd.p50, payoff.prices.effective)}.`;
}

/** A rewrite that does not pay is no reason to leave the cheap fixes. */
function cheapAnyway({ alternatives }: Facts): string[] {
  const together = alternatives?.together ?? null;
  if (together === null || together.npvUsd === null || together.npvUsd <= 0) return [];
  return [`Cheaper fixes pay without it: ${together.ids.join(', ')}.`];
}

/** What the rewrite is worth on what the fixes leave. */
function afterwards({ payoff, alternatives }: Facts): string[] {
  const money = alternatives?.together?.rewriteAfter.money ?? null;
  if (money === null) return [];
  const { p50 } = money.npvUsd;
  const left = usd(Math.abs(p50), payoff.prices.effective);
  return [`After them the rewrite would ${p50 < 0 ? 'lose' : 'be worth'} ${left} at the likely speedup.`];
}

function below(
  verdict: VerdictCode,
  rule: string,
  value: number | null,
  threshold: number,
  says: (value: number, threshold: number) => string,
): Rule {
  const fired = value !== null && value < threshold;
  return { rule, verdict, value, threshold, fired, says: value === null ? '' : says(value, threshold) };
}

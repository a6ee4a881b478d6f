/** Says what to do, and why: the rules in order, the first that fires decides. */
import type { CandidateSet } from '../candidates/candidates.js';
import type { Money, Payoff } from './estimate.js';

export type VerdictCode = 'not-cpu-bound' | 'do-nothing' | 'platform-tax' | 'surgical-rewrite' | 'spike';

export interface Verdict {
  readonly code: VerdictCode;
  /** Plain sentences with the numbers that decided, and what they were held against. */
  readonly reasons: readonly string[];
}

/** Proposals without a source; each is one line to change. */
export const THRESHOLDS = {
  /** Below this utilisation, or on-CPU part of a request, faster code changes neither latency nor throughput. */
  cpuBound: 0.2,
  /** Less covered than this is no rewrite, whatever the speedup. */
  worthCovering: 0.05,
  /** Less CPU saved than this at the likely speedup is what a compiler upgrade or profile-guided build gives (2-14 %, go.dev/doc/pgo). */
  worthSaving: 0.02,
  /** Runtime and kernel above this, with no handful of functions above `handfulShare`: the platform is the cost. */
  platformShare: 0.4,
  handfulShare: 0.3,
  /** What a surgical cut may take, and must hold, even at the low end of its interval. */
  surgicalFunctions: 5,
  surgicalShare: 0.4,
  /** The part of the gain that crossings may eat. */
  boundaryPart: 0.1,
  /** Months within which a rewrite should have paid, at the 20 % point of the speedup. */
  paybackMonths: 18,
} as const;

/** What the rules read of the set. */
export type JudgedSet = Pick<CandidateSet, 'coveredShare'> & {
  readonly owners: Pick<CandidateSet['owners'], 'runtime' | 'kernel'>;
  readonly candidates: { readonly length: number };
  readonly coveredInterval?: { readonly low: number; readonly high: number } | undefined;
};

/** Deterministic: the same set and payoff give the same verdict, word for word. */
export function judge(set: JudgedSet, payoff: Payoff): Verdict {
  const held = `${count(set.candidates.length)} ${percent(set.coveredShare)} of the CPU.`;
  return (
    idle(payoff) ??
    tooLittle(set, payoff, held) ??
    blocked(payoff.money, held) ??
    platform(set, held) ??
    (payoff.money === null ? unpriced(payoff, held) : priced(set, payoff, payoff.money, held))
  );
}

function idle({ onCpuShare, fleetUtil }: Payoff): Verdict | null {
  const reasons: string[] = [];
  if (onCpuShare !== null && onCpuShare < THRESHOLDS.cpuBound)
    reasons.push(
      `A request is on the CPU for ${percent(onCpuShare)} of its time, under ${percent(THRESHOLDS.cpuBound)}: the rest is waiting.`,
    );
  if (fleetUtil !== null && fleetUtil < THRESHOLDS.cpuBound)
    reasons.push(
      `The fleet uses ${percent(fleetUtil)} of its CPU, under ${percent(THRESHOLDS.cpuBound)}: fewer instances save more than faster code.`,
    );
  return reasons.length === 0 ? null : { code: 'not-cpu-bound', reasons };
}

function tooLittle(set: JudgedSet, payoff: Payoff, held: string): Verdict | null {
  const runtime = set.owners.runtime + set.owners.kernel;
  if (set.coveredShare < THRESHOLDS.worthCovering) {
    const code = runtime >= THRESHOLDS.platformShare ? 'platform-tax' : 'do-nothing';
    const reason = `The functions that could be rewritten hold ${percent(set.coveredShare)} of the CPU, under ${percent(THRESHOLDS.worthCovering)}; runtime and kernel take ${percent(runtime)}.`;
    return { code, reasons: [reason] };
  }
  const saving = payoff.cpuSaving.p50;
  if (saving >= THRESHOLDS.worthSaving) return null;
  const reason = `The likely speedup saves ${percent(saving)} of the CPU, under ${percent(THRESHOLDS.worthSaving)}.`;
  return { code: 'do-nothing', reasons: [held, reason, ...payoff.warnings] };
}

function blocked(money: Money | null, held: string): Verdict | null {
  if (money === null || money.vcpuSaved.p50 > 0) return null;
  const bound = money.bindsOn === 'cpu' ? 'whole instances decide' : `the ${money.bindsOn} bound decides`;
  return { code: 'do-nothing', reasons: [held, `No vCPU is saved: ${bound} the number of instances.`] };
}

function platform(set: JudgedSet, held: string): Verdict | null {
  const runtime = set.owners.runtime + set.owners.kernel;
  const few = set.candidates.length <= THRESHOLDS.surgicalFunctions;
  if (runtime < THRESHOLDS.platformShare || !few || set.coveredShare >= THRESHOLDS.handfulShare) return null;
  const reason = `That is under ${percent(THRESHOLDS.handfulShare)}, while runtime and kernel take ${percent(runtime)}, over ${percent(THRESHOLDS.platformShare)}: tune the runtime, or reduce what it is asked to do, first.`;
  return { code: 'platform-tax', reasons: [held, reason] };
}

function unpriced({ breakEven }: Payoff, held: string): Verdict {
  if (breakEven.vcpu === null) return { code: 'do-nothing', reasons: [held, 'No fleet is large enough.'] };
  const pays = `It pays from a fleet of about ${thousands(breakEven.vcpu)} vCPU; give yours with --fleet-vcpu.`;
  return { code: 'spike', reasons: [held, pays, 'Measure the speedup on the hottest function first.'] };
}

function priced(set: JudgedSet, payoff: Payoff, money: Money, held: string): Verdict {
  const { breakEven, boundaryShare, cpuSaving } = payoff;
  if (breakEven.speedup === 'never') {
    const reason = `Even if the functions cost nothing it would not pay: the compute bill is ${usd(money.spendUsdPerYear)} a year, and at the likely speedup it pays from ${spendFrom(payoff)}.`;
    return { code: 'do-nothing', reasons: [held, reason] };
  }
  if (money.npvUsd.p50 <= 0) {
    const loses = `Over the horizon it loses ${usd(-money.npvUsd.p50)} at the likely speedup; it would pay from ${spendFrom(payoff)} a year of compute, against ${usd(money.spendUsdPerYear)}.`;
    const needs = `Or with a local speedup of ${typeof breakEven.speedup === 'number' ? breakEven.speedup.toFixed(2) : 'any size'}, before rounding to instances.`;
    return { code: 'do-nothing', reasons: [held, loses, needs] };
  }
  const doubts: string[] = [];
  const low = set.coveredInterval?.low ?? set.coveredShare;
  if (low < THRESHOLDS.surgicalShare)
    doubts.push(
      `The functions may hold as little as ${percent(low)}, under ${percent(THRESHOLDS.surgicalShare)}.`,
    );
  if (set.candidates.length > THRESHOLDS.surgicalFunctions)
    doubts.push(`${set.candidates.length} functions are more than ${THRESHOLDS.surgicalFunctions}.`);
  if (boundaryShare > THRESHOLDS.boundaryPart * (cpuSaving.p50 + boundaryShare))
    doubts.push(
      `Crossings eat ${percent(boundaryShare / (cpuSaving.p50 + boundaryShare))} of the gain, over ${percent(THRESHOLDS.boundaryPart)}.`,
    );
  const months = money.cautiousPaybackMonths;
  if (months === null || months > THRESHOLDS.paybackMonths)
    doubts.push(
      `At a cautious speedup it ${months === null ? 'never pays back' : `pays back in ${months.toFixed(1)} months`}; ${THRESHOLDS.paybackMonths} are the limit.`,
    );
  if (doubts.length > 0) {
    const advice = 'Rewrite the hottest function as a spike and measure its speedup: it decides.';
    return { code: 'spike', reasons: [held, ...doubts, advice] };
  }
  const pays = `At a cautious speedup it pays back in ${months!.toFixed(1)} months, within ${THRESHOLDS.paybackMonths}; the likely net present value is ${usd(money.npvUsd.p50)}.`;
  return { code: 'surgical-rewrite', reasons: [held, pays] };
}

function spendFrom({ breakEven }: Payoff): string {
  return breakEven.spendUsdPerYear === null ? 'no sum' : usd(breakEven.spendUsdPerYear);
}

function count(functions: number): string {
  return functions === 1 ? '1 function holds' : `${functions} functions hold`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function usd(value: number): string {
  return `${value < 0 ? '-' : ''}$${thousands(Math.abs(value))}`;
}

function thousands(value: number): string {
  return Math.round(value)
    .toFixed(0)
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

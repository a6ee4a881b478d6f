/** Says what to do, and why: the rules in order, the first that fires decides. */
import type { CandidateSet } from '../candidates/candidates.js';
import type { Payoff } from './estimate.js';

export type VerdictCode = 'do-nothing' | 'platform-tax' | 'surgical-rewrite' | 'spike';

export interface Verdict {
  readonly code: VerdictCode;
  /** Plain sentences with the numbers that decided. */
  readonly reasons: readonly string[];
}

/** Proposals without a source; each is one line to change. */
export const THRESHOLDS = {
  /** Less covered than this is no rewrite, whatever the speedup. */
  worthCovering: 0.05,
  /** A handful of functions must hold this much for a surgical cut. */
  surgicalShare: 0.4,
  /** Runtime and kernel above this, with little to cover: the platform is the cost. */
  platformShare: 0.4,
  /** Months within which a rewrite should have paid. */
  paybackMonths: 18,
} as const;

export function judge(set: CandidateSet, payoff: Payoff): Verdict {
  const covered = percent(set.coveredShare);
  const platform = set.owners.runtime + set.owners.kernel;
  if (set.coveredShare < THRESHOLDS.worthCovering) {
    const code = platform >= THRESHOLDS.platformShare ? 'platform-tax' : 'do-nothing';
    return {
      code,
      reasons: [
        `The functions that could be rewritten hold ${covered} of the CPU, under ${percent(THRESHOLDS.worthCovering)}; runtime and kernel take ${percent(platform)}.`,
      ],
    };
  }
  const concentration = `${set.candidates.length} functions hold ${covered} of the CPU.`;
  if (payoff.money === null) {
    const spend = payoff.breakEven.spendUsdPerYear;
    const pays =
      spend === null
        ? 'No fleet is large enough.'
        : `It pays from a fleet of about ${payoff.breakEven.vcpu} vCPU; give yours with --fleet-vcpu.`;
    return {
      code: spend === null ? 'do-nothing' : 'spike',
      reasons: [concentration, pays, 'The speedup is a prior; measure it on the hottest function first.'],
    };
  }
  const { money } = payoff;
  if (money.vcpuSaved.p50 <= 0) {
    return {
      code: 'do-nothing',
      reasons: [
        concentration,
        `No vCPU is saved: the ${money.bindsOn} bound decides the number of instances.`,
      ],
    };
  }
  if (money.npvUsd.p50 <= 0) {
    return {
      code: 'do-nothing',
      reasons: [
        concentration,
        `Over the horizon it loses ${Math.round(-money.npvUsd.p50).toLocaleString('en-US')} USD at the likely speedup; it would pay from ${payoff.breakEven.vcpu ?? 'no'} vCPU.`,
      ],
    };
  }
  const late = money.paybackMonths.p10 === null || money.paybackMonths.p10 > THRESHOLDS.paybackMonths;
  if (late || set.coveredShare < THRESHOLDS.surgicalShare) {
    const why = late
      ? `At the low speedup it does not pay back within ${THRESHOLDS.paybackMonths} months.`
      : `That is under ${percent(THRESHOLDS.surgicalShare)}.`;
    return {
      code: 'spike',
      reasons: [
        concentration,
        why,
        'Rewrite the hottest function as a spike and measure its speedup: it decides.',
      ],
    };
  }
  return {
    code: 'surgical-rewrite',
    reasons: [
      concentration,
      `Even at the low speedup it pays back within ${THRESHOLDS.paybackMonths} months.`,
    ],
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

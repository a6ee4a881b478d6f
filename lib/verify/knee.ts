/** Where a service is full: the last step of a rising load at which it still keeps up. */
import type { LoadRun } from './load-runs.js';

export interface Knee {
  readonly run: string;
  readonly requestsPerSecond: number;
  readonly p99Ms: number | null;
  /** Of its cores; null where not known. */
  readonly utilisation: number | null;
  /** The first rate at which it did not keep up, and why; null: never seen. */
  readonly next: number | null;
  readonly because: string | null;
}

/** Of 12.8 in the model: errors, and a 99th percentile that has left the flat part. */
const MOST_FAILURES = 0.001;
const TIMES_LOW_P99 = 3;
/** Answers that keep up with what is sent. */
const KEPT_UP = 0.97;
/** Fewer steps are no rising load. */
const FEWEST = 3;
const STEP = 1.02;

/** Of open-loop runs at three or more rates; null where there are not so many. Closed loops load a service as it answers. */
export function kneeOf(runs: readonly LoadRun[], p99Ms?: number): Knee | null {
  const steps = runs
    .filter(({ loop }) => loop !== 'closed')
    .map((run) => ({ run, rate: run.sentPerSecond ?? run.answeredPerSecond }))
    .sort((a, b) => a.rate - b.rate || (a.run.name < b.run.name ? -1 : 1));
  if (stepsIn(steps.map(({ rate }) => rate)) < FEWEST) return null;
  const limit = p99Ms ?? lowP99(steps.map(({ run }) => run));
  let last: (typeof steps)[number] | null = null;
  for (const step of steps) {
    const why = reasonBeyond(step.run, limit, p99Ms !== undefined);
    if (why === null) {
      last = step;
      continue;
    }
    return last === null ? null : kneeAt(last, step.rate, why);
  }
  return last === null ? null : kneeAt(last, null, null);
}

function kneeAt({ run }: { run: LoadRun; rate: number }, next: number | null, because: string | null): Knee {
  return {
    run: run.name,
    requestsPerSecond: run.answeredPerSecond,
    p99Ms: run.latencyMs?.p99 ?? null,
    utilisation: run.utilisation,
    next,
    because,
  };
}

function lowP99(runs: readonly LoadRun[]): number | null {
  const low = runs[0]?.latencyMs?.p99 ?? null;
  return low === null ? null : low * TIMES_LOW_P99;
}

/** How many of the values are steps: each is larger than the one before it by more than what runs of one load differ by. */
export function stepsIn(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.filter((value, i) => i === 0 || value > sorted[i - 1]! * STEP).length;
}

/** Whether a run answered what was sent, however long that took. */
export function keepsUp({ failureShare, sentPerSecond, answeredPerSecond }: LoadRun): boolean {
  return (
    failureShare <= MOST_FAILURES && !(sentPerSecond !== null && answeredPerSecond < KEPT_UP * sentPerSecond)
  );
}

function reasonBeyond(run: LoadRun, limit: number | null, given: boolean): string | null {
  if (run.failureShare > MOST_FAILURES) return `${Number((run.failureShare * 100).toPrecision(3))} % failed`;
  if (run.sentPerSecond !== null && !keepsUp(run))
    return `answers fell behind: ${run.answeredPerSecond.toFixed(0)} of ${run.sentPerSecond.toFixed(0)} a second`;
  const p99 = run.latencyMs?.p99 ?? null;
  if (p99 !== null && limit !== null && p99 > limit)
    return `the 99th percentile is ${Number(p99.toPrecision(3))} ms, over ${given ? '' : `${TIMES_LOW_P99} times that of the lightest load, `}${Number(limit.toPrecision(3))} ms`;
  return null;
}

/** Two load tests, old code and new: what may be compared, and whether the figures close. */
import { check, refuse } from './checks.js';
import { cpuUsPerRequest } from './fleet.js';

/** One run as published or measured. */
export interface Run {
  /** CPU utilisation, 0 to 1, and the load at which it was read. */
  readonly utilisation: number;
  readonly requestsPerSecond: number;
  /** vCPU of the run; null: not said. */
  readonly vcpu: number | null;
  /** CPU of one request measured by itself, such as the slope of a load ramp; null: not known. */
  readonly cpuUsPerRequest: number | null;
}

/** Loads that differ by less are called equal. */
const EQUAL_LOAD = 0.01;

/**
 * R: CPU per request, new over old. From CPU percentages only at equal load; at different loads only from CPU per
 * request known for both. Anything else throws 'bad-model': a percentage at one load says nothing about another, since
 * fixed overhead, batching and garbage collection do not scale with it - and published percentages are often not of
 * the load that stands beside them. TikTok's 78 % and 52 % were both read at 80,000 requests per second; paired with
 * the breaking loads of 85,000 and 150,000 they would give 2.65x instead of 1.51x.
 */
export function cpuRatio(before: Run, after: Run): number {
  if (before.cpuUsPerRequest !== null && after.cpuUsPerRequest !== null)
    return after.cpuUsPerRequest / before.cpuUsPerRequest;
  const [x0, x1] = [before.requestsPerSecond, after.requestsPerSecond];
  if (Math.abs(x1 - x0) > EQUAL_LOAD * x0)
    refuseLoad(
      `CPU ${percent(before)} at ${x0} requests/s and ${percent(after)} at ${x1} requests/s cannot be compared: expected equal loads, or cpuUsPerRequest of both runs`,
    );
  if ((before.vcpu === null) !== (after.vcpu === null))
    refuseLoad('the vCPU of one run are given; expected those of both, or of neither');
  const vcpu = before.vcpu === null || after.vcpu === null ? 1 : after.vcpu / before.vcpu;
  return (after.utilisation / before.utilisation) * vcpu;
}

/** CPU microseconds per request of a run, measured or by the utilisation law; null where neither is possible. */
export function cpuOfRun(run: Run): number | null {
  if (run.cpuUsPerRequest !== null) return run.cpuUsPerRequest;
  return run.vcpu === null ? null : cpuUsPerRequest(run.utilisation, run.vcpu, run.requestsPerSecond);
}

/**
 * What is left when the identity capacity ratio = (knee1/knee0)/R is held against a measured capacity ratio, relative
 * to it; beyond 0.1 the CPU is not linear in the load, or something else was the bottleneck.
 */
export function capacityClosure(
  measuredRatio: number,
  residualShare: number,
  kneeOld: number,
  kneeNew: number,
): number {
  return kneeNew / kneeOld / residualShare / measuredRatio - 1;
}

function refuseLoad(message: string): void {
  refuse([check('payoff-mispaired-load', message)]);
}

function percent(run: Run): string {
  return `${(run.utilisation * 100).toFixed(1)}%`;
}

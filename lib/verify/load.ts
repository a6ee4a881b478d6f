/** Two sides of a load test: CPU per request, knee, capacity, memory and latency, and what may not be compared. */
import { ProfileError } from '../base/errors.js';
import { ascending, quantileOf } from '../evidence/quantiles.js';
import { Random } from '../evidence/random.js';
import type { Limits } from '../formats/format.js';
import type { NamedInput } from '../formats/read.js';
import { capacityClosure } from '../payoff/load-pair.js';
import { type Knee, kneeOf } from './knee.js';
import type { LatencyMs } from './load-reading.js';
import { type LoadRun, MOST_FAILURES, readRuns } from './load-runs.js';
import { type Scaling, scalingOf } from './scaling.js';

export interface LoadOptions {
  /** Cores that each side had, where the files do not say. */
  readonly coresOld?: number | undefined;
  readonly coresNew?: number | undefined;
  /** A run whose 99th percentile is over it is beyond the knee; default 3 times that of the lightest load. */
  readonly p99Ms?: number | undefined;
  readonly draws?: number | undefined;
  readonly seed?: number | undefined;
  readonly limits?: Partial<Limits> | undefined;
}

export interface LoadSide {
  readonly runs: readonly LoadRun[];
  /** Runs that say nothing of CPU per request, each with the reason. */
  readonly refused: readonly { readonly run: string; readonly reason: string }[];
  readonly cores: number | null;
  readonly cpuMicrosPerRequest: number | null;
  readonly memoryBytesPeak: number | null;
  readonly latencyMs: LatencyMs | null;
  readonly knee: Knee | null;
  readonly scaling: Scaling;
}

export interface LoadComparison {
  readonly old: LoadSide;
  readonly new: LoadSide;
  readonly cpu: {
    /** New over old. */
    readonly ratio: number;
    readonly interval: { readonly low: number; readonly high: number } | null;
    readonly savedShare: number;
    /** Which runs: those at equal rates, or all that are good. */
    readonly basis: 'equal-load' | 'all-loads';
    readonly blocks: readonly [number, number];
  } | null;
  /** New over old CPU of one more request, where both sides have a rising load: `cpu.ratio` has the fixed part in it. */
  readonly marginalRatio: number | null;
  readonly memoryRatio: number | null;
  readonly capacity: {
    /** New over old: between the two, since a knee lies between two steps. */
    readonly ratio: number;
    readonly low: number | null;
    readonly high: number | null;
    /** (1/R)(knee utilisation new / old); null where CPU is not known. */
    readonly identity: number | null;
    /** What is left between both, relative to the measured one. */
    readonly closure: number | null;
  } | null;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** Loads that differ by less are equal. */
const EQUAL = 0.01;
const CLIENT_BUSY = 0.8;
const SENT_OF_TARGET = 0.95;
const OPEN_CLOSURE = 0.1;
/** Relative error of the fitted times of requests. */
const GOOD_FIT = 0.15;
/** With fewer blocks a side the bootstrap's interval is too narrow. */
const FEW_BLOCKS = 5;

/** Reads both sides and compares them. Throws ProfileError, 'bad-model' where they may not be compared. */
export async function verifyLoad(
  old: readonly NamedInput[],
  fresh: readonly NamedInput[],
  options: LoadOptions = {},
): Promise<LoadComparison> {
  return compareLoad(
    await readRuns(old, options.limits, options.coresOld ?? null),
    await readRuns(fresh, options.limits, options.coresNew ?? null),
    options,
  );
}

export function compareLoad(
  oldRuns: readonly LoadRun[],
  newRuns: readonly LoadRun[],
  options: LoadOptions = {},
): LoadComparison {
  const [before, after] = [goodRuns(oldRuns), goodRuns(newRuns)];
  if (before.good.length === 0) throw refused('old', before.refused);
  if (after.good.length === 0) throw refused('new', after.refused);
  const cores = [coresOf(oldRuns, 'old'), coresOf(newRuns, 'new')] as const;
  if (cores[0] !== null && cores[1] !== null && cores[0] !== cores[1])
    throw new ProfileError(
      'bad-model',
      `the old code had ${cores[0]} cores and the new code ${cores[1]}; expected equal shapes`,
    );
  const equal = equalLoads(before.good, after.good);
  const [used, usedNew] = equal ?? [before.good, after.good];
  const cpu = cpuOf(used, usedNew, equal !== null, options);
  const oldSide = sideOf(oldRuns, before.refused, used, cores[0], options.p99Ms);
  const newSide = sideOf(newRuns, after.refused, usedNew, cores[1], options.p99Ms);
  const capacity = capacityOf(oldSide, newSide, cpu?.ratio ?? null);
  return {
    old: oldSide,
    new: newSide,
    cpu,
    marginalRatio: marginalOf(oldSide.scaling, newSide.scaling),
    memoryRatio:
      oldSide.memoryBytesPeak === null || newSide.memoryBytesPeak === null
        ? null
        : newSide.memoryBytesPeak / oldSide.memoryBytesPeak,
    capacity,
    warnings: warningsOf(oldSide, newSide, cpu, capacity),
  };
}

function goodRuns(runs: readonly LoadRun[]): {
  good: readonly LoadRun[];
  refused: readonly { run: string; reason: string }[];
} {
  const reasons = runs.map((run) => ({ run: run.name, reason: reasonAgainst(run) }));
  return {
    good: runs.filter((_, i) => reasons[i]!.reason === null),
    refused: reasons.flatMap(({ run, reason }) => (reason === null ? [] : [{ run, reason }])),
  };
}

function reasonAgainst(run: LoadRun): string | null {
  if (run.failureShare > MOST_FAILURES)
    return `${percent(run.failureShare)} of the requests failed; over 1 % a request is not what it was`;
  if (run.generatorCores !== null && run.generatorCores > CLIENT_BUSY)
    return `the load generator used ${percent(run.generatorCores)} of a core; it may have been the limit`;
  if (
    run.targetPerSecond !== null &&
    run.sentPerSecond !== null &&
    run.sentPerSecond < SENT_OF_TARGET * run.targetPerSecond
  )
    return `${run.sentPerSecond.toFixed(0)} requests a second were sent of ${run.targetPerSecond} planned; the load generator was the limit`;
  return null;
}

function refused(side: string, reasons: readonly { run: string; reason: string }[]): ProfileError {
  return new ProfileError(
    'bad-model',
    reasons.length === 0
      ? `the ${side} code has no run`
      : `no run of the ${side} code can be used: ${reasons.map(({ run, reason }) => `${run}: ${reason}`).join('; ')}`,
  );
}

function coresOf(runs: readonly LoadRun[], side: string): number | null {
  const cores = [...new Set(runs.flatMap((run) => (run.cores === null ? [] : [run.cores])))];
  if (cores.length > 1)
    throw new ProfileError(
      'bad-model',
      `runs of the ${side} code had ${cores.join(' and ')} cores; expected one shape`,
    );
  return cores[0] ?? null;
}

/** Runs of both sides at rates that both sides had; null where there are none. */
function equalLoads(
  before: readonly LoadRun[],
  after: readonly LoadRun[],
): readonly [readonly LoadRun[], readonly LoadRun[]] | null {
  const has = (runs: readonly LoadRun[], rate: number): boolean =>
    runs.some((run) => Math.abs(rateOf(run) - rate) <= EQUAL * rate);
  const [a, b] = [
    before.filter((run) => has(after, rateOf(run))),
    after.filter((run) => has(before, rateOf(run))),
  ];
  return a.length > 0 && b.length > 0 ? [a, b] : null;
}

/** Answered, not sent: a service that has fallen behind is not at the rate of one that keeps up. */
function rateOf(run: LoadRun): number {
  return run.answeredPerSecond;
}

function cpuOf(
  before: readonly LoadRun[],
  after: readonly LoadRun[],
  isEqual: boolean,
  { draws = 2000, seed = 1 }: LoadOptions,
): LoadComparison['cpu'] {
  const [a, b] = [before.flatMap(({ blocks }) => blocks), after.flatMap(({ blocks }) => blocks)];
  if (a.length === 0 || b.length === 0) return null;
  const perRequest = (blocks: readonly { cpuSeconds: number; requests: number }[]): number =>
    blocks.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) /
    blocks.reduce((sum, { requests }) => sum + requests, 0);
  const ratio = perRequest(b) / perRequest(a);
  if (!(ratio > 0) || !Number.isFinite(ratio)) return null;
  const random = new Random(seed);
  const again = <T>(list: readonly T[]): T[] =>
    list.map(() => list[Math.min(list.length - 1, Math.floor(random.uniform() * list.length))]!);
  const drawn = ascending(
    Float64Array.from({ length: draws }, () => perRequest(again(b)) / perRequest(again(a))),
  );
  const interval =
    a.length < 2 || b.length < 2 ? null : { low: quantileOf(drawn, 0.025), high: quantileOf(drawn, 0.975) };
  return {
    ratio,
    interval,
    savedShare: 1 - ratio,
    basis: isEqual ? 'equal-load' : 'all-loads',
    blocks: [a.length, b.length],
  };
}

function sideOf(
  runs: readonly LoadRun[],
  refusedRuns: LoadSide['refused'],
  used: readonly LoadRun[],
  cores: number | null,
  p99Ms: number | undefined,
): LoadSide {
  const known = (pick: (run: LoadRun) => number | null): number[] =>
    used.flatMap((run) => {
      const value = pick(run);
      return value === null ? [] : [value];
    });
  const blocks = used.flatMap((run) => run.blocks);
  const requests = blocks.reduce((sum, block) => sum + block.requests, 0);
  const cpuSeconds = blocks.reduce((sum, block) => sum + block.cpuSeconds, 0);
  const memory = known((run) => run.memoryBytesPeak);
  const latency = (key: keyof LatencyMs): number | null =>
    median(known((run) => run.latencyMs?.[key] ?? null));
  return {
    runs,
    refused: refusedRuns,
    cores,
    cpuMicrosPerRequest: requests === 0 ? null : (cpuSeconds / requests) * 1e6,
    memoryBytesPeak: median(memory),
    latencyMs: used.every((run) => run.latencyMs === null)
      ? null
      : {
          mean: latency('mean'),
          p50: latency('p50'),
          p90: latency('p90'),
          p95: latency('p95'),
          p99: latency('p99'),
          max: latency('max'),
        },
    knee: kneeOf(runs, p99Ms),
    scaling: scalingOf(runs, cores),
  };
}

function marginalOf({ ramp: a }: Scaling, { ramp: b }: Scaling): number | null {
  return a === null || b === null ? null : b.microsPerRequest / a.microsPerRequest;
}

function capacityOf(before: LoadSide, after: LoadSide, ratio: number | null): LoadComparison['capacity'] {
  const [a, b] = [before.knee, after.knee];
  if (a === null || b === null) return null;
  const measured = b.requestsPerSecond / a.requestsPerSecond;
  const known = ratio !== null && a.utilisation !== null && b.utilisation !== null;
  return {
    ratio: measured,
    low: a.next === null ? null : b.requestsPerSecond / a.next,
    high: b.next === null ? null : b.next / a.requestsPerSecond,
    identity: known ? b.utilisation! / a.utilisation! / ratio : null,
    closure: known ? capacityClosure(measured, ratio, a.utilisation!, b.utilisation!) : null,
  };
}

function warningsOf(
  before: LoadSide,
  after: LoadSide,
  cpu: LoadComparison['cpu'],
  capacity: LoadComparison['capacity'],
): { code: string; message: string }[] {
  const warnings: { code: string; message: string }[] = [];
  const add = (code: string, message: string): void => void warnings.push({ code, message });
  const runs = [...before.runs, ...after.runs];
  const closed = [...new Set(runs.filter(({ loop }) => loop === 'closed').map(({ tool }) => tool))];
  if (closed.length > 0)
    add(
      'load-closed-loop',
      `${closed.join(', ')} waits for an answer before it sends again, so its latencies leave out the requests that a stall kept from being sent (coordinated omission); trust the latencies of vegeta, wrk2, ghz --rps --async, oha -q --latency-correction or a k6 arrival rate`,
    );
  const isUnclear = ({ loop, latencyMs }: LoadRun): boolean => loop === 'unknown' && latencyMs !== null;
  const unclear = [...new Set(runs.filter(isUnclear).map(({ tool }) => tool))];
  if (unclear.length > 0)
    add(
      'load-loop-unknown',
      `the files of ${unclear.join(', ')} do not say whether requests came at a rate; without one latencies suffer from coordinated omission`,
    );
  if (cpu === null)
    add('load-no-cpu', 'the CPU of a side is not known: add a meter or a series of Prometheus to its runs');
  else {
    if (cpu.basis === 'all-loads')
      add(
        'load-unequal',
        'no rate was offered to both sides, so CPU per request is of different loads; it falls as load rises, and the ratio has that in it',
      );
    if (cpu.interval === null)
      add(
        'load-one-run',
        'a side has one run only, so there is no interval; alternate five or more of each (old, new, new, old)',
      );
    else if (Math.min(...cpu.blocks) < FEW_BLOCKS)
      add(
        'load-few-runs',
        `${cpu.blocks[0]} and ${cpu.blocks[1]} runs make an interval that is too narrow; alternate five or more of each`,
      );
  }
  if (runs.some(({ cores }) => cores === null))
    add(
      'load-shape-unknown',
      'the cores of a run are not known; that both sides had equal shapes is taken on trust (--cores)',
    );
  if (capacity !== null && capacity.closure !== null && Math.abs(capacity.closure) > OPEN_CLOSURE)
    add(
      'load-closure',
      `capacity by CPU per request and utilisation is ${percent(Math.abs(capacity.closure))} ${capacity.closure < 0 ? 'below' : 'above'} what was measured: CPU per request changes with the load, or something else was the limit`,
    );
  for (const [name, { knee, scaling }] of [
    ['old', before],
    ['new', after],
  ] as const) {
    if (knee !== null && knee.next === null)
      add(
        'load-knee-not-reached',
        `the ${name} code was not driven beyond its knee; its capacity is at least what is given`,
      );
    const short = shortOfCpu(scaling);
    if (short !== null)
      add(
        'load-levels-off',
        `the answers of the ${name} code level off ${percent(short)} below what its CPU would allow: requests wait for each other, or the load test was the limit; do not extrapolate its CPU per request to full cores`,
      );
  }
  return warnings;
}

/** How far below full cores the answers level off; null where they do not, or the law does not fit. */
function shortOfCpu({ ramp, law }: Scaling): number | null {
  if (ramp === null || ramp.fullPerSecond === null || law === null || law.mostPerSecond === null) return null;
  const short = 1 - law.mostPerSecond / ramp.fullPerSecond;
  return law.error <= GOOD_FIT && short > OPEN_CLOSURE ? short : null;
}

function median(values: readonly number[]): number | null {
  return values.length === 0 ? null : quantileOf(ascending(values), 0.5);
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

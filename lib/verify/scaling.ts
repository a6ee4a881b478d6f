/** How a service scales under rising load: CPU that is there without requests, CPU of one more, and where answers level off. */
import { leastSquares } from '../evidence/matrix.js';
import { keepsUp, stepsIn } from './knee.js';
import { type LoadRun, MOST_FAILURES } from './load-runs.js';

/** Cores in use = `fixedCores` + rate x `microsPerRequest`/10^6, over the steps that kept up (5.1 of the model). */
export interface CpuRamp {
  readonly steps: number;
  /** Below 0 where a request costs more the more there are. */
  readonly fixedCores: number;
  /** CPU of one more request. */
  readonly microsPerRequest: number;
  /** Rate at which all cores would be in use; null where they are not known. */
  readonly fullPerSecond: number | null;
}

/**
 * X(N) = lambda N/(1 + sigma (N - 1) + kappa N (N - 1)) answers a second with N requests in it at a time: Gunther's Universal
 * Scalability Law. sigma: they queue for something; kappa: they hinder each other.
 */
export interface ScalabilityLaw {
  readonly steps: number;
  readonly lambda: number;
  readonly sigma: number;
  readonly kappa: number;
  /** Root mean square of the relative error of the time a request takes. */
  readonly error: number;
  /** Requests at a time with the most answers; null where more never hinder. */
  readonly bestAtATime: number | null;
  /** The most answers a second; null where they rise without end. */
  readonly mostPerSecond: number | null;
}

export interface Scaling {
  readonly ramp: CpuRamp | null;
  readonly law: ScalabilityLaw | null;
}

const FEWEST_RAMP = 3;
/** The highest rate over the lowest, below which the fixed part is guesswork. */
const LEAST_SPAN = 1.5;
const FEWEST_LAW = 6;
/** Terms of the law that are fitted, the others being 0. */
const SIMPLEST_FIRST = [[0], [0, 1], [0, 2], [0, 1, 2]] as const;
/** Of the relative error: a term that gains less is rounding. */
const LEAST_GAIN = 1e-9;

export function scalingOf(runs: readonly LoadRun[], cores: number | null): Scaling {
  return { ramp: rampOf(runs, cores), law: lawOf(runs) };
}

/** Latency may have left its flat part: it says nothing of the CPU. */
function rampOf(runs: readonly LoadRun[], cores: number | null): CpuRamp | null {
  const steps = runs.filter(
    (run) => run.loop !== 'closed' && run.cpuMicrosPerRequest !== null && keepsUp(run),
  );
  const rates = steps.map((run) => run.answeredPerSecond);
  const count = stepsIn(rates);
  if (count < FEWEST_RAMP || Math.max(...rates) < LEAST_SPAN * Math.min(...rates)) return null;
  const used = steps.map((run) => (run.cpuMicrosPerRequest! * run.answeredPerSecond) / 1e6);
  const [fixedCores, slope] = leastSquares(
    rates.map((rate) => [1, rate]),
    used,
  ) as [number, number];
  if (!(slope > 0)) return null;
  return {
    steps: count,
    fixedCores,
    microsPerRequest: slope * 1e6,
    fullPerSecond: cores === null || cores <= fixedCores ? null : (cores - fixedCores) / slope,
  };
}

/**
 * With N = X W of Little, W = N/X is a + b (N - 1) + c N (N - 1), where a = 1/lambda, b = sigma/lambda, c = kappa/lambda: least
 * squares of the relative error with neither b nor c below 0. Runs of closed loops count too: N is theirs as well.
 */
function lawOf(runs: readonly LoadRun[]): ScalabilityLaw | null {
  const points = runs
    .filter(({ latencyMs, failureShare }) => latencyMs?.mean != null && failureShare <= MOST_FAILURES)
    .map(({ answeredPerSecond, latencyMs }) => {
      const w = latencyMs!.mean! / 1000;
      return { n: answeredPerSecond * w, w };
    })
    .filter(({ w }) => w > 0);
  if (stepsIn(points.map(({ n }) => n)) < FEWEST_LAW) return null;
  let best: { readonly coefficients: readonly number[]; readonly error: number } | null = null;
  for (const used of SIMPLEST_FIRST) {
    const fitted = fittedWith(points, used);
    if (fitted !== null && (best === null || fitted.error < best.error - LEAST_GAIN)) best = fitted;
  }
  if (best === null) return null;
  const [a, b, c] = best.coefficients as [number, number, number];
  const [lambda, sigma, kappa] = [1 / a, b / a, c / a];
  const bestAtATime = kappa > 0 && sigma < 1 ? Math.sqrt((1 - sigma) / kappa) : null;
  const at = (n: number): number => (lambda * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1));
  const most = bestAtATime !== null ? at(bestAtATime) : kappa === 0 && sigma > 0 ? lambda / sigma : null;
  return {
    steps: points.length,
    lambda,
    sigma,
    kappa,
    error: best.error,
    bestAtATime,
    mostPerSecond: most,
  };
}

/** Null where a coefficient falls below 0. Columns are scaled, since N squared is far from 1. */
function fittedWith(
  points: readonly { readonly n: number; readonly w: number }[],
  used: readonly number[],
): { coefficients: number[]; error: number } | null {
  const terms = [(): number => 1, (n: number): number => n - 1, (n: number): number => n * (n - 1)];
  const scale = terms.map((term) => Math.max(...points.map(({ n }) => Math.abs(term(n))), Number.MIN_VALUE));
  const rows = points.map(({ n, w }) => used.map((j) => terms[j]!(n) / scale[j]! / w));
  const found = leastSquares(
    rows,
    points.map(() => 1),
  );
  const coefficients = [0, 0, 0];
  used.forEach((j, i) => {
    coefficients[j] = found[i]! / scale[j]!;
  });
  if (!(coefficients[0]! > 0) || !coefficients.every((value) => value >= 0 && Number.isFinite(value)))
    return null;
  let square = 0;
  for (const { n, w } of points) {
    const off = terms.reduce((sum, term, j) => sum + coefficients[j]! * term(n), 0) / w - 1;
    square += off * off;
  }
  return { coefficients, error: Math.sqrt(square / points.length) };
}

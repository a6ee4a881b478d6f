/** What one file of a load test says; runs are put together from several. */

/** Whether the tool waits for answers before it sends more: then slow answers hide the requests that were never sent. */
export type Loop = 'open' | 'closed' | 'unknown';

export interface LatencyMs {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** CPU and requests of a stretch of time, independent enough of its neighbours. */
export interface TimeBlock {
  readonly cpuSeconds: number;
  readonly requests: number;
}

/** Null: the file does not say. */
export interface LoadReading {
  readonly tool: string;
  readonly loop: Loop | null;
  readonly requests: number | null;
  readonly seconds: number | null;
  /** What the plan asked for, and what was sent; open loop only. */
  readonly targetPerSecond: number | null;
  readonly sentPerSecond: number | null;
  readonly answeredPerSecond: number | null;
  /** No answer, 5xx, 408, 429, or a status that the tool does not name. */
  readonly failures: number | null;
  /** Other 4xx: answers, if no good ones. */
  readonly refusals: number | null;
  readonly latencyMs: LatencyMs | null;
  readonly cpuSeconds: number | null;
  /** Mean of cores in use. */
  readonly cpuCores: number | null;
  readonly cores: number | null;
  readonly memoryBytesPeak: number | null;
  readonly generatorCpuSeconds: number | null;
  readonly blocks: readonly TimeBlock[] | null;
  /** In seconds since 1970. */
  readonly begin: number | null;
  readonly end: number | null;
}

const NOTHING: LoadReading = {
  tool: '',
  loop: null,
  requests: null,
  seconds: null,
  targetPerSecond: null,
  sentPerSecond: null,
  answeredPerSecond: null,
  failures: null,
  refusals: null,
  latencyMs: null,
  cpuSeconds: null,
  cpuCores: null,
  cores: null,
  memoryBytesPeak: null,
  generatorCpuSeconds: null,
  blocks: null,
  begin: null,
  end: null,
};

export function reading(tool: string, known: Partial<LoadReading>): LoadReading {
  return { ...NOTHING, ...known, tool };
}

export function latencies(known: Partial<LatencyMs>): LatencyMs {
  return { mean: null, p50: null, p90: null, p95: null, p99: null, max: null, ...known };
}

/** Percentiles of all latencies, in milliseconds. */
export function latenciesOf(values: Float64Array): LatencyMs | null {
  if (values.length === 0) return null;
  const sorted = values.slice().sort();
  const at = (p: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)]!;
  return {
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    max: sorted[sorted.length - 1]!,
  };
}

/** By status code, as "200" or "0" for none. */
export function byStatus(counts: Readonly<Record<string, unknown>>): { failures: number; refusals: number } {
  let failures = 0;
  let refusals = 0;
  for (const [status, count] of Object.entries(counts)) {
    const n = Number(count);
    if (!(n > 0)) continue;
    const code = Number(status);
    if (isFailure(code)) failures += n;
    else if (code >= 400) refusals += n;
  }
  return { failures, refusals };
}

export function isFailure(status: number): boolean {
  return !(status >= 100 && status < 500) || status === 408 || status === 429;
}

/** Room for many numbers, grown as they come. */
export class Numbers {
  #values = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

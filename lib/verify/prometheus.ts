/** Answers of Prometheus to range queries: CPU, memory and requests over time. */
import { atByte, ProfileError } from '../base/errors.js';
import { type LoadReading, reading } from './load-reading.js';

/** What a series is. Told by the metric's own name, or by a part of the file's, since rate() drops the former. */
const ROLES = ['cpu-seconds', 'cpu-cores', 'memory-bytes', 'requests', 'request-rate'] as const;
type Role = (typeof ROLES)[number];

const BY_METRIC: readonly (readonly [RegExp, Role])[] = [
  [/cpu_(?:usage_)?seconds_total$/, 'cpu-seconds'],
  [/memory.*_bytes$|_memory_bytes$/, 'memory-bytes'],
  [/requests?_total$/, 'requests'],
];

export interface Series {
  readonly role: Role;
  /** Seconds since 1970, ascending; values summed over the series of the answer. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export function isPrometheus(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'status' in value && 'data' in value;
}

/** Throws 'bad-value' for an answer that is an error, is no range, or whose meaning is not said. */
export function readPrometheus(value: unknown, name: string): Series {
  const { status, error, data } = value as {
    status?: unknown;
    error?: unknown;
    data?: { resultType?: unknown; result?: unknown };
  };
  const bad = (message: string): ProfileError =>
    new ProfileError('bad-value', `${message} (Prometheus)`, atByte(name, null));
  if (status !== 'success') throw bad(`the query failed: ${String(error ?? status)}`);
  if (data?.resultType !== 'matrix' || !Array.isArray(data.result))
    throw bad(`the result is "${String(data?.resultType)}"; expected that of query_range, "matrix"`);
  const rows = data.result as { metric?: Record<string, unknown>; values?: unknown }[];
  if (rows.length === 0) throw bad('the result has no series');
  const metric = String(rows[0]?.metric?.['__name__'] ?? '');
  const role = roleOf(name, metric);
  if (role === null)
    throw bad(
      `nothing says what the series is; name the file NAME.${ROLES.join('.json, NAME.')}.json. A percentage is none of these: ask for cores, as in sum(rate(process_cpu_seconds_total[1m]))`,
    );
  const sums = new Map<number, number>();
  for (const { values } of rows)
    for (const [at, text] of (Array.isArray(values) ? values : []) as [unknown, unknown][]) {
      const [second, number] = [Number(at), Number(text)];
      if (Number.isFinite(second) && Number.isFinite(number))
        sums.set(second, (sums.get(second) ?? 0) + number);
    }
  const times = [...sums.keys()].sort((a, b) => a - b);
  if (times.length < 2) throw bad('there are fewer than two values');
  return { role, times, values: times.map((at) => sums.get(at)!) };
}

function roleOf(name: string, metric: string): Role | null {
  const named = ROLES.find((role) => name.split(/[/\\]/).pop()!.split('.').includes(role));
  return named ?? BY_METRIC.find(([pattern]) => pattern.test(metric))?.[1] ?? null;
}

/** The series of one run, cut to when it ran, as one reading. */
export function readingOfSeries(
  series: readonly Series[],
  begin: number | null,
  end: number | null,
): LoadReading {
  const of = (role: Role): Series | null => {
    const found = series.find((one) => one.role === role);
    return found === undefined ? null : cut(found, begin, end);
  };
  const cpuRates = rates(of('cpu-seconds')) ?? of('cpu-cores');
  const requestRates = rates(of('requests')) ?? of('request-rate');
  const memory = of('memory-bytes');
  return reading('prometheus', {
    cpuCores: cpuRates === null ? null : mean(cpuRates.values),
    answeredPerSecond: requestRates === null ? null : mean(requestRates.values),
    memoryBytesPeak: memory === null ? null : memory.values.reduce((most, value) => Math.max(most, value), 0),
    blocks: cpuRates === null || requestRates === null ? null : blocksOf(cpuRates, requestRates),
  });
}

function cut(series: Series, begin: number | null, end: number | null): Series {
  const kept = series.times
    .map((_, i) => i)
    .filter((i) => series.times[i]! >= (begin ?? -Infinity) && series.times[i]! <= (end ?? Infinity));
  // A window between two scrapes has nothing: then all of it.
  if (kept.length < 2) return series;
  return { ...series, times: kept.map((i) => series.times[i]!), values: kept.map((i) => series.values[i]!) };
}

/** A counter's rise a second; where it falls the process began anew. */
function rates(series: Series | null): Series | null {
  if (series === null) return null;
  const { times, values } = series;
  const steps = times.slice(1).map((at, i) => {
    const rise = values[i + 1]! >= values[i]! ? values[i + 1]! - values[i]! : values[i + 1]!;
    return rise / (at - times[i]!);
  });
  return { ...series, times: times.slice(1), values: steps };
}

/** Neighbours share their weather: about the square root of the steps makes a block. */
function blocksOf(cpu: Series, requests: Series): { cpuSeconds: number; requests: number }[] {
  const rateAt = new Map(requests.times.map((at, i) => [at, requests.values[i]!]));
  const joined = cpu.times.flatMap((at, i) => {
    const rate = rateAt.get(at);
    return rate === undefined ? [] : [{ cpuSeconds: cpu.values[i]!, requests: rate }];
  });
  const size = Math.max(1, Math.round(Math.sqrt(joined.length)));
  const blocks: { cpuSeconds: number; requests: number }[] = [];
  for (let at = 0; at + size <= joined.length; at += size) {
    const part = joined.slice(at, at + size);
    blocks.push({
      cpuSeconds: part.reduce((sum, one) => sum + one.cpuSeconds, 0),
      requests: part.reduce((sum, one) => sum + one.requests, 0),
    });
  }
  return blocks;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Results of Locust: its table and its JSON. Each returns null for what is none of its own. */
import { type LoadReading, latencies, reading } from './load-reading.js';

/**
 * `locust --csv`: the row of all requests in *_stats.csv, milliseconds. Written every second and not at the end, so the last requests
 * are not in it; the rate is.
 */
export function readLocustTable(text: string): LoadReading | null {
  const lines = text.trimEnd().split(/\r?\n/);
  // Before 1.0 names were in lower case, and requests "# requests".
  const head = cellsOf(lines[0] ?? '').map((name) => name.toLowerCase());
  const column = (...names: string[]): number => head.findIndex((name) => names.includes(name));
  const counts = column('request count', '# requests');
  const failures = column('failure count', '# failures');
  if (counts < 0 || failures < 0) return null;
  const all = lines.map(cellsOf).findLast((cells) => cells[column('name')] === 'Aggregated');
  if (all === undefined) return null;
  const at = (place: number): number | null => number(all[place] || undefined);
  const [requests, rate] = [at(counts), at(column('requests/s'))];
  return reading('locust', {
    loop: 'closed',
    requests,
    seconds: requests === null || rate === null || rate === 0 ? null : requests / rate,
    answeredPerSecond: rate,
    // Which statuses they were it does not say.
    failures: at(failures),
    refusals: 0,
    latencyMs: latencies({
      mean: at(column('average response time')),
      p50: at(column('50%')),
      p90: at(column('90%')),
      p95: at(column('95%')),
      p99: at(column('99%')),
      max: at(column('max response time')) ?? at(column('100%')),
    }),
  });
}

interface Entry {
  readonly num_requests: number;
  readonly num_failures: number;
  readonly start_time: number;
  readonly last_request_timestamp: number | null;
  readonly total_response_time: number;
  readonly max_response_time: number;
  /** How many took so many milliseconds, rounded. */
  readonly response_times: Readonly<Record<string, number>>;
}

/** `locust --json`: an entry for each name, with all requests to the end. */
export function readLocustJson(value: unknown): LoadReading | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isEntry)) return null;
  const entries: readonly Entry[] = value;
  const sum = (pick: (entry: Entry) => number): number =>
    entries.reduce((total, entry) => total + pick(entry), 0);
  const requests = sum((entry) => entry.num_requests);
  const begin = Math.min(...entries.map((entry) => entry.start_time));
  const end = Math.max(...entries.map((entry) => entry.last_request_timestamp ?? begin));
  const seconds = end > begin ? end - begin : null;
  return reading('locust', {
    loop: 'closed',
    requests,
    seconds,
    answeredPerSecond: seconds === null ? null : requests / seconds,
    failures: sum((entry) => entry.num_failures),
    refusals: 0,
    latencyMs: latencies({
      ...percentiles(entries),
      mean: requests > 0 ? sum((entry) => entry.total_response_time) / requests : null,
      max: Math.max(...entries.map((entry) => entry.max_response_time)),
    }),
    begin,
    end,
  });
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { num_requests, num_failures, start_time, total_response_time, max_response_time, response_times } =
    value as Record<string, unknown>;
  const numbers = [num_requests, num_failures, start_time, total_response_time, max_response_time];
  return (
    numbers.every((one) => typeof one === 'number') &&
    typeof response_times === 'object' &&
    response_times !== null
  );
}

function percentiles(entries: readonly Entry[]) {
  const counts = new Map<number, number>();
  for (const { response_times } of entries)
    for (const [ms, count] of Object.entries(response_times))
      counts.set(Number(ms), (counts.get(Number(ms)) ?? 0) + count);
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  const at = (p: number): number | null => {
    let left = p * total;
    for (const [ms, count] of sorted) {
      left -= count;
      if (left <= 0) return ms;
    }
    return null;
  };
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
}

function number(text: string | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

/** One row of CSV; quotes double inside quotes. */
function cellsOf(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'),
  );
}

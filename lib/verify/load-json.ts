/** Reports in JSON of vegeta, oha and k6, and our own meter. Each returns null for what is none of its own. */

import { type Fields, isFields, numberIn } from '../base/json-fields.js';
import { readGhz } from './load-ghz.js';
import { readLocustJson } from './load-locust.js';
import { byStatus, type LoadReading, latencies, reading } from './load-reading.js';

export function readJsonReport(value: unknown): LoadReading | null {
  if (!isFields(value)) return readLocustJson(value);
  return meter(value) ?? vegeta(value) ?? oha(value) ?? readGhz(value) ?? k6(value);
}

/** docs/schema/load-meter.schema.json */
function meter(value: Fields): LoadReading | null {
  if (typeof value['cpuSeconds'] !== 'number') return null;
  const at = (name: string): number | null => numberIn(value[name]);
  return reading('meter', {
    requests: at('requests'),
    seconds: at('seconds'),
    targetPerSecond: at('offeredPerSecond'),
    cpuSeconds: at('cpuSeconds'),
    cores: at('cores'),
    memoryBytesPeak: at('rssBytesPeak'),
    generatorCpuSeconds: at('generatorCpuSeconds'),
  });
}

/** `vegeta report -type=json`: nanoseconds. Its `success` counts every status over 399 as a failure; statuses say more. */
function vegeta(value: Fields): LoadReading | null {
  const { latencies: given, status_codes: codes } = value;
  if (!isFields(given) || !isFields(codes) || !('bytes_in' in value)) return null;
  const duration = numberIn(value['duration']);
  const wait = numberIn(value['wait']) ?? 0;
  const requests = numberIn(value['requests']);
  const seconds = duration === null ? null : (duration + wait) / 1e9;
  return reading('vegeta', {
    loop: 'open',
    requests,
    seconds,
    sentPerSecond: numberIn(value['rate']),
    answeredPerSecond:
      requests === null || seconds === null || seconds === 0
        ? null
        : (requests - (numberIn(codes['0']) ?? 0)) / seconds,
    ...byStatus(codes),
    latencyMs: scaled(given, 1e-6, {
      mean: 'mean',
      p50: '50th',
      p90: '90th',
      p95: '95th',
      p99: '99th',
      max: 'max',
    }),
    begin: time(value['earliest']),
    end: time(value['end']),
  });
}

/** `oha --output-format json` (of old `--json`): seconds. What it was told of a rate is not in it. */
function oha(value: Fields): LoadReading | null {
  const { summary, statusCodeDistribution: codes, latencyPercentiles: given } = value;
  if (!isFields(summary) || !isFields(codes) || !isFields(given)) return null;
  const errors = isFields(value['errorDistribution']) ? value['errorDistribution'] : {};
  // Requests that the end of the run cut off failed by no fault of the server.
  const lost = Object.entries(errors).reduce(
    (sum, [text, n]) => (/aborted due to deadline/.test(text) ? sum : sum + Number(n)),
    0,
  );
  const counts = byStatus(codes);
  const answered = Object.values(codes).reduce((sum: number, n) => sum + Number(n), 0);
  const seconds = numberIn(summary['total']);
  return reading('oha', {
    loop: 'unknown',
    requests: answered + lost,
    seconds,
    // Its own requestsPerSec counts those without an answer too.
    answeredPerSecond: seconds === null || seconds === 0 ? null : answered / seconds,
    failures: counts.failures + lost,
    refusals: counts.refusals,
    latencyMs: {
      ...scaled(given, 1e3, { p50: 'p50', p90: 'p90', p95: 'p95', p99: 'p99' }),
      mean: times(numberIn(summary['average']), 1e3),
      max: times(numberIn(summary['slowest']), 1e3),
    },
  });
}

/**
 * What handleSummary gets (`values` in each metric), --summary-export, which has them in the metric itself, or the summary of
 * --new-machine-readable-summary, which has a list of metrics: milliseconds.
 */
function k6(given: Fields): LoadReading | null {
  const value = ofMachineSummary(given) ?? given;
  const metrics = value['metrics'];
  if (!isFields(metrics) || !isFields(metrics['http_reqs'])) return null;
  const values = (metric: string): Fields => {
    const found = metrics[metric];
    if (!isFields(found)) return {};
    return isFields(found['values']) ? found['values'] : found;
  };
  const duration = values('http_req_duration');
  const requests = numberIn(values('http_reqs')['count']);
  const rate = numberIn(values('http_reqs')['rate']);
  const failed = values('http_req_failed');
  const state = isFields(value['state']) ? times(numberIn(value['state']['testRunDurationMs']), 1e-3) : null;
  // `passes` of a rate counts what was true, here: failed. The flattened export calls the rate itself "value".
  const failures =
    numberIn(failed['passes']) ?? times(numberIn(failed['rate'] ?? failed['value']), requests ?? 0);
  return reading('k6', {
    loop: 'dropped_iterations' in metrics ? 'open' : 'unknown',
    requests,
    seconds: state ?? (requests === null || rate === null || rate === 0 ? null : requests / rate),
    answeredPerSecond: rate ?? (requests === null || state === null || state === 0 ? null : requests / state),
    failures,
    refusals: 0,
    latencyMs: scaled(duration, 1, {
      mean: 'avg',
      p50: 'med',
      p90: 'p(90)',
      p95: 'p(95)',
      p99: 'p(99)',
      max: 'max',
    }),
  });
}

/** Version 1 of it in the form that handleSummary gets. It has no rates, seconds for the duration, and other names for the rest. */
function ofMachineSummary({ config, results }: Fields): Fields | null {
  if (!isFields(config) || !isFields(results) || !Array.isArray(results['metrics'])) return null;
  const metrics = (results['metrics'] as unknown[]).filter(isFields).map((metric) => {
    const values = isFields(metric['values']) ? metric['values'] : {};
    const { p90, p95, p99, matches } = values;
    return [
      String(metric['name']),
      { values: { ...values, 'p(90)': p90, 'p(95)': p95, 'p(99)': p99, passes: matches } },
    ];
  });
  const state = { testRunDurationMs: times(numberIn(config['duration']), 1e3) };
  return { metrics: Object.fromEntries(metrics) as Fields, state };
}

function scaled(from: Fields, factor: number, names: Readonly<Record<string, string>>) {
  return latencies(
    Object.fromEntries(Object.entries(names).map(([to, name]) => [to, times(numberIn(from[name]), factor)])),
  );
}

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

function time(value: unknown): number | null {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? null : ms / 1000;
}

/** `ghz -O json`: nanoseconds; the codes of gRPC. Null for what is none of it. */
import { type Fields, isFields, numberIn } from '../base/json-fields.js';
import { type LoadReading, latencies, reading } from './load-reading.js';

/** Answers that refuse: what is a 4xx over HTTP. The others, except OK, are failures. */
const REFUSALS = new Set([
  'InvalidArgument',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'Unauthenticated',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
]);
/** How requests end whose connection ghz itself closes when its time is over. */
const CUT_OFF = /client connection is closing|transport is closing|use of closed network connection/;

export function readGhz(value: Fields): LoadReading | null {
  const { latencyDistribution: given, statusCodeDistribution: codes } = value;
  if (!isFields(codes) || !('fastest' in value) || !('slowest' in value)) return null;
  const options = isFields(value['options']) ? value['options'] : {};
  const seconds = times(numberIn(value['total']), 1e-9);
  const count = numberIn(value['count']);
  const cut = cutOff(value, options);
  const requests = count === null ? null : count - cut;
  const perSecond = requests === null || seconds === null || seconds === 0 ? null : requests / seconds;
  const rows: readonly unknown[] = Array.isArray(given) ? given : [];
  const at = (percentage: number): number | null => {
    const row = rows.filter(isFields).find((one) => one['percentage'] === percentage);
    return row === undefined ? null : times(numberIn(row['latency']), 1e-6);
  };
  const refusals = sum(Object.entries(codes).filter(([code]) => REFUSALS.has(code)));
  const failures = sum(Object.entries(codes).filter(([code]) => code !== 'OK' && !REFUSALS.has(code)));
  // "qps" of before 0.60 holds for each worker, and a schedule changes what "rps" begins with.
  const schedule = options['load-schedule'] ?? 'const';
  const rate = schedule === 'const' ? (numberIn(options['rps']) ?? 0) : 0;
  // Without --async its workers wait for answers, at a rate too.
  const open = options['async'] === true && (numberIn(options['rps']) ?? 0) > 0;
  return reading('ghz', {
    loop: open ? 'open' : 'closed',
    requests,
    seconds,
    targetPerSecond: rate > 0 ? rate : null,
    sentPerSecond: rate > 0 && !open ? perSecond : null,
    answeredPerSecond: perSecond,
    failures: failures - cut,
    refusals,
    latencyMs: latencies({
      mean: times(numberIn(value['average']), 1e-6),
      p50: at(50),
      p90: at(90),
      p95: at(95),
      p99: at(99),
      max: times(numberIn(value['slowest']), 1e-6),
    }),
  });
}

/** Requests that the end of the run cut off failed by no fault of the server: at most one a worker. */
function cutOff({ endReason, errorDistribution: errors }: Fields, options: Fields): number {
  if (endReason !== 'timeout' || !isFields(errors)) return 0;
  const found = sum(Object.entries(errors).filter(([text]) => CUT_OFF.test(text)));
  return options['async'] === true ? found : Math.min(found, numberIn(options['concurrency']) ?? 0);
}

function sum(counts: readonly (readonly [string, unknown])[]): number {
  return counts.reduce((total, [, count]) => total + (numberIn(count) ?? 0), 0);
}

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

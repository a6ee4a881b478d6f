/** What wrk, wrk2 and hey print, and the table of hey. Each returns null for what is none of its own. */
import { readLocustTable } from './load-locust.js';
import { byStatus, type LoadReading, latencies, latenciesOf, Numbers, reading } from './load-reading.js';

export function readTextReport(text: string): LoadReading | null {
  return wrk(text) ?? hey(text) ?? heyTable(text) ?? readLocustTable(text);
}

const TIME_MS: Readonly<Record<string, number>> = { us: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6 };

/** "6.67ms" in milliseconds. */
function milliseconds(text: string | undefined): number | null {
  const found = /^([0-9.]+)(us|ms|s|m|h)$/.exec(text ?? '');
  return found === null ? null : Number(found[1]) * TIME_MS[found[2]!]!;
}

function number(text: string | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

/** wrk2 prints the same with a recorded, rate-corrected distribution: it sends at a rate. */
function wrk(text: string): LoadReading | null {
  if (!/^Running .+ test @ /m.test(text) || !text.includes('Requests/sec:')) return null;
  const isRated = text.includes('HdrHistogram - Recorded Latency');
  const at = (p: string): number | null =>
    milliseconds(new RegExp(`^\\s+${p}(?:\\.0+)?%\\s+([0-9.]+[a-z]+)`, 'm').exec(text)?.[1]);
  const [, requests, total] = /^\s+([0-9]+) requests in ([0-9.]+[a-z]+),/m.exec(text) ?? [];
  const [, mean, , max] = /^\s+Latency\s+(\S+)\s+(\S+)\s+(\S+)/m.exec(text) ?? [];
  const sockets = /Socket errors: connect ([0-9]+), read ([0-9]+), write ([0-9]+), timeout ([0-9]+)/.exec(
    text,
  );
  const [connect = 0, read = 0, write = 0, timeout = 0] = (sockets ?? []).slice(1).map(Number);
  // "N requests" are answers; of a timeout the answer came, if late.
  const [answered, lost] = [number(requests), connect + read + write];
  const seconds = milliseconds(total);
  return reading(isRated ? 'wrk2' : 'wrk', {
    loop: isRated ? 'open' : 'closed',
    requests: answered === null ? null : answered + lost,
    seconds: seconds === null ? null : seconds / 1e3,
    answeredPerSecond: number(/^Requests\/sec:\s+([0-9.]+)/m.exec(text)?.[1]),
    // Which statuses they were it does not say.
    failures: lost + timeout + (number(/Non-2xx or 3xx responses: ([0-9]+)/.exec(text)?.[1]) ?? 0),
    refusals: 0,
    latencyMs: latencies({
      mean: milliseconds(mean),
      p50: at('50'),
      p90: at('90'),
      p95: at('95'),
      p99: at('99'),
      max: milliseconds(max) ?? at('100'),
    }),
  });
}

/** Seconds. */
function hey(text: string): LoadReading | null {
  if (!/^Summary:$/m.test(text) || !text.includes('Requests/sec:')) return null;
  const field = (label: string): number | null =>
    number(new RegExp(`^\\s+${label}:\\s+([0-9.]+)`, 'm').exec(text)?.[1]);
  const at = (p: number): number | null =>
    times(number(new RegExp(`^\\s+${p}%+ in ([0-9.]+) secs`, 'm').exec(text)?.[1]));
  const rows = (label: string): [string, string][] => {
    const part = new RegExp(`^${label}:\\n((?:\\s+\\[.*\\n?)*)`, 'm').exec(text)?.[1] ?? '';
    return [...part.matchAll(/^\s+\[(\d+)\]\s+(.*)$/gm)].map(([, n, rest]) => [n!, rest!]);
  };
  const statuses = rows('Status code distribution').map(
    ([status, rest]) => [status, Number.parseInt(rest, 10)] as const,
  );
  const lost = rows('Error distribution').reduce((sum, [n]) => sum + Number(n), 0);
  const counts = byStatus(Object.fromEntries(statuses));
  const answered = statuses.reduce((sum, [, n]) => sum + n, 0);
  const seconds = field('Total');
  return reading('hey', {
    loop: 'closed',
    requests: answered + lost,
    seconds,
    // Its "Requests/sec" counts those without an answer too.
    answeredPerSecond: seconds === null || seconds === 0 ? null : answered / seconds,
    failures: counts.failures + lost,
    refusals: counts.refusals,
    latencyMs: latencies({
      mean: times(field('Average')),
      p50: at(50),
      p90: at(90),
      p95: at(95),
      p99: at(99),
      max: times(field('Slowest')),
    }),
  });
}

function times(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1e3;
}

/** `hey -o csv`: one row for each answer, seconds. Requests without an answer are not in it. */
function heyTable(text: string): LoadReading | null {
  if (!text.startsWith('response-time,DNS+dialup,')) return null;
  const rows = text.trimEnd().split(/\r?\n/).slice(1);
  const took = new Numbers();
  const statuses: Record<string, number> = {};
  let end = 0;
  for (const row of rows) {
    const cells = row.split(',');
    const [seconds, offset] = [Number(cells[0]), Number(cells[7] ?? 0)];
    took.push(seconds * 1e3);
    statuses[cells[6] ?? '0'] = (statuses[cells[6] ?? '0'] ?? 0) + 1;
    end = Math.max(end, offset + seconds);
  }
  return reading('hey', {
    loop: 'closed',
    requests: rows.length,
    seconds: end,
    answeredPerSecond: end > 0 ? rows.length / end : null,
    ...byStatus(statuses),
    latencyMs: latenciesOf(took.values()),
  });
}

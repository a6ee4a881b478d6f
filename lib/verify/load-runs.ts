/** Files of one side of a load test become runs: files whose names agree up to the first dot are one run's. */
import { atByte, ProfileError } from '../base/errors.js';
import { DEFAULT_LIMITS, type Limits } from '../formats/format.js';
import type { NamedInput } from '../formats/read.js';
import { type Input, openSource } from '../formats/source.js';
import { eachLine } from './lines.js';
import { readJsonReport } from './load-json.js';
import { ResultLines } from './load-lines.js';
import type { LatencyMs, LoadReading, Loop, TimeBlock } from './load-reading.js';
import { readTextReport } from './load-text.js';
import { isPrometheus, readingOfSeries, readPrometheus, type Series } from './prometheus.js';

export interface LoadRun {
  readonly name: string;
  readonly files: readonly string[];
  /** Of the load; "meter" or "prometheus" where these alone say how many requests there were. */
  readonly tool: string;
  readonly loop: Loop;
  readonly requests: number | null;
  readonly seconds: number | null;
  readonly targetPerSecond: number | null;
  readonly sentPerSecond: number | null;
  readonly answeredPerSecond: number;
  readonly failureShare: number;
  readonly refusalShare: number;
  readonly latencyMs: LatencyMs | null;
  readonly cpuMicrosPerRequest: number | null;
  readonly cores: number | null;
  /** Of the cores, 0 to 1; null where either is not known. */
  readonly utilisation: number | null;
  readonly memoryBytesPeak: number | null;
  /** Share of one core that the load generator used. */
  readonly generatorCores: number | null;
  readonly blocks: readonly TimeBlock[];
}

interface Parts {
  readonly files: string[];
  readonly readings: LoadReading[];
  readonly series: Series[];
}

/** Part of the requests, above which a request is not what it was: such a run says nothing of its cost. */
export const MOST_FAILURES = 0.01;

const HEAD = 65_536;
/** Reports and tables are held in memory. */
const MOST_TEXT = 256 * 2 ** 20;

/** In order of the names. Throws 'unknown-format', 'bad-value' or 'empty'. */
export async function readRuns(
  inputs: readonly NamedInput[],
  limits: Partial<Limits> | undefined,
  cores: number | null,
): Promise<LoadRun[]> {
  const groups = new Map<string, Parts>();
  for (const { name, input } of inputs) {
    const stem = stemOf(name);
    let parts = groups.get(stem);
    if (parts === undefined) {
      parts = { files: [], readings: [], series: [] };
      groups.set(stem, parts);
    }
    parts.files.push(name);
    const found = await readOne(name, input as Input, { ...DEFAULT_LIMITS, ...limits });
    if ('role' in found) parts.series.push(found);
    else parts.readings.push(found);
  }
  return [...groups]
    .map(([name, parts]) => runOf(name, parts, cores))
    .sort((a, b) => (sortKey(a.name) < sortKey(b.name) ? -1 : 1));
}

/** `runs/go-1400.vegeta.json` and `runs/go-1400.meter.json` are the run `go-1400`. */
function stemOf(name: string): string {
  const file = name.split(/[/\\]/).pop()!;
  return file.split('.')[0] || file;
}

async function readOne(name: string, input: Input, limits: Limits): Promise<LoadReading | Series> {
  const source = openSource(input, { name, limits, hash: false });
  try {
    const head = Buffer.from(await source.peek(HEAD)).toString('utf8');
    if (head.trim() === '') throw new ProfileError('empty', 'has no bytes', atByte(name, null));
    if (/^\s*\{.*\}\s*\r?\n\s*\{/.test(head)) {
      const lines = new ResultLines();
      await eachLine(source, limits.messageBytes, (bytes, start, end) =>
        lines.line(bytes.toString('utf8', start, end)),
      );
      return lines.done() ?? unknown(name);
    }
    const text = await whole(source, name);
    const value = jsonOf(text);
    if (value !== undefined)
      return isPrometheus(value) ? readPrometheus(value, name) : (readJsonReport(value) ?? unknown(name));
    return readTextReport(text) ?? unknown(name);
  } finally {
    await source.close();
  }
}

async function whole(source: { chunks(): AsyncIterable<Uint8Array> }, name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.chunks()) {
    size += chunk.length;
    if (size > MOST_TEXT)
      throw new ProfileError(
        'limit',
        `a report of more than ${MOST_TEXT} bytes is not read`,
        atByte(name, null),
      );
    chunks.push(chunk.slice());
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function unknown(name: string): never {
  throw new ProfileError(
    'unknown-format',
    'is no result of a load test that is known: vegeta, wrk, wrk2, k6, oha, hey, ghz, Locust (*_stats.csv, or --json), Prometheus, or a meter (docs/verify.md)',
    atByte(name, 0),
  );
}

function runOf(name: string, { files, readings, series }: Parts, coresGiven: number | null): LoadRun {
  const loads = readings.filter(({ tool }) => tool !== 'meter');
  if (loads.length > 1)
    throw new ProfileError(
      'usage',
      `${files.join(' and ')} are two results of one run; the names of runs must differ before their first dot`,
    );
  const begin = loads[0]?.begin ?? null;
  const end = loads[0]?.end ?? null;
  const meters = readings.filter(({ tool }) => tool === 'meter');
  const all = [...loads, ...meters];
  if (series.length > 0) all.push(readingOfSeries(series, begin, end));
  const first = <K extends keyof LoadReading>(key: K): LoadReading[K] | null =>
    all.find((one) => one[key] !== null)?.[key] ?? null;
  const requests = first('requests');
  const answered = first('answeredPerSecond') ?? ratio(requests, first('seconds'));
  if (answered === null || answered <= 0)
    throw new ProfileError(
      'bad-value',
      `${files.join(', ')}: no rate of requests is known, without which CPU says nothing; add the result of the load tool or a series of requests`,
    );
  const cpuSeconds = first('cpuSeconds');
  const cpuCores = first('cpuCores');
  // A meter's CPU is of the requests and the time that it counted itself, where it did.
  const served = meters.find((meter) => meter.requests !== null)?.requests ?? requests;
  const seconds = meters.find((meter) => meter.seconds !== null)?.seconds ?? first('seconds');
  const perRequest =
    cpuSeconds !== null && served !== null && served > 0
      ? cpuSeconds / served
      : cpuCores === null
        ? null
        : cpuCores / answered;
  const cores = coresGiven ?? first('cores');
  const used = cpuCores ?? ratio(cpuSeconds, seconds);
  const blocks =
    first('blocks') ??
    (perRequest === null
      ? []
      : [{ cpuSeconds: perRequest * (served ?? answered), requests: served ?? answered }]);
  return {
    name,
    files,
    tool: (all.find((one) => one.answeredPerSecond !== null || one.requests !== null) ?? all[0]!).tool,
    loop: first('loop') ?? 'unknown',
    requests,
    seconds: first('seconds'),
    targetPerSecond: first('targetPerSecond'),
    sentPerSecond: first('sentPerSecond'),
    answeredPerSecond: answered,
    failureShare: ratio(first('failures'), requests) ?? 0,
    refusalShare: ratio(first('refusals'), requests) ?? 0,
    latencyMs: first('latencyMs'),
    cpuMicrosPerRequest: perRequest === null ? null : perRequest * 1e6,
    cores,
    utilisation: ratio(used, cores),
    memoryBytesPeak: first('memoryBytesPeak'),
    generatorCores: ratio(first('generatorCpuSeconds'), seconds),
    blocks,
  };
}

/** go-800 before go-1200. */
function sortKey(name: string): string {
  return name.replace(/[0-9]+/g, (digits) => digits.padStart(16, '0'));
}

function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}

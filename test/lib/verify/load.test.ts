import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ProfileError } from '../../../lib/base/errors.js';
import { type LoadComparison, type LoadOptions, verifyLoad } from '../../../lib/index.js';

interface Named {
  readonly name: string;
  readonly input: string | Uint8Array;
}
const files = (folder: string, pattern: RegExp): Named[] =>
  readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => ({ name: join(folder, name), input: join(folder, name) }));
const json = (name: string, value: unknown): Named => ({ name, input: Buffer.from(JSON.stringify(value)) });
const codes = ({ warnings }: LoadComparison): string[] => warnings.map(({ code }) => code);
const within = (actual: number, low: number, high: number): void =>
  assert.ok(actual >= low && actual <= high, `${actual} is not within ${low} and ${high}`);

/** A vegeta report and a meter. */
function run(name: string, rate: number, cpuMicros: number, more: object = {}, meter: object = {}): Named[] {
  const requests = rate * 10;
  const report = {
    latencies: { mean: 2e6, '50th': 1e6, '90th': 2e6, '95th': 3e6, '99th': 4e6, max: 9e6 },
    bytes_in: { total: 1, mean: 1 },
    bytes_out: { total: 1, mean: 1 },
    earliest: '2026-11-25T00:00:00Z',
    latest: '2026-11-25T00:00:10Z',
    end: '2026-11-25T00:00:10Z',
    duration: 1e10,
    wait: 0,
    requests,
    rate,
    throughput: rate,
    success: 1,
    status_codes: { 200: requests },
    errors: [],
    ...more,
  };
  const used = { cpuSeconds: (requests * cpuMicros) / 1e6, requests, cores: 1, rssBytesPeak: 1e8, ...meter };
  return [json(`${name}.vegeta.json`, report), json(`${name}.meter.json`, used)];
}
const refused = async (old: Named[], fresh: Named[], message: RegExp, options?: LoadOptions): Promise<void> =>
  assert.rejects(
    verifyLoad(old, fresh, options),
    (error) => error instanceof ProfileError && error.code !== 'bug' && message.test(error.message),
  );

describe('the load tests of the payments case', () => {
  it('at equal rates give the measured gain', async () => {
    const folder = 'samples/payments/load-equal';
    const load = await verifyLoad(files(folder, /^go-hot-/), files(folder, /^rust-hot-/));
    assert.equal(load.cpu!.basis, 'equal-load');
    assert.deepEqual(load.cpu!.blocks, [5, 5]);
    within(load.old.cpuMicrosPerRequest!, 420, 440);
    within(load.new.cpuMicrosPerRequest!, 138, 152);
    within(load.cpu!.savedShare, 0.65, 0.68);
    assert.ok(load.cpu!.interval!.low < load.cpu!.ratio && load.cpu!.ratio < load.cpu!.interval!.high);
    within(load.memoryRatio!, 0.5, 0.65);
    within(load.old.latencyMs!.p99!, 16, 19);
    within(load.new.latencyMs!.p99!, 2.5, 3.5);
    assert.deepEqual(codes(load), []);
  });
  it('at rising rates find both knees by the 99th percentile, and say that the identity does not close', async () => {
    const folder = 'samples/payments/load-break';
    const load = await verifyLoad(files(folder, /^go-/), files(folder, /^rust-/), { p99Ms: 100 });
    assert.deepEqual([load.old.knee!.run, load.new.knee!.run], ['go-1800', 'rust-4200']);
    within(load.capacity!.low!, 2.05, 2.15);
    within(load.capacity!.high!, 3, 3.2);
    assert.ok(codes(load).includes('load-unequal'));
    assert.ok(codes(load).includes('load-closed-loop'));
  });
});

describe('two sides of a load test', () => {
  it('have CPU per request, capacity and the identity that closes', async () => {
    const old = [500, 1000, 1500].flatMap((rate) => run(`o${rate}`, rate, 600));
    const fresh = [500, 1000, 2000, 3000].flatMap((rate) => run(`n${rate}`, rate, 300));
    const load = await verifyLoad(old, fresh);
    assert.equal(load.cpu!.ratio, 0.5);
    assert.equal(load.old.knee!.requestsPerSecond, 1500);
    assert.equal(load.new.knee!.requestsPerSecond, 3000);
    within(load.capacity!.identity!, 1.999, 2.001);
    within(load.capacity!.closure!, -1e-9, 1e-9);
    assert.deepEqual(codes(load), ['load-few-runs', 'load-knee-not-reached', 'load-knee-not-reached']);
  });
  it('say where the identity does not close', async () => {
    const old = [500, 1000, 1500].flatMap((rate) => run(`o${rate}`, rate, 600));
    const fresh = [500, 1000, 2000].flatMap((rate) => run(`n${rate}`, rate, rate > 1000 ? 150 : 300));
    const load = await verifyLoad(old, fresh);
    assert.ok(Math.abs(load.capacity!.closure!) > 0.1);
    assert.ok(codes(load).includes('load-closure'));
  });
  it('draw the same interval twice', async () => {
    const old = [1, 2, 3, 4, 5].flatMap((i) => run(`o${i}`, 1000, 600 + i));
    const fresh = [1, 2, 3, 4, 5].flatMap((i) => run(`n${i}`, 1000, 300 + i));
    assert.deepEqual(await verifyLoad(old, fresh), await verifyLoad(old, fresh));
  });
  it('are refused for another shape, a busy client, failures, and rates that are not known', async () => {
    const old = run('o', 1000, 600);
    await refused(old, run('n', 1000, 300, {}, { cores: 2 }), /1 cores.*2/);
    await refused(old, run('n', 1000, 300, {}, { generatorCpuSeconds: 9 }), /load generator used 90 %/);
    await refused(
      old,
      run('n', 1000, 300, {}, { offeredPerSecond: 1200 }),
      /1000 requests a second were sent of 1200/,
    );
    await refused(
      old,
      run('n', 1000, 300, { status_codes: { 200: 9800, 500: 200 } }),
      /2 % of the requests failed/,
    );
    await refused(old, [json('n.meter.json', { cpuSeconds: 3 })], /no rate of requests is known/);
    await refused(old, [...old, json('o.json', JSON.parse(String(old[0]!.input)))], /two results of one run/);
    await refused(old, [json('n.json', { what: 1 })], /no result of a load test/);
    const percent = {
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: {},
            values: [
              [1, '50'],
              [2, '60'],
            ],
          },
        ],
      },
    };
    await refused(old, [json('n.json', percent)], /A percentage is none of these/);
  });
  it('keep refused runs out of CPU per request and name them', async () => {
    const fresh = [
      ...run('n1', 1000, 300),
      ...run('n2', 1000, 900, { status_codes: { 200: 9000, 503: 1000 } }),
    ];
    const load = await verifyLoad(run('o', 1000, 600), fresh);
    assert.equal(load.cpu!.ratio, 0.5);
    assert.deepEqual(
      load.new.refused.map(({ run: name }) => name),
      ['n2'],
    );
  });
  it('take answers that refuse for answers', async () => {
    const load = await verifyLoad(
      run('o', 1000, 600),
      run('n', 1000, 300, { status_codes: { 200: 9000, 402: 1000 } }),
    );
    assert.equal(load.new.runs[0]!.refusalShare, 0.1);
    assert.equal(load.new.runs[0]!.failureShare, 0);
  });
});

describe('a meter', () => {
  const used = { cpuSeconds: 3, requests: 5000, seconds: 10, cores: 2 };
  const meter = (name: string, more: object = {}): Named => json(`${name}.meter.json`, { ...used, ...more });
  it('alone makes a run, of its own requests and time', async () => {
    const load = await verifyLoad([meter('o')], [meter('n', { cpuSeconds: 1.5 })]);
    const [run] = load.old.runs;
    assert.deepEqual([run!.tool, run!.answeredPerSecond, run!.latencyMs], ['meter', 500, null]);
    within(run!.cpuMicrosPerRequest!, 599.9, 600.1);
    within(run!.utilisation!, 0.1499, 0.1501);
    assert.equal(load.cpu!.ratio, 0.5);
    // No latency is known, so none suffers from coordinated omission.
    assert.deepEqual(codes(load), ['load-one-run']);
  });
  it('beside the result of a tool counts its own requests and time for its CPU', async () => {
    const load = await verifyLoad(
      run('o', 1000, 600, {}, { requests: 12_000, seconds: 12 }),
      run('n', 1000, 600),
    );
    const [old] = load.old.runs;
    assert.deepEqual([old!.tool, old!.requests, old!.seconds], ['vegeta', 10_000, 10]);
    within(old!.cpuMicrosPerRequest!, 499.9, 500.1);
    within(old!.utilisation!, 0.4999, 0.5001);
  });
  it('without requests takes the rate of Prometheus, which then is the tool', async () => {
    const values = [1, 2, 3, 4].map((at) => [at * 15, '500']);
    const series = json('o.request-rate.json', {
      status: 'success',
      data: { resultType: 'matrix', result: [{ metric: {}, values }] },
    });
    const cpu = json('o.meter.json', { cpuSeconds: 3, seconds: 10 });
    const load = await verifyLoad([cpu, series], [meter('n')]);
    assert.deepEqual([load.old.runs[0]!.tool, load.old.runs[0]!.answeredPerSecond], ['prometheus', 500]);
  });
});

describe('series of Prometheus', () => {
  const matrix = (name: string, values: readonly number[], metric: object = {}): Named =>
    json(name, {
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [{ metric, values: values.map((value, i) => [1_764_028_800 + i * 15, String(value)]) }],
      },
    });
  const counter = (step: number, n = 41): number[] => Array.from({ length: n }, (_, i) => i * step);
  it('give CPU per request by blocks of time, from counters', async () => {
    const side = (name: string, cpu: number): Named[] => [
      matrix(`${name}.a.json`, counter(cpu), { __name__: 'process_cpu_seconds_total' }),
      matrix(`${name}.b.json`, counter(15_000), { __name__: 'http_requests_total' }),
      matrix(`${name}.c.json`, counter(1e6), { __name__: 'process_resident_memory_bytes' }),
    ];
    const load = await verifyLoad(side('o', 9), side('n', 4.5), { coresOld: 2, coresNew: 2 });
    within(load.cpu!.ratio, 0.4999, 0.5001);
    within(load.old.cpuMicrosPerRequest!, 599.9, 600.1);
    assert.ok(load.cpu!.blocks[0] >= 5);
    assert.equal(load.old.memoryBytesPeak, 4e7);
    within(load.old.runs[0]!.utilisation!, 0.2999, 0.3001);
  });
  it('take gauges by the name of the file, and a counter that began anew', async () => {
    const fresh = [
      matrix(
        'n.cpu-cores.json',
        counter(0).map(() => 0.3),
      ),
      matrix('n.requests.json', [0, 15_000, 30_000, 15_000, 30_000]),
    ];
    const old = [
      matrix(
        'o.cpu-cores.json',
        counter(0).map(() => 0.6),
      ),
      matrix(
        'o.request-rate.json',
        counter(0).map(() => 1000),
      ),
    ];
    const load = await verifyLoad(old, fresh);
    within(load.cpu!.ratio, 0.4999, 0.5001);
  });
});

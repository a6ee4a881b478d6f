/** Parsers on what the real tools wrote (test/fixtures/load), mostly beside what the server counted; by hand what did not come up there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ProfileError } from '../../../lib/base/errors.js';
import { verifyLoad } from '../../../lib/verify/load.js';
import { type LoadRun, readRuns } from '../../../lib/verify/load-runs.js';

const fixture = (name: string): { name: string; input: string } => ({
  name: `test/fixtures/load/${name}`,
  input: `test/fixtures/load/${name}`,
});
const read = async (input: { name: string; input: string | Uint8Array }): Promise<LoadRun> =>
  (await readRuns([input], undefined, null))[0]!;
const made = (text: string): { name: string; input: Uint8Array } => ({
  name: 'made',
  input: Buffer.from(text),
});
const facts = ({
  tool,
  loop,
  requests,
  failureShare,
  refusalShare,
  answeredPerSecond,
  latencyMs,
}: LoadRun) => ({
  tool,
  loop,
  requests,
  failures: Math.round(failureShare * (requests ?? 0)),
  refusals: Math.round(refusalShare * (requests ?? 0)),
  rate: Math.round(answeredPerSecond),
  p50: latencyMs?.p50 === null ? null : Number(latencyMs?.p50?.toPrecision(3)),
  p99: latencyMs?.p99 === null ? null : Number(latencyMs?.p99?.toPrecision(3)),
});

describe('results of load tools', () => {
  const cases: readonly (readonly [string, object])[] = [
    [
      'vegeta.json',
      {
        tool: 'vegeta',
        loop: 'open',
        requests: 600,
        failures: 0,
        refusals: 3,
        rate: 200,
        p50: 0.491,
        p99: 26.7,
      },
    ],
    ['vegeta-encode.jsonl', { tool: 'vegeta', loop: 'open', requests: 100, failures: 0, refusals: 0 }],
    [
      'wrk.txt',
      {
        tool: 'wrk',
        loop: 'closed',
        requests: 53985,
        failures: 269,
        refusals: 0,
        rate: 17664,
        p50: 0.103,
        p99: 339,
      },
    ],
    // What the server counted: 24 answers of 404, 8 of 503.
    [
      'wrk2.txt',
      {
        tool: 'wrk2',
        loop: 'open',
        requests: 4802,
        failures: 32,
        refusals: 0,
        rate: 400,
        p50: 0.82,
        p99: 4.3,
      },
    ],
    // Before and after --output-format and the block of metrics. The server counted 601, 3 of 404 and 1 of 503.
    [
      'oha-1.4.json',
      {
        tool: 'oha',
        loop: 'unknown',
        requests: 600,
        failures: 1,
        refusals: 3,
        rate: 200,
        p50: 0.234,
        p99: 1.59,
      },
    ],
    [
      'oha.json',
      {
        tool: 'oha',
        loop: 'unknown',
        requests: 601,
        failures: 1,
        refusals: 3,
        rate: 200,
        p50: 0.231,
        p99: 1.08,
      },
    ],
    ['hey.txt', { tool: 'hey', loop: 'closed', failures: 0, rate: 10710, p50: 0.1 }],
    ['hey.csv', { tool: 'hey', loop: 'closed', requests: 100, failures: 0 }],
    ['k6-summary.json', { tool: 'k6', requests: 470, failures: 3, refusals: 0, rate: 157 }],
    ['k6-export.json', { tool: 'k6', failures: 3, refusals: 0 }],
    ['k6-points.jsonl', { tool: 'k6', failures: 0 }],
    [
      'locust_stats.csv',
      { tool: 'locust', loop: 'closed', requests: 608, failures: 3, refusals: 0, rate: 196, p50: 2, p99: 63 },
    ],
    ['ghz.json', { tool: 'ghz', loop: 'closed', requests: 400, failures: 0 }],
    ['ghz-rps.json', { tool: 'ghz', loop: 'closed', requests: 599, failures: 0, rate: 199 }],
  ];
  for (const [name, want] of cases)
    it(`reads ${name}`, async () => {
      const found = facts(await read(fixture(name)));
      assert.deepEqual({ ...found, ...want }, found);
      assert.ok(found.p50! > 0 && found.p99! >= found.p50!, JSON.stringify(found));
    });
  it("reads k6's machine-readable summary, which has no rates and no 99th percentile", async () => {
    const run = await read(fixture('k6-machine.json'));
    const { requests, failureShare, loop, latencyMs, answeredPerSecond } = run;
    assert.deepEqual([run.tool, requests, Math.round(failureShare * 471), loop], ['k6', 471, 2, 'open']);
    assert.ok(Math.abs(answeredPerSecond - 471 / 3.001117777) < 1e-9, String(answeredPerSecond));
    assert.deepEqual(latencyMs, {
      mean: 12.343655768577484,
      p50: 0.340195,
      p90: 2.216027,
      p95: 12.660522,
      p99: null,
      max: 547.966013,
    });
  });
  it('takes a meter alone', async () => {
    const run = await read(
      made('{"cpuSeconds":2,"requests":1000,"seconds":10,"cores":1,"offeredPerSecond":100}'),
    );
    assert.deepEqual([run.tool, run.cpuMicrosPerRequest, run.answeredPerSecond], ['meter', 2000, 100]);
    assert.equal(run.utilisation, 0.2);
  });
  it('counts socket errors of wrk2', async () => {
    const text = `Running 30s test @ http://127.0.0.1:80/
  2 threads and 100 connections
  Thread calibration: mean lat.: 9747 usec, rate sampling interval: 21 msec
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     6.46ms    1.93ms  12.34ms   67.66%
    Req/Sec     1.05k     1.12k    2.50k    64.84%
  Latency Distribution (HdrHistogram - Recorded Latency)
 50.000%    6.67ms
 75.000%    7.78ms
 90.000%    9.14ms
 99.000%   11.18ms
 99.900%   12.30ms
100.000%   12.36ms
  60018 requests in 30.01s, 19.81MB read
  Socket errors: connect 0, read 1, write 0, timeout 2
Requests/sec:   2000.15
Transfer/sec:    676.14KB
`;
    assert.deepEqual(facts(await read(made(text))), {
      tool: 'wrk2',
      loop: 'open',
      requests: 60019,
      failures: 3,
      refusals: 0,
      rate: 2000,
      p50: 6.67,
      p99: 11.2,
    });
  });
  it('leaves requests that the end cut off out of the failures of oha', async () => {
    const value = {
      summary: {
        successRate: 1,
        total: 3.001,
        slowest: 0.02,
        fastest: 0.0001,
        average: 0.001,
        requestsPerSec: 400,
        totalData: 1,
        sizePerRequest: 1,
        sizePerSec: 1,
      },
      latencyPercentiles: {
        p10: 0.0001,
        p25: 0.0002,
        p50: 0.001,
        p75: 0.002,
        p90: 0.003,
        p95: 0.004,
        p99: 0.005,
        'p99.9': 0.01,
        'p99.99': 0.02,
      },
      statusCodeDistribution: { 200: 1190, 404: 6, 500: 2 },
      errorDistribution: { 'aborted due to deadline': 4, 'connection reset': 2 },
    };
    const want = {
      tool: 'oha',
      loop: 'unknown',
      requests: 1200,
      failures: 4,
      refusals: 6,
      rate: 399,
      p50: 1,
      p99: 5,
    };
    assert.deepEqual(facts(await read(made(JSON.stringify(value)))), want);
    const metrics = {
      success_rate: 1,
      requests_per_sec: 400,
      latency_ms: { min: 0.1, mean: 1, p50: 1, p95: 4, p99: 5, max: 20 },
    };
    assert.deepEqual(facts(await read(made(JSON.stringify({ ...value, metrics })))), want);
  });
  it('says what it does not know', async () => {
    for (const text of [
      'hello',
      '{}',
      '[1]',
      '{"a":1}\n{"b":2}\n',
      '',
      '{"metrics":{}}',
      '{"status":"error","error":"x","data":null}',
    ])
      await assert.rejects(
        read(made(text)),
        (error) => error instanceof ProfileError && error.code !== 'bug',
      );
  });
});

interface Served {
  readonly sent: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests whose connection was cut off inside the answer. */
  readonly cut?: number;
  /** From the first request to the last answer. */
  readonly seconds?: number;
}
const SERVED = JSON.parse(readFileSync('test/fixtures/load/served.json', 'utf8')) as Record<string, Served>;

/** Codes of both HTTP and gRPC. */
const FAILED = ['503', 'Unavailable'];
const REFUSED = ['404', 'NotFound'];

/** `requests` and so on: where the tool saw something else than the server, and why. */
interface Expected {
  readonly tool: string;
  readonly loop: string;
  /** The tool calls every status of 400 and more a failure. */
  readonly lumps?: true;
  /** Requests in flight at the end that the server had and the tool did not count, at most. */
  readonly late?: number;
  /** Requests without an answer that never reached the server. */
  readonly unreached?: number;
  /** The tool leaves requests without an answer out. */
  readonly silent?: true;
}

const TOOLS: readonly (readonly [RegExp, Expected])[] = [
  [/^oha-.*-stop/, { tool: 'oha', loop: 'unknown', unreached: 95 }],
  [/^oha-.*-rate/, { tool: 'oha', loop: 'unknown', late: 3 }],
  [/^oha-/, { tool: 'oha', loop: 'unknown' }],
  [/^hey-.*\.csv/, { tool: 'hey', loop: 'closed', silent: true }],
  [/^hey-.*-stop/, { tool: 'hey', loop: 'closed', unreached: 96 }],
  [/^hey-/, { tool: 'hey', loop: 'closed' }],
  [/^wrk-.*-stop/, { tool: 'wrk', loop: 'closed', unreached: 80_450 }],
  [/^wrk-/, { tool: 'wrk', loop: 'closed', lumps: true, late: 4 }],
  [/^wrk2-/, { tool: 'wrk2', loop: 'open', lumps: true, late: 4 }],
  [/^vegeta-.*-stop/, { tool: 'vegeta', loop: 'open', unreached: 99 }],
  [/^vegeta-/, { tool: 'vegeta', loop: 'open' }],
  [/^ghz-.*-async/, { tool: 'ghz', loop: 'open' }],
  [/^ghz-.*-time/, { tool: 'ghz', loop: 'closed', late: 4 }],
  [/^ghz-/, { tool: 'ghz', loop: 'closed' }],
  // Its table is written every second, so up to a second's requests are not in it.
  [/^locust-.*_stats.csv/, { tool: 'locust', loop: 'closed', lumps: true, late: 205 }],
  [/^locust-.*.json/, { tool: 'locust', loop: 'closed', lumps: true, late: 4 }],
];

describe('results of load tools beside what the server counted', () => {
  for (const [name, served] of Object.entries(SERVED))
    it(name, async () => {
      const want = TOOLS.find(([pattern]) => pattern.test(name))![1];
      const { late = 0, unreached = 0 } = want;
      const run = await read(fixture(name));
      assert.deepEqual([run.tool, run.loop], [want.tool, want.loop]);
      const of = (codes: readonly string[]): number =>
        codes.reduce((sum, code) => sum + (served.statuses[code] ?? 0), 0);
      const lost = want.silent ? 0 : served.sent - of(Object.keys(served.statuses));
      const answers = want.silent ? of(Object.keys(served.statuses)) : served.sent - lost;
      const near = (actual: number, expected: number, less: number, what: string): void =>
        assert.ok(
          actual <= expected && actual >= expected - less,
          `${what}: ${actual}; expected ${expected}${less > 0 ? `, or up to ${less} less` : ''}`,
        );
      near(run.requests!, answers + lost + unreached, late, 'requests');
      // What came late may have been of any kind, in proportion.
      const few = Math.min(late, Math.ceil((late / 720) * 40));
      const failures = Math.round(run.failureShare * run.requests!);
      near(failures, of(FAILED) + lost + unreached + (want.lumps ? of(REFUSED) : 0), few, 'failures');
      const refusals = Math.round(run.refusalShare * run.requests!);
      near(refusals, want.lumps ? 0 : of(REFUSED), few, 'refusals');
      if (served.seconds !== undefined) {
        const rate = answers / served.seconds;
        const off = run.answeredPerSecond / rate - 1;
        assert.ok(Math.abs(off) < 0.03, `${run.answeredPerSecond} answers a second; the server had ${rate}`);
      }
      if (['oha', 'hey', 'vegeta'].includes(run.tool))
        near(Math.round(run.answeredPerSecond * run.seconds!), answers, late, 'answers by rate');
      // The server takes 5 ms, and 60 for every 50th; where it stops there is no such.
      const { p50, p99 } = run.latencyMs!;
      assert.ok(p50! >= 5 && p50! < 9, `p50 ${p50}`);
      if (served.seconds !== undefined && served.sent > 150) assert.ok(p99! >= 60 && p99! < 75, `p99 ${p99}`);
      assert.ok(run.latencyMs!.max! >= p99! && run.latencyMs!.mean! > 4, JSON.stringify(run.latencyMs));
    });
  it('counts answers, not what was tried, as the rate of answers', async () => {
    const run = await read(fixture('vegeta-12.13.0-stop.json'));
    assert.equal(Math.round(run.sentPerSecond!), 250);
    assert.equal(Math.round(run.answeredPerSecond), 200);
  });
  it('tells by its rate that ghz without --async could not keep up with its plan', async () => {
    const run = await read(fixture('ghz-0.117.0-behind.json'));
    assert.deepEqual([run.targetPerSecond, Math.round(run.sentPerSecond!)], [400, 140]);
    const load = verifyLoad([fixture('ghz-0.117.0-behind.json')], [fixture('ghz-0.117.0.json')]);
    await assert.rejects(
      load,
      /140 requests a second were sent of 400 planned; the load generator was the limit/,
    );
  });
  it('knows no table of oha', async () => {
    await assert.rejects(read(fixture('oha-1.16.0.csv')), /no result of a load test that is known/);
  });
});

describe('answers of Prometheus', () => {
  // hey -z 16s -q 50 -c 4: 3,200 requests in 16.03 s for 1.533 s of CPU by the program's own count.
  for (const version of ['2-42-0', '3-16-0']) {
    const files = (run: string, roles: readonly string[]): ReturnType<typeof fixture>[] =>
      roles.map((role) => fixture(`prometheus-${version}${run}.${role}.json`));
    it(`${version}: counters agree with the program's own`, async () => {
      const [run] = await readRuns(files('', ['cpu', 'http', 'memory']), undefined, 2);
      assert.equal(run!.tool, 'prometheus');
      assert.ok(Math.abs(run!.answeredPerSecond / 200 - 1) < 0.08, `${run!.answeredPerSecond} a second`);
      assert.ok(Math.abs(run!.cpuMicrosPerRequest! / 479 - 1) < 0.06, `${run!.cpuMicrosPerRequest} µs`);
      assert.ok(Math.abs(run!.memoryBytesPeak! / 56e6 - 1) < 0.05, `${run!.memoryBytesPeak} bytes`);
    });
    it(`${version}: so do rates`, async () => {
      const [run] = await readRuns(files('-rates', ['cpu-cores', 'request-rate']), undefined, 2);
      assert.ok(Math.abs(run!.cpuMicrosPerRequest! / 479 - 1) < 0.1, `${run!.cpuMicrosPerRequest} µs`);
    });
  }
});

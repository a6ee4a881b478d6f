/** Parsers on what the real tools wrote (test/fixtures/load), and on texts made by hand for what did not come up there. */
import assert from 'node:assert/strict';
import { ProfileError } from '../../../lib/base/errors.js';
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
    ['ghz-rps.json', { tool: 'ghz', loop: 'open', requests: 600, failures: 1, rate: 200 }],
  ];
  for (const [name, want] of cases)
    it(`reads ${name}`, async () => {
      const found = facts(await read(fixture(name)));
      assert.deepEqual({ ...found, ...want }, found);
      assert.ok(found.p50! > 0 && found.p99! >= found.p50!, JSON.stringify(found));
    });
  it("refuses k6's new summary with what to do", async () => {
    await assert.rejects(
      read(fixture('k6-machine.json')),
      (error) =>
        error instanceof ProfileError && error.code === 'unsupported' && /without --new/.test(error.message),
    );
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
      requests: 60018,
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
      rate: 400,
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

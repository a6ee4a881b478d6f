import assert from 'node:assert/strict';
import { Random } from '../../../lib/evidence/random.js';
import type { LoadRun } from '../../../lib/verify/load-runs.js';
import { scalingOf } from '../../../lib/verify/scaling.js';

function run(rate: number, more: Partial<LoadRun> & { readonly meanMs?: number } = {}): LoadRun {
  const { meanMs = 1, ...rest } = more;
  return {
    name: `at-${rate}`,
    files: [],
    tool: 'vegeta',
    loop: 'open',
    requests: rate * 10,
    seconds: 10,
    targetPerSecond: rate,
    sentPerSecond: rate,
    answeredPerSecond: rate,
    failureShare: 0,
    refusalShare: 0,
    latencyMs: { mean: meanMs, p50: meanMs, p90: meanMs, p95: meanMs, p99: meanMs, max: meanMs },
    cpuMicrosPerRequest: 100,
    cores: 1,
    utilisation: null,
    memoryBytesPeak: null,
    generatorCores: null,
    blocks: [],
    ...rest,
  };
}
const near = (actual: number, wanted: number, by = 1e-6): void =>
  assert.ok(Math.abs(actual - wanted) <= by * Math.abs(wanted), `${actual} is not ${wanted}`);

describe('scaling', () => {
  const ramp = (rates: readonly number[], fixed: number, micros: number): LoadRun[] =>
    rates.map((rate) => run(rate, { cpuMicrosPerRequest: micros + (fixed * 1e6) / rate }));

  it('tells CPU without requests from CPU of one more', () => {
    const found = scalingOf(ramp([500, 1000, 1500], 0.1, 300), 1).ramp!;
    near(found.fixedCores, 0.1);
    near(found.microsPerRequest, 300);
    near(found.fullPerSecond!, 3000);
    assert.equal(found.steps, 3);
    assert.equal(scalingOf(ramp([500, 1000, 1500], 0.1, 300), null).ramp!.fullPerSecond, null);
  });

  it('leaves out closed loops, runs that fell behind and runs that failed', () => {
    const odd = [
      run(2000, { cpuMicrosPerRequest: 9000, loop: 'closed' }),
      run(2000, { cpuMicrosPerRequest: 9000, sentPerSecond: 2100 }),
      run(2000, { cpuMicrosPerRequest: 9000, failureShare: 0.02 }),
      run(2000, { cpuMicrosPerRequest: null }),
    ];
    near(scalingOf([...ramp([500, 1000, 1500], 0.1, 300), ...odd], 1).ramp!.microsPerRequest, 300);
  });

  it('says nothing of two steps, of rates that hardly differ, or where CPU falls', () => {
    assert.equal(scalingOf(ramp([500, 1000], 0.1, 300), 1).ramp, null);
    assert.equal(scalingOf(ramp([1000, 1000.5, 1001], 0.1, 300), 1).ramp, null);
    assert.equal(scalingOf(ramp([1000, 1100, 1200], 0.1, 300), 1).ramp, null);
    assert.equal(scalingOf(ramp([500, 1000, 1500], 0.9, -300), 1).ramp, null);
  });

  /** Runs on the curve of a law, with N requests at a time. */
  const onLaw = (
    ns: readonly number[],
    [lambda, sigma, kappa]: readonly [number, number, number],
    noise: () => number = () => 1,
  ): LoadRun[] =>
    ns.map((n) => {
      const x = (lambda * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1));
      return run(x, { meanMs: (1000 * n * noise()) / x });
    });
  const NS = [1, 2, 4, 8, 16, 32, 64];

  it('finds the planted law, and where it has its most answers', () => {
    const { law } = scalingOf(onLaw(NS, [1000, 0.05, 0.001]), null);
    near(law!.lambda, 1000);
    near(law!.sigma, 0.05);
    near(law!.kappa, 0.001);
    near(law!.bestAtATime!, Math.sqrt(0.95 / 0.001));
    const n = law!.bestAtATime!;
    near(law!.mostPerSecond!, (1000 * n) / (1 + 0.05 * (n - 1) + 0.001 * n * (n - 1)));
    assert.ok(law!.error < 1e-9);
  });

  it('of one queue (M/M/1) is half the rate of its server, and sigma a half', () => {
    const service = 2000;
    const runs = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9].map((busy) =>
      run(busy * service, { meanMs: 1000 / (service - busy * service) }),
    );
    const { law } = scalingOf(runs, null);
    near(law!.lambda, service / 2);
    near(law!.sigma, 0.5);
    assert.equal(law!.bestAtATime, null);
    near(law!.mostPerSecond!, service);
  });

  it('of requests that do not meet has no end', () => {
    const { law } = scalingOf(onLaw(NS, [1000, 0, 0]), null);
    near(law!.lambda, 1000);
    assert.deepEqual([law!.sigma, law!.kappa, law!.mostPerSecond], [0, 0, null]);
  });

  it('never has a part below 0, whatever the noise, and comes near what was planted', () => {
    const random = new Random(11);
    for (let turn = 0; turn < 200; turn++) {
      const planted = [
        100 + 9900 * random.uniform(),
        random.uniform(),
        random.uniform() < 0.3 ? 0 : 0.01 * random.uniform(),
      ] as const;
      const { law } = scalingOf(
        onLaw(NS, planted, () => 1 + 0.1 * (random.uniform() - 0.5)),
        null,
      );
      assert.ok(law !== null && law.sigma >= 0 && law.kappa >= 0 && law.lambda > 0, `seed 11, turn ${turn}`);
      near(law.lambda, planted[0], 0.3);
    }
  });

  it('needs six steps', () => {
    assert.equal(scalingOf(onLaw(NS.slice(0, 5), [1000, 0.05, 0.001]), null).law, null);
    assert.equal(
      scalingOf(
        [...NS, 9].map(() => run(100)),
        null,
      ).law,
      null,
    );
  });
});

import assert from 'node:assert/strict';
import { formatUsd } from '../../../lib/base/units.js';
import { analyze, type CostModelOptions, type Profile, readProfile } from '../../../lib/index.js';
import { profileAfter } from '../../../lib/payoff/after.js';
import { type CostModel, resolveCostModel } from '../../../lib/payoff/cost-model.js';
import { planRewrite } from '../../../lib/payoff/plan.js';
import { simulate } from '../../../lib/payoff/simulation.js';
import { near } from '../../support/near.js';

describe('what is said of the recording', () => {
  let profile: Profile;
  before(async () => {
    profile = await readProfile('samples/go-shop/cpu-1.pb.gz');
  });
  const codes = (cost: CostModelOptions): string[] =>
    analyze(profile, { cost, draws: 50 }).assessment.checks.map(({ code }) => code);
  for (const [cost, code] of [
    [{ runtimeVersion: '1.20' }, 'payoff-idle-gc-inseparable'],
    [{ memoryLimit: 'yes' }, 'payoff-memory-limit'],
    [{ profileUtil: 0.1, fleetUtil: 0.5 }, 'payoff-load-differs'],
    [{ fleetVcpu: 40, cpuUsPerRequest: 391.5, requestsPerSecond: 105_000 }, 'payoff-over-capacity'],
  ] as const)
    it(`${JSON.stringify(cost)} leads to ${code}, which is not there without it`, () => {
      assert.ok(codes(cost).includes(code));
      assert.ok(!codes({}).includes(code));
    });
  for (const filters of [{ focus: 'nothing' }, { showFrom: 'Rewrite' }, { ignore: '.' }])
    it(`${JSON.stringify(filters)} leaves samples of no kind, which is no reason to refuse`, () => {
      assert.ok(analyze(profile, { ...filters, draws: 10 }).verdict.code.length > 0);
    });
  for (const [options, said] of [
    [{ limit: 0 }, /limit is 0/],
    [{ limit: 2.5 }, /limit is 2.5/],
    [{ unit: 'endpoints' as 'endpoint' }, /unit is "endpoints"; expected auto/],
    [{ fixesDone: ['go-regex'] }, /fixesDone: there is no fix "go-regex"; expected .*go-regexp/],
    [{ fixesConfirmed: [''] }, /fixesConfirmed: there is no fix ""/],
  ] as const)
    it(`${JSON.stringify(options)} is refused`, () => {
      assert.throws(() => analyze(profile, options), { code: 'usage', message: said });
    });
  it('a low part of the time on the CPU settles the verdict', () => {
    const { verdict, payoff } = analyze(profile, { cost: { onCpuShare: 0.1, fleetVcpu: 800 }, draws: 50 });
    assert.equal(verdict.code, 'not-cpu-bound');
    assert.equal(payoff.onCpuShare, 0.1);
    assert.ok(payoff.latencySaving.high < 0.1);
  });
});

const PARTS = {
  coveredShare: 0.5,
  kernelShare: 0,
  functionCount: 10,
  parts: [
    { kind: 'json', share: 0.4, speedup: { p10: 4, p50: 4, p90: 4 } },
    { kind: 'kernel', share: 0.1, speedup: { p10: 1, p50: 1, p90: 1 } },
  ],
} as const;

describe('cost and failure', () => {
  const model = (failureCorrelation: number): CostModel =>
    resolveCostModel({ from: 'go', fleetVcpu: 2000, boundary: 'endpoint', failure: 0.3, failureCorrelation });
  const drawn = (rho: number) => simulate(planRewrite(PARTS, model(rho)), { draws: 20_000 });
  it('go together as far as they are told to, and the chance of either stays', () => {
    const [none, some] = [drawn(0), drawn(0.9)];
    assert.deepEqual(none.effortPm, some.effortPm);
    // What is given up costs more when the dear ones are: the worst tenth is worse.
    assert.ok(some.money!.npvUsd.p10 < none.money!.npvUsd.p10 - 5000);
    // The dear ones that are given up now would not have paid anyway; of those that are finished nearly all pay.
    const [before, after] = [none.money!.pays.value, some.money!.pays.value];
    assert.ok(before > 0.65 && after > before && after < 0.71, `${before}, ${after}`);
    assert.deepEqual(drawn(0.9), some);
  });
  it('are independent by default', () => {
    assert.equal(resolveCostModel().values.failureCorrelation, 0);
    assert.throws(
      () => resolveCostModel({ failureCorrelation: 1 }),
      /failureCorrelation is 1; expected 0 to 0.95/,
    );
  });
});

describe('the profile after a rewrite', () => {
  it('has what is left of each kind, and sums to one again', () => {
    const { parts, taxes } = planRewrite(PARTS, resolveCostModel({ from: 'go' })).speedups;
    const residual = { p10: 0.71, p50: 0.71, p90: 0.71 };
    const after = profileAfter(
      { json: 0.45, kernel: 0.2, app: 0.35 },
      { parts, taxes, boundaryShare: 0.01, residual },
    );
    assert.deepEqual(
      after.map(({ kind }) => kind),
      ['app', 'kernel', 'json', 'crossings'],
    );
    near(after[0]!.share, 0.35 / 0.71, 1e-12);
    near(after[2]!.share, 0.15 / 0.71, 1e-12);
    near(
      after.reduce((sum, { share }) => sum + share, 0),
      1,
      1e-12,
    );
  });
});

describe('dollars in a sentence', () => {
  for (const [value, text] of [
    [0, '$0'],
    [-0.4, '$0'],
    [8, '$8'],
    [999.6, '$1k'],
    [14_230, '$14.2k'],
    [-151_090, '-$151k'],
    [999_600, '$1M'],
    [1_234_567, '$1.23M'],
    [5e9, '$5B'],
    [Number.POSITIVE_INFINITY, 'no sum'],
  ] as const)
    it(`${value} is ${text}`, () => assert.equal(formatUsd(value), text));
});

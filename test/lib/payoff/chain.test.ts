import assert from 'node:assert/strict';
import { overallSpeedup, residual } from '../../../lib/payoff/amdahl.js';
import { resolveCostModel } from '../../../lib/payoff/cost-model.js';
import { estimatePayoff } from '../../../lib/payoff/estimate.js';
import {
  annuity,
  breakEvenSpeedup,
  breakEvenSpend,
  internalRate,
  netPresentValue,
  paybackMonths,
  requiredSaving,
} from '../../../lib/payoff/finance.js';
import { fleetAfter } from '../../../lib/payoff/fleet.js';
import { impliedPrice } from '../../../lib/payoff/money.js';

const near = (got: number, want: number, tolerance = 1e-6): void =>
  assert.ok(Math.abs(got - want) <= tolerance * Math.max(1, Math.abs(want)), `${got}, expected ${want}`);
const FLEET = {
  instanceVcpu: 4,
  instanceGb: 16,
  targetUtilOld: 0.5,
  targetUtilNew: 0.5,
  minInstances: 3,
  zones: 3,
  instancesPerZone: 1,
  memGbUsed: null,
  memSaving: 0,
  memUtil: 1,
  serviceShare: 1,
  averageVcpu: null,
};
const PARTS = [
  { share: 0.25, speedup: 1.3 },
  { share: 0.2, speedup: 4 },
  { share: 0.08, speedup: 1.5 },
  { share: 0.04, speedup: Number.POSITIVE_INFINITY },
  { share: 0.1, speedup: 1 },
];

describe('the payoff chain reproduces its golden vectors', () => {
  it('V1: Amdahl over three parts', () => {
    near(
      overallSpeedup(
        residual([
          { share: 0.3, speedup: 3 },
          { share: 0.2, speedup: 2 },
          { share: 0.1, speedup: 1.5 },
        ]),
      ),
      1.5,
    );
  });
  it('V2: parts of different kinds, with and without the collector they cause', () => {
    near(residual(PARTS, 0.12 * 0.7), 0.641641025641);
    near(residual(PARTS), 0.725641025641);
  });
  it('V3: 800 vCPU shrink to 129 instances', () => {
    const after = fleetAfter({ vcpu: 800, ...FLEET }, residual(PARTS, 0.084));
    assert.deepEqual([after.instances, after.vcpu, after.vcpuSaved], [129, 516, 284]);
    near(after.vcpuSaved * 8760 * 0.0504, 125_387.136);
    assert.equal(fleetAfter({ vcpu: 12, ...FLEET }, 0.664).vcpuSaved, 0);
  });
  it('V4: payback, present value, rate of return and break-evens', () => {
    const net = 0.8 * 125_387.136 - 22_400;
    const factor = annuity(0.1, 3);
    near(net, 77_909.7088);
    near(paybackMonths(132_000, net)!, 20.33122731938641);
    near(netPresentValue(132_000, net, 0.1, 3), 61_749.91444628118);
    near(internalRate(132_000, net, 3)!, 0.3507118070024345);
    const spend = 800 * 8760 * 0.0504;
    const needed = requiredSaving(132_000, 22_400, spend, 0.8, factor);
    near(needed, 0.26712369139970205);
    near(breakEvenSpend(132_000, 22_400, 1 - residual(PARTS, 0.084), 0.8, factor)!, 263_280.5352983187);
    near(breakEvenSpeedup(0.67, 0.084, 0, needed) as number, 1.376119536245576);
    near(breakEvenSpeedup(0.67, 0, 0, needed) as number, 1.6630414489443732);
  });
  it('V6: the founding story closes for throughput and not for dollars at list price', () => {
    const before = (0.783 * 40) / 80_000;
    const after = (0.52 * 40) / 80_000;
    near(before * 1e6, 391.5);
    near(after / before, 0.6641123882503193);
    near(before / after, 1.5057692307692307);
    // Mis-paired with the breaking loads, the same percentages would say 2.65x.
    near(0.52 / 150 / (0.783 / 85), 0.3763303533418476);
    near(0.78 / 85 / (0.52 / 150), 2.6470588235294117);
    const gain = (150_000 * after) / 40 / ((85_000 * before) / 40) / (after / before);
    near(gain, 150 / 85);
    near(impliedPrice(300_000, 400), 0.08561643835616438);
    near(impliedPrice(300_000, 400) / 0.0504, 1.6987388563723);
  });
});

describe('the estimate', () => {
  const rewrite = { coveredShare: 0.6, kernelShare: 0.1, functionCount: 4 };
  it('gives the speedup itself when everything is covered', () => {
    near(
      estimatePayoff(
        { coveredShare: 1, kernelShare: 0, functionCount: 1 },
        resolveCostModel({ speedup: 2.5 }),
      ).speedup.p50,
      2.5,
    );
  });
  it('pays exactly at its break-even speedup', () => {
    const model = resolveCostModel({ fleetVcpu: 1_000_000, speedup: 2, instanceVcpu: 1 });
    const even = estimatePayoff(rewrite, model).breakEven.speedup as number;
    const at = estimatePayoff(
      rewrite,
      resolveCostModel({ fleetVcpu: 1_000_000, speedup: even, instanceVcpu: 1 }),
    );
    assert.ok(Math.abs(at.money!.npvUsd.p50) < 2000, `${at.money!.npvUsd.p50}`);
  });
  it('grows with the speedup, the fleet and the price', () => {
    const npv = (options: object): number =>
      estimatePayoff(rewrite, resolveCostModel({ fleetVcpu: 800, speedup: 1.5, ...options })).money!.npvUsd
        .p50;
    for (const better of [
      { speedup: 2 },
      { fleetVcpu: 1600 },
      { usdPerVcpuHour: 0.08 },
      { realise: 1 },
      { fixedUsd: 0 },
    ])
      assert.ok(npv(better) > npv({}), JSON.stringify(better));
  });
  it('refuses parameters that are unknown or out of range, by name', () => {
    assert.throws(() => resolveCostModel({ realise: 2 }), /realise is 2; expected 0.01 to 1/);
    assert.throws(() => resolveCostModel({ vcpus: 2 } as never), /no cost parameter "vcpus"/);
  });
});

import assert from 'node:assert/strict';
import { type CandidateSet, rankCandidates } from '../../../lib/candidates/candidates.js';
import {
  ceiling,
  overallSpeedup,
  requiredShare,
  requiredSpeedup,
  residual,
  shareAfter,
} from '../../../lib/payoff/amdahl.js';
import { assess } from '../../../lib/payoff/assess.js';
import { boundaryShare, crossingUs, maximumCalls } from '../../../lib/payoff/boundary.js';
import { type CostModelOptions, resolveCostModel } from '../../../lib/payoff/cost-model.js';
import { buildUsd, cocomoPm, effortPm, maintenanceUsd } from '../../../lib/payoff/effort.js';
import { estimatePayoff } from '../../../lib/payoff/estimate.js';
import {
  annuity,
  breakEvenEffortPm,
  breakEvenSpeedup,
  breakEvenSpend,
  internalRate,
  netPresentValue,
  requiredSaving,
} from '../../../lib/payoff/finance.js';
import { capacityRatio, cpuUsPerRequest, fleetAfter } from '../../../lib/payoff/fleet.js';
import { usdPerYear, usdPerYearOfSamples } from '../../../lib/payoff/money.js';
import { shrink } from '../../../lib/payoff/shrink.js';
import { select } from '../../../lib/profile/select.js';
import { randomProfile, seeded } from '../../support/random.js';

const RANKED = rankCandidates(select(randomProfile(1), {}));

const close = (got: number, want: number, message: string, tolerance = 1e-6): void =>
  assert.ok(
    Math.abs(got - want) <= tolerance * Math.max(1e-9, Math.abs(want)),
    `${message}: ${got}, expected ${want}`,
  );

/** Runs `property` on 500 seeded cases; a failure names its seed. */
function cases(property: (random: (low: number, high: number) => number, place: string) => void): void {
  for (let seed = 1; seed <= 500; seed++) {
    const next = seeded(seed);
    property((low, high) => low + next() * (high - low), `seed ${seed}`);
  }
}

describe('the published case (40 vCPU, 80,000 requests per second, before and after)', () => {
  const before = cpuUsPerRequest(0.783, 40, 80_000);
  const after = cpuUsPerRequest(0.52, 40, 80_000);
  const r = after / before;

  it('is 391.5 and 260 us per request, a third less CPU', () => {
    close(before, 391.5, 'before');
    close(after, 260, 'after');
    close(overallSpeedup(r), 1.505769230769231, 'speedup');
  });
  it('closes for throughput: less CPU and a higher usable utilisation make 150/85', () => {
    close(capacityRatio(r, (85_000 * before) / 40e6, (150_000 * after) / 40e6), 150 / 85, 'capacity');
  });
  for (const { speedup, want } of [
    { speedup: 1.51, want: 0.9948235294117648 },
    { speedup: 2, want: 0.672 },
    { speedup: 3, want: 0.504 },
    { speedup: 10, want: 0.37333333333333335 },
    { speedup: Number.POSITIVE_INFINITY, want: 0.336 },
  ]) {
    it(`needs ${want.toFixed(3)} of the CPU covered at a local speedup of ${speedup}`, () => {
      close(requiredShare(0.664, speedup), want, 'share');
    });
  }
  for (const { target, share, want } of [
    { target: 0.567, share: 0.8, want: 2.1798365122615806 },
    { target: 0.5, share: 0.9, want: 2.25 },
    { target: 0.5, share: 0.7, want: 3.5 },
    { target: 0.5, share: 0.5, want: Number.POSITIVE_INFINITY },
  ]) {
    it(`needs a local speedup of ${want.toFixed(2)} on ${share} of the CPU to leave ${target}`, () => {
      const got = requiredSpeedup(target, share);
      if (Number.isFinite(want)) close(got, want, 'speedup');
      else assert.equal(got, want);
    });
  }
  it('does not close for dollars at list price: 400 vCPU are 110,765 to 220,752 USD a year', () => {
    close(usdPerYear(400, 0.031611), 110_764.944, 'OpenCost default');
    close(usdPerYear(400, 0.0425), 148_920, 'Elastic default');
    close(usdPerYear(400, 0.0504), 176_601.6, 'm7i us-east-1');
    close(usdPerYear(400, 0.063), 220_752, 'm7i Singapore');
    close(300_000 / usdPerYear(400, 0.0504), 1.69873886, 'against m7i us-east-1');
  });
});

describe('money and effort', () => {
  it('reproduces the sample cost of Elastic Universal Profiling', () => {
    close(usdPerYearOfSamples(1000, 20, 900, 0.0425), 20.683333333333334, 'USD a year');
  });
  it('counts functions below 2,000 lines and uses COCOMO above', () => {
    const four = effortPm(4, null);
    assert.equal(four.p50, 3.5);
    close(four.p10, 2.1, 'low');
    close(four.p90, 7.7, 'high');
    assert.deepEqual(effortPm(4, 2000), effortPm(4, null));
    close(effortPm(4, 10_000).p50, 2.5 + 2.94 * 6.8 ** 1.0997, 'port of 10,000 lines');
    for (const [sloc, want] of [
      [1000, 2.94],
      [2000, 6.3],
      [5000, 17.3],
      [10_000, 37],
    ] as const)
      close(cocomoPm(sloc), want, `${sloc} lines`, 5e-3);
  });
  it('builds for 132,000 USD and keeps for 22,400 a year at 7 person-months', () => {
    assert.equal(buildUsd(7, 16_000, 20_000), 132_000);
    close(maintenanceUsd(7, 16_000, 0.2, 0), 22_400, 'upkeep');
  });
  it('shrinks gains and leaves losses', () => {
    close(shrink(3, 0.7), 2.4, 'gain');
    assert.equal(shrink(0.8, 0.7), 0.8);
    assert.equal(shrink(Number.POSITIVE_INFINITY, 0), 1);
  });
});

describe('the fleet', () => {
  const shape = {
    vcpu: 800,
    instanceVcpu: 4,
    instanceGb: 16,
    targetUtilOld: 0.5,
    targetUtilNew: 0.5,
    minInstances: 3,
    zones: 3,
    instancesPerZone: 1,
    memGbUsed: null,
    memSaving: 0,
    memUtil: 0.8,
    serviceShare: 1,
    averageVcpu: null,
  };
  for (const { title, change, r, want } of [
    { title: 'rounds up to instances', change: {}, r: 0.664, want: [133, 532, 268, 'cpu'] },
    {
      title: 'runs hotter when it may',
      change: { targetUtilNew: 0.585 },
      r: 0.664,
      want: [114, 456, 344, 'cpu'],
    },
    {
      title: 'stops at the least number of instances',
      change: { vcpu: 12 },
      r: 0.664,
      want: [3, 12, 0, 'min-instances'],
    },
    {
      title: 'stops at the zones',
      change: { vcpu: 40, zones: 4, instancesPerZone: 2 },
      r: 0.5,
      want: [8, 32, 8, 'zones'],
    },
    { title: 'stops at the memory', change: { memGbUsed: 2000 }, r: 0.5, want: [157, 628, 172, 'memory'] },
    {
      title: 'saves only on its part of a shared fleet',
      change: { serviceShare: 0.5 },
      r: 0.5,
      want: [150, 600, 200, 'cpu'],
    },
    {
      title: 'is not enlarged to meet a floor it does not meet today',
      change: { vcpu: 8 },
      r: 0.5,
      want: [2, 8, 0, 'min-instances'],
    },
    { title: 'grows when the code is slower', change: {}, r: 1.1, want: [220, 880, -80, 'cpu'] },
    {
      title: 'is not rounded to more than today',
      change: { vcpu: 10, minInstances: 0, zones: 1 },
      r: 0.99,
      want: [3, 10, 0, 'cpu'],
    },
  ]) {
    it(title, () => {
      const { instances, vcpu, vcpuSaved, bindsOn } = fleetAfter({ ...shape, ...change }, r);
      assert.deepEqual([instances, vcpu, vcpuSaved, bindsOn], want);
    });
  }
});

describe('properties of the model, on seeded cases', () => {
  it('the whole at speedup s gives s, and what is untouched gives back its shares', () => {
    cases((random, place) => {
      const s = random(0.1, 50);
      close(overallSpeedup(residual([{ share: 1, speedup: s }])), s, place, 1e-12);
      const p = random(0, 1);
      const r = residual([{ share: p, speedup: s }]);
      close(shareAfter(p / s, r) + shareAfter(1 - p, r), 1, place, 1e-9);
      assert.ok(overallSpeedup(r) <= ceiling(p) * (1 + 1e-12), place);
    });
  });
  it('required share and required speedup invert the residual', () => {
    cases((random, place) => {
      const p = random(0.01, 1);
      const s = random(1.01, 20);
      const r = residual([{ share: p, speedup: s }]);
      close(requiredShare(r, s), p, place, 1e-9);
      close(requiredSpeedup(r, p), s, place, 1e-9);
    });
  });
  it('the residual falls with share, speedup and tax and rises with crossings', () => {
    cases((random, place) => {
      const [p, s, t, b] = [random(0, 0.4), random(1.1, 9), random(0, 0.2), random(0, 0.2)];
      const r = residual([{ share: p, speedup: s }], t, b);
      assert.ok(residual([{ share: p + 0.1, speedup: s }], t, b) < r, place);
      assert.ok(residual([{ share: p + 0.01, speedup: s + 1 }], t, b) < r, place);
      assert.ok(residual([{ share: p, speedup: s }], t + 0.1, b) < r, place);
      assert.ok(residual([{ share: p, speedup: s }], t, b + 0.1) > r, place);
    });
  });
  it('the most crossings leave exactly nothing', () => {
    cases((random, place) => {
      const [p, s, t, d] = [random(0.01, 0.7), random(1.1, 9), random(0, 0.2), random(1, 1e5)];
      const b = crossingUs(random(0.01, 200), random(0, 1e4), random(0, 0.01));
      const n = maximumCalls(p * (1 - 1 / s) + t, d, b);
      close(residual([{ share: p, speedup: s }], t, boundaryShare(n, b, d)), 1, place, 1e-12);
    });
  });
  it('the present value at the internal rate is nothing', () => {
    cases((random, place) => {
      const [cost, net, years, growth] = [
        random(1e3, 1e6),
        random(1e3, 1e6),
        Math.ceil(random(0, 10)),
        random(-0.1, 0.3),
      ];
      const rate = internalRate(cost, net, years, growth);
      if (rate === null)
        assert.ok(
          netPresentValue(cost, net, 10, years, growth) > 0 ||
            netPresentValue(cost, net, -0.99, years, growth) < 0,
          place,
        );
      else close(netPresentValue(cost, net, rate, years, growth) + cost, cost, place, 1e-9);
    });
  });
  it('every break-even point has a present value of nothing', () => {
    cases((random, place) => {
      const factor = annuity(random(0, 0.3), Math.ceil(random(0, 8)), random(-0.1, 0.2));
      const [pm, rate, fixed, keep, language, realise] = [
        random(0.5, 30),
        random(5e3, 3e4),
        random(0, 5e4),
        random(0, 0.4),
        random(0, 3e4),
        random(0.3, 1),
      ];
      const build = buildUsd(pm, rate, fixed);
      const upkeep = pm * rate * keep + language;
      const saving = random(0.05, 0.6);
      const spend = breakEvenSpend(build, upkeep, saving, realise, factor)!;
      close((realise * spend * saving - upkeep) * factor, build, `${place}, spend`, 1e-9);
      close(
        breakEvenEffortPm(realise * spend * saving, language, fixed, rate, keep, factor)!,
        pm,
        `${place}, effort`,
        1e-9,
      );
      close(requiredSaving(build, upkeep, spend, realise, factor), saving, `${place}, saving`, 1e-9);
      const [p, t, b] = [random(0.2, 0.9), random(0, 0.1), random(0, 0.1)];
      const s = breakEvenSpeedup(p, t, b, saving);
      if (typeof s === 'number')
        close(1 - residual([{ share: p, speedup: s }], t, b), saving, `${place}, speedup`, 1e-9);
      else assert.ok(s === 'never' ? p + t - b <= saving : t - b > saving, `${place}, ${s}`);
    });
  });
  it('what costs more never pays better, what saves more never pays worse', () => {
    cases((random, place) => {
      const rewrite = { coveredShare: random(0.3, 0.9), kernelShare: random(0, 0.2), functionCount: 3 };
      const base: CostModelOptions = {
        fleetVcpu: Math.ceil(random(50, 5000)),
        speedup: random(1.2, 4),
        realise: 0.6,
      };
      const npv = (change: CostModelOptions): number =>
        estimatePayoff(rewrite, resolveCostModel({ ...base, ...change })).money!.npvUsd.p50;
      const now = npv({});
      for (const better of [
        { speedup: base.speedup! + 1 },
        { realise: 0.9 },
        { fixedUsd: 0 },
        { personMonthUsd: 9000 },
        { maintenance: 0 },
        { languageFte: 0 },
        { usdPerVcpuHour: 0.09 },
        { horizonYears: 9 },
      ]) {
        // A longer horizon is worth more only when the year is: a loss every year adds up.
        if ('horizonYears' in better && now < 0) continue;
        assert.ok(npv(better) >= now, `${place}, ${JSON.stringify(better)}`);
      }
    });
  });
  it('a fleet that cannot shrink is never a surgical rewrite', () => {
    let blocked = 0;
    cases((random, place) => {
      const set = setOf(random(0.05, 1));
      const vcpu = Math.ceil(random(1, 40));
      const model = resolveCostModel({
        fleetVcpu: vcpu,
        speedup: random(1.1, 9),
        usdPerVcpuHour: random(0.01, 100),
        minInstances: Math.floor(random(0, 12)),
      });
      const { payoff, verdict } = assess(set, model, { draws: 20 });
      if (payoff.money!.vcpuSaved.p50 > 0) return;
      blocked++;
      assert.notEqual(verdict.code, 'surgical-rewrite', place);
    });
    assert.ok(blocked > 100, `only ${blocked} of 500 cases were blocked`);
  });
});

/** A ranked set of a real profile, but for what it covers. */
function setOf(coveredShare: number): CandidateSet {
  const coveredInterval = { low: coveredShare, high: coveredShare };
  return {
    ...RANKED,
    coveredShare,
    coveredInterval,
    parts: [{ kind: 'app', share: coveredShare }],
    taxShare: 0,
    kernelShare: 0,
    functionCount: 3,
  };
}

import assert from 'node:assert/strict';
import { type Conditions, conditionsOf } from '../../../lib/payoff/conditions.js';
import { type CostModelOptions, resolveCostModel } from '../../../lib/payoff/cost-model.js';
import { estimatePayoff, payoffOf } from '../../../lib/payoff/estimate.js';
import { planRewrite, type Rewrite } from '../../../lib/payoff/plan.js';
import { near } from '../../support/near.js';
import { seeded } from '../../support/random.js';

const SET: Rewrite = { coveredShare: 0.6, kernelShare: 0, functionCount: 4 };
// Instances of one vCPU and floors of none: rounding does not hide the edge.
const FINE = { instanceVcpu: 1, minInstances: 0, zones: 1, instancesPerZone: 0 } as const;
const of = (options: CostModelOptions, set: Rewrite = SET): Conditions =>
  conditionsOf(planRewrite(set, resolveCostModel(options)));
const npv = (options: CostModelOptions, set: Rewrite = SET): number =>
  estimatePayoff(set, resolveCostModel(options)).money!.npvUsd.p50;

describe('what would have to be true', () => {
  const base: CostModelOptions = {
    fleetVcpu: 2000,
    speedup: 1.6,
    boundary: 'sidecar',
    cpuUsPerRequest: 20_000,
    callsPerRequest: 1,
  };
  it('is an edge in each quantity: it pays there, and not beyond', () => {
    const edge = of(base);
    const m = edge.speedupFactor as number;
    const at = (factor: number): number => npv({ ...base, speedup: 1 + factor * 0.6 });
    assert.ok(at(m * 1.0001) >= 0 && at(m * 0.98) < 0, `${m}`);
    near(edge.speedups[0]!.speedup, 1 + m * 0.6, 1e-12);
    assert.ok(npv({ ...base, fleetVcpu: edge.fleetVcpu! }) >= 0);
    assert.ok(npv({ ...base, fleetVcpu: edge.fleetVcpu! - 4 }) < 0);
    assert.ok(npv({ ...base, effortPm: edge.effortPm! }) >= 0);
    assert.ok(npv({ ...base, effortPm: edge.effortPm! * 1.0001 }) < 0);
    assert.ok(npv({ ...base, callsPerRequest: edge.callsPerRequest! }) >= 0);
    assert.ok(npv({ ...base, callsPerRequest: edge.callsPerRequest! * 1.01 }) < 0);
    near(edge.spendUsdPerYear!, edge.fleetVcpu! * 8760 * 0.0504, 1e-12);
  });
  it('agrees with the closed forms where nothing is rounded', () => {
    const fine: CostModelOptions = { fleetVcpu: 1_000_000, speedup: 1.6, ...FINE, personMonthUsd: 1e6 };
    const { breakEven } = payoffOf(planRewrite(SET, resolveCostModel(fine)));
    const edge = of(fine);
    near(1 + (edge.speedupFactor as number) * 0.6, breakEven.speedup as number, 1e-3);
    near(edge.effortPm!, breakEven.effortPm!, 1e-9);
    near(edge.spendUsdPerYear!, breakEven.spendUsdPerYear!, 1e-3);
  });
  it('agrees with them under a commitment too', () => {
    const held: CostModelOptions = {
      fleetVcpu: 1_000_000,
      speedup: 1.6,
      ...FINE,
      personMonthUsd: 1e6,
      commitCoverage: 0.95,
      commitMonthsLeft: 20,
    };
    const { breakEven } = payoffOf(planRewrite(SET, resolveCostModel(held)));
    const edge = of(held);
    near(1 + (edge.speedupFactor as number) * 0.6, breakEven.speedup as number, 1e-3);
    near(edge.effortPm!, breakEven.effortPm!, 1e-9);
    near(edge.spendUsdPerYear!, breakEven.spendUsdPerYear!, 1e-3);
  });
  it('is nothing without a fleet, never where no gain is enough, always where none is needed', () => {
    assert.equal(of({ speedup: 2 }).speedupFactor, null);
    assert.equal(of({ speedup: 2, fleetVcpu: 20 }).speedupFactor, 'never');
    const free = {
      fleetVcpu: 800,
      speedup: 2,
      fixedUsd: 0,
      languageFte: 0,
      targetUtilNew: 0.9,
      effortPm: 0.01,
    };
    assert.equal(of(free).speedupFactor, 'always');
    assert.equal(of({ fleetVcpu: 800, speedup: 1 }).fleetVcpu, null);
    assert.equal(of({ fleetVcpu: 800, speedup: 1 }).delayUsdPerMonth, 0);
  });
  it('gives up a twelfth of the yearly net saving with every month', () => {
    const { money } = payoffOf(planRewrite(SET, resolveCostModel(base)));
    near(of(base).delayUsdPerMonth!, money!.netUsdPerYear.p50 / 12, 1e-12);
    near(money!.delayUsdPerMonth, money!.netUsdPerYear.p50 / 12, 1e-12);
  });
});

describe('commitments and averages', () => {
  const base: CostModelOptions = { fleetVcpu: 800, speedup: 2, ...FINE };
  const money = (change: CostModelOptions) =>
    estimatePayoff(SET, resolveCostModel({ ...base, ...change })).money!;
  it('change nothing where all that is saved is on demand, or none is left', () => {
    // 240 of 800 vCPU are saved; 70 % may be committed.
    assert.equal(money({ commitCoverage: 0.7, commitMonthsLeft: 24 }).npvUsd.p50, money({}).npvUsd.p50);
    assert.equal(money({ commitCoverage: 1, commitMonthsLeft: 0 }).npvUsd.p50, money({}).npvUsd.p50);
    assert.equal(money({ commitMonthsLeft: 24 }).npvUsd.p50, money({}).npvUsd.p50);
  });
  it('save nothing inside an unexpired commitment, and all of it afterwards', () => {
    const held = money({ commitCoverage: 1, commitMonthsLeft: 12 });
    assert.equal(held.netUsdPerYearNow, -estimatePayoff(SET, resolveCostModel(base)).maintenanceUsdPerYear);
    assert.equal(held.netUsdPerYear.p50, money({}).netUsdPerYear.p50);
    const lost = (0.8 * 240 * 8760 * 0.0504) / 1.1;
    near(money({}).npvUsd.p50 - held.npvUsd.p50, lost, 1e-9);
    assert.ok(held.irr! < money({}).irr!);
    const none = money({ commitCoverage: 1, commitMonthsLeft: 36 });
    assert.ok(none.npvUsd.p50 < 0);
  });
  it('pay an average fleet its average, in parts of instances, down to the floors', () => {
    const auto = money({ scaling: 'auto', averageVcpu: 500, instanceVcpu: 4 });
    near(auto.vcpuSaved.p50, 150, 1e-12);
    assert.equal(auto.bindsOn, 'cpu');
    const floored = money({ scaling: 'auto', averageVcpu: 500, instanceVcpu: 4, minInstances: 100 });
    assert.deepEqual([floored.vcpuSaved.p50, floored.bindsOn], [100, 'min-instances']);
    near(floored.vcpuHeld, 50, 1e-9);
    // A fleet of fixed size is paid at its peak.
    assert.equal(money({ scaling: 'static', averageVcpu: 500 }).vcpuSaved.p50, 240);
  });
  it('price memory with the instance that goes', () => {
    const with4 = money({ usdPerGbHour: 0.004, instanceVcpu: 4, instanceGb: 16 });
    near(with4.usdPerYear.p50, 240 * 8760 * (0.0504 + 4 * 0.004), 1e-12);
  });
});

describe('the estimate is monotone in every parameter', () => {
  /** Names and steps; the present value must not fall. */
  const BETTER: readonly (readonly [keyof CostModelOptions, (value: number) => number, number])[] = [
    ['speedup', (x) => x + 0.2, 2],
    ['usdPerVcpuHour', (x) => x * 1.3, 0.0504],
    ['realise', (x) => Math.min(1, x + 0.1), 0.7],
    ['discount', (x) => x - 0.05, 0.2],
    ['personMonthUsd', (x) => x * 0.8, 16_000],
    ['fixedUsd', (x) => x * 0.5, 20_000],
    ['maintenance', (x) => x * 0.5, 0.2],
    ['languageFte', (x) => x * 0.5, 0.1],
    ['effortPm', (x) => x * 0.7, 6],
    ['callsPerRequest', (x) => x * 0.5, 2],
    ['callbacksPerRequest', (x) => x * 0.5, 1],
    ['bytesPerCall', (x) => x * 0.5, 500],
    ['cpuUsPerRequest', (x) => x * 2, 5000],
    ['crossingUs', (x) => x * 0.5, 20],
    ['commitCoverage', (x) => x * 0.5, 0.9],
    ['commitMonthsLeft', (x) => x * 0.5, 18],
    ['targetUtilNew', (x) => x + 0.05, 0.5],
    ['minInstances', (x) => x - 1, 6],
    ['memSaving', (x) => x + 0.2, 0.2],
    ['memUtil', (x) => x + 0.1, 0.8],
    ['rhoGc', (x) => Math.min(1, x + 0.1), 0.8],
  ];
  it('on 300 seeded cases', () => {
    let tried = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const next = seeded(seed);
      const random = (low: number, high: number): number => low + next() * (high - low);
      const options: Record<string, number | string> = { boundary: 'ffi', memGbUsed: random(0, 4000) };
      for (const [name, , middle] of BETTER)
        options[name] = middle < 1 ? Math.min(0.9, middle * random(0.6, 1.1)) : middle * random(0.7, 1.5);
      options['minInstances'] = Math.ceil(random(1, 12));
      options['speedup'] = random(1.1, 4);
      options['fleetVcpu'] = Math.ceil(random(20, 4000));
      const set: Rewrite = {
        coveredShare: random(0.2, 0.7),
        kernelShare: random(0, 0.1),
        functionCount: 3,
        taxes: [{ kind: 'gc', share: random(0, 0.2), weight: random(0, 1) }],
      };
      const worth = (change: object): number => npv({ ...options, ...change }, set);
      const now = worth({});
      // Where nothing is saved, a dearer vCPU makes the loss dearer.
      const { money } = estimatePayoff(set, resolveCostModel(options));
      if (money!.vcpuSaved.p50 <= 0) continue;
      tried++;
      for (const [name, better] of BETTER) {
        const value = options[name] as number;
        assert.ok(worth({ [name]: better(value) }) >= now - 1e-6, `seed ${seed}, ${name} from ${value}`);
      }
    }
    assert.ok(tried > 150, `${tried} of 300 save anything`);
  });
  it('and in the shares: nested sets never save more than the one around them', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const next = seeded(seed);
      const kinds = ['app', 'json', 'alloc', 'kernel', 'regexp'];
      const inner = kinds.map((kind) => ({ kind, share: next() * 0.1 }));
      // The gains of Go's rows are at least 1 at their likely points, so a larger set saves at least as much.
      const outer = inner.map(({ kind, share }) => ({ kind, share: share + next() * 0.09 }));
      const saving = (parts: typeof inner, weight: number): number => {
        const coveredShare = parts.reduce((sum, { share }) => sum + share, 0);
        const taxes = [{ kind: 'gc', share: 0.04, weight }];
        const set = { coveredShare, kernelShare: 0, functionCount: 1, parts, taxes };
        return estimatePayoff(set, resolveCostModel({ from: 'go' })).cpuSaving.p50;
      };
      const weight = next();
      assert.ok(saving(inner, weight * next()) <= saving(outer, weight) + 1e-12, `seed ${seed}`);
    }
  });
});

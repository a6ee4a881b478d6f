import assert from 'node:assert/strict';
import { ProfileError } from '../../../lib/base/errors.js';
import { BOUNDARIES } from '../../../lib/payoff/boundary.js';
import { type CostModelOptions, resolveCostModel } from '../../../lib/payoff/cost-model.js';
import { CROSSING_COSTS, crossingCost } from '../../../lib/payoff/crossing-costs.js';
import { estimatePayoff, type Payoff, type Rewrite } from '../../../lib/payoff/estimate.js';
import { CHOICES, PARAMETERS } from '../../../lib/payoff/parameters.js';
import { atDeviation, sortedOpenRange, Z90 } from '../../../lib/payoff/range.js';

const close = (got: number, want: number, tolerance = 1e-6): void =>
  assert.ok(Math.abs(got - want) <= tolerance * Math.abs(want), `${got}, expected ${want}`);

const exactly = (s: number) => ({ p10: s, p50: s, p90: s });
const removed = exactly(Number.POSITIVE_INFINITY);
const KINDS: Rewrite = {
  coveredShare: 0.67,
  kernelShare: 0.1,
  functionCount: 18,
  taxes: [{ kind: 'gc', share: 0.12, weight: 0.7 }],
  parts: [
    { kind: 'app', share: 0.25, speedup: exactly(1.3) },
    { kind: 'json', share: 0.2, speedup: exactly(4) },
    { kind: 'alloc', share: 0.08, speedup: exactly(1.5) },
    { kind: 'assist', share: 0.04, speedup: removed },
    { kind: 'kernel', share: 0.1, speedup: exactly(1) },
  ],
};
const messages = ({ warnings }: Payoff): string => warnings.map(({ message }) => message).join(' ');
const estimate = (rewrite: Rewrite, options: CostModelOptions) =>
  estimatePayoff(rewrite, resolveCostModel({ from: 'go', ...options }));

describe('the whole chain on work of several kinds', () => {
  const payoff = estimate(KINDS, { fleetVcpu: 800, languageFte: 0 });
  const money = payoff.money!;
  it('V2: residual and speedup', () => {
    close(payoff.residual.p50, 0.641641025641);
    close(payoff.speedup.p50, 1.558504);
    close(estimate({ ...KINDS, taxes: [] }, {}).speedup.p50, 1.378092);
  });
  it('V3: instances, vCPU and dollars', () => {
    assert.deepEqual([money.instances.p50, money.vcpuSaved.p50, money.bindsOn], [129, 284, 'cpu']);
    close(money.usdPerYear.p50, 125_387.136);
  });
  it('V4: 7 person-months pay back in 20.3 months', () => {
    assert.equal(payoff.effortPm.p50, 7);
    close(money.netUsdPerYear.p50, 77_909.7088);
    close(money.paybackMonths.p50!, 20.331228, 1e-6);
    close(money.npvUsd.p50, 61_749.91, 1e-6);
    close(money.irr!, 0.350712, 2e-6);
    close(payoff.breakEven.spendUsdPerYear!, 263_280.54, 1e-6);
  });
  it('takes the discount from the price and growth into the present value', () => {
    const cheaper = estimate(KINDS, { fleetVcpu: 800, languageFte: 0, discount: 0.3, growth: 0.1 }).money!;
    close(cheaper.usdPerYear.p50, 125_387.136);
    close(cheaper.effectiveUsdPerYear.p50, 0.7 * 125_387.136);
    // Growth of 10 % against a rate of 10 %: three years count in full.
    close(cheaper.npvUsd.p50, 3 * (0.8 * 0.7 * 125_387.136 - 22_400) - 132_000);
  });
  it('charges crossings, and says how many eat the gain', () => {
    const at = estimate(KINDS, { cpuUsPerRequest: 391.5, callsPerRequest: 1, boundary: 'sidecar' });
    close(at.residual.p50, 0.641641025641 + 100 / 391.5);
    close(at.breakEven.callsPerRequest!, (1 - 0.641641025641) * 3.915);
    assert.deepEqual(
      at.warnings.map(({ code }) => code),
      [],
    );
    const unknown = estimate(KINDS, { boundary: 'sidecar' });
    close(unknown.residual.p50, 0.641641025641);
    assert.match(messages(unknown), /Crossings of the boundary "sidecar" are not in the estimate/);
  });
  it('multiplies capacity by the usable utilisation, and says when it is only a bound', () => {
    const at = estimate(KINDS, { kneeUtilOld: 0.832, kneeUtilNew: 0.975, bottleneck: 'cpu' });
    close(at.capacity.p50, 0.975 / 0.832 / 0.641641025641);
    assert.deepEqual([at.capacityIsUpperBound, payoff.capacityIsUpperBound], [false, true]);
  });
  it('gives the saving at either end of the interval of what is covered, with its tax', () => {
    const whole = 0.67 + 0.084;
    const { cpuSavingOfInterval } = estimate(
      { ...KINDS, coveredInterval: { low: whole / 2, high: whole } },
      {},
    );
    const gain = 1 - 0.641641025641;
    close(cpuSavingOfInterval!.low, gain / 2);
    close(cpuSavingOfInterval!.high, gain);
  });
  it("takes background collection that is the set's already as one bin", () => {
    const short = estimate({ ...KINDS, taxes: undefined, taxShare: 0.084 }, {});
    close(short.residual.p50, 0.641641025641);
    assert.equal(short.taxes[0]!.kind, 'gc');
  });
  it('gives latency as an interval of the time on the CPU', () => {
    const { latencySaving } = estimate({ ...KINDS, onCpuShare: 0.5 }, {});
    assert.equal(latencySaving.low, 0);
    close(latencySaving.high, 0.5 * (1 - 0.725641025641));
    const known = estimate({ ...KINDS, onCpuShare: 0.5 }, { criticalShare: 0.4 }).latencySaving;
    close(known.low, 0.2 * (1 - 0.725641025641));
    assert.equal(known.high, known.low);
  });
  it('breaks even in effort where it says', () => {
    const effortPm = payoff.breakEven.effortPm!;
    close(estimate(KINDS, { fleetVcpu: 800, languageFte: 0, effortPm }).money!.npvUsd.p50 + 1e6, 1e6);
  });
  it('refuses shares and counts that cannot be', () => {
    for (const wrong of [
      { coveredShare: 1.2 },
      { coveredShare: Number.NaN },
      { taxes: [{ kind: 'gc', share: 0.5, weight: 1 }] },
      { coveredShare: 0.5 },
      { functionCount: -1 },
      { onCpuShare: 2 },
      { parts: [{ kind: 'app', share: 0.67, speedup: { p10: 2, p50: 1, p90: 3 } }] },
    ])
      assert.throws(() => estimate({ ...KINDS, ...wrong }, {}), ProfileError, JSON.stringify(wrong));
  });
});

describe('speedups', () => {
  const plain = { coveredShare: 0.6, kernelShare: 0, functionCount: 2 };
  it('of whole services come from the language pair, shrunk', () => {
    const { residual, parts, assumptions } = estimate(plain, {});
    assert.deepEqual(parts[0]!.speedup, { p10: 1 + 0.7 * 0.1499999999999999, p50: 1.42, p90: 2.4 });
    close(residual.p50, 1 - 0.6 * (1 - 1 / 1.42));
    assert.deepEqual(
      [assumptions[0]!.name, assumptions[0]!.value, assumptions[0]!.tag],
      ['speedup.service', 1.42, 'prior'],
    );
  });
  it('are none, with a warning, for a pair that nobody has published', () => {
    const payoff = estimate(plain, { from: 'cobol', to: 'go' });
    assert.deepEqual(payoff.residual, exactly(1));
    assert.match(messages(payoff), /No speedup is published for "service" from cobol to go/);
  });
  it('that are given are believed as they stand, but not of the kernel', () => {
    const parts = [
      { kind: 'app', share: 0.4 },
      { kind: 'kernel', share: 0.2 },
    ];
    const { residual } = estimate({ ...plain, parts }, { speedup: 2, speedupLow: 1.5, speedupHigh: 4 });
    close(residual.p50, 0.8);
    close(residual.p90, 1 - 0.4 * (1 - 1 / 1.5) - 0.2 * (1 - 1 / 0.95));
  });
  it('warn where garbage collection would count twice', () => {
    assert.match(
      messages(estimate({ ...plain, taxes: [{ kind: 'gc', share: 0.1, weight: 1 }] }, {})),
      /counts it twice/,
    );
  });
  it('rise from the low to the high point as a two-piece lognormal', () => {
    const range = { p10: 1.1, p50: 1.5, p90: 3 };
    close(atDeviation(range, -Z90), 1.1, 1e-12);
    assert.equal(atDeviation(range, 0), 1.5);
    close(atDeviation(range, Z90), 3, 1e-12);
    const goes = { p10: 5, p50: Number.POSITIVE_INFINITY, p90: Number.POSITIVE_INFINITY };
    assert.equal(atDeviation(goes, 0), Number.POSITIVE_INFINITY);
    close(atDeviation(goes, -Z90), 5, 1e-12);
    close(1 / atDeviation(goes, -Z90 / 2), 0.1, 1e-12);
    assert.equal(atDeviation(goes, -10), 1);
    for (const [a, b, c] of [
      [null, 3, 1],
      [3, null, 1],
      [1, 3, null],
      [3, 1, null],
    ] as const)
      assert.deepEqual(sortedOpenRange(a, b, c), { p10: 1, p50: 3, p90: null });
    assert.deepEqual(sortedOpenRange(null, 2, null), { p10: 2, p50: null, p90: null });
  });
  it('of crossings are in a table whose every row has an order and a source', () => {
    for (const row of CROSSING_COSTS)
      assert.ok(
        row.nsPerCallLow <= row.nsPerCall && row.nsPerCall <= row.nsPerCallHigh && row.source !== '',
        row.boundary,
      );
    for (const boundary of BOUNDARIES) assert.equal(crossingCost(boundary, 'cobol').from, '*');
    assert.equal(crossingCost('ffi', 'java').nsPerCall, 12);
  });
});

describe('the cost model', () => {
  for (const { options, want } of [
    { options: { speedup: 0 }, want: 'speedup is 0; expected 0.01 to 1000 times' },
    { options: { realise: Number.NaN }, want: 'realise is NaN; expected 0.01 to 1 fraction' },
    { options: { fleetVcpu: '800' }, want: 'fleetVcpu is "800"; expected 1 to 10000000 vCPU' },
    { options: { fleetVcpu: null }, want: 'fleetVcpu is null; expected 1 to 10000000 vCPU' },
    { options: { zones: [3] }, want: 'zones is a list; expected 1 to 100 zones' },
    {
      options: { boundary: 'rpc' },
      want: 'boundary is "rpc"; expected endpoint, ffi, wasm, sidecar, service',
    },
    { options: { from: 'Go\u001b[2J' }, want: 'from is "Go\\u001b[2J"; expected a language in lower case' },
    {
      options: { speedupLow: 1.1 },
      want: 'speedupLow or speedupHigh is given without speedup; expected speedup too',
    },
    {
      options: { speedup: 2, speedupLow: 3 },
      want: 'speedupLow, speedup, speedupHigh are 3, 2, 2; expected them in rising order',
    },
    { options: { toString: 1 }, want: 'there is no cost parameter "toString"; expected one of fleetVcpu' },
  ]) {
    it(`refuses ${want.slice(0, 60)}`, () => {
      assert.throws(
        () => resolveCostModel(options as CostModelOptions),
        (error: unknown) =>
          error instanceof ProfileError && error.code === 'bad-model' && error.message.startsWith(want),
      );
    });
  }
  it('lists every parameter once, with its source, and tags what was given', () => {
    const { assumptions } = resolveCostModel({ fleetVcpu: 40, from: 'java' });
    const built =
      'crossing.ffi effort.scaffold effort.verify effort.function effort.sigma speedup.shared'.split(' ');
    const carbon = ['wattsIdle', 'wattsBusy', 'pue', 'grid'].map((name) => `carbon.${name}`);
    const names = [...Object.keys(PARAMETERS), ...Object.keys(CHOICES), ...built, ...carbon];
    assert.deepEqual(assumptions.map(({ name }) => name).sort(), names.sort());
    const given = assumptions.filter(({ tag }) => tag === 'given').map(({ name, value }) => [name, value]);
    assert.deepEqual(given, [
      ['fleetVcpu', 40],
      ['from', 'java'],
    ]);
    assert.ok(assumptions.every(({ source }) => source !== ''));
    const ofGiven = resolveCostModel({ speedup: 2 }).assumptions.map(({ name }) => name);
    assert.ok(!ofGiven.includes('speedup.shared'), 'a speedup that was given has its range in it');
  });
  it('has defaults inside their own ranges', () => {
    for (const [name, { value, low, high }] of Object.entries(PARAMETERS))
      assert.ok(value === null || (low <= value && value <= high), name);
    for (const [name, { value, allowed }] of Object.entries(CHOICES)) assert.match(value, allowed, name);
  });
});

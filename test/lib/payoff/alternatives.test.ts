import assert from 'node:assert/strict';
import { KINDS } from '../../../lib/kinds/kinds.js';
import { findAlternatives, type KindShares } from '../../../lib/payoff/alternatives.js';
import { ALTERNATIVES } from '../../../lib/payoff/alternatives-catalogue.js';
import { type CostModelOptions, resolveCostModel } from '../../../lib/payoff/cost-model.js';
import { payoffOf } from '../../../lib/payoff/estimate.js';
import { planRewrite, type Rewrite } from '../../../lib/payoff/plan.js';
import { near } from '../../support/near.js';

const SET: Rewrite = {
  coveredShare: 0.5,
  kernelShare: 0,
  functionCount: 4,
  parts: [
    { kind: 'json', share: 0.2 },
    { kind: 'app', share: 0.3 },
  ],
  taxes: [{ kind: 'gc-mark', share: 0.1, weight: 0.5 }],
};
const SHARES: KindShares = { json: 0.25, app: 0.4, 'gc-mark': 0.1, kernel: 0.25 };
const FINE = { instanceVcpu: 1, minInstances: 0, zones: 1, instancesPerZone: 0 } as const;
const plan = (options: CostModelOptions = {}) =>
  planRewrite(
    SET,
    resolveCostModel({ from: 'go', boundary: 'endpoint', fleetVcpu: 1000, ...FINE, ...options }),
  );
const ids = (shares: KindShares, options: CostModelOptions = {}) =>
  findAlternatives(plan(options), shares).fixes.map(({ alternative }) => alternative.id);

describe('the catalogue', () => {
  it('has an order, a source and a date in every row, and each id once', () => {
    for (const { id, saving, source, date, effortPm, of } of ALTERNATIVES) {
      assert.ok(
        0 <= saving.p10 && saving.p10 <= saving.p50 && saving.p50 <= saving.p90 && saving.p90 < 1,
        id,
      );
      assert.ok(source !== '' && /^20\d\d(-\d\d){0,2}$/.test(date) && (effortPm > 0 || of === 'ask'), id);
    }
    assert.equal(new Set(ALTERNATIVES.map(({ id }) => id)).size, ALTERNATIVES.length);
    for (const { kinds } of ALTERNATIVES) for (const kind of kinds) assert.ok(KINDS.includes(kind));
  });
});

describe('cheaper alternatives', () => {
  it('fit the language and the shares of kinds', () => {
    const found = ids(SHARES);
    for (const id of ['go-json-library', 'go-pgo', 'go-gogc', 'go-upgrade', 'graviton', 'cache-or-batch'])
      assert.ok(found.includes(id), id);
    assert.ok(
      !found.includes('go-regexp') && !found.includes('python-orjson') && !found.includes('go-vtprotobuf'),
    );
    assert.ok(ids({ json: 0.04, app: 0.96 }).every((id) => id !== 'go-json-library'));
    assert.ok(ids({ json: 0.1, app: 0.9 }, { from: 'python' }).includes('python-orjson'));
    assert.ok(ids({ gc: 0.12, app: 0.88 }, { from: 'kotlin' }).includes('jvm-collector'));
  });
  it('are priced with the rates of the plan, without its fixed cost and language', () => {
    const json = findAlternatives(plan(), SHARES).fixes.find(
      ({ alternative }) => alternative.id === 'go-json-library',
    )!;
    near(json.saving!.p50, 0.25 * 0.62, 1e-12);
    assert.equal(json.vcpuSaved, 155);
    near(json.effectiveUsdPerYear!, 155 * 8760 * 0.0504, 1e-12);
    assert.equal(json.buildUsd, 8000);
    const net = 0.8 * 155 * 8760 * 0.0504 - 0.2 * 8000;
    near(json.netUsdPerYear!, net, 1e-12);
    near(json.paybackMonths!, (12 * 8000) / net, 1e-12);
    assert.ok(json.counts);
  });
  it('count only when the profile shows them or they are confirmed', () => {
    const together = (confirmed: string[]) => findAlternatives(plan(), SHARES, { confirmed }).together!.ids;
    assert.deepEqual(together([]), ['go-json-library']);
    assert.deepEqual([...together(['go-gogc', 'go-pgo'])].sort(), ['go-gogc', 'go-json-library', 'go-pgo']);
    assert.equal(findAlternatives(plan(), SHARES, { done: ['go-json-library'] }).together, null);
  });
  it('multiply on what they touch, and leave the kernel alone', () => {
    const two = findAlternatives(plan(), SHARES, { confirmed: ['go-pgo'] }).together!;
    const left = 0.25 * 0.38 * 0.965 + 0.5 * 0.965 + 0.25;
    near(two.cpuSaving, 1 - left, 1e-12);
  });
  it('leave the rewrite a smaller gain, on a smaller fleet', () => {
    const { rewriteAfter, partOfGain } = findAlternatives(plan(), SHARES).together!;
    const left = 1 - 0.25 * 0.62;
    near(rewriteAfter.parts.find(({ kind }) => kind === 'json')!.share, (0.2 * 0.38) / left, 1e-12);
    near(rewriteAfter.parts.find(({ kind }) => kind === 'app')!.share, 0.3 / left, 1e-12);
    near(rewriteAfter.taxes[0]!.share, 0.1 / left, 1e-12);
    const before = payoffOf(plan());
    assert.ok(rewriteAfter.money!.npvUsd.p50 < before.money!.npvUsd.p50);
    near(partOfGain!, (155 * 8760 * 0.0504) / before.money!.effectiveUsdPerYear.p50, 1e-12);
    // Together they never save more than the CPU that there is, and more than either alone.
    const saved = 1 - left * rewriteAfter.residual.p50;
    assert.ok(saved < 1 && saved > 0.155 && saved > before.cpuSaving.p50);
  });
  it('that lower the price lower the bill and not the CPU', () => {
    const all = findAlternatives(plan(), SHARES, { done: ['go-json-library'], confirmed: ['graviton'] });
    const together = all.together!;
    assert.equal(together.cpuSaving, 0);
    near(together.effectiveUsdPerYear!, 0.19 * 1000 * 8760 * 0.0504, 1e-12);
    near(together.rewriteAfter.money!.spendUsdPerYear, 0.81 * 1000 * 8760 * 0.0504, 1e-12);
  });
  it('have no money without a fleet, but their part of the gain', () => {
    const bare = planRewrite(SET, resolveCostModel({ from: 'go', boundary: 'endpoint' }));
    const { fixes, together } = findAlternatives(bare, SHARES);
    assert.ok(fixes.every(({ paybackMonths, npvUsd }) => paybackMonths === null && npvUsd === null));
    near(together!.partOfGain!, 0.155 / payoffOf(bare).cpuSaving.p50, 1e-12);
  });
});

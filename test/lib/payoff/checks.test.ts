import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ProfileError } from '../../../lib/base/errors.js';
import {
  CHECKS,
  type CheckCode,
  checkPrice,
  checkProfile,
  type ProfileFacts,
  refuse,
} from '../../../lib/payoff/checks.js';
import { resolveCostModel } from '../../../lib/payoff/cost-model.js';
import { DATA_SETS, dataAges, dataChecks } from '../../../lib/payoff/data-age.js';
import { estimatePayoff } from '../../../lib/payoff/estimate.js';
import { linearUtilisation } from '../../../lib/payoff/fleet.js';
import { capacityClosure, cpuOfRun, cpuRatio, type Run } from '../../../lib/payoff/load-pair.js';
import { DEFAULT_PRICE, priceOf } from '../../../lib/payoff/prices.js';
import { near } from '../../support/near.js';

describe('two load tests', () => {
  const run = (utilisation: number, requestsPerSecond: number, change: Partial<Run> = {}): Run => ({
    utilisation,
    requestsPerSecond,
    vcpu: 40,
    cpuUsPerRequest: null,
    ...change,
  });
  const badModel = (error: unknown): boolean => error instanceof ProfileError && error.code === 'bad-model';
  it('compare percentages at equal load', () => {
    near(cpuRatio(run(0.783, 80_000), run(0.52, 80_000)), 0.6641123882503193, 1e-12);
    near(cpuRatio(run(0.5, 1000, { vcpu: 8 }), run(0.5, 1000, { vcpu: 4 })), 0.5, 1e-12);
  });
  it('refuse the mis-paired percentages of the published story', () => {
    assert.throws(
      () => cpuRatio(run(0.78, 85_000), run(0.52, 150_000)),
      (error: unknown) =>
        badModel(error) &&
        /CPU 78\.0% at 85000 requests\/s and 52\.0% at 150000 requests\/s cannot be compared/.test(
          String(error),
        ),
    );
    assert.throws(() => cpuRatio(run(0.5, 1000, { vcpu: null }), run(0.4, 1000)), badModel);
  });
  it('compare any loads by CPU per request', () => {
    const slope = { cpuUsPerRequest: 391.5 };
    near(cpuRatio(run(0.9, 85_000, slope), run(0.9, 150_000, { cpuUsPerRequest: 260 })), 260 / 391.5, 1e-12);
    assert.equal(cpuOfRun(run(0.5, 1000, { vcpu: null })), null);
    near(cpuOfRun(run(0.783, 80_000))!, 391.5, 1e-12);
  });
  it('close where the identity of capacity holds', () => {
    near(capacityClosure(150 / 85, 260 / 391.5, 0.8319375, 0.975) + 1, 1, 1e-9);
    near(linearUtilisation(391.5, 105_000, 40), 1.0276875, 1e-12);
  });
});

describe('the checks of a profile', () => {
  const rows: { facts: ProfileFacts; want: CheckCode }[] = [
    { facts: { shares: [0.5, 0.4] }, want: 'payoff-shares-not-one' },
    { facts: { shares: [0.5, Number.NaN] }, want: 'payoff-shares-not-one' },
    { facts: { covered: { once: 0.5, credited: 0.6 } }, want: 'payoff-set-overlaps' },
    { facts: { backgroundGc: 0.04 }, want: 'payoff-no-heap-profile' },
    {
      facts: { backgroundGc: 0.02, goVersion: '1.20', hasAllocations: true },
      want: 'payoff-idle-gc-inseparable',
    },
    { facts: { backgroundGc: 0.02, memoryLimited: true }, want: 'payoff-memory-limit' },
    { facts: { kernelShare: 0.6 }, want: 'payoff-kernel-share' },
    { facts: { coveredShare: 0.95 }, want: 'payoff-root-in-set' },
    { facts: { profileUtilisation: 0.1, fleetUtilisation: 0.5 }, want: 'payoff-load-differs' },
    { facts: { claimedLoads: [[391.5, 105_000, 40]] }, want: 'payoff-over-capacity' },
    { facts: { shadowGaps: 3 }, want: 'payoff-shadow-gaps' },
  ];
  for (const { facts, want } of rows)
    it(`note ${want} of ${JSON.stringify(facts)}`, () => {
      const found = checkProfile(facts);
      assert.deepEqual(
        found.map(({ code }) => code),
        [want],
      );
      assert.notEqual(found[0]!.message, '');
      if (CHECKS[want] === 'error') assert.throws(() => refuse(found), new RegExp(want));
      else assert.doesNotThrow(() => refuse(found));
    });
  it('note nothing of a sound one', () => {
    const facts: ProfileFacts = {
      shares: [0.1, 0.2, 0.7],
      covered: { once: 0.3, credited: 0.3 },
      backgroundGc: 0.1,
      hasAllocations: true,
      kernelShare: 0.2,
      coveredShare: 0.5,
      goVersion: 'go1.26.8',
      profileUtilisation: 0.4,
      fleetUtilisation: 0.5,
      claimedLoads: [[391.5, 85_000, 40]],
      shadowGaps: 0,
    };
    assert.deepEqual(checkProfile(facts), []);
  });
});

describe('the checks of an estimate', () => {
  const spot = priceOf('opencost-spot')!;
  it('note a price that is dear, cheap or none', () => {
    const codes = (price: number) => checkPrice(price, DEFAULT_PRICE, spot).map(({ code }) => code);
    assert.deepEqual(codes(0.0504), []);
    assert.deepEqual(codes(0.0856), ['payoff-odd-price']);
    assert.deepEqual(codes(0.001), ['payoff-odd-price']);
    assert.deepEqual(codes(0), ['payoff-no-price']);
  });
  const set = { coveredShare: 0.6, kernelShare: 0, functionCount: 2 };
  for (const { options, want } of [
    { options: { fleetVcpu: 16, speedup: 9 }, want: 'payoff-floor-binds' },
    { options: { kneeUtilNew: 0.9 }, want: 'payoff-knee-not-measured' },
    { options: { from: 'go' }, want: 'payoff-all-priors' },
    { options: { from: 'cobol' }, want: 'payoff-no-prior' },
    { options: {}, want: 'payoff-crossings-unknown' },
    { options: { fleetVcpu: 800, usdPerVcpuHour: 0.09 }, want: 'payoff-odd-price' },
    {
      options: { fleetVcpu: 800, speedup: 3, commitCoverage: 0.9, commitMonthsLeft: 6 },
      want: 'payoff-commitment',
    },
    { options: { fleetVcpu: 800, speedup: 3, scaling: 'static' as const }, want: 'payoff-static-fleet' },
  ])
    it(`note ${want}`, () => {
      const { warnings } = estimatePayoff(set, resolveCostModel(options));
      assert.ok(
        warnings.some(({ code }) => code === want),
        JSON.stringify(warnings),
      );
    });
  it('note a saving above the ceiling', () => {
    // The row of the kernel has 1.1 at its high end, and no language can claim it.
    const parts = [{ kind: 'kernel', share: 0.6 }];
    const { warnings } = estimatePayoff({ ...set, parts }, resolveCostModel({}));
    assert.ok(warnings.some(({ code }) => code === 'payoff-over-ceiling'));
  });
  it('are all explained in docs/warnings.md, under the head of their severity', () => {
    const text = readFileSync('docs/warnings.md', 'utf8');
    for (const code of Object.keys(CHECKS)) assert.ok(text.includes(`\`${code}\``), code);
  });
});

describe('the age of the built-in data', () => {
  it('is in days, and warns after a year', () => {
    const at = (today: string) => dataAges(today).find(({ name }) => name === 'prices')!;
    assert.deepEqual([at('2026-11-24').days, at('2026-11-24').warning], [0, null]);
    assert.equal(at('2027-11-24').old, false);
    assert.match(at('2027-11-25').warning!, /list prices are of 2026-11-24, over a year old \(366 days/);
    assert.equal(dataAges('2026-11-24').find(({ name }) => name === 'carbon')!.old, true);
    assert.equal(dataAges('2027-01-01').length, DATA_SETS.length);
  });
  it('comes as checks with a code too', () => {
    const [first] = dataChecks('2030-01-01');
    assert.deepEqual([first!.code, first!.severity], ['payoff-old-data', 'warning']);
    assert.equal(dataChecks('2030-01-01').length, DATA_SETS.length);
  });
  it('needs a date', () => {
    for (const wrong of ['tomorrow', '2027-13-01', '2027-06-31', ''])
      assert.throws(() => dataAges(wrong), /expected 2027-03-01/);
  });
});

import assert from 'node:assert/strict';
import * as financial from 'financial';
import {
  annuity,
  delayedAnnuity,
  internalRate,
  netPresentValue,
  paybackInPhases,
  paybackMonths,
} from '../../../lib/payoff/finance.js';
import { near } from '../../support/near.js';
import { seeded } from '../../support/random.js';

/** Flows of years 0 to H, as a spreadsheet lists them. */
function flows(build: number, net: number, years: number, growth: number): number[] {
  return [-build, ...Array.from({ length: years }, (_, t) => net * (1 + growth) ** (t + 1))];
}

describe('present value and rate of return agree with the `financial` library (a port of numpy-financial)', () => {
  it('on 400 seeded cases', () => {
    let rates = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const next = seeded(seed);
      const random = (low: number, high: number): number => low + next() * (high - low);
      const [build, net, rate] = [random(1e3, 1e6), random(-2e5, 1e6), random(0, 0.4)];
      const years = 1 + Math.floor(random(0, 10));
      const growth = random(-0.1, 0.3);
      const cash = flows(build, net, years, growth);
      const ours = netPresentValue(build, net, rate, years, growth);
      assert.ok(
        Math.abs(ours - financial.npv(rate, cash)) <= 1e-9 * (build + Math.abs(net) * years),
        `seed ${seed}: ${ours}`,
      );
      const irr = internalRate(build, net, years, growth);
      if (irr === null) continue;
      assert.ok(Math.abs(financial.npv(irr, cash)) <= 1e-9 * build, `seed ${seed}`);
      // Theirs is Newton's method, which finds no rate far below nothing.
      if (irr < 0 || irr > 3) continue;
      rates++;
      near(irr, financial.irr(cash, 0.1, 1e-12, 200), 1e-9, `seed ${seed}`);
    }
    assert.ok(rates > 150, `${rates} rates compared`);
  });
  it('and the annuity with its present value of one a year', () => {
    for (const rate of [0.01, 0.1, 0.35])
      for (const years of [1, 3, 12])
        near(annuity(rate, years), -financial.pv(rate, years, 1, 0, financial.PaymentDueTime.End), 1e-12);
  });
  it('and, of a year that the horizon ends in, its part counts', () => {
    near(annuity(0.1, 1.5), financial.npv(0.1, [0, 1, 0.5]), 1e-12);
    near(annuity(0.1, 13 / 12, 0.2), financial.npv(0.1, [0, 1.2, 1.44 / 12]), 1e-12);
    near(delayedAnnuity(0.1, 2.5, 0, 18), financial.npv(0.1, [0, 0, 0.5, 0.5]), 1e-12);
    near(delayedAnnuity(0.1, 1.5, 0, 15), financial.npv(0.1, [0, 0, 0.25]), 1e-12);
  });
});

describe('a saving that begins when a commitment lapses', () => {
  it('is worth all with no months left, nothing after the horizon, and in between as spreadsheet flows say', () => {
    assert.equal(delayedAnnuity(0.1, 3, 0, 0), annuity(0.1, 3));
    assert.equal(delayedAnnuity(0.1, 3, 0, 36), 0);
    // 18 months: nothing in year 1, half of year 2, all of year 3.
    near(delayedAnnuity(0.1, 3, 0, 18), financial.npv(0.1, [0, 0, 0.5, 1]), 1e-12);
  });
  it('pays back in two phases', () => {
    assert.equal(paybackInPhases(1200, 1200, 24, 5000), paybackMonths(1200, 1200));
    assert.equal(paybackInPhases(1200, 0, 24, 1200), 36);
    assert.equal(paybackInPhases(1200, 600, 12, 1200), 12 + 6);
    assert.equal(paybackInPhases(1200, -600, 12, 1200), 12 + 18);
    assert.equal(paybackInPhases(1200, 0, 24, 0), null);
  });
});

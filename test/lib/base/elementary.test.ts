import assert from 'node:assert/strict';
import { exp, expm1, log, log1p, power } from '../../../lib/base/elementary.js';
import { near } from '../../support/near.js';
import { seeded } from '../../support/random.js';

describe('elementary functions', () => {
  it('agree with 40-digit values of mpmath 1.3.0', () => {
    for (const [x, want] of [
      [1, Math.E],
      [-1, 0.36787944117144233],
      [0.5, 1.6487212707001282],
      [-20, 2.061153622438558e-9],
      [700, 1.0142320547350045e304],
      [1e-5, 1.00001000005],
    ] as const)
      near(exp(x), want, 2.3e-16, `exp ${x}`);
    for (const [x, want] of [
      [2, Math.LN2],
      [10, Math.LN10],
      [0.1, -Math.LN10],
      [1e300, 690.7755278982137],
      [5e-324, -744.4400719213812],
      [1.0000001, 9.999999505838704e-8],
    ] as const)
      near(log(x), want, 2.3e-16, `log ${x}`);
    assert.equal(exp(-740), 4.2e-322);
  });
  it('have the limits that IEEE 754 gives them', () => {
    assert.deepEqual(
      [exp(0), exp(710), exp(-746), exp(-Infinity), exp(Infinity)],
      [1, Infinity, 0, 0, Infinity],
    );
    assert.deepEqual([log(1), log(0), log(Infinity)], [0, -Infinity, Infinity]);
    assert.deepEqual([log1p(0), log1p(-1), log1p(Infinity), log1p(1e-300)], [0, -Infinity, Infinity, 1e-300]);
    assert.deepEqual([expm1(0), expm1(1e-300), expm1(-1000), expm1(1000)], [0, 1e-300, -1, Infinity]);
    for (const value of [exp(Number.NaN), log(-1), log(Number.NaN), log1p(-2), expm1(Number.NaN)])
      assert.ok(Number.isNaN(value));
  });
  it('stay within a few units in the last place of the engine, seed 12', () => {
    const random = seeded(12);
    for (let i = 0; i < 20_000; i++) {
      const x = (random() - 0.5) * 1400;
      const small = (random() - 0.5) * 2 ** -Math.floor(random() * 30);
      near(exp(x), Math.exp(x), 5e-16, `exp ${x}`);
      near(log(Math.exp(x)), Math.log(Math.exp(x)), 5e-16, `log of e^${x}`);
      near(log1p(small), Math.log1p(small), 1e-15, `log1p ${small}`);
      near(expm1(small), Math.expm1(small), 1e-15, `expm1 ${small}`);
      const base = random() * 9;
      near(power(base, 2.5), base * base * Math.sqrt(base), 5e-15, `${base}^2.5`);
    }
  });
});

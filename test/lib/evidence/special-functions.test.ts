import assert from 'node:assert/strict';
import { normalCdf, normalDensity, normalQuantile } from '../../../lib/evidence/normal.js';
import {
  betaCdf,
  betaQuantile,
  logGamma,
  studentCdf,
  studentQuantile,
} from '../../../lib/evidence/special-functions.js';
import { near } from '../../support/near.js';
import { seeded } from '../../support/random.js';
import {
  BETA_CDF,
  BETA_QUANTILE,
  LOG_GAMMA,
  NORMAL_CDF,
  NORMAL_QUANTILE,
  STUDENT_CDF,
  STUDENT_QUANTILE,
} from './reference-values.js';

describe('special functions', () => {
  for (const [what, rows, fn, tolerance] of [
    ['the normal quantile', NORMAL_QUANTILE, normalQuantile, 2e-15],
    ['the normal distribution', NORMAL_CDF, normalCdf, 2e-13],
    ['log-gamma', LOG_GAMMA, logGamma, 1e-13],
    ['the incomplete beta function', BETA_CDF, betaCdf, 1e-11],
    ['the beta quantile', BETA_QUANTILE, betaQuantile, 2e-12],
    ["Student's t", STUDENT_CDF, studentCdf, 1e-12],
    ["the quantile of Student's t", STUDENT_QUANTILE, studentQuantile, 1e-12],
  ] as const) {
    it(`${what} agrees with scipy and mpmath`, () => {
      for (const row of rows) {
        const given = row.slice(0, -1);
        const got = (fn as (...given: readonly number[]) => number)(...given);
        near(got, row.at(-1)!, tolerance, `${what}(${given})`);
      }
    });
  }
  it('have the limits that definitions give', () => {
    assert.deepEqual([normalQuantile(0), normalQuantile(1)], [-Infinity, Infinity]);
    assert.ok(Number.isNaN(normalQuantile(-0.1)) && Number.isNaN(normalQuantile(1.1)));
    assert.deepEqual(
      [betaCdf(0, 2, 3), betaCdf(1, 2, 3), betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)],
      [0, 1, 0, 1],
    );
    assert.deepEqual(
      [studentQuantile(0, 3), studentQuantile(0.5, 3), studentQuantile(1, 3)],
      [-Infinity, 0, Infinity],
    );
    assert.deepEqual([normalCdf(-50), normalCdf(50)], [0, 1]);
    near(normalDensity(0), 0.3989422804014327, 1e-15);
  });
  it('invert each other, seed 4711', () => {
    const random = seeded(4711);
    for (let i = 0; i < 2000; i++) {
      const p = random() * 0.998 + 0.001;
      const a = Math.exp(random() * 12 - 2);
      const b = Math.exp(random() * 12 - 2);
      near(normalCdf(normalQuantile(p)), p, 1e-13);
      near(studentCdf(studentQuantile(p, a), a), p, 1e-11, `t ${a}`);
      // Where the quantile is pressed against 1, floats are too far apart to give p back.
      const x = betaQuantile(p, a, b);
      if (x < 0.99) near(betaCdf(x, a, b), p, 1e-9, `beta ${p} ${a} ${b}`);
    }
  });
});

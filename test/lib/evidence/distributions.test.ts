import assert from 'node:assert/strict';
import {
  bernoulli,
  type Distribution,
  drawBeta,
  drawDirichlet,
  drawGamma,
  fixed,
  lognormal,
  normal,
  pert,
  triangular,
  twoPieceLognormal,
} from '../../../lib/evidence/distributions.js';
import { quantileOf } from '../../../lib/evidence/quantiles.js';
import { Random } from '../../../lib/evidence/random.js';
import { fingerprint } from '../../support/fingerprint.js';
import { near } from '../../support/near.js';
import { LOGNORMAL_QUANTILE, PERT_QUANTILE, TRIANGULAR_QUANTILE } from './reference-values.js';

const DRAWS = 40_000;

describe('distributions', () => {
  for (const [what, rows, make] of [
    ['pert', PERT_QUANTILE, pert],
    ['triangular', TRIANGULAR_QUANTILE, triangular],
    ['lognormal', LOGNORMAL_QUANTILE, lognormal],
  ] as const) {
    it(`${what} has the quantiles that scipy has`, () => {
      for (const row of rows) {
        const given = row.slice(0, -2);
        const distribution = (make as (...given: readonly number[]) => Distribution)(...given);
        near(distribution.quantile(row.at(-2)!), row.at(-1)!, 1e-12, `${what}(${given})`);
      }
    });
  }
  it('a two-piece lognormal goes through its three percentiles', () => {
    for (const [p10, p50, p90] of [
      [1.2, 1.7, 2.6],
      [2, 4, 8],
      [0.5, 0.5, 3],
      [7, 7, 7],
    ] as const) {
      const speedup = twoPieceLognormal(p10, p50, p90);
      for (const [p, want] of [
        [0.1, p10],
        [0.5, p50],
        [0.9, p90],
      ] as const)
        near(speedup.quantile(p), want, 1e-14);
    }
  });
  for (const [name, distribution] of Object.entries({
    fixed: fixed(3),
    normal: normal(2, 0.5),
    lognormal: lognormal(7, 0.5),
    twoPieceLognormal: twoPieceLognormal(1.2, 1.7, 2.6),
    triangular: triangular(0.7, 0.85, 0.95),
    pert: pert(4, 7, 16),
    'pert at an end': pert(0, 0, 1),
    bernoulli: bernoulli(0.15),
  })) {
    it(`${name}: draws have the mean and the quantiles that it says, seed 5`, () => {
      const random = new Random(5).stream(name);
      const values = Float64Array.from({ length: DRAWS }, () => distribution.draw(random)).sort();
      const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS);
      assert.ok(
        Math.abs(mean - distribution.mean) <= (4 * deviation) / Math.sqrt(DRAWS) + 1e-12,
        `mean ${mean}`,
      );
      if (name === 'bernoulli') return;
      for (const p of [0.1, 0.5, 0.9]) {
        const quantile = distribution.quantile(p);
        // Share of draws below the quantile: within 4 standard errors of p.
        const below = values.filter((value) => value < quantile).length / DRAWS;
        if (name !== 'fixed')
          assert.ok(Math.abs(below - p) < 4 * Math.sqrt((p * (1 - p)) / DRAWS), `${p}: ${below}`);
      }
      near(quantileOf(values, 0.5), distribution.quantile(0.5), 0.05);
    });
  }
  it('gamma, beta and Dirichlet draws have their means and variances, seed 16', () => {
    const random = new Random(16);
    for (const shape of [0.2, 1, 2.5, 400]) {
      const values = Array.from({ length: DRAWS }, () => drawGamma(shape, random));
      const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
      assert.ok(Math.abs(mean - shape) < 4 * Math.sqrt(shape / DRAWS), `shape ${shape}: mean ${mean}`);
      near(variance, shape, 0.1, `shape ${shape}: variance`);
    }
    let beta = 0;
    for (let i = 0; i < DRAWS; i++) beta += drawBeta(2, 6, random);
    near(beta / DRAWS, 0.25, 0.02);
    const sums = new Float64Array(3);
    for (let i = 0; i < DRAWS; i++) {
      const shares = drawDirichlet([1, 0, 3], random);
      near(shares[0]! + shares[2]!, 1, 1e-12);
      for (let k = 0; k < 3; k++) sums[k]! += shares[k]!;
    }
    near(sums[0]! / DRAWS, 0.25, 0.02);
    assert.equal(sums[1], 0);
  });
  it('one uniform a draw: other parameters, same luck', () => {
    const draw = (distribution: Distribution): number => distribution.draw(new Random(3).stream('x'));
    near(draw(lognormal(10, 0.5)) / draw(lognormal(1, 0.5)), 10, 1e-14);
    assert.equal(draw(fixed(3)), 3);
  });
  it('draws known numbers from a known seed, on every platform', () => {
    const random = new Random(20_261_124);
    const values = [lognormal(7, 0.5), twoPieceLognormal(1.2, 1.7, 2.6), triangular(0, 1, 4), pert(4, 7, 16)];
    assert.deepEqual(
      values.map((distribution) => distribution.draw(random)),
      [13.317785897216204, 1.7849759480409224, 1.5489448442955074, 9.730369193316536],
    );
  });
  it('draw the bits that three engines agreed on', () => {
    assert.equal(fingerprint(), 1896006011);
  });
  it('refuse what makes no sense', () => {
    for (const make of [
      () => fixed(Number.NaN),
      () => normal(0, -1),
      () => lognormal(0, 1),
      () => twoPieceLognormal(2, 1, 3),
      () => twoPieceLognormal(0, 1, 3),
      () => triangular(2, 1, 3),
      () => pert(0, 4, 3),
      () => bernoulli(1.1),
      () => drawGamma(0, new Random(1)),
      () => drawDirichlet([0, 0], new Random(1)),
    ])
      assert.throws(make, { name: 'ProfileError', code: 'bad-model' });
  });
});

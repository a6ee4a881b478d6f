import assert from 'node:assert/strict';
import { digamma, inverseTrigamma, trigamma, variancePrior } from '../../../lib/compare/variance-prior.js';
import { drawGamma } from '../../../lib/evidence/distributions.js';
import { Random } from '../../../lib/evidence/random.js';
import { near } from '../../support/near.js';

const SEED = 20_261_125;

/** Variance ratios of `profiles` profiles whose design effect is `effect(share)`: chi-square over its degrees of freedom. */
function seen(rows: number, profiles: number, effect: (share: number, random: Random) => number) {
  const random = new Random(SEED);
  return Array.from({ length: rows }, () => {
    const share = 0.005 + 0.2 * random.uniform() ** 3;
    const freedom = profiles - 1;
    return { share, ratio: (effect(share, random) * 2 * drawGamma(freedom / 2, random)) / freedom };
  });
}

describe('the variance that rows have in common', () => {
  it('is found where all have the same', () => {
    const prior = variancePrior(
      seen(400, 10, () => 4),
      9,
    )!;
    near(prior.effect(0.05), 4, 0.15);
    near(prior.freedom, 30, 0.5);
  });
  it('follows the share', () => {
    const prior = variancePrior(
      seen(400, 10, (share) => 200 * share),
      9,
    )!;
    near(prior.effect(0.05), 10, 0.2);
    near(prior.effect(0.15), 30, 0.3);
    assert.ok(prior.effect(0.0001) >= 1);
  });
  it('says less where rows differ', () => {
    const prior = variancePrior(
      seen(400, 10, (_, random) => 3 / drawGamma(1.5, random)),
      9,
    )!;
    assert.ok(prior.freedom > 1.5 && prior.freedom < 8, String(prior.freedom));
  });
  it('is not learned from few rows or one profile', () => {
    assert.equal(
      variancePrior(
        seen(9, 10, () => 1),
        9,
      ),
      null,
    );
    assert.equal(
      variancePrior(
        seen(100, 10, () => 1),
        0,
      ),
      null,
    );
  });
  it('rests on polygamma functions that are right', () => {
    near(digamma(1), -0.5772156649015329, 1e-11);
    near(digamma(0.5), -1.9635100260214235, 1e-11);
    near(trigamma(1), 1.6449340668482264, 1e-11);
    near(trigamma(0.5), 4.934802200544679, 1e-11);
    for (const x of [0.1, 1, 7, 500]) near(inverseTrigamma(trigamma(x)), x, 1e-6);
  });
});

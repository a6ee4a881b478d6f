import assert from 'node:assert/strict';
import { concentration } from '../../../lib/analysis/concentration.js';

function near(got: number, want: number, tolerance: number): void {
  assert.ok(Math.abs(got - want) <= tolerance, `${got}, expected ${want}`);
}

describe('concentration', () => {
  it('of .3, .2, .1 and 80 equal ones is worth 20.75 equal functions', () => {
    const got = concentration([...new Array<number>(80).fill(0.005), 0.2, 0.3, 0.1]);
    near(got.effectiveNumber, 20.75, 0.005);
    near(got.top1, 0.3, 1e-12);
    near(got.top3, 0.6, 1e-12);
    near(got.top5, 0.61, 1e-12);
    near(got.top10, 0.635, 1e-12);
    assert.deepEqual([got.k50, got.k80], [2, 43]);
  });
  it('of the six functions of the selection fixture', () => {
    const got = concentration([330, 190, 90, 70, 60, 50]);
    assert.deepEqual([got.k50, got.k80], [2, 4]);
    near(got.effectiveNumber, 4.6648, 5e-5);
    near(got.hhi, 0.2629, 5e-5);
  });
  it('of nothing is 0, and entries without weight change nothing', () => {
    assert.deepEqual(Object.values(concentration([0, -1])), new Array(8).fill(0));
    assert.deepEqual(concentration([1, 0, 3, -2]), concentration([3, 1]));
  });
});

import assert from 'node:assert/strict';
import { offloadSpeedup } from '../../../lib/payoff/accelerometer.js';
import { residual } from '../../../lib/payoff/amdahl.js';
import { boundaryShare, breakEvenCallUs, maximumCalls } from '../../../lib/payoff/boundary.js';
import { AWS_US_EAST_1, carbonPerYear } from '../../../lib/payoff/carbon.js';

const near = (got: number, want: number, tolerance: number): void =>
  assert.ok(Math.abs(got - want) <= tolerance, `${got}, expected ${want}`);

describe('crossings and carbon reproduce their golden vectors', () => {
  it('V5: what a call across the boundary costs, and how many eat the gain', () => {
    const at = (calls: number, us: number): number =>
      residual([{ share: 0.6, speedup: 2 }], 0, boundaryShare(calls, us, 391.5));
    near(at(1, 0.06), 0.7002, 5e-5);
    near(at(100, 0.06), 0.7153, 5e-5);
    near(at(1, 100), 0.9554, 5e-5);
    near(maximumCalls(0.3, 391.5, 0.06), 1957.5, 1e-6);
    near(maximumCalls(0.3, 391.5, 100), 1.1745, 1e-9);
    near(breakEvenCallUs(100, 2), 200, 1e-9);
  });
  it('V9: carbon of 284 vCPU', () => {
    const { kwh, kg } = carbonPerYear(284, 0.5, AWS_US_EAST_1);
    near(kwh, 5986.24, 0.01);
    near(kg, 2269.2, 0.01);
  });
  it('V7: Accelerometer, waiting and with a thread switch', () => {
    const sync = {
      cycles: 2e9,
      share: 0.165844,
      offloads: 298_951,
      setup: 10,
      transfer: 3,
      queue: 0,
      threadSwitch: 0,
      peak: 6,
    };
    near(offloadSpeedup(sync, 'sync'), 1.15776, 1e-5);
    const switched = {
      cycles: 2.5e9,
      share: 0.52,
      offloads: 10,
      setup: 25e6,
      transfer: 0,
      queue: 0,
      threadSwitch: 12_500,
      peak: 1,
    };
    near(offloadSpeedup(switched, 'sync-os'), 1.72399, 1e-5);
  });
});

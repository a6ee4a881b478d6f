import assert from 'node:assert/strict';
import { type CostModelOptions, resolveCostModel } from '../../../lib/payoff/cost-model.js';
import { planRewrite } from '../../../lib/payoff/plan.js';
import { near } from '../../support/near.js';

describe('a call that lasts', () => {
  const crossings = (cost: CostModelOptions) =>
    planRewrite(
      { coveredShare: 0.5, kernelShare: 0, functionCount: 1 },
      resolveCostModel({ from: 'go', boundary: 'ffi', ...cost }),
    ).crossings;
  it('costs more by cgo than a short one, and its calls back do not', () => {
    near(crossings({ callsPerRequest: 1, cpuUsPerRequest: 30 }).us.p50, 0.06, 1e-12);
    const long = crossings({ callsPerRequest: 1, cpuUsPerRequest: 200 });
    assert.deepEqual(long.us, { p10: 0.1, p50: 8, p90: 20 });
    // The same work in many calls.
    near(crossings({ callsPerRequest: 10, cpuUsPerRequest: 200 }).us.p50, 0.06, 1e-12);
    const back = crossings({ callsPerRequest: 1, callbacksPerRequest: 3, cpuUsPerRequest: 200 });
    near(back.us.p50 * back.perRequest!, 8 + 6 * 0.06, 1e-12);
  });
  it('costs what is given, and nothing more in other runtimes', () => {
    near(crossings({ callsPerRequest: 1, cpuUsPerRequest: 200, crossingUs: 2 }).us.p50, 2, 1e-12);
    near(crossings({ from: 'node', callsPerRequest: 1, cpuUsPerRequest: 200 }).us.p50, 0.045, 1e-12);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { conditionsOf } from '../../../lib/payoff/conditions.js';
import { type CostModelOptions, resolveCostModel } from '../../../lib/payoff/cost-model.js';
import { payoffOf } from '../../../lib/payoff/estimate.js';
import { planRewrite, type Rewrite } from '../../../lib/payoff/plan.js';
import { simulate } from '../../../lib/payoff/simulation.js';

describe('docs/payoff-model.md', () => {
  it('shows what its example comes out as', () => {
    const text = readFileSync('docs/payoff-model.md', 'utf8');
    const input = /```json\n([\s\S]*?)```/.exec(text)![1]!;
    const { rewrite, cost } = JSON.parse(input) as { rewrite: Rewrite; cost: CostModelOptions };
    const plan = planRewrite(rewrite, resolveCostModel(cost));
    const payoff = payoffOf(plan);
    const money = payoff.money!;
    const condition = conditionsOf(plan);
    const simulation = simulate(plan, { draws: 10_000, seed: 1 });
    const drawn = simulation.money!;
    const range = (r: { p10: number | null; p50: number | null; p90: number | null }, digits: number) =>
      [r.p10, r.p50, r.p90].map((x) => (x === null ? 'never' : x.toFixed(digits))).join(' / ');
    const bar = drawn.tornado[0]!;
    const lines = [
      `residual ${payoff.residual.p50.toFixed(6)}`,
      `speedup ${payoff.speedup.p50.toFixed(6)}`,
      `instances ${money.instances.p50}`,
      `vCPU saved ${money.vcpuSaved.p50}`,
      `USD a year at list price ${money.usdPerYear.p50.toFixed(0)}`,
      `person-months ${payoff.effortPm.p50}`,
      `net USD a year ${money.netUsdPerYear.p50.toFixed(0)}`,
      `payback months ${money.paybackMonths.p50!.toFixed(2)}`,
      `net present value ${money.npvUsd.p50.toFixed(0)}`,
      `rate of return ${money.irr!.toFixed(4)}`,
      `kWh a year ${money.kwhPerYear.toFixed(0)}`,
      `kg CO2e a year ${money.kgCo2PerYear.toFixed(0)}`,
      `break-even spend ${payoff.breakEven.spendUsdPerYear!.toFixed(0)}`,
      `smallest factor on the gains ${(condition.speedupFactor as number).toFixed(3)}`,
      `smallest fleet, vCPU ${condition.fleetVcpu}`,
      `most person-months ${condition.effortPm!.toFixed(2)}`,
      `a month's delay, USD ${condition.delayUsdPerMonth!.toFixed(0)}`,
      `drawn CPU saving ${range(simulation.cpuSaving, 4)}`,
      `drawn vCPU saved ${range(drawn.vcpuSaved, 0)}`,
      `drawn net present value ${range(drawn.npvUsd, 0)}`,
      `drawn payback months ${range(drawn.paybackMonths, 1)}`,
      `probability that it pays ${drawn.pays.value.toFixed(4)} +- ${drawn.pays.standardError.toFixed(4)}`,
      `probability within 18 months ${drawn.paysWithin.value.toFixed(4)}`,
      `largest in the tornado ${bar.name}, ${bar.npvAtLow.toFixed(0)} to ${bar.npvAtHigh.toFixed(0)}`,
      `perfect information ${drawn.perfectInformationUsd.toFixed(0)}`,
      ...drawn.information
        .filter(({ usd }) => usd > 0)
        .map(({ name, usd }) => `worth knowing: ${name} ${usd.toFixed(0)}`),
    ];
    const shown = /```text\n([\s\S]*?)```/.exec(text)![1]!;
    assert.equal(shown, `${lines.join('\n')}\n`);
  });
});

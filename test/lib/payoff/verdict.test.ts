import assert from 'node:assert/strict';
import type { AlternativeOptions, KindShares } from '../../../lib/payoff/alternatives.js';
import { assess } from '../../../lib/payoff/assess.js';
import { type CostModelOptions, resolveCostModel } from '../../../lib/payoff/cost-model.js';
import type { Rewrite } from '../../../lib/payoff/plan.js';
import type { JudgedSet, VerdictCode } from '../../../lib/payoff/verdict.js';

const SET: JudgedSet & Rewrite = {
  coveredShare: 0.6,
  kernelShare: 0,
  functionCount: 4,
  candidates: { length: 4 },
  owners: { runtime: 0, kernel: 0 },
};

describe('the verdict', () => {
  const big = { fleetVcpu: 20_000, speedup: 2 };
  const rows: {
    title: string;
    set?: Partial<JudgedSet & Rewrite>;
    kinds?: KindShares;
    fixes?: AlternativeOptions;
    options: CostModelOptions;
    want: VerdictCode;
    why: RegExp;
  }[] = [
    {
      title: 'rewrites where a few functions pay soon',
      options: big,
      want: 'surgical-rewrite',
      why: /paid back within 18 months is 8\d/,
    },
    {
      title: 'spikes where it may pay late, and says for how long at most',
      options: { fleetVcpu: 1500, speedup: 2, speedupLow: 1.05 },
      want: 'spike',
      why: /80\.0% within 18 are asked for.*(Spike this first, at most \d+ weeks|keep it to)/,
    },
    {
      title: 'spikes where the interval reaches low',
      set: { coveredInterval: { low: 0.3, high: 0.8 } },
      options: big,
      want: 'spike',
      why: /as little as 30\.0%, under 40\.0%/,
    },
    {
      title: 'spikes where there are many functions',
      set: { candidates: { length: 9 } },
      options: big,
      want: 'spike',
      why: /9 functions are more than 5/,
    },
    {
      title: 'spikes where crossings eat the gain',
      options: { ...big, boundary: 'sidecar', cpuUsPerRequest: 1000, callsPerRequest: 1 },
      want: 'spike',
      why: /Crossings eat 33\.3% of the gain/,
    },
    {
      title: 'spikes where no fleet is given',
      options: { speedup: 2 },
      want: 'spike',
      why: /give yours with --fleet-vcpu/,
    },
    {
      title: 'does nothing where it loses money',
      options: { fleetVcpu: 300, speedup: 2 },
      want: 'do-nothing',
      why: /chance that it pays is \d+\.\d%, under 50\.0%/,
    },
    {
      title: 'does nothing where no speedup is enough',
      options: { fleetVcpu: 40, speedup: 2 },
      want: 'do-nothing',
      why: /Even if the functions cost nothing/,
    },
    {
      title: 'does nothing where the floor binds',
      options: { fleetVcpu: 12, speedup: 9 },
      want: 'do-nothing',
      why: /the min-instances bound decides the number of instances: the floor binds, this saving cannot be realised/,
    },
    {
      title: 'does nothing where nothing is saved',
      options: { fleetVcpu: 800, from: 'cobol' },
      want: 'do-nothing',
      why: /saves 0\.0% of the CPU, under 2\.0%/,
    },
    {
      title: 'does nothing where little is covered',
      set: { coveredShare: 0.04 },
      options: big,
      want: 'do-nothing',
      why: /hold 4\.0% of the CPU, under 5\.0%/,
    },
    {
      title: 'names the platform where it is the cost',
      set: {
        coveredShare: 0.2,
        owners: { runtime: 0.35, kernel: 0.15 },
      },
      options: big,
      want: 'platform-tax',
      why: /the kernel take 50\.0%, over 40\.0%/,
    },
    {
      title: 'says when the fleet is idle',
      options: { ...big, fleetUtil: 0.1 },
      want: 'not-cpu-bound',
      why: /uses 10\.0% of its CPU, under 20\.0%/,
    },
    {
      title: 'says when requests wait',
      set: { onCpuShare: 0.05 },
      options: big,
      want: 'not-cpu-bound',
      why: /for 5\.0% of its time/,
    },
    {
      title: 'names the platform by kinds of work where those are known',
      set: { coveredShare: 0.2 },
      kinds: { json: 0.3, kernel: 0.2, app: 0.4 },
      options: { ...big, from: 'cobol' },
      want: 'platform-tax',
      why: /take 50\.0%, over 40\.0%/,
    },
    {
      title: 'sends to cheaper fixes that recover most of it',
      kinds: { json: 0.5, app: 0.3, kernel: 0.2 },
      options: { ...big, from: 'go' },
      want: 'cheaper-first',
      why: /\(go-json-library\) recover \d+\.\d% of the gain/,
    },
    {
      title: 'not to those that are there already',
      kinds: { json: 0.5, app: 0.3, kernel: 0.2 },
      fixes: { done: ['go-json-library'] },
      options: { ...big, from: 'go' },
      want: 'surgical-rewrite',
      why: /The chance/,
    },
    {
      title: 'nor to those whose question nobody answered',
      kinds: { 'gc-mark': 0.5, app: 0.3, kernel: 0.2 },
      fixes: { done: ['fewer-allocations'] },
      options: { ...big, from: 'go' },
      want: 'surgical-rewrite',
      why: /The chance/,
    },
    {
      title: 'but to those where it was',
      kinds: { 'gc-mark': 0.5, app: 0.3, kernel: 0.2 },
      fixes: { done: ['fewer-allocations'], confirmed: ['go-gogc'] },
      options: { ...big, from: 'go' },
      want: 'cheaper-first',
      why: /\(go-gogc\)/,
    },
    {
      title: 'names cheap fixes that pay where the rewrite does not',
      kinds: { json: 0.3, app: 0.5, kernel: 0.2 },
      options: { fleetVcpu: 300, speedup: 2, from: 'go' },
      want: 'do-nothing',
      why: /Cheaper fixes pay without it: go-json-library/,
    },
  ];
  for (const { title, set, kinds, fixes, options, want, why } of rows) {
    it(title, () => {
      const model = resolveCostModel(options);
      const { verdict } = assess({ ...SET, ...set }, model, { ...fixes, kindShares: kinds, draws: 2000 });
      assert.equal(verdict.code, want, verdict.reasons.join(' '));
      assert.match(verdict.reasons.join(' '), why);
    });
  }
  it('lists every rule with its value and threshold, fired or not', () => {
    const { rules } = assess(SET, resolveCostModel(big), { draws: 2000 }).verdict;
    const names = rules.map(({ rule }) => rule);
    assert.equal(new Set(names).size, names.length);
    for (const rule of ['fleet-utilisation', 'platform-share', 'probability-pays', 'ceiling', 'pays-soon'])
      assert.ok(names.includes(rule), rule);
    for (const { fired, says } of rules) if (fired) assert.notEqual(says, '');
    const covered = rules.find(({ rule }) => rule === 'covered-with-tax')!;
    assert.deepEqual([covered.value, covered.threshold, covered.fired], [0.6, 0.4, false]);
  });
  it('names the measurement that would change it most', () => {
    const next = (options: CostModelOptions) =>
      assess(SET, resolveCostModel(options), { draws: 4000 }).verdict.next;
    assert.equal(next({ speedup: 2 })!.what, 'fleetVcpu');
    assert.equal(next({ fleetVcpu: 800, from: 'cobol' })!.what, 'speedup');
    assert.equal(next({ fleetVcpu: 800, from: 'go' })!.what, 'cpuUsPerRequest');
    const wide = {
      fleetVcpu: 1500,
      speedup: 2,
      speedupLow: 1.05,
      speedupHigh: 4,
      boundary: 'endpoint',
    } as const;
    const top = next(wide)!;
    assert.equal(top.what, 'speedup');
    assert.ok(top.worthUsd! > 0);
  });
  it('is the same word for word', () => {
    const say = () => JSON.stringify(assess(SET, resolveCostModel(big), { draws: 2000, seed: 7 }).verdict);
    assert.equal(say(), say());
  });
});

import assert from 'node:assert/strict';
import { offloadSpeedup } from '../../../lib/payoff/accelerometer.js';
import { residual } from '../../../lib/payoff/amdahl.js';
import {
  boundaryShare,
  breakEvenCallUs,
  crossingsPerRequest,
  maximumCalls,
} from '../../../lib/payoff/boundary.js';
import { AWS_US_EAST_1, carbonOfCoolerYear, carbonPerYear, powerModel } from '../../../lib/payoff/carbon.js';
import { type LogCa, logCaCurve, logCaSize, logCaSpeedup } from '../../../lib/payoff/logca.js';
import {
  erlangWait,
  inSystem,
  queueWait,
  scalabilityPeak,
  scaledThroughput,
} from '../../../lib/payoff/queueing.js';

const close = (got: number, want: number, tolerance = 1e-6): void =>
  assert.ok(Math.abs(got - want) <= tolerance * Math.abs(want), `${got}, expected ${want}`);

describe('crossings and carbon reproduce their golden vectors', () => {
  it('V5: what a call across the boundary costs, and how many eat the gain', () => {
    const at = (calls: number, us: number): number =>
      residual([{ share: 0.6, speedup: 2 }], 0, boundaryShare(calls, us, 391.5));
    close(at(1, 0.06), 0.7001532567049809);
    close(at(100, 0.06), 0.7153256704980843);
    close(at(1, 100), 0.9554278416347382);
    close(maximumCalls(0.3, 391.5, 0.06), 1957.5);
    close(maximumCalls(0.3, 391.5, 100), 1.1745);
    close(breakEvenCallUs(100, 2), 200);
    close(breakEvenCallUs(0.06, 2), 0.12);
  });
  it('charges each call back as two crossings', () => {
    assert.equal(crossingsPerRequest(3, 2), 7);
  });
  it('V9: carbon of 284 vCPU, and of 400', () => {
    const { kwh, kg } = carbonPerYear(284, 0.5, AWS_US_EAST_1);
    close(kwh, 5986.240608);
    close(kg, 2269.1982410339524);
    close(carbonPerYear(400, 0.5, powerModel('aws-us-east-1')).kwh, 8431.3248);
    assert.throws(() => powerModel('moon'), /no carbon factors for moon/);
  });
  it('counts only the busy part of the watts where no instance goes', () => {
    const { kwh } = carbonOfCoolerYear(800, 0.2, AWS_US_EAST_1);
    close(kwh, (0.2 * 2.76 * 800 * 8760 * 1.135) / 1000);
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
    close(offloadSpeedup(sync, 'sync'), 1.157756009662577);
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
    close(offloadSpeedup(switched, 'sync-os'), 1.7239893112662703);
  });
});

describe('LogCA', () => {
  const call: LogCa = { overhead: 100, latency: 0.5, work: 10, exponent: 1, peak: 4 };
  it('breaks even where the work saved pays the set-up: g_1 = o / (C - L - C/A)', () => {
    close(logCaSize(call, 1)!, 100 / (10 - 0.5 - 2.5), 1e-9);
    close(logCaSpeedup(call, 100 / 7), 1, 1e-9);
  });
  it('has sizes for no speedup that it cannot reach', () => {
    assert.equal(logCaSize(call, 4), null);
    assert.ok(logCaSize(call, 2)! > logCaSize(call, 1)!);
  });
  it('agrees with the break-even call of a crossing', () => {
    const crossing: LogCa = { overhead: 60, latency: 0, work: 1, exponent: 1, peak: 2 };
    close(logCaSize(crossing, 1)!, breakEvenCallUs(60, 2), 1e-9);
  });
  it('draws a rising curve', () => {
    const curve = logCaCurve(call, 9);
    assert.equal(curve.length, 9);
    for (let i = 1; i < curve.length; i++) assert.ok(curve[i]!.speedup > curve[i - 1]!.speedup);
  });
});

describe('queues', () => {
  for (const { servers, utilisation, want } of [
    { servers: 1, utilisation: 0.8, want: 4 },
    { servers: 4, utilisation: 0.8, want: 0.746 },
    { servers: 16, utilisation: 0.8, want: 0.095 },
    { servers: 40, utilisation: 0.8, want: 0.015 },
  ])
    it(`M/M/${servers} at 0.8 waits ${want} service times`, () => {
      assert.ok(Math.abs(erlangWait(utilisation, servers) - want) < 6e-4);
    });
  for (const { utilisation, want } of [
    { utilisation: 0.832, want: 0.034 },
    { utilisation: 0.9, want: 0.107 },
    { utilisation: 0.975, want: 0.816 },
  ])
    it(`Sakasegawa with 40 servers at ${utilisation} waits ${want}`, () => {
      assert.ok(Math.abs(queueWait(utilisation, 40) - want) < 6e-4);
    });
  it('never end at full load', () => {
    assert.equal(queueWait(1, 4), Number.POSITIVE_INFINITY);
    assert.equal(erlangWait(1, 4), Number.POSITIVE_INFINITY);
    assert.equal(queueWait(0, 4), 0);
  });
  it("obey Little's law, and the universal scalability law peaks where its slope is nothing", () => {
    assert.equal(inSystem(200, 0.5), 100);
    const [sigma, kappa] = [0.05, 0.001];
    const peak = scalabilityPeak(sigma, kappa);
    const at = (n: number): number => scaledThroughput(n, 100, sigma, kappa);
    assert.ok(at(peak) > at(peak * 0.9) && at(peak) > at(peak * 1.1));
    assert.equal(scalabilityPeak(0, 0), Number.POSITIVE_INFINITY);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { overallSpeedup, requiredShare, requiredSpeedup } from '../../../lib/payoff/amdahl.js';
import { capacityRatio, cpuUsPerRequest, fleetAfter } from '../../../lib/payoff/fleet.js';
import { HOURS_PER_YEAR, usdPerYear } from '../../../lib/payoff/money.js';
import { near } from '../../support/near.js';

const figures = JSON.parse(readFileSync('samples/tiktok-live/figures.json', 'utf8'));
const readme = readFileSync('samples/tiktok-live/README.md', 'utf8').replace(/\s+/gu, ' ');
const { sameLoad, breakingPoint, claims, asRetold, prices, questions, sources } = figures;

const goUs = cpuUsPerRequest(sameLoad.go.cpu, sameLoad.vcpu, sameLoad.requestsPerSecond);
const rustUs = cpuUsPerRequest(sameLoad.rust.cpu, sameLoad.vcpu, sameLoad.requestsPerSecond);
const residual = rustUs / goUs;
const { endpointA, endpointB } = breakingPoint;
/** The utilisation law turned round: what the cluster would be busy at this load. */
const busy = (requestsPerSecond: number, us: number): number =>
  requestsPerSecond / (sameLoad.vcpu / (us / 1e6));

/** The README says it in these words. */
function states(...words: readonly string[]): void {
  for (const word of words) assert.ok(readme.includes(word), `the README does not say "${word}"`);
}
const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)}%`;
const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');

/** The letters are those of section 6 of the payoff model. */
describe('the figures of TikTok LIVE', () => {
  it('are published ones, each with a source', () => {
    for (const block of [sameLoad, breakingPoint, claims, ...prices])
      assert.ok(sources[block.source].where.length > 10);
    const { go, rust } = sameLoad;
    states(percent(go.cpu), percent(rust.cpu), percent(go.memory), percent(rust.memory, 2));
    states(`${go.p99Ms} ms`, `${rust.p99Ms} ms`, `${sameLoad.vcpu} vCPU`, `${sameLoad.memoryGb} GB`);
    for (const load of [sameLoad.requestsPerSecond, ...Object.values(endpointA), ...Object.values(endpointB)])
      states(grouped(load as number));
    states(`${claims.vcpuSaved} vCPU`, `$${grouped(claims.usdPerYear)}`);
  });
  it('(a) are 391.5 and 260 us a request, 0.664 of the CPU, 1.506x', () => {
    near(goUs, 391.5, 1e-9);
    near(rustUs, 260, 1e-9);
    near(residual, 0.6641123882503193, 1e-9);
    near(overallSpeedup(residual), 1.5057692307692307, 1e-9);
    states(`${goUs.toFixed(1)} us`, `${rustUs.toFixed(1)} us`, residual.toFixed(3));
    states(percent(1 - residual), `${overallSpeedup(residual).toFixed(3)}x`);
  });
  it('(b) close for throughput: 1.506 x 1.172 = 1.765 = 150/85, at less than 100 % busy', () => {
    const go = busy(endpointA.goRequestsPerSecond, goUs);
    const rust = busy(endpointA.rustRequestsPerSecond, rustUs);
    near(go, 0.8319375, 1e-9);
    near(rust, 0.975, 1e-9);
    assert.ok(go < 1 && rust < 1);
    const ratio = endpointA.rustRequestsPerSecond / endpointA.goRequestsPerSecond;
    near(capacityRatio(residual, go, rust), ratio, 1e-9);
    states(percent(go), percent(rust), `${(rust / go).toFixed(3)}x as far`, `${ratio.toFixed(3)}x`);
    states(`${overallSpeedup(residual).toFixed(3)} x ${(rust / go).toFixed(3)} = ${ratio.toFixed(3)}`);
  });
  it('(c) of endpoint B cannot be of the same endpoint: 102.8 % and 136.5 % busy', () => {
    const go = busy(endpointB.goRequestsPerSecond, goUs);
    const rust = busy(endpointB.rustRequestsPerSecond, rustUs);
    near(go, 1.0276875, 1e-9);
    near(rust, 1.365, 1e-9);
    assert.ok(go > 1 && rust > 1);
    states(`${percent(go)} and ${percent(rust)} of the cluster`);
  });
  it('(d) mis-paired are 0.378 of the CPU and 2.65x, which is wrong', () => {
    const us = ({ cpu, requestsPerSecond }: { cpu: number; requestsPerSecond: number }): number =>
      cpuUsPerRequest(cpu, sameLoad.vcpu, requestsPerSecond);
    const wrong = us(asRetold.rust) / us(asRetold.go);
    near(wrong, 0.3777777777777778, 1e-9);
    assert.ok(overallSpeedup(wrong) > 1.7 * overallSpeedup(residual));
    states(`${percent(asRetold.go.cpu, 0)} at ${grouped(asRetold.go.requestsPerSecond)}`);
    states(`${percent(asRetold.rust.cpu, 0)} at ${grouped(asRetold.rust.requestsPerSecond)}`);
    states(`${wrong.toFixed(3)} of the CPU, ${overallSpeedup(wrong).toFixed(2)}x`);
  });
  it('(e) need that much of the CPU covered, or that much local speedup', () => {
    const speedups: readonly number[] = questions.localSpeedups;
    const shares = [...speedups, Number.POSITIVE_INFINITY].map((s) => requiredShare(residual, s));
    for (const [i, share] of [0.994, 0.784, 0.672, 0.56, 0.504, 0.42, 0.373, 0.336].entries())
      near(shares[i]!, share, 1e-3);
    states(`| ${speedups.join(' | ')} | any |`, `| ${shares.map((share) => share.toFixed(2)).join(' | ')} |`);

    const byCpuAlone = endpointA.goRequestsPerSecond / endpointA.rustRequestsPerSecond;
    const local = (target: number): number[] =>
      questions.kernelShares.map((kernel: number) => requiredSpeedup(target, 1 - kernel));
    near(local(residual)[0]!, 1.7237, 1e-4);
    near(local(byCpuAlone)[1]!, 2.625, 1e-9);
    states(questions.kernelShares.map((kernel: number) => percent(kernel, 0)).join(' to '));
    states(`${twoDigits(local(residual))} times faster`, `been ${twoDigits(local(byCpuAlone))}.`);
    near(requiredSpeedup(0.5, 0.9), 2.25, 1e-9);
    near(requiredSpeedup(0.5, 0.7), 3.5, 1e-9);
    assert.equal(requiredSpeedup(0.5, 0.5), Number.POSITIVE_INFINITY);
    states('0.9 of it must become 2.25 times faster, or 0.7 of it 3.5 times');
  });
  it('(f) mean a fleet of 800, 923 or 1,191 vCPU', () => {
    const residuals = [0.5, endpointA.goRequestsPerSecond / endpointA.rustRequestsPerSecond, residual];
    const fleets = residuals.map((rest) => claims.vcpuSaved / (1 - rest));
    assert.deepEqual(fleets.map(Math.round), [800, 923, 1191]);
    states(
      `had ${grouped(fleets[0]!)},`,
      `; ${grouped(fleets[1]!)}, at`,
      `; ${grouped(fleets[2]!)}, at equal load`,
    );
    for (const [i, rest] of residuals.entries()) {
      // To within the instances of one vCPU that rounding takes.
      const { vcpuSaved } = fleetAfter({ ...FLEET, vcpu: fleets[i]! }, rest);
      assert.ok(Math.abs(vcpuSaved - claims.vcpuSaved) <= 1, String(vcpuSaved));
    }
  });
  it('(g) do not close for dollars at any list price', () => {
    const implied = claims.usdPerYear / claims.vcpuSaved / HOURS_PER_YEAR;
    near(implied, 0.08561643835616438, 1e-9);
    near(usdPerYear(claims.vcpuSaved, implied), claims.usdPerYear, 1e-9);
    states(
      `$${implied.toFixed(4)} per vCPU-hour ($${(implied * 24).toFixed(2)} a day, $${grouped(implied * HOURS_PER_YEAR)} a year)`,
    );
    const known = [
      ['m7i us-east-1', 1.698739, 176_601.6, 679.4955],
      ['m7i Singapore', 1.358991, 220_752, 543.5964],
      ["Elastic's default", 2.014504, 148_920, 805.8018],
      ['OpenCost, CPU only', 2.708438, 110_764.944, 1083.3753],
    ] as const;
    assert.equal(prices.length, known.length);
    for (const [name, times, usd, vcpu] of known) {
      const price = prices.find((row: { name: string }) => row.name === name).usdPerVcpuHour;
      near(implied / price, times, 1e-6);
      near(usdPerYear(claims.vcpuSaved, price), usd, 1e-6);
      near(claims.usdPerYear / usdPerYear(1, price), vcpu, 1e-6);
      assert.ok(usd < claims.usdPerYear);
      states(`${times.toFixed(2)} times`, `$${grouped(usd)}`, grouped(vcpu));
    }
  });
});

const FLEET = {
  instanceVcpu: 1,
  instanceGb: 4,
  targetUtilOld: 0.5,
  targetUtilNew: 0.5,
  minInstances: 0,
  zones: 0,
  instancesPerZone: 0,
  memGbUsed: null,
  memSaving: 0,
  memUtil: 1,
  serviceShare: 1,
  averageVcpu: null,
};

function twoDigits(values: readonly number[]): string {
  return values.map((value) => (Math.round(value * 100 + 1e-9) / 100).toFixed(2)).join(' to ');
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  type AnalyzeOptions,
  analyze,
  type MeasuredLoad,
  type Profile,
  readProfile,
} from '../../../lib/index.js';
import { impliedSpeedup, residualRange } from '../../../lib/payoff/measured.js';
import { renderMarkdown } from '../../../lib/report/markdown.js';
import { verifyLoad } from '../../../lib/verify/load.js';
import { measuredLoad, readLoadResult, readParityResult } from '../../../lib/verify/results.js';
import { near } from '../../support/near.js';

const LOAD: MeasuredLoad = {
  name: 'load.json',
  ratio: 0.4,
  interval: { low: 0.36, high: 0.45 },
  basis: 'equal-load',
  runs: [5, 5],
  cpuMicros: [400, 160],
  memoryRatio: 0.5,
  capacity: { ratio: 2.2, low: 2, high: 2.5, kneeUtilisation: [0.7, 0.6] },
  p50Ms: [2, 1],
  p99Ms: [20, 5],
  warnings: [],
};

describe('a measured rewrite', () => {
  let profile: Profile;
  let allocs: Profile;
  before(async () => {
    profile = await readProfile('samples/payments/profiles/cpu-hot.pb.gz');
    allocs = await readProfile('samples/payments/profiles/allocs.pb.gz');
  });
  const price = (options: AnalyzeOptions) =>
    analyze(profile, {
      candidate: '^main\\.\\(\\*service\\)\\.(giftBatch|quote)$',
      allocs,
      draws: 4000,
      ...options,
      cost: { boundary: 'endpoint', fleetVcpu: 800, ...options.cost },
    });

  it('saves what the load test saved, however the profile shares it', () => {
    const { payoff, assessment, proof } = price({ measured: LOAD });
    near(payoff.cpuSaving.p50, 0.6, 1e-12);
    const range = residualRange(LOAD);
    near(payoff.cpuSaving.p10, 1 - range.p90, 1e-12);
    near(payoff.cpuSaving.p90, 1 - range.p10, 1e-12);
    const { cpuSaving, sharesFrom, inputs } = assessment.simulation;
    near(cpuSaving.p50, 0.6, 0.003);
    near(cpuSaving.p10, 1 - range.p90, 0.003);
    near(cpuSaving.p90, 1 - range.p10, 0.003);
    assert.equal(sharesFrom, 'fixed');
    assert.deepEqual(
      inputs.filter(({ group }) => group === 'speedup' || group === 'shares').map(({ name }) => name),
      ['speedup'],
    );
    assert.deepEqual(payoff.priorsUsed, []);
    assert.ok(payoff.parts.every(({ tag }) => tag === 'measured'));
    near(proof!.cpuSaving!.p50, 0.6, 1e-12);
  });

  it('stands beside what was predicted without it', () => {
    const without = price({});
    const { proof, payoff } = price({ measured: LOAD });
    assert.deepEqual(proof!.predicted!.cpuSaving, without.assessment.simulation.cpuSaving);
    near(proof!.error!, 0.6 - without.assessment.simulation.cpuSaving.p50, 1e-12);
    assert.equal(proof!.isWithin, true);
    assert.equal(without.proof, null);
    assert.ok(payoff.cpuSaving.p50 > without.payoff.cpuSaving.p50);
    assert.equal(price({ measured: { ...LOAD, ratio: 0.9, interval: null } }).proof!.isWithin, false);
  });

  it('decides what it knows, and says so', () => {
    const { model, assumptions, assessment } = price({ measured: LOAD });
    assert.equal(model.unknowns.cpuUsPerRequest, 400);
    assert.equal(model.values.kneeUtilOld, 0.7);
    assert.equal(model.unknowns.kneeUtilNew, 0.6);
    assert.equal(model.values.memSaving, 0.5);
    for (const name of ['speedup', 'cpuUsPerRequest', 'kneeUtilOld', 'kneeUtilNew', 'memSaving']) {
      const row = assumptions.find((one) => one.name === name)!;
      assert.equal(row.tag, 'measured');
      assert.equal(row.source, 'load test load.json');
    }
    assert.ok(!assessment.checks.some(({ code }) => code === 'payoff-knee-not-measured'));
    const given = price({ measured: LOAD, cost: { memSaving: 0.1, cpuUsPerRequest: 390 } });
    assert.equal(given.model.values.memSaving, 0.1);
    assert.equal(given.model.unknowns.cpuUsPerRequest, 390);
    assert.equal(given.assumptions.find(({ name }) => name === 'memSaving')!.tag, 'given');
  });

  it('has the crossings in it', () => {
    const cost = { boundary: 'ffi', callsPerRequest: 1000, cpuUsPerRequest: 400 } as const;
    assert.ok(price({ cost }).payoff.boundaryShare > 0);
    const { payoff } = price({ cost, measured: LOAD });
    assert.equal(payoff.boundaryShare, 0);
    near(payoff.cpuSaving.p50, 0.6, 1e-12);
  });

  it('may be slower, and then nothing pays', () => {
    const { payoff, verdict, proof } = price({ measured: { ...LOAD, ratio: 1.2, interval: null } });
    near(payoff.cpuSaving.p50, -0.2, 1e-12);
    assert.ok(proof!.setSpeedup!.p50 < 1);
    assert.equal(verdict.code, 'do-nothing');
  });

  it('is refused where the set holds less than was saved', () => {
    assert.throws(() => price({ measured: LOAD, candidate: 'quote$' }), {
      code: 'bad-model',
      message:
        /payoff-measured-over-set: the load test saved 60\.0% of the CPU \(up to 62\.\d%\), and the set/,
    });
    assert.throws(() => price({ measured: LOAD, cost: { speedup: 3 } }), {
      code: 'usage',
      message: /a speedup is given and a load test too/,
    });
  });

  it('tells of unequal loads and of single runs', () => {
    const codes = (measured: MeasuredLoad): number =>
      price({ measured }).assessment.checks.filter(({ code }) => code === 'payoff-measured-loads').length;
    assert.equal(codes(LOAD), 0);
    assert.equal(codes({ ...LOAD, basis: 'all-loads' }), 1);
    assert.equal(codes({ ...LOAD, basis: 'all-loads', interval: null }), 2);
  });

  it('is not yet the same program while answers differ', () => {
    const parity = { name: 'p', compared: 100, mismatched: 7, bound: 0.13, unverified: ['GET /a'] };
    const { assessment, proof } = price({ parity });
    assert.ok(
      assessment.checks.some(({ code, message }) => code === 'payoff-no-parity' && /7 of 100/.test(message)),
    );
    assert.ok(assessment.checks.some(({ code }) => code === 'payoff-shadow-gaps'));
    assert.equal(proof!.load, null);
    const clean = price({
      parity: { ...parity, mismatched: 0, bound: 0.03, unverified: [] },
      measured: LOAD,
    });
    assert.ok(!clean.assessment.checks.some(({ code }) => code === 'payoff-no-parity'));
    const markdown = renderMarkdown(clean);
    assert.match(markdown, /### Prediction and outcome/);
    assert.match(
      markdown,
      /Correct: all 100 compared answers match; a true mismatch rate over 3 % is ruled out/,
    );
  });
});

describe('the implied speedup', () => {
  it('gives back what was saved', () => {
    for (const held of [0.3, 0.7, 1])
      for (const ratio of [0.75, 0.9, 1, 1.3]) {
        const { p50 } = impliedSpeedup(residualRange({ ratio, interval: null }), held);
        near(1 - held * (1 - 1 / p50), ratio, 1e-12);
      }
  });
  it('keeps the order of the interval', () => {
    const { p10, p50, p90 } = impliedSpeedup(
      residualRange({ ratio: 0.5, interval: { low: 0.45, high: 0.6 } }),
      0.9,
    );
    assert.ok(p10 < p50 && p50 < p90);
  });
});

describe('results of verify', () => {
  const files = (side: string) =>
    ['1', '2', '3'].flatMap((run) =>
      ['meter.json', 'vegeta.json'].map((kind) => {
        const name = `samples/payments/load-equal/${side}-hot-${run}.${kind}`;
        return { name, input: name };
      }),
    );
  it('are the same from the comparison and from its JSON', async () => {
    const load = await verifyLoad(files('go'), files('rust'));
    const json = JSON.stringify({ schemaVersion: 1, command: 'verify load', ...load });
    assert.deepEqual(readLoadResult(json, 'x'), measuredLoad(load, 'x'));
    assert.equal(measuredLoad(load, 'x').cpuMicros![0], load.old.cpuMicrosPerRequest);
  });
  for (const [text, said] of [
    ['', /is no JSON/],
    ['[]', /is not the result of "verify load"/],
    ['{"command":"verify parity"}', /is not the result of "verify load"/],
    ['{"command":"verify load","schemaVersion":2}', /schemaVersion 2; this version reads 1/],
    ['{"command":"verify load","schemaVersion":1}', /lacks parts/],
    [
      '{"command":"verify load","schemaVersion":1,"old":{},"new":{},"warnings":[],"cpu":{"ratio":0,"blocks":[]}}',
      /lacks parts/,
    ],
  ] as const)
    it(`refuse ${text.slice(0, 50)}`, () => {
      assert.throws(() => readLoadResult(text, 'load.json'), { code: 'bad-value', message: said });
    });
  it('need the CPU of both sides', () => {
    const text = '{"command":"verify load","schemaVersion":1,"old":{},"new":{},"warnings":[],"cpu":null}';
    assert.throws(() => readLoadResult(text, 'load.json'), { code: 'bad-model', message: /add a meter/ });
  });
  it('refuse a parity that is none', () => {
    assert.throws(() => readParityResult(readFileSync('package.json', 'utf8'), 'p'), { code: 'bad-value' });
    assert.throws(() => readParityResult('{"command":"verify parity","schemaVersion":1,"counts":{}}', 'p'), {
      code: 'bad-value',
      message: /lacks parts/,
    });
  });
});

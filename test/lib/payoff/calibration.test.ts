import assert from 'node:assert/strict';
import { calibrate, type Rewritten } from '../../../lib/payoff/calibration.js';
import { fitOutcomes, fitSpeedups, predictedWith } from '../../../lib/payoff/fit.js';
import type { MeasuredLoad } from '../../../lib/payoff/measured.js';
import { type PredictedPart, type Prediction, readPrediction } from '../../../lib/payoff/prediction.js';
import { calibrationDocument, proposedRows } from '../../../lib/report/calibration-document.js';
import { documentText } from '../../../lib/report/document.js';
import { near } from '../../support/near.js';
import { seeded } from '../../support/random.js';

const JSON_ROW = { p10: 1.7, p50: 3.1, p90: 5.9 };
const APP_ROW = { p10: 0.9, p50: 1.2, p90: 1.6 };

function load(saved: number, half = 0.01): MeasuredLoad {
  const ratio = 1 - saved;
  return {
    name: 'load.json',
    ratio,
    interval: half === 0 ? null : { low: ratio - half, high: ratio + half },
    basis: 'equal-load',
    runs: [5, 5],
    cpuMicros: null,
    memoryRatio: null,
    capacity: null,
    p50Ms: null,
    p99Ms: null,
    warnings: [],
  };
}

function prediction(
  parts: readonly PredictedPart[],
  cpuSaving = { p10: 0.2, p50: 0.4, p90: 0.6 },
): Prediction {
  return { from: 'go', to: 'rust', cpuSaving, parts, boundaryShare: 0, sharesSd: 0 };
}

const json = (share: number): PredictedPart => ({
  kind: 'json',
  share,
  speedup: JSON_ROW,
  input: 'speedup.json',
});
const app = (share: number): PredictedPart => ({
  kind: 'app',
  share,
  speedup: APP_ROW,
  input: 'speedup.app',
});
const gc = (share: number): PredictedPart => ({ kind: 'gc', share, speedup: null, input: 'speedup.assist' });

function rewrite(name: string, saved: number, parity: Rewritten['parity'] = null): Rewritten {
  return { name, prediction: prediction([json(0.7), app(0.2)]), load: load(saved), parity };
}

describe('the accuracy record', () => {
  const parity = { name: 'p', compared: 500, mismatched: 0, bound: 0.006, unverified: [] };
  it('counts errors and ranges', () => {
    const found = calibrate([
      rewrite('b', 0.5, parity),
      rewrite('a', 0.3),
      rewrite('c', 0.7),
      rewrite('d', 0.55),
    ]);
    assert.deepEqual(
      found.pairs.map(({ name, isWithin }) => [name, isWithin]),
      [
        ['a', true],
        ['b', true],
        ['c', false],
        ['d', true],
      ],
    );
    near(found.bias!, (0.1 - 0.1 + 0.3 + 0.15) / 4, 1e-12);
    near(found.medianAbsoluteError!, 0.125, 1e-12);
    near(found.spread!, Math.sqrt((0.1 ** 2 * 2 + 0.3 ** 2 + 0.15 ** 2 - 4 * 0.1125 ** 2) / 3), 1e-12);
    assert.equal(found.within!.count, 3);
    assert.deepEqual(found.pairs[0]!.mostly, { kind: 'json', part: 0.7 / 0.8999999999999999 });
    const text = documentText(calibrationDocument(found), 100);
    assert.match(text, /Of 4 rewrites, 3 lie within/);
    assert.match(text, /Answers were not compared for a, c, d\./);
  });

  it('leaves out what answers otherwise', () => {
    const wrong = { ...parity, mismatched: 3 };
    const found = calibrate([rewrite('a', 0.45), rewrite('b', 0.1, wrong)]);
    assert.equal(found.count, 1);
    near(found.bias!, 0.05, 1e-12);
    assert.match(documentText(calibrationDocument(found), 100), /b does not count: its answers differ/);
    assert.equal(calibrate([rewrite('b', 0.1, wrong)]).bias, null);
  });

  it('proposes rows where what was assumed is contradicted, and only there', () => {
    const far = calibrate([rewrite('a', 0.8), rewrite('b', 0.81), rewrite('c', 0.79)]);
    assert.deepEqual(
      proposedRows(far).map(({ kind, from, to, basis }) => [kind, from, to, basis]),
      [
        ['json', 'go', 'rust', 'measured'],
        ['app', 'go', 'rust', 'measured'],
      ],
    );
    const saved = 0.7 * (1 - 1 / 3.1) + 0.2 * (1 - 1 / 1.2);
    assert.deepEqual(proposedRows(calibrate([rewrite('a', saved)])), []);
  });
});

/** The objective of `fitSpeedups`, minimized on finer and finer grids; its weights are those at its own answer. */
function slowFit(outcomes: readonly { prediction: Prediction; load: MeasuredLoad }[]): [number, number] {
  let [x, y] = [1, 0.2];
  for (let round = 0; round < 200; round++) {
    const [a, b] = slowFitAt(outcomes, x, y);
    const moved = Math.abs(a - x) + Math.abs(b - y);
    [x, y] = [a, b];
    if (moved < 1e-8) break;
  }
  return [Math.exp(x), Math.exp(y)];
}

function slowFitAt(
  outcomes: readonly { prediction: Prediction; load: MeasuredLoad }[],
  atX: number,
  atY: number,
): [number, number] {
  const sigma = ({ p10, p90 }: typeof JSON_ROW): number => Math.log(p90 / p10) / (2 * 1.2815515655446004);
  const cost = (x: number, y: number): number => {
    let sum = ((x - Math.log(3.1)) / sigma(JSON_ROW)) ** 2 + ((y - Math.log(1.2)) / sigma(APP_ROW)) ** 2;
    for (const {
      prediction: { parts, sharesSd },
      load: { ratio, interval },
    } of outcomes) {
      let saved = 0;
      let together = 0;
      for (const { share, kind } of parts) {
        saved += share * (kind === 'gc' ? 1 : 1 - Math.exp(kind === 'json' ? -x : -y));
        if (kind !== 'gc') together += share * Math.exp(kind === 'json' ? -atX : -atY);
      }
      const ofLoad = interval === null ? 0 : (interval.high - interval.low) / (2 * 1.959963984540054);
      sum += (1 - ratio - saved) ** 2 / (ofLoad ** 2 + sharesSd ** 2 + 0.01 ** 2 + (0.35 * together) ** 2);
    }
    return sum;
  };
  let [x, y, step] = [atX, atY, 1];
  while (step > 1e-9) {
    let best: [number, number, number] = [cost(x, y), x, y];
    for (let i = -3; i <= 3; i++)
      for (let j = -3; j <= 3; j++) {
        const at = cost(x + i * step, y + j * step);
        if (at < best[0]) best = [at, x + i * step, y + j * step];
      }
    if (best[1] === x && best[2] === y) step /= 2;
    [, x, y] = best;
  }
  return [x, y];
}

describe('cross-validation', () => {
  it('predicts each rewrite from the others, and needs five', () => {
    const outcomes = Array.from({ length: 6 }, (_, i) => ({
      name: `r${i}`,
      prediction: prediction([json(0.2 + 0.1 * i)]),
      load: load((0.2 + 0.1 * i) * (1 - 1 / (i === 5 ? 1 : 5)), 0.005),
      parity: null,
    }));
    assert.equal(calibrate(outcomes.slice(0, 4)).crossValidation, null);
    const found = calibrate(outcomes).crossValidation!;
    assert.equal(found.count, 6);
    // The last one did not gain at all, where the others say that it gains 5 times.
    assert.equal(found.within, 5);
    assert.equal(calibrate(outcomes.slice(0, 5)).crossValidation!.within, 5);
    // Seen by all of them, its own outcome would have helped: what is left out must not.
    const { saved } = predictedWith(fitOutcomes(outcomes.slice(0, 5), outcomes), outcomes[5]!.prediction);
    near(saved, 0.7 * (1 - 1 / 5), 0.1);
  });
});

describe('the fit of speedups', () => {
  it('finds the least squares that a search finds', () => {
    const seed = 20261125;
    const random = seeded(seed);
    for (let round = 0; round < 40; round++) {
      const outcomes = Array.from({ length: 1 + Math.floor(random() * 5) }, () => {
        const [a, b] = [0.1 + 0.5 * random(), 0.1 + 0.25 * random()];
        const saved = a * (1 - 1 / (1.5 + 5 * random())) + b * (1 - 1 / (0.9 + random()));
        const tax = 0.1 * random();
        return {
          prediction: prediction([json(a), app(b), gc(tax)]),
          load: load(saved + tax, 0.02 * random()),
        };
      });
      const rows = fitSpeedups(outcomes);
      const [x, y] = slowFit(outcomes);
      for (const [kind, expected] of [
        ['json', x],
        ['app', y],
      ] as const) {
        const row = rows.find((one) => one.kind === kind);
        if (row !== undefined)
          near(row.fitted.p50 / expected, 1, 1e-5, `seed ${seed}, round ${round}, ${kind}`);
      }
    }
  });

  it('comes to the truth where many rewrites tell of it', () => {
    const outcomes = Array.from({ length: 600 }, (_, i) => {
      const [a, b] = [0.1 + (i % 6) * 0.1, 0.3 - (i % 3) * 0.1];
      return {
        prediction: prediction([json(a), app(b)]),
        load: load(a * (1 - 1 / 8) + b * (1 - 1 / 1.4), 0.005),
      };
    });
    const rows = fitSpeedups(outcomes);
    const of = (kind: string) => rows.find((row) => row.kind === kind)!;
    near(of('json').fitted.p50, 8, 0.1);
    near(of('app').fitted.p50, 1.4, 0.06);
    assert.ok(of('json').isContradicted && !of('app').isContradicted);
    assert.ok(of('json').learned > 0.5 && of('json').rewrites === 600);
  });

  it('is not taken far by a single rewrite, whose luck all its kinds share', () => {
    const one = (count: number) =>
      fitSpeedups(
        Array.from({ length: count }, () => ({
          prediction: prediction([json(0.5)]),
          load: load(0.5 * (1 - 1 / 8), 0.005),
        })),
      ).find(({ kind }) => kind === 'json')!.fitted.p50;
    assert.ok(one(1) < one(3) && one(3) < one(30));
    assert.ok(one(1) < 6, String(one(1)));
    near(one(300), 8, 0.3);
  });

  it('leaves what has one value alone', () => {
    const fixed: PredictedPart = {
      kind: 'x',
      share: 0.5,
      speedup: { p10: 2, p50: 2, p90: 2 },
      input: 'speedup',
    };
    assert.deepEqual(fitSpeedups([{ prediction: prediction([fixed, gc(0.2)]), load: load(0.9) }]), []);
    assert.deepEqual(fitSpeedups([]), []);
  });
});

describe('a prediction that was written down', () => {
  const whole = {
    schemaVersion: 1,
    simulation: { cpuSaving: { p10: 0.1, p50: 0.2, p90: 0.3 }, inputs: [] },
    payoff: { parts: [], taxes: [], boundaryShare: 0 },
    assumptions: [
      { name: 'from', value: 'go' },
      { name: 'to', value: 'rust' },
    ],
    proof: null,
  };
  it('is read', () => {
    const read = readPrediction(JSON.stringify(whole), 'x');
    assert.deepEqual(read.cpuSaving, whole.simulation.cpuSaving);
    assert.deepEqual([read.from, read.to, read.parts.length], ['go', 'rust', 0]);
  });
  for (const [change, said] of [
    [{ schemaVersion: 2 }, /schemaVersion 2/],
    [{ proof: { load: {} } }, /made with --measured, so it is no prediction/],
    [{ simulation: {} }, /no simulation.cpuSaving/],
    [{ payoff: null }, /has no payoff/],
    [{ payoff: { parts: [{}], taxes: [] } }, /part without kind or input/],
    [{ payoff: { parts: [{ kind: 'a', input: 'b', share: 1 }], taxes: [] } }, /part without a speedup/],
    [{ assumptions: [] }, /no assumption "from"/],
  ] as const)
    it(`is refused with ${JSON.stringify(change)}`, () => {
      const text = JSON.stringify({ ...whole, ...change });
      assert.throws(() => readPrediction(text, 'prediction.json'), { code: 'bad-value', message: said });
    });
  it('is refused as no JSON', () => {
    assert.throws(() => readPrediction('x', 'prediction.json'), { code: 'bad-value', message: /is no JSON/ });
  });
});

import assert from 'node:assert/strict';
import { type CostModelOptions, resolveCostModel } from '../../../lib/payoff/cost-model.js';

const bases = (options: CostModelOptions, today: string | null = null) =>
  resolveCostModel(options, today).prices;

describe('what a sum rests on', () => {
  it('is the list price of its day, and the assumed rate, where nothing is given', () => {
    const { list, effective, labour } = bases({});
    assert.deepEqual(list, { basis: 'list', date: '2026-11-24', label: 'list, 2026-11' });
    assert.equal(effective, list);
    assert.deepEqual(labour, { basis: 'labour-assumed', date: '2026-11-25', label: 'assumed, 2026-11' });
  });
  it('is said to be discounted after a discount', () => {
    const { list, effective } = bases({ discount: 0.305 });
    assert.equal(list.basis, 'list');
    assert.deepEqual(effective, {
      basis: 'list-discounted',
      date: '2026-11-24',
      label: 'list-30.5%, 2026-11',
    });
  });
  it('is of the day that was given, else of today, else undated', () => {
    const price = { usdPerVcpuHour: 0.04, personMonthUsd: 9000 };
    assert.equal(bases({ ...price, priceDate: '2026-09' }, '2026-11-25').list.label, 'given, 2026-09');
    assert.equal(bases(price, '2026-11-25').list.date, '2026-11-25');
    assert.deepEqual(bases(price).labour, { basis: 'labour-given', date: null, label: 'given, undated' });
    assert.equal(bases({ ...price, discount: 0.1 }).effective.basis, 'given-discounted');
    // A price that is not given keeps its own day.
    assert.equal(bases({ personMonthUsd: 9000 }, '2027-01-01').list.date, '2026-11-24');
  });
  it('refuses what is no day', () => {
    assert.throws(() => bases({ priceDate: '2026-13' }), /priceDate is "2026-13"; expected a year, month/);
  });
});

describe('utilisation per language', () => {
  const utilisation = { go: { target: 0.4, knee: 0.7 }, rust: { knee: 0.84 }, java: { knee: 0.1 } };
  it('is that of the old and of the new language', () => {
    const { values, unknowns, assumptions } = resolveCostModel({ from: 'golang', to: 'rust', utilisation });
    assert.deepEqual(
      [values.targetUtilOld, values.kneeUtilOld, unknowns.targetUtilNew, unknowns.kneeUtilNew],
      [0.4, 0.7, null, 0.84],
    );
    const row = assumptions.find(({ name }) => name === 'kneeUtilNew')!;
    assert.deepEqual([row.tag, row.source], ['given', 'given for rust']);
  });
  it('gives way to a parameter, and is within its bounds', () => {
    const model = resolveCostModel({ from: 'go', kneeUtilOld: 0.6, utilisation });
    assert.equal(model.values.kneeUtilOld, 0.6);
    assert.throws(
      () => resolveCostModel({ utilisation: { rust: { knee: 2 } } }),
      /kneeUtilNew is 2; expected/,
    );
  });
});

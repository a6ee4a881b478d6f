import assert from 'node:assert/strict';
import { compare } from '../../../lib/compare/compare.js';
import type { Comparison } from '../../../lib/compare/comparison.js';
import { parseGate, tripped } from '../../../lib/compare/gates.js';
import { profileOf } from '../../support/draw.js';

const sampleTypes = [{ type: 'samples', unit: 'count' }];
const shop = (price: number) =>
  profileOf([`main;cart;price ${price}`, 'main;cart;encode 40000', 'main;gc 50000'], { sampleTypes });
const found = (price: number, requests?: number): Comparison =>
  compare(
    shop(10_000),
    shop(price),
    requests === undefined ? {} : { baseRequests: [requests], headRequests: [requests] },
  );
const names = (comparison: Comparison, ...gates: string[]) =>
  tripped(comparison, gates.map(parseGate)).map(({ gate, name }) => `${gate} ${name}`);

describe('gates', () => {
  it('are read strictly', () => {
    assert.deepEqual(parseGate('self>+2pp'), { text: 'self>+2pp', on: 'self', limit: 0.02, unit: 'points' });
    assert.deepEqual(parseGate('cpu>+5%'), { text: 'cpu>+5%', on: 'cpu', limit: 0.05, unit: 'relative' });
    for (const text of [
      '',
      'self',
      'self>2pp',
      'self>+2',
      'self>=+2pp',
      'self>-2pp',
      'self<+2pp',
      ' self>+2pp',
      'cpu>+5pp',
      'cum>+1pp',
      'self>+2pp;total>+1pp',
      'self>+1e3pp',
      'self>+.5pp',
      'SELF>+2pp',
      'self>+NaNpp',
    ])
      assert.throws(() => parseGate(text), { code: 'usage' }, text);
  });
  it('trip beyond the limit only', () => {
    const slower = found(20_000);
    assert.deepEqual(names(slower, 'self>+5pp'), ['self>+5pp price']);
    assert.deepEqual(names(slower, 'self>+10pp'), []);
    assert.deepEqual(names(slower, 'self>+50%'), ['self>+50% price']);
    assert.deepEqual(names(slower, 'self>+120%'), []);
    assert.deepEqual(names(slower, 'total>+2pp'), ['total>+2pp price', 'total>+2pp cart']);
  });
  it('do not trip on what is not significant', () => {
    assert.deepEqual(names(found(10_100), 'self>+0pp', 'total>+0pp', 'self>+0%'), []);
  });
  it('never divide by nothing', () => {
    const added = compare(
      profileOf(['main;a 50000'], { sampleTypes }),
      profileOf(['main;a 50000', 'main;b 50000'], { sampleTypes }),
    );
    const trips = tripped(added, [parseGate('self>+900%')]);
    assert.deepEqual(
      trips.map(({ name }) => name),
      ['b'],
    );
    assert.match(trips[0]!.message, /from nothing$/);
  });
  it('of the whole need requests', () => {
    assert.throws(() => names(found(20_000), 'cpu>+5%'), { code: 'usage' });
    assert.deepEqual(names(found(20_000, 1000), 'cpu>+5%'), ['cpu>+5% null']);
    assert.deepEqual(names(found(20_000, 1000), 'cpu>+15%'), []);
  });
});

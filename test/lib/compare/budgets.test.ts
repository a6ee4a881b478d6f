import assert from 'node:assert/strict';
import { activeAcknowledgement, type Budget, checkBudgets } from '../../../lib/compare/budgets.js';
import { profileOf } from '../../support/draw.js';

const PROFILE = profileOf(
  [
    'main.main;example.com/shop.cart;example.com/shop/pricing.Price 2000',
    'main.main;example.com/shop.cart 3000',
    'main.main;main.gc 5000',
  ],
  { sampleTypes: [{ type: 'samples', unit: 'count' }] },
);
const WHY = { reason: 'agreed', owner: 'team' };
const judge = (budget: Partial<Budget>, today = '2026-11-25') =>
  checkBudgets(PROFILE, [{ ...WHY, ...budget }], { today })[0]!;

describe('budgets', () => {
  it('are exceeded where all of the interval is above', () => {
    const found = judge({ function: 'example.com/shop.cart', total: 0.4 });
    assert.equal(found.status, 'exceeded');
    assert.equal(found.actual, 0.5);
    assert.ok(found.interval.low > 0.4);
    assert.equal(judge({ function: 'example.com/shop.cart', total: 0.49 }).status, 'unsure');
    assert.equal(judge({ function: 'example.com/shop.cart', total: 0.6 }).status, 'met');
    assert.equal(judge({ function: 'example.com/shop.cart', self: 0.4 }).status, 'met');
  });
  it('are of packages too', () => {
    assert.equal(judge({ package: 'example.com/shop/pricing', self: 0.1 }).status, 'exceeded');
  });
  it('cannot be judged without the function or the requests, and end on their day', () => {
    assert.equal(judge({ function: 'nowhere', total: 0.1 }).status, 'unknown');
    assert.equal(judge({ function: 'main.gc', cpuUsPerRequest: 10 }).status, 'unknown');
    assert.equal(judge({ function: 'main.gc', total: 0.1, expires: '2026-11-24' }).status, 'expired');
    assert.equal(judge({ function: 'main.gc', total: 0.1, expires: '2026-11-25' }).status, 'exceeded');
  });
  it('may be CPU per request', () => {
    const cpu = profileOf(['main.main;main.f 6000000', 'main.main 4000000'], {
      sampleTypes: [{ type: 'cpu', unit: 'nanoseconds' }],
    });
    const [found] = checkBudgets(cpu, [{ ...WHY, function: 'main.f', cpuUsPerRequest: 50 }], {
      today: '2026-11-25',
      requests: 100,
    });
    assert.equal(found!.actual, 60);
  });
});

describe('acknowledgements', () => {
  it('hold for a function or its package until the last day', () => {
    const list = [
      { package: 'example.com/shop/pricing', ...WHY, expires: '2026-12-31' },
      { function: 'main.gc', ...WHY, expires: '2026-01-01' },
    ];
    const on = (name: string, today: string) =>
      activeAcknowledgement(list, name, null, today)?.expires ?? null;
    assert.equal(on('example.com/shop/pricing.Price', '2026-12-31'), '2026-12-31');
    assert.equal(on('example.com/shop/pricing.Price', '2027-01-01'), null);
    assert.equal(on('example.com/shop.cart', '2026-12-31'), null);
    assert.equal(on('main.gc', '2026-11-25'), null);
  });
});

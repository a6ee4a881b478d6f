import assert from 'node:assert/strict';
import { ProfileError } from '../../../lib/base/errors.js';
import { aboutKind, KINDS } from '../../../lib/kinds/kinds.js';
import { resolveCostModel } from '../../../lib/payoff/cost-model.js';
import { estimatePayoff } from '../../../lib/payoff/estimate.js';
import { PRICES } from '../../../lib/payoff/prices.js';
import { OBSERVATIONS, observationsOf } from '../../../lib/payoff/priors/observations.js';
import {
  mergePriors,
  PRIORS,
  type PriorOverride,
  resolvePrior,
  tableLanguage,
} from '../../../lib/payoff/priors/resolve.js';

const DATE = /^(19|20)\d\d(-\d\d){0,2}$/;
const find = (from: string, to: string, kind: string, when?: string, rows = PRIORS) =>
  resolvePrior(rows, from, to, kind, when ?? null);

describe('the speedup tables', () => {
  it('have an order, a source and a date in every row, and each row once', () => {
    const keys = new Set<string>();
    for (const { from, to, kind, when, speedup, sources, note } of PRIORS) {
      const place = `${from} ${to} ${kind} ${when}`;
      assert.ok(0 < speedup.p10 && speedup.p10 <= speedup.p50 && speedup.p50 <= speedup.p90, place);
      assert.ok(sources.length > 0 && note !== '', place);
      for (const { id, what, date } of sources) assert.ok(id !== '' && what !== '' && DATE.test(date), place);
      assert.ok(kind === 'service' || (KINDS as readonly string[]).includes(kind), place);
      assert.ok(!keys.has(place), place);
      keys.add(place);
    }
  });
  it('have a row for each kind from Go, Java, Python and C to Rust, or say whose stands in', () => {
    for (const from of ['go', 'java', 'python', 'c', 'node'])
      for (const kind of KINDS) {
        // C has no collector.
        if (from === 'c' && (kind === 'assist' || kind.startsWith('gc'))) continue;
        const found = find(from, 'rust', kind);
        assert.ok(found !== undefined, `${from} to rust, ${kind}`);
        if (found.as !== kind) {
          const chain: string[] = [];
          for (let k = aboutKind(kind).pricedAs; k !== null; k = aboutKind(k).pricedAs) chain.push(k);
          assert.ok(chain.includes(found.as), `${kind} as ${found.as}`);
        }
      }
  });
  for (const { from, to, kind, when, want } of [
    { from: 'go', to: 'rust', kind: 'app', want: [0.9, 1.25, 2] },
    { from: 'go', to: 'rust', kind: 'json', want: [2, 4, 8] },
    { from: 'go', to: 'rust', kind: 'json', when: 'untyped', want: [1.1, 1.5, 2.2] },
    { from: 'go', to: 'rust', kind: 'json', when: 'no such condition', want: [2, 4, 8] },
    { from: 'go', to: 'rust', kind: 'json-fast', want: [1.1, 1.6, 2.2] },
    { from: 'go', to: 'rust', kind: 'rpc', want: [1.2, 1.8, 2.7] },
    { from: 'go', to: 'rust', kind: 'regexp', want: [3, 10, 24] },
    { from: 'go', to: 'rust', kind: 'strings', want: [1.2, 1.9, 3] },
    { from: 'go', to: 'rust', kind: 'map', want: [0.7, 1.1, 1.6] },
    { from: 'go', to: 'rust', kind: 'alloc', want: [0.7, 1.5, 3] },
    { from: 'go', to: 'rust', kind: 'sort', want: [1.1, 1.8, 4] },
    { from: 'go', to: 'rust', kind: 'mem', want: [1, 1.05, 1.5] },
    { from: 'go', to: 'rust', kind: 'crypto', want: [0.9, 1, 1.3] },
    { from: 'go', to: 'rust', kind: 'sched', want: [0.9, 1.1, 1.6] },
    { from: 'go', to: 'rust', kind: 'kernel', want: [0.95, 1, 1.1] },
    { from: 'kotlin', to: 'rust', kind: 'json', want: [1.5, 3, 5] },
    { from: 'java', to: 'rust', kind: 'regexp', want: [3, 6, 13] },
    { from: 'typescript', to: 'rust', kind: 'app', want: [1.3, 2.3, 4] },
    { from: 'node', to: 'rust', kind: 'base64', want: [0.7, 0.9, 1.2] },
    { from: 'node', to: 'go', kind: 'app', want: [1, 1.9, 3] },
    { from: 'node', to: 'wasm', kind: 'app', want: [0.8, 1.3, 2.5] },
    { from: 'python', to: 'rust', kind: 'app', want: [15, 40, 75] },
    { from: 'python', to: 'c++', kind: 'map', want: [4, 12, 30] },
    { from: 'python', to: 'rust', kind: 'foreign', want: [0.7, 1, 1.5] },
    { from: 'lua', to: 'rust', kind: 'service', want: [0.9, 1, 3] },
  ])
    it(`give ${want.join(' / ')} for ${kind} from ${from} to ${to}${when === undefined ? '' : `, ${when}`}`, () => {
      const { p10, p50, p90 } = find(from, to, kind, when)!.prior.speedup;
      assert.deepEqual([p10, p50, p90], want);
    });
  it('price a kind without a row as one of like nature, and a pair without rows not at all', () => {
    assert.equal(find('java', 'rust', 'sort')!.as, 'app');
    assert.equal(find('go', 'rust', 'gc-mark')!.as, 'assist');
    assert.equal(find('go', 'rust', 'db')!.as, 'rpc');
    assert.equal(find('cobol', 'go', 'app'), undefined);
    assert.equal(find('cobol', 'go', 'kernel')!.prior.speedup.p50, 1);
  });
  it('take the names that people use', () => {
    assert.deepEqual(['golang', 'scala', 'js', 'c++', 'rust'].map(tableLanguage), [
      'go',
      'java',
      'node',
      'c',
      'rust',
    ]);
  });
});

describe("the user's rows", () => {
  const mine = (row: Partial<PriorOverride>): PriorOverride => ({
    kind: 'json',
    p10: 2,
    p50: 3,
    p90: 5,
    ...row,
  });
  it('go before the built-in ones, however general', () => {
    const rows = mergePriors([mine({})]);
    const { prior } = find('go', 'rust', 'json', undefined, rows)!;
    assert.deepEqual([prior.speedup.p50, prior.basis, prior.user], [3, 'given', true]);
    const exact = mergePriors([mine({}), mine({ from: 'go', to: 'rust', p50: 4.5 })]);
    assert.equal(find('go', 'rust', 'json', undefined, exact)!.prior.speedup.p50, 4.5);
    assert.equal(find('java', 'rust', 'json', undefined, exact)!.prior.speedup.p50, 3);
  });
  it('are believed as they stand, and shrunk only where they say that they are priors', () => {
    const rewrite = {
      coveredShare: 0.4,
      kernelShare: 0,
      functionCount: 1,
      parts: [{ kind: 'json', share: 0.4 }],
    };
    const of = (row: PriorOverride) =>
      estimatePayoff(rewrite, resolveCostModel({ from: 'go', priors: [row] }));
    assert.deepEqual(of(mine({ basis: 'measured' })).parts[0]!.speedup, { p10: 2, p50: 3, p90: 5 });
    assert.equal(of(mine({ basis: 'measured' })).parts[0]!.tag, 'measured');
    assert.equal(of(mine({ basis: 'prior' })).parts[0]!.speedup.p50, 1 + 0.7 * 2);
    const [used] = of(mine({ source: 'our spike', basis: 'spike' })).priorsUsed;
    assert.deepEqual([used!.sources[0]!.id, used!.basis], ['our spike', 'spike']);
  });
  it('are refused out of order, or for a kind that there is not', () => {
    for (const row of [mine({ p10: 4 }), mine({ p10: 0 }), mine({ kind: 'magic' })])
      assert.throws(() => mergePriors([row]), ProfileError);
  });
});

describe('an estimate', () => {
  it('lists the rows that it used, with what they stood in for', () => {
    const payoff = estimatePayoff(
      {
        coveredShare: 0.5,
        kernelShare: 0,
        functionCount: 2,
        parts: [
          { kind: 'app', share: 0.2 },
          { kind: 'math', share: 0.2 },
          { kind: 'json', share: 0.1 },
          { kind: 'regexp', share: 0 },
        ],
        taxes: [{ kind: 'gc', share: 0.1, weight: 0.5 }],
      },
      resolveCostModel({ from: 'go' }),
    );
    assert.deepEqual(
      payoff.priorsUsed.map(({ kind, usedFor }) => [kind, usedFor]),
      [
        ['app', ['app', 'math']],
        ['json', ['json']],
        ['assist', ['gc']],
      ],
    );
    assert.deepEqual(payoff.priorsUsed[0]!.published, { p10: 0.9, p50: 1.25, p90: 2 });
    assert.equal(payoff.priorsUsed[0]!.used.p50, 1.175);
    assert.match(payoff.assumptions[0]!.source, /stands in for math/);
  });
});

describe('observations and prices', () => {
  it('are dated, and no observation has a grade that is none', () => {
    for (const { date, claim, reality } of OBSERVATIONS)
      assert.ok(DATE.test(date) && claim !== '' && reality !== '');
    assert.deepEqual(
      observationsOf('node', 'go').map(({ id }) => id),
      ['typescript-2025'],
    );
    for (const { date, usdPerVcpuHour, source } of PRICES)
      assert.ok(DATE.test(date) && usdPerVcpuHour > 0 && source !== '');
  });
});

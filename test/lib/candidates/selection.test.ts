import assert from 'node:assert/strict';
import { analyze } from '../../../lib/analyze.js';
import { rankCandidates } from '../../../lib/candidates/candidates.js';
import { bestSubtrees } from '../../../lib/candidates/paths.js';
import { workOf } from '../../../lib/candidates/work.js';
import { KINDS, type Kind, kindNumber } from '../../../lib/kinds/kinds.js';
import { select } from '../../../lib/profile/select.js';
import { analyzeText } from '../../../lib/report/analyze-text.js';
import { profileOf } from '../../support/draw.js';
import { near } from '../../support/near.js';

/** The selection vector of the payoff model (V10): stacks, bytes allocated, local speedups. */
const ROWS = [
  'main;serve;handleA;encodeJSON;json.Marshal 180',
  'main;serve;handleA;encodeJSON;runtime.mallocgc 60',
  'main;serve;handleA;encodeJSON;runtime.mallocgc;runtime.gcAssistAlloc 20',
  'main;serve;handleA;score;score 150',
  'main;serve;handleA;dbQuery;syscall 90',
  'main;serve;handleB;encodeJSON;json.Marshal 70',
  'main;serve;handleB;score 40',
  'main;serve;handleB;render 60',
  'main;serve;parse 50',
  'main;serve;write;syscall 70',
  'runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerDedicated;runtime.scanobject 100',
  'runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerIdle;runtime.scanobject 80',
  'runtime.mcall;runtime.schedule;runtime.findRunnable 30',
];
const ALLOCS = ['encodeJSON 700', 'render 150', 'parse 100', 'score 50'];
const OWN = '^(encodeJSON|score|parse|render|dbQuery)$';

function gainsOf(speedups: Partial<Record<Kind, number>>): Float64Array {
  const gains = new Float64Array(KINDS.length);
  for (const [kind, speedup] of Object.entries(speedups)) gains[kindNumber(kind as Kind)] = 1 - 1 / speedup;
  return gains;
}

const GAINS = gainsOf({ json: 4, alloc: 1.5, assist: Number.POSITIVE_INFINITY, app: 1.3 });

describe('the selection vector', () => {
  // A system call in a vector without a kernel: the plain name stands for the stub.
  const rows = ROWS.map((row) => row.replace(';syscall ', ';syscall.Syscall '));
  const allocs = profileOf(ALLOCS, { sampleTypes: [{ type: 'alloc_space', unit: 'bytes' }] });
  const set = rankCandidates(select(profileOf(rows)), {
    own: OWN,
    allocs,
    gains: GAINS,
    unit: 'function',
    limit: 9,
  });

  it('is taken in the order of what each adds, collection by bytes allocated', () => {
    assert.deepEqual(
      set.candidates.map(({ name }) => name),
      ['encodeJSON', 'score', 'render', 'parse'],
    );
    for (const [i, gain] of [0.3233696, 0.0530936, 0.0313545, 0.0234114].entries())
      near(set.candidates[i]!.marginalGain, gain, 2e-6);
    near(set.background.gc, 100 / 920, 1e-12);
    near(set.candidates[0]!.directShare, 330 / 920, 1e-9);
    near(set.candidates[1]!.directShare, 190 / 920, 1e-9);
    near(set.candidates[0]!.taxShare, 0.7 * (100 / 920), 1e-9);
    near(set.taxShare, 100 / 920, 1e-9);
    assert.equal(set.chargedBy, 'alloc_space');
  });

  it('never takes what only waits for the kernel', () => {
    assert.ok(!set.candidates.some(({ name }) => name === 'dbQuery'));
  });

  it('is concentrated as the model says', () => {
    const { concentration } = rankCandidates(select(profileOf(rows)), {
      own: OWN.replace('dbQuery', 'dbQuery|write'),
    });
    assert.equal(concentration.k50, 2);
    assert.equal(concentration.k80, 4);
    near(concentration.effectiveNumber, 4.6648, 1e-5);
    near(concentration.hhi, 0.2629386, 1e-6);
  });

  it('charges nobody, or by samples of the allocator, when told so', () => {
    const by = (gcWeight: 'none' | 'malloc_samples') =>
      rankCandidates(select(profileOf(rows)), { own: OWN, allocs, gcWeight, gains: GAINS, limit: 9 });
    assert.equal(by('none').taxShare, 0);
    near(by('malloc_samples').candidates[0]!.taxShare, 100 / 920, 1e-9);
    assert.throws(() => rankCandidates(select(profileOf(rows)), { gcWeight: 'inuse_space' }), {
      code: 'usage',
    });
    const allocated = profileOf(['encodeJSON 7,700'], {
      sampleTypes: [
        { type: 'alloc_objects', unit: 'count' },
        { type: 'alloc_space', unit: 'bytes' },
      ],
    });
    assert.throws(
      () => rankCandidates(select(profileOf(rows)), { allocs: allocated, gcWeight: 'inuse_space' }),
      { code: 'usage', message: /has no inuse_space; it has alloc_objects/ },
    );
  });

  it('stops where a unit costs more than it gains', () => {
    const costly = rankCandidates(select(profileOf(rows)), {
      own: OWN,
      allocs,
      gains: GAINS,
      unit: 'function',
      limit: 9,
      unitCost: 0.04,
    });
    assert.deepEqual(
      costly.candidates.map(({ name }) => name),
      ['encodeJSON', 'score'],
    );
  });

  it('finds the best subtrees: a function on two paths is two of them', () => {
    const work = workOf(select(profileOf(rows)), 0, OWN);
    const trees = bestSubtrees(work, () => false, { limit: 3, gains: GAINS });
    assert.deepEqual(
      trees.map(({ path, share }) => [path.slice(-2).join('>'), Math.round(share * 920)]),
      [
        ['handleA>encodeJSON', 260],
        ['handleA>score', 150],
        ['handleB>encodeJSON', 70],
      ],
    );
    near(
      trees.reduce((sum, { gain }) => sum + gain, 0),
      (180 * 0.75 + 60 / 3 + 20 + 150 * (1 - 1 / 1.3) + 70 * 0.75) / 920,
      1e-9,
    );
  });
});

describe('subtrees', () => {
  it('have no idle time in their shares', () => {
    const rows = ['main;serve;main.wait;do_idle 50', 'main;serve;main.wait 30', 'main;other 20'];
    const work = workOf(select(profileOf(rows)), 0);
    const [first] = bestSubtrees(work, (group) => work.grouping.names[group] === 'main', { limit: 1 });
    assert.deepEqual(first!.path, ['main', 'serve']);
    near(first!.share, 30 / 50, 1e-12);
    near(first!.gain, 30 / 50, 1e-12);
  });
});

describe('endpoints', () => {
  const http = 'net/http.(*conn).serve;net/http.HandlerFunc.ServeHTTP';
  const service = (labels: boolean) =>
    profileOf(
      [
        `${http};main.log.func1;net/http.HandlerFunc.ServeHTTP;main.quote;main.price 50`,
        `${http};main.log.func1;net/http.HandlerFunc.ServeHTTP;main.quote;encoding/json.Marshal 10`,
        `${http};main.log.func1;net/http.HandlerFunc.ServeHTTP;main.order.func2;main.order;main.price 20`,
        `${http};main.log.func1;net/http.HandlerFunc.ServeHTTP;main.list 6`,
        `${http};main.log.func1;net/http.HandlerFunc.ServeHTTP;main.get 4`,
        `${http};main.log.func1 5`,
        'main.main;main.load 5',
      ].map((row) => (labels && row.includes('main.quote') ? `${row} { endpoint=quote }` : row)),
    );

  it('are the named functions that the framework leads to, through closures and middleware', () => {
    const { endpoints } = rankCandidates(select(service(false)));
    assert.deepEqual(
      endpoints.map(({ name, share }) => [name, Math.round(share * 100)]),
      [
        ['main.quote', 60],
        ['main.order', 20],
        ['main.list', 6],
        ['main.get', 4],
      ],
    );
  });

  it('are called what the profile calls them', () => {
    assert.equal(rankCandidates(select(service(true))).endpoints[0]!.label, 'endpoint=quote');
  });

  it('are the unit of rewriting where a few of several gain more than a few functions', () => {
    const set = rankCandidates(select(service(false)));
    assert.equal(set.unit, 'endpoint');
    assert.deepEqual(
      set.candidates.map(({ name }) => name),
      ['main.quote', 'main.order'],
    );
    assert.equal(set.alternative!.unit, 'function');
    const functions = rankCandidates(select(service(false)), { unit: 'function' });
    assert.equal(functions.candidates[0]!.name, 'main.price');
    assert.equal(functions.candidates[0]!.cut.dominator, null);
  });

  it('are not what a framework or the runtime does where nothing tells whose code it is', () => {
    const { endpoints } = rankCandidates(
      select(
        profileOf([
          'hyper::proto::h1::dispatch::Dispatcher<D>::poll_read;orders::quote 50',
          'hyper::proto::h1::dispatch::Dispatcher<D>::poll_read;hyper::proto::h1::conn::Conn<I>::poll_flush 30',
          `${http};main.order 20`,
          `${http};aeshashbody 5`,
        ]),
      ),
    );
    assert.deepEqual(
      endpoints.map(({ name }) => name),
      ['orders::quote', 'main.order'],
    );
  });

  it('look through named middleware that stands before everything', () => {
    const profile = profileOf([
      `${http};main.(*auth).ServeHTTP;net/http.HandlerFunc.ServeHTTP;main.a 50`,
      `${http};main.(*auth).ServeHTTP;net/http.HandlerFunc.ServeHTTP;main.b 48`,
      `${http};main.(*auth).ServeHTTP 2`,
    ]);
    assert.deepEqual(
      rankCandidates(select(profile)).endpoints.map(({ name }) => name),
      ['main.a', 'main.b'],
    );
  });
});

describe('cuts', () => {
  it('name the callers, a better cut, and what must stay behind', () => {
    const set = rankCandidates(
      select(
        profileOf([
          'main.main;main.route;main.outer;main.hot 50',
          'main.main;main.route;main.outer;main.hot;log.Printf 10',
          'main.main;main.route;main.outer;main.warm 15',
          'main.main;main.route;main.other 25',
        ]),
      ),
      { unit: 'function', only: 'main.hot' },
    );
    const { cut } = set.candidates[0]!;
    assert.deepEqual(cut.callers, [{ name: 'main.outer', share: 0.6 }]);
    assert.deepEqual(cut.dominator, { name: 'main.outer', share: 0.75, through: 1 });
    assert.deepEqual(cut.callbacks, [{ name: 'log.Printf', kind: 'log', share: 0.1 }]);
  });

  const TWINS = [
    'main.main;main.a 40',
    'main.main;main.a;log.Printf;os.(*File).Write 10',
    'main.main;main.b 40',
    'main.main;main.b;strings.Split 10',
  ];
  const one = (unitCost: number) =>
    rankCandidates(select(profileOf(TWINS)), { unit: 'function', limit: 1, unitCost });

  it('with calls back rank behind those that are otherwise equal', () => {
    assert.equal(one(0).candidates[0]!.name, 'main.b');
    assert.equal(one(0).callbacks, 0);
    const both = rankCandidates(select(profileOf(TWINS)), { unit: 'function' });
    assert.deepEqual(
      both.candidates.map(({ name }) => name),
      ['main.b', 'main.a'],
    );
    assert.equal(both.callbacks, 1);
    near(both.candidates[0]!.marginalGain, 0.5, 1e-12);
    near(both.candidates[1]!.marginalGain, 0.5, 1e-8);
  });

  it('pay there and back for each function that is called back', () => {
    const costly = rankCandidates(select(profileOf(TWINS)), { unit: 'function', unitCost: 0.1 });
    near(costly.candidates[0]!.marginalGain, 0.4, 1e-8);
    near(costly.candidates[1]!.marginalGain, 0.2, 1e-8);
    const dear = rankCandidates(select(profileOf(TWINS)), { unit: 'function', unitCost: 0.2 });
    assert.deepEqual(
      dear.candidates.map(({ name }) => name),
      ['main.b'],
    );
  });

  it('have no calls back where an endpoint becomes a service of its own', () => {
    const http = 'net/http.(*conn).serve;net/http.HandlerFunc.ServeHTTP';
    const rows = [`${http};main.a 40`, `${http};main.a;log.Printf 10`, `${http};main.b 50`];
    const set = rankCandidates(select(profileOf(rows)), { unit: 'endpoint' });
    assert.equal(set.callbacks, 0);
    assert.equal(set.candidates.length, 2);
  });

  it('charge each call back once a call where calls are known, and what is given where that is', () => {
    const cost = { from: 'go', to: 'rust', boundary: 'ffi', cpuUsPerRequest: 100, crossingUs: 0.06 } as const;
    const at = (more: object) => analyze(profileOf(TWINS), { unit: 'function', cost: { ...cost, ...more } });
    near(at({ callsPerRequest: 3 }).payoff.boundaryShare, ((3 + 2 * 3) * 0.06) / 100, 1e-12);
    near(
      at({ callsPerRequest: 3, callbacksPerRequest: 1 }).payoff.boundaryShare,
      ((3 + 2) * 0.06) / 100,
      1e-12,
    );
    near(at({ callsPerRequest: 3, callbacksPerRequest: 0 }).payoff.boundaryShare, (3 * 0.06) / 100, 1e-12);
    assert.equal(at({}).payoff.boundaryShare, 0);
    const row = at({ callsPerRequest: 3 }).assumptions.find(({ name }) => name === 'callbacksPerRequest')!;
    assert.deepEqual([row.value, row.tag], [3, 'assumption']);
    assert.match(row.source, /1 function/);
    assert.match(analyzeText(at({}), null), /called back: log\.Printf\. .*not in the estimate/);
    assert.match(analyzeText(at({ callsPerRequest: 3 }), null), /3 calls back a request are in the estimate/);
  });
});

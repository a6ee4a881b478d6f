import assert from 'node:assert/strict';
import { analyze } from '../../../lib/analyze.js';
import { type CandidateOptions, rankCandidates } from '../../../lib/candidates/candidates.js';
import { workOf } from '../../../lib/candidates/work.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { near } from '../../support/near.js';
import { randomProfile } from '../../support/random.js';

/** A server of the team's own: nothing in the stacks says what handles a request. Of 1,000. */
const ROWS = [
  'main.loop;main.dispatch;main.price 300 { endpoint=quote }',
  'main.loop;main.dispatch;encoding/json.Marshal 100 { endpoint=quote }',
  'main.loop;main.dispatch;encoding/json.Marshal 60 { endpoint=order }',
  'main.loop;main.dispatch;main.store;log.Printf 140 { endpoint=order }',
  'main.loop;main.dispatch 5 { endpoint=health }',
  'main.loop;main.dispatch 4 { endpoint=ready }',
  'main.loop;main.read 91',
  'main.refresh;main.price 200',
  'runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerDedicated;runtime.scanobject 100',
];
const GC = 0.1;
const counted = (rows: readonly string[]) =>
  profileOf(rows, { sampleTypes: [{ type: 'samples', unit: 'count' }] });
const rank = (rows: readonly string[], options: CandidateOptions = {}) =>
  rankCandidates(select(counted(rows)), { unit: 'endpoint', minShare: 0, limit: 9, ...options });

describe('endpoints that only labels tell', () => {
  it('are the samples with the label, a stack that serves two of them split', () => {
    const { candidates, endpoints, coveredShare } = rank(ROWS);
    assert.deepEqual(
      endpoints.map(({ name, label, by, share }) => [name, label, by, Math.round(share * 1000)]),
      [
        ['endpoint=quote', 'endpoint=quote', 'label', 400],
        ['endpoint=order', 'endpoint=order', 'label', 200],
        ['endpoint=health', 'endpoint=health', 'label', 5],
      ],
    );
    assert.deepEqual(
      candidates.map((c) => [c.name, Math.round(c.directShare * 1000), c.file, c.selfShare, c.workShare]),
      [
        ['endpoint=quote', 400, null, 0, 0],
        ['endpoint=order', 200, null, 0, 0],
        ['endpoint=health', 5, null, 0, 0],
      ],
    );
    near(coveredShare, 0.605, 1e-12);
    assert.deepEqual(
      candidates[0]!.kinds.map(({ kind, share }) => [kind, Math.round(share * 1000)]),
      [
        ['app', 300],
        ['json', 100],
      ],
    );
  });

  it('call back into what stays, and have no callers', () => {
    const [, order] = rank(ROWS).candidates;
    assert.deepEqual(order!.cut.callers, []);
    assert.equal(order!.cut.dominator, null);
    assert.deepEqual(
      order!.cut.callbacks.map(({ name }) => name),
      ['log.Printf'],
    );
  });

  it('are chosen by name, and by themselves where they gain what functions do', () => {
    const by = (candidate: string) => analyze(counted(ROWS), { candidate }).set;
    assert.deepEqual(
      by('^endpoint=quote$').candidates.map(({ name }) => name),
      ['endpoint=quote'],
    );
    assert.equal(by('^endpoint=quote$').unit, 'endpoint');
    assert.equal(by('price').unit, 'function');
  });

  it('bear the collection of their own samples, or of what their functions allocate', () => {
    const malloc = ROWS.map((row) =>
      row.replace('encoding/json.Marshal', 'encoding/json.Marshal;runtime.mallocgc'),
    );
    const bySamples = rank(malloc, { gcWeight: 'malloc_samples' });
    near(bySamples.candidates[0]!.taxShare, (GC * 100) / 160, 1e-12);
    near(bySamples.candidates[1]!.taxShare, (GC * 60) / 160, 1e-12);
    const allocs = profileOf(
      ['main.loop;main.dispatch;main.price 600', 'main.store 100', 'main.refresh;other 300'],
      { sampleTypes: [{ type: 'alloc_space', unit: 'bytes' }] },
    );
    const byBytes = rank(ROWS, { allocs });
    // 300 of the 500 samples of price are quote's; store is order's alone.
    near(byBytes.candidates[0]!.taxShare, GC * 0.6 * 0.6, 1e-12);
    near(byBytes.candidates[1]!.taxShare, GC * 0.1, 1e-12);
    near(byBytes.taxShare, GC * (0.36 + 0.1), 1e-12);
    const functions = rank(ROWS, { allocs, unit: 'function', only: 'price' });
    near(functions.taxShare, GC * 0.6, 1e-9);
  });

  it('stand beside handlers, and a handler keeps its label', () => {
    const http = 'net/http.(*conn).serve;net/http.HandlerFunc.ServeHTTP';
    const { endpoints, serving } = rank([
      `${http};main.quote 500 { endpoint=quote }`,
      `${http};main.auth 20 { endpoint=quote }`,
      `${http};main.auth 20 { endpoint=graph }`,
      `${http};github.com/graph/graph.(*Server).Do[file:a/pkg/mod/github.com/graph@v1.0.0/s.go] 300 { endpoint=graph }`,
      'net/http.(*conn).serve;net/http.(*conn).readRequest 160',
    ]);
    assert.deepEqual(
      endpoints.map(({ name, by }) => [name, by]),
      [
        ['main.quote', 'handler'],
        ['endpoint=graph', 'label'],
      ],
    );
    near(endpoints[1]!.share, 0.3, 1e-12);
    // Reading requests, and middleware under whatever label.
    near(serving!.wholeShare, 0.2, 1e-12);
    near(serving!.share, 0.2, 1e-12);
    assert.equal(serving!.by, 'labels');
  });

  it('take along what serves them where a server is known though no handler is', () => {
    const { endpoints, serving } = rank([
      'net/http.(*conn).serve;net/http.(*ServeMux).ServeHTTP;encoding/json.Marshal 600 { endpoint=a }',
      'net/http.(*conn).serve;net/http.(*ServeMux).ServeHTTP;encoding/json.Marshal 150 { endpoint=b }',
      'net/http.(*conn).serve;net/http.(*conn).readRequest 100',
      'net/http.(*connReader).backgroundRead 50',
      'net/http.(*persistConn).readLoop 40 { endpoint=a }',
      'net/http.(*persistConn).readLoop 60',
    ]);
    assert.deepEqual(
      endpoints.map(({ share }) => Math.round(share * 1000)),
      [600, 150],
    );
    near(serving!.wholeShare, 0.15, 1e-12);
  });

  it('are no verbs, and no addresses with a number in them', () => {
    const verbs = ROWS.map((row) =>
      row
        .replace('endpoint=quote', 'method=GET')
        .replace('endpoint=order', 'method=POST')
        .replace(/ \{ endpoint=.*\}/, ''),
    );
    assert.deepEqual(rank(verbs).endpoints, []);
    const users = Array.from(
      { length: 600 },
      (_, user) => `main.loop;main.dispatch 10 { url=/users/${user} }`,
    );
    assert.deepEqual(rank(users).endpoints, []);
    const both = users.map((row, user) =>
      row.replace('{', `{ operation=${user % 2 === 0 ? 'read' : 'write'}`),
    );
    assert.deepEqual(
      rank(both).endpoints.map(({ name }) => name),
      ['operation=read', 'operation=write'],
    );
  });

  it('splitting changes no share, on 50 random profiles', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const profile = randomProfile(seed, { negative: false });
      const labelled = {
        ...profile,
        strings: profile.strings.map((text, i) =>
          i % 2 === 0 && /^(key|k\d)/.test(text) ? 'endpoint' : text,
        ),
      } as typeof profile;
      const plain = rankCandidates(select(profile), { sampleType: 1, unit: 'function' });
      const split = rankCandidates(select(labelled), { sampleType: 1, unit: 'function' });
      near(split.coveredShare, plain.coveredShare, 1e-9);
      const work = workOf(select(labelled), 1);
      assert.equal(work.requests.ofStack.length, work.selection.profile.stacks.length);
    }
  });
});

describe('clients', () => {
  it('are no servers: what they call back is no handler', () => {
    const { endpoints } = rank([
      'main.main;main.poll;net/http.(*Client).do;net/http.send;main.(*logging).RoundTrip 50',
      'net/http.(*conn).serve;net/http.HandlerFunc.ServeHTTP;main.a 30',
      'net/http.(*conn).serve;net/http.HandlerFunc.ServeHTTP;main.b 20',
    ]);
    assert.deepEqual(
      endpoints.map(({ name }) => name),
      ['main.a', 'main.b'],
    );
  });
});

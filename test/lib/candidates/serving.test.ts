import assert from 'node:assert/strict';
import { analyze } from '../../../lib/analyze.js';
import { rankCandidates } from '../../../lib/candidates/candidates.js';
import { drawColumns, type SetColumns } from '../../../lib/candidates/certainty.js';
import { sumColumns } from '../../../lib/evidence/bootstrap.js';
import { Random } from '../../../lib/evidence/random.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { near } from '../../support/near.js';

const HTTP = 'net/http.(*conn).serve;net/http.serverHandler.ServeHTTP;net/http.HandlerFunc.ServeHTTP';
/** Of 1,000: quote 640, order 160, and 150 that serve both. */
const ROWS = [
  `${HTTP};main.log.func1;main.quote;main.price 600`,
  `${HTTP};main.log.func1;main.quote;encoding/json.Marshal 40`,
  `${HTTP};main.log.func1;main.order 160`,
  `${HTTP};main.log.func1;log/slog.(*Logger).Info 30`,
  'net/http.(*conn).serve;net/http.(*conn).readRequest 60',
  'net/http.(*conn).serve;net/http.(*response).finishRequest;net.(*conn).Write;internal/poll.(*FD).Write;syscall.Syscall 50',
  'net/http.(*connReader).backgroundRead;net.(*conn).Read;internal/poll.(*FD).Read;syscall.Syscall 10',
  'main.main;main.refresh;net/http.(*Client).Do 30',
  'net/http.(*persistConn).readLoop 20',
];
const one = (rows: readonly string[], options = {}) =>
  rankCandidates(select(profileOf(rows, { sampleTypes: [{ type: 'samples', unit: 'count' }] })), {
    unit: 'endpoint',
    ...options,
  });

describe('what serves requests outside every handler', () => {
  it('is framework, connections and middleware; not what background jobs and clients do', () => {
    const { serving, coveredShare } = one(ROWS);
    near(serving!.wholeShare, 0.15, 1e-12);
    near(coveredShare, 0.8, 1e-12);
    assert.equal(serving!.by, 'weights');
  });

  it('comes along whole where all endpoints are taken, and is never counted twice', () => {
    const { serving, candidates, taxShare, coveredShare } = one(ROWS);
    near(serving!.share, 0.15, 1e-12);
    near(serving!.low, 0.15, 1e-12);
    near(serving!.high, 0.15, 1e-12);
    near(
      candidates.reduce((sum, { marginalShare }) => sum + marginalShare, 0),
      coveredShare + serving!.share + taxShare,
      1e-12,
    );
    const kinds = Object.fromEntries(serving!.parts.map(({ kind, share }) => [kind, share]));
    near(kinds['syscall']!, 0.06, 1e-12);
    near(kinds['log']!, 0.03, 1e-12);
    near(kinds['rpc']!, 0.06, 1e-12);
  });

  it("is shared out by the square roots of the handlers' weights, between equal frequency and equal cost", () => {
    const { serving, candidates } = one(ROWS, { limit: 1 });
    assert.deepEqual(
      candidates.map(({ name }) => name),
      ['main.quote'],
    );
    // 640 to 160: four to one in weight, two to one in roots.
    near(serving!.share, (0.15 * 2) / 3, 1e-12);
    near(serving!.equallyOften, 0.15 / 2, 1e-12);
    near(serving!.equallyDear, (0.15 * 4) / 5, 1e-12);
    near(serving!.low, serving!.equallyOften, 1e-12);
    near(serving!.high, serving!.equallyDear, 1e-12);
    const [quote] = candidates;
    near(quote!.servingShare, 0.1, 1e-12);
    near(quote!.share, 0.74, 1e-12);
    assert.ok(quote!.interval.low < 0.74 && quote!.interval.high > 0.74);
  });

  it('stays where requests are not routed to the new service, and with functions', () => {
    const stays = one(ROWS, { routed: false });
    assert.equal(stays.serving, null);
    near(stays.candidates[0]!.share, 0.64, 1e-12);
    assert.equal(one(ROWS, { unit: 'function' }).serving, null);
    for (const boundary of ['ffi', 'wasm', 'sidecar', 'service'] as const)
      assert.equal(analyze(profileOf(ROWS), { unit: 'endpoint', cost: { boundary } }).set.serving, null);
    assert.notEqual(analyze(profileOf(ROWS), { unit: 'endpoint' }).set.serving, null);
  });

  it('comes along with handlers that are named and whose requests are routed', () => {
    const only = '^main\\.(quote|order)$';
    const cost = { boundary: 'endpoint' } as const;
    const named = analyze(profileOf(ROWS), { candidate: only, cost }).set;
    assert.equal(named.unit, 'endpoint');
    near(named.serving!.share, 0.15, 1e-12);
    const functions = analyze(profileOf(ROWS), { candidate: only }).set;
    assert.equal(functions.unit, 'function');
    assert.equal(functions.serving, null);
    const mixed = analyze(profileOf(ROWS), { candidate: '^main\\.(quote|price)$', cost }).set;
    assert.equal(mixed.unit, 'function');
    const asked = analyze(profileOf(ROWS), { candidate: '^main\\.(quote|price)$', unit: 'endpoint' }).set;
    assert.deepEqual(
      asked.candidates.map(({ name }) => name),
      ['main.quote'],
    );
  });

  it("is shared out by labels where middleware's samples bear them", () => {
    const rows = [
      `${HTTP};main.label.func1;main.(*service).quote 640 { endpoint=quote }`,
      `${HTTP};main.label.func1;main.(*service).order 160 { endpoint=order }`,
      `${HTTP};main.label.func1;main.authenticate 30 { endpoint=quote }`,
      `${HTTP};main.label.func1;main.authenticate 70 { endpoint=order }`,
      `${HTTP};main.label.func1;main.authenticate 50 { endpoint=status }`,
      'net/http.(*conn).serve;net/http.(*conn).readRequest 50',
    ];
    const { serving, candidates } = one(rows, { limit: 1 });
    assert.equal(candidates[0]!.name, 'main.(*service).quote');
    assert.equal(serving!.by, 'labels');
    near(serving!.wholeShare, 0.2, 1e-12);
    near(serving!.share, (0.2 * 30) / 150, 1e-12);
    const few = rows.map((row) => row.replace(/authenticate \d+/, 'authenticate 9'));
    assert.equal(one(few, { limit: 1 }).serving!.by, 'weights');
  });

  it("has no part of endpoints that are not the team's, or that no label names", () => {
    const metrics = 'github.com/prometheus/client_golang/prometheus';
    const rows = [
      ...ROWS,
      `${HTTP};${metrics}/promhttp.HandlerFor.func1;${metrics}.(*Registry).Gather 100`,
      'net/http.(*conn).serve;net/http.serverHandler.ServeHTTP;net/http.(*fileHandler).ServeHTTP;net/http.serveFile 100',
    ];
    near(one(rows).serving!.wholeShare, 0.15 / 1.2, 1e-12);
    const labelled = [
      `${HTTP};main.quote 640 { endpoint=quote }`,
      `${HTTP};main.order 160 { endpoint=order }`,
      `${HTTP};main.health 40`,
      'net/http.(*conn).serve;net/http.(*conn).readRequest 160',
    ];
    const { serving, endpoints } = one(labelled, { limit: 9 });
    assert.equal(endpoints.length, 2);
    near(serving!.wholeShare, 0.16, 1e-12);
    // The third handler is no endpoint, but its requests are served as well.
    near(serving!.equallyOften, (0.16 * 2) / 3, 1e-12);
  });

  it('brings its part of background collection', () => {
    const gc = 'runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerDedicated;runtime.scanobject 100';
    const allocs = profileOf(
      [
        `${HTTP};main.log.func1;main.quote;main.price 500`,
        `${HTTP};main.log.func1;main.order 100`,
        'net/http.(*conn).serve;net/http.(*conn).readRequest;runtime.mallocgc 300',
        'main.main;main.refresh 100',
      ],
      { sampleTypes: [{ type: 'alloc_space', unit: 'bytes' }] },
    );
    const all = one([...ROWS, gc], { allocs });
    near(all.taxShare, 0.9 * (100 / 1100), 1e-12);
    const first = one([...ROWS, gc], { allocs, limit: 1 });
    near(first.candidates[0]!.taxShare, (0.5 + (0.3 * 2) / 3) * (100 / 1100), 1e-12);
    near(first.taxShare, first.candidates[0]!.taxShare, 1e-12);
    const stays = one([...ROWS, gc], { allocs, limit: 1, routed: false });
    near(stays.taxShare, 0.5 * (100 / 1100), 1e-12);
  });

  it('is priced by its kinds: the kernel stays, the rest as fast as its prior', () => {
    const cost = { from: 'go', to: 'rust' } as const;
    const { payoff, set } = analyze(profileOf(ROWS), { unit: 'endpoint', cost });
    const along = payoff.parts.filter(({ serving }) => serving);
    near(
      along.reduce((sum, { share }) => sum + share, 0),
      0.15,
      1e-12,
    );
    const saved = (parts: typeof payoff.parts): number =>
      parts.reduce((sum, { share, speedup }) => sum + share * (1 - 1 / speedup.p50), 0);
    near(payoff.cpuSaving.p50, saved(payoff.parts), 1e-12);
    assert.ok(saved(along) > 0);
    for (const part of along) if (part.kind === 'syscall') near(part.speedup.p50, 1, 1e-12);
    const without = analyze(profileOf(ROWS), { unit: 'endpoint', cost: { ...cost, boundary: 'service' } });
    near(payoff.cpuSaving.p50 - without.payoff.cpuSaving.p50, saved(along), 1e-12);
    near(set.coveredShare, without.set.coveredShare, 1e-12);
  });

  const drawn = (columns: SetColumns) => drawColumns(columns, new Random(1).stream('shares'));

  it('is drawn: by how far handlers may differ in frequency, or as the labels say', () => {
    const { columns: held, parts, serving } = one(ROWS, { limit: 1 });
    const columns = held.parts.slice(parts.length).flat();
    assert.equal(columns.length, serving!.parts.length);
    const sums = sumColumns(drawn(held), columns).sort();
    assert.ok(sums[20]! > 0.04 && sums[20]! < 0.08, `low ${sums[20]}`);
    assert.ok(sums[1980]! > 0.11 && sums[1980]! < 0.17, `high ${sums[1980]}`);
    const all = one(ROWS);
    const whole = sumColumns(drawn(all.columns), all.columns.parts.slice(all.parts.length).flat()).sort();
    near(whole[1000]!, 0.15, 0.02);
  });

  it('is some function more to write where middleware is', () => {
    const rows = [
      `${HTTP};main.quote 700`,
      `${HTTP};main.order 200`,
      `${HTTP};main.(*auth).ServeHTTP.func1;main.check 0`,
      `${HTTP};main.(*auth).ServeHTTP.func1 100`,
    ];
    const wrapped = rows.map((row) =>
      row.replace(`${HTTP};main.`, `${HTTP};main.(*auth).ServeHTTP.func1;main.`),
    );
    assert.equal(one(wrapped).functionCount, 3);
    assert.equal(one(wrapped, { routed: false }).functionCount, 2);
  });
});

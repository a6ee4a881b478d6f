import assert from 'node:assert/strict';
import { groupFrames } from '../../../lib/analysis/granularity.js';
import { rankCandidates } from '../../../lib/candidates/candidates.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { naiveSelect } from '../../support/naive.js';
import { randomProfile } from '../../support/random.js';

const OWN = '^(main|serve|handle[AB]|encodeJSON|score|dbQuery|render|parse|write)$';
const ROWS = [
  'main;serve;handleA;encodeJSON;json.Marshal 180',
  'main;serve;handleA;encodeJSON;runtime.mallocgc 60',
  'main;serve;handleA;encodeJSON;runtime.mallocgc;runtime.gcAssistAlloc 20',
  'main;serve;handleA;score;score 150',
  'main;serve;handleA;dbQuery;syscall.Syscall 90',
  'main;serve;handleB;encodeJSON;json.Marshal 70',
  'main;serve;handleB;score 40',
  'main;serve;handleB;render 60',
  'main;serve;parse 50',
  'main;serve;write;syscall.Syscall 70',
  'runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerDedicated;runtime.scanobject 100',
  'runtime.mcall;runtime.schedule;runtime.findRunnable 30',
];
const IDLE = 'runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerIdle;runtime.scanobject 80';

const share = (value: number): number => Math.round(value * 920);

describe('candidates', () => {
  const set = rankCandidates(select(profileOf(ROWS)), { own: OWN, limit: 9 });

  it('are ordered by what each adds, a function on two paths and a recursive one once', () => {
    assert.deepEqual(
      set.candidates.map((c) => [
        c.name,
        share(c.share),
        share(c.directShare),
        share(c.workShare),
        share(c.marginalShare),
      ]),
      [
        ['encodeJSON', 430, 330, 330, 430],
        ['score', 190, 190, 190, 190],
        ['dbQuery', 90, 90, 90, 90],
        ['write', 70, 70, 70, 70],
        ['render', 60, 60, 60, 60],
        ['parse', 50, 50, 50, 50],
      ],
    );
    assert.equal(share(set.candidates[1]!.selfShare), 190);
    assert.equal(share(set.coveredShare), 790);
    assert.ok(set.candidates.every((c) => c.ownership === 'own' && c.functions === 1));
    assert.equal(set.functionCount, 6);
  });

  it('say what belongs to whom: the kernel by system call leaves, runtime, library and all own code', () => {
    assert.deepEqual(
      Object.entries(set.owners).map(([owner, value]) => [owner, share(value)]),
      [
        ['own', 300],
        ['library', 250],
        ['standard', 0],
        ['runtime', 210],
        ['kernel', 160],
        ['unsymbolized', 0],
      ],
    );
    assert.equal(share(set.kernelShare), 160);
    assert.equal(share(set.fullRewriteShare), 890);
    assert.deepEqual(set.roots, ['main']);
  });

  it('leave marking by idle processors out of every share', () => {
    const idle = rankCandidates(select(profileOf([...ROWS, IDLE])), { own: OWN, limit: 9 });
    assert.deepEqual(
      idle.candidates.map((c) => share(c.share)),
      set.candidates.map((c) => share(c.share)),
    );
    assert.equal(idle.background.idle, 0.08);
    assert.equal(share(idle.background.gc), 100);
  });

  it('leave filtered samples out, of which the total still knows', () => {
    const filtered = rankCandidates(select(profileOf([...ROWS, IDLE]), { ignore: 'WorkerIdle' }), {
      own: OWN,
      limit: 9,
    });
    assert.deepEqual(
      filtered.candidates.map(({ name, share: part }) => [name, Math.round(part * 1000)]),
      set.candidates.map(({ name, share: part }) => [name, share(part)]),
    );
  });

  it('are no functions that route to others, and none below the smallest share', () => {
    const names = set.candidates.map(({ name }) => name);
    assert.ok(!names.includes('serve') && !names.includes('handleA') && !names.includes('handleB'));
    const large = rankCandidates(select(profileOf(ROWS)), { own: OWN, limit: 9, minShare: 0.12 });
    assert.deepEqual(
      large.candidates.map(({ name }) => name),
      ['encodeJSON', 'score'],
    );
  });

  it('count own functions below them that hold at least 1 % of them', () => {
    const nested = rankCandidates(
      select(profileOf(['main;top 50', 'main;top;mid 49', 'main;top;small 0.5', 'main;other 60'])),
    );
    assert.deepEqual(
      nested.candidates.map((c) => [c.name, c.functions]),
      [
        ['top', 2],
        ['other', 1],
      ],
    );
  });

  it('swallow what they contain', () => {
    const rows = ['main;outer;inner 60', 'main;outer 30', 'main;x;inner 0', 'main;y 40'];
    const got = rankCandidates(select(profileOf(rows)));
    assert.deepEqual(
      got.candidates.map(({ name }) => name),
      ['outer', 'y'],
    );
  });

  it('show only what is shown', () => {
    const got = rankCandidates(select(profileOf(ROWS), { showFrom: '^json' }), { own: OWN });
    assert.deepEqual(got.candidates, []);
    assert.equal(share(got.owners.library), 250);
  });

  it('cover the union of their samples, each once, on 100 random profiles and filters', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const filters = [{}, { hide: 'f3$' }, { focus: 'pkg1' }, { showFrom: 'f[258]$' }][seed % 4]!;
      const profile = randomProfile(seed, { negative: false });
      const got = rankCandidates(select(profile, filters), { sampleType: 1, limit: 3 });
      const { names, groupOfFrame } = groupFrames(profile, 'function');
      const chosen = new Set(got.candidates.map(({ name }) => name));
      let union = 0;
      let total = 0;
      for (const value of profile.samples.values[1]!) total += value;
      for (const { row, frames } of naiveSelect(profile, filters))
        if (frames.some((frame) => chosen.has(names[groupOfFrame[frame]!]!)))
          union += profile.samples.values[1]![row]!;
      assert.ok(Math.abs(got.coveredShare - union / total) < 1e-9, `seed ${seed}`);
      assert.ok(
        got.candidates.every((c, i, all) => i === 0 || c.marginalShare <= all[i - 1]!.marginalShare + 1e-12),
      );
    }
  });
});

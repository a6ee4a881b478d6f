/** perf.data files with known answers, from the corpora (FLAMEWORTH_CORPORA): A15 to A18 of list A, and hostile ones. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupFrames } from '../../lib/analysis/granularity.js';
import { totals } from '../../lib/analysis/totals.js';
import { readProfile } from '../../lib/index.js';
import type { Profile } from '../../lib/profile/profile.js';
import { select } from '../../lib/profile/select.js';
import { threadsOf } from '../../lib/report/threads.js';

interface Want {
  readonly events: Record<string, { samples: number; period: number; byComm?: Record<string, number> }>;
  readonly selected?: string;
  readonly frames?: number;
  readonly topSelf?: readonly (readonly [string, number])[];
  readonly topTotal?: readonly (readonly [string, number])[];
}
type Numbers = { readonly length: number; readonly [row: number]: number };

const CORPORA = process.env['FLAMEWORTH_CORPORA'];

function compare(profile: Profile, want: Want): void {
  for (const [event, { samples, period }] of Object.entries(want.events)) {
    const sums = profile.sampleTypes
      .map(({ type }, row) => ({ type, sum: profile.samples.values[row]!.reduce((a, b) => a + b, 0) }))
      .filter(({ type }) => type === event)
      .map(({ sum }) => sum);
    assert.deepEqual(sums, [samples, period], event);
  }
  const comms = new Map<string, number>();
  for (const { name, samples } of threadsOf(profile)) comms.set(name, (comms.get(name) ?? 0) + samples);
  const wanted = new Map<string, number>();
  for (const { byComm = {} } of Object.values(want.events))
    for (const [comm, samples] of Object.entries(byComm)) wanted.set(comm, (wanted.get(comm) ?? 0) + samples);
  if (wanted.size > 0) assert.deepEqual(new Map([...comms].sort()), new Map([...wanted].sort()));
  if (want.frames !== undefined && want.frames > 0) {
    const bounds = profile.stacks.bounds as Numbers;
    let frames = 0;
    for (const stack of Array.from(profile.samples.stack as Numbers))
      frames += bounds[stack + 1]! - bounds[stack]!;
    assert.equal(frames, want.frames);
  }
  const grouping = groupFrames(profile, 'function');
  const all = totals(select(profile, { noInlines: true }), grouping, 0);
  for (const [column, list] of [
    [all.self, want.topSelf ?? []],
    [all.totals, want.topTotal ?? []],
  ] as const)
    for (const [name, value] of list) {
      const ours = name === '[unknown] [unknown]' ? '<unknown>' : name;
      assert.equal(column[Array.from(grouping.names).indexOf(ours)], value, name);
    }
}

describe('corpora: perf.data', () => {
  if (CORPORA === undefined) {
    it('skipped: FLAMEWORTH_CORPORA is not set', function () {
      process.stdout.write('perf.data corpora skipped: FLAMEWORTH_CORPORA is not set\n');
      this.skip();
    });
    return;
  }
  const expected = JSON.parse(readFileSync(join(CORPORA, 'expected.json'), 'utf8'));
  const file = (name: string): string => join(CORPORA, name);
  const symbols = { symfs: file('own/recordings/bin') };
  const hotspot = 'hotspot/tests/integrationtests/file_content/';
  const zstd = 'linux-perf-data/tests/fixtures/';

  const elf = expected['A15-perfdata-static-elf'];
  it('A15 a static ELF file', async () =>
    compare(await readProfile(file(elf.input), { symbols }), elf.expect));
  it('A15 a Go program', async () =>
    compare(
      await readProfile(file('own/recordings/sym/go.data'), { symbols }),
      elf.also['own/recordings/sym/go.data (perf/bin/prog_go)'],
    ));
  it('A15 a stripped Go program has the names of its own table', async () => {
    const profile = await readProfile(file('own/recordings/sym/gostrip.data'), { symbols });
    assert.ok((profile.strings as readonly string[]).includes('main.hot'));
  });
  const packed = expected['A16-zstd-COMPRESSED'];
  it('A16 compressed', async () => compare(await readProfile(file(packed.input)), packed.structure));
  it('A16 compressed, a pipe', async () =>
    compare(
      await readProfile(file(`${zstd}sleep.compressed.pipe.data`)),
      packed.also['sleep.compressed.pipe.data'],
    ));
  const multi = expected['A17-multi-event'];
  it('A17 several events', async () => {
    const profile = await readProfile(file(multi.input));
    compare(profile, multi.structure);
    assert.equal(profile.sampleTypes[profile.defaultSampleType]!.type, 'cpu-clock');
  });
  it('A17 a fixed period', async () =>
    compare(
      await readProfile(file('own/recordings/data/period.data')),
      multi.also['own/recordings/data/period.data (no PERIOD bit: use attr.sample_period)'],
    ));
  const compat = expected['A18-compat'];
  for (const name of ['perf.data.true.v2', 'perf.data.true.v2.gz'])
    it(`A18 ${name}`, async () => compare(await readProfile(file(hotspot + name)), compat.structure));
  it('A18 version 1 is refused', () =>
    assert.rejects(readProfile(file(`${hotspot}perf.data.true.v1`)), { code: 'unsupported' }));
  it('A18 text is unknown', () =>
    assert.rejects(readProfile(file(`${hotspot}perf.data.broken.gz`)), { code: 'unknown-format' }));
  for (const name of ['perf-attrsize0.data', 'perf-header-size0.data'])
    it(`hostile ${name} is refused`, () =>
      assert.rejects(readProfile(file(`own/hostile/${name}`)), { name: 'ProfileError' }));
});

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ReadOptions } from '../../../../lib/formats/read.js';
import { readProfile } from '../../../../lib/index.js';
import type { Profile } from '../../../../lib/profile/profile.js';
import { compareProfiles, parseScript } from '../../../conformance/perf-data-compare.js';
import { IP_TID_TIME_CHAIN, KERNEL, PerfDataFile, USER } from '../../../support/perf-data-file.js';

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Each sample as "name tid: module+address <- ..., leaf first" and its values. */
function told(profile: Profile): string[] {
  const { samples, stacks, locations, mappings, labelSets } = profile;
  const strings = profile.strings as readonly string[];
  return Array.from({ length: samples.length }, (_, sample) => {
    const stack = (samples.stack as Numbers)[sample]!;
    const frames: string[] = [];
    for (
      let at = (stacks.bounds as Numbers)[stack + 1]! - 1;
      at >= (stacks.bounds as Numbers)[stack]!;
      at--
    ) {
      const location = stacks.locations[at]!;
      const mapping = (locations.mapping as Numbers)[location]!;
      const file = mapping < 0 ? '?' : strings[(mappings.file as Numbers)[mapping]!]!;
      frames.push(`${file}+${(locations.address as unknown as bigint[])[location]!.toString(16)}`);
    }
    const label = (labelSets.bounds as Numbers)[(samples.labels as Numbers)[sample]!]!;
    const values = profile.samples.values.map((column) => column[sample]).join('/');
    return `${strings[(labelSets.text as Numbers)[label]!]} ${(labelSets.number as Numbers)[label + 2]}: ${frames.join(' <- ')} = ${values}`;
  });
}

function warningsOf(profile: Profile): string[] {
  return profile.warnings.map(({ code }) => code).filter((code) => code !== 'perf-data-no-symbols');
}

const read = (bytes: Uint8Array, options: ReadOptions = {}): Promise<Profile> => readProfile(bytes, options);

/** Two processes, a fork, an exec, kernel frames, records out of order. */
function story(little: boolean): PerfDataFile {
  const file = new PerfDataFile(little).event({
    name: 'cpu-clock',
    sampleType: IP_TID_TIME_CHAIN,
    period: 1000,
    ids: [5n],
  });
  const end = (pid: number, tid: number, time: bigint): Buffer =>
    Buffer.concat([file.u32(pid), file.u32(tid), file.u64(time)]);
  const mmap = (pid: number, time: bigint, start: bigint, name: string, misc = 2): void => {
    file.record(
      1,
      misc,
      file.u32(pid),
      file.u32(pid),
      file.u64(start),
      file.u64(0x1000),
      file.u64(0x200),
      file.text(name),
      end(pid, pid, time),
    );
  };
  mmap(-1, 0n, 0xffffffff81000000n, '[kernel.kallsyms]_text', 1);
  file.sample(1, 1, 40n, [USER, 0x400010n, 0x400020n]);
  file.sample(2, 2, 50n, [USER, 0x400030n]);
  file.sample(2, 2, 90n, [KERNEL, 0xffffffff81000008n, USER, 0x500010n]);
  file.record(3, 0, file.u32(1), file.u32(1), file.text('parent'), end(1, 1, 10n));
  mmap(1, 20n, 0x400000n, '/bin/one');
  file.record(7, 0, file.u32(2), file.u32(1), file.u32(2), file.u32(1), file.u64(45), end(2, 2, 45n));
  file.record(3, 1 << 13, file.u32(2), file.u32(2), file.text('child'), end(2, 2, 60n));
  mmap(2, 70n, 0x500000n, '/bin/two');
  file.sample(2, 2, 80n, [USER, 0x400030n]);
  return file;
}

const TOLD = [
  'parent 1: /bin/one+210 <- /bin/one+220 = 1/1000',
  'parent 2: /bin/one+230 = 1/1000',
  'child 2: ?+400030 = 1/1000',
  'child 2: [kernel.kallsyms]+ffffffff81000008 <- /bin/two+210 = 1/1000',
];

describe('perf.data', () => {
  for (const little of [true, false]) {
    const order = little ? 'little-endian' : 'big-endian';
    it(`${order}: orders records by time; forks share maps, an exec clears them`, async () => {
      const profile = await read(story(little).file());
      assert.deepEqual(told(profile), TOLD);
      assert.deepEqual(profile.sampleTypes, [
        { type: 'cpu-clock', unit: 'count' },
        { type: 'cpu-clock', unit: 'nanoseconds' },
      ]);
      assert.equal(profile.defaultSampleType, 1);
      assert.deepEqual(Array.from(profile.samples.time as unknown as Float64Array), [0, 10, 40, 50]);
      assert.deepEqual(warningsOf(profile), []);
    });
    it(`${order}: a pipe tells the same as a file`, async () => {
      assert.deepEqual(told(await read(story(little).pipe())), TOLD);
    });
    it(`${order}: a recording that was not finished is read to its end`, async () => {
      const profile = await read(story(little).file(0).subarray(0, -200));
      assert.ok(profile.samples.length >= 3);
      assert.ok(warningsOf(profile).includes('perf-data-interrupted'));
    });
  }
  it('gives the same whatever the chunks', async () => {
    const bytes = story(true).file();
    for (const size of [1, 7, 64, 1000]) {
      async function* chunks(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      assert.deepEqual(told(await readProfile(chunks())), TOLD);
    }
  });
  it('skips what a newer attribute has behind the known fields', async () => {
    const file = new PerfDataFile().event({
      name: 'new',
      sampleType: IP_TID_TIME_CHAIN,
      size: 168,
      flags: [],
    });
    file.comm(3, 3, 'x').sample(3, 3, 5n, [USER, 0x10n]);
    assert.deepEqual(told(await read(file.file())), ['x 3: ?+10 = 1/1']);
  });
  it('takes each sample for its own event, and spreads a group over its members by what their counters moved', async () => {
    const file = new PerfDataFile();
    const type = 1 | 2 | 4 | 64 | 16;
    for (const [name, id] of [
      ['leader', 11n],
      ['member', 12n],
    ] as const)
      file.event({ name, sampleType: type, readFormat: 4 | 8, ids: [id] });
    const sample = (time: bigint, leader: bigint, member: bigint): void => {
      file.record(
        9,
        2,
        file.u64(0x77),
        file.u32(1),
        file.u32(1),
        file.u64(time),
        file.u64(11n),
        file.u64(2),
        file.u64(leader),
        file.u64(11n),
        file.u64(member),
        file.u64(12n),
      );
    };
    sample(1n, 100n, 3n);
    sample(2n, 250n, 3n);
    const profile = await read(file.file());
    assert.deepEqual(
      told(profile).map((text) => text.split('= ')[1]),
      ['1/100/0/0', '0/0/1/3', '1/150/0/0'],
    );
    assert.deepEqual(warningsOf(profile), ['perf-data-several-events']);
    assert.equal((await read(file.file(), { event: 'member' })).defaultSampleType, 3);
  });
  it('appends the user part of a deferred call chain when it comes', async () => {
    const file = new PerfDataFile().event({ name: 'cycles', sampleType: IP_TID_TIME_CHAIN });
    file.sample(4, 4, 1n, [KERNEL, 0xffffffff81000001n, -640n, 99n]);
    file.record(
      22,
      2,
      file.u64(99n),
      file.u64(2),
      file.u64(0x400n),
      file.u64(0x500n),
      file.u32(4),
      file.u32(4),
      file.u64(2n),
    );
    assert.deepEqual(told(await read(file.file())), [':4 4: ?+ffffffff81000001 <- ?+400 <- ?+500 = 1/1']);
  });
  it('keeps one thread by name or id, and names the others where there is none', async () => {
    for (const thread of ['child', '2'])
      assert.equal((await read(story(true).file(), { thread })).samples.length, thread === '2' ? 3 : 2);
    await assert.rejects(read(story(true).file(), { thread: 'nobody' }), {
      code: 'usage',
      message: /parent 1/,
    });
  });
  it('refuses what it cannot read, saying why', async () => {
    const file = story(true);
    await assert.rejects(read(Buffer.concat([file.file().subarray(0, 90)])), { code: 'truncated' });
    await assert.rejects(
      read(new PerfDataFile().event({ name: 'x', sampleType: 7 }).comm(1, 1, 'x').file()),
      {
        code: 'empty',
      },
    );
    const short = story(true).file();
    short.writeUInt16LE(4, Number(short.readBigUInt64LE(40)) + 6);
    await assert.rejects(read(short), { code: 'bad-value', message: /claims 4 bytes/ });
    await assert.rejects(read(Buffer.from('PERFFILE'.padEnd(200, '\0'))), { code: 'unsupported' });
  });
  it('tells of records that were lost or are too short', async () => {
    const file = story(true).record(
      2,
      0,
      Buffer.alloc(8),
      Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.alloc(16),
    );
    file.record(9, 2, Buffer.alloc(8));
    const profile = await read(file.file());
    assert.equal(profile.warnings.find(({ code }) => code === 'perf-data-lost')!.count, 3);
    assert.ok(warningsOf(profile).includes('perf-data-bad-record'));
  });
});

describe('perf.data beside the text that perf script printed of it', () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'flameworth-'));
    mkdirSync(join(root, 'tmp'));
    for (const language of ['cpp', 'rust']) {
      mkdirSync(join(root, language));
      copyFileSync(`samples/${language}/orders`, join(root, language, 'orders'));
    }
    for (const language of ['node', 'java']) {
      const text = readFileSync(`samples/${language}/perf.txt`, 'utf8');
      copyFileSync(`samples/${language}/perf.map`, join(root, /\/tmp\/perf-\d+\.map/.exec(text)![0]));
    }
  });
  after(() => rmSync(root, { recursive: true }));

  for (const [data, text, own] of [
    ['samples/cpp/perf.data', 'samples/cpp/perf.txt', '/orders'],
    ['samples/cpp/zstd.perf.data', 'samples/cpp/zstd.perf.txt.gz', '/orders'],
    ['samples/cpp/pipe.perf.data', 'samples/cpp/pipe.perf.txt.gz', '/orders'],
    ['samples/rust/perf.data', 'samples/rust/perf.txt', '/orders'],
    ['samples/node/perf.data', 'samples/node/perf.txt', '.map'],
    ['samples/java/perf.data', 'samples/java/perf.txt', '.map'],
    ['samples/payments/profiles/go-perf.data', 'samples/payments/profiles/go-perf.txt.gz', null],
  ] as const) {
    it(`${data}: the same samples, and the same names in the files that are kept`, async () => {
      const bytes = readFileSync(text);
      const theirs = await parseScript(text.endsWith('.gz') ? gunzipSync(bytes) : bytes);
      const symfs = data.includes('/rust/')
        ? join(root, 'rust')
        : data.includes('/cpp/')
          ? join(root, 'cpp')
          : root;
      const ours = await readProfile(data, { symbols: { symfs } });
      const found = compareProfiles(ours, theirs);
      assert.equal(found.otherSamples, 0);
      assert.deepEqual(found.events, []);
      // Chains that run into what is no frame: perf drops such stacks, we keep what is in front.
      assert.ok(found.otherDepth <= 3);
      if (own === null) return;
      const other = found.pairs
        .filter(([pair]) => pair.includes(`${own}: `))
        .reduce((sum, [, count]) => sum + count, 0);
      assert.ok(
        other <= 0.005 * found.frames,
        JSON.stringify(found.pairs.filter(([pair]) => pair.includes(`${own}: `)).slice(0, 10)),
      );
    });
  }
  it('unwinds stacks that were dumped for DWARF, as far as files are allowed', async () => {
    const frames = async (symbols: ReadOptions['symbols']): Promise<number> => {
      const { samples, stacks } = await readProfile('samples/cpp/dwarf.perf.data', { symbols });
      const bounds = stacks.bounds as Numbers;
      return Array.from(samples.stack as Numbers).reduce(
        (sum, stack) => sum + bounds[stack + 1]! - bounds[stack]!,
        0,
      );
    };
    assert.equal(await frames(undefined), 101);
    assert.ok((await frames({ symfs: join(root, 'cpp') })) > 250);
  });
  it('opens no file without being allowed to', async () => {
    const profile = await readProfile('samples/rust/perf.data');
    assert.equal(profile.functions.length, 0);
    assert.ok(profile.warnings.some(({ code }) => code === 'perf-data-no-symbols'));
  });
  it('refuses a file of another build', async () => {
    mkdirSync(join(root, 'other'));
    copyFileSync('samples/cpp/orders', join(root, 'other/orders'));
    const profile = await readProfile('samples/rust/perf.data', { symbols: { symfs: join(root, 'other') } });
    assert.equal(profile.functions.length, 0);
    assert.ok(profile.warnings.some(({ code }) => code === 'symbols-other-build'));
  });
  it('does not follow a path out of the directory', async () => {
    const file = new PerfDataFile().event({ name: 'x', sampleType: IP_TID_TIME_CHAIN, flags: [] });
    const target = join(root, 'outside');
    copyFileSync('samples/rust/orders', target);
    mkdirSync(join(root, 'jail'));
    file.mmap(1, 0x400000n, 0x100000n, 0n, '/../outside').sample(1, 1, 1n, [USER, 0x400000n + 0x5f7ean]);
    const jailed = await readProfile(file.file(), { symbols: { symfs: join(root, 'jail') } });
    assert.equal(jailed.functions.length, 0);
    const open = await readProfile(file.file(), { symbols: { symfs: root } });
    assert.equal(open.functions.length, 1);
    writeFileSync(join(root, 'jail/x'), '');
  });
});

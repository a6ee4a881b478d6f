import assert from 'node:assert/strict';
import { pprofLegacy } from '../../../../lib/formats/pprof-legacy/format.js';
import { cpuProfile, JAVA_CONTENTION, LEGACY, MAPS } from '../../../support/legacy.js';
import { codes, readAs, sampleLines, sums } from '../../../support/reading.js';
import { standsUp } from '../../../support/sturdy.js';

/** These have neither a sum in front nor a mark at the end, so that a cut between two lines, or in the map, leaves a whole file. */
const UNTOLD = /^cpu(?! of Java)|^(heap_v2|contention|threads|growth|heap without|mutex)/;

describe('legacy pprof', () => {
  for (const [name, bytes] of Object.entries(LEGACY))
    standsUp(name, pprofLegacy, () => bytes, { rounds: 100, cuts: UNTOLD.test(name) ? 'survived' : 'told' });
  standsUp('contention of Java', pprofLegacy, () => JAVA_CONTENTION, { cuts: 'survived' });

  it('reads words of both sizes and orders alike', async () => {
    const all = [
      'cpu, 64 bits, little-endian',
      'cpu, 64 bits, big-endian',
      'cpu, 32 bits, little-endian',
      'cpu, 32 bits, big-endian',
    ];
    const want = await readAs(pprofLegacy, LEGACY[all[0]!]!);
    assert.deepEqual(sums(want).self, {
      '[app]': 50_000_000,
      '[libc.so.6]': 10_000_000,
      '<unknown>': 50_000_000,
    });
    assert.deepEqual(want.period, { type: { type: 'cpu', unit: 'nanoseconds' }, value: 10_000_000 });
    for (const name of all)
      assert.deepEqual(
        { ...(await readAs(pprofLegacy, LEGACY[name]!)), sources: 0 },
        { ...want, sources: 0 },
      );
  });

  it('names the places of Java, and shows what has no name', async () => {
    const profile = await readAs(pprofLegacy, LEGACY['cpu of Java']!);
    assert.deepEqual(sampleLines(profile), [
      'com.example.Main.main@Main.java:0;com.example.Main.work@Main.java:0#12 2 20000000',
      'GC 1 10000000',
      'com.example.Main.main@Main.java:0;STUB;JVM_Sleep@libjvm.so:0 4 40000000',
    ]);
    const contention = await readAs(pprofLegacy, JAVA_CONTENTION);
    assert.deepEqual(contention.sampleTypes, [
      { type: 'contentions', unit: 'count' },
      { type: 'delay', unit: 'nanoseconds' },
    ]);
    assert.deepEqual(sums(contention).self, { 'com.example.Main.work': 190_000, JVM_Sleep: 40_000 });
    assert.equal(contention.duration, 6_019_923_000_000);
  });

  it('reads the symbols that google-pprof --raw puts in front, and drops the frames of the allocator', async () => {
    const symbols =
      '--- symbol\nbinary=/bin/app\n0x00000000004000ff tc_malloc\n0x00000000004001ff make(int)\n0x000000000040014f operator new\n---\n--- heap\n';
    const text = `heap profile: 3: 300 [0: 0] @ heapprofile\n1: 100 [0: 0] @ 0x400100 0x400200\n2: 200 [0: 0] @ 0x400150 0x400200\n1: 7 [0: 0] @ 0x400100\n`;
    const profile = await readAs(pprofLegacy, symbols + text);
    assert.deepEqual(sums(profile), {
      total: 307,
      self: { 'make(int)': 300, tc_malloc: 7 },
      totals: { 'make(int)': 300, tc_malloc: 7 },
    });
    const cpu = Buffer.concat([
      Buffer.from('--- symbol\n0x400100 leaf\n---\n--- profile\n'),
      cpuProfile({ size: 8, littleEndian: true, samples: [[1, [0x400100]]], text: MAPS }),
    ]);
    assert.deepEqual(sums(await readAs(pprofLegacy, cpu)).self, { leaf: 10_000_000 });
    await assert.rejects(readAs(pprofLegacy, '--- symbol\n0x1 a\n'), { code: 'truncated' });
    await assert.rejects(readAs(pprofLegacy, '--- symbol\n---\n--- symbol\n---\n'), { code: 'bad-value' });
  });

  it('reads what google-pprof --raw prints: no end, no period, inlined functions joined, addresses of the calls', async () => {
    const symbols =
      '--- symbol\nbinary=/bin/app\n0x0000000000400100 leaf(int)<0000000000000100>--std::map::at--inner\n' +
      '0x0000000000400200 caller\n0x0000000000400300 main\n---\n--- profile\n';
    const words = [0, 3, 0, 1, 0, 7, 3, 0x400100, 0x400200, 0x400300, 2, 2, 0x400100, 0x400200];
    const printed = Buffer.alloc(words.length * 8);
    for (const [i, word] of words.entries()) printed.writeBigUInt64LE(BigInt(word), i * 8);
    const profile = await readAs(pprofLegacy, Buffer.concat([Buffer.from(symbols), printed]));
    assert.deepEqual(profile.sampleTypes, [{ type: 'samples', unit: 'count' }]);
    assert.deepEqual(sampleLines(profile), [
      'main;caller;leaf(int);+std::map::at;+inner 7',
      'caller;leaf(int);+std::map::at;+inner 2',
    ]);
    assert.deepEqual(codes(profile), ['pprof-legacy-no-unit']);
    assert.equal(profile.period, null);
    // Of an inlined function that is dropped the caller stays; a profile of a known period is cut.
    const dropped = symbols.replace('std::map::at', 'CpuProfiler::prof_handler');
    assert.deepEqual(
      sampleLines(await readAs(pprofLegacy, Buffer.concat([Buffer.from(dropped), printed])))[1],
      'caller;leaf(int) 2',
    );
    printed.writeBigUInt64LE(10_000n, 3 * 8);
    const cut = Buffer.concat([Buffer.from(symbols), printed]);
    await assert.rejects(readAs(pprofLegacy, cut), { code: 'truncated' });
  });

  it('keeps values beyond 2^53 exactly', async () => {
    const profile = await readAs(pprofLegacy, 'goroutine profile: total 1\n9007199254740993 @ 0x1\n');
    assert.equal(profile.samples.exact[0]![0], 9007199254740993n);
  });

  for (const [what, text, code] of [
    ['a heap line that is none', 'heap profile: 1: 1 [1: 1] @ heap_v2/1\nwhat\n', 'bad-value'],
    ['bytes in 0 objects', 'heap profile: 1: 1 [1: 1] @ heap_v2/1\n0: 5 [0: 0] @ 0x1\n', 'bad-value'],
    ['a heap of an unknown kind', 'heap profile: 1: 1 [1: 1] @ other/1\n1: 1 [1: 1] @ 0x1\n', 'bad-value'],
    [
      'an address beyond 64 bits',
      'heap profile: 1: 1 [1: 1] @ heap_v2/1\n1: 1 [1: 1] @ 0x10000000000000000\n',
      'bad-value',
    ],
    ['a count beyond 64 bits', 'goroutine profile: total 1\n99999999999999999999 @ 0x1\n', 'bad-value'],
    ['an attribute that contention has not', '--- contention:\ncolour = 3\n', 'bad-value'],
    ['no samples', 'goroutine profile: total 0\n', 'empty'],
    ['nothing', '', 'empty'],
  ] as const)
    it(`refuses ${what}`, () => assert.rejects(readAs(pprofLegacy, text), { name: 'ProfileError', code }));

  it('refuses a depth that the file cannot hold, and samples without their end', async () => {
    const good = cpuProfile({ size: 8, littleEndian: true, samples: [[1, [1, 2]]] });
    const huge = Buffer.from(good);
    huge.writeBigUInt64LE(2n ** 60n, 48);
    await assert.rejects(readAs(pprofLegacy, huge), { code: 'truncated', message: /1152921504606846976/ });
    await assert.rejects(readAs(pprofLegacy, good.subarray(0, good.length - 24)), { code: 'truncated' });
  });

  it('stops at its limits', async () => {
    const bytes = LEGACY['cpu, 64 bits, little-endian']!;
    for (const limits of [{ rows: 2 }, { samples: 2 }, { stackDepth: 2 }])
      await assert.rejects(readAs(pprofLegacy, bytes, { limits }), { code: 'limit' });
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { jfr } from '../../../../lib/formats/jfr/format.js';
import { javaClass } from '../../../../lib/formats/jfr/stacks.js';
import { select } from '../../../../lib/profile/select.js';
import { CLASSES, CONSTANTS, chunk, leb, TYPE, utf8 } from '../../../support/jfr.js';
import { codes, readAs, sampleLines, sums } from '../../../support/reading.js';
import { standsUp } from '../../../support/sturdy.js';

const setting = (id: number, name: string, value: string): readonly [number, number[]] => [
  TYPE.setting,
  [0, ...leb(id), ...utf8(name), ...utf8(value)],
];
const PERIOD = setting(TYPE.execution, 'period', '20 ms');
/** Start 5000 ticks of a microsecond each. */
const execution = (at: number, stack = 1, state = 1): readonly [number, number[]] => [
  TYPE.execution,
  [...leb(5000 + at), 1, stack, state],
];
const SMALL = {
  constants: CONSTANTS,
  events: [
    PERIOD,
    execution(10),
    execution(30, 2),
    [TYPE.allocation, [...leb(5040), 1, 1, 3, ...leb(4096)]] as const,
  ],
};

describe('JFR', () => {
  standsUp('the JDK', jfr, () => readFileSync('samples/java/orders.jfr'), { chunk: 11, rounds: 40 });
  standsUp('async-profiler', jfr, () => readFileSync('samples/java/async-profiler.jfr'), {
    chunk: 7,
    rounds: 40,
  });
  standsUp('a small one', jfr, () => chunk(SMALL), { rounds: 200 });

  it('has the samples that the recordings are known to have', async () => {
    const jdk = await readAs(jfr, readFileSync('samples/java/orders.jfr'));
    const totals = (profile: typeof jdk) =>
      Object.fromEntries(profile.sampleTypes.map(({ type }, row) => [type, sums(profile, row).total]));
    const { samples, cpu, alloc_samples, native_samples } = totals(jdk) as Record<string, number>;
    assert.deepEqual([samples, cpu, alloc_samples, native_samples], [392, 3_920_000_000, 2755, 80]);
    const profiler = totals(await readAs(jfr, readFileSync('samples/java/async-profiler.jfr')));
    assert.deepEqual(
      [profiler['samples'], profiler['cpu'], profiler['alloc_samples']],
      [594, 5_940_000_000, 2805],
    );
  });

  it('reads stacks with inlined and native frames, threads, classes, times and the period', async () => {
    const profile = await readAs(jfr, chunk(SMALL));
    assert.deepEqual(profile.sampleTypes, [
      { type: 'samples', unit: 'count' },
      { type: 'cpu', unit: 'nanoseconds' },
      { type: 'alloc_samples', unit: 'count' },
      { type: 'alloc_space', unit: 'bytes' },
    ]);
    assert.deepEqual(sampleLines(profile), [
      'my.pack.Main.work#34;+my.pack.Main.inner#12;read {thread=main thread.id=7} 1 20000000 0 0 t10000',
      'my.pack.Main.work#35 {thread=main thread.id=7} 1 20000000 0 0 t30000',
      'my.pack.Main.work#34;+my.pack.Main.inner#12;read {thread=main thread.id=7 class=java.lang.String[]} 0 0 1 4096 t40000',
    ]);
    assert.deepEqual(profile.period, { type: { type: 'cpu', unit: 'nanoseconds' }, value: 20_000_000 });
    assert.equal(profile.startTime, 1_000_000_000_000_000_000n);
    assert.equal(profile.duration, 2_000_000_000);
    assert.deepEqual(codes(profile), ['jfr-truncated-stacks']);
    assert.deepEqual([profile.mappings.length, profile.strings.includes('libc.so')], [1, true]);
    assert.ok(profile.strings.includes('my.pack.Main.work(I)V'));
  });

  it('joins chunks, each with constants of its own, and starts the clock at the first', async () => {
    const other = CONSTANTS.map(([type, values]) =>
      type === TYPE.symbol
        ? ([type, values.map(([key, value]) => (key === 2 ? [key, utf8('other')] : [key, value]))] as const)
        : ([type, values] as const),
    ) as typeof CONSTANTS;
    const second = chunk({
      constants: other,
      events: [PERIOD, execution(0, 2)],
      startNanos: 1_000_000_003_000_000_000n,
    });
    const both = Buffer.concat([chunk({ constants: CONSTANTS, events: [PERIOD, execution(10, 2)] }), second]);
    for (const size of [1, 100, undefined]) {
      const profile = await readAs(jfr, both, size === undefined ? {} : { chunk: size });
      assert.deepEqual(sampleLines(profile), [
        'my.pack.Main.work#35 {thread=main thread.id=7} 1 20000000 t10000',
        'my.pack.Main.other#35 {thread=main thread.id=7} 1 20000000 t3000000000',
      ]);
      assert.equal(profile.duration, 5_000_000_000);
    }
    const cut = await readAs(jfr, both.subarray(0, both.length - 5));
    assert.deepEqual(
      [cut.samples.length, codes(cut)],
      [1, ['jfr-truncated-stacks', 'jfr-cut-chunk'].reverse()],
    );
    await assert.rejects(readAs(jfr, both.subarray(0, 400)), { code: 'truncated' });
  });

  it('counts only, and says so, where the interval is not known; async-profiler tells it without an event', async () => {
    const plain = await readAs(jfr, chunk({ constants: CONSTANTS, events: [execution(0)] }));
    assert.deepEqual(plain.sampleTypes, [{ type: 'samples', unit: 'count' }]);
    assert.deepEqual(codes(plain), ['jfr-no-interval']);
    const timed = [setting(0, 'event', 'ctimer'), setting(0, 'interval', '10000000'), execution(0)];
    assert.equal(sums(await readAs(jfr, chunk({ constants: CONSTANTS, events: timed }))).total, 10_000_000);
    // Nobody asked for another interval: async-profiler writes 0 and takes its own.
    const usual = [setting(0, 'event', 'itimer'), setting(0, 'interval', '0'), execution(0)];
    assert.equal(sums(await readAs(jfr, chunk({ constants: CONSTANTS, events: usual }))).total, 10_000_000);
    const older = [setting(0, 'event', 'wall'), setting(0, 'interval', '0'), execution(0)];
    assert.equal((await readAs(jfr, chunk({ constants: CONSTANTS, events: older }))).sampleTypes.length, 1);
    const classes = CLASSES.map(
      ([name, id, fields]) =>
        [name === 'jdk.NativeMethodSample' ? 'profiler.WallClockSample' : name, id, fields] as const,
    );
    for (const [settings, want] of [
      [[['wall', '0']], 50],
      [[['wall', '20000000']], 20],
      [['event:wall', 'interval:0'].map((pair) => pair.split(':') as [string, string]), 50],
      [['event:wall', 'interval:7000000'].map((pair) => pair.split(':') as [string, string]), 7],
    ] as readonly (readonly [readonly (readonly [string, string])[], number])[]) {
      const events = [
        ...settings.map(([name, value]) => setting(0, name, value)),
        [TYPE.native, [0, 1, 1, 1]] as const,
      ];
      const wall = await readAs(jfr, chunk({ classes, constants: CONSTANTS, events }));
      assert.deepEqual([wall.sampleTypes[1]!.type, sums(wall, 1).total], ['wall', want * 1e6]);
    }
    const counted = [setting(0, 'event', 'cache-misses'), setting(0, 'interval', '1000'), execution(0)];
    assert.equal((await readAs(jfr, chunk({ constants: CONSTANTS, events: counted }))).sampleTypes.length, 1);
  });

  it('keeps native and sleeping samples apart from those of the CPU', async () => {
    const profile = await readAs(
      jfr,
      chunk({
        constants: CONSTANTS,
        events: [PERIOD, execution(0), execution(1, 1, 2), [TYPE.native, [0, 1, 1, 1]]],
      }),
    );
    assert.deepEqual(
      profile.sampleTypes.map(({ type }, row) => `${type} ${sums(profile, row).total}`),
      ['samples 1', 'cpu 20000000', 'native_samples 1', 'sleeping_samples 1'],
    );
  });

  it('takes what is not there for unknown: no stack, no thread, no method', async () => {
    const profile = await readAs(
      jfr,
      chunk({
        constants: [[TYPE.trace, [[1, [0, 1, 9, 0, 9]]]]],
        events: [execution(0, 0), execution(0, 1)],
      }),
    );
    assert.deepEqual(sampleLines(profile), [' 1 t0', '[unknown] 1 t0']);
  });

  it('chooses by thread', async () => {
    const profile = await readAs(jfr, readFileSync('samples/java/async-profiler.jfr'));
    const { keptSamples } = select(profile, { tagfocus: 'thread=order booker' });
    assert.ok(keptSamples!.reduce((sum, keep) => sum + keep, 0) > 20);
  });

  it('names classes as Java does', () => {
    assert.deepEqual(['[B', '[[Ljava/lang/String;', 'my/Class$Inner', 'Plain', '[LPlain;'].map(javaClass), [
      'byte[]',
      'java.lang.String[][]',
      'my.Class$Inner',
      'Plain',
      'Plain[]',
    ]);
  });

  describe('refuses', () => {
    const good = chunk(SMALL);
    const changed = (at: number, bytes: readonly number[]): Uint8Array => {
      const copy = Uint8Array.from(good);
      copy.set(bytes, at);
      return copy;
    };
    for (const [what, input, code] of [
      ['an unfinished chunk', changed(8, [0, 0, 0, 0, 0, 0, 0, 0]), 'truncated'],
      ['a chunk of 2^60 bytes', changed(8, [16, 0, 0, 0, 0, 0, 0, 0]), 'limit'],
      ['a chunk of 3 bytes', changed(8, [0, 0, 0, 0, 0, 0, 0, 3]), 'bad-value'],
      ['another version', changed(5, [9]), 'unsupported'],
      ['integers that are not compressed', changed(67, [0]), 'unsupported'],
      ['an event of no bytes', changed(68, [0]), 'bad-value'],
      ['no ticks', changed(56, [0, 0, 0, 0, 0, 0, 0, 0]), 'bad-value'],
      ['bytes behind the last chunk', Buffer.concat([good, Buffer.from('garbage')]), 'bad-encoding'],
      ['nothing', new Uint8Array(0), 'empty'],
      ['a recording without samples', chunk({ constants: CONSTANTS, events: [PERIOD] }), 'empty'],
      [
        'a weight below 0',
        chunk({ constants: CONSTANTS, events: [[TYPE.allocation, [0, 1, 1, 3, ...leb(-5)]]] }),
        'bad-value',
      ],
      [
        'a type that holds itself',
        chunk({
          ...SMALL,
          classes: [
            ...CLASSES.filter(([name]) => !name.endsWith('Symbol')),
            ['jdk.types.Symbol', TYPE.symbol, [['string', TYPE.symbol]]],
          ],
        }),
        'bad-value',
      ],
      [
        'a field of an unknown type',
        chunk({
          ...SMALL,
          classes: [
            ...CLASSES.filter(([name]) => !name.endsWith('Symbol')),
            ['jdk.types.Symbol', TYPE.symbol, [['string', 99]]],
          ],
        }),
        'bad-reference',
      ],
    ] as const)
      it(what, () => assert.rejects(readAs(jfr, input), { name: 'ProfileError', code }));

    it('types that multiply without bytes', async () => {
      const wide = Array.from(
        { length: 30 },
        (_, i) => [`t${i}`, 100 + i, Array.from({ length: 30 }, () => ['f', 101 + i] as const)] as const,
      );
      const classes = [...CLASSES, ...wide, ['t30', 130, []] as const];
      await assert.rejects(
        readAs(jfr, chunk({ classes, events: SMALL.events, constants: [[100, [[1, []]]], ...CONSTANTS] })),
        { code: 'limit' },
      );
    });
    it('more than its limits', async () => {
      for (const limits of [{ samples: 1 }, { stackDepth: 2 }, { rows: 1 }])
        await assert.rejects(readAs(jfr, good, { limits }), { code: 'limit' });
    });
  });
});

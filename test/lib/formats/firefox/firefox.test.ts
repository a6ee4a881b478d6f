import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { firefox } from '../../../../lib/formats/firefox/format.js';
import { readProfile } from '../../../../lib/formats/read.js';
import { select } from '../../../../lib/profile/select.js';
import { codes, readAs, sampleLines, sums } from '../../../support/reading.js';
import { standsUp } from '../../../support/sturdy.js';

const SAMPLY = 'samples/rust/orders.samply.json.gz';

/** main calls work, into which inner is inlined, calls 0x40 of libc; a second path is idle. */
const TABLES = {
  stringArray: ['main', 'work', 'inner', '0x40', 'src/main.rs', 'poll', 'libc.so'],
  frameTable: {
    length: 5,
    address: [16, 32, 32, 64, -1],
    inlineDepth: [0, 0, 1, 0, 0],
    category: [0, 0, 0, 0, 1],
    func: [0, 1, 2, 3, 4],
    line: [3, 7, 9, null, null],
    column: [null, 2, null, null, null],
  },
  funcTable: {
    length: 5,
    name: [0, 1, 2, 3, 5],
    isJS: [false, false, false, false, false],
    resource: [0, 0, 0, 1, -1],
    fileName: [4, 4, 4, null, null],
    lineNumber: [1, 5, null, null, null],
  },
  resourceTable: { length: 2, lib: [0, 1], name: [0, 0], host: [null, null], type: [1, 1] },
};
const PREFIX = { length: 5, frame: [0, 1, 2, 3, 4], prefix: [null, 0, 1, 2, 0] };
const OFFSET = { length: 5, frame: [0, 1, 2, 3, 4], prefixOffset: [0, 1, 1, 1, 4] };
const SAMPLES = {
  length: 5,
  stack: [3, 2, 1, 4, null],
  time: [1, 2, 3, 4, 5],
  weight: null,
  weightType: 'samples',
  threadCPUDelta: [0, 900, 1000, 10, 20],
};
const LIBS = [
  { name: 'app', path: '/bin/app' },
  { name: 'libc.so', path: '/lib/libc.so' },
];
const META = {
  interval: 1,
  startTime: 1_700_000_000_000.25,
  version: 30,
  categories: [{ name: 'Other' }, { name: 'Idle' }],
  sampleUnits: { time: 'ms', eventDelay: 'ms', threadCPUDelta: 'µs' },
};
const THREAD = { name: 'Main', tid: '12', pid: '7', processName: 'App', samples: SAMPLES };

const old = (change: object = {}) => ({
  meta: { ...META, preprocessedProfileVersion: 50 },
  libs: LIBS,
  threads: [{ ...THREAD, ...TABLES, stackTable: PREFIX, ...change }],
});
const shared = (
  version: number,
  stackTable: object,
  threads: object[] = [THREAD],
  tables: object = TABLES,
) => ({
  meta: { ...META, preprocessedProfileVersion: version },
  libs: LIBS,
  threads,
  shared: { ...tables, stackTable },
});
const WANT = [
  'main@src/main.rs:1#3;work@src/main.rs:5#7;+inner@src/main.rs:0#9;? {thread=Main thread.id=12 process=App process.id=7} 1 1000000 0 t1000000',
  'main@src/main.rs:1#3;work@src/main.rs:5#7;+inner@src/main.rs:0#9 {thread=Main thread.id=12 process=App process.id=7} 1 1000000 900000 t2000000',
  'main@src/main.rs:1#3;work@src/main.rs:5#7 {thread=Main thread.id=12 process=App process.id=7} 1 1000000 1000000 t3000000',
  'main@src/main.rs:1#3;poll {thread=Main thread.id=12 process=App process.id=7} 0 1000000 0 t4000000',
  ' {thread=Main thread.id=12 process=App process.id=7} 1 1000000 20000 t5000000',
];

describe('Firefox profiles', () => {
  standsUp('samply', firefox, () => gunzipSync(readFileSync(SAMPLY)));

  it("has of samply's profile the samples of perf's text, by thread", async () => {
    const count = async (path: string): Promise<Record<string, number>> => {
      const profile = await readProfile(path);
      const threads = new Map<string, number>();
      for (const line of sampleLines(profile)) {
        const id = / thread\.id=(\d+)/.exec(line)![1]!;
        threads.set(id, (threads.get(id) ?? 0) + 1);
      }
      return Object.fromEntries(threads);
    };
    assert.deepEqual(await count(SAMPLY), await count('samples/rust/perf.txt'));
    const profile = await readProfile(SAMPLY);
    assert.equal(sums(profile, 0).total, 648);
    assert.deepEqual(Object.keys(sums(profile).self), ['[orders]']);
  });

  standsUp('tables of a thread', firefox, () => Buffer.from(JSON.stringify(old())));
  standsUp('shared tables', firefox, () => Buffer.from(JSON.stringify(shared(66, OFFSET))));

  for (const [what, input] of [
    ['tables in each thread, prefixes (version 50)', old()],
    [
      'strings shared, tables in each thread (56)',
      { ...old({ stringArray: undefined }), shared: { stringArray: TABLES.stringArray } },
    ],
    ['shared tables, prefixes (60)', shared(60, PREFIX)],
    ['shared tables, prefix offsets (66)', shared(66, OFFSET)],
    [
      'sources apart and libraries of frames (70)',
      shared(70, OFFSET, [THREAD], {
        ...TABLES,
        sources: { length: 1, id: [null], filename: [4] },
        funcTable: {
          ...TABLES.funcTable,
          fileName: undefined,
          resource: [-1, -1, -1, -1, -1],
          source: [0, 0, 0, null, null],
        },
        frameTable: { ...TABLES.frameTable, lib: [0, 0, 0, 1, null] },
      }),
    ],
    [
      'times as differences',
      shared(66, OFFSET, [
        { ...THREAD, samples: { ...SAMPLES, time: undefined, timeDeltas: [1, 1, 1, 1, 1] } },
      ]),
    ],
    [
      'tables before what needs them',
      JSON.parse(
        `{"threads":${JSON.stringify(shared(66, OFFSET).threads)},"shared":${JSON.stringify(shared(66, OFFSET).shared)},"libs":${JSON.stringify(LIBS)},"meta":${JSON.stringify({ ...META, preprocessedProfileVersion: 66 })}}`,
      ),
    ],
  ] as const)
    it(`reads ${what}`, async () => {
      const profile = await readAs(firefox, input);
      assert.deepEqual(sampleLines(profile), WANT);
      assert.deepEqual(
        profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`),
        ['samples/count', 'wall/nanoseconds', 'cpu/nanoseconds'],
      );
      assert.equal(profile.sampleTypes[profile.defaultSampleType].type, 'cpu');
      assert.deepEqual(
        [profile.mappings.length, profile.strings.includes('/lib/libc.so'), profile.startTime],
        [2, true, 1_700_000_000_000_000_000n],
      );
      assert.deepEqual(codes(profile), []);
    });

  it('gives frames without a category that of their caller, and believes stacks that have one', async () => {
    // A thread of Firefox that waits: a label of the category Idle calls native frames, which have none.
    const inherited = { ...TABLES, frameTable: { ...TABLES.frameTable, category: [0, 1, null, null, 0] } };
    const counts = async (input: object) => [...(await readAs(firefox, input)).samples.values[0]!];
    assert.deepEqual(await counts(shared(66, OFFSET, [THREAD], inherited)), [0, 0, 0, 1, 1]);
    const none = { ...TABLES, frameTable: { ...TABLES.frameTable, category: undefined } };
    assert.deepEqual(await counts(shared(66, OFFSET, [THREAD], none)), [1, 1, 1, 1, 1]);
    const stated = { ...PREFIX, category: [0, 0, 1, 0, 0] };
    assert.deepEqual(await counts(old({ stackTable: stated })), [1, 0, 1, 1, 1]);
  });

  it('takes an address without a name for code of its library', async () => {
    const { self } = sums(await readAs(firefox, old()), 0);
    assert.deepEqual(self, { '[libc.so]': 1, inner: 1, work: 1 });
  });

  it('reads all threads with their labels; --event and --tagfocus choose', async () => {
    const two = shared(66, OFFSET, [THREAD, { ...THREAD, name: 'Worker', tid: 13 }]);
    const profile = await readAs(firefox, two);
    assert.equal(profile.samples.length, 10);
    assert.equal(
      select(profile, { tagfocus: 'thread=Worker' }).keptSamples!.reduce((sum, keep) => sum + keep, 0),
      5,
    );
    const one = await readAs(firefox, two, { event: 'Worker' });
    assert.deepEqual([one.samples.length, codes(one)], [5, ['several-profiles']]);
  });

  it('keeps weights of bytes and of traced milliseconds apart from samples', async () => {
    const bytes = {
      ...THREAD,
      samples: { ...SAMPLES, weight: [10, -3, 5, 0, 1], weightType: 'bytes', threadCPUDelta: undefined },
    };
    const traced = {
      ...THREAD,
      samples: { ...SAMPLES, weight: [0.5, 0, 0, 0, 0], weightType: 'tracing-ms', threadCPUDelta: undefined },
    };
    const profile = await readAs(firefox, shared(66, OFFSET, [bytes, traced]));
    assert.deepEqual(profile.sampleTypes, [
      { type: 'space', unit: 'bytes' },
      { type: 'time', unit: 'nanoseconds' },
    ]);
    assert.deepEqual([sums(profile, 0).self['inner'], sums(profile, 1).self['[libc.so]']], [-3, 500_000]);
    const weighed = await readAs(
      firefox,
      shared(66, OFFSET, [{ ...THREAD, samples: { ...SAMPLES, weight: [2, 1, 1, 1, 1] } }]),
    );
    assert.equal(sums(weighed, 0).self['[libc.so]'], 2);
  });

  it('counts only where CPU times are in no unit, or not of all threads', async () => {
    const { threadCPUDelta, ...rest } = SAMPLES;
    assert.equal(threadCPUDelta.length, 5);
    const profile = await readAs(firefox, shared(66, OFFSET, [THREAD, { ...THREAD, samples: rest }]));
    assert.deepEqual(
      profile.sampleTypes.map(({ type }) => type),
      ['samples', 'wall'],
    );
    assert.equal(profile.defaultSampleType, 0);
  });

  for (const [what, input, code, message] of [
    [
      'a raw Gecko profile',
      {
        meta: { version: 27, interval: 1 },
        libs: [],
        threads: [{ samples: { schema: { stack: 0 }, data: [] } }],
      },
      'unsupported',
      /profiler\.firefox\.com/,
    ],
    [
      'a prefix that is not before its stack',
      old({ stackTable: { ...PREFIX, prefix: [null, 1, 1, 2, 0] } }),
      'bad-reference',
      /stack 1 has the prefix 1/,
    ],
    [
      'a prefix of a later stack',
      old({ stackTable: { ...PREFIX, prefix: [4, 0, 1, 2, 0] } }),
      'bad-reference',
      /stack 0 has the prefix 4/,
    ],
    [
      'a prefix offset beyond the table',
      shared(66, { ...OFFSET, prefixOffset: [0, 5, 1, 1, 4] }),
      'bad-reference',
      /offset 5/,
    ],
    [
      'a sample of an unknown stack',
      old({ samples: { ...SAMPLES, stack: [9, 2, 1, 4, null] } }),
      'bad-reference',
      /stack 9/,
    ],
    [
      'a stack of an unknown frame',
      old({ stackTable: { ...PREFIX, frame: [0, 1, 2, 3, 77] } }),
      'bad-reference',
      /row 77/,
    ],
    [
      'a frame of an unknown function',
      old({ frameTable: { ...TABLES.frameTable, func: [0, 1, 2, 3, -1] } }),
      'bad-reference',
      /frameTable.func has row -1/,
    ],
    ['a name beyond the strings', old({ stringArray: ['main'] }), 'bad-reference', /not among the 1/],
    [
      'columns of different lengths',
      old({ funcTable: { ...TABLES.funcTable, resource: [0] } }),
      'bad-value',
      /lengths 5, 1/,
    ],
    [
      'weights that are fewer than samples',
      old({ samples: { ...SAMPLES, weight: [1] } }),
      'bad-value',
      /5 samples and 1 of "weight"/,
    ],
    [
      'a text among the numbers',
      old({ samples: { ...SAMPLES, stack: ['1'] } }),
      'bad-value',
      /column "stack" has 1/,
    ],
    [
      'a number beyond 2^53',
      old({ samples: { ...SAMPLES, threadCPUDelta: [1e300, 0, 0, 0, 0] } }),
      'bad-value',
      /1e\+300/,
    ],
    [
      'a sample worth more than that',
      old({ samples: { ...SAMPLES, weight: [1e12, 1, 1, 1, 1] } }),
      'bad-value',
      /worth more than 2\^53/,
    ],
    ['no threads', { ...old(), threads: [] }, 'bad-value', /no "threads"/],
  ] as const)
    it(`refuses ${what}`, () => assert.rejects(readAs(firefox, input), { code, message }));

  it('stops at its limits: rows, samples, depth, inlining', async () => {
    for (const limits of [{ rows: 4 }, { samples: 4 }, { stackDepth: 1 }])
      await assert.rejects(readAs(firefox, old(), { limits }), { code: 'limit' });
    const count = 10_000;
    const deep = {
      length: count,
      frame: Array(count).fill(2),
      prefix: Array.from({ length: count }, (_, i) => (i === 0 ? null : i - 1)),
    };
    await assert.rejects(
      readAs(firefox, old({ stackTable: deep, samples: { ...SAMPLES, stack: [count - 1, 1, 1, 1, 1] } })),
      { code: 'limit', message: /inlined/ },
    );
  });
});

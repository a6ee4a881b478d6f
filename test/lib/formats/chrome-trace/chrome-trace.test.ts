import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chromeTrace } from '../../../../lib/formats/chrome-trace/format.js';
import { codes, readAs, sampleLines, sums } from '../../../support/reading.js';
import { standsUp } from '../../../support/sturdy.js';

const SAMPLE = 'samples/node/program.trace.json';

const frame = (functionName: string) => ({ functionName, url: '', lineNumber: -1 });
const cpu = (name: string, id: string, tid: number, ts: number, data: object, pid = 1) => ({
  ph: 'P',
  cat: 'v8',
  name,
  id,
  pid,
  tid,
  ts,
  args: { data },
});
const thread = (tid: number, name: string) => ({ ph: 'M', name: 'thread_name', pid: 1, tid, args: { name } });
const nodes = (...list: [number, string, number?][]) =>
  list.map(([id, name, parent]) => ({
    id,
    callFrame: frame(name),
    ...(parent === undefined ? {} : { parent }),
  }));

const PAGE = [
  cpu('Profile', '0x1', 10, 0, { startTime: 100 }),
  // The later chunk stands first: chunks are put in order by their time.
  cpu('ProfileChunk', '0x1', 99, 20, {
    cpuProfile: { samples: [3, 2], nodes: nodes([3, 'b', 2]) },
    timeDeltas: [10, 10],
    endTime: 150,
  }),
  cpu('ProfileChunk', '0x1', 99, 10, {
    cpuProfile: { samples: [2], nodes: nodes([1, '(root)'], [2, 'a', 1]) },
    timeDeltas: [5],
  }),
  thread(10, 'CrRendererMain'),
];
const WORKER = [
  cpu('Profile', '0x2', 11, 0, { startTime: 0 }),
  cpu('ProfileChunk', '0x2', 99, 5, {
    cpuProfile: { samples: [1, 1, 1, 1, 1], nodes: nodes([1, 'w']) },
    timeDeltas: [1, 1, 1, 1, 1],
  }),
  thread(11, 'DedicatedWorker'),
];
const placed = (list: readonly object[]) => list.map((event) => ({ pid: 1, tid: 2, ...event }));
const spans = (...list: object[]) => placed(list);
const X = (name: string, ts: number, dur: number) => ({ ph: 'X', name, ts, dur });
const B = (name: string, ts: number) => ({ ph: 'B', name, ts });
const E = (ts: number, name?: string) => ({ ph: 'E', ts, ...(name === undefined ? {} : { name }) });
const rows = async (...events: object[]) =>
  sampleLines(await readAs(chromeTrace, spans(...events))).map((line) =>
    line.replace(' {thread.id=2 process.id=1}', ''),
  );

describe('Chrome trace', () => {
  standsUp('Node', chromeTrace, () => readFileSync(SAMPLE));
  standsUp('two threads', chromeTrace, () =>
    Buffer.from(JSON.stringify({ traceEvents: [...PAGE, ...WORKER] })),
  );
  standsUp('spans', chromeTrace, () => Buffer.from(JSON.stringify(spans(B('a', 0), X('b', 1, 2), E(9)))));

  it('joins the pieces of a CPU profile by id, in order of time', async () => {
    for (const input of [PAGE, { metadata: {}, traceEvents: PAGE }]) {
      const profile = await readAs(chromeTrace, input);
      assert.deepEqual(sampleLines(profile), [
        'a {thread=CrRendererMain thread.id=10 process.id=1} 1 10000 10000 t0',
        'a;b {thread=CrRendererMain thread.id=10 process.id=1} 1 10000 10000 t10000',
        'a {thread=CrRendererMain thread.id=10 process.id=1} 1 0 0 t20000',
      ]);
      assert.equal(profile.duration, 50_000);
      assert.deepEqual(codes(profile), []);
    }
  });

  it('reads the main thread of the page by default and lists the others; --event chooses', async () => {
    const both = [...WORKER, ...PAGE];
    const profile = await readAs(chromeTrace, both);
    assert.equal(profile.samples.length, 3);
    assert.match(
      profile.warnings[0]!.message,
      /0 "DedicatedWorker" \(5 samples\); \* 1 "CrRendererMain" \(3 samples\)/,
    );
    assert.equal((await readAs(chromeTrace, both, { event: 'DedicatedWorker' })).samples.length, 5);
    const all = await readAs(chromeTrace, both, { event: 'all' });
    assert.deepEqual([all.samples.length, codes(all)], [8, []]);
    assert.deepEqual(sums(all, 0).totals, { a: 3, b: 1, w: 5 });
  });

  it('reads one whole CpuProfile event', async () => {
    const whole = cpu('CpuProfile', '', 3, 0, {
      cpuProfile: {
        nodes: nodes([1, '(root)'], [2, 'a', 1]),
        samples: [2, 2],
        timeDeltas: [1, 4],
        startTime: 0,
        endTime: 9,
      },
    });
    assert.deepEqual(sampleLines(await readAs(chromeTrace, [whole])), [
      'a {thread.id=3 process.id=1} 1 4000 4000 t0',
      'a {thread.id=3 process.id=1} 1 0 0 t4000',
    ]);
  });

  it("agrees with sums over Node's trace as JSON.parse gives it", async () => {
    const { traceEvents } = JSON.parse(readFileSync(SAMPLE, 'utf8'));
    const names = new Map<number, string>();
    const ids: number[] = [];
    const deltas: number[] = [];
    for (const { name, args } of traceEvents) {
      if (name !== 'ProfileChunk') continue;
      for (const { id, callFrame } of args.data.cpuProfile?.nodes ?? [])
        names.set(id, callFrame.functionName);
      ids.push(...(args.data.cpuProfile?.samples ?? []));
      deltas.push(...(args.data.timeDeltas ?? []));
    }
    const self = new Map<string, number>();
    for (const [i, id] of ids.entries())
      self.set(names.get(id)!, (self.get(names.get(id)!) ?? 0) + Math.max(deltas[i + 1] ?? 0, 0) * 1000);
    const profile = await readAs(chromeTrace, readFileSync(SAMPLE));
    assert.equal(profile.samples.length, ids.length);
    assert.ok(deltas.every((delta) => delta >= 0));
    const wall = sums(profile, 2).self;
    for (const [name, time] of self)
      if (name !== '' && name !== '(root)' && time > 0) assert.equal(wall[name], time, name);
    assert.equal(
      sums(profile).total,
      [...self].reduce((sum, [name, time]) => sum + (name === '(idle)' ? 0 : time), 0),
    );
  });

  for (const [what, input, want] of [
    ['X, the longest first', [X('inner', 0, 2), X('outer', 0, 10)], ['outer 8000', 'outer;inner 2000']],
    ['B and E with and without names', [B('a', 0), B('b', 1), E(3), E(4, 'a')], ['a 2000', 'a;b 2000']],
    ['an end that closes what is inside too', [B('a', 0), B('b', 1), E(3, 'a')], ['a 1000', 'a;b 2000']],
    ['ends without a beginning', [E(1, 'x'), B('a', 2), E(3, 'y'), E(4, 'a')], ['a 2000']],
    [
      'a span without an end, until the last event',
      [B('a', 0), X('b', 1, 2), X('c', 8, 0)],
      ['a 6000', 'a;b 2000'],
    ],
    ['a whole span inside one without an end', [B('a', 0), X('b', 1, 5)], ['a 1000', 'a;b 5000']],
    ['a span that reaches beyond the one around it', [X('a', 0, 4), X('b', 2, 9)], ['a 2000', 'a;b 2000']],
    ['spans one after the other, a gap between', [X('a', 0, 1), X('a', 5, 1)], ['a 2000']],
    ['fractions and a clock far from 0', [X('a', 1.7e15, 2), X('b', 1.7e15 + 1, 0.5)], ['a 1500', 'a;b 500']],
    ['B and E of equal time', [B('a', 1), E(1), B('b', 1), E(2)], ['b 1000']],
    ['names that objects have', [X('__proto__', 0, 1)], ['__proto__ 1000']],
  ] as const)
    it(`reads spans: ${what}`, async () => assert.deepEqual(await rows(...input), want));

  it('tells spans that do not fit, and leaves out events without a time', async () => {
    const profile = await readAs(
      chromeTrace,
      spans(
        E(0),
        B('a', 1),
        X('b', Number.NaN, 1),
        X('c', 2, -1),
        { ph: 'X', name: 'd', ts: '3' },
        X('e', 2, 1),
      ),
    );
    assert.deepEqual(codes(profile).sort(), [
      'chrome-trace-bad-event',
      'chrome-trace-open-span',
      'chrome-trace-spans',
      'chrome-trace-stray-end',
    ]);
    assert.equal(profile.warnings.find(({ code }) => code === 'chrome-trace-bad-event')?.count, 3);
  });

  it('accepts what Chrome leaves when it stops early: no end, a comma at the end, half an event', async () => {
    const text = JSON.stringify(spans(X('a', 0, 5)));
    for (const [ending, cut] of [
      [text, false],
      [text.replace(/\]$/, ',]'), false],
      [text.slice(0, -1), true],
      [text.replace(/\]$/, ','), true],
      [text.replace(/\]$/, ',\n{"ph":"X","name":"lo'), true],
      [`{"traceEvents":${text}`, true],
    ] as const) {
      const profile = await readAs(chromeTrace, ending);
      assert.equal(sums(profile).total, 5000);
      assert.equal(codes(profile).includes('chrome-trace-cut'), cut, ending);
    }
    await assert.rejects(readAs(chromeTrace, '[{"ph":'), { code: 'empty' });
    await assert.rejects(readAs(chromeTrace, '[{"ph":"X"}}'), { code: 'bad-encoding' });
  });

  it('refuses a chunk that names a node nobody defined', () =>
    assert.rejects(
      readAs(chromeTrace, [
        cpu('ProfileChunk', '1', 1, 0, {
          cpuProfile: { samples: [7], nodes: nodes([1, 'a', 9]) },
          timeDeltas: [1],
        }),
      ]),
      { code: 'bad-reference' },
    ));

  it('reads 200,000 spans nested and side by side in linear time, and stops at its limits', async () => {
    const many = Array.from({ length: 200_000 }, (_, i) => X(`f${i % 10}`, i, 1));
    assert.equal(sums(await readAs(chromeTrace, placed(many))).total, 200_000_000);
    const deep = Array.from({ length: 20_000 }, (_, i) => X('f', i, 40_000 - 2 * i));
    await assert.rejects(readAs(chromeTrace, placed(deep)), { code: 'limit' });
    for (const limits of [{ samples: 2 }, { stackDepth: 1 }])
      await assert.rejects(readAs(chromeTrace, spans(X('a', 0, 9), X('b', 1, 5), X('c', 2, 1)), { limits }), {
        code: 'limit',
      });
    await assert.rejects(readAs(chromeTrace, PAGE, { limits: { rows: 2 } }), { code: 'limit' });
  });
});

import assert from 'node:assert/strict';
import { callTree } from '../../../../lib/analysis/call-tree.js';
import { groupFrames } from '../../../../lib/analysis/granularity.js';
import { analyze } from '../../../../lib/analyze.js';
import { callgrind } from '../../../../lib/formats/callgrind/format.js';
import { writeFolded } from '../../../../lib/formats/folded/write.js';
import { writePprof } from '../../../../lib/formats/pprof/write.js';
import { writeSpeedscope } from '../../../../lib/formats/speedscope/write.js';
import { merge } from '../../../../lib/profile/merge.js';
import { select } from '../../../../lib/profile/select.js';
import { peek } from '../../../../lib/report/peek.js';
import { codes, readAs, sampleLines, sums } from '../../../support/reading.js';
import { standsUp } from '../../../support/sturdy.js';

/** The example of callgrind's manual, with names numbered and positions relative. */
const SMALL = `# callgrind format
version: 1
creator: callgrind-3.19.0
cmd: ./app
positions: line
events: Ir Dr
summary: 820 82

ob=(1) /bin/app
fl=(1) file1.c
fn=(1) main
16 20 2
cfn=(2) func1
calls=1 50
16 400 40
cfi=(2) file2.c
cob=(2) /lib/libx.so
cfn=(3) func2
calls=3 20
+0 400 40

fn=(2)
51 100 10
cob=(2)
cfi=(2)
cfn=(3)
calls=2 20
* 300 30

ob=(2)
fl=(2)
fn=(3)
20 600 60
fi=(3) inline.h
-15 100
fe=(2)
+16 0 10
jump=1 22
20
`;

describe('callgrind', () => {
  standsUp('a small one', callgrind, () => Buffer.from(SMALL), { rounds: 300 });

  it('has self costs by line and totals from the calls', async () => {
    const profile = await readAs(callgrind, SMALL);
    assert.deepEqual(sampleLines(profile), [
      'main@file1.c:0#16 20 2',
      'func1@file1.c:0#51 100 10',
      'func2@file2.c:0#20 600 60',
      'func2@inline.h:0#5 100 0',
      'func2@file2.c:0#21 0 10',
    ]);
    assert.deepEqual(sums(profile), {
      total: 820,
      self: { main: 20, func1: 100, func2: 700 },
      totals: { main: 820, func1: 400, func2: 700 },
    });
    assert.deepEqual(sums(profile, 1).totals, { main: 82, func1: 40, func2: 70 });
    assert.deepEqual(codes(profile), ['callgrind-call-graph']);
    assert.deepEqual([[...profile.callGraph!.calls], profile.mappings.length], [[1, 3, 2], 2]);
  });

  it('shows callers and callees with what the calls cost', async () => {
    const { matches } = peek(select(await readAs(callgrind, SMALL)), 0, '^func2$', 0);
    assert.deepEqual(
      matches[0]!.callers.map(({ name, value }) => [name, value]),
      [
        ['main', 400],
        ['func1', 300],
      ],
    );
  });

  it('gives functions that call each other in a circle the total of the circle, and a function that calls itself its own', async () => {
    const text = `events: Ir\nfn=main\n1 10\ncfn=even\ncalls=1 1\n1 100\ncfn=fib\ncalls=1 1\n1 50\nfn=even\n2 30\ncfn=odd\ncalls=5 1\n2 70\nfn=odd\n3 20\ncfn=even\ncalls=4 1\n3 90\ncfn=leaf\ncalls=1 1\n3 50\nfn=leaf\n4 50\nfn=fib\n5 50\ncfn=fib\ncalls=9 1\n5 400\n`;
    const { total, totals, self } = sums(await readAs(callgrind, text));
    assert.deepEqual([total, totals], [160, { main: 160, even: 100, odd: 100, leaf: 50, fib: 50 }]);
    assert.deepEqual(self, { main: 10, even: 30, odd: 20, leaf: 50, fib: 50 });
  });

  it('refuses what would need stacks, with the reason', async () => {
    const profile = await readAs(callgrind, SMALL);
    const refused = { code: 'unsupported', message: /records a call graph and no stacks/ };
    assert.throws(() => writeFolded(profile, 0), refused);
    assert.throws(() => writePprof(profile), refused);
    assert.throws(() => writeSpeedscope(profile), refused);
    assert.throws(() => select(profile, { focus: 'x' }), refused);
    assert.throws(() => callTree(select(profile), groupFrames(profile, 'function'), 0), refused);
    assert.throws(() => analyze(profile), refused);
    assert.throws(() => merge([profile, profile]), { code: 'unsupported' });
  });

  it('reads addresses before lines, threads, several parts, units of events', async () => {
    const part = (thread: number) =>
      `part: ${thread}\nthread: ${thread}\npositions: instr line\nevents: Time_(10ns) Memory_(bytes)\nfn=(1) main\n0x1f 7 5 6\n+2 * 5\n* *\ntotals: 10 6\n\n`;
    const profile = await readAs(callgrind, part(1) + part(2));
    assert.deepEqual(profile.sampleTypes, [
      { type: 'Time', unit: 'nanoseconds' },
      { type: 'Memory', unit: 'bytes' },
    ]);
    assert.deepEqual(sampleLines(profile), ['main#7 {thread.id=1} 100 6', 'main#7 {thread.id=2} 100 6']);
    assert.deepEqual(codes(profile), ['callgrind-call-graph']);
    const ours = await readAs(callgrind, 'events: cpu(ms)\nfl=x.go\nfn=main.f\n+3 4\n');
    assert.deepEqual(
      [sampleLines(ours), ours.sampleTypes[0]],
      [['main.f@x.go:0#3 4000000'], { type: 'cpu', unit: 'nanoseconds' }],
    );
  });

  it('reads one thread of several, its calls too', async () => {
    const part = (thread: number, cost: number) =>
      `thread: ${thread}\nevents: Ir\nfn=main\n1 ${cost}\ncfn=f\ncalls=${thread} 1\n2 ${cost}\nfn=f\n3 ${cost}\ntotals: ${2 * cost}\n`;
    const profile = await readAs(callgrind, part(1, 5) + part(2, 70), { thread: '2' });
    assert.deepEqual(sampleLines(profile), ['main#1 {thread.id=2} 70', 'f#3 {thread.id=2} 70']);
    assert.deepEqual(sums(profile).totals, { main: 140, f: 70 });
    assert.deepEqual([[...profile.callGraph!.calls], codes(profile)], [[2], ['callgrind-call-graph']]);
    await assert.rejects(readAs(callgrind, part(1, 5) + part(2, 70), { thread: '9' }), {
      code: 'usage',
      message: /no thread "9"; expected a name or an id among 1, 2/,
    });
    // xdebug and `pprof -callgrind` tell no threads apart.
    assert.equal((await readAs(callgrind, SMALL, { thread: '9' })).samples.length, 5);
  });

  it('tells a sum that is not what the file says, and lines that it does not know', async () => {
    const profile = await readAs(callgrind, `events: Ir\nsummary: 7\nfn=__proto__\n1 6\nzz=5\n`);
    assert.deepEqual(codes(profile), [
      'callgrind-unknown-line',
      'callgrind-call-graph',
      'callgrind-other-sum',
    ]);
    assert.equal(sums(profile).total, 6);
  });

  for (const [what, text, code, message] of [
    ['costs before events', 'fn=main\n1 5\nevents: Ir\n', 'bad-value', /t:2: costs stand before "events:"/],
    ['costs before a function', 'events: Ir\n1 5\n', 'bad-value', /t:2/],
    ['a call without a function to call', 'events: Ir\nfn=a\ncalls=1 1\n1 5\n', 'bad-value', /t:3/],
    ['a name that was not defined', 'events: Ir\nfn=(9)\n1 5\n', 'bad-reference', /t:2: the name \(9\)/],
    ['more costs than events', 'events: Ir\nfn=a\n1 5 6\n', 'bad-value', /t:3: a cost line has 3 numbers/],
    ['a cost that is no number', 'events: Ir\nfn=a\n1 x\n', 'bad-value', /"x" is no cost/],
    ['a cost beyond 2^53', 'events: Ir\nfn=a\n1 9999999999999999\n', 'bad-value', /2\^53/],
    [
      'costs that add up beyond it',
      'events: Ir\nfn=a\n1 9007199254740991\n1 9007199254740991\n',
      'bad-value',
      /sum/,
    ],
    ['a line that is nothing', 'events: Ir\nfn=a\nwhat\n', 'bad-value', /t:3/],
    ['an event twice', 'events: Ir Ir\n', 'bad-value', /twice/],
    ['a part with other events', 'events: Ir\nfn=a\n1 1\nevents: Dr\n', 'bad-value', /t:4/],
    ['no costs', 'events: Ir\nfn=a\n', 'empty', /t:2/],
    ['nothing', '', 'empty', /empty/],
  ] as const)
    it(`refuses ${what}`, () => assert.rejects(readAs(callgrind, text), { code, message }));

  it('stops at its limits', async () => {
    for (const limits of [{ rows: 2 }, { lineBytes: 10 }])
      await assert.rejects(readAs(callgrind, SMALL, { limits }), { code: 'limit' });
  });
});

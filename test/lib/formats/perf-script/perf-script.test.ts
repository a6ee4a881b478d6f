import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Diagnostics } from '../../../../lib/base/diagnostics.js';
import { DEFAULT_LIMITS, type Limits } from '../../../../lib/formats/format.js';
import { memorySource } from '../../../../lib/formats/memory-source.js';
import {
  BARE_HEADER,
  EventLine,
  HEADER,
  NOT_A_HEADER,
  SIDE_RECORD,
} from '../../../../lib/formats/perf-script/event-line.js';
import { perfScript } from '../../../../lib/formats/perf-script/format.js';
import {
  parseFrame,
  parseSourceLine,
  stackLineKind,
} from '../../../../lib/formats/perf-script/stack-line.js';
import { readProfile } from '../../../../lib/formats/read.js';
import { check } from '../../../../lib/profile/check.js';
import type { Profile } from '../../../../lib/profile/profile.js';
import { seeded } from '../../../support/random.js';
import { sampleLines } from '../../../support/reading.js';

type Numbers = { readonly length: number; readonly [row: number]: number };

async function read(
  text: string | Uint8Array,
  event?: string,
  chunk?: number,
  limits?: Partial<Limits>,
): Promise<Profile> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const profile = await perfScript.read(memorySource('t', bytes, chunk), {
    limits: { ...DEFAULT_LIMITS, ...limits },
    diagnostics: new Diagnostics(),
    event,
  });
  check(profile);
  return profile;
}

function headerOf(line: string): (string | null)[] | number {
  const bytes = Buffer.from(line);
  const header = new EventLine();
  const kind = header.parse(bytes, 0, bytes.length);
  if (kind !== HEADER) return kind;
  const cut = (start: number, end: number): string | null =>
    start < 0 ? null : bytes.toString('utf8', start, end);
  return [
    cut(header.commStart, header.commEnd),
    cut(header.pidStart, header.pidEnd),
    cut(header.tidStart, header.tidEnd),
    cut(header.cpuStart, header.cpuEnd),
    header.hasTime ? `${header.seconds}.${String(header.nanoseconds).padStart(9, '0')}` : null,
    cut(header.periodStart, header.periodEnd),
    cut(header.eventStart, header.eventEnd),
  ];
}

/** The grammar of headers with a time as regular expressions: what the hand-written scanner must agree with. */
function headerByRegex(line: string): (string | null)[] | number | null {
  const time = /(?<=[ \t])(\d{1,15})\.(\d{1,9}):(?=[ \t]|$)/.exec(line);
  if (time === null) return null;
  const left = line.slice(0, time.index);
  const tail = '[ \\t]*(-?\\d+)(?:/(-?\\d+))?(?:[ \\t]+\\[(\\d+)\\])?(?:[ \\t]+[KUHGgMESp]{1,3})?[ \\t]*$';
  const who =
    new RegExp(`^(.*[^ \\t])[ \\t]+${tail.slice(6)}`, 's').exec(left) ?? new RegExp(`^()${tail}`).exec(left);
  if (who === null) return NOT_A_HEADER;
  const right = line.slice(time.index + time[0].length);
  if (/^[ \t]*PERF_RECORD_/.test(right)) return SIDE_RECORD;
  const what =
    /^[ \t]*(?:(\d+)[ \t]+)?(raw[ \t]+[^ \t]+|[^ \t]+):(?:[ \t]+(.*))?$/s.exec(right) ??
    /^[ \t]*(\d+)?()[ \t]*$/.exec(right);
  if (what === null) return NOT_A_HEADER;
  const ids = who[3] === undefined ? [null, who[2]!] : [who[2]!, who[3]];
  return [
    who[1]!.replace(/^[ \t]+/, ''),
    ids[0]!,
    ids[1]!,
    who[4] ?? null,
    `${Number(time[1])}.${time[2]!.padEnd(9, '0')}`,
    what[1] ?? null,
    what[2] || null,
  ];
}

function agreeOnFile(path: string): void {
  const lines: string[] = readFileSync(path, 'utf8').split('\n');
  for (const line of lines) {
    const want = line.startsWith('#') ? null : headerByRegex(line);
    if (want !== null) assert.deepEqual(headerOf(line), want, `${path}: ${line}`);
  }
}

describe('perf script headers', () => {
  for (const [line, want] of [
    [
      'work 21020  1336.208235:    1003009 cpu-clock: ',
      ['work', null, '21020', null, '1336.208235000', '1003009', 'cpu-clock'],
    ],
    [
      '        work 21060  1338.748289:   1003009 cpu-clock:   558cd2fb82bf leaf_hot+0x1f (/bin/work)',
      ['work', null, '21060', null, '1338.748289000', '1003009', 'cpu-clock'],
    ],
    [
      'my worker 7 21022  1336.215406:    1003009 cpu-clock: ',
      ['my worker 7', null, '21022', null, '1336.215406000', '1003009', 'cpu-clock'],
    ],
    [
      'w (x) 12/34 21095  1343.503454:    1000000 cpu-clock: ',
      ['w (x) 12/34', null, '21095', null, '1343.503454000', '1000000', 'cpu-clock'],
    ],
    [
      'V8 WorkerThread 24636/25607 [000] 94564.109216: 100 cycles:',
      ['V8 WorkerThread', '24636', '25607', '000', '94564.109216000', '100', 'cycles'],
    ],
    [
      'Gecko\t25122 [007] 115539.936601:\t\t1000000 task-clock:u: ',
      ['Gecko', null, '25122', '007', '115539.936601000', '1000000', 'task-clock:u'],
    ],
    [
      'java 12688 [002] 6544038.708352: cpu-clock: ',
      ['java', null, '12688', '002', '6544038.708352000', null, 'cpu-clock'],
    ],
    ['func_ab 15294 cpu-clock: ', ['func_ab', null, '15294', null, null, null, 'cpu-clock']],
    ['java 19983 cycles: ', ['java', null, '19983', null, null, null, 'cycles']],
    ['work 21020    1003009 cpu-clock: ', ['work', null, '21020', null, null, '1003009', 'cpu-clock']],
    ['my worker 7 21022 cpu-clock: ', ['my worker 7', null, '21022', null, null, null, 'cpu-clock']],
    [
      '21020  1336.208235:    1003009 cpu-clock: ',
      ['', null, '21020', null, '1336.208235000', '1003009', 'cpu-clock'],
    ],
    ['work 21020  1336.208235:    1003009', ['work', null, '21020', null, '1336.208235000', '1003009', null]],
    ['work 21020 ', BARE_HEADER],
    [
      'work_static 16735 [001] 2831.023496: sched:sched_switch: prev_comm=x prev_pid=1 ==> next_comm=swapper/1',
      ['work_static', null, '16735', '001', '2831.023496000', null, 'sched:sched_switch'],
    ],
    ['work 21122  1350.779880: PERF_RECORD_SWITCH OUT preempt', SIDE_RECORD],
    [
      'swapper 0 0.000000: PERF_RECORD_MMAP -1/0: [0xffffffff81000000(0x120bb08) @ 0]: x [kernel.kallsyms]_text',
      SIDE_RECORD,
    ],
    [
      ':-1 -1/0 [003] U 12.000000001: 5 cpu_core/cycles/P: ',
      [':-1', '-1', '0', '003', '12.000000001', '5', 'cpu_core/cycles/P'],
    ],
    ['x 1 1.5: raw 0x1a8: ', ['x', null, '1', null, '1.500000000', null, 'raw 0x1a8']],
    ["'trace' not valid for hardware events. Ignoring.", NOT_A_HEADER],
    ['Processed 12 events and lost 3 chunks!', NOT_A_HEADER],
  ] as const) {
    it(`reads ${JSON.stringify(line)}`, () => assert.deepEqual(headerOf(line), want));
  }

  it('agree with their regular expressions on generated lines', () => {
    const random = seeded(20260731);
    const words = [
      'a',
      '12',
      '-1',
      '7/8',
      '-1/0',
      '[003]',
      '[x]',
      '1.5:',
      '10.123456:',
      '12.:',
      'KU',
      'cycles:u:',
      'raw',
      '0x1a8:',
      ':',
      'PERF_RECORD_X',
      '1.1234567890:',
      '(b)',
      '99',
    ];
    const gaps = [' ', '  ', '\t', '          '];
    for (let i = 0; i < 50_000; i++) {
      let line = random() < 0.2 ? ' ' : '';
      for (let left = 1 + Math.floor(random() * 8); left > 0; left--)
        line +=
          words[Math.floor(random() * words.length)]! +
          (left > 1 || random() < 0.3 ? gaps[Math.floor(random() * gaps.length)]! : '');
      const want = headerByRegex(line);
      if (want !== null)
        assert.deepEqual(headerOf(line), want, `seed 20260731, line ${i}: ${JSON.stringify(line)}`);
    }
  });

  const corpora = process.env['FLAMEWORTH_CORPORA'];
  it('agree with their regular expressions on every line of the corpora', function () {
    if (corpora === undefined) {
      process.stdout.write('skipped: FLAMEWORTH_CORPORA is not set\n');
      this.skip();
    }
    for (const folder of ['flamegraph/test', 'own/perf-script', 'own/recordings/sym'])
      for (const file of readdirSync(join(corpora, folder)).filter((name) => name.endsWith('.txt')))
        agreeOnFile(join(corpora, folder, file));
  });
});

describe('perf script frames', () => {
  for (const [line, name, module] of [
    ['\t    12d6 leaf_hot+0x36 (/bin/work)', 'leaf_hot', '/bin/work'],
    ['7f1e2215d058  (/lib/libc.so)', null, '/lib/libc.so'],
    ['3a98bbc05895dff [unknown] ([unknown])', null, null],
    ['b [unknown] (/lib/libfoo.so)', null, '/lib/libfoo.so'],
    ['ffffffff8161ecbe get_page+0x2fe ([kernel.kallsyms])', 'get_page', '[kernel.kallsyms]'],
    [
      '1 f(GCTaskManager*, unsigned int) (/a b (c)/libjvm.so (deleted))',
      'f(GCTaskManager*, unsigned int)',
      '/a b (c)/libjvm.so (deleted)',
    ],
    ['1 StubRoutines (1) (/tmp/perf-1.map)', 'StubRoutines (1)', '/tmp/perf-1.map'],
    ['1 x (SYSV00 (deleted))', 'x', 'SYSV00 (deleted)'],
    [
      '1 outer::(anonymous namespace)::Box<double, 7>::sum+0x5b (/bin/t)',
      'outer::(anonymous namespace)::Box<double, 7>::sum',
      '/bin/t',
    ],
    ['1 main.(*Store).Put+0x1 (/bin/go)', 'main.(*Store).Put', '/bin/go'],
    ['1 Lorg/x/Y;.m(I)V (/tmp/perf-9.map)', 'Lorg/x/Y;.m(I)V', '/tmp/perf-9.map'],
    ['1 std::operator-><int> (/bin/t)', 'std::operator-><int>', '/bin/t'],
    ['1 GCTaskThread::run()', 'GCTaskThread::run()', null],
    ['1 f(int, char (*)(int))', 'f(int, char (*)(int))', null],
    ['1 f+0x2 (/bin/t) 0x1/0x2/M/-/-/12 0x3/0x4/P/-/-/1', 'f', '/bin/t'],
    ['1 JS:*fib /x/app.js:1:13+0x97 (/tmp/perf-1.map)', 'fib', '/tmp/perf-1.map'],
    ['1 JS:~ node:internal/main/run:1:1 (/tmp/perf-1.map)', '(anonymous)', '/tmp/perf-1.map'],
    ['1 RegExp:(a+)+b (/tmp/perf-1.map)', 'RegExp:(a+)+b', '/tmp/perf-1.map'],
  ] as const) {
    it(`reads ${JSON.stringify(line)}`, () => {
      const bytes = Buffer.from(line);
      assert.equal(stackLineKind(bytes, 0, bytes.length), 1);
      const frame = parseFrame(line);
      assert.deepEqual([frame.functions[0]?.name ?? null, frame.module], [name, module]);
    });
  }
  it('splits inlined Java chains, caller first, and V8 places', () => {
    assert.deepEqual(
      parseFrame('1 LA;::x->LB;::y->LC;::z (/tmp/perf-1.map)').functions.map(({ name }) => name),
      ['LA;::x', 'LB;::y', 'LC;::z'],
    );
    const [fib] = parseFrame('1 LazyCompile:*get fib /my dir/app.js:12:13 (/tmp/perf-1.map)').functions;
    assert.deepEqual(
      [fib?.name, fib?.file, fib?.startLine, fib?.systemName],
      ['get fib', '/my dir/app.js', 12, 'LazyCompile:get fib /my dir/app.js:12:13'],
    );
  });
  it('reads source lines', () => {
    assert.deepEqual(parseSourceLine('  libc-start.c:360 (inlined)'), {
      file: 'libc-start.c',
      line: 360,
      inlined: true,
    });
    assert.deepEqual(parseSourceLine('  ??:0'), { file: null, line: 0, inlined: false });
    assert.deepEqual(parseSourceLine('  libkmod.so.2.3.6[6750]'), { file: null, line: 0, inlined: false });
  });
});

const TWO =
  'app 1/2 [001] 10.000000001: 7 cycles:u: \n\t10 leaf+0x1 (/bin/a)\n\t20 main (/bin/a)\n\n' +
  'b c 3/3 [000] 10.000000005: 9 instructions: \n\t30 [unknown] (/lib/libz.so)\n\n';

describe('perf script text', () => {
  it('makes two sample types an event and prefers cycles', async () => {
    const profile = await read(TWO);
    assert.deepEqual(
      profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`),
      ['cycles:u/count', 'cycles:u/cycles', 'instructions/count', 'instructions/instructions'],
    );
    assert.equal(profile.defaultSampleType, 1);
    assert.deepEqual(
      profile.samples.values.map((column) => [...column]),
      [
        [1, 0],
        [7, 0],
        [0, 1],
        [0, 9],
      ],
    );
    assert.deepEqual([...(profile.samples.time as unknown as Float64Array)], [0, 4]);
    assert.deepEqual(
      profile.warnings.map(({ code }) => code),
      ['perf-script-several-events'],
    );
  });
  for (const [event, want] of [
    ['instructions', 3],
    ['cycles', 1],
    ['first', 1],
    ['1', 3],
  ] as const)
    it(`--event ${event} chooses the default`, async () =>
      assert.equal((await read(TWO, event)).defaultSampleType, want));
  it('lists the events where the one asked for is not there', () =>
    assert.rejects(read(TWO, 'cache-misses'), { code: 'usage', message: /cycles:u, instructions/ }));

  for (const [what, text, samples, frames] of [
    ['CRLF, a byte order mark and no last line end', `\ufeff${TWO.replaceAll('\n', '\r\n').trimEnd()}`, 2, 3],
    [
      'side records without a blank line',
      `x 1 1.0: PERF_RECORD_SWITCH IN\n${TWO}x 1 2.0: PERF_RECORD_SWITCH OUT\n${TWO}`,
      4,
      3,
    ],
    ['headers without blank lines and hexadecimal comms', 'cafe 1 1.0: s:x: a=b\nfeed 2 2.0: s:x: c\n', 2, 0],
    ['a comm and thread alone', 'work 21\n\t10 f (/a)\n\t20 g (/a)\n\nwork 22\n\t10 f (/a)\n\n', 2, 3],
    ['samples without any header', '\n\t10 f (/a)\n\t20 g (/a)\n\n\n\t10 f (/a)\n\n', 2, 3],
    ['frames in column 0', 'java 19983 cycles: \n10 f (/a)\n20 g (/a)\n\n', 1, 2],
    ['names that objects have', '__proto__ 1 cycles: \n\t1 __proto__ (constructor)\n\n', 1, 1],
  ] as const) {
    it(`reads ${what}`, async () => {
      const profile = await read(text);
      assert.equal(profile.samples.length, samples);
      assert.equal(profile.stacks.locations.length, frames);
      assert.equal(
        profile.warnings.find(({ code }) => code === 'perf-script-unparsed-line'),
        undefined,
      );
    });
  }

  it('counts what is neither header nor frame, and frames below it', async () => {
    const { samples, warnings } = await read(
      `Processed 2 events and lost 1 chunks!\n\t99 lost (/a)\n\n${TWO}`,
    );
    assert.equal(samples.length, 2);
    const unparsed = warnings.find(({ code }) => code === 'perf-script-unparsed-line');
    assert.deepEqual(
      unparsed?.places.map(({ line }) => line),
      [1, 2],
    );
  });
  it('uses counts where only some samples have a period', async () => {
    const profile = await read('a 1 1.0: 5 cycles: \n\t1 f (/a)\n\na 1 2.0: cycles: \n\t1 f (/a)\n\n');
    assert.deepEqual(profile.sampleTypes, [{ type: 'cycles', unit: 'count' }]);
    assert.equal(profile.warnings[0]?.code, 'perf-script-mixed-period');
  });
  it('keeps periods beyond 2^53 exact and refuses those beyond 64 bits', async () => {
    const profile = await read('a 1 1.0: 9007199254740993 cycles: \n\t1 f (/a)\n\n');
    assert.equal(profile.samples.exact[1]?.[0], 9007199254740993n);
    await assert.rejects(read('a 1 1.0: 99999999999999999999 cycles: \n'), {
      code: 'bad-value',
      message: /t:1/,
    });
  });
  it('keeps of one thread what is its own: stacks, periods of each event, exact ones, times', async () => {
    const text = [
      'a 1 1.0: 7 cycles: \n\t1 f (/a)\n',
      'b 2 2.0: 9007199254740993 cycles: \n\t2 g (/a)\n\t1 f (/a)\n',
      'a 1 3.0: 5 faults: \n\t1 f (/a)\n',
      'b 2 4.5: 3 faults: \n\t3 h (/a)\n\t1 f (/a)\n',
    ].join('\n');
    const { samples, stacks, sampleTypes } = await readProfile(
      { name: 't', input: Buffer.from(`${text}\n`) },
      { thread: 'b' },
    );
    assert.deepEqual(
      sampleTypes.map(({ type, unit }) => `${type} ${unit}`),
      ['cycles count', 'cycles cycles', 'faults count', 'faults events'],
    );
    assert.deepEqual(
      samples.values.map((column) => [...column]),
      [
        [1, 0],
        [9007199254740992, 0],
        [0, 1],
        [0, 3],
      ],
    );
    assert.deepEqual([...samples.exact[1]!], [9007199254740993n, 0n]);
    assert.deepEqual(Array.from(samples.time as unknown as Float64Array), [1e9, 3.5e9]);
    const bounds = stacks.bounds as ArrayLike<number>;
    const rows = Array.from(samples.stack as ArrayLike<number>);
    assert.deepEqual(
      rows.map((stack) => bounds[stack + 1]! - bounds[stack]!),
      [2, 2],
    );
    assert.notEqual(rows[0], rows[1]);
  });
  it('reads stacks alike whether or not another one has source lines or inlined frames', async () => {
    for (const file of ['cpp', 'rust', 'node', 'java', 'python']) {
      const text = readFileSync(join('samples', file, 'perf.txt'), 'utf8');
      const event = / ([^ ]+): *\n/.exec(text)![1]!;
      const plain = sampleLines(await readProfile(Buffer.from(text)));
      assert.ok(plain.length > 100, file);
      for (const [more, want] of [
        ['\t10 f (inlined)\n\t10 g (/a)\n', 'g;+f {'],
        ['\t10 f (/a)\n  f.c:7\n', 'f@f.c:0#7 {'],
      ] as const) {
        const header = `z 9 99999.0: 1 ${event}: \n`;
        const lines = sampleLines(await readProfile(Buffer.from(`${text}\n${header}${more}\n`)));
        assert.ok(lines.pop()!.startsWith(want), file);
        assert.deepEqual(lines, plain, file);
      }
    }
  });
  it('says when the last sample may have been cut', async () => {
    assert.equal((await read(TWO.trimEnd(), 'first')).warnings[0]?.code, 'input-ends-in-sample');
  });
  it('joins inlined frames with the frame that holds them', async () => {
    const profile = await read(
      'a 1 1.0: cycles: \n\t12c5 mix+0x25\n  work.c:9 (inlined)\n\t12c5 leaf+0x25 (/w)\n  work.c:10\n\t20 main (/w)\n  m.c:3\n\n',
    );
    assert.equal(profile.stacks.locations.length, 2);
    const names = Array.from(
      profile.frames.function as unknown as Int32Array,
      (fn) => profile.strings[(profile.functions.name as Numbers)[fn]!],
    );
    assert.deepEqual(names, ['leaf', 'mix', 'main']);
    assert.deepEqual([...(profile.frames.line as unknown as Int32Array)], [10, 9, 3]);
  });
  it('gives the same profile in chunks of 1, 7 and all bytes', async () => {
    const text = Buffer.from(
      `\ufeff# c\r\n${TWO.replaceAll('\n', '\r\n')}x 1 1.5: cycles:  10 f (/a)\n  a.c:7\n`,
    );
    const whole = await read(text);
    for (const size of [1, 7]) assert.deepEqual(await read(text, undefined, size), whole);
  });
  it('names the limits it keeps', async () => {
    await assert.rejects(read(TWO, undefined, 7, { lineBytes: 20 }), {
      code: 'limit',
      message: /lineBytes=20/,
    });
    await assert.rejects(read(TWO, undefined, undefined, { samples: 1 }), {
      code: 'limit',
      message: /samples=1/,
    });
    await assert.rejects(read(TWO, undefined, undefined, { stackDepth: 1 }), {
      code: 'limit',
      message: /stackDepth=1/,
    });
  });
  it('is empty without samples', () => assert.rejects(read('# nothing\n'), { code: 'empty' }));
  for (const [text, complete, want] of [
    [TWO, true, 'yes'],
    ['# ========\n# captured', false, 'yes'],
    ['a 1 1.0: 5 cycles: 7f f (/a)\n', false, 'yes'],
    ['func_ab 15294 cpu-clock: \n', false, 'maybe'],
    ['func_ab 15294 cpu-clock: \n\t10 f (/a)\n', false, 'yes'],
    ['a;b;c 1\na;b 2\n', true, 'no'],
    ['{"a": 1}\n', true, 'no'],
    ['', true, 'no'],
  ] as const)
    it(`is ${want === 'yes' ? 'sure' : want} about ${JSON.stringify(text.slice(0, 30))}`, () =>
      assert.equal(perfScript.sniff(Buffer.from(text), complete), want));
});

import assert from 'node:assert/strict';
import { BINS, backgroundOf, splitBackground } from '../../../lib/kinds/background.js';
import { classifyFrames } from '../../../lib/kinds/classify.js';
import { selfCheck } from '../../../lib/kinds/self-check.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { FIXTURE } from '../../support/payoff-fixture.js';

const weights = (rows: readonly string[]): Record<string, number> => {
  const profile = profileOf(rows);
  const selection = select(profile);
  const { byBin } = splitBackground(selection, 0, backgroundOf(selection, classifyFrames(profile)));
  return Object.fromEntries(BINS.flatMap((bin, row) => (byBin[row] === 0 ? [] : [[bin, byBin[row]!]])));
};
const binOf = (row: string): string => Object.keys(weights([`${row} 1`]))[0]!;

describe('background work', () => {
  it('of the payoff model: 80 idle, 100 of the collector, 30 of the scheduler', () => {
    assert.deepEqual(weights(FIXTURE.map(([row, weight]) => `${row} ${weight}`)), {
      none: 790,
      idle: 80,
      gc: 100,
      sched: 30,
    });
  });

  const cases: readonly (readonly [string, string, string])[] = [
    [
      'idle marking of Go',
      'runtime.gcBgMarkWorker;runtime.systemstack;runtime.gcBgMarkWorker.func2;runtime.gcDrainMarkWorkerIdle;runtime.gcDrain',
      'idle',
    ],
    [
      'marking of Go before 1.22, which does not tell',
      'runtime.gcBgMarkWorker;runtime.systemstack;runtime.gcBgMarkWorker.func2;runtime.gcDrain',
      'gc',
    ],
    ['sweeping and returning memory', 'runtime.goexit;runtime.bgsweep;runtime.sweepone', 'gc'],
    ['finalizers, own code among them', 'runtime.runFinalizers;main.(*T).close', 'gc'],
    ['marking whose caller was lost', 'runtime.systemstack;runtime.gcDrainN;runtime.scanobject', 'gc'],
    [
      'an assist below own code is not background',
      'main.f;runtime.mallocgc;runtime.gcAssistAlloc;runtime.gcDrainN',
      'none',
    ],
    [
      'the scheduler with its system calls',
      'runtime.mcall;runtime.park_m;runtime.schedule;runtime.findRunnable;runtime.netpoll;internal/runtime/syscall/linux.Syscall6',
      'sched',
    ],
    ['the monitor', 'runtime.mstart;runtime.mstart1;runtime.sysmon;runtime.usleep', 'sched'],
    ['own code that yields is not background', 'main.f;runtime.Gosched;runtime.mcall', 'none'],
    ['the profiler', 'runtime/pprof.profileWriter;compress/flate.(*compressor).deflate', 'profiler'],
    [
      'own code that runs under labels is not the profiler',
      'main.f;runtime/pprof.Do;main.g;runtime.mallocgc',
      'none',
    ],
    ['a profiler that runs a program', 'runctx (cProfile.py:99);work (app.py:3)', 'none'],
    ["V8's pseudo nodes", '(root);(garbage collector)', 'gc'],
    ['and idling', '(root);(idle)', 'idle'],
    ['but not native code outside JavaScript', '(root);(program)', 'none'],
    [
      'a worker of V8 that collects',
      'start_thread;node::PlatformWorkerThread;v8::internal::Scavenger::Process',
      'gc',
    ],
    [
      'V8 collecting below JavaScript',
      'work[file:a.js];v8::internal::Heap::CollectGarbage;v8::internal::Scavenger::Process',
      'none',
    ],
    [
      'a compiler thread',
      'thread_native_entry[module:libjvm.so];C2Compiler::compile_method[module:libjvm.so];PhaseChaitin::Split[module:libjvm.so]',
      'compile',
    ],
    [
      "a collector's thread of the JVM",
      'GangWorker::run[module:libjvm.so];G1ParScanThreadState::trim_queue[module:libjvm.so]',
      'gc',
    ],
    [
      'CPython collecting, which it does inline',
      '_PyEval_EvalFrameDefault[module:libpython3.11.so];gc_collect_main[module:libpython3.11.so]',
      'none',
    ],
    ['even where the stack is cut', 'gc_collect_main[module:libpython3.11.so]', 'none'],
    [
      'an idle processor',
      'secondary_startup_64[module:vmlinux];do_idle[module:vmlinux];intel_idle[module:vmlinux]',
      'idle',
    ],
    ['nothing', '', 'none'],
  ];
  for (const [what, row, bin] of cases) it(`${what}: ${bin}`, () => assert.equal(binOf(row), bin));

  it('is told by thread names of a JVM, which the kernel cuts at 15 characters', () => {
    const rows = [
      'java.lang.Thread.run;x 1 { command=java }',
      '?[module:libjvm.so] 2 { command=C2_x }',
      '?[module:libjvm.so] 4 { command=G1_Conc#0 }',
      '?[module:libjvm.so] 8 { thread=ZWorker#1 }',
      'f 16 { command=swapper/0 }',
    ];
    assert.deepEqual(weights(rows), { none: 7, idle: 16, gc: 8 });
    assert.deepEqual(weights(['f 1 { command=ZWorker#1 }']), { none: 1 });
  });
});

describe('the self-check of the tables', () => {
  it('names what no rule knows, by leaves', () => {
    const profile = profileOf([
      'main.f;runtime.notKnown 3',
      'main.f;runtime.mallocgc;runtime.alsoNot 5',
      'main.f;runtime.acquirem 2',
      'main.f;? 1',
      'main.f 9',
      '4',
    ]);
    const check = selfCheck(select(profile), classifyFrames(profile), 0, 1);
    assert.deepEqual(check, {
      total: 20,
      unmatched: 8,
      ofCaller: 2,
      unsymbolized: 1,
      names: [{ name: 'runtime.alsoNot', module: null, weight: 5 }],
    });
  });
});

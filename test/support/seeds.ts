/** Small good inputs of the formats beside perf.data, for fuzzing. */
import { readFileSync } from 'node:fs';
import { callgrind } from '../../lib/formats/callgrind/format.js';
import { chromeTrace } from '../../lib/formats/chrome-trace/format.js';
import { cpuprofile } from '../../lib/formats/cpuprofile/format.js';
import { firefox } from '../../lib/formats/firefox/format.js';
import { folded } from '../../lib/formats/folded/format.js';
import type { Format } from '../../lib/formats/format.js';
import { heapprofile } from '../../lib/formats/heapprofile/format.js';
import { jfr } from '../../lib/formats/jfr/format.js';
import { perfScript } from '../../lib/formats/perf-script/format.js';
import { pprof } from '../../lib/formats/pprof/format.js';
import { writePprof } from '../../lib/formats/pprof/write.js';
import { pprofLegacy } from '../../lib/formats/pprof-legacy/format.js';
import { speedscope } from '../../lib/formats/speedscope/format.js';
import { CONSTANTS, chunk, leb, TYPE, utf8 } from './jfr.js';
import { JAVA_CONTENTION, LEGACY } from './legacy.js';
import { mutateBytes, mutateJfr, mutateJson, mutateText, type Random } from './mutate.js';
import { mutatePprof } from './mutate-pprof.js';
import { randomProfile } from './random.js';

export interface Target {
  readonly format: Format;
  readonly seeds: readonly Uint8Array[];
  readonly mutate: (random: Random, input: Uint8Array, other: Uint8Array) => Uint8Array;
}

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const call = (functionName: string) => ({
  functionName,
  scriptId: '1',
  url: 'file:///a.js',
  lineNumber: 3,
  columnNumber: 1,
});
const nodes = [
  { id: 1, callFrame: call('(root)'), hitCount: 0, children: [2, 3] },
  { id: 2, callFrame: call('a'), hitCount: 2, children: [4], positionTicks: [{ line: 3, ticks: 2 }] },
  { id: 3, callFrame: call('(idle)'), hitCount: 1 },
  { id: 4, callFrame: call(''), hitCount: 1, children: [] },
];
const linked = nodes.map(({ children, ...node }, i) => ({
  ...node,
  ...(i === 0 ? {} : { parent: i === 3 ? 2 : 1 }),
  ...(children === undefined ? {} : {}),
}));
const heapNode = (id: number, children: object[]): object => ({
  callFrame: call(`f${id}`),
  selfSize: id * 10,
  id,
  children,
});
const frame = { name: 'a', file: 'x.py', line: 3, col: 2 };
const event = (ph: string, ts: number, more: object = {}) => ({ ph, pid: 1, tid: 2, ts, name: 'a', ...more });
const piece = (name: string, ts: number, data: object) => event('P', ts, { name, id: '0x1', args: { data } });
const tables = {
  stringArray: ['main', 'f', '0x40', 'a.rs'],
  frameTable: {
    length: 3,
    address: [1, 2, -1],
    inlineDepth: [0, 1, 0],
    category: [0, 0, 1],
    func: [0, 1, 2],
    line: [3, null, 1],
    column: [null, null, 2],
  },
  funcTable: {
    length: 3,
    name: [0, 1, 2],
    resource: [0, -1, 0],
    fileName: [3, null, 3],
    lineNumber: [1, null, 2],
  },
  resourceTable: { length: 1, lib: [0] },
};
const samples = {
  length: 3,
  stack: [2, 1, null],
  time: [1, 2, 3],
  weight: [1, 2, 1],
  weightType: 'samples',
  threadCPUDelta: [1, 5, 2],
};
const meta = {
  interval: 1,
  startTime: 1e12,
  preprocessedProfileVersion: 66,
  categories: [{ name: 'Other' }, { name: 'Idle' }],
  sampleUnits: { threadCPUDelta: 'ns' },
};
const libs = [{ name: 'app', path: '/bin/app' }];

/** By format id. */
export const TARGETS: readonly Target[] = [
  {
    format: cpuprofile,
    mutate: mutateJson,
    seeds: [
      json({ nodes, startTime: 100, endTime: 200, samples: [2, 4, 3, 2], timeDeltas: [5, 10, -3, 20] }),
      json({ nodes: linked, samples: [4, 2], timeDeltas: [1, 1] }),
      json({
        head: {
          functionName: 'r',
          url: '',
          lineNumber: 1,
          hitCount: 1,
          id: 1,
          children: [{ functionName: 'c', url: 'x', lineNumber: 2, hitCount: 2, id: 2, children: [] }],
        },
        startTime: 1,
        endTime: 2,
        samples: [2, 1],
        timestamps: [1_000_001, 1_000_009],
      }),
    ],
  },
  {
    format: heapprofile,
    mutate: mutateJson,
    seeds: [
      json({
        head: heapNode(1, [heapNode(2, [heapNode(3, [])]), heapNode(4, [])]),
        samples: [
          { size: 5, nodeId: 2, ordinal: 1 },
          { size: 5, nodeId: 3, ordinal: 2 },
        ],
      }),
    ],
  },
  {
    format: speedscope,
    mutate: mutateJson,
    seeds: [
      json({
        $schema: 'https://www.speedscope.app/file-format-schema.json',
        shared: { frames: [frame, { name: 'b' }] },
        profiles: [
          {
            type: 'sampled',
            name: 'Thread 1',
            unit: 'seconds',
            startValue: 0,
            endValue: 1,
            samples: [[0], [0, 1], []],
            weights: [0.5, 0.25, 1],
          },
          {
            type: 'evented',
            name: 'Thread 2',
            unit: 'seconds',
            startValue: 0,
            endValue: 3,
            events: [
              { type: 'O', frame: 0, at: 0 },
              { type: 'O', frame: 1, at: 1 },
              { type: 'C', frame: 1, at: 2 },
              { type: 'C', frame: 0, at: 3 },
            ],
          },
        ],
        activeProfileIndex: 1,
      }),
    ],
  },
  {
    format: chromeTrace,
    mutate: mutateJson,
    seeds: [
      json({
        traceEvents: [
          event('M', 0, { name: 'thread_name', args: { name: 'CrRendererMain' } }),
          piece('Profile', 1, { startTime: 5 }),
          piece('ProfileChunk', 2, {
            cpuProfile: { nodes: linked.slice(0, 2), samples: [2] },
            timeDeltas: [4],
          }),
          piece('ProfileChunk', 3, {
            cpuProfile: { nodes: linked.slice(2), samples: [4, 3, 2] },
            timeDeltas: [4, 1, 1],
            endTime: 30,
          }),
        ],
      }),
      json([
        event('B', 1),
        event('X', 2, { name: 'b', dur: 3 }),
        event('E', 9),
        event('X', 10, { dur: 1, tdur: 1 }),
        event('B', 12),
      ]),
    ],
  },
  {
    format: firefox,
    mutate: mutateJson,
    seeds: [
      json({
        meta,
        libs,
        threads: [{ name: 'Main', tid: 1, pid: '2', samples }],
        shared: { ...tables, stackTable: { length: 3, frame: [0, 1, 2], prefixOffset: [0, 1, 2] } },
      }),
      json({
        meta: { ...meta, preprocessedProfileVersion: 50 },
        libs,
        threads: [
          {
            name: 'Main',
            tid: 1,
            pid: '2',
            samples: { ...samples, weightType: 'bytes' },
            ...tables,
            stackTable: { length: 3, frame: [0, 1, 2], prefix: [null, 0, 0] },
          },
        ],
      }),
    ],
  },
  {
    format: jfr,
    mutate: mutateJfr,
    seeds: [
      chunk({
        constants: CONSTANTS,
        events: [
          [TYPE.setting, [0, ...leb(TYPE.execution), ...utf8('period'), ...utf8('20 ms')]],
          [TYPE.execution, [...leb(5010), 1, 1, 1]],
          [TYPE.execution, [...leb(5030), 1, 2, 1]],
          [TYPE.allocation, [...leb(5040), 1, 1, 3, ...leb(4096)]],
        ],
      }),
    ],
  },
  {
    format: callgrind,
    mutate: mutateText,
    seeds: [
      Buffer.from(
        '# callgrind format\nversion: 1\npositions: line\nevents: Ir Dr\nsummary: 30 3\n\nob=(1) /bin/a\nfl=(1) a.c\nfn=(1) main\n16 20 2\ncfi=(2) b.c\ncfn=(2) f\ncalls=1 50\n+1 10 1\n\nfl=(2)\nfn=(2)\n* 10 1\njump=3 5\n-2\ntotals: 30 3\n',
      ),
      Buffer.from(
        'events: Time_(10ns)\npositions: instr line\nthread: 3\nfn=a\n0x10 3 5\ncfn=b\ncalls=2 0x20 1\n0x12 4 7\nfn=b\n0x20 1 7\ncfn=a\ncalls=1 1 1\n* * 2\n',
      ),
    ],
  },
  {
    format: pprofLegacy,
    mutate: (random, input, other) => (random() < 0.5 ? mutateText : mutateBytes)(random, input, other),
    seeds: [...Object.values(LEGACY), JAVA_CONTENTION],
  },
  {
    format: folded,
    mutate: mutateText,
    seeds: [
      Buffer.from(
        '[main tid=12];a/B.run_[j];f_[i] 10\n[main tid=12];a/B.run_[j] 5\nprocess 7:"x";thread (0x1f);g (a.py:3) 2\n',
      ),
      Buffer.from('a;b 1 5\na;c 7 3\n'),
      readFileSync('samples/python/py-spy.collapsed').subarray(0, 1500),
    ],
  },
  {
    format: pprof,
    mutate: mutatePprof,
    seeds: [1, 2].map((seed) => writePprof(randomProfile(seed))),
  },
  {
    format: perfScript,
    mutate: mutateText,
    seeds: ['cpp', 'java', 'node'].map((name) => readFileSync(`samples/${name}/perf.txt`).subarray(0, 4000)),
  },
];

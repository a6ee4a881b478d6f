/** Small legacy profiles of every kind, made by hand. */

export interface CpuSpec {
  readonly size: 4 | 8;
  readonly littleEndian: boolean;
  readonly java?: boolean;
  readonly samples: readonly (readonly [count: number, stack: readonly number[]])[];
  readonly text?: string;
}

export function cpuProfile({ size, littleEndian, java = false, samples, text = '' }: CpuSpec): Uint8Array {
  const words = [
    0,
    3,
    java ? 1 : 0,
    10_000,
    0,
    ...samples.flatMap(([count, stack]) => [count, stack.length, ...stack]),
    0,
    1,
    0,
  ];
  const bytes = Buffer.alloc(words.length * size);
  for (const [i, word] of words.entries()) {
    if (size === 8)
      littleEndian
        ? bytes.writeBigUInt64LE(BigInt(word), i * 8)
        : bytes.writeBigUInt64BE(BigInt(word), i * 8);
    else littleEndian ? bytes.writeUInt32LE(word, i * 4) : bytes.writeUInt32BE(word, i * 4);
  }
  return Buffer.concat([bytes, Buffer.from(text)]);
}

export const MAPS = `00400000-00500000 r-xp 00000000 08:01 123 /bin/app
00600000-00700000 rw-p 00000000 08:01 123 /bin/app
70000000-70100000 r-xp 00002000 08:01 124 /lib/libc.so.6
7fff0000-7fff1000 r-xp 00000000 00:00 0 [vdso]
`;

const STACKS: CpuSpec['samples'] = [
  [3, [0x400100, 0x400200, 0x400300]],
  [1, [0x70000010, 0x400250, 0x400300]],
  [2, [0x400100, 0x400200, 0x400300]],
  [5, [0x999999]],
];
const JAVA_PLACES = ` 0x1 GC
 0x2 com.example.Main.work (Main.java:12)
 0x3 com.example.Main.main (Main.java:-1)
 0x4 JVM_Sleep (/usr/lib/jvm/libjvm.so)
 0x5 generated stub/JIT
`;

/** By name; each is read by `go tool pprof` too. */
export const LEGACY: Readonly<Record<string, Uint8Array>> = {
  'cpu, 64 bits, little-endian': cpuProfile({ size: 8, littleEndian: true, samples: STACKS, text: MAPS }),
  'cpu, 64 bits, big-endian': cpuProfile({ size: 8, littleEndian: false, samples: STACKS, text: MAPS }),
  'cpu, 32 bits, little-endian': cpuProfile({ size: 4, littleEndian: true, samples: STACKS, text: MAPS }),
  'cpu, 32 bits, big-endian': cpuProfile({ size: 4, littleEndian: false, samples: STACKS, text: MAPS }),
  'cpu with the frames of a signal handler and doubled leaves': cpuProfile({
    size: 8,
    littleEndian: true,
    samples: Array.from(
      { length: 40 },
      (_, i) =>
        [
          1,
          i === 7
            ? [0x400100, 0x400333]
            : [0x400100 + i * 16, 0x400500, 0x400600, 0x400101 + i * 16, 0x400700],
        ] as const,
    ),
    text: MAPS,
  }),
  'cpu of Java': cpuProfile({
    size: 8,
    littleEndian: true,
    java: true,
    samples: [
      [2, [2, 3]],
      [1, [1]],
      [4, [4, 5, 3]],
    ],
    text: JAVA_PLACES,
  }),
  heap_v2: Buffer.from(`heap profile:    3:  300 [  10: 2000] @ heap_v2/524288
  1: 100 [ 4: 800] @ 0x400100 0x400200 0x70000123
# a comment
  2: 200 [ 6: 1200] @ 0x400150 0x400200
  0: 0 [ 1: 50] @ 0x400150
  1: 99 [ 1: 99] @

MAPPED_LIBRARIES:
${MAPS}`),
  'heap of Go': Buffer.from(
    'heap profile: 2: 1024 [2: 1024] @ heap/1048576\n2: 1024 [2: 1024] @ 0x420cef 0x422151\n# 0x420cee main.f+0x1 /x.go:3\n\n# runtime.MemStats\n# Alloc = 1\n',
  ),
  'heap without scaling': Buffer.from(
    `heap profile: 2: 1024 [0: 0] @ heapprofile\n2: 1024 [0: 0] @ 0x400cef 0x422151\n\nMAPPED_LIBRARIES:\n${MAPS}`,
  ),
  growth: Buffer.from(
    `heap profile: 2: 1024 [2: 1024] @ growthz\n2: 1024 [2: 1024] @ 0x400cef 0x422151\n\nMAPPED_LIBRARIES:\n${MAPS}`,
  ),
  contention: Buffer.from(`--- contentionz 1 ---
cycles/second = 2000000000
sampling period = 100
ms since reset = 16502830
discarded samples = 0
 500 3 @ 0x400100 0x400200
 20 1 @ 0x400200
--- Memory map: ---
  build=/lib
  00400000-00fcb000: /bin/app
  70000000-70100000: $build/libc.so (@2000)
`),
  'mutex of Go': Buffer.from(
    '--- mutex:\ncycles/second=2499999000\nsampling period=1\n100 2 @ 0x46f3c5 0x45d0a6\n',
  ),
  goroutines: Buffer.from(
    'goroutine profile: total 5\n2 @ 0x400100 0x400200\n#\t0x4000ff\tmain.f+0x1\t/x.go:3\n\n3 @ 0x400300 0x400200\n',
  ),
  threads: Buffer.from(`--- threadz 1 ---

--- Thread 7f794ab90940 (name: main/14748) stack: ---
  PC: 0x0040bc4a  foo
  0x0040bd00
  0x00400200
--- Thread 7f794ab90941 (name: w/14749) stack: ---
  [same as previous thread]
--- Thread 7f794ab90942 (name: w/14750) stack: ---
  0x0040bc4a
--- Memory map: ---
 00400000-00fcb000: app
`),
  'heap of Java': Buffer.from(
    `--- heapz 1 ---\nformat = java\nresolution = bytes\n 7048 1 @ 0x2 0x3\n 400 10 @ 0x1\n\n${JAVA_PLACES}`,
  ),
};
/** pprof gives its counts the unit of its delays, and ours are counts. */
export const JAVA_CONTENTION = Buffer.from(
  `--- contentionz 1 ---\nformat = java\nresolution = microseconds\nsampling period = 10\nms since reset = 6019923\n 19 2 @ 0x2 0x3\n 4 1 @ 0x4\n\n${JAVA_PLACES}`,
);

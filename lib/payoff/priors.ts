/** How much faster one kind of work tends to get between two languages: published figures, as ranges, with their sources. */
import type { Range } from './range.js';

/** Where a figure comes from. Grade A: primary and reproducible; B: primary, uncontrolled; C: second-hand; `assumption`: no source. */
export interface PriorSource {
  readonly id: string;
  /** ISO year, month or day, as precise as it is known. */
  readonly date: string;
  readonly grade: 'A' | 'B' | 'C' | 'assumption';
}

/** One row of the table. `from` or `to` may be `*`. */
export interface Prior {
  readonly from: string;
  readonly to: string;
  /** Kind of work; `service` is a whole endpoint whose work is not split by kind. */
  readonly kind: string;
  /** Local speedup. `Infinity`: the work goes away. */
  readonly speedup: Range;
  /** True for work that the language does not decide: not shrunk, and not changed by a speedup given for the whole code. */
  readonly structural: boolean;
  readonly sources: readonly PriorSource[];
  readonly note: string;
}

const KOSTYA: PriorSource = { id: 'kostya/benchmarks README, Xeon E-2324G', date: '2025-08-17', grade: 'A' };
const REBAR: PriorSource = { id: 'BurntSushi/rebar, search geometric means', date: '2025-08', grade: 'A' };
const GRPC: PriorSource = { id: 'LesnyRumcajs/grpc_bench PR 62', date: '2020', grade: 'B' };
const GC: PriorSource = {
  id: 'Go GC guide; removal of 0.8 to 1 of collector work is assumed',
  date: '2026-11-24',
  grade: 'assumption',
};
const ASSUMED: PriorSource = { id: 'no published figure', date: '2026-11-24', grade: 'assumption' };
const STORIES: PriorSource[] = [
  { id: 'wxiaoyun.com Rust rewrite case study: 1.51x at equal load', date: '2025-08-01', grade: 'B' },
  { id: 'engineering.grab.com Counter Service: 4.4x, core counts at second hand', date: '2025', grade: 'C' },
];

/** Published local speedups. Order does not matter: `findPrior` takes the most specific row. */
export const PRIORS: readonly Prior[] = [
  row(
    'go',
    'rust',
    'service',
    [1.15, 1.6, 3],
    STORIES,
    'whole endpoint with its garbage collection: do not add a removed tax to it',
  ),
  row('go', 'rust', 'app', [0.9, 1.25, 2], [KOSTYA], 'structs and loops: 0.69 to 1.25 in the benchmarks'),
  row('go', 'rust', 'json', [2, 4, 8], [KOSTYA], 'encoding/json to typed serde; untyped data gains 1.5'),
  row('go', 'rust', 'json-fast', [1.1, 1.6, 2.2], [KOSTYA], 'already on sonic or goccy'),
  row('go', 'rust', 'protobuf', [1.2, 1.8, 2.7], [GRPC], 'requests per CPU, whole framework'),
  row('go', 'rust', 'rpc', [1.2, 1.8, 2.7], [GRPC], 'requests per CPU, whole framework'),
  row(
    'go',
    'rust',
    'serialization',
    [1.2, 1.8, 8],
    [KOSTYA, GRPC],
    'library not told apart: protobuf below, encoding/json above, the smaller median',
  ),
  row('go', 'rust', 'regexp', [3, 10, 24], [REBAR], 'Go regexp is 24 times behind on the geometric mean'),
  row('go', 'rust', 'strings', [1.2, 1.9, 3], [KOSTYA, ASSUMED], 'base64, hex, strconv, fmt'),
  row('go', 'rust', 'map', [0.7, 1.1, 1.6], [KOSTYA], 'the default hash of Rust is SipHash'),
  row('go', 'rust', 'alloc', [1, 1.5, 3], [ASSUMED], 'mallocgc becomes malloc and free'),
  row('go', 'rust', 'mem', [1, 1.05, 1.5], [ASSUMED], 'the same assembly; only fewer copies help'),
  row('go', 'rust', 'sync', [0.9, 1.1, 1.6], [ASSUMED], 'channels and locks'),
  row('go', 'rust', 'sched', [0.9, 1.1, 1.6], [ASSUMED], 'goroutine scheduler'),
  fixed(
    'go',
    'rust',
    'assist',
    [5, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [GC],
    'collector work below the function: 0.8 to all of it goes away',
  ),

  row(
    'java',
    'rust',
    'service',
    [0.9, 1.15, 2],
    [KOSTYA],
    'no figure for whole services: application logic stands in',
  ),
  row('java', 'rust', 'app', [0.9, 1.15, 2], [KOSTYA], 'loops and collections'),
  row('java', 'rust', 'json', [1.5, 3, 5], [KOSTYA], 'DSL-JSON to serde'),
  row('java', 'rust', 'regexp', [3, 6, 13], [REBAR], '13 on the geometric mean'),
  fixed(
    'java',
    'rust',
    'assist',
    [5, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [GC],
    'collector work goes away',
  ),

  row(
    'node',
    'rust',
    'service',
    [1.3, 2.3, 4],
    [KOSTYA],
    'no figure for whole services: application logic stands in',
  ),
  row('node', 'rust', 'app', [1.3, 2.3, 4], [KOSTYA], 'optimised JavaScript'),
  row('node', 'rust', 'json', [1, 2, 3.4], [KOSTYA], 'JSON.parse is native already'),
  row('node', 'rust', 'regexp', [1, 2.5, 4.4], [REBAR], 'V8 compiles expressions'),
  row('node', 'rust', 'base64', [0.7, 0.9, 1.2], [KOSTYA], 'Node is faster in the benchmark'),
  fixed(
    'node',
    'rust',
    'assist',
    [5, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [GC],
    'collector work goes away',
  ),

  row(
    'node',
    'go',
    'service',
    [1, 1.9, 3],
    [KOSTYA],
    'no figure for whole services: application logic stands in',
  ),
  row('node', 'go', 'app', [1, 1.9, 3], [KOSTYA], '2.35, 2.4, 1.0 and 3.1 in the benchmarks'),

  row(
    'python',
    'rust',
    'service',
    [4, 12, 30],
    [KOSTYA, ASSUMED],
    'no figure for whole services: code that handles dicts and strings stands in',
  ),
  row('python', 'rust', 'app', [15, 40, 75], [KOSTYA], 'loops in pure Python'),
  row('python', 'rust', 'map', [4, 12, 30], [KOSTYA], 'dicts'),
  row('python', 'rust', 'strings', [4, 12, 30], [KOSTYA], 'strings'),
  row('python', 'rust', 'json', [2, 5, 8.5], [KOSTYA], 'the json module is partly C already'),
  row(
    'python',
    'rust',
    'regexp',
    [1, 5, 14],
    [REBAR, ASSUMED],
    '14 on the geometric mean; low and middle assumed, the engine is C already',
  ),

  row(
    'c',
    'rust',
    'service',
    [0.9, 1, 3],
    [{ id: 'blog.cloudflare.com Pingora: one third of the CPU', date: '2022', grade: 'B' }],
    'C and Lua proxy; the published gain came from a new design',
  ),
  row('c', 'rust', 'app', [0.9, 1, 1.1], [ASSUMED], 'both are compiled by the same back ends'),

  fixed('*', '*', 'kernel', [0.95, 1, 1.1], [ASSUMED], 'system calls and network, by construction'),
  fixed('*', '*', 'foreign', [0.95, 1, 1.1], [ASSUMED], 'time in native libraries already, by construction'),
  fixed('*', '*', 'crypto', [0.9, 1, 1.3], [ASSUMED], 'assembly on both sides'),
  fixed('*', '*', 'compress', [0.9, 1, 1.3], [ASSUMED], 'native code on both sides'),
];

/** The row of a kind of work, the exact pair of languages first; undefined when nothing is published. */
export function findPrior(from: string, to: string, kind: string): Prior | undefined {
  let any: Prior | undefined;
  for (const prior of PRIORS) {
    if (prior.kind !== kind) continue;
    if (prior.from === from && prior.to === to) return prior;
    if (prior.from === '*' && prior.to === '*') any = prior;
  }
  return any;
}

/** The sources of a row in one line. */
export function priorSource(prior: Prior): string {
  const names = prior.sources.map((source) =>
    source.grade === 'assumption' ? source.id : `${source.id} (grade ${source.grade})`,
  );
  return `${names.join('; ')}. ${prior.note}`;
}

/** The latest date among the sources of a row. */
export function priorDate(prior: Prior): string {
  return prior.sources
    .map((source) => source.date)
    .sort()
    .at(-1)!;
}

type Triple = readonly [number, number, number];

function row(
  from: string,
  to: string,
  kind: string,
  [p10, p50, p90]: Triple,
  sources: readonly PriorSource[],
  note: string,
): Prior {
  return { from, to, kind, speedup: { p10, p50, p90 }, structural: false, sources, note };
}

function fixed(
  from: string,
  to: string,
  kind: string,
  speedup: Triple,
  sources: readonly PriorSource[],
  note: string,
): Prior {
  return { ...row(from, to, kind, speedup, sources, note), structural: true };
}

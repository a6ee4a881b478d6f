/** What often saves CPU without a rewrite: data, dated, with sources. Matched and priced in alternatives.ts. */
import type { Kind } from '../kinds/kinds.js';
import type { Grade } from './priors/prior.js';
import type { Range } from './range.js';

/** When the catalogue was last gone through; see data-age.ts. */
export const ALTERNATIVES_DATED = '2026-11-24';

/** A fix. Savings are fractions of what `of` says; all of them are P10 / P50 / P90. */
export interface Alternative {
  readonly id: string;
  readonly what: string;
  /** Languages it is for, as the priors name them; `*`: any. */
  readonly languages: readonly string[];
  /** Work that it makes cheaper, and the share of the profile from which it is worth naming. */
  readonly kinds: readonly Kind[];
  readonly threshold: number;
  /**
   * `kinds`: of the time in `kinds`. `cpu`: of all CPU outside the kernel. `price`: of the price of a vCPU, the CPU stays.
   * `ask`: unbounded; it is named, not priced.
   */
  readonly of: 'kinds' | 'cpu' | 'price' | 'ask';
  readonly saving: Range;
  readonly effortPm: number;
  /** What the profile does not show and must be true; null where the profile shows all. Then it counts only when confirmed. */
  readonly ask: string | null;
  readonly source: string;
  readonly date: string;
  readonly grade: Grade;
}

const GC: readonly Kind[] = ['gc', 'gc-mark', 'gc-sweep', 'gc-barrier', 'assist'];

export const ALTERNATIVES: readonly Alternative[] = [
  {
    id: 'go-pgo',
    what: 'Build with a profile (Go PGO)',
    languages: ['go'],
    kinds: [],
    threshold: 0,
    of: 'cpu',
    saving: { p10: 0.02, p50: 0.035, p90: 0.14 },
    effortPm: 0.25,
    ask: 'Go 1.21 or later, and no default.pgo yet?',
    source: 'go.dev/doc/pgo: 2 to 14 %; blog.cloudflare.com 2024-05-14: about 3.5 %, 2.3 % by week averages',
    date: '2024-05-14',
    grade: 'A',
  },
  {
    id: 'go-gogc',
    what: 'Give the collector more memory (GOGC, GOMEMLIMIT)',
    languages: ['go'],
    kinds: GC,
    threshold: 0.08,
    of: 'kinds',
    saving: { p10: 0.3, p50: 0.5, p90: 0.75 },
    effortPm: 0.1,
    ask: 'less than half of the memory in use?',
    source:
      'Go GC guide: twice the GOGC, half the collector CPU, so four times a quarter; Uber 2021: 70,000 cores over 30 services; P10 assumed',
    date: '2021-12-22',
    grade: 'A',
  },
  {
    id: 'go-upgrade',
    what: 'Upgrade to Go 1.26 (Green Tea collector)',
    languages: ['go'],
    kinds: ['gc', 'gc-mark', 'assist'],
    threshold: 0.05,
    of: 'kinds',
    saving: { p10: 0, p50: 0.1, p90: 0.4 },
    effortPm: 0.25,
    ask: 'an older Go today?',
    source: 'go.dev/blog/greenteagc: typically 10 %, up to 40 % of the collector time; P10 assumed',
    date: '2025-10-29',
    grade: 'A',
  },
  {
    id: 'go-json-library',
    what: 'A faster JSON library (sonic, goccy)',
    languages: ['go'],
    kinds: ['json'],
    threshold: 0.05,
    of: 'kinds',
    saving: { p10: 0.47, p50: 0.62, p90: 0.75 },
    effortPm: 0.5,
    ask: null,
    source: 'sonic README: encode 2.6x, decode 3.4x, untyped 1.9 to 3.3x; kostya/benchmarks: 4.0x',
    date: '2026-05',
    grade: 'A',
  },
  {
    id: 'go-vtprotobuf',
    what: 'Generated protobuf code (vtprotobuf)',
    languages: ['go'],
    kinds: ['protobuf'],
    threshold: 0.05,
    of: 'kinds',
    saving: { p10: 0.12, p50: 0.24, p90: 0.24 },
    effortPm: 0.5,
    ask: null,
    source: 'LesnyRumcajs/grpc_bench PR 180: 32 % more requests at equal CPU; P10 assumed to be half of it',
    date: '2022',
    grade: 'B',
  },
  {
    id: 'json-to-protobuf',
    what: 'Protocol buffers in the place of JSON',
    languages: ['*'],
    kinds: ['json', 'json-fast'],
    threshold: 0.1,
    of: 'kinds',
    saving: { p10: 0.1, p50: 0.3, p90: 0.6 },
    effortPm: 2,
    ask: 'both ends are yours?',
    source:
      'LinkedIn 2023-04-11: up to 60 % less latency of large payloads; that CPU falls likewise, and P10 and the middle, are assumed',
    date: '2023-04-11',
    grade: 'C',
  },
  {
    id: 'go-regexp',
    what: 'Fewer regular expressions: compile once, plain text search, or RE2 bindings',
    languages: ['go'],
    kinds: ['regexp'],
    threshold: 0.03,
    of: 'kinds',
    saving: { p10: 0.5, p50: 0.86, p90: 0.96 },
    effortPm: 0.25,
    ask: null,
    source: 'BurntSushi/rebar: Go regexp is 7 times behind RE2 and 24 times behind rust/regex; P10 assumed',
    date: '2025-08',
    grade: 'A',
  },
  {
    id: 'go-base64',
    what: 'A faster base64 (base64x)',
    languages: ['go'],
    kinds: ['base64'],
    threshold: 0.03,
    of: 'kinds',
    saving: { p10: 0.5, p50: 0.82, p90: 0.82 },
    effortPm: 0.1,
    ask: null,
    source: 'kostya/benchmarks: 5.6x; P10 assumed',
    date: '2025-08-17',
    grade: 'A',
  },
  {
    id: 'fewer-allocations',
    what: 'Fewer allocations: sizes known beforehand, pools, values in the place of pointers, less formatting',
    languages: ['go', 'java', 'node'],
    kinds: [...GC, 'alloc'],
    threshold: 0.15,
    of: 'kinds',
    saving: { p10: 0.1, p50: 0.3, p90: 0.6 },
    effortPm: 1,
    ask: null,
    source: 'Go GC guide: up to all that allocation causes; the figures are assumed',
    date: '2026-11-24',
    grade: 'assumption',
  },
  {
    id: 'jvm-collector',
    what: 'Another collector, or a larger heap',
    languages: ['java'],
    kinds: GC,
    threshold: 0.1,
    of: 'kinds',
    saving: { p10: 0.1, p50: 0.3, p90: 0.5 },
    effortPm: 0.25,
    ask: null,
    source:
      'Cai et al., ISPASS 2022: collectors cost 6 to 92 % more cycles than none; the figures are assumed',
    date: '2022',
    grade: 'assumption',
  },
  {
    id: 'python-orjson',
    what: 'orjson in the place of json',
    languages: ['python'],
    kinds: ['json'],
    threshold: 0.03,
    of: 'kinds',
    saving: { p10: 0.3, p50: 0.5, p90: 0.8 },
    effortPm: 0.1,
    ask: null,
    source: 'Cloudsmith 2026: 1 to 2 % of all CPU; the part of the JSON time is assumed',
    date: '2026',
    grade: 'C',
  },
  {
    id: 'python-server',
    what: 'A native server (Granian, uvloop)',
    languages: ['python'],
    kinds: ['rpc', 'sched'],
    threshold: 0.1,
    of: 'kinds',
    saving: { p10: 0.1, p50: 0.25, p90: 0.5 },
    effortPm: 0.25,
    ask: 'not on it already?',
    source: 'Cloudsmith 2026: twice the throughput in one shop; P10 and the middle assumed',
    date: '2026',
    grade: 'C',
  },
  {
    id: 'graviton',
    what: 'ARM instances (AWS m7g for m7i)',
    languages: ['*'],
    kinds: [],
    threshold: 0,
    of: 'price',
    saving: { p10: 0.19, p50: 0.19, p90: 0.19 },
    effortPm: 0.5,
    ask: 'on x86 today, and nothing depends on it?',
    source: 'list prices 0.0408 and 0.0504 a vCPU-hour; that a vCPU does the same work is assumed',
    date: '2026-06',
    grade: 'B',
  },
  {
    id: 'cache-or-batch',
    what: 'Do less: cache, batch, a better algorithm',
    languages: ['*'],
    kinds: [],
    threshold: 0,
    of: 'ask',
    saving: { p10: 0, p50: 0, p90: 0 },
    effortPm: 0,
    ask: 'the same arguments again and again, a query per item, quadratic loops?',
    source: 'no figure: it has no bound',
    date: '2026-11-24',
    grade: 'assumption',
  },
];

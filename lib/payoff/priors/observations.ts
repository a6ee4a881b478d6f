/** What whole services reported after a rewrite. To hold totals against, never as the speedup of a kind of work. */
import type { Grade } from './prior.js';
import { tableLanguage } from './resolve.js';

export interface Observation {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly what: string;
  readonly claim: string;
  /** What the claim really compares. */
  readonly reality: string;
  /** CPU saved, 0 to 1, where it can be computed from the claim at equal load; null where not. */
  readonly cpuSaving: number | null;
  readonly date: string;
  readonly grade: Grade;
}

export const OBSERVATIONS: readonly Observation[] = [
  {
    id: 'tiktok-live-2025',
    from: 'go',
    to: 'rust',
    what: 'TikTok LIVE wallet, two endpoints',
    claim:
      'CPU 78.3 % to 52.0 % at 80,000 requests/s; breaking load 1.76x and 2.0x; p99 -76 %; nearly 300,000 USD a year',
    reality:
      'one author, one pair of 40 vCPU; copy-on-write and fewer copies are in it; savings projected at an internal price',
    cpuSaving: 0.336,
    date: '2025-08-01',
    grade: 'B',
  },
  {
    id: 'grab-counter-2025',
    from: 'go',
    to: 'rust',
    what: 'Grab Counter Service',
    claim:
      '70 % of the infrastructure saved; about 20 to about 4.5 cores per 1,000 requests/s; p99 about the same',
    reality: 'black-box rewrite on new libraries; core counts at second hand',
    cpuSaving: 0.775,
    date: '2025',
    grade: 'C',
  },
  {
    id: 'discord-2020',
    from: 'go',
    to: 'rust',
    what: 'Discord Read States',
    claim: 'no more spikes of garbage collection; better latency, CPU and memory after tuning',
    reality: "Go 1.9's collector; data structures changed",
    cpuSaving: null,
    date: '2020',
    grade: 'B',
  },
  {
    id: 'agoda-2025',
    from: 'java',
    to: 'rust',
    what: 'Agoda Feature Store (Scala)',
    claim: 'about 13 % of the peak CPU at first; 84 % less compute cost at five times the traffic',
    reality: 'asynchronous redesign; through summaries',
    cpuSaving: null,
    date: '2025',
    grade: 'B',
  },
  {
    id: 'dsql-2025',
    from: 'java',
    to: 'rust',
    what: 'Aurora DSQL adjudicator (Kotlin)',
    claim: 'about ten times the throughput',
    reality: 'pilot component; the tail of garbage collection at scale',
    cpuSaving: null,
    date: '2025-05-27',
    grade: 'B',
  },
  {
    id: 'pingora-2022',
    from: 'c',
    to: 'rust',
    what: 'Cloudflare Pingora (NGINX and Lua)',
    claim: 'one third of CPU and memory',
    reality: 'new architecture: shared connection pools',
    cpuSaving: 0.667,
    date: '2022',
    grade: 'B',
  },
  {
    id: 'typescript-2025',
    from: 'node',
    to: 'go',
    what: 'TypeScript compiler',
    claim: '9 to 13.5 times faster builds',
    reality: 'native code and shared-memory threads together; wall time, not CPU',
    cpuSaving: null,
    date: '2025',
    grade: 'B',
  },
  {
    id: 'figma-2018',
    from: 'node',
    to: 'rust',
    what: 'Figma multiplayer',
    claim: 'more than ten times faster serialization, less memory',
    reality: 'one process per document redesigned; magnitude from memory',
    cpuSaving: null,
    date: '2018',
    grade: 'B',
  },
];

/** Services that went from one language to the other. */
export function observationsOf(from: string, to: string): Observation[] {
  const [old, next] = [tableLanguage(from), tableLanguage(to)];
  return OBSERVATIONS.filter((row) => row.from === old && row.to === next);
}

/** What a call across each boundary costs by default: data, dated, with sources. */
import type { Boundary } from './boundary.js';

/** When the table was last gone through; see data-age.ts. */
export const CROSSING_COSTS_DATED = '2026-11-24';
const DATED = CROSSING_COSTS_DATED;

/** One row of the default cost table. CPU time of both sides of one call, in nanoseconds. */
export interface CrossingCost {
  readonly boundary: Boundary;
  /** The old language, or `*` for any. */
  readonly from: string;
  readonly nsPerCall: number;
  readonly nsPerCallLow: number;
  readonly nsPerCallHigh: number;
  /** Marshalling, per byte passed in either direction. */
  readonly nsPerByte: number;
  /** What a call that lasts longer than `fromUs` microseconds costs instead, where the old runtime minds. */
  readonly longCall?: {
    readonly fromUs: number;
    readonly nsPerCall: number;
    readonly nsPerCallLow: number;
    readonly nsPerCallHigh: number;
    readonly source: string;
  };
  readonly source: string;
  readonly date: string;
  readonly tag: 'measured' | 'prior' | 'assumption';
}

const JSON_BYTES = 'JSON at 10 ns/B, from the encoding/json benchmarks in the bytedance/sonic README';

/** Default crossing costs. The row of the exact language goes before the row of any language. */
export const CROSSING_COSTS: readonly CrossingCost[] = [
  {
    boundary: 'endpoint',
    from: '*',
    nsPerCall: 0,
    nsPerCallLow: 0,
    nsPerCallHigh: 0,
    nsPerByte: 0,
    source: 'by construction: requests are routed, not forwarded',
    date: DATED,
    tag: 'assumption',
  },
  {
    boundary: 'ffi',
    from: 'go',
    nsPerCall: 60,
    nsPerCallLow: 40,
    nsPerCallHigh: 80,
    nsPerByte: 0.2,
    longCall: {
      fromUs: 20,
      nsPerCall: 8000,
      nsPerCallLow: 100,
      nsPerCallHigh: 20_000,
      source:
        'where no processor is idle, sysmon takes the P of a cgo call after 20 us and hands it to another thread: four futex calls a call and 10 to 30 us in samples/rewrites with one P, nothing with idle ones',
    },
    source:
      'cgo: about 40 ns on Go 1.21 (shane.ai 2023), 56 ns on Go 1.8 (crawshaw.io), 52-80 ns measured on Go 1.19; copies assumed at 0.2 ns/B',
    date: DATED,
    tag: 'prior',
  },
  {
    boundary: 'ffi',
    from: 'node',
    nsPerCall: 45,
    nsPerCallLow: 13,
    nsPerCallHigh: 100,
    nsPerByte: 0.2,
    source:
      'N-API: 13-21 ns without arguments, 39-51 ns with two numbers, 87-105 ns with a string, measured on Node 20; copies assumed at 0.2 ns/B',
    date: DATED,
    tag: 'prior',
  },
  {
    boundary: 'ffi',
    from: 'java',
    nsPerCall: 12,
    nsPerCallLow: 8,
    nsPerCallHigh: 18,
    nsPerByte: 0.2,
    source:
      'JNI: 8-14 ns measured on JDK 17; 17.5 ns JNI and 12.5 ns FFM published; copies assumed at 0.2 ns/B',
    date: DATED,
    tag: 'prior',
  },
  {
    boundary: 'ffi',
    from: 'python',
    nsPerCall: 60,
    nsPerCallLow: 15,
    nsPerCallHigh: 150,
    nsPerByte: 0.2,
    source:
      'CPython C-API: METH_FASTCALL 13-26 ns measured on 3.11; PyO3 adds argument checks; copies assumed at 0.2 ns/B',
    date: DATED,
    tag: 'prior',
  },
  {
    boundary: 'ffi',
    from: 'c',
    nsPerCall: 2,
    nsPerCallLow: 0,
    nsPerCallHigh: 5,
    nsPerByte: 0,
    source: 'a plain call through the C ABI that cannot be inlined',
    date: DATED,
    tag: 'assumption',
  },
  {
    boundary: 'ffi',
    from: '*',
    nsPerCall: 60,
    nsPerCallLow: 10,
    nsPerCallHigh: 150,
    nsPerByte: 0.2,
    source: 'the dearer of the known in-process bindings',
    date: DATED,
    tag: 'assumption',
  },
  {
    boundary: 'wasm',
    from: '*',
    nsPerCall: 50,
    nsPerCallLow: 10,
    nsPerCallHigh: 200,
    nsPerByte: 0.2,
    source: 'no measurement: an in-process call and copies into linear memory',
    date: DATED,
    tag: 'assumption',
  },
  {
    boundary: 'sidecar',
    from: '*',
    nsPerCall: 100_000,
    nsPerCallLow: 50_000,
    nsPerCallHigh: 190_000,
    nsPerByte: 10,
    source: `same-host RPC, both ends: 78-127 us measured with Go net/http and JSON; server side alone 54-77 us for gRPC (LesnyRumcajs/grpc_bench PR 62 and 180); ${JSON_BYTES}`,
    date: DATED,
    tag: 'prior',
  },
  {
    boundary: 'service',
    from: '*',
    nsPerCall: 110_000,
    nsPerCallLow: 50_000,
    nsPerCallHigh: 250_000,
    nsPerByte: 10,
    source: `as sidecar plus the network card; a mesh proxy is not included; ${JSON_BYTES}`,
    date: DATED,
    tag: 'assumption',
  },
];

/** The default cost row of a boundary for the old language. */
export function crossingCost(boundary: Boundary, from: string): CrossingCost {
  let any: CrossingCost | undefined;
  for (const row of CROSSING_COSTS) {
    if (row.boundary !== boundary) continue;
    if (row.from === from) return row;
    if (row.from === '*') any = row;
  }
  if (any === undefined)
    throw new TypeError(`the crossing table has no row for any language at boundary '${boundary}'`);
  return any;
}

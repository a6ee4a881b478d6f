/** Go to Rust: local speedups by kind of work. */
import { pair, REMOVED } from './prior.js';
import { ASSUMED, GC_GUIDE, GRAB, GRPC, KOSTYA, REBAR, REWRITES, TIKTOK } from './sources.js';

const { row, fixed } = pair('go', 'rust');

export const GO_RUST = [
  row(
    'service',
    [1.15, 1.6, 3],
    [TIKTOK, GRAB],
    'whole endpoint with its garbage collection: do not add a removed tax to it',
  ),
  row('app', [0.9, 1.25, 2], [KOSTYA], 'structs and loops: 0.69 to 1.25 in the benchmarks'),
  row('json', [2, 4, 8], [KOSTYA], 'encoding/json to typed serde: 7.6; discounted for untyped data'),
  row('json', [1.1, 1.5, 2.2], [KOSTYA], 'encoding/json to untyped serde: 1.5', 'untyped'),
  row('json-fast', [1.1, 1.6, 2.2], [KOSTYA], 'already on sonic or goccy: 1.9 to 2.3'),
  row('protobuf', [1.2, 1.8, 2.7], [GRPC], '2.7 for the whole framework'),
  row('rpc', [1.2, 1.8, 2.7], [GRPC], '2.7 for the whole framework'),
  row('serialization', [1.2, 1.8, 2.7], [GRPC, ASSUMED], 'other encodings: protobuf stands in'),
  row('regexp', [3, 10, 24], [REBAR], 'Go regexp is 24 times behind on the geometric mean'),
  row('strings', [1.2, 1.9, 3], [KOSTYA, ASSUMED], 'fmt and strconv as base64 in the benchmark'),
  row('base64', [1.2, 1.9, 3], [KOSTYA, ASSUMED], '1.9 in the benchmark'),
  row('map', [0.7, 1.1, 1.6], [KOSTYA], 'the default hash of Rust is SipHash; 0.69 in the benchmark'),
  row(
    'sort',
    [1.1, 1.8, 4],
    [REWRITES],
    'the order is compiled into the sort: 6.7 in one program, heaps among six',
  ),
  row(
    'alloc',
    [0.7, 1.5, 3],
    [REWRITES, ASSUMED],
    'malloc and free, where text is not borrowed; the collector is removed beside it. Trees of small objects got slower, boxed values vanished',
  ),
  row('reflect', [1, 1.8, 4], [REWRITES, ASSUMED], 'compiled in: in one program of templates far more'),
  row('mem', [1, 1.05, 1.5], [ASSUMED], 'the same assembly; only fewer copies help'),
  row('sync', [0.9, 1.1, 1.6], [ASSUMED], 'channels and locks'),
  row('sched', [0.9, 1.1, 1.6], [ASSUMED], 'goroutine scheduler'),
  fixed('assist', REMOVED, [GC_GUIDE], 'collector work: 0.8 to all of it goes away'),
];

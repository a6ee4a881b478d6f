/** Node to Go: local speedups by kind of work. Several are below 1. */
import { pair, REMOVED } from './prior.js';
import { ASSUMED, GRPC, KOSTYA, REBAR } from './sources.js';

const { row, fixed } = pair('node', 'go');

export const NODE_GO = [
  row('service', [1, 1.9, 3], [KOSTYA], 'no figure for whole services: application logic stands in'),
  row('app', [1, 1.9, 3], [KOSTYA], '2.35, 2.4, 1.0 and 3.1 in the benchmarks'),
  row('map', [1, 1.9, 3.1], [KOSTYA], 'primes, trie and hash map: 3.1'),
  row('json', [0.45, 0.9, 1.8], [KOSTYA], '0.45 with encoding/json, 1.8 with sonic; middle assumed'),
  row('regexp', [0.18, 0.18, 1], [REBAR], 'V8 compiles expressions, Go does not: 0.18; at best no change'),
  row('base64', [0.4, 0.4, 2.2], [KOSTYA], '0.4 with encoding/base64, 2.2 with base64x'),
  row('rpc', [1, 1.08, 1.08], [GRPC], '1.08'),
  fixed('assist', [1, 1, 1], [ASSUMED], 'Go collects garbage too'),
  fixed('compile', REMOVED, [ASSUMED], 'compiled before it runs'),
];

/** Node to Rust: local speedups by kind of work. */
import { pair, REMOVED } from './prior.js';
import { ASSUMED, GC_GUIDE, GRPC, KOSTYA, REBAR } from './sources.js';

const { row, fixed } = pair('node', 'rust');
const RATIO = '2.9 at P90; P10 and the middle as in the row of Go';

export const NODE_RUST = [
  row('service', [1.3, 2.3, 4], [KOSTYA], 'no figure for whole services: application logic stands in'),
  row('app', [1.3, 2.3, 4], [KOSTYA], 'optimised JavaScript: 1.05 to 2.9'),
  row('json', [1, 2, 3.4], [KOSTYA], 'JSON.parse is native already; 3.4'),
  row('rpc', [1.2, 1.9, 2.9], [GRPC, ASSUMED], RATIO),
  row('serialization', [1.2, 1.9, 2.9], [GRPC, ASSUMED], RATIO),
  row('regexp', [1, 2.5, 4.4], [REBAR], 'V8 compiles expressions; 4.4'),
  row('base64', [0.7, 0.9, 1.2], [KOSTYA], 'Node is faster in the benchmark: 0.75'),
  row('map', [1.3, 2.1, 4], [KOSTYA], 'primes, trie and hash map: 2.1; outer points of application logic'),
  row('strings', [1, 1, 2.3], [ASSUMED], 'V8 keeps ropes and slices; application logic at most'),
  row('alloc', [1, 1, 2], [ASSUMED], 'a bump allocation is cheaper than malloc; values on the stack save it'),
  fixed('assist', REMOVED, [GC_GUIDE], 'collector work goes away'),
  fixed('compile', REMOVED, [ASSUMED], 'compiled before it runs'),
];

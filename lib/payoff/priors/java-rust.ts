/** Java and its kin (Kotlin, Scala) to Rust: local speedups by kind of work. */
import { pair, REMOVED } from './prior.js';
import { ASSUMED, GC_GUIDE, GRPC, KOSTYA, REBAR } from './sources.js';

const { row, fixed } = pair('java', 'rust');
const RATIO = '4.1 at P90; P10 and the middle as in the row of Go';

export const JAVA_RUST = [
  row('service', [0.9, 1.15, 2], [KOSTYA], 'no figure for whole services: application logic stands in'),
  row('app', [0.9, 1.15, 2], [KOSTYA], 'loops and collections: 0.90 to 1.18'),
  row('json', [1.5, 3, 5], [KOSTYA], 'DSL-JSON to typed serde: 5.2'),
  row('rpc', [1.2, 2.2, 4.1], [GRPC, ASSUMED], RATIO),
  row('serialization', [1.2, 2.2, 4.1], [GRPC, ASSUMED], RATIO),
  row('regexp', [3, 6, 13], [REBAR], '13 on the geometric mean'),
  row('map', [0.9, 1.1, 2], [KOSTYA], 'primes, trie and hash map: 1.1; outer points of application logic'),
  row('strings', [0.9, 1.15, 2], [ASSUMED], 'application logic stands in'),
  row('base64', [0.9, 1.7, 2], [KOSTYA, ASSUMED], '1.7; outer points of application logic'),
  row('alloc', [1, 1, 2], [ASSUMED], 'a bump allocation is cheaper than malloc; values on the stack save it'),
  fixed('assist', REMOVED, [GC_GUIDE], 'collector work goes away'),
  fixed('compile', REMOVED, [ASSUMED], 'compiled before it runs'),
];

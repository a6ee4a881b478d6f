/** C and C++ to Rust: the same back ends compile both, so that libraries and design decide. */
import { pair } from './prior.js';
import { ASSUMED, PINGORA, REBAR } from './sources.js';

const { row } = pair('c', 'rust');
const SAME = 'compiled by the same back ends';

export const C_RUST = [
  row('service', [0.9, 1, 3], [PINGORA], 'C and Lua proxy; the published gain came from a new design'),
  row('app', [0.9, 1, 1.1], [ASSUMED], SAME),
  row('regexp', [1, 1.9, 3.3], [REBAR], '1.9 against PCRE2 with its compiler, 3.3 against RE2'),
  ...['json', 'serialization', 'rpc', 'strings', 'map', 'alloc'].map((kind) =>
    row(kind, [0.9, 1, 1.1], [ASSUMED], SAME),
  ),
];

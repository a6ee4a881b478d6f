/** Python to Rust or C++: local speedups by kind of work. */
import { type Prior, pair, REMOVED } from './prior.js';
import { ASSUMED, KOSTYA, REBAR } from './sources.js';

const GLUE = 'code that handles dicts and strings stands in';

export const PYTHON_RUST = rows('rust');
export const PYTHON_C = rows('c');

function rows(to: string): Prior[] {
  const { row, fixed } = pair('python', to);
  return [
    row('service', [4, 12, 30], [KOSTYA, ASSUMED], `no figure for whole services: ${GLUE}`),
    row('app', [15, 40, 75], [KOSTYA], 'loops in pure Python: 21 to 60'),
    row('map', [4, 12, 30], [KOSTYA, ASSUMED], 'dicts'),
    row('strings', [4, 12, 30], [KOSTYA, ASSUMED], 'strings'),
    row('dynamic', [4, 12, 30], [ASSUMED], GLUE),
    row('alloc', [4, 12, 30], [ASSUMED], `objects for numbers and short texts go away: ${GLUE}`),
    row('rpc', [4, 12, 30], [ASSUMED], `frameworks in pure Python: ${GLUE}`),
    row('serialization', [4, 12, 30], [ASSUMED], GLUE),
    row('json', [2, 5, 8.5], [KOSTYA], 'the json module is partly C already; 8.5'),
    row('regexp', [1, 5, 14], [REBAR, ASSUMED], '14 on the geometric mean; the engine is C already'),
    row('base64', [1, 2, 3.7], [KOSTYA, ASSUMED], 'native already; 3.7'),
    fixed(
      'foreign',
      [0.7, 1, 1.5],
      [KOSTYA, ASSUMED],
      'NumPy and other native code: nothing is left to gain',
    ),
    fixed('assist', REMOVED, [ASSUMED], 'cyclic collector goes away'),
    fixed('compile', REMOVED, [ASSUMED], 'compiled before it runs'),
  ];
}

/** Node to Rust compiled to WebAssembly in the same process: numeric logic called coarsely. */
import { pair } from './prior.js';
import { ASSUMED } from './sources.js';

const { row } = pair('node', 'wasm');

export const NODE_WASM = [
  row('service', [0.8, 1.3, 2.5], [ASSUMED], 'no figure for whole services: numeric logic stands in'),
  row(
    'app',
    [0.8, 1.3, 2.5],
    [ASSUMED],
    'numeric logic, coarse calls; data are copied through linear memory',
  ),
];

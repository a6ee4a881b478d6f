/** Work that the language does not decide, or that no one can tell the nature of: rows for every pair of languages. */
import { pair } from './prior.js';
import { ASSUMED } from './sources.js';

const { row, fixed } = pair('*', '*');

export const ANY = [
  fixed('kernel', [0.95, 1, 1.1], [ASSUMED], 'system calls and network, by construction'),
  fixed('foreign', [0.95, 1, 1.1], [ASSUMED], 'time in native libraries already, by construction'),
  fixed('crypto', [0.9, 1, 1.3], [ASSUMED], 'assembly on both sides'),
  fixed('compress', [0.9, 1, 1.3], [ASSUMED], 'native code on both sides'),
  row('mem', [1, 1.05, 1.5], [ASSUMED], 'memory is moved at the same speed; only fewer copies help'),
  row('sync', [0.9, 1.1, 1.6], [ASSUMED], 'locks and channels: the row of Go'),
  row('sched', [0.9, 1.1, 1.6], [ASSUMED], 'schedulers and event loops: the row of Go'),
  fixed('compile', [1, 1, 1], [ASSUMED], 'compiling at run time: no gain is claimed for this pair'),
  fixed('runtime-other', [1, 1, 1], [ASSUMED], 'runtime code that no rule knows: no gain is claimed'),
  fixed('unsymbolized', [1, 1, 1], [ASSUMED], 'code without a name: no gain is claimed'),
  fixed('profiler', [1, 1, 1], [ASSUMED], 'the recording itself'),
  fixed('idle', [1, 1, 1], [ASSUMED], 'waiting'),
];

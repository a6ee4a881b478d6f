/** Frames through which nearly everything passes: rewriting them is rewriting the program, so they are no candidates. */

/** What more than this part of the weight passes through is not a part of the program but the program. */
export const MOST_OF_ALL = 0.9;

const ROOTS = new Set([
  'main.main',
  'runtime.main',
  'runtime.goexit',
  'runtime.mcall',
  'runtime.systemstack',
  'runtime.mstart',
  'runtime.gcBgMarkWorker',
  'runtime.bgsweep',
  'runtime.bgscavenge',
  'runtime.rt0_go',
  'net/http.(*conn).serve',
  'net/http.serverHandler.ServeHTTP',
  'net/http.HandlerFunc.ServeHTTP',
  'net/http.(*ServeMux).ServeHTTP',
  'main',
  '_start',
  '__libc_start_main',
  '__libc_start_call_main',
  '__libc_start_main_impl',
  '__libc_start_main@@GLIBC_2.34',
  'start_thread',
  'clone',
  'clone3',
]);
const LITTLE_SELF = 0.01;

/** By name, or by shape: more than 90 % of the profile passes through, less than 1 % is spent in it. */
export function isRoot(name: string, totalShare: number, selfShare: number): boolean {
  return ROOTS.has(name) || (totalShare > MOST_OF_ALL && selfShare < LITTLE_SELF);
}

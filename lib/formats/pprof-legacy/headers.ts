/** The first lines of the legacy texts: by these one is told from another. */

/** `heap profile: 13: 1595680 [47130736: 2584596557304] @ heap/1048576` */
export const HEAP_HEADER =
  /^heap profile: *(\d{1,20}): *(\d{1,20}) *\[ *(\d{1,20}): *(\d{1,20}) *\] *@ *([a-z][_a-z0-9]*)\/?(\d{0,15})/;
export const CONTENTION_HEADER = /^--- (contentionz |mutex:|contention:)/;
export const COUNT_HEADER = /^(\w{1,100}) profile: total \d+$/;
export const THREADZ_HEADER = /^--- threadz \d+ ---/;
export const THREAD_HEADER = /^--- Thread [0-9a-fA-F]+ \(name: /;
export const JAVA_HEAP = '--- heapz 1 ---';
export const JAVA_CONTENTION = '--- contentionz 1 ---';
/** The block of names that `google-pprof --raw` puts in front. */
export const SYMBOLS = '--- symbol';

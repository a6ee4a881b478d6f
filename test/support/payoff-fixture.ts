/** The selection fixture of the payoff model (V10): two handlers, allocation, background marking, the scheduler. */
import type { Kind } from '../../lib/kinds/kinds.js';

/** Stack, weight and kind of work of each. */
export const FIXTURE: readonly (readonly [string, number, Kind])[] = [
  ['main;serve;handleA;encodeJSON;json.Marshal', 180, 'json'],
  ['main;serve;handleA;encodeJSON;runtime.mallocgc', 60, 'alloc'],
  ['main;serve;handleA;encodeJSON;runtime.mallocgc;runtime.gcAssistAlloc', 20, 'assist'],
  ['main;serve;handleA;score;score', 150, 'app'],
  ['main;serve;handleA;dbQuery;syscall', 90, 'syscall'],
  ['main;serve;handleB;encodeJSON;json.Marshal', 70, 'json'],
  ['main;serve;handleB;score', 40, 'app'],
  ['main;serve;handleB;render', 60, 'app'],
  ['main;serve;parse', 50, 'app'],
  ['main;serve;write;syscall', 70, 'syscall'],
  ['runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerDedicated;runtime.scanobject', 100, 'gc-mark'],
  ['runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerIdle;runtime.scanobject', 80, 'gc-mark'],
  ['runtime.mcall;runtime.schedule;runtime.findRunnable', 30, 'sched'],
];

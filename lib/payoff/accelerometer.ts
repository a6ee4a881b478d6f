/** Accelerometer: throughput speedup from offloading, for three threading designs. */

/**
 * Parameters as in Sriraman and Dhanotia, ASPLOS 2020 (code: akshithasriraman/Accelerometer).
 * All cycle counts are host cycles; one time unit is that of `cycles` and `offloads`.
 */
export interface Offload {
  /** C: total host cycles per time unit. */
  readonly cycles: number;
  /** alpha: fraction of the cycles spent in the part that is offloaded, 0 to 1. */
  readonly share: number;
  /** n: offloads per time unit. */
  readonly offloads: number;
  /** o0: set-up cycles per offload. */
  readonly setup: number;
  /** L: transfer cycles per offload. */
  readonly transfer: number;
  /** Q: queueing cycles per offload. */
  readonly queue: number;
  /** o1: thread switching per offload, both switches together. Used by `sync-os` only. */
  readonly threadSwitch: number;
  /** A: how many times faster the accelerator does the part. Used by `sync` only. */
  readonly peak: number;
}

/** `sync`: the core waits. `sync-os`: the thread blocks, the core does other work. `async`: the thread goes on. */
export type Threading = 'sync' | 'sync-os' | 'async';

/**
 * Throughput speedup, as coded in accelerometer.cc:
 *   sync    1/((1 - a) + a/A + (n/C)(o0 + L + Q))
 *   sync-os 1/((1 - a)       + (n/C)(o0 + L + Q + o1))
 *   async   1/((1 - a)       + (n/C)(o0 + L + Q))
 */
export function offloadSpeedup(offload: Offload, threading: Threading): number {
  const { cycles, share, offloads, setup, transfer, queue, threadSwitch, peak } = offload;
  const held = threading === 'sync' ? share / peak : 0;
  const switches = threading === 'sync-os' ? threadSwitch : 0;
  return 1 / (1 - share + held + (offloads / cycles) * (setup + transfer + queue + switches));
}

/** The CPU price of calling from the old language into the new one, and the call rates at which it eats the gain. */

/** Where the rewritten code runs, from no crossing at all to another fleet. */
export type Boundary = 'endpoint' | 'ffi' | 'wasm' | 'sidecar' | 'service';

export const BOUNDARIES: readonly Boundary[] = ['endpoint', 'ffi', 'wasm', 'sidecar', 'service'];

/**
 * n: crossings per request: calls into the new code, and two (there and back) for each call that it makes back into
 * the old language - drivers, flags, loggers that stay.
 */
export function crossingsPerRequest(calls: number, callbacks: number): number {
  return calls + 2 * callbacks;
}

/** b: CPU microseconds of one crossing that passes `bytes` bytes. */
export function crossingUs(usPerCall: number, bytes: number, usPerByte: number): number {
  return usPerCall + bytes * usPerByte;
}

/** B = n b / D: the share of today's CPU per request, `cpuUsPerRequest`, that `calls` crossings of `usPerCrossing` add. */
export function boundaryShare(calls: number, usPerCrossing: number, cpuUsPerRequest: number): number {
  return (calls * usPerCrossing) / cpuUsPerRequest;
}

/**
 * t* = b / (1 - 1/s): a call that costs less CPU than this (microseconds, old language) is not worth crossing for.
 * LogCA's g_1 (Altaf and Wood, ISCA 2017) for linear work. Infinity when s <= 1.
 */
export function breakEvenCallUs(usPerCrossing: number, speedup: number): number {
  return speedup <= 1 ? Number.POSITIVE_INFINITY : usPerCrossing / (1 - 1 / speedup);
}

/**
 * n_max = gain D / b: crossings per request that eat the whole gain, where gain = sum p (1 - 1/s) + t.
 * Infinity when a crossing is free, 0 when there is no gain.
 */
export function maximumCalls(gain: number, cpuUsPerRequest: number, usPerCrossing: number): number {
  if (gain <= 0) return 0;
  return usPerCrossing === 0 ? Number.POSITIVE_INFINITY : (gain * cpuUsPerRequest) / usPerCrossing;
}

/** LogCA: how the size of a call decides whether it is worth handing over. */
import { log, power } from '../base/elementary.js';

/** Altaf and Wood, ISCA 2017. Any unit of time and of size, the same throughout. */
export interface LogCa {
  /** o: time to set a call up. */
  readonly overhead: number;
  /** L: time to move one unit of size. */
  readonly latency: number;
  /** C: time the old code takes for one unit of size. */
  readonly work: number;
  /** beta: how work grows with size; 1: in proportion. */
  readonly exponent: number;
  /** A: how many times faster the new code does the work. */
  readonly peak: number;
}

/** Speedup of a call of size g: C g^beta / (o + L g + C g^beta / A). */
export function logCaSpeedup({ overhead, latency, work, exponent, peak }: LogCa, size: number): number {
  const old = work * power(size, exponent);
  return old / (overhead + latency * size + old / peak);
}

/**
 * The smallest size with at least the given speedup, by bisection over 60 powers of two either side of 1; null when
 * none has. With 1 it is g_1, from where a call pays; with A/2 it is g_{A/2}.
 */
export function logCaSize(call: LogCa, speedup: number): number | null {
  let low = -60;
  let high = 60;
  const at = (exponent: number): number => logCaSpeedup(call, power(2, exponent));
  if (at(low) >= speedup) return power(2, low);
  if (at(high) < speedup) return null;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (at(middle) >= speedup) high = middle;
    else low = middle;
  }
  return power(2, high);
}

/** A few sizes around g_1 and their speedups, for a curve: `steps` of them, `decades` powers of ten wide. */
export function logCaCurve(
  call: LogCa,
  steps: number,
  decades = 4,
): { readonly size: number; readonly speedup: number }[] {
  const middle = log(logCaSize(call, 1) ?? 1) / log(10);
  return Array.from({ length: steps }, (_, i) => {
    const size = power(10, middle + decades * (i / Math.max(1, steps - 1) - 0.5));
    return { size, speedup: logCaSpeedup(call, size) };
  });
}

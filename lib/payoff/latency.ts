/** How much shorter a request may get: an interval, unless the critical path is known. */
import type { Part } from './amdahl.js';

/**
 * Part of a request's time that is saved, 0 to 1 of it; queueing apart:
 *   1 - L1/L0 = sum_i c_i w_i (1 - 1/s_i),  w_i = onCpuShare p_i
 * `onCpuShare`: CPU time over wall time of a request; null: not known, taken as 1 for the upper end. `critical`: c, the
 * part of the saved CPU that is on the critical path, 0 to 1, from traces or causal profiling; null: not known, and the
 * answer runs from none to all of it. Work that gets slower counts against both ends where it is critical.
 */
export function latencySaving(
  parts: readonly Part[],
  onCpuShare: number | null,
  critical: number | null,
): { readonly low: number; readonly high: number } {
  let saved = 0;
  for (const { share, speedup } of parts) saved += share * (1 - 1 / speedup);
  const all = saved * (onCpuShare ?? 1);
  if (critical !== null && onCpuShare !== null) return { low: critical * all, high: critical * all };
  const most = all * (critical ?? 1);
  return { low: Math.min(0, most), high: Math.max(0, most) };
}

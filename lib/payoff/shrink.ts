/** Corrects published speedups for the bias that only good rewrites are written about. */

/**
 * s' = 1 + kappa (s - 1) for s > 1; a slowdown is believed as it stands.
 * `kappa` is 0 (believe nothing) to 1 (believe all). Only priors are shrunk: a measured speedup is not.
 */
export function shrink(speedup: number, kappa: number): number {
  // 0 * Infinity is NaN: at kappa 0 nothing is believed, not even a removal.
  if (speedup <= 1) return speedup;
  return kappa === 0 ? 1 : 1 + kappa * (speedup - 1);
}

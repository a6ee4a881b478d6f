/** Amdahl's law for several parts with different speedups, and its inverses. */

/** One part of the work: `share` of all CPU time, 0 to 1, and how many times faster it becomes (`Infinity` = removed). */
export interface Part {
  readonly share: number;
  readonly speedup: number;
}

/**
 * New CPU over old CPU: R = 1 - sum p_k (1 - 1/s_k) - t + B.
 * Amdahl 1967 for the sum. `t` is the share of runtime background work (garbage collection) that goes away with the
 * parts, `B` the share added by calls across the language boundary. Not clamped: R > 1 means slower.
 */
export function residual(parts: readonly Part[], removedTax = 0, boundaryShare = 0): number {
  return 1 - savedShare(parts) - removedTax + boundaryShare;
}

/** sum p_k (1 - 1/s_k): the share of CPU time that the parts alone save. */
export function savedShare(parts: readonly Part[]): number {
  let saved = 0;
  for (const part of parts) saved += part.share * (1 - 1 / part.speedup);
  return saved;
}

/** S = 1/R. Infinity when nothing remains. */
export function overallSpeedup(residualShare: number): number {
  return 1 / residualShare;
}

/** 1/(1 - p): the speedup if the covered share `p` cost nothing at all (Amdahl 1967). Infinity when p is 1. */
export function ceiling(coveredShare: number): number {
  const rest = 1 - coveredShare;
  // Shares that sum to 1 in decimal may miss it by a few ulps in binary; that is still "everything".
  return rest <= 1e-12 ? Number.POSITIVE_INFINITY : 1 / rest;
}

/** The share that must be covered to reach residual `target` with local speedup `s`: p >= (1 - R)/(1 - 1/s). May exceed 1: impossible. */
export function requiredShare(target: number, speedup: number): number {
  if (target >= 1) return 0;
  if (speedup <= 1) return Number.POSITIVE_INFINITY;
  return (1 - target) / (1 - 1 / speedup);
}

/** The local speedup that covering `share` needs to reach residual `target`: s >= p/(p - (1 - R)); Infinity when p <= 1 - R. */
export function requiredSpeedup(target: number, share: number): number {
  const rest = share - (1 - target);
  return rest <= 0 ? Number.POSITIVE_INFINITY : share / rest;
}

/** What an untouched function's share becomes after the rewrite, when the profile sums to 1 again: p/R. */
export function shareAfter(share: number, residualShare: number): number {
  return share / residualShare;
}

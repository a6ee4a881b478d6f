/** How sure a share is, given how many samples stand behind it. */

/** Samples of one profile are not independent; without several profiles this design effect is assumed. */
export const SINGLE_PROFILE_DESIGN_EFFECT = 4;

/**
 * Wilson's 95 % interval of a share of `hits` among `n` samples (Wilson 1927; Brown, Cai and DasGupta 2001), with n
 * and hits divided by the design effect. No samples: 0 to 1.
 */
export function wilson(
  hits: number,
  n: number,
  designEffect = SINGLE_PROFILE_DESIGN_EFFECT,
): { low: number; high: number } {
  if (n <= 0) return { low: 0, high: 1 };
  const z = 1.959963984540054;
  const size = n / designEffect;
  const p = hits / n;
  const centre = (p + (z * z) / (2 * size)) / (1 + (z * z) / size);
  const half = (z * Math.sqrt((p * (1 - p)) / size + (z * z) / (4 * size * size))) / (1 + (z * z) / size);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** How sure a share is, given how many samples stand behind it. */
import type { Profile } from '../profile/profile.js';

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

/**
 * How many equal samples would be as informative as these weighted ones: (sum w)^2 / sum w^2 (Kish 1965). 0 where no
 * weight differs from 0.
 */
export function kish(weights: Iterable<number>): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/**
 * How many observations the values of a sample type stand for; null where the file does not say. A row of the sample
 * table may stand for many: producers add up equal stacks. The count column of the same family says it exactly
 * ("samples" beside "cpu", "alloc-samples" beside "alloc-space", a perf event's own count); else, for time, the sum over the period, since
 * values are period times count (profile.proto, `period`). Heap values are scaled, so neither holds for them.
 */
export function observations(profile: Profile, sampleType: number): number | null {
  const types = profile.sampleTypes as readonly { readonly type: string; readonly unit: string }[];
  const wanted = types[sampleType]!;
  const sum = (row: number): number => {
    let total = 0;
    for (const value of profile.samples.values[row]!) total += Math.abs(value);
    return total;
  };
  const family = familyOf(wanted.type);
  const counted = [
    `${family}-samples`,
    `${family}_samples`,
    ...(isTime(wanted.unit) || wanted.type === 'samples' ? ['samples'] : []),
  ];
  // perf: an event's count and its periods bear the event's name.
  counted.push(wanted.type);
  for (const name of counted) {
    const row = types.findIndex(({ type, unit }) => type === name && unit === 'count');
    if (row !== -1) return sum(row);
  }
  const { period } = profile;
  if (period === null || period.value <= 0 || !isTime(wanted.unit) || period.type.unit !== wanted.unit)
    return null;
  return Math.round(sum(sampleType) / period.value);
}

function familyOf(type: string): string {
  return /^[^-_]*/.exec(type)![0];
}

function isTime(unit: string): boolean {
  return /^(nano|micro|milli)?seconds?$/.test(unit);
}

/** How many observations stand behind the numbers of a profile: its own count, or what its weights are worth. */
import type { Profile } from '../profile/profile.js';

/**
 * How many observations the values of a sample type stand for; null where the file does not say. A row of the sample
 * table may stand for many: producers add up equal stacks. The count column of the same family says it exactly
 * ("samples" beside "cpu", "alloc-samples" beside "alloc-space", a perf event's own count); else, for time, the sum over the period, since
 * values are period times count (profile.proto, `period`). Heap values are scaled, so neither holds for them. `kept`: 0
 * for each sample that is not counted.
 */
export function observations(
  profile: Profile,
  sampleType: number,
  kept: Uint8Array | null = null,
): number | null {
  const types = profile.sampleTypes as readonly { readonly type: string; readonly unit: string }[];
  const wanted = types[sampleType]!;
  const sum = (row: number): number => {
    const values = profile.samples.values[row]! as Float64Array;
    let total = 0;
    for (let sample = 0; sample < values.length; sample++)
      if (kept?.[sample] !== 0) total += Math.abs(values[sample]!);
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

function familyOf(type: string): string {
  return /^[^-_]*/.exec(type)![0];
}

function isTime(unit: string): boolean {
  return /^(nano|micro|milli)?seconds?$/.test(unit);
}

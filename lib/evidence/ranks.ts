/** How far an order can be trusted: chances of a place, and neighbours that cannot be told apart. */
import { profilesNeeded } from './clusters.js';
import { CONFIDENCE, type Interval } from './intervals.js';
import { percentileInterval, quantileOf } from './quantiles.js';

/**
 * Per candidate, the part of draws in which at most `within - 1` others have more: "among the first three in 97 % of
 * draws". values[candidate][draw]; candidates that are equal in a draw share the better place.
 */
export function placeChances(values: readonly Float64Array[], within: number): Float64Array {
  const chances = new Float64Array(values.length);
  const draws = values[0]?.length ?? 0;
  for (let draw = 0; draw < draws; draw++)
    for (let candidate = 0; candidate < values.length; candidate++) {
      const own = values[candidate]![draw]!;
      let more = 0;
      for (let other = 0; more < within && other < values.length; other++)
        if (values[other]![draw]! > own) more++;
      if (more < within) chances[candidate]!++;
    }
  for (let candidate = 0; candidate < values.length; candidate++) chances[candidate]! /= draws;
  return chances;
}

/** Two candidates that follow each other in the order. */
export interface Neighbours {
  readonly first: number;
  readonly second: number;
  /** Of the first over the second: the median of the draws, and the interval that many draws lie in. */
  readonly difference: number;
  readonly interval: Interval;
  /** Whether the interval leaves 0 out. */
  readonly apart: boolean;
  /** Profiles like these, all in all, after which it would; null where they are apart, or equal for all we know. */
  readonly profilesNeeded: number | null;
}

/**
 * Compares each candidate with the next in `order`, within the same draws, so that what they share cancels.
 * `profiles`: how many were redrawn; its smallness widens the intervals.
 */
export function neighbours(
  values: readonly Float64Array[],
  order: readonly number[],
  profiles: number,
  confidence = CONFIDENCE,
): Neighbours[] {
  const pairs: Neighbours[] = [];
  for (let i = 0; i + 1 < order.length; i++) {
    const first = order[i]!;
    const second = order[i + 1]!;
    const differences = values[first]!.map((value, draw) => value - values[second]![draw]!);
    const interval = percentileInterval(differences, { profiles, confidence });
    const difference = quantileOf(differences.sort(), 0.5);
    const apart = interval.low > 0 || interval.high < 0;
    const half = (interval.high - interval.low) / 2;
    pairs.push({
      first,
      second,
      difference,
      interval,
      apart,
      profilesNeeded:
        apart || difference === 0
          ? null
          : Math.max(profiles + 1, profilesNeeded(profiles, half, Math.abs(difference))),
    });
  }
  return pairs;
}

/** V8's sample times: how long each sample stands for. */

/** What one recording's times come to, microseconds from its start. */
export interface Timeline {
  /** When each sample was taken; never falls. */
  readonly at: Float64Array;
  /** How long each lasts: until the next one; the last has 0. */
  readonly lasts: Float64Array;
  /** Deltas below 0, which were taken as 0. */
  readonly backwards: number;
  /** Before the first sample and after the last: time of no sample. */
  readonly before: number;
  readonly after: number;
}

/**
 * `deltas[i]` is the time from sample i - 1 (from the start, for the first) to sample i. V8 writes a delta below 0 now
 * and then, when two samples came out of order: the clock stands still there. What lies after the last sample is not
 * its own: nobody looked again. `end` is microseconds from the start, NaN where unknown.
 */
export function timelineOf(deltas: ArrayLike<number>, count: number, end: number): Timeline {
  const at = new Float64Array(count);
  const lasts = new Float64Array(count);
  let backwards = 0;
  let raw = 0;
  let now = 0;
  for (let i = 0; i < count; i++) {
    const delta = deltas[i]!;
    raw += delta;
    if (delta < 0) backwards++;
    const next = Math.max(now, raw);
    if (i > 0) lasts[i - 1] = next - now;
    now = next;
    at[i] = now;
  }
  const before = count === 0 ? 0 : at[0]!;
  return { at, lasts, backwards, before, after: end > now ? end - now : 0 };
}

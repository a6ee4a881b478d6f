/** Self and total of each group: one pass over the stacks, each sample once however often a group recurs in it. */
import type { Selection } from '../profile/select.js';
import type { Grouping } from './granularity.js';

export interface Totals {
  /** Sum of |value| over all samples, before any filter: the denominator of every share (pprof's computeTotal). */
  readonly total: number;
  /** Per group, in the sample type's unit: value of samples whose leafmost visible frame is in it. */
  readonly self: Float64Array;
  /** Per group: value of samples that contain it anywhere, each sample once. */
  readonly totals: Float64Array;
  /** The same numbers as integers, where some are beyond +-(2^53 - 1) and the floats above are only nearest; else null. */
  readonly exact: {
    readonly total: bigint;
    readonly self: readonly bigint[];
    readonly totals: readonly bigint[];
  } | null;
}

type Numbers = { readonly length: number; readonly [row: number]: number };
const TWO_32 = 4294967296;

/** Samples of value 0 count for nothing, as in pprof. */
export function totals(selection: Selection, grouping: Grouping, sampleType: number): Totals {
  const { profile, keptSamples } = selection;
  const values = profile.samples.values[sampleType]! as Float64Array;
  const exact = profile.samples.exact[sampleType]!;
  const stackOf = profile.samples.stack as Numbers;
  const weights = new Float64Array(profile.stacks.length);
  const counted = new Uint8Array(profile.stacks.length);
  let total = 0;
  for (let sample = 0; sample < values.length; sample++) {
    const value = values[sample]!;
    total += value < 0 ? -value : value;
    if (value === 0 || (keptSamples !== null && keptSamples[sample] === 0)) continue;
    weights[stackOf[sample]!]! += value;
    counted[stackOf[sample]!] = 1;
  }
  const plan = planWalk(selection, grouping);
  const all = walk(plan, weights, counted);
  if (exact === null && total <= Number.MAX_SAFE_INTEGER) return { total, ...all, exact: null };
  // Beyond 2^53: aggregation is linear, so aggregating the two 32-bit halves of each value apart keeps every bit.
  const high = new Float64Array(profile.stacks.length);
  const low = new Float64Array(profile.stacks.length);
  let sum = 0n;
  for (let sample = 0; sample < values.length; sample++) {
    const value = exact === null ? BigInt(values[sample]!) : exact[sample]!;
    sum += value < 0n ? -value : value;
    if (value === 0n || (keptSamples !== null && keptSamples[sample] === 0)) continue;
    const upper = value >> 32n;
    high[stackOf[sample]!]! += Number(upper);
    low[stackOf[sample]!]! += Number(value - (upper << 32n));
  }
  const highs = walk(plan, high, counted);
  const lows = walk(plan, low, counted);
  const join = (upper: Float64Array, lower: Float64Array): bigint[] =>
    Array.from(upper, (h, i) => BigInt(h) * BigInt(TWO_32) + BigInt(lower[i]!));
  return {
    total: Number(sum),
    ...all,
    exact: { total: sum, self: join(highs.self, lows.self), totals: join(highs.totals, lows.totals) },
  };
}

/** What the walk needs, ready for the inner loop. */
interface Walk {
  readonly starts: Numbers;
  readonly items: Numbers;
  readonly stacks: number;
  readonly groups: number;
  /** Group of a location that shows exactly one frame; -1: none or several, see `frames`. */
  readonly single: Int32Array;
  readonly frames: Numbers;
  readonly groupOfFrame: Int32Array;
  readonly hidden: Uint8Array | null;
  readonly from: Uint8Array | null;
}

function planWalk({ profile, hiddenFrames, showFromFrames }: Selection, grouping: Grouping): Walk {
  const frames = profile.locations.frames as Numbers;
  const { groupOfFrame } = grouping;
  const single = new Int32Array(profile.locations.length);
  for (let row = 0; row < single.length; row++) {
    const first = frames[row]!;
    single[row] =
      frames[row + 1]! - first === 1 && (hiddenFrames === null || hiddenFrames[first] === 0)
        ? groupOfFrame[first]!
        : -1;
  }
  return {
    starts: profile.stacks.bounds as Numbers,
    items: profile.stacks.locations as Numbers,
    stacks: profile.stacks.length,
    groups: grouping.length,
    single,
    frames,
    groupOfFrame,
    hidden: hiddenFrames,
    from: showFromFrames,
  };
}

function walk(
  plan: Walk,
  weights: Float64Array,
  counted: Uint8Array,
): { self: Float64Array; totals: Float64Array } {
  const { starts, items, stacks, single, frames, groupOfFrame, hidden, from } = plan;
  const self = new Float64Array(plan.groups);
  const sums = new Float64Array(plan.groups);
  // The last stack in which a group was seen: tells recursion without a set per sample.
  const seen = new Int32Array(plan.groups).fill(-1);
  for (let stack = 0; stack < stacks; stack++) {
    if (counted[stack] === 0) continue;
    const weight = weights[stack]!;
    let leaf = -1;
    let open = from === null;
    const end = starts[stack + 1]!;
    for (let i = starts[stack]!; i < end; i++) {
      const location = items[i]!;
      const only = single[location]!;
      if (only !== -1 && open) {
        leaf = only;
        if (seen[only] !== stack) {
          seen[only] = stack;
          sums[only]! += weight;
        }
        continue;
      }
      for (let frame = frames[location]!; frame < frames[location + 1]!; frame++) {
        if (!open && from !== null && from[frame] === 1) open = true;
        if (!open || (hidden !== null && hidden[frame] === 1)) continue;
        const group = groupOfFrame[frame]!;
        leaf = group;
        if (seen[group] === stack) continue;
        seen[group] = stack;
        sums[group]! += weight;
      }
    }
    if (leaf !== -1) self[leaf]! += weight;
  }
  return { self, totals: sums };
}

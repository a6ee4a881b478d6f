/** Self and total of each group: one pass over the stacks, each sample once however often a group recurs in it. */
import type { Selection } from '../profile/select.js';
import { graphTotals } from './call-graph.js';
import type { Grouping } from './granularity.js';
import { stackWeights } from './stack-weights.js';

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

/** Samples of value 0 count for nothing, as in pprof. Linear in the positions of all stacks. */
export function totals(selection: Selection, grouping: Grouping, sampleType: number): Totals {
  const { total, weights, counts } = stackWeights(selection, sampleType);
  const plan = planWalk(selection, grouping);
  const walked = walk(plan, weights, counts);
  const { profile } = selection;
  const sums =
    profile.callGraph === null
      ? walked
      : { self: walked.self, totals: graphTotals(profile, grouping, sampleType, walked.self) };
  const exact = selection.profile.samples.exact[sampleType]!;
  if (exact === null && total <= Number.MAX_SAFE_INTEGER) return { total, ...sums, exact: null };
  const values = integersOf(selection, sampleType);
  if (values === null) return { total, ...sums, exact: null };
  return exactTotals(selection, plan, values, counts);
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** What the walk needs, ready for the inner loop. */
interface Walk {
  readonly starts: Numbers;
  readonly items: Numbers;
  readonly groups: number;
  /**
   * Per location: the group of its rootmost frame in the low 16 bits, that of its leafmost in the high ones (the same where
   * it has one frame). Most locations have no third, and one look-up of both costs less than asking how many there are.
   * Null where there are more groups than that.
   */
  readonly ends: Uint32Array | null;
  /** 1 for each location with three frames or more; null where there is none. */
  readonly deep: Uint8Array | null;
  readonly frames: Numbers;
  readonly groupOfFrame: Int32Array;
  readonly hidden: Uint8Array | null;
  readonly from: Uint8Array | null;
}

interface Sums {
  readonly self: Float64Array;
  readonly totals: Float64Array;
}

function planWalk({ profile, hiddenFrames, showFromFrames }: Selection, grouping: Grouping): Walk {
  const frames = profile.locations.frames as Numbers;
  const { groupOfFrame } = grouping;
  const { length } = profile.locations;
  const ends = grouping.length <= 2 ** 16 ? new Uint32Array(length) : null;
  const deep = new Uint8Array(length);
  for (let row = 0; row < length; row++) {
    const first = frames[row]!;
    const last = frames[row + 1]! - 1;
    if (ends !== null) ends[row] = groupOfFrame[first]! | (groupOfFrame[last]! << 16);
    if (last - first > 1) deep[row] = 1;
  }
  return {
    starts: profile.stacks.bounds as Numbers,
    items: profile.stacks.locations as Numbers,
    groups: grouping.length,
    ends,
    deep: deep.includes(1) ? deep : null,
    frames,
    groupOfFrame,
    hidden: hiddenFrames,
    from: showFromFrames,
  };
}

function walk(plan: Walk, weights: Float64Array, counts: Uint32Array): Sums {
  return plan.ends !== null && plan.hidden === null && plan.from === null
    ? walkAll(plan, plan.ends, weights, counts)
    : walkVisible(plan, weights, counts);
}

/** The hot loop: no masks, and no question how many frames a location has unless some have three. */
function walkAll(plan: Walk, ends: Uint32Array, weights: Float64Array, counts: Uint32Array): Sums {
  const { starts, items, deep, frames, groupOfFrame, groups } = plan;
  const self = new Float64Array(groups);
  // Per group its sum, then the turn of the last stack in which it was seen, which tells recursion without a set per
  // sample: side by side, since most of the time goes into fetching them.
  const sums = new Float64Array(2 * groups);
  for (let stack = 0; stack < weights.length; stack++) {
    if (counts[stack] === 0) continue;
    const turn = stack + 1;
    const weight = weights[stack]!;
    let leaf = -1;
    const end = starts[stack + 1]!;
    for (let i = starts[stack]!; i < end; i++) {
      const location = items[i]!;
      const pair = ends[location]!;
      const root = pair & 0xffff;
      if (sums[2 * root + 1] !== turn) {
        sums[2 * root + 1] = turn;
        sums[2 * root]! += weight;
      }
      leaf = pair >>> 16;
      if (leaf !== root && sums[2 * leaf + 1] !== turn) {
        sums[2 * leaf + 1] = turn;
        sums[2 * leaf]! += weight;
      }
      if (deep === null || deep[location] === 0) continue;
      const last = frames[location + 1]! - 1;
      for (let frame = frames[location]! + 1; frame < last; frame++) {
        const between = groupOfFrame[frame]!;
        if (sums[2 * between + 1] === turn) continue;
        sums[2 * between + 1] = turn;
        sums[2 * between]! += weight;
      }
    }
    if (leaf !== -1) self[leaf]! += weight;
  }
  const totals = new Float64Array(groups);
  for (let group = 0; group < groups; group++) totals[group] = sums[2 * group]!;
  return { self, totals };
}

/** The same where frames are hidden or stacks are shown from some frame on. */
function walkVisible(plan: Walk, weights: Float64Array, counts: Uint32Array): Sums {
  const { starts, items, frames, groupOfFrame, hidden, from } = plan;
  const self = new Float64Array(plan.groups);
  const sums = new Float64Array(plan.groups);
  const seen = new Int32Array(plan.groups).fill(-1);
  for (let stack = 0; stack < weights.length; stack++) {
    if (counts[stack] === 0) continue;
    const weight = weights[stack]!;
    let leaf = -1;
    let open = from === null;
    for (let i = starts[stack]!; i < starts[stack + 1]!; i++) {
      const location = items[i]!;
      const last = frames[location + 1]!;
      for (let frame = frames[location]!; frame < last; frame++) {
        if (!open && from !== null && from[frame] === 1) open = true;
        if (!open || (hidden !== null && hidden[frame] === 1)) continue;
        leaf = groupOfFrame[frame]!;
        if (seen[leaf] === stack) continue;
        seen[leaf] = stack;
        sums[leaf]! += weight;
      }
    }
    if (leaf !== -1) self[leaf]! += weight;
  }
  return { self, totals: sums };
}

/** The values as integers; null where some are fractions, which have no exact sum to offer. */
function integersOf({ profile }: Selection, sampleType: number): BigInt64Array | null {
  const exact = profile.samples.exact[sampleType]!;
  if (exact !== null) return exact;
  const values = profile.samples.values[sampleType]! as Float64Array;
  const integers = new BigInt64Array(values.length);
  for (let sample = 0; sample < values.length; sample++) {
    if (!Number.isInteger(values[sample])) return null;
    integers[sample] = BigInt(values[sample]!);
  }
  return integers;
}

/** Parts of 22, 21 and 21 bits: 2^31 of them add up without leaving the integers of a float64. */
const PART_BITS = 21n;

/** Aggregation is linear, so aggregating the parts of each value apart and joining the sums keeps every bit. */
function exactTotals(
  { profile, keptSamples }: Selection,
  plan: Walk,
  values: BigInt64Array,
  counts: Uint32Array,
): Totals {
  const stackOf = profile.samples.stack as Numbers;
  const parts = Array.from({ length: 3 }, () => new Float64Array(profile.stacks.length));
  const [high, middle, low] = parts as [Float64Array, Float64Array, Float64Array];
  let total = 0n;
  for (let sample = 0; sample < values.length; sample++) {
    const value = values[sample]!;
    total += value < 0n ? -value : value;
    if (keptSamples !== null && keptSamples[sample] === 0) continue;
    const stack = stackOf[sample]!;
    const upper = value >> PART_BITS;
    high[stack]! += Number(upper >> PART_BITS);
    middle[stack]! += Number(BigInt.asUintN(21, upper));
    low[stack]! += Number(BigInt.asUintN(21, value));
  }
  const sums = parts.map((part) => walk(plan, part, counts));
  const join = (column: 'self' | 'totals'): bigint[] =>
    Array.from({ length: plan.groups }, (_, group) =>
      sums.reduce((joined, part) => (joined << PART_BITS) + BigInt(part[column][group]!), 0n),
    );
  const exact = { total, self: join('self'), totals: join('totals') };
  return {
    total: Number(total),
    self: Float64Array.from(exact.self, Number),
    totals: Float64Array.from(exact.totals, Number),
    exact,
  };
}

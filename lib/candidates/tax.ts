/** The runtime's bill: background collection charged to the code that allocates. */
import { type Grouping, groupFrames } from '../analysis/granularity.js';
import { stackWeights } from '../analysis/stack-weights.js';
import { type VisiblePaths, visiblePaths } from '../analysis/visible-paths.js';
import { ProfileError } from '../base/errors.js';
import { type BackgroundSplit, BINS, type Bin } from '../kinds/background.js';
import { NONE, type Profile } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import {
  isAllocation,
  type MemoryMeasure,
  memoryColumns,
  sampledAllocations,
  saysAllocated,
} from './allocation.js';

/**
 * How the collector's background work is charged; w is the part that falls on a set of functions.
 *
 * - `alloc_space`     bytes allocated below the set / all bytes. With a heap of steady size the number of collections is
 *   proportional to the bytes allocated, pointers or not, and the work of each does not depend on who allocated: so this
 *   is the part of collections that would not happen. Docs: `docs/candidates.md`.
 * - `alloc_objects`   the same with objects instead of bytes.
 * - `inuse_space`     bytes that are alive: right only where the heap's limit, not its growth, decides when to collect.
 * - `malloc_samples`  samples inside the allocator (assists among them) below the set / all such samples; from the CPU
 *   profile alone.
 * - `none`            charged to nobody.
 */
export const GC_WEIGHTS = ['alloc_space', 'alloc_objects', 'inuse_space', 'malloc_samples', 'none'] as const;
export type GcWeight = (typeof GC_WEIGHTS)[number];

/** Why a rule is in effect: the caller asked for it, or what the profiles allow. */
export type GcWeightReason = 'asked' | 'memory-profile' | 'no-memory-profile' | 'nothing-to-weigh-by';

export interface TaxInput {
  readonly selection: Selection;
  /** Row of sampleTypes of the CPU profile. */
  readonly sampleType: number;
  /** Of the CPU profile. The memory profile is grouped alike, and groups are the same where their names are. */
  readonly grouping: Grouping;
  /** `visiblePaths(selection, grouping)`, where the caller has it. */
  readonly paths?: VisiblePaths | undefined;
  /** `splitBackground(selection, sampleType, ...)`. */
  readonly split: BackgroundSplit;
  /** A heap or allocation profile of the same program under the same load; default none. */
  readonly memory?: Selection | null | undefined;
  /** Default: by bytes where a memory profile is given, else by samples in the allocator. */
  readonly rule?: GcWeight | undefined;
}

/** One bin of background work. */
export interface TaxBin {
  readonly bin: Bin;
  /** Part of the profile without idle and profiler, 0..1. */
  readonly share: number;
  /** False where no rule says whose it is: scheduling and run-time compilation stay the platform's. */
  readonly charged: boolean;
}

/** Shares are parts of the profile without idle and profiler: `whole`. */
export interface BackgroundTax {
  readonly rule: GcWeight;
  readonly reason: GcWeightReason;
  /** Weight of the profile without idle and profiler, in the unit of the sample type. */
  readonly whole: number;
  /** What was left out of it, in the same unit. */
  readonly leftOut: number;
  /** Background bins that hold anything, in the order of `BINS`. */
  readonly bins: readonly TaxBin[];
  /** Sum of the charged bins: what there is to charge. */
  readonly chargeable: number;
  /**
   * The records that carry the charge: one per allocation record of the memory profile, or per stack inside the
   * allocator. `paths` are groups of the CPU profile's grouping, root first, without those that it does not have;
   * `shares` add up to `chargeable`, or to 0 under `none`. A record below two functions is one record: a set of functions
   * owes the sum over the union, and the marginal gain of one more follows as it does for stacks (see `withTax`).
   */
  readonly records: { readonly paths: VisiblePaths; readonly shares: Float64Array };
  /** Per record: how many allocations were sampled for it, an estimate where the profile is scaled; else 1. */
  readonly sampled: Float64Array | Uint32Array;
}

export interface TaxShare {
  /** w: the set's part of what is charged, 0..1. */
  readonly weight: number;
  /** Share of the profile. */
  readonly share: number;
  /** Per charged bin, share of the profile. */
  readonly bins: readonly { readonly bin: Bin; readonly share: number }[];
  /** Records below the set and in all, and the sampled allocations that they stand for: what `weight` rests on. */
  readonly records: { readonly inside: number; readonly all: number };
  readonly sampled: { readonly inside: number; readonly all: number };
}

/** One pass over the stacks of each profile. Throws 'usage' where the memory profile lacks what `rule` asks for. */
export function backgroundTax(input: TaxInput): BackgroundTax {
  const { split, memory = null, selection, grouping } = input;
  const leftOut = LEFT_OUT.reduce((sum, bin) => sum + split.byBin[bin]!, 0);
  const whole = split.byBin.reduce((sum, weight) => sum + weight, 0) - leftOut;
  const bins = BINS.flatMap((bin, number): TaxBin[] =>
    number === OPEN || LEFT_OUT.includes(number) || !(split.byBin[number]! > 0 && whole > 0)
      ? []
      : [{ bin, share: split.byBin[number]! / whole, charged: bin === CHARGED }],
  );
  const chargeable = bins.reduce((sum, { share, charged }) => sum + (charged ? share : 0), 0);
  const found = recordsOf(input.rule ?? defaultRule(memory), input);
  let total = 0;
  for (const weight of found.weights) total += weight;
  const empty = !(total > 0);
  const rule = empty ? 'none' : found.rule;
  const shares = found.weights;
  for (let record = 0; record < shares.length; record++)
    shares[record] = empty ? 0 : (shares[record]! / total) * chargeable;
  const reason: GcWeightReason =
    empty && found.rule !== 'none'
      ? 'nothing-to-weigh-by'
      : input.rule !== undefined
        ? 'asked'
        : memory === null
          ? 'no-memory-profile'
          : 'memory-profile';
  const paths = found.paths ?? input.paths ?? visiblePaths(selection, grouping);
  return {
    rule,
    reason,
    whole,
    leftOut,
    bins,
    chargeable,
    records: { paths, shares },
    sampled: found.sampled,
  };
}

/** What a set of groups owes (`chosen[group]` is 1): every record once, whichever of them it is below. */
export function taxBelow(tax: BackgroundTax, chosen: Uint8Array): TaxShare {
  const { paths, shares } = tax.records;
  let share = 0;
  const records = { inside: 0, all: 0 };
  const sampled = { inside: 0, all: 0 };
  for (let record = 0; record < shares.length; record++) {
    if (shares[record] === 0) continue;
    records.all++;
    sampled.all += tax.sampled[record]!;
    const end = paths.starts[record + 1]!;
    let at = paths.starts[record]!;
    while (at < end && chosen[paths.items[at]!] === 0) at++;
    if (at === end) continue;
    share += shares[record]!;
    records.inside++;
    sampled.inside += tax.sampled[record]!;
  }
  const weight = tax.chargeable > 0 ? share / tax.chargeable : 0;
  return {
    weight,
    share,
    bins: tax.bins
      .filter(({ charged }) => charged)
      .map((bin) => ({ bin: bin.bin, share: weight * bin.share })),
    records,
    sampled,
  };
}

/**
 * Stacks and allocation records as one list of things to cover, each with what covering it gains: `greedyCover` over it
 * counts a set's direct work and its tax, each once. `gains` is per stack of `paths`, a share of the same whole; `removed`
 * is the part of the tax that goes away with the set (rho), 1 where the new code has no collector.
 */
export function withTax(
  paths: VisiblePaths,
  gains: Float64Array,
  { records }: BackgroundTax,
  removed = 1,
): { paths: VisiblePaths; gains: Float64Array } {
  const offset = paths.items.length;
  const items = new Int32Array(offset + records.paths.items.length);
  items.set(paths.items);
  items.set(records.paths.items, offset);
  const starts = new Int32Array(gains.length + records.shares.length + 1);
  starts.set(paths.starts.subarray(0, gains.length));
  const all = new Float64Array(gains.length + records.shares.length);
  all.set(gains);
  for (let record = 0; record <= records.shares.length; record++)
    starts[gains.length + record] = offset + records.paths.starts[record]!;
  for (let record = 0; record < records.shares.length; record++)
    all[gains.length + record] = records.shares[record]! * removed;
  return { paths: { starts, items }, gains: all };
}

type Numbers = { readonly length: number; readonly [row: number]: number };

const OPEN = BINS.indexOf('none');
const LEFT_OUT: readonly number[] = [BINS.indexOf('idle'), BINS.indexOf('profiler')];
/** Allocation causes collection. It causes neither scheduling nor compilation, and no rule that does is known. */
const CHARGED: Bin = 'gc';

interface Records {
  readonly rule: GcWeight;
  /** Null: the paths of the CPU profile. */
  readonly paths: VisiblePaths | null;
  readonly weights: Float64Array;
  readonly sampled: Float64Array | Uint32Array;
}

/** A live heap is better than nothing where nothing else was recorded, as by V8's sampling heap profiler. */
function defaultRule(memory: Selection | null): GcWeight {
  if (memory === null) return 'malloc_samples';
  return saysAllocated(memory.profile) ? 'alloc_space' : 'inuse_space';
}

function recordsOf(rule: GcWeight, input: TaxInput): Records {
  if (rule === 'none') {
    const none = new Float64Array(input.selection.profile.stacks.length);
    return { rule, paths: null, weights: none, sampled: none };
  }
  if (rule === 'malloc_samples') return samplesInAllocator(input);
  return memoryRecords(rule, input);
}

function samplesInAllocator({ selection, sampleType, split }: TaxInput): Records {
  const { profile } = selection;
  const open = split.weights[OPEN];
  const weights = new Float64Array(profile.stacks.length);
  const counts = stackWeights(selection, sampleType).counts;
  if (open != null) {
    const inAllocator = allocationLocations(profile);
    const bounds = profile.stacks.bounds as Numbers;
    const items = profile.stacks.locations as Numbers;
    for (let stack = 0; stack < weights.length; stack++) {
      if (!(open[stack]! > 0)) continue;
      const start = bounds[stack]!;
      let at = bounds[stack + 1]! - 1;
      while (at >= start && inAllocator[items[at]!] === 0) at--;
      if (at >= start) weights[stack] = open[stack]!;
    }
  }
  return { rule: 'malloc_samples', paths: null, weights, sampled: counts };
}

function allocationLocations(profile: Profile): Uint8Array {
  const found = new Uint8Array(profile.locations.length);
  const names = profile.functions.name as Numbers;
  const functions = Uint8Array.from({ length: profile.functions.length }, (_, row) =>
    isAllocation((profile.strings as readonly string[])[names[row]!]!) ? 1 : 0,
  );
  for (let frame = 0; frame < profile.frames.length; frame++) {
    const fn = (profile.frames.function as Numbers)[frame]!;
    if (fn !== NONE && functions[fn] === 1) found[(profile.frames.location as Numbers)[frame]!] = 1;
  }
  return found;
}

/** One record per stack of the memory profile; its groups by name in the CPU profile's numbers. */
function memoryRecords(measure: MemoryMeasure, { memory, grouping }: TaxInput): Records {
  const columns = memory == null ? null : memoryColumns(memory.profile, measure);
  if (memory == null || columns === null) throw missing(measure, memory?.profile ?? null);
  const weights = new Float64Array(memory.profile.stacks.length);
  for (const column of columns.values) {
    const values = stackWeights(memory, column).weights;
    for (let record = 0; record < weights.length; record++) weights[record]! += values[record]!;
  }
  // In a difference of two profiles less can be alive than before, which nobody owes.
  for (let record = 0; record < weights.length; record++) weights[record] = Math.max(0, weights[record]!);
  const theirs = groupFrames(memory.profile, grouping.granularity);
  const numbers = new Map(grouping.names.map((name, group) => [name, group]));
  const ours = Int32Array.from(theirs.names, (name) => numbers.get(name) ?? NONE);
  const paths = renumbered(visiblePaths(memory, theirs), ours);
  return { rule: measure, paths, weights, sampled: sampledAllocations(memory, columns) };
}

/** The same paths in other numbers; what has none is left out. */
function renumbered({ starts, items }: VisiblePaths, numbers: Int32Array): VisiblePaths {
  const kept = new Int32Array(items.length);
  const bounds = new Int32Array(starts.length);
  let at = 0;
  for (let record = 0; record + 1 < starts.length; record++) {
    for (let i = starts[record]!; i < starts[record + 1]!; i++) {
      const number = numbers[items[i]!]!;
      if (number !== NONE) kept[at++] = number;
    }
    bounds[record + 1] = at;
  }
  return { starts: bounds, items: kept.subarray(0, at) };
}

function missing(measure: MemoryMeasure, profile: Profile | null): ProfileError {
  if (profile === null)
    return new ProfileError(
      'usage',
      `weighing by ${measure} takes a heap or allocation profile; none is given`,
    );
  const types = Array.from(
    profile.sampleTypes as readonly { type: string; unit: string }[],
    ({ type, unit }) => `${type}/${unit}`,
  );
  return new ProfileError('usage', `the memory profile has no ${measure}; it has ${types.join(', ')}`);
}

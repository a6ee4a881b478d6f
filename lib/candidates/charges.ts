/** Records that bear background collection, as items to cover beside the stacks: who they are and how much each bears. */
import type { VisiblePaths } from '../analysis/visible-paths.js';
import { observations } from '../evidence/observations.js';
import type { Profile } from '../profile/profile.js';
import { select } from '../profile/select.js';
import { backgroundTax, type GcWeight } from './tax.js';
import type { Work } from './work.js';

/** A function's part is that of the records it is in, and of a set of functions that of the union of their records, never a sum. */
export interface Charges {
  readonly by: GcWeight;
  /** Per record: the groups of the CPU profile that its stack shows. Records without a known group stand too. */
  readonly paths: VisiblePaths;
  /** Per record: its part of the background collection; they add up to 1, or there are none. */
  readonly parts: Float64Array;
  /** Per record: the endpoint that bears it though no handler is in its stack; NONE where none does. Null: none anywhere. */
  readonly endpointOf: Int32Array | null;
  /** Allocations sampled behind the parts, for their uncertainty. */
  readonly records: number;
}

/** With fewer samples in the allocator than this nobody is charged unasked: a handful would carry the whole bill. */
const LEAST_SAMPLES = 30;

/** `allocs`: a heap or allocation profile of the same program; `by` as for `backgroundTax`, with its defaults and errors. */
export function chargesOf(work: Work, allocs: Profile | null, by?: GcWeight | undefined): Charges {
  const { selection, sampleType, grouping, paths, split } = work;
  const tax = backgroundTax({
    selection,
    sampleType,
    grouping,
    paths,
    split,
    memory: allocs === null ? null : select(allocs),
    rule: by,
  });
  const { shares, paths: below } = tax.records;
  let records = 0;
  let allocating = 0;
  for (let record = 0; record < shares.length; record++) {
    if (shares[record]! === 0) continue;
    records += tax.sampled[record]!;
    if (tax.rule === 'malloc_samples') allocating += work.weights[record]!;
  }
  const samples = observations(selection.profile, sampleType) ?? Number.POSITIVE_INFINITY;
  const few = tax.rule === 'malloc_samples' && (allocating / work.whole) * samples < LEAST_SAMPLES;
  if (tax.chargeable === 0 || tax.rule === 'none' || (few && by === undefined)) return NOBODY;
  return {
    by: tax.rule,
    paths: below,
    parts: shares.map((share) => share / tax.chargeable),
    endpointOf: null,
    records,
  };
}

/** Per group: the part of the background collection that is charged to it, 0..1; callers bear what their callees do. */
export function chargedByGroup({ paths: { starts, items }, parts }: Charges, groups: number): Float64Array {
  const charged = new Float64Array(groups);
  const counted = new Int32Array(groups).fill(-1);
  for (let record = 0; record < parts.length; record++)
    for (let at = starts[record]!; at < starts[record + 1]!; at++) {
      const group = items[at]!;
      if (counted[group] === record) continue;
      counted[group] = record;
      charged[group]! += parts[record]!;
    }
  return charged;
}

const NOBODY: Charges = {
  by: 'none',
  paths: { starts: new Int32Array(1), items: new Int32Array(0) },
  parts: new Float64Array(0),
  endpointOf: null,
  records: 0,
};

/** Background collection charged to whoever caused it, by the bytes that were allocated or the samples that allocated them. */
import { groupFrames } from '../analysis/granularity.js';
import { stackWeights } from '../analysis/stack-weights.js';
import { type VisiblePaths, visiblePaths } from '../analysis/visible-paths.js';
import { ProfileError } from '../base/errors.js';
import { observations } from '../evidence/observations.js';
import { kindNumber } from '../kinds/kinds.js';
import { NONE, type Profile } from '../profile/profile.js';
import { select } from '../profile/select.js';
import type { Work } from './work.js';

/** By what background collection is charged; `alloc-samples` needs no second profile. */
export const GC_WEIGHTS = ['alloc_space', 'alloc_objects', 'inuse_space', 'alloc-samples', 'none'] as const;
export type GcWeight = (typeof GC_WEIGHTS)[number];

/**
 * A collector's samples are not below the functions that allocate. The cost of collecting goes with the rate of allocating,
 * in bytes: cycles a second are that rate over the headroom, a cycle costs in proportion to the live heap, and the
 * headroom is a fixed part of the live heap, which cancels (Go GC guide; docs/candidates.md).
 *
 * These are the records that bear it, beside the stacks: a function's part is that of the records it is in, and of a set of
 * functions that of the union of their records, never a sum.
 */
export interface Charges {
  readonly by: GcWeight;
  /** Per record: the groups of the CPU profile that its stack shows. Records without a known group stand too. */
  readonly paths: VisiblePaths;
  /** Per record: its part of the background collection; they add up to 1, or there are none. */
  readonly parts: Float64Array;
  /** Allocation samples behind the parts, for their uncertainty. */
  readonly records: number;
}

/**
 * `allocs`: a heap or allocation profile of the same program. Without `by`: alloc_space where `allocs` has it, else the
 * samples inside the allocator, or nobody where these are too few. Throws 'usage' where a rule needs a profile, or a sample type, that is not there.
 */
export function chargesOf(work: Work, allocs: Profile | null, by?: GcWeight | undefined): Charges {
  const rule =
    by ?? (allocs === null ? 'alloc-samples' : spaceOf(allocs) === -1 ? 'alloc-samples' : 'alloc_space');
  if (rule === 'none') return nothing(rule);
  if (rule === 'alloc-samples') return fromSamples(work);
  if (allocs === null)
    throw new ProfileError(
      'usage',
      `--gc-weight ${rule} needs an allocation profile; give one with --allocs`,
    );
  const type = rule === 'alloc_space' ? spaceOf(allocs) : typeNamed(allocs, rule);
  if (type === -1) {
    const has = (allocs.sampleTypes as readonly { type: string }[]).map((known) => known.type).join(', ');
    throw new ProfileError('usage', `the allocation profile has no ${rule}; it has ${has}`);
  }
  return fromProfile(work, allocs, type, rule);
}

/** Bytes allocated, as Go, async-profiler and the JVM's recorder name them. */
function spaceOf(allocs: Profile): number {
  for (const name of ['alloc_space', 'alloc-space', 'alloc_bytes', 'alloc', 'space', 'bytes']) {
    const row = typeNamed(allocs, name);
    if (row !== -1) return row;
  }
  return (allocs.sampleTypes as readonly { unit: string }[]).findIndex(({ unit }) => unit === 'bytes');
}

function typeNamed(allocs: Profile, name: string): number {
  return (allocs.sampleTypes as readonly { type: string }[]).findIndex(({ type }) => type === name);
}

/** Nothing is charged to anybody. */
const NO_CHARGES: Charges = {
  by: 'none',
  paths: { starts: new Int32Array(1), items: new Int32Array(0) },
  parts: new Float64Array(0),
  records: 0,
};

function nothing(by: GcWeight): Charges {
  return { ...NO_CHARGES, by };
}

function fromProfile({ grouping }: Work, allocs: Profile, type: number, by: GcWeight): Charges {
  const selection = select(allocs);
  const theirs = groupFrames(allocs, 'function');
  const ours = new Map(grouping.names.map((name, group) => [name, group]));
  const mapped = theirs.names.map((name) => ours.get(name) ?? NONE);
  const { starts, items } = visiblePaths(selection, theirs);
  const { weights } = stackWeights(selection, type);
  let sum = 0;
  let records = 0;
  for (const weight of weights) {
    sum += Math.max(0, weight);
    if (weight > 0) records++;
  }
  if (sum === 0) return nothing(by);
  // Groups that the CPU profile never saw belong to no unit; they keep their part, charged to nobody.
  const known = new Int32Array(items.length);
  const bounds = new Int32Array(starts.length);
  let at = 0;
  for (let stack = 0; stack + 1 < starts.length; stack++) {
    for (let i = starts[stack]!; i < starts[stack + 1]!; i++) {
      const group = mapped[items[i]!]!;
      if (group !== NONE) known[at++] = group;
    }
    bounds[stack + 1] = at;
  }
  return {
    by,
    paths: { starts: bounds, items: known.subarray(0, at) },
    parts: weights.map((weight) => Math.max(0, weight) / sum),
    records,
  };
}

/** With fewer samples in the allocator than this nobody is charged: a handful would carry the whole bill. */
const LEAST_SAMPLES = 30;

/** The stacks that end in the allocator or in marking for it stand for the bytes they ask for. */
function fromSamples({ kinds, weights, paths, selection, sampleType, whole }: Work): Charges {
  const alloc = kindNumber('alloc');
  const assist = kindNumber('assist');
  let sum = 0;
  let records = 0;
  const parts = weights.map((weight, stack) => {
    if (weight <= 0 || (kinds[stack] !== alloc && kinds[stack] !== assist)) return 0;
    sum += weight;
    records++;
    return weight;
  });
  const samples = observations(selection.profile, sampleType) ?? Number.POSITIVE_INFINITY;
  if (sum === 0 || (sum / whole) * samples < LEAST_SAMPLES) return nothing('none');
  return { by: 'alloc-samples', paths, parts: parts.map((part) => part / sum), records };
}

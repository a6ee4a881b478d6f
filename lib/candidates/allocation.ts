/** Memory profiles as evidence of who allocates: their columns, their sampled allocations, and allocators by name. */

import { stackWeights } from '../analysis/stack-weights.js';
import { expm1 } from '../base/elementary.js';
import type { Profile, ValueType } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';

/** V8's column of bytes: alive at the end, but all that were allocated if the program asked for that. */
const UNTOLD = 'space';

/** What a memory profile can be asked for. */
export type MemoryMeasure = 'alloc_space' | 'alloc_objects' | 'inuse_space';

export interface MemoryColumns {
  /** Rows of sampleTypes whose sum is the measure. */
  readonly values: readonly number[];
  /** The columns of the allocated objects and bytes, where there is one of each. */
  readonly objects: number | null;
  readonly bytes: number | null;
  /** The column of the allocations that were caught, where the recording counts them (JFR). */
  readonly caught: number | null;
}

/**
 * Null where the profile does not have the measure. Go and jemalloc: alloc_objects, alloc_space, inuse_objects,
 * inuse_space. async-profiler: alloc_in_new_tlab_bytes and alloc_outside_tlab_bytes, which are summed. JFR: alloc_samples,
 * alloc_space. V8's sampling heap profiler: space, of what is alive or of all, which the file does not say. A profile with
 * one sample type, as of collapsed stacks, is taken to be what it was given for.
 */
export function memoryColumns({ sampleTypes }: Profile, measure: MemoryMeasure): MemoryColumns | null {
  const all = sampleTypes as readonly ValueType[];
  const where = (test: (type: ValueType) => boolean): number[] =>
    all.flatMap((type, row) => (test(type) ? [row] : []));
  const named = (name: string): number[] => where(({ type }) => type === name);
  const bytes = first(
    named('alloc_space'),
    where(({ type, unit }) => /^alloc/.test(type) && unit === 'bytes'),
    named(UNTOLD),
  );
  const objects = first(
    named('alloc_objects'),
    where(({ type, unit }) => /^alloc.*objects/.test(type) && unit === 'count'),
  );
  const alive = first(named('inuse_space'), named(UNTOLD));
  const values = measure === 'alloc_space' ? bytes : measure === 'alloc_objects' ? objects : alive;
  const only = values.length === 0 && all.length === 1 ? [0] : values;
  return only.length === 0
    ? null
    : {
        values: only,
        objects: single(objects),
        bytes: single(bytes),
        caught: single(first(named('alloc_samples'), named(UNTOLD).length > 0 ? named('samples') : [])),
      };
}

/** True where the profile says itself that it has the bytes that were allocated, or has a single number. */
export function saysAllocated(profile: Profile): boolean {
  const types = profile.sampleTypes as readonly ValueType[];
  const columns = memoryColumns(profile, 'alloc_space');
  return columns?.values.every((row) => types[row]!.type !== UNTOLD) ?? false;
}

/**
 * Per stack: how many allocations the profiler caught. Scaled profiles say how many there were: of objects of b bytes each
 * is caught with probability 1 - exp(-b / period), so the count is objects x that. Without period or counts it is 1.
 */
export function sampledAllocations(
  memory: Selection,
  { objects, bytes, caught: counted }: MemoryColumns,
): Float64Array {
  const { period } = memory.profile;
  const rows = new Float64Array(memory.profile.stacks.length).fill(1);
  if (counted !== null) return stackWeights(memory, counted).weights;
  if (objects === null || bytes === null || period === null || period.type.unit !== 'bytes') return rows;
  const counts = stackWeights(memory, objects).weights;
  const sizes = stackWeights(memory, bytes).weights;
  for (let row = 0; row < rows.length; row++) {
    if (!(counts[row]! > 0)) continue;
    const caught = period.value > 1 ? -expm1(-sizes[row]! / counts[row]! / period.value) : 1;
    rows[row] = Math.max(1, counts[row]! * caught);
  }
  return rows;
}

/** Go, HotSpot and V8: entries of the allocator of the collected heap; growing stacks and freeing are no part of it. */
const ALLOCATORS = [
  /^runtime\.(mallocgc|gcAssistAlloc)/,
  /\b(MemAllocator::allocate|OptoRuntime::new_|InterpreterRuntime::(_new|newarray|anewarray|multianewarray)\b)/,
  /\b(Builtins_AllocateIn|Heap::AllocateRaw|Runtime_AllocateIn|Factory\w*::(New|Allocate))/,
];

/** True for functions all of whose work below them is allocation, assisting the collector among it. */
export function isAllocation(name: string): boolean {
  return ALLOCATORS.some((pattern) => pattern.test(name));
}

function first(...choices: readonly (readonly number[])[]): readonly number[] {
  return choices.find(({ length }) => length > 0) ?? [];
}

function single(rows: readonly number[]): number | null {
  return rows.length === 1 ? rows[0]! : null;
}

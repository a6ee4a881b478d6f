/** How sure the shares and the order of candidates are: intervals, places, and neighbours that cannot be told apart. */
import { drawShares, type ShareDraws, sumColumns } from '../evidence/bootstrap.js';
import { shareIntervals } from '../evidence/clusters.js';
import { type ConcentrationIntervals, concentrationIntervals } from '../evidence/concentration-intervals.js';
import type { Interval } from '../evidence/intervals.js';
import { observations } from '../evidence/observations.js';
import {
  type ProfileTable,
  type StackSources,
  splitClasses,
  stackClasses,
  stackSources,
} from '../evidence/profile-table.js';
import type { Random } from '../evidence/random.js';
import { neighbours, placeChances } from '../evidence/ranks.js';
import { BINS } from '../kinds/background.js';
import { NONE } from '../profile/profile.js';
import { leafmostOwn } from './direct.js';
import { partAt } from './serving.js';
import type { Units } from './units.js';
import type { Work } from './work.js';

export interface Certainty {
  /** Per unit: 95 % interval of its share, background collection that it is charged with included. */
  readonly intervals: readonly Interval[];
  /** The same of all of them together. */
  readonly together: Interval;
  /** Observations behind the whole, and what the intervals take for granted. */
  readonly samples: number;
  readonly caption: string;
}

/** What each profile contributes: only samples that are somebody's work fall on stacks; idle time is of no share. */
export interface WorkSources extends StackSources {
  /** Per profile: weight of background collection, and of what serves requests outside every handler. */
  readonly gc: Float64Array;
  readonly serving: Float64Array;
  /** Per stack: 1 where it serves; null where nothing is shared out. */
  readonly servingStacks: Uint8Array | null;
}

/** The parts of these two that something has. */
export interface Bill {
  readonly gc: number;
  readonly serving: number;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** `serving`: 1 for each stack that serves requests outside every handler; null where nobody is to have a part in it. */
export function workSources(work: Work, servingStacks: Uint8Array | null = null): WorkSources {
  const { selection, sampleType, backgroundWeights: bins } = work;
  const { profile, keptSamples } = selection;
  const values = profile.samples.values[sampleType]! as Float64Array;
  const stackOf = profile.samples.stack as Numbers;
  const sourceOf = profile.samples.source as Numbers | null;
  // A stack's samples are rarely of several bins (threads tell a JVM's): its weight goes to each in proportion.
  const parts = BINS.map((name) => bins[name]);
  const kept = new Uint8Array(values.length);
  const sums = Float64Array.from(stackSums(parts, profile.stacks.length));
  const sources = sourceOf === null ? 1 : profile.sources.length;
  const gc = new Float64Array(sources);
  const serving = new Float64Array(sources);
  const idle = new Float64Array(sources);
  let outside = 0;
  let all = 0;
  for (let sample = 0; sample < values.length; sample++) {
    const value = Math.abs(values[sample]!);
    all += value;
    if (value === 0 || (keptSamples !== null && keptSamples[sample] === 0)) continue;
    const stack = stackOf[sample]!;
    const source = sourceOf === null ? 0 : sourceOf[sample]!;
    const of = (bin: 'idle' | 'profiler' | 'gc' | 'none'): number =>
      sums[stack] === 0 ? 0 : ((bins[bin]?.[stack] ?? 0) / sums[stack]!) * value;
    const lost = of('idle') + of('profiler');
    idle[source]! += lost;
    outside += lost;
    gc[source]! += of('gc');
    kept[sample] = of('none') > 0.5 * value ? 1 : 0;
    if (servingStacks !== null && servingStacks[stack] === 1 && kept[sample] === 1) serving[source]! += value;
  }
  const found = stackSources({ ...selection, keptSamples: kept }, sampleType);
  const count = observations(profile, sampleType) ?? found.observations;
  return {
    ...found,
    sizes: found.sizes.map((size, source) => Math.max(0, size - idle[source]!)),
    observations: all > 0 ? (count * (all - outside)) / all : 0,
    gc,
    serving,
    servingStacks,
  };
}

/** `bills`: of each unit, and then of all together. */
export function certaintyOf(
  sources: WorkSources,
  units: Units,
  chosen: readonly number[],
  bills: readonly Bill[],
): Certainty {
  const { sizes, gc, serving, observations: samples } = sources;
  const columns = chosen.length + 1;
  const hits = new Float64Array(sizes.length * columns);
  const covered = new Set<number>();
  const add = (stack: number, column: number): void => {
    for (let i = sources.starts[stack]!; i < sources.starts[stack + 1]!; i++)
      hits[sources.profile[i]! * columns + column]! += sources.weight[i]!;
  };
  chosen.forEach((unit, column) => {
    for (let i = units.starts[unit]!; i < units.starts[unit + 1]!; i++) {
      const stack = units.items[i]!;
      if (stack >= units.stacks) continue;
      add(stack, column);
      if (covered.has(stack)) continue;
      covered.add(stack);
      add(stack, columns - 1);
    }
  });
  for (let source = 0; source < sizes.length; source++)
    for (let column = 0; column < columns; column++)
      hits[source * columns + column]! +=
        gc[source]! * bills[column]!.gc + serving[source]! * bills[column]!.serving;
  const { low, high, caption } = shareIntervals({
    profiles: sizes.length,
    columns,
    hits,
    sizes,
    observations: samples,
  });
  const intervals = Array.from(low, (bound, column) => ({ low: bound, high: high[column]! }));
  return { intervals: intervals.slice(0, -1), together: intervals[columns - 1]!, samples, caption };
}

/** Intervals of how few own functions hold how much of the own code's direct work; null where there is none. */
export function spreadOf(
  work: Work,
  { starts, profile, weight, sizes, observations: count }: WorkSources,
  random: Random,
): ConcentrationIntervals | null {
  const functionOf = leafmostOwn(work);
  const columnOf = new Int32Array(work.grouping.length).fill(NONE);
  let columns = 0;
  for (let stack = 0; stack < functionOf.length; stack++) {
    const group = functionOf[stack]!;
    if (group !== NONE && columnOf[group] === NONE) columnOf[group] = columns++;
  }
  const hits = new Float64Array(sizes.length * columns);
  const own = new Float64Array(sizes.length);
  for (let stack = 0; stack < functionOf.length; stack++) {
    const group = functionOf[stack]!;
    if (group === NONE) continue;
    const column = columnOf[group]!;
    for (let i = starts[stack]!; i < starts[stack + 1]!; i++) {
      hits[profile[i]! * columns + column]! += weight[i]!;
      own[profile[i]!]! += weight[i]!;
    }
  }
  const sum = (numbers: Float64Array): number => numbers.reduce((all, number) => all + number, 0);
  const observations = sum(sizes) > 0 ? (count * sum(own)) / sum(sizes) : 0;
  return concentrationIntervals({ profiles: sizes.length, columns, hits, sizes: own, observations }, random);
}

/** The order of some units by share, as it might have come out. */
export interface Order {
  /** Per unit: chance to be among the first `within`. */
  readonly chances: readonly number[];
  readonly within: number;
  /** Pairs that follow each other in the order of shares and cannot be told apart, by place in `chosen`. */
  readonly tied: readonly {
    readonly first: number;
    readonly second: number;
    readonly profilesNeeded: number | null;
  }[];
  readonly caption: string;
}

export function orderOf(
  sources: WorkSources,
  units: Units,
  chosen: readonly number[],
  bills: readonly Bill[],
  within: number,
  random: Random,
): Order {
  const { draws, gcColumn, servingColumns, members } = drawUnits(sources, units, chosen, random);
  const served = sumColumns(draws, servingColumns);
  const values = chosen.map((_, i) => {
    const sums = sumColumns(draws, members[i]!);
    for (let draw = 0; draw < sums.length; draw++)
      sums[draw]! +=
        bills[i]!.gc * draws.shares[draw * draws.columns + gcColumn]! + bills[i]!.serving * served[draw]!;
    return sums;
  });
  const median = values.map((column) => Float64Array.from(column).sort()[column.length >> 1] ?? 0);
  const order = [...chosen.keys()].sort((a, b) => median[b]! - median[a]! || a - b);
  const profiles = draws.method === 'profiles' ? draws.profiles : 1;
  return {
    chances: [...placeChances(values, within)],
    within,
    tied: neighbours(values, order, profiles)
      .filter(({ apart }) => !apart)
      .map(({ first, second, profilesNeeded }) => ({ first, second, profilesNeeded })),
    caption: draws.caption,
  };
}

interface UnitDraws {
  readonly draws: ShareDraws;
  readonly gcColumn: number;
  readonly servingColumns: readonly number[];
  /** Per unit: the classes of stacks that make it up. */
  readonly members: readonly (readonly number[])[];
}

/** Stacks in the same units are one class, so a few columns stand for all of them. */
function drawUnits(sources: WorkSources, units: Units, chosen: readonly number[], random: Random): UnitDraws {
  const lists = chosen.map((unit) =>
    units.items.subarray(units.starts[unit]!, units.starts[unit + 1]!).filter((item) => item < units.stacks),
  );
  const starts = Int32Array.from([0, ...lists.map((list) => list.length)]);
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const items = new Int32Array(starts[lists.length]!);
  for (const [i, list] of lists.entries()) items.set(list, starts[i]!);
  const ofUnits = stackClasses(units.stacks, { length: lists.length, starts, items });
  const { servingStacks } = sources;
  const classes = servingStacks === null ? ofUnits : splitClasses(ofUnits, servingStacks);
  const served = new Set<number>();
  const columns = classes.length + 1;
  const hits = new Float64Array(sources.sizes.length * columns);
  for (let stack = 0; stack < units.stacks; stack++) {
    if (servingStacks?.[stack] === 1) served.add(classes.classOf[stack]!);
    for (let i = sources.starts[stack]!; i < sources.starts[stack + 1]!; i++)
      hits[sources.profile[i]! * columns + classes.classOf[stack]!]! += sources.weight[i]!;
  }
  for (let source = 0; source < sources.sizes.length; source++)
    hits[source * columns + classes.length] = sources.gc[source]!;
  const table: ProfileTable = {
    profiles: sources.sizes.length,
    columns,
    hits,
    sizes: sources.sizes,
    observations: sources.observations,
  };
  const members = lists.map((list) =>
    [...new Set(Array.from(list, (stack) => classes.classOf[stack]!))].sort((a, b) => a - b),
  );
  return {
    draws: drawShares(table, random, { draws: 1000 }),
    gcColumn: classes.length,
    servingColumns: [...served],
    members,
  };
}

/** What the payoff model draws the set from: its work by kind, what serves it by kind, and background collection. */
export interface SetColumns {
  readonly table: ProfileTable;
  /** Per kind of work of the set and then of what serves it, in the orders given: its column. */
  readonly parts: readonly (readonly number[])[];
  /** Background collection: its column. */
  readonly taxes: readonly (readonly number[])[];
  readonly serving: ServingColumns | null;
}

/** The pool that serves requests outside every handler: columns [first, end) hold all of it, of which the set has a part. */
export interface ServingColumns {
  readonly first: number;
  readonly end: number;
  /** The part where it is known, by labels. */
  readonly part: number | null;
  /** Else weights of the set's handlers, and of all, to a power between 0 and 1 that nobody knows. */
  readonly chosen: readonly number[];
  readonly all: readonly number[];
}

/** The pool's stacks and the kinds of their work, in order. */
export interface ServingStacks extends Omit<ServingColumns, 'first' | 'end'> {
  readonly stacks: Uint8Array;
  readonly kindNumbers: readonly number[];
}

/** `within`: 1 for each stack of the set; `kinds`: of each stack; `kindNumbers`: those that the set has. */
export function setColumns(
  sources: WorkSources,
  { within, kinds }: { readonly within: Uint8Array; readonly kinds: Uint8Array },
  kindNumbers: readonly number[],
  serving: ServingStacks | null,
): SetColumns {
  const along = serving?.kindNumbers ?? [];
  const columns = kindNumbers.length + along.length + 1;
  const columnOf = new Map(kindNumbers.map((number, column) => [number, column]));
  const alongOf = new Map(along.map((number, column) => [number, kindNumbers.length + column]));
  const hits = new Float64Array(sources.sizes.length * columns);
  for (let stack = 0; stack < within.length; stack++) {
    const of = within[stack] === 1 ? columnOf : serving?.stacks[stack] === 1 ? alongOf : null;
    const column = of?.get(kinds[stack]!);
    if (column === undefined) continue;
    for (let i = sources.starts[stack]!; i < sources.starts[stack + 1]!; i++)
      hits[sources.profile[i]! * columns + column]! += sources.weight[i]!;
  }
  for (let source = 0; source < sources.sizes.length; source++)
    hits[source * columns + columns - 1] = sources.gc[source]!;
  const { sizes, observations: count } = sources;
  return {
    table: { profiles: sizes.length, columns, hits, sizes, observations: count },
    parts: [...kindNumbers, ...along].map((_, column) => [column]),
    taxes: [[columns - 1]],
    serving:
      serving === null
        ? null
        : {
            first: kindNumbers.length,
            end: kindNumbers.length + along.length,
            part: serving.part,
            chosen: serving.chosen,
            all: serving.all,
          },
  };
}

/** Draws of the profile; percentiles of 2.5 % then rest on 50. */
const SET_DRAWS = 2000;

/**
 * The set as it might have come out. Nobody knows how far handlers differ by frequency and how far by cost, so each draw
 * takes a power between 0 and 1.
 */
export function drawColumns({ table, serving }: SetColumns, random: Random): ShareDraws {
  const drawn = drawShares(table, random, { draws: SET_DRAWS });
  if (serving === null) return drawn;
  const powers = random.stream('serving');
  for (let draw = 0; draw < drawn.draws; draw++) {
    const at = powers.uniform();
    const part = serving.part ?? partAt(serving.chosen, serving.all, at);
    for (let column = serving.first; column < serving.end; column++)
      drawn.shares[draw * table.columns + column]! *= part;
  }
  return drawn;
}

function stackSums(parts: readonly (Float64Array | null)[], stacks: number): Float64Array {
  const sums = new Float64Array(stacks);
  for (const part of parts)
    if (part !== null) for (let s = 0; s < stacks; s++) sums[s]! += Math.abs(part[s]!);
  return sums;
}

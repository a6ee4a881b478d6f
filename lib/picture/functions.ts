/** The functions of a flame graph: names, owners, exact weights of both sides, intervals, the runtime's bill. */
import { functionName, type Grouping, groupDetails, moduleOf } from '../analysis/granularity.js';
import { packageOf } from '../analysis/package-name.js';
import { totals } from '../analysis/totals.js';
import { visiblePaths } from '../analysis/visible-paths.js';
import { shareIntervals } from '../evidence/clusters.js';
import { groupTable, type ProfileTable, stackSources } from '../evidence/profile-table.js';
import type { FrameKinds } from '../kinds/classify.js';
import { KINDS } from '../kinds/kinds.js';
import { ownerOf } from '../kinds/ownership.js';
import { matcher } from '../profile/patterns.js';
import { NONE } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import type { Sides } from './build.js';
import type { FlameFunctions } from './flame.js';

export interface FunctionsInput {
  readonly grouping: Grouping;
  readonly sampleType: number;
  readonly sides: Sides;
  readonly frames: FrameKinds;
  /** Groups that have a node. */
  readonly shown: ReadonlySet<number>;
  readonly own: string | undefined;
  readonly tax: ReadonlyMap<string, number> | undefined;
  /** 1 for each sample that shares are not of. */
  readonly leftOut: Uint8Array | null;
}

export interface FoundFunctions {
  readonly columns: FlameFunctions;
  /** NONE for groups that are not among them. */
  readonly rowOfGroup: Int32Array;
  readonly intervalCaption: string;
}

/** Functions without a node that belong in the table all the same, at most. */
const LARGEST_BY_SELF = 1000;

/** By total, then name. */
export function flameFunctions(selection: Selection, input: FunctionsInput): FoundFunctions {
  const { grouping, sampleType, sides, frames, shown, tax } = input;
  const { profile } = selection;
  const head = totals(sides.head, grouping, sampleType);
  const base = sides.base === null ? null : totals(sides.base, grouping, sampleType);
  const weight = (group: number): number =>
    Math.abs(head.totals[group]!) + Math.abs(base?.totals[group] ?? 0);
  const self = (group: number): number => Math.abs(head.self[group]!) + Math.abs(base?.self[group] ?? 0);
  const beside = [...grouping.names.keys()]
    .filter((group) => !shown.has(group) && self(group) > 0)
    .sort((a, b) => self(b) - self(a) || a - b)
    .slice(0, LARGEST_BY_SELF);
  const groups = [...shown, ...beside].sort(
    (a, b) => weight(b) - weight(a) || (grouping.names[a]! < grouping.names[b]! ? -1 : 1),
  );
  const rowOfGroup = new Int32Array(grouping.length).fill(NONE);
  groups.forEach((group, row) => {
    rowOfGroup[group] = row;
  });
  // Of two sides, each has its own whole: an interval of their mixture would say nothing.
  const intervals = base === null ? shareIntervals(tableOf(selection, input)) : null;
  const isOwn = input.own === undefined ? null : matcher(input.own, 'own');
  const details = groups.map((group) => groupDetails(profile, grouping, group));
  const frameOf = (group: number): number => grouping.exampleFrame[group]!;
  const column = (of: ArrayLike<number> | undefined): Float64Array =>
    Float64Array.from(groups, (group) => Math.abs(of?.[group] ?? 0));
  return {
    columns: {
      length: groups.length,
      name: groups.map((group) => grouping.names[group]!),
      file: details.map(({ file }) => file ?? ''),
      package: groups.map((group, row) => packageOf(grouping.names[group]!, details[row]!.file ?? null)),
      owner: groups.map((group, row) =>
        ownerOf(
          functionName(profile, frameOf(group)),
          moduleOf(profile, frameOf(group)),
          details[row]!.file ?? null,
          isOwn,
        ),
      ),
      kind: groups.map((group) => KINDS[frames.kinds[frameOf(group)]!] ?? 'unsymbolized'),
      self: column(head.self),
      total: column(head.totals),
      baseSelf: column(base?.self),
      baseTotal: column(base?.totals),
      low: column(intervals?.low),
      high: column(intervals?.high),
      tax: Float64Array.from(groups, (group) => tax?.get(grouping.names[group]!) ?? 0),
    },
    rowOfGroup,
    intervalCaption: intervals?.caption ?? '',
  };
}

/** Weight of every function by profile; what is left out is of no profile's whole. */
function tableOf(selection: Selection, { grouping, sampleType, leftOut }: FunctionsInput): ProfileTable {
  const sources = stackSources(selection, sampleType);
  const sizes = sources.sizes.slice();
  const { samples } = selection.profile;
  const values = samples.values[sampleType]! as Float64Array;
  const sourceOf = samples.source as { readonly [sample: number]: number } | null;
  leftOut?.forEach((out, sample) => {
    if (out === 1) sizes[sourceOf?.[sample] ?? 0]! -= Math.abs(values[sample]!);
  });
  return groupTable({ ...sources, sizes }, visiblePaths(selection, grouping), grouping.length);
}

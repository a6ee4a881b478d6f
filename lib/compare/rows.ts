/** The rows of a comparison: the groups of both sides, joined where they are the same. */
import { groupDetails } from '../analysis/granularity.js';
import { NONE } from '../profile/profile.js';
import type { Member } from './matching.js';
import type { Side, SideTable } from './side.js';

export interface Joined {
  readonly length: number;
  readonly names: readonly string[];
  /** The base's name where it differs. */
  readonly formerNames: readonly (string | null)[];
  /** Row of each group, by side. */
  readonly baseRows: Int32Array;
  readonly headRows: Int32Array;
  /** Where a row is, by the head if it has it. */
  details(row: number): { file: string | null; line: number; module: string | null };
  /** The function that a row belongs to, for acknowledgements. */
  functionOf(row: number): { name: string; file: string | null };
}

/** The groups of a side with what matching needs. */
export function membersOf(side: Side, table: SideTable): Member[] {
  const { profile } = side.selection;
  const { grouping } = side;
  const groups = grouping.length;
  const sums = new Float64Array(groups);
  for (let at = 0; at < table.total.length; at++) sums[at % groups]! += table.total[at]!;
  const strings = profile.strings as readonly string[];
  const numbers = (column: unknown, row: number): number => (column as ArrayLike<number>)[row]!;
  return grouping.names.map((name, group) => {
    const { file, line } = groupDetails(profile, grouping, group);
    const fn = numbers(profile.frames.function, grouping.exampleFrame[group]!);
    const share = Math.abs(sums[group]!) / side.total;
    return {
      name,
      file,
      line,
      startLine: fn === NONE ? 0 : numbers(profile.functions.startLine, fn),
      functionName: fn === NONE ? null : strings[numbers(profile.functions.name, fn)]!,
      share,
      samples: share * side.samples,
    };
  });
}

/** Rows are the head's groups, then those of the base that the head has not. */
export function joinSides(
  [old, now]: readonly [Side, Side],
  [base, head]: readonly [readonly Member[], readonly Member[]],
  headOf: Int32Array,
): Joined {
  const names = head.map(({ name }) => name);
  const formerNames: (string | null)[] = head.map(() => null);
  const groups: { readonly side: Side; readonly member: Member; readonly group: number }[] = head.map(
    (member, group) => ({ side: now, member, group }),
  );
  const baseRows = Int32Array.from(base, (member, group) => {
    const row = headOf[group]!;
    if (row === -1) {
      groups.push({ side: old, member, group });
      formerNames.push(null);
      return names.push(member.name) - 1;
    }
    if (member.name !== names[row]) formerNames[row] = member.name;
    return row;
  });
  return {
    length: names.length,
    names,
    formerNames,
    baseRows,
    headRows: Int32Array.from(head, (_, group) => group),
    details: (row) => {
      const { side, group } = groups[row]!;
      return groupDetails(side.selection.profile, side.grouping, group);
    },
    functionOf: (row) => {
      const { member } = groups[row]!;
      return { name: member.functionName ?? member.name, file: member.file };
    },
  };
}

/** The table of groups as one of rows. */
export function spread(table: SideTable, rowOf: Int32Array, rows: number): SideTable {
  const groups = rowOf.length;
  const profiles = groups === 0 ? 0 : table.self.length / groups;
  const column = (from: Float64Array): Float64Array => {
    const to = new Float64Array(profiles * rows);
    for (let profile = 0; profile < profiles; profile++)
      for (let group = 0; group < groups; group++)
        to[profile * rows + rowOf[group]!] = from[profile * groups + group]!;
    return to;
  };
  return { self: column(table.self), total: column(table.total) };
}

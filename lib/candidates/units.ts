/** Units of rewriting as sets of items: stacks, and records that bear background collection. */
import type { VisiblePaths } from '../analysis/visible-paths.js';
import { NONE } from '../profile/profile.js';
import type { Charges } from './charges.js';
import type { UnitSets } from './cover.js';
import type { Handlers } from './handlers.js';
import type { Work } from './work.js';

/** Items below `stacks` are stacks of the profile; item `stacks + r` is record r of the charges. */
export interface Units extends UnitSets {
  readonly stacks: number;
  /** Per unit: the group that is its root, or the number of an endpoint that only a label tells. */
  readonly groups: readonly number[];
}

/** Each of `groups` with everything below it, wherever it is called from. */
export function functionUnits(work: Work, charges: Charges, groups: readonly number[]): Units {
  const stacks = work.weights.length;
  const unitOf = unitsOf(groups, work.grouping.length);
  return collect(groups, stacks, (visit) => {
    visitPaths(work.paths, unitOf, groups.length, 0, visit);
    visitPaths(charges.paths, unitOf, groups.length, stacks, visit);
  });
}

/** Each of the endpoints, with its stacks and the records that are charged to it: endpoints share no work. */
export function endpointUnits(
  work: Work,
  charges: Charges,
  { ofStack }: Handlers,
  endpoints: readonly number[],
): Units {
  const stacks = ofStack.length;
  const unitOf = unitsOf(endpoints, work.grouping.length);
  const byLabel = new Map(endpoints.map((endpoint, unit) => [endpoint, unit]));
  const { endpointOf } = charges;
  return collect(endpoints, stacks, (visit) => {
    for (let stack = 0; stack < stacks; stack++) {
      const unit = byLabel.get(ofStack[stack]!);
      if (unit !== undefined) visit(unit, stack);
    }
    visitPaths(charges.paths, unitOf, endpoints.length, stacks, visit);
    if (endpointOf === null) return;
    for (let record = 0; record < endpointOf.length; record++) {
      const unit = byLabel.get(endpointOf[record]!);
      if (unit !== undefined) visit(unit, stacks + record);
    }
  });
}

/** 1 for each stack that one of the chosen units holds. */
export function stacksOf(units: Units, chosen: readonly number[]): Uint8Array {
  const within = new Uint8Array(units.stacks);
  for (const unit of chosen)
    for (let i = units.starts[unit]!; i < units.starts[unit + 1]!; i++)
      if (units.items[i]! < units.stacks) within[units.items[i]!] = 1;
  return within;
}

/** Weight of the stacks that count. */
export function weightWithin({ weights }: Work, within: Uint8Array): number {
  let sum = 0;
  for (let stack = 0; stack < weights.length; stack++) if (within[stack] === 1) sum += weights[stack]!;
  return sum;
}

/** The part of the background collection, 0..1, that the records of the chosen units bear together. */
export function chargedPart(units: Units, chosen: readonly number[], { parts }: Charges): number {
  const counted = new Uint8Array(parts.length);
  let sum = 0;
  for (const unit of chosen)
    for (let i = units.starts[unit]!; i < units.starts[unit + 1]!; i++) {
      const record = units.items[i]! - units.stacks;
      if (record < 0 || counted[record] === 1) continue;
      counted[record] = 1;
      sum += parts[record]!;
    }
  return sum;
}

type Visit = (unit: number, item: number) => void;

function unitsOf(groups: readonly number[], groupCount: number): Int32Array {
  const unitOf = new Int32Array(groupCount).fill(NONE);
  groups.forEach((group, unit) => {
    if (group < groupCount) unitOf[group] = unit;
  });
  return unitOf;
}

/** Tells each unit once of every path that it is in. */
function visitPaths(
  { starts, items }: VisiblePaths,
  unitOf: Int32Array,
  units: number,
  offset: number,
  visit: Visit,
): void {
  const seen = new Int32Array(units).fill(NONE);
  for (let path = 0; path + 1 < starts.length; path++)
    for (let i = starts[path]!; i < starts[path + 1]!; i++) {
      const unit = unitOf[items[i]!]!;
      if (unit === NONE || seen[unit] === path) continue;
      seen[unit] = path;
      visit(unit, path + offset);
    }
}

/** Two passes: one to count, one to fill. */
function collect(groups: readonly number[], stacks: number, pass: (visit: Visit) => void): Units {
  const starts = new Int32Array(groups.length + 1);
  pass((unit) => {
    starts[unit + 1]!++;
  });
  for (let unit = 0; unit < groups.length; unit++) starts[unit + 1]! += starts[unit]!;
  const next = starts.slice();
  const items = new Int32Array(starts[groups.length]!);
  pass((unit, item) => {
    items[next[unit]!++] = item;
  });
  return { length: groups.length, starts, items, stacks, groups };
}

/** Pairs the groups of both sides: equal names first, then those that a rename, a renumbering or a move explains. */
import type { Granularity } from '../analysis/granularity.js';
import type { NameMatch } from './comparison.js';
import { closureFamily, type Named, nameKeys } from './name-keys.js';

/** A group of one side with what it weighs. */
export interface Member extends Named {
  /** Its total as a part of its side's whole. */
  readonly share: number;
  /** Samples that show it. */
  readonly samples: number;
}

export interface Pairing {
  /** Per base group: the head's group that it is, or -1. */
  readonly headOf: Int32Array;
  readonly matches: readonly NameMatch[];
}

/** A member with fewer samples may be missing on a side by luck. */
const ENOUGH = 5;
/** Aligning is quadratic, and so many closures are generated code. */
const LARGEST_FAMILY = 200;

/**
 * 1. Equal names. 2. Families of numbered closures of which a member that matters is on one side only are aligned anew, in
 * their order, so that the values differ least: a closure put before others renumbers them. 3. What is left is paired
 * by weaker keys, where exactly one on each side has the key. Compared by name alone, so two profiles of the same
 * program always pair equal names.
 */
export function pairNames(
  base: readonly Member[],
  head: readonly Member[],
  granularity: Granularity,
): Pairing {
  const headOf = new Int32Array(base.length).fill(-1);
  const baseOf = new Int32Array(head.length).fill(-1);
  const byName = new Map(head.map(({ name }, group) => [name, group]));
  const matches: NameMatch[] = [];
  const pair = (b: number, h: number): void => {
    headOf[b] = h;
    baseOf[h] = b;
  };
  base.forEach(({ name }, group) => {
    const found = byName.get(name);
    if (found !== undefined) pair(group, found);
  });
  if (granularity === 'function')
    for (const [b, h] of renumbered(base, head, headOf, baseOf)) {
      pair(b, h);
      if (base[b]!.name !== head[h]!.name)
        matches.push({ base: base[b]!.name, head: head[h]!.name, how: 'closure' });
    }
  const [gone, added] = [keysOf(base, headOf, granularity), keysOf(head, baseOf, granularity)];
  const steps = Math.max(0, ...[...gone, ...added].map(({ keys }) => keys.length));
  for (let step = 0; step < steps; step++) {
    const heads = uniqueBy(added, baseOf, step);
    for (const [key, b] of uniqueBy(gone, headOf, step)) {
      const h = heads.get(key);
      if (b === null || h === undefined || h === null) continue;
      const { how } = nameKeys(granularity, base[b]!)[step]!;
      // A function that was seen once on one side has not moved when another is seen once on the other.
      if (
        how === 'moved' &&
        granularity === 'function' &&
        Math.min(base[b]!.samples, head[h]!.samples) < ENOUGH
      )
        continue;
      pair(b, h);
      matches.push({ base: base[b]!.name, head: head[h]!.name, how });
    }
  }
  return { headOf, matches };
}

interface Keyed {
  readonly group: number;
  readonly keys: readonly string[];
}

function keysOf(members: readonly Member[], pairOf: Int32Array, granularity: Granularity): Keyed[] {
  const found: Keyed[] = [];
  members.forEach((member, group) => {
    if (pairOf[group] === -1)
      found.push({ group, keys: nameKeys(granularity, member).map(({ key }) => key) });
  });
  return found;
}

/** Group of each key at a step; null where several have it. */
function uniqueBy(members: readonly Keyed[], pairOf: Int32Array, step: number): Map<string, number | null> {
  const found = new Map<string, number | null>();
  for (const { group, keys } of members) {
    const key = keys[step];
    if (key === undefined || pairOf[group] !== -1) continue;
    found.set(key, found.has(key) ? null : group);
  }
  return found;
}

interface Numbered {
  readonly group: number;
  readonly numbers: readonly number[];
}

/** Undoes the pairs of families that do not fit and yields better ones. */
function renumbered(
  base: readonly Member[],
  head: readonly Member[],
  headOf: Int32Array,
  baseOf: Int32Array,
): [number, number][] {
  const [bases, heads] = [familiesOf(base), familiesOf(head)];
  const pairs: [number, number][] = [];
  for (const [family, old] of bases) {
    const now = heads.get(family);
    if (now === undefined || old.length > LARGEST_FAMILY || now.length > LARGEST_FAMILY) continue;
    const differs =
      old.some(({ group }) => headOf[group] === -1 && base[group]!.samples >= ENOUGH) ||
      now.some(({ group }) => baseOf[group] === -1 && head[group]!.samples >= ENOUGH);
    if (!differs) continue;
    for (const { group } of old) headOf[group] = -1;
    for (const { group } of now) baseOf[group] = -1;
    for (const [i, j] of align(
      old.map(({ group }) => base[group]!.share),
      now.map(({ group }) => head[group]!.share),
    ))
      pairs.push([old[i]!.group, now[j]!.group]);
  }
  return pairs;
}

function familiesOf(members: readonly Member[]): Map<string, Numbered[]> {
  const families = new Map<string, Numbered[]>();
  members.forEach(({ name }, group) => {
    const found = closureFamily(name);
    if (found === null) return;
    const family = families.get(found.family);
    if (family === undefined) families.set(found.family, [{ group, numbers: found.numbers }]);
    else family.push({ group, numbers: found.numbers });
  });
  for (const family of families.values())
    family.sort((a, b) => inOrder(a.numbers, b.numbers) || a.group - b.group);
  return families;
}

function inOrder(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - (b[i] ?? 0);
  return 0;
}

/** Pairs (i, j) in rising order of both for which sum |a - b| plus all that is left alone is least; ties pair more. */
export function align(a: readonly number[], b: readonly number[]): [number, number][] {
  const width = b.length + 1;
  const cost = new Float64Array((a.length + 1) * width);
  for (let i = 0; i <= a.length; i++)
    for (let j = 0; j <= b.length; j++) {
      if (i === 0 && j === 0) continue;
      const both =
        i > 0 && j > 0 ? cost[(i - 1) * width + j - 1]! + Math.abs(a[i - 1]! - b[j - 1]!) : Infinity;
      const left = i > 0 ? cost[(i - 1) * width + j]! + a[i - 1]! : Infinity;
      const right = j > 0 ? cost[i * width + j - 1]! + b[j - 1]! : Infinity;
      cost[i * width + j] = Math.min(both, left, right);
    }
  const pairs: [number, number][] = [];
  let [i, j] = [a.length, b.length];
  while (i > 0 && j > 0) {
    const here = cost[i * width + j]!;
    if (here === cost[(i - 1) * width + j - 1]! + Math.abs(a[i - 1]! - b[j - 1]!)) pairs.push([--i, --j]);
    else if (here === cost[(i - 1) * width + j]! + a[i - 1]!) i--;
    else j--;
  }
  return pairs.reverse();
}

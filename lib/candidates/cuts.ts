/** Where to cut: who enters a rewritten function, who could be cut instead, and what it calls that must stay behind. */
import { type Kind, kindNumber } from '../kinds/kinds.js';
import { NONE } from '../profile/profile.js';
import { MOST_OF_ALL } from './roots.js';
import type { Units } from './units.js';
import type { Work } from './work.js';

/** How a unit hangs together with the code around it. Shares are of the profile without idle time. */
export interface Cut {
  /** Functions that call it, largest first; in each stack the caller of its rootmost frame. */
  readonly callers: readonly { readonly name: string; readonly share: number }[];
  /**
   * A function of the team's that nearly all of it (90 %) is called through, nearest first: cutting there instead takes at
   * least as much, and enters the new code less often. Null where there is none, or it is a root of the program.
   */
  readonly dominator: { readonly name: string; readonly share: number; readonly through: number } | null;
  /**
   * What it calls that stays in the old program: clients of databases, logs, RPC and the network. Each is a call back, two
   * crossings; `share` is the weight below it.
   */
  readonly callbacks: readonly { readonly name: string; readonly kind: Kind; readonly share: number }[];
}

const DOMINATED = 0.9;
const MOST_LISTED = 5;
/** A smaller part of the unit than this is not listed. */
const LEAST_PART = 0.01;
const STAYS: readonly Kind[] = ['db', 'rpc', 'log', 'net'];

/** `isRoot`: groups that cannot be cut. Linear in the positions of the unit's stacks. */
export function cutOf(work: Work, units: Units, unit: number, isRoot: (group: number) => boolean): Cut {
  const { paths, framePaths, frames, weights, owners, grouping, whole } = work;
  const { starts, items } = paths;
  const root = units.groups[unit]!;
  const byLabel = root >= grouping.length;
  const callers = new Map<number, number>();
  const above = new Map<number, number>();
  const depth = new Map<number, number>();
  const callbacks = new Map<number, number>();
  const kindOf = new Map<number, number>();
  const stays = new Set(STAYS.map(kindNumber));
  let weight = 0;
  for (let i = units.starts[unit]!; i < units.starts[unit + 1]!; i++) {
    const stack = units.items[i]!;
    if (stack >= units.stacks || weights[stack] === 0) continue;
    const own = weights[stack]!;
    const end = starts[stack + 1]!;
    let at = starts[stack]!;
    // What only a label tells has no frame of its own: all own code below is the unit's.
    while (at < end && (byLabel ? owners[items[at]!] !== 'own' : items[at] !== root)) at++;
    if (at === end) continue;
    weight += own;
    if (at > starts[stack]! && !byLabel) add(callers, items[at - 1]!, own);
    const seen = new Set<number>([root]);
    for (let up = byLabel ? -1 : at - 1; up >= starts[stack]!; up--) {
      const group = items[up]!;
      if (owners[group] !== 'own' || seen.has(group)) continue;
      seen.add(group);
      add(above, group, own);
      depth.set(group, (depth.get(group) ?? 0) + (at - up) * own);
    }
    for (let down = at + 1; down < end; down++) {
      const kind = frames.kinds[framePaths.items[down]!]!;
      if (!stays.has(kind)) continue;
      add(callbacks, items[down]!, own);
      kindOf.set(items[down]!, kind);
      break;
    }
  }
  const list = (sums: ReadonlyMap<number, number>) =>
    [...sums]
      .filter(([, sum]) => sum >= LEAST_PART * weight && sum > 0)
      .sort(([a, x], [b, y]) => y - x || (grouping.names[a]! < grouping.names[b]! ? -1 : 1))
      .slice(0, MOST_LISTED);
  const nearest = [...above]
    .filter(([group, sum]) => sum >= DOMINATED * weight && weight > 0 && !isRoot(group))
    .filter(([group]) => totalOf(work, group) <= MOST_OF_ALL * whole)
    .sort(([a], [b]) => depth.get(a)! / above.get(a)! - depth.get(b)! / above.get(b)! || a - b)[0];
  return {
    callers: list(callers).map(([group, sum]) => ({ name: grouping.names[group]!, share: sum / whole })),
    dominator:
      nearest === undefined
        ? null
        : {
            name: grouping.names[nearest[0]]!,
            share: totalOf(work, nearest[0]) / whole,
            through: nearest[1] / weight,
          },
    callbacks: list(callbacks).map(([group, sum]) => ({
      name: grouping.names[group]!,
      kind: kindName(kindOf.get(group)!),
      share: sum / whole,
    })),
  };
}

/**
 * Per unit: the functions that stay and that hold at least 1 % of it, in the order of their numbers. In each stack the first
 * such frame leafward of the unit's rootmost one counts: what it calls stays with it. One pass over the stacks.
 */
export function callbacksOf(work: Work, units: Units): readonly (readonly number[])[] {
  const { paths, framePaths, frames, weights, grouping } = work;
  const { starts, items } = paths;
  if (units.length === 0) return [];
  const stays = new Set(STAYS.map(kindNumber));
  const unitOf = new Int32Array(grouping.length).fill(NONE);
  units.groups.forEach((group, unit) => {
    if (group < grouping.length) unitOf[group] = unit;
  });
  const totals = new Float64Array(units.length);
  const below = Array.from({ length: units.length }, () => new Map<number, number>());
  const seen = new Int32Array(units.length).fill(NONE);
  const roots: number[] = [];
  for (let stack = 0; stack < weights.length; stack++) {
    if (weights[stack] === 0) continue;
    roots.length = 0;
    for (let at = starts[stack]!; at < starts[stack + 1]!; at++) {
      if (roots.length > 0 && stays.has(frames.kinds[framePaths.items[at]!]!)) {
        for (const unit of roots) add(below[unit]!, items[at]!, weights[stack]!);
        roots.length = 0;
      }
      const unit = unitOf[items[at]!]!;
      if (unit === NONE || seen[unit] === stack) continue;
      seen[unit] = stack;
      totals[unit]! += weights[stack]!;
      roots.push(unit);
    }
  }
  return below.map((sums, unit) =>
    [...sums]
      .filter(([, sum]) => sum > 0 && sum >= LEAST_PART * totals[unit]!)
      .map(([group]) => group)
      .sort((a, b) => a - b),
  );
}

function kindName(number: number): Kind {
  return STAYS.find((kind) => kindNumber(kind) === number)!;
}

function add(sums: Map<number, number>, group: number, weight: number): void {
  sums.set(group, (sums.get(group) ?? 0) + weight);
}

function totalOf({ paths: { starts, items }, weights }: Work, group: number): number {
  let total = 0;
  for (let stack = 0; stack < weights.length; stack++) {
    if (weights[stack] === 0) continue;
    for (let i = starts[stack]!; i < starts[stack + 1]!; i++)
      if (items[i] === group) {
        total += weights[stack]!;
        break;
      }
  }
  return total;
}

/** Totals, callers and callees from counted calls, for profiles without stacks. */
import { NONE, type Profile } from '../profile/profile.js';
import type { Grouping } from './granularity.js';

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Calls between groups: a call within a group is none. Lists by group, rows of `from`, `to` and `values`. */
interface GroupCalls {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly values: Float64Array;
}

/**
 * What was spent in a group and in what it called: its self value and that of its calls. Exact, but for groups that call
 * each other in a circle: what one of them spent while another was its caller is counted nowhere, so each has the total
 * of the whole circle, which it cannot exceed. Calls are of functions, so lines and addresses have their self values. `self` by group.
 */
export function graphTotals(
  profile: Profile,
  grouping: Grouping,
  sampleType: number,
  self: Float64Array,
): Float64Array {
  if (grouping.granularity === 'line' || grouping.granularity === 'address') return self.slice();
  const calls = groupCalls(profile, grouping, sampleType);
  const circle = circlesOf(calls, grouping.length);
  const sums = new Float64Array(grouping.length);
  for (let group = 0; group < self.length; group++) sums[circle[group]!]! += self[group]!;
  for (let call = 0; call < calls.from.length; call++) {
    const from = circle[calls.from[call]!]!;
    if (from !== circle[calls.to[call]!]!) sums[from]! += calls.values[call]!;
  }
  return Float64Array.from(self, (_, group) => sums[circle[group]!]!);
}

/** Callers and callees of a group with what was spent in the calls, as recorded: in a circle they may exceed its total. */
export function graphEdges(
  profile: Profile,
  grouping: Grouping,
  sampleType: number,
  group: number,
): { callers: Map<number, number>; callees: Map<number, number> } {
  const { from, to, values } = groupCalls(profile, grouping, sampleType);
  const callers = new Map<number, number>();
  const callees = new Map<number, number>();
  for (let call = 0; call < from.length; call++) {
    if (to[call] === group) callers.set(from[call]!, (callers.get(from[call]!) ?? 0) + values[call]!);
    if (from[call] === group) callees.set(to[call]!, (callees.get(to[call]!) ?? 0) + values[call]!);
  }
  return { callers, callees };
}

function groupCalls(
  { callGraph, frames, functions }: Profile,
  { groupOfFrame }: Grouping,
  sampleType: number,
): GroupCalls {
  const { length, caller, callee, values } = callGraph!;
  const groupOf = new Int32Array(functions.length).fill(NONE);
  const fn = frames.function as Numbers;
  for (let frame = frames.length - 1; frame >= 0; frame--)
    if (fn[frame] !== NONE) groupOf[fn[frame]!] = groupOfFrame[frame]!;
  const kept: number[] = [];
  for (let call = 0; call < length; call++)
    if (groupOf[caller[call]!] !== groupOf[callee[call]!]) kept.push(call);
  const pick = (of: (call: number) => number): Int32Array => Int32Array.from(kept, of);
  return {
    from: pick((call) => groupOf[caller[call]!]!),
    to: pick((call) => groupOf[callee[call]!]!),
    values: Float64Array.from(kept, (call) => values[sampleType]![call]!),
  };
}

/** For each group a number that it shares with those it calls in a circle: Tarjan's strongly connected components, without recursion. */
function circlesOf({ from, to }: GroupCalls, groups: number): Int32Array {
  const first = new Int32Array(groups + 1);
  for (const group of from) first[group + 1]! += 1;
  for (let group = 0; group < groups; group++) first[group + 1]! += first[group]!;
  const next = first.slice(0, groups);
  const targets = new Int32Array(from.length);
  for (let call = 0; call < from.length; call++) targets[next[from[call]!]!++] = to[call]!;
  const at = first.slice(0, groups);
  const order = new Int32Array(groups).fill(NONE);
  const low = new Int32Array(groups);
  const circle = new Int32Array(groups).fill(NONE);
  const pending: number[] = [];
  let seen = 0;
  for (let root = 0; root < groups; root++) {
    if (order[root] !== NONE) continue;
    const path = [root];
    while (path.length > 0) {
      const group = path[path.length - 1]!;
      if (order[group] === NONE) {
        order[group] = seen;
        low[group] = seen++;
        pending.push(group);
      }
      if (at[group]! < first[group + 1]!) {
        const target = targets[at[group]!++]!;
        if (order[target] === NONE) path.push(target);
        else if (circle[target] === NONE) low[group] = Math.min(low[group]!, order[target]!);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[group]!);
      if (low[group] !== order[group]) continue;
      for (let member = pending.pop(); member !== undefined; member = pending.pop()) {
        circle[member] = group;
        if (member === group) break;
      }
    }
  }
  return circle;
}

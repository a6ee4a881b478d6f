/** Cost shifts: a function that rose while what contains it did not is inlining or code motion, not a regression. */
import { edges } from '../analysis/edges.js';
import type { Difference } from './difference.js';
import type { Side } from './side.js';
import type { Evidence } from './verdicts.js';

/** What a row's cost is part of. */
export interface Container {
  readonly row: number;
  /** A plain sentence for where the container kept still. */
  readonly reason: string;
}

/** A caller has to bring this part of a function's total, on both sides, to stand for where it is used. */
const DOMINANT = 0.8;

/**
 * The check of FBDetect (SOSP 2024): the container of a self value is the function's own total, then its one dominant
 * caller, which must be the same function on both sides that have it.
 */
export function containersOf(evidence: Evidence, row: number, on: 'self' | 'total'): Container[] {
  const { names, self, total } = evidence;
  const found: Container[] = [];
  const isLeaf = total[row]!.base === self[row]!.base && total[row]!.head === self[row]!.head;
  if (on === 'self' && !isLeaf)
    found.push({ row, reason: 'its total did not change: code moved between it and what it calls' });
  const caller = dominantCaller(evidence, row);
  if (caller !== null)
    found.push({ row: caller, reason: `its caller ${names[caller]!} did not change: code moved within it` });
  return found;
}

/**
 * True where the container's change is less than half of what a real change of the part would have made it, and its
 * interval excludes that. A share rises less than its part's: by (1 - container) / (1 - part) of it.
 */
export function keptStill(container: Difference, part: Difference, isShare: boolean): boolean {
  const room = isShare ? Math.max(0, 1 - container.base) / Math.max(1e-9, 1 - part.base) : 1;
  const expected = part.change * Math.min(1, room);
  const sign = Math.sign(expected);
  if (sign === 0) return false;
  const edge = sign > 0 ? container.interval.high : container.interval.low;
  return sign * container.change < Math.abs(expected) / 2 && sign * edge < Math.abs(expected);
}

function dominantCaller(evidence: Evidence, row: number): number | null {
  const { base, head, baseRows, headRows } = evidence;
  const before = callerOf(base, baseRows, row);
  const after = callerOf(head, headRows, row);
  if (before === 'none') return null;
  if (after === 'none') return null;
  if (before === 'absent') return after === 'absent' ? null : after;
  return after === 'absent' || after === before ? before : null;
}

/** Row of the dominant caller on one side; 'absent': the function is not there, 'none': no caller dominates. */
function callerOf(side: Side, rowOf: Int32Array, row: number): number | 'absent' | 'none' {
  const group = rowOf.indexOf(row);
  if (group === -1) return 'absent';
  const { callers } = edges(side.selection, side.grouping, side.sampleType, group);
  let whole = 0;
  let most = 0;
  let best = -1;
  for (const [caller, value] of callers) {
    whole += value;
    if (value > most) [best, most] = [caller, value];
  }
  return best !== -1 && most >= DOMINANT * whole ? rowOf[best]! : 'none';
}

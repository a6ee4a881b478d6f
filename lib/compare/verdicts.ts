/** Tells causes from effects: which rows changed by themselves, which because of others, which only seem to. */
import type { Normalisation, RowVerdict } from './comparison.js';
import { type Difference, halfWidth } from './difference.js';
import { type Container, containersOf, keptStill } from './shifts.js';
import { type Side, sideTable } from './side.js';

export interface JudgedRow {
  readonly verdict: RowVerdict;
  readonly on: 'self' | 'total' | null;
  readonly reason: string | null;
}

/** Everything known of the rows before they are judged; arrays are by row. */
export interface Evidence {
  readonly normalisation: Normalisation;
  readonly floor: number;
  readonly base: Side;
  readonly head: Side;
  /** Row of each group, by side. */
  readonly baseRows: Int32Array;
  readonly headRows: Int32Array;
  readonly names: readonly string[];
  readonly self: readonly Difference[];
  readonly total: readonly Difference[];
  readonly isSelfSignificant: readonly boolean[];
  readonly isTotalSignificant: readonly boolean[];
  /** The ratio that counts as 1. */
  readonly unit: number;
}

const UNCHANGED: JudgedRow = { verdict: 'unchanged', on: null, reason: null };
/** Each cause costs a pass over both sides. */
const MOST_CAUSES = 20;
const MOST_NAMED = 5;

/**
 * 1. Movers: significant self changes that are left when all shares are scaled by what the movers took from, or left to,
 *    the others. The largest first; of two that explain each other, the one that rose.
 * 2. Deeper causes: significant totals that stacks ending in a mover do not explain, smallest first.
 * 3. A mover whose container kept still is a shift. All other significant rows are consequences or diluted.
 */
export function judgeRows(evidence: Evidence): JudgedRow[] {
  const { self, total, isSelfSignificant, isTotalSignificant, names } = evidence;
  const movers = selfMovers(evidence);
  const deep = totalMovers(evidence, movers);
  recheck(evidence, movers, deep);
  const judged: JudgedRow[] = names.map(() => UNCHANGED);
  const contributions = [...movers, ...deep].slice(0, MOST_NAMED).map((row) => ({
    row,
    parts: changesBelow(evidence, new Set([row]), new Set(deep.has(row) ? [row] : [])),
  }));
  for (let row = 0; row < names.length; row++) {
    const on = movers.has(row) ? 'self' : deep.has(row) ? 'total' : null;
    if (on !== null) {
      const change = (on === 'self' ? self : total)[row]!;
      judged[row] = shifted(evidence, row, on, change) ?? {
        verdict: change.change > 0 ? 'regression' : 'improvement',
        on,
        reason: null,
      };
    } else if (isTotalSignificant[row]) {
      const cause = mainCause(contributions, row, total[row]!.change);
      judged[row] =
        cause === null
          ? { verdict: 'diluted', on: 'total', reason: DILUTED }
          : { verdict: 'consequence', on: 'total', reason: `because of ${names[cause]!}` };
    } else if (isSelfSignificant[row]) judged[row] = { verdict: 'diluted', on: 'self', reason: DILUTED };
  }
  return judged;
}

const DILUTED = 'its share changed because the rest did';

function selfMovers(evidence: Evidence): Set<number> {
  const { self, isSelfSignificant, floor } = evidence;
  const movers = new Set<number>();
  const candidates = self.map((_, row) => row).filter((row) => isSelfSignificant[row]);
  while (movers.size < candidates.length) {
    const scale = scaleOf(evidence, sum(movers, self, 'base'), sum(movers, self, 'head'));
    let best = -1;
    let most = 0;
    for (const row of candidates) {
      if (movers.has(row)) continue;
      const { base, head } = self[row]!;
      const rest = head - scale * base;
      const half = halfWidth(self[row]!);
      if (Math.abs(rest) <= half || Math.abs(rest) < floor) continue;
      const score = Math.abs(rest) + (rest > 0 ? half : 0);
      if (score > most) [best, most] = [row, score];
    }
    if (best === -1) return movers;
    movers.add(best);
  }
  return movers;
}

function totalMovers(evidence: Evidence, movers: ReadonlySet<number>): Set<number> {
  const { total, isTotalSignificant, floor } = evidence;
  const deep = new Set<number>();
  const size = (row: number): number => Math.max(total[row]!.base, total[row]!.head);
  const candidates = total
    .map((_, row) => row)
    .filter((row) => isTotalSignificant[row] && !movers.has(row))
    .sort((a, b) => size(a) - size(b) || a - b);
  if (candidates.length === 0) return deep;
  let explained = changesBelow(evidence, movers, deep);
  for (const row of candidates) {
    const rest = restOf(evidence, explained, row);
    if (Math.abs(rest) <= halfWidth(total[row]!) || Math.abs(rest) < floor) continue;
    deep.add(row);
    if (deep.size >= MOST_CAUSES) break;
    explained = changesBelow(evidence, movers, deep);
  }
  return deep;
}

/** A mover was found before the deeper causes were known: one that they dilute is none. */
function recheck(evidence: Evidence, movers: Set<number>, deep: ReadonlySet<number>): void {
  if (deep.size === 0 || evidence.normalisation !== 'share') return;
  const { self, total, floor } = evidence;
  for (const sign of [-1, 1]) {
    const against = [...deep].filter((row) => Math.sign(total[row]!.change) === -sign);
    if (against.length === 0) continue;
    const others = [...movers].filter((row) => Math.sign(self[row]!.change) === -sign);
    const explained = changesBelow(evidence, new Set(others), new Set(against));
    const scale = scaleOf(evidence, explained.baseWhole, explained.headWhole);
    for (const row of [...movers]) {
      if (Math.sign(self[row]!.change) !== sign) continue;
      const rest = self[row]!.head - scale * self[row]!.base;
      if (Math.abs(rest) <= halfWidth(self[row]!) || Math.abs(rest) < floor) movers.delete(row);
    }
  }
}

interface Explained {
  /** Per row: total that the explained stacks have in it. */
  readonly base: Float64Array;
  readonly head: Float64Array;
  readonly baseWhole: number;
  readonly headWhole: number;
}

/** What of every row's total lies in stacks that end in one of `leaves` or contain one of `within`. */
function changesBelow(
  evidence: Evidence,
  leaves: ReadonlySet<number>,
  within: ReadonlySet<number>,
): Explained {
  const rows = evidence.names.length;
  const sums = (side: Side, rowOf: Int32Array): { totals: Float64Array; whole: number } => {
    const { paths } = side;
    const totals = new Float64Array(rows);
    if (paths === null || (leaves.size === 0 && within.size === 0)) return { totals, whole: 0 };
    const table = sideTable(side, rowOf, rows, (stack) => {
      const end = paths.starts[stack + 1]!;
      if (leaves.has(rowOf[paths.items[end - 1]!]!)) return true;
      if (within.size > 0)
        for (let i = paths.starts[stack]!; i < end; i++) if (within.has(rowOf[paths.items[i]!]!)) return true;
      return false;
    });
    const divisor = side.divisors.reduce((all, one) => all + one, 0) * evidence.unit;
    let whole = 0;
    for (let at = 0; at < table.total.length; at++) {
      // A profile that does not count has no divisor, and then it has no weight either.
      totals[at % rows]! += table.total[at]! / divisor;
      whole += table.self[at]! / divisor;
    }
    return { totals, whole };
  };
  const base = sums(evidence.base, evidence.baseRows);
  const head = sums(evidence.head, evidence.headRows);
  return { base: base.totals, head: head.totals, baseWhole: base.whole, headWhole: head.whole };
}

function restOf(evidence: Evidence, explained: Explained, row: number): number {
  const { base, head } = evidence.total[row]!;
  const scale = scaleOf(evidence, explained.baseWhole, explained.headWhole);
  return head - explained.head[row]! - scale * (base - explained.base[row]!);
}

/** By what the shares of all others grew or shrank when the explained part went from `base` to `head` of the whole. */
function scaleOf({ normalisation }: Evidence, base: number, head: number): number {
  if (normalisation !== 'share' || base > 0.999 || head > 0.999) return 1;
  return (1 - head) / (1 - base);
}

function sum(rows: Iterable<number>, changes: readonly Difference[], of: 'base' | 'head'): number {
  let all = 0;
  for (const row of rows) all += changes[row]![of];
  return all;
}

/** The cause that holds most of a row's change, and at least a fifth of it; null: none does. */
function mainCause(
  causes: readonly { readonly row: number; readonly parts: Explained }[],
  row: number,
  change: number,
): number | null {
  let most = 0.2 * Math.abs(change);
  let found: number | null = null;
  for (const cause of causes) {
    const part = (cause.parts.head[row]! - cause.parts.base[row]!) * Math.sign(change);
    if (part > most) [most, found] = [part, cause.row];
  }
  return found;
}

function shifted(
  evidence: Evidence,
  row: number,
  on: 'self' | 'total',
  change: Difference,
): JudgedRow | null {
  const containers: Container[] = containersOf(evidence, row, on);
  for (const { row: container, reason } of containers)
    if (keptStill(evidence.total[container]!, change, evidence.normalisation === 'share'))
      return { verdict: 'shift', on, reason };
  return null;
}

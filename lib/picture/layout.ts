/** Where the boxes of a flame graph are: weights added up, edges as parts of the whole, rows by depth. */
import type { Flame } from './flame.js';

/** A call tree with weights in its nodes: callers before callees. */
export interface Weighed {
  readonly length: number;
  /** The calling node; -1 at a root. */
  readonly prefix: Int32Array;
  readonly fn: Int32Array;
  /** Per node: what ends in it, what is below it but not drawn, of both sides. */
  readonly self: Float64Array;
  readonly rest: Float64Array;
  readonly baseSelf: Float64Array;
  readonly baseRest: Float64Array;
}

export interface Boxes extends Weighed {
  readonly total: Float64Array;
  readonly baseTotal: Float64Array;
  /** Sums over the roots. */
  readonly whole: number;
  readonly baseWhole: number;
  readonly depth: Int32Array;
  /** Left and right edge, 0..1 of the whole; equal where the node has no weight. */
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** Row d holds the nodes order[rows[d] .. rows[d + 1]), left to right. */
  readonly rows: Int32Array;
  readonly order: Int32Array;
}

/** The flame's own tree under a filter: `wanted` is 1 for each class that counts. */
export function weigh(flame: Flame, wanted: Uint8Array | null = null): Weighed {
  const { nodes, entries, classes } = flame;
  const column = (): Float64Array => new Float64Array(nodes.length);
  const [self, rest, baseSelf, baseRest] = [column(), column(), column(), column()];
  for (let row = 0; row < entries.length; row++) {
    const one = entries.class[row]!;
    if (wanted !== null && wanted[one] === 0) continue;
    const node = entries.node[row]!;
    if (classes[one]!.base) {
      baseSelf[node]! += entries.self[row]!;
      baseRest[node]! += entries.rest[row]!;
    } else {
      self[node]! += entries.self[row]!;
      rest[node]! += entries.rest[row]!;
    }
  }
  return { length: nodes.length, prefix: nodes.prefix, fn: nodes.fn, self, rest, baseSelf, baseRest };
}

/**
 * Two linear passes and a sort of siblings. A box is as wide as its part of the whole; where two profiles are compared, as
 * the mean of its two parts, so that what is gone is seen as well as what is new. Siblings stand by width, widest first; of
 * equal ones the earlier. `ordered` says that siblings are in order already, and saves the sort.
 */
export function layOut(tree: Weighed, ordered = false): Boxes {
  const { length, prefix, self, rest, baseSelf, baseRest } = tree;
  const total = new Float64Array(length);
  const baseTotal = new Float64Array(length);
  let [whole, baseWhole] = [0, 0];
  for (let node = length - 1; node >= 0; node--) {
    total[node]! += self[node]! + rest[node]!;
    baseTotal[node]! += baseSelf[node]! + baseRest[node]!;
    const caller = prefix[node]!;
    if (caller === -1) {
      whole += total[node]!;
      baseWhole += baseTotal[node]!;
    } else {
      total[caller]! += total[node]!;
      baseTotal[caller]! += baseTotal[node]!;
    }
  }
  const sides = (whole > 0 ? 1 : 0) + (baseWhole > 0 ? 1 : 0);
  const scale = whole > 0 ? 1 / whole / sides : 0;
  const baseScale = baseWhole > 0 ? 1 / baseWhole / sides : 0;
  const depth = new Int32Array(length);
  let deepest = -1;
  const width = new Float64Array(length);
  for (let node = 0; node < length; node++) {
    const caller = prefix[node]!;
    depth[node] = caller === -1 ? 0 : depth[caller]! + 1;
    if (depth[node]! > deepest) deepest = depth[node]!;
    width[node] = total[node]! * scale + baseTotal[node]! * baseScale;
  }
  const left = new Float64Array(length);
  const right = new Float64Array(length);
  /** Where the next box below a node begins; the last entry is the roots'. */
  const next = new Float64Array(length + 1);
  const place = (node: number): void => {
    const caller = prefix[node]!;
    const at = caller === -1 ? length : caller;
    left[node] = next[at]!;
    right[node] = next[at] = next[at]! + width[node]!;
    next[node] = left[node]!;
  };
  const rows = new Int32Array(deepest + 2);
  for (let node = 0; node < length; node++) rows[depth[node]! + 1]!++;
  for (let row = 0; row <= deepest; row++) rows[row + 1]! += rows[row]!;
  const order = new Int32Array(length);
  const fill = rows.slice();
  for (let node = 0; node < length; node++) order[fill[depth[node]!]!++] = node;
  if (ordered && inOrder(prefix, width)) for (let node = 0; node < length; node++) place(node);
  else
    for (let row = 0; row <= deepest; row++) {
      const line = order.subarray(rows[row]!, rows[row + 1]!);
      line.sort(
        (a, b) =>
          left[prefix[a]!]! - left[prefix[b]!]! || prefix[a]! - prefix[b]! || width[b]! - width[a]! || a - b,
      );
      for (const node of line) place(node);
    }
  return { ...tree, total, baseTotal, whole, baseWhole, depth, left, right, rows, order };
}

/** In depth-first order no box may be wider than the sibling before it. */
function inOrder(prefix: Int32Array, width: Float64Array): boolean {
  const last = new Float64Array(prefix.length + 1).fill(Number.POSITIVE_INFINITY);
  for (let node = 0; node < prefix.length; node++) {
    const at = prefix[node]! === -1 ? prefix.length : prefix[node]!;
    if (width[node]! > last[at]! * (1 + 1e-12)) return false;
    last[at] = width[node]!;
  }
  return true;
}

/** The node at a place of row `depth`, 0..1 from the left; -1 where there is none. */
export function nodeAt({ rows, order, left, right }: Boxes, depth: number, at: number): number {
  if (depth < 0 || depth >= rows.length - 1) return -1;
  const found = firstEndingAfter({ rows, order, right }, depth, at);
  if (found === rows[depth + 1]) return -1;
  const node = order[found]!;
  return left[node]! <= at ? node : -1;
}

/** Position in `order` of the first box of a row whose right edge is beyond `at`; the row's end where there is none. */
export function firstEndingAfter(
  { rows, order, right }: Pick<Boxes, 'rows' | 'order' | 'right'>,
  depth: number,
  at: number,
  from = rows[depth]!,
): number {
  let low = from;
  let high = rows[depth + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (right[order[middle]!]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Disjoint subtrees of the call tree that are worth most together: where in the program the chosen work sits. */
import { callTree } from '../analysis/call-tree.js';
import { KINDS, NO_KIND } from '../kinds/kinds.js';
import { NONE } from '../profile/profile.js';
import type { Work } from './work.js';

export interface Subtree {
  /** Function names from the root to the node whose whole subtree is taken. */
  readonly path: readonly string[];
  /** Share of the profile without idle time below the node. */
  readonly share: number;
  /** What taking it gains, less its cost, as a share. */
  readonly gain: number;
}

export interface SubtreeOptions {
  /** Subtrees at most; default 5. */
  readonly limit?: number | undefined;
  /** Per kind number: the part of the work that taking it saves, 0..1; default all of it. */
  readonly gains?: Float64Array | undefined;
  /** What one subtree costs, as a share, such as its crossings; default 0. */
  readonly cost?: number | undefined;
}

/** Nodes below this share of the profile cannot be chosen: the table would grow with the noise. */
const SMALLEST = 0.002;

/**
 * The best choice of at most `limit` nodes, none below another: f(v, j) = max(value(v), the best split of j over the
 * children), where value(v) is the gain of all samples below v less the cost. Exact on the tree of nodes that hold at least
 * 0.2 % (payoff model, section 8, P1). Only own functions can be chosen, and no node that `isRoot` names. O(nodes * limit^2).
 */
export function bestSubtrees(
  work: Work,
  isRoot: (group: number) => boolean,
  options: SubtreeOptions = {},
): Subtree[] {
  const { limit = 5, gains, cost = 0 } = options;
  const { selection, grouping, owners, whole } = work;
  const tree = callTree(selection, grouping, work.sampleType);
  const { length, prefix, group, total } = tree;
  const gain = gainBelow(work, tree.length, prefix, group, gains);
  // The tree's own totals have idle time in them.
  const worked = gains === undefined ? gain : gainBelow(work, tree.length, prefix, group, undefined);
  const width = limit + 1;
  const best = new Float64Array(length * width);
  // How many of j picks the children seen so far were given; the last child's choice is read back from it.
  const smallest = SMALLEST * whole;
  const children = childrenOf(prefix, total, smallest);
  const takes = new Uint8Array(length * width);
  const splits: (Uint8Array[] | null)[] = new Array(length).fill(null);
  for (let node = length - 1; node >= 0; node--) {
    if (total[node]! < smallest) continue;
    const row = node * width;
    const ways: Uint8Array[] = [];
    const values = best.subarray(row, row + width);
    for (const child of children[node] ?? [])
      ways.push(shareOut(values, best.subarray(child * width, (child + 1) * width)));
    splits[node] = ways;
    if (owners[group[node]!] !== 'own' || isRoot(group[node]!)) continue;
    const value = gain[node]! - cost * whole;
    for (let j = 1; j <= limit; j++)
      // Where a node's only caller is worth as much, the caller is the better cut.
      if (value > 0 && value >= best[row + j]!) {
        best[row + j] = value;
        takes[row + j] = 1;
      }
  }
  const roots = childrenOfRoot(prefix, total, smallest);
  return readBack({ width, limit, best, takes, splits, children, roots }).map((node) => ({
    path: pathTo(node, prefix, group, grouping.names),
    share: worked[node]! / whole,
    gain: gain[node]! / whole - cost,
  }));
}

interface Table {
  readonly width: number;
  readonly limit: number;
  readonly best: Float64Array;
  readonly takes: Uint8Array;
  readonly splits: readonly (readonly Uint8Array[] | null)[];
  readonly children: readonly (readonly number[] | undefined)[];
  readonly roots: readonly number[];
}

function readBack({ width, limit, best, takes, splits, children, roots }: Table): number[] {
  // The roots are the children of a node that is not there.
  const values = new Float64Array(width);
  const ways = roots.map((root) => shareOut(values, best.subarray(root * width, (root + 1) * width)));
  const chosen: number[] = [];
  const open: { nodes: readonly number[]; ways: readonly Uint8Array[]; picks: number }[] = [
    { nodes: roots, ways, picks: limit },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    let left = next.picks;
    for (let i = next.nodes.length - 1; i >= 0; i--) {
      const given = next.ways[i]![left]!;
      left -= given;
      if (given === 0) continue;
      const node = next.nodes[i]!;
      if (takes[node * width + given] === 1) chosen.push(node);
      else open.push({ nodes: children[node] ?? [], ways: splits[node] ?? [], picks: given });
    }
  }
  return chosen.sort((a, b) => a - b);
}

/** Adds a child to `values` (best gain of 0, 1, ... picks); returns how many of j picks it gets. */
function shareOut(values: Float64Array, child: Float64Array): Uint8Array {
  const way = new Uint8Array(values.length);
  // From the most picks down, so that fewer picks are still without the child when they are read.
  for (let j = values.length - 1; j > 0; j--)
    for (let given = 1; given <= j; given++) {
      const value = values[j - given]! + child[given]!;
      if (value > values[j]!) {
        values[j] = value;
        way[j] = given;
      }
    }
  return way;
}

/** Gain of all samples below each node, by the kind of each stack. */
function gainBelow(
  work: Work,
  length: number,
  prefix: Int32Array,
  group: Int32Array,
  gains: Float64Array | undefined,
): Float64Array {
  const { paths, weights, kinds } = work;
  const sums = new Float64Array(length);
  const first = new Map<number, number>();
  const width = work.grouping.length;
  for (let node = 0; node < length; node++) first.set((prefix[node]! + 1) * width + group[node]!, node);
  for (let stack = 0; stack < weights.length; stack++) {
    if (weights[stack] === 0) continue;
    let node: number = NONE;
    for (let i = paths.starts[stack]!; i < paths.starts[stack + 1]!; i++)
      node = first.get((node + 1) * width + paths.items[i]!)!;
    if (node === NONE) continue;
    const kind = kinds[stack]!;
    const part = gains === undefined ? 1 : kind === NO_KIND || kind >= KINDS.length ? 0 : gains[kind]!;
    sums[node]! += weights[stack]! * part;
  }
  for (let node = length - 1; node >= 0; node--) {
    const parent = prefix[node]!;
    if (parent !== NONE) sums[parent]! += sums[node]!;
  }
  return sums;
}

function childrenOf(prefix: Int32Array, total: Float64Array, smallest: number): (number[] | undefined)[] {
  const children: (number[] | undefined)[] = new Array(prefix.length);
  for (let node = 0; node < prefix.length; node++) {
    const parent = prefix[node]!;
    if (parent === NONE || total[node]! < smallest) continue;
    const known = children[parent];
    if (known === undefined) children[parent] = [node];
    else known.push(node);
  }
  return children;
}

function childrenOfRoot(prefix: Int32Array, total: Float64Array, smallest: number): number[] {
  const roots: number[] = [];
  for (let node = 0; node < prefix.length; node++)
    if (prefix[node] === NONE && total[node]! >= smallest) roots.push(node);
  return roots;
}

function pathTo(node: number, prefix: Int32Array, group: Int32Array, names: readonly string[]): string[] {
  const path: string[] = [];
  for (let at = node; at !== NONE; at = prefix[at]!) path.push(names[group[at]!]!);
  return path.reverse();
}

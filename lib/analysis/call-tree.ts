/** The merged call tree at any granularity, in depth-first order: what a flame graph draws. */
import { Int32Builder } from '../base/columns.js';
import { NONE } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import { type StackTree, stackTree } from '../profile/stack-tree.js';
import type { Grouping } from './granularity.js';
import { stackWeights } from './stack-weights.js';

/**
 * Nodes in depth-first order, siblings by total descending, then name: the subtree of node i is [i, subtreeEnd[i]).
 * Values are in the sample type's unit. Only nodes that a kept sample of a value other than 0 passes through.
 */
export interface CallTree {
  readonly length: number;
  /** The calling node; NONE at a root. */
  readonly prefix: Int32Array;
  readonly group: Int32Array;
  readonly subtreeEnd: Int32Array;
  /** 0 at a root. */
  readonly depth: Int32Array;
  /** 1 where a node further up is of the same group: recursion. Leaving these out, totals of a group can be added. */
  readonly repeats: Uint8Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Per stack of the profile: the node it ends in; NONE where nothing of it is visible, or none of its samples counts. */
  readonly nodeOfStack: Int32Array;
}

export function callTree(selection: Selection, grouping: Grouping, sampleType: number): CallTree {
  const stacks = stackTree(selection.profile);
  const { nodeOf, prefix, group } = mergeNodes(stacks, selection, grouping);
  const { weights, counts } = stackWeights(selection, sampleType);
  const self = new Float64Array(prefix.length);
  const total = new Float64Array(prefix.length);
  const present = new Uint8Array(prefix.length);
  const nodeOfStack = new Int32Array(weights.length).fill(NONE);
  for (let stack = 0; stack < weights.length; stack++) {
    const leaf = stacks.nodeOfStack[stack]!;
    const node = leaf === NONE ? NONE : nodeOf[leaf]!;
    if (node === NONE || counts[stack] === 0) continue;
    nodeOfStack[stack] = node;
    self[node]! += weights[stack]!;
    present[node] = 1;
  }
  // Children have larger numbers than their parents, so one pass from the end adds everything up.
  for (let node = prefix.length - 1; node >= 0; node--) {
    total[node]! += self[node]!;
    const parent = prefix[node]!;
    if (parent === NONE || present[node] === 0) continue;
    total[parent]! += total[node]!;
    present[parent] = 1;
  }
  return inDepthFirstOrder({ prefix, group, self, total, present, nodeOfStack }, grouping);
}

interface Merged {
  /** Node of each stack-tree node; NONE where nothing of the path is visible yet. */
  readonly nodeOf: Int32Array;
  readonly prefix: Int32Array;
  readonly group: Int32Array;
}

/** What is visible depends only on the path from the root, so one pass over the stack tree serves all filters. */
function mergeNodes(stacks: StackTree, selection: Selection, { groupOfFrame }: Grouping): Merged {
  const { hiddenFrames: hidden, showFromFrames: from } = selection;
  const nodeOf = new Int32Array(stacks.length);
  const open = new Uint8Array(stacks.length);
  const prefix = new Int32Builder(1024);
  const group = new Int32Builder(1024);
  let slots = new Int32Array(4096).fill(NONE);
  for (let i = 0; i < stacks.length; i++) {
    const caller = stacks.prefix[i]!;
    const frame = stacks.frame[i]!;
    const parent = caller === NONE ? NONE : nodeOf[caller]!;
    open[i] = from === null || from[frame] === 1 || (caller !== NONE && open[caller] === 1) ? 1 : 0;
    if (open[i] === 0 || (hidden !== null && hidden[frame] === 1)) {
      nodeOf[i] = parent;
      continue;
    }
    const wanted = groupOfFrame[frame]!;
    const mask = slots.length - 1;
    let slot = slotOf(parent, wanted) & mask;
    let node = slots[slot]!;
    while (node !== NONE && (prefix.data[node] !== parent || group.data[node] !== wanted)) {
      slot = (slot + 1) & mask;
      node = slots[slot]!;
    }
    if (node === NONE) {
      node = prefix.length;
      prefix.push(parent);
      group.push(wanted);
      slots[slot] = node;
      if (prefix.length * 2 > slots.length) slots = filled(slots.length * 4, prefix, group);
    }
    nodeOf[i] = node;
  }
  return { nodeOf, prefix: prefix.finish(), group: group.finish() };
}

function slotOf(parent: number, group: number): number {
  const hash = Math.imul(parent ^ Math.imul(group, 0x85ebca6b), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function filled(size: number, prefix: Int32Builder, group: Int32Builder): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(size).fill(NONE);
  const mask = size - 1;
  for (let node = 0; node < prefix.length; node++) {
    let slot = slotOf(prefix.data[node]!, group.data[node]!) & mask;
    while (slots[slot] !== NONE) slot = (slot + 1) & mask;
    slots[slot] = node;
  }
  return slots;
}

interface Weighed {
  readonly prefix: Int32Array;
  readonly group: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly present: Uint8Array;
  readonly nodeOfStack: Int32Array;
}

function inDepthFirstOrder(nodes: Weighed, grouping: Grouping): CallTree {
  const { prefix, group, self, total, present, nodeOfStack } = nodes;
  const ranks = rankOfName(grouping.names);
  // Sorted once as a whole: parents then meet their children in order.
  const sorted = Int32Array.from({ length: prefix.length }, (_, node) => node)
    .filter((node) => present[node] === 1)
    .sort((a, b) => total[a]! - total[b]! || ranks[group[b]!]! - ranks[group[a]!]! || b - a);
  // Linked lists, filled from the smallest: `first` is the largest child. Entry 0 holds the roots.
  const first = new Int32Array(prefix.length + 1).fill(NONE);
  const next = new Int32Array(prefix.length).fill(NONE);
  for (const node of sorted) {
    const list = prefix[node]! + 1;
    next[node] = first[list]!;
    first[list] = node;
  }
  const size = sorted.length;
  const tree = {
    length: size,
    prefix: new Int32Array(size),
    group: new Int32Array(size),
    subtreeEnd: new Int32Array(size),
    depth: new Int32Array(size),
    repeats: new Uint8Array(size),
    self: new Float64Array(size),
    total: new Float64Array(size),
    nodeOfStack: new Int32Array(nodeOfStack.length),
  };
  const rowOf = new Int32Array(prefix.length).fill(NONE);
  const above = new Int32Array(grouping.length);
  /** Rows of the nodes on the way to the current one, root first. */
  const path: number[] = [];
  const close = (depth: number, row: number): void => {
    while (path.length > depth) {
      const closed = path.pop()!;
      tree.subtreeEnd[closed] = row;
      above[tree.group[closed]!]!--;
    }
  };
  let node = first[0]!;
  const pending: number[] = [];
  let row = 0;
  while (node !== NONE) {
    const depth = pending.length;
    close(depth, row);
    tree.prefix[row] = depth === 0 ? NONE : path[depth - 1]!;
    tree.group[row] = group[node]!;
    tree.depth[row] = depth;
    tree.self[row] = self[node]!;
    tree.total[row] = total[node]!;
    tree.repeats[row] = above[group[node]!]! > 0 ? 1 : 0;
    above[group[node]!]!++;
    rowOf[node] = row;
    path.push(row++);
    pending.push(node);
    let following = first[node + 1]!;
    while (following === NONE && pending.length > 0) following = next[pending.pop()!]!;
    node = following;
  }
  close(0, row);
  nodeOfStack.forEach((last, stack) => {
    tree.nodeOfStack[stack] = last === NONE ? NONE : rowOf[last]!;
  });
  return tree;
}

function rankOfName(names: readonly string[]): Int32Array {
  const order = names.map((_, group) => group);
  order.sort((a, b) => (names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : a - b));
  const ranks = new Int32Array(names.length);
  order.forEach((group, rank) => {
    ranks[group] = rank;
  });
  return ranks;
}

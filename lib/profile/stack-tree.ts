/** The prefix tree of a profile's stacks: stacks that begin alike share their nodes. Derived, and remembered. */
import { Int32Builder } from '../base/columns.js';
import { NONE, type Profile } from './profile.js';
import { requireStacks } from './stacks-known.js';

/** Nodes, parents before children: prefix[i] < i. One node per frame, inlined frames among them. */
export interface StackTree {
  readonly length: number;
  /** The node one frame rootward; NONE at a root. */
  readonly prefix: Int32Array;
  readonly frame: Int32Array;
  /** 0 at a root. */
  readonly depth: Int32Array;
  /** The leafmost node of each stack; NONE for an empty stack. */
  readonly nodeOfStack: Int32Array;
}

/** The tree of `profile`, built at the first request. Linear in the positions of all stacks. */
export function stackTree(profile: Profile): StackTree {
  requireStacks(profile, 'call trees and flame graphs');
  let tree = known.get(profile);
  if (tree === undefined) {
    tree = build(profile);
    known.set(profile, tree);
  }
  return tree;
}

const known = new WeakMap<Profile, StackTree>();

type Numbers = { readonly length: number; readonly [row: number]: number };

/**
 * A frame belongs to one location, so (node, location) finds the first node of a location's run of frames by open
 * addressing, and the rest of the run follows it.
 */
function build({ stacks, locations }: Profile): StackTree {
  const bounds = stacks.bounds as Numbers;
  const items = stacks.locations as Numbers;
  const frames = locations.frames as Numbers;
  const prefix = new Int32Builder(1024);
  const frameOf = new Int32Builder(1024);
  const depth = new Int32Builder(1024);
  const nodeOfStack = new Int32Array(stacks.length);
  let slots = new Int32Array(4096).fill(NONE);
  let used = 0;
  for (let stack = 0; stack < nodeOfStack.length; stack++) {
    let node: number = NONE;
    const end = bounds[stack + 1]!;
    for (let i = bounds[stack]!; i < end; i++) {
      const location = items[i]!;
      const first = frames[location]!;
      const size = frames[location + 1]! - first;
      const mask = slots.length - 1;
      let slot = slotOf(node, first) & mask;
      let child = slots[slot]!;
      while (child !== NONE && (prefix.data[child] !== node || frameOf.data[child] !== first)) {
        slot = (slot + 1) & mask;
        child = slots[slot]!;
      }
      if (child !== NONE) {
        node = child + size - 1;
        continue;
      }
      slots[slot] = prefix.length;
      used++;
      for (let frame = first; frame < first + size; frame++) {
        depth.push(node === NONE ? 0 : depth.data[node]! + 1);
        prefix.push(node);
        frameOf.push(frame);
        node = prefix.length - 1;
      }
      if (used * 2 > slots.length) slots = grown(slots, prefix.data, frameOf.data);
    }
    nodeOfStack[stack] = node;
  }
  return {
    length: prefix.length,
    prefix: prefix.finish(),
    frame: frameOf.finish(),
    depth: depth.finish(),
    nodeOfStack,
  };
}

function slotOf(node: number, frame: number): number {
  const hash = Math.imul(node ^ Math.imul(frame, 0x85ebca6b), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function grown(old: Int32Array, prefix: Int32Array, frame: Int32Array): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(old.length * 4).fill(NONE);
  const mask = slots.length - 1;
  for (let i = 0; i < old.length; i++) {
    const node = old[i]!;
    if (node === NONE) continue;
    let slot = slotOf(prefix[node]!, frame[node]!) & mask;
    while (slots[slot] !== NONE) slot = (slot + 1) & mask;
    slots[slot] = node;
  }
  return slots;
}

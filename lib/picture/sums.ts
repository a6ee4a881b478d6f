/** Sums over a laid-out tree: by function, by kind of work below a function, below a single box. */
import type { Flame } from './flame.js';
import type { Boxes } from './layout.js';

export interface FunctionSums {
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly baseSelf: Float64Array;
  readonly baseTotal: Float64Array;
}

/** By function, recursion once. Nodes that are left out are missing from it: `Flame.functions` is exact. */
export function functionSums(boxes: Boxes, functions: number): FunctionSums {
  const column = (): Float64Array => new Float64Array(functions);
  const sums = { self: column(), total: column(), baseSelf: column(), baseTotal: column() };
  const { length, prefix, fn } = boxes;
  /** Per node: nearest caller of the same function is found by walking `open`, the functions on the way to it. */
  const open = new Int32Array(functions);
  const path: number[] = [];
  for (let node = 0; node < length; node++) {
    const caller = prefix[node]!;
    while (path.length > 0 && path[path.length - 1] !== caller) open[fn[path.pop()!]!]!--;
    const one = fn[node]!;
    sums.self[one]! += boxes.self[node]!;
    sums.baseSelf[one]! += boxes.baseSelf[node]!;
    if (open[one] === 0) {
      sums.total[one]! += boxes.total[node]!;
      sums.baseTotal[one]! += boxes.baseTotal[node]!;
    }
    open[one]!++;
    path.push(node);
  }
  return sums;
}

/** One past the last node of the subtree, in depth-first order. */
export function subtreeEnd({ length, prefix }: Pick<Boxes, 'length' | 'prefix'>, node: number): number {
  let end = node + 1;
  while (end < length && prefix[end]! >= node) end++;
  return end;
}

/** 1 for each node at or below one of the function's. */
export function belowFunction(
  { length, prefix, fn }: Pick<Boxes, 'length' | 'prefix' | 'fn'>,
  wanted: number,
): Uint8Array {
  const below = new Uint8Array(length);
  for (let node = 0; node < length; node++) {
    const caller = prefix[node]!;
    if (fn[node] === wanted || (caller !== -1 && below[caller] === 1)) below[node] = 1;
  }
  return below;
}

/** Weight by kind of work of the entries whose node is `within`, the base left out, heaviest first. */
export function kindsWithin(
  { entries, classes }: Flame,
  within: (node: number) => boolean,
  wanted: Uint8Array | null,
): { kind: string; weight: number }[] {
  const weights = new Map<string, number>();
  for (let row = 0; row < entries.length; row++) {
    const one = entries.class[row]!;
    if ((wanted !== null && wanted[one] === 0) || classes[one]!.base || !within(entries.node[row]!)) continue;
    const { kind } = classes[one]!;
    weights.set(kind, (weights.get(kind) ?? 0) + entries.self[row]! + entries.rest[row]!);
  }
  return [...weights]
    .map(([kind, weight]) => ({ kind, weight }))
    .sort((a, b) => b.weight - a.weight || (a.kind < b.kind ? -1 : 1));
}

/** Part of the work that a rewrite saves, 0..1: each kind by its prior. Null without a cost model. */
export function gainOf(
  { worth }: Flame,
  kinds: readonly { readonly kind: string; readonly weight: number }[],
): { low: number; likely: number; high: number } | null {
  if (worth === null) return null;
  const all = kinds.reduce((sum, { weight }) => sum + weight, 0);
  const part = (key: 'low' | 'likely' | 'high'): number =>
    all > 0
      ? kinds.reduce((sum, { kind, weight }) => sum + weight * (worth.gains[kind]?.[key] ?? 0), 0) / all
      : 0;
  return { low: part('low'), likely: part('likely'), high: part('high') };
}

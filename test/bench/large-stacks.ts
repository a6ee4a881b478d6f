/**
 * The stacks of the large inputs of the benchmarks, from a seed: a random call graph, 50,000 base paths through it, each
 * extended by one to five more calls. They stand in no order over short distances, as a recorder's hash table leaves them.
 */
import { seeded } from '../support/random.js';

export interface LargeStacks {
  readonly functions: number;
  readonly perFunction: number;
  /** Location l belongs to function floor(l / perFunction). */
  readonly locations: number;
  /** Distinct lists of locations, root first. */
  readonly stacks: readonly (readonly number[])[];
  /** Goes on with the seed: an integer from 0 to below the limit. */
  readonly pick: (limit: number) => number;
}

const BASES = 50_000;
const ROOTS = 10;
/** How far a sample may stand from its like. */
const MIXED = 900;

export function largeStacks(functions: number, count: number): LargeStacks {
  const random = seeded(20_261_124);
  const pick = (limit: number): number => Math.floor(random() * limit);
  const perFunction = functions > 50_000 ? 2 : 6;
  const locations = functions * perFunction;
  /** A call site calls one place of the callee: the same path of functions is the same path of locations. */
  const callees = Array.from({ length: functions }, () =>
    Array.from({ length: 1 + pick(10) }, () => pick(functions) * perFunction + pick(perFunction)),
  );
  const step = (location: number): number => {
    const next = callees[Math.floor(location / perFunction)]!;
    return next[pick(next.length)]!;
  };
  const roots = Array.from({ length: ROOTS }, () => pick(locations));
  const bases = Array.from({ length: BASES }, () => {
    const path = [roots[pick(ROOTS)]!];
    // In locations; a fifth of them have an inlined frame, which makes about 30 frames with the extension.
    const depth = 18 + pick(9);
    while (path.length < depth) path.push(step(path[path.length - 1]!));
    return path;
  });
  const stacks: number[][] = [];
  const seen = new Set<string>();
  for (let turn = 0; stacks.length < count; turn = (turn + 1) % count) {
    const path = [...bases[Math.floor((turn * BASES) / count)]!];
    for (let more = 1 + pick(5); more > 0; more--) path.push(step(path[path.length - 1]!));
    const key = path.join();
    if (!seen.has(key)) stacks.push(path);
    seen.add(key);
  }
  for (let i = stacks.length - 1; i > 0; i--) {
    const j = Math.max(0, i - pick(MIXED));
    [stacks[i], stacks[j]] = [stacks[j]!, stacks[i]!];
  }
  return { functions, perFunction, locations, stacks, pick };
}

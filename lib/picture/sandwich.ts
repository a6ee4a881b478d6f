/** All that a function calls, and all that calls it, merged over every place where it occurs. */
import { type Boxes, layOut, type Weighed } from './layout.js';

export interface Sandwich {
  /** The function at the root, its callees below. */
  readonly callees: Boxes;
  /** The function at the root, its callers below: to be drawn upward. */
  readonly callers: Boxes;
}

/** Recursion counts once: only the rootmost place of the function in each stack is a root. Null where it has no place. */
export function sandwich(boxes: Boxes, fn: number): Sandwich | null {
  const roots = rootmost(boxes, fn);
  if (roots.length === 0) return null;
  return { callees: layOut(calleesOf(boxes, roots, fn)), callers: layOut(callersOf(boxes, roots, fn)) };
}

function rootmost({ length, prefix, fn, total, baseTotal }: Boxes, wanted: number): number[] {
  const below = new Uint8Array(length);
  const found: number[] = [];
  for (let node = 0; node < length; node++) {
    const caller = prefix[node]!;
    const above = caller === -1 ? 0 : below[caller]!;
    const hit = fn[node] === wanted ? 1 : 0;
    if (hit === 1 && above === 0 && total[node]! + baseTotal[node]! > 0) found.push(node);
    below[node] = above | hit;
  }
  return found;
}

function calleesOf(boxes: Boxes, roots: readonly number[], fn: number): Weighed {
  const merged = new Merged(fn);
  const at = new Int32Array(boxes.length).fill(-1);
  for (const root of roots) at[root] = 0;
  for (let node = roots[0]!; node < boxes.length; node++) {
    const caller = boxes.prefix[node]!;
    if (at[node] === -1) {
      if (caller === -1 || at[caller] === -1) continue;
      if (boxes.total[node]! + boxes.baseTotal[node]! === 0) continue;
      at[node] = merged.child(at[caller]!, boxes.fn[node]!);
    }
    merged.add(at[node]!, boxes.self[node]!, boxes.rest[node]!, boxes.baseSelf[node]!, boxes.baseRest[node]!);
  }
  return merged.finish();
}

function callersOf(boxes: Boxes, roots: readonly number[], fn: number): Weighed {
  const merged = new Merged(fn);
  for (const root of roots) {
    let at = 0;
    for (let node = boxes.prefix[root]!; node !== -1; node = boxes.prefix[node]!)
      at = merged.child(at, boxes.fn[node]!);
    merged.add(at, boxes.total[root]!, 0, boxes.baseTotal[root]!, 0);
  }
  return merged.finish();
}

/** A tree that grows by merging equal children; node 0 is the function. */
class Merged {
  readonly #prefix = [-1];
  readonly #fn: number[];
  readonly #sums: [number, number, number, number][] = [[0, 0, 0, 0]];
  readonly #children = new Map<number, number>();

  constructor(fn: number) {
    this.#fn = [fn];
  }

  child(node: number, fn: number): number {
    const key = node * 2 ** 26 + fn;
    let found = this.#children.get(key);
    if (found === undefined) {
      found = this.#fn.length;
      this.#children.set(key, found);
      this.#prefix.push(node);
      this.#fn.push(fn);
      this.#sums.push([0, 0, 0, 0]);
    }
    return found;
  }

  add(node: number, ...weights: [self: number, rest: number, baseSelf: number, baseRest: number]): void {
    const sums = this.#sums[node]!;
    weights.forEach((weight, i) => {
      sums[i]! += weight;
    });
  }

  finish(): Weighed {
    const column = (i: number): Float64Array => Float64Array.from(this.#sums, (sums) => sums[i]!);
    return {
      length: this.#fn.length,
      prefix: Int32Array.from(this.#prefix),
      fn: Int32Array.from(this.#fn),
      self: column(0),
      rest: column(1),
      baseSelf: column(2),
      baseRest: column(3),
    };
  }
}

/** Finds functions by name, and how much of the whole they hold. */
import type { Boxes } from './layout.js';

export interface Found {
  /** Per function: 1 where its name matches. */
  readonly functions: Uint8Array;
  /** Matching functions, and nodes of them. */
  readonly names: number;
  readonly nodes: number;
  /** Width of all matching boxes, those below another match left out: 0..1. */
  readonly share: number;
}

/** `test` decides on a name. Linear in functions and nodes. */
export function search(boxes: Boxes, names: readonly string[], test: (name: string) => boolean): Found {
  const functions = new Uint8Array(names.length);
  let matching = 0;
  names.forEach((name, fn) => {
    if (!test(name)) return;
    functions[fn] = 1;
    matching++;
  });
  const { length, prefix, fn, left, right } = boxes;
  /** 1 below or at a match. */
  const covered = new Uint8Array(length);
  let [nodes, share] = [0, 0];
  for (let node = 0; node < length; node++) {
    const caller = prefix[node]!;
    const above = caller === -1 ? 0 : covered[caller]!;
    const hit = functions[fn[node]!]!;
    covered[node] = above | hit;
    nodes += hit;
    if (hit === 1 && above === 0) share += right[node]! - left[node]!;
  }
  return { functions, names: matching, nodes, share: Math.min(1, share) };
}

/**
 * Plain text is looked for as it stands, in any case while it is all small letters; /.../ is a regular expression.
 * Null where the expression is none.
 */
export function matcherOf(query: string): ((name: string) => boolean) | null {
  const pattern = /^\/(.+)\/(i?)$/.exec(query);
  if (pattern !== null) {
    try {
      const found = new RegExp(pattern[1]!, pattern[2]);
      return (name) => found.test(name);
    } catch {
      return null;
    }
  }
  if (query !== query.toLowerCase()) return (name) => name.includes(query);
  return (name) => name.toLowerCase().includes(query);
}

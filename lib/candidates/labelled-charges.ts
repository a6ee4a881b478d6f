/** Allocations charged to endpoints that only labels tell: memory profiles have no labels, so functions stand in for them. */
import { NONE } from '../profile/profile.js';
import type { Charges } from './charges.js';
import type { Handlers } from './handlers.js';
import type { Work } from './work.js';

/**
 * A record without a handler is split: each such endpoint bears the part of it that its samples are of those of the leafmost
 * own function in it. So a function is taken to allocate alike for all whom it works for. Where the records are
 * stacks of the CPU profile itself they are whose the stack is. The parts add up to what they did.
 */
export function chargesByLabel(work: Work, charges: Charges, handlers: Handlers): Charges {
  if (handlers.labelNames.length === 0 || charges.parts.length === 0) return charges;
  const first = work.grouping.length;
  if (charges.by === 'malloc_samples')
    return { ...charges, endpointOf: handlers.ofStack.map((of) => (of >= first ? of : NONE)) };
  const { starts, items } = charges.paths;
  const functions = new Int32Array(charges.parts.length).fill(NONE);
  for (let record = 0; record < functions.length; record++) {
    let leafmost: number = NONE;
    let at = starts[record]!;
    for (; at < starts[record + 1]! && !handlers.weights.has(items[at]!); at++)
      if (work.owners[items[at]!] === 'own') leafmost = items[at]!;
    if (at === starts[record + 1]) functions[record] = leafmost;
  }
  const shares = sharesOf(work, handlers, new Set(functions));
  const parts: number[] = [];
  const endpointOf: number[] = [];
  const newStarts = [0];
  const newItems: number[] = [];
  const put = (record: number, part: number, endpoint: number): void => {
    for (let i = starts[record]!; i < starts[record + 1]!; i++) newItems.push(items[i]!);
    newStarts.push(newItems.length);
    parts.push(part);
    endpointOf.push(endpoint);
  };
  for (let record = 0; record < functions.length; record++) {
    const part = charges.parts[record]!;
    let left = 1;
    for (const [endpoint, share] of shares.get(functions[record]!) ?? []) {
      put(record, part * share, endpoint);
      left -= share;
    }
    if (left > ROUNDING) put(record, part * left, NONE);
  }
  return {
    ...charges,
    paths: { starts: Int32Array.from(newStarts), items: Int32Array.from(newItems) },
    parts: Float64Array.from(parts),
    endpointOf: Int32Array.from(endpointOf),
  };
}

/** What rounding leaves of a whole is no part. */
const ROUNDING = 1e-9;

/** Per function of `functions`: the part of its total that each endpoint without a handler has, in order of their numbers. */
function sharesOf(
  { paths: { starts, items }, weights, grouping }: Work,
  { ofStack }: Handlers,
  functions: ReadonlySet<number>,
): ReadonlyMap<number, readonly (readonly [number, number])[]> {
  const sums = new Map<number, Map<number, number>>();
  for (let stack = 0; stack < weights.length; stack++) {
    if (weights[stack] === 0) continue;
    const of = ofStack[stack]! >= grouping.length ? ofStack[stack]! : NONE;
    const seen = new Set<number>();
    for (let i = starts[stack]!; i < starts[stack + 1]!; i++) {
      const group = items[i]!;
      if (!functions.has(group) || seen.has(group)) continue;
      seen.add(group);
      const byEndpoint = sums.get(group) ?? new Map<number, number>();
      byEndpoint.set(of, (byEndpoint.get(of) ?? 0) + weights[stack]!);
      sums.set(group, byEndpoint);
    }
  }
  const shares = new Map<number, readonly (readonly [number, number])[]>();
  for (const [group, byEndpoint] of sums) {
    let total = 0;
    for (const sum of byEndpoint.values()) total += sum;
    shares.set(
      group,
      [...byEndpoint]
        .filter(([endpoint]) => endpoint !== NONE)
        .sort(([a], [b]) => a - b)
        .map(([endpoint, sum]) => [endpoint, sum / total] as const),
    );
  }
  return shares;
}

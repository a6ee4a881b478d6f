/** Work that serves requests outside every handler - framework, connections, middleware - and whose requests it is done for. */
import { power } from '../base/elementary.js';
import { observations } from '../evidence/observations.js';
import { NONE } from '../profile/profile.js';
import type { Charges } from './charges.js';
import type { Handlers } from './handlers.js';
import { poolPaths, poolTest } from './pool.js';
import { weightWithin } from './units.js';
import type { Work } from './work.js';

/** By what serving work is shared out: the labels that part of it bears, or the weights of the handlers. */
export type ServingRule = 'labels' | 'weights';

/** One pool, of which each endpoint has a part: a union of endpoints has the sum, which never passes 1. */
export interface Serving {
  /** Per stack: 1 where it is of the pool. No handler has such a stack. */
  readonly stacks: Uint8Array;
  /** Of these stacks, in the unit of the weights. */
  readonly weight: number;
  /** Per record of the charges: 1 where the pool allocates. */
  readonly records: Uint8Array;
  /** Part of background collection that these records bear, 0..1. */
  readonly charged: number;
  readonly rule: ServingRule;
  /** The part of some endpoints together. */
  readonly partOf: (endpoints: readonly number[]) => number;
  /** The same were handlers' weights taken to this power: 0 as if all were called equally often, 1 as if all cost alike. */
  readonly partAt: (endpoints: readonly number[], power: number) => number;
  /** Weights of some handlers, and of all. */
  readonly weightsOf: (endpoints: readonly number[]) => number[];
  readonly weights: readonly number[];
}

/**
 * Handlers differ in weight because they are called more often or because they cost more. Where nothing tells which, half
 * of each, in ratios: the best guess of the frequency where both vary alike and apart.
 */
export const LIKELY_POWER = 0.5;
/** With fewer labelled samples than this the labels are not asked: a handful would share out the whole. */
const LEAST_SAMPLES = 30;

/** Null where nothing serves outside handlers, as far as the stacks show. */
export function servingOf(work: Work, charges: Charges, handlers: Handlers): Serving | null {
  if (handlers.entries.size === 0) return null;
  const test = poolTest(work, handlers, new Set(handlers.weights.keys()));
  const stacks = poolPaths(work.paths, test);
  for (let stack = 0; stack < stacks.length; stack++) if (handlers.ofStack[stack] !== NONE) stacks[stack] = 0;
  const weight = weightWithin(work, stacks);
  if (!(weight > 0)) return null;
  const records = poolPaths(charges.paths, test).subarray(0, charges.parts.length);
  charges.endpointOf?.forEach((endpoint, record) => {
    if (endpoint !== NONE) records[record] = 0;
  });
  let charged = 0;
  records.forEach((inside, record) => {
    if (inside === 1) charged += charges.parts[record]!;
  });
  const all = [...handlers.weights.values()];
  const weightsOf = (endpoints: readonly number[]): number[] =>
    endpoints.map((endpoint) => handlers.weights.get(endpoint)!);
  const atPower = (endpoints: readonly number[], exponent: number): number =>
    partAt(weightsOf(endpoints), all, exponent);
  const labelled = labelledParts(work, stacks, handlers);
  return {
    stacks,
    weight,
    records,
    charged,
    rule: labelled === null ? 'weights' : 'labels',
    partOf:
      labelled === null
        ? (endpoints) => atPower(endpoints, LIKELY_POWER)
        : (endpoints) => endpoints.reduce((sum, endpoint) => sum + (labelled.get(endpoint) ?? 0), 0),
    partAt: atPower,
    weightsOf,
    weights: all,
  };
}

/** Part of some weights in all, each to a power; the same on every engine. */
export function partAt(some: readonly number[], all: readonly number[], exponent: number): number {
  const sum = (weights: readonly number[]): number =>
    weights.reduce((total, weight) => total + (weight > 0 ? power(weight, exponent) : 0), 0);
  const whole = sum(all);
  return whole > 0 ? sum(some) / whole : 0;
}

/**
 * Middleware that works under the label of each request is done for every request much alike, and so is the rest of the
 * pool: the part of each endpoint is that of its label in what is labelled, labels of no known endpoint among it.
 */
function labelledParts(
  { selection, sampleType, weights, whole, requests }: Work,
  stacks: Uint8Array,
  { labels }: Handlers,
): ReadonlyMap<number, number> | null {
  const sums = new Map<string, number>();
  let all = 0;
  for (let stack = 0; stack < weights.length; stack++) {
    const label = requests.ofStack[stack]!;
    if (stacks[stack] === 0 || label === NONE) continue;
    const text = requests.texts[label]!;
    sums.set(text, (sums.get(text) ?? 0) + weights[stack]!);
    all += weights[stack]!;
  }
  const samples = observations(selection.profile, sampleType) ?? Number.POSITIVE_INFINITY;
  if (!(all > 0) || (all / whole) * samples < LEAST_SAMPLES) return null;
  return new Map([...labels].map(([group, text]) => [group, (sums.get(text) ?? 0) / all]));
}

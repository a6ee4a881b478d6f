/** Work that serves requests outside every handler - framework, connections, middleware - and whose requests it is done for. */
import type { VisiblePaths } from '../analysis/visible-paths.js';
import { observations } from '../evidence/observations.js';
import { OF_CALLER } from '../kinds/classify.js';
import { kindNumber } from '../kinds/kinds.js';
import { isOwnWork } from '../kinds/stack-kinds.js';
import type { Charges } from './charges.js';
import type { Handlers } from './handlers.js';
import { labelTexts } from './request-labels.js';
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
  /** The part of some endpoints together, by their groups. */
  readonly partOf: (groups: readonly number[]) => number;
  /** The same were handlers' weights taken to this power: 0 as if all were called equally often, 1 as if all cost alike. */
  readonly partAt: (groups: readonly number[], power: number) => number;
}

/**
 * Handlers differ in weight because they are called more often or because they cost more. Where nothing tells which, half
 * of each, in ratios: the best guess of the frequency where both vary alike and apart.
 */
export const LIKELY_POWER = 0.5;
/** With fewer labelled samples than this the labels are not asked: a handful would share out the whole. */
const LEAST_SAMPLES = 30;

/**
 * The pool is every stack with an entry of the framework in it (the rootmost RPC frame above any handler, or what the same
 * framework does in threads of its own) and no handler, neither the team's nor a library's own. Null where it is empty.
 */
export function servingOf(work: Work, charges: Charges, handlers: Handlers): Serving | null {
  const test = poolTest(work, handlers);
  const stacks = poolPaths(work.paths, test);
  const weight = weightWithin(work, stacks);
  if (!(weight > 0)) return null;
  const records = poolPaths(charges.paths, test).subarray(0, charges.parts.length);
  let charged = 0;
  records.forEach((inside, record) => {
    if (inside === 1) charged += charges.parts[record]!;
  });
  const partAt = (groups: readonly number[], power: number): number => {
    let [some, all] = [0, 0];
    for (const own of handlers.weights.values()) all += own ** power;
    for (const group of groups) some += handlers.weights.get(group)! ** power;
    return all > 0 ? some / all : 0;
  };
  const labelled = labelledParts(work, stacks, handlers);
  return {
    stacks,
    weight,
    records,
    charged,
    rule: labelled === null ? 'weights' : 'labels',
    partOf:
      labelled === null
        ? (groups) => partAt(groups, LIKELY_POWER)
        : (groups) => groups.reduce((sum, group) => sum + (labelled.get(group) ?? 0), 0),
    partAt,
  };
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/**
 * Middleware that works under the label of each request is done for every request much alike, and so is the rest of the
 * pool: the part of each endpoint is that of its label in what is labelled, labels of no known endpoint among it.
 */
function labelledParts(
  { selection, sampleType, weights, whole }: Work,
  stacks: Uint8Array,
  { labels }: Handlers,
): ReadonlyMap<number, number> | null {
  const { profile, keptSamples } = selection;
  const texts = labelTexts(profile);
  if (labels.size === 0 || texts.every((text) => text === null)) return null;
  const values = profile.samples.values[sampleType]! as Float64Array;
  const sums = new Map<string, number>();
  let all = 0;
  for (let sample = 0; sample < values.length; sample++) {
    const stack = (profile.samples.stack as Numbers)[sample]!;
    if (stacks[stack] === 0 || weights[stack] === 0 || (keptSamples !== null && keptSamples[sample] === 0))
      continue;
    const text = texts[(profile.samples.labels as Numbers)[sample]!];
    if (text == null) continue;
    sums.set(text, (sums.get(text) ?? 0) + values[sample]!);
    all += values[sample]!;
  }
  const samples = observations(profile, sampleType) ?? Number.POSITIVE_INFINITY;
  if (!(all > 0) || (all / whole) * samples < LEAST_SAMPLES) return null;
  return new Map([...labels].map(([group, text]) => [group, (sums.get(text) ?? 0) / all]));
}

interface PoolTest {
  /** Per group. */
  readonly entry: Uint8Array;
  readonly handler: Uint8Array;
  /** On the way from an entry to a handler. */
  readonly leads: Uint8Array;
  /** A library's own code, no part of a framework; where nothing tells whose it is, its kind does. */
  readonly foreign: Uint8Array;
}

function poolTest({ grouping, owners, frames }: Work, handlers: Handlers): PoolTest {
  const rpc = kindNumber('rpc');
  const marked = (test: (group: number) => boolean): Uint8Array =>
    Uint8Array.from({ length: grouping.length }, (_, group) => (test(group) ? 1 : 0));
  const families = FAMILIES.filter(({ entry }) =>
    [...handlers.entries].some((group) => entry.test(grouping.names[group]!)),
  );
  return {
    entry: marked(
      (group) =>
        handlers.entries.has(group) || families.some(({ also }) => also.test(grouping.names[group]!)),
    ),
    handler: marked((group) => handlers.weights.has(group) || OWN_HANDLERS.test(grouping.names[group]!)),
    leads: marked((group) => handlers.leads.has(group)),
    foreign: marked((group) => {
      const kind = frames.kinds[grouping.exampleFrame[group]!]!;
      const library = owners[group] === 'library' || (owners[group] === 'own' && !isOwnWork(kind));
      return library && kind !== rpc && kind !== OF_CALLER && !handlers.leads.has(group);
    }),
  };
}

/** A library that the framework leads to as it leads to a handler, and that leads to none, answers by itself: metrics, health. */
function poolPaths(
  { starts, items }: VisiblePaths,
  { entry, handler, leads, foreign }: PoolTest,
): Uint8Array {
  const inside = new Uint8Array(starts.length - 1);
  for (let path = 0; path < inside.length; path++) {
    const end = starts[path + 1]!;
    let at = starts[path]!;
    while (at < end && entry[items[at]!] === 0) at++;
    if (at === end) continue;
    inside[path] = 1;
    for (; at < end && inside[path] === 1; at++) {
      const group = items[at]!;
      if (handler[group] === 1) inside[path] = 0;
      else if (foreign[group] === 1 && leads[items[at - 1]!] === 1) inside[path] = 0;
    }
  }
  return inside;
}

/** What a framework does for its connections in threads of its own, where no handler is below. */
const FAMILIES: readonly { readonly entry: RegExp; readonly also: RegExp }[] = [
  {
    entry: /^net\/http\.\(\*conn\)\.serve$/,
    also: /^net\/http\.\(\*(connReader\)\.backgroundRead|Server\)\.Serve)$/,
  },
  {
    entry: /^(net\/http\.\(\*http2|golang\.org\/x\/net\/http2\.\(\*)serverConn\)\.runHandler$/,
    also: /^(net\/http\.\(\*http2|golang\.org\/x\/net\/http2\.\(\*)serverConn\)\.(serve|readFrames|writeFrameAsync)$/,
  },
  {
    entry: /^google\.golang\.org\/grpc\.\(\*Server\)\./,
    also: /^google\.golang\.org\/grpc\/internal\/transport\.(NewServerTransport\b|\(\*http2Server\)\.(HandleStreams|keepalive))|^google\.golang\.org\/grpc\.\(\*Server\)\.(Serve|handleRawConn|serveStreams)/,
  },
];

/** Handlers that frameworks bring along: their answers are endpoints of their own. */
const OWN_HANDLERS =
  /^net\/http\.(\(\*fileHandler\)\.ServeHTTP|serveFile|serveContent)$|^(net\/http\/pprof|expvar)\./;

/** Endpoints: which handler each stack serves, so that a whole endpoint can be a unit of rewriting. */
import { OF_CALLER } from '../kinds/classify.js';
import { kindNumber } from '../kinds/kinds.js';
import { isOwnWork } from '../kinds/stack-kinds.js';
import { NONE } from '../profile/profile.js';
import { labelCheck, labelledEndpoints } from './label-check.js';
import { poolPaths, poolTest, type Ways } from './pool.js';
import { MOST_OF_ALL } from './roots.js';
import type { Work } from './work.js';

/**
 * An endpoint is the group of its handler or, where only labels tell it, a number from the count of groups on: `names` has
 * the labels of these in order.
 */
export interface Handlers extends Ways {
  /** Endpoints, by weight descending, then name. */
  readonly endpoints: readonly number[];
  /** Of those without a handler, by how far they are beyond the groups. */
  readonly labelNames: readonly string[];
  /** Per stack: its endpoint; NONE where it serves no request, or does what is done for all of them. */
  readonly ofStack: Int32Array;
  /** What the profile's own label calls an endpoint, as "endpoint=quote". */
  readonly labels: ReadonlyMap<number, string>;
  /** Weight of every endpoint, and of handlers that no label of a labelled profile names: no endpoints, but served. */
  readonly weights: ReadonlyMap<number, number>;
}

export function endpointName({ grouping }: Work, { labelNames }: Handlers, endpoint: number): string {
  return endpoint < grouping.length ? grouping.names[endpoint]! : labelNames[endpoint - grouping.length]!;
}

/** Closures and lambdas: what they wrap has the name that people know. */
const NAMELESS =
  /\.func\d+(\.\d+)*$|\.func\d+\.|-fm$|<anonymous>|\{\{?closure|\$_\d|lambda|^\(anonymous|<lambda>|\$\$Lambda/;
/** Middleware of a named type stands before every endpoint; so many layers of it are looked through. */
const MOST_LAYERS = 8;
const MOSTLY_LABELLED = 0.8;
/** What a client of HTTP or gRPC calls back, and does in goroutines of its own, serves nobody's request. */
const CLIENT =
  /^(net\/http|golang\.org\/x\/net\/http2|google\.golang\.org\/grpc.*)\.\(\*?(\w*Client|Transport|\w*persistConn|\w*ClientConn|\w*clientStream|addrConn)\)\./i;
const RPC = kindNumber('rpc');

/**
 * The handler of a stack is the first own function with a name below a frame of an HTTP or RPC framework that calls own
 * code. Where that one stands before nearly all requests it is middleware, and the next such function is the handler.
 * Where all own functions there are closures, it is the last of them.
 */
export function handlersOf(work: Work): Handlers {
  const through = new Set<number>();
  for (let layer = 0; ; layer++) {
    const found = below(work, through);
    const served = found.weights.reduce((sum, weight) => sum + weight, 0);
    const first = found.groups[0];
    const passes = first !== undefined && found.weights[0]! > MOST_OF_ALL * served && found.deeper.has(first);
    if (!passes || layer === MOST_LAYERS) return labelled(work, found);
    through.add(first);
  }
}

/**
 * Where the profile labels requests, functions that work for many labels are middleware, and of functions with the same
 * label the largest is its handler. A label that no handler has is an endpoint of its own: the stacks that bear it.
 */
function labelled(work: Work, { groups, ofStack, weights }: Found): Handlers {
  const { ofGroup, partOfGroup, labelled: part } = labelCheck(work, ofStack);
  const taken = new Set<string>();
  const served = new Map<number, number>();
  const kept = groups.filter((group, i) => {
    const label = ofGroup.get(group);
    const named = label === undefined ? part < MOSTLY_LABELLED : !taken.has(label);
    if (label !== undefined) taken.add(label);
    if (named || (label === undefined && !((partOfGroup.get(group) ?? 0) > 0.5)))
      served.set(group, weights[i]!);
    return named;
  });
  const known = new Set(kept);
  const labels = new Map([...ofGroup].filter(([group]) => known.has(group)));
  const endpointOf = ofStack.map((group) => (known.has(group) ? group : NONE));
  const ways = waysTo(work, ofStack, served);
  const open = openStacks(work, ofStack, served, ways);
  const extra = labelledEndpoints(work, open, taken);
  const numbers = new Map(extra.map(({ label }, i) => [label, work.grouping.length + i]));
  extra.forEach(({ text, weight, label }) => {
    served.set(numbers.get(label)!, weight);
    labels.set(numbers.get(label)!, text);
  });
  for (let stack = 0; stack < open.length; stack++)
    if (open[stack] === NONE) endpointOf[stack] = numbers.get(work.requests.ofStack[stack]!) ?? NONE;
  const names = (endpoint: number): string => work.grouping.names[endpoint] ?? labels.get(endpoint)!;
  return {
    endpoints: [...kept, ...numbers.values()].sort(
      (a, b) => served.get(b)! - served.get(a)! || (names(a) < names(b) ? -1 : 1),
    ),
    labelNames: extra.map(({ text }) => text),
    ofStack: endpointOf,
    labels,
    weights: served,
    ...(ways.entries.size > 0 ? ways : waysToLabels(work, endpointOf)),
  };
}

/**
 * NONE for stacks that a label alone may claim. What middleware does under a label of no handler is serving that label's
 * requests, and no endpoint of itself.
 */
function openStacks(
  work: Work,
  ofStack: Int32Array,
  served: ReadonlyMap<number, number>,
  ways: Ways,
): Int32Array {
  if (work.requests.texts.length === 0) return new Int32Array(ofStack.length).fill(BUSY);
  const serving =
    ways.entries.size === 0 ? null : poolPaths(work.paths, poolTest(work, ways, new Set(served.keys())));
  return ofStack.map((group, stack) =>
    served.has(group) || serving?.[stack] === 1 || isClients(work, stack) ? BUSY : NONE,
  );
}

/** Any endpoint. */
const BUSY = 0;

/** A connection that a request opened keeps that request's label, whomever it works for later. */
function isClients({ paths: { starts, items }, grouping }: Work, stack: number): boolean {
  return starts[stack] !== starts[stack + 1] && CLIENT.test(grouping.names[items[starts[stack]!]!]!);
}

/** Which frames stand between the framework's entry and a handler. */
function waysTo(
  { paths: { starts, items }, framePaths, frames }: Work,
  ofStack: Int32Array,
  served: ReadonlyMap<number, number>,
): Ways {
  const entries = new Set<number>();
  const leads = new Set<number>();
  for (let stack = 0; stack < ofStack.length; stack++) {
    const handler = ofStack[stack]!;
    if (!served.has(handler)) continue;
    let at = starts[stack]!;
    while (frames.kinds[framePaths.items[at]!] !== RPC) at++;
    entries.add(items[at]!);
    for (; items[at] !== handler; at++) leads.add(items[at]!);
  }
  return { entries, leads };
}

/** Where no handler is known: a server's frames that stand before any code of the team's, above a labelled endpoint. */
function waysToLabels(
  { paths: { starts, items }, framePaths, frames, grouping }: Work,
  endpointOf: Int32Array,
): Ways {
  const entries = new Set<number>();
  const leads = new Set<number>();
  const kindAt = (at: number): number => frames.kinds[framePaths.items[at]!]!;
  for (let stack = 0; stack < endpointOf.length; stack++) {
    if (endpointOf[stack] === NONE) continue;
    const end = starts[stack + 1]!;
    let at = starts[stack]!;
    while (at < end && kindAt(at) !== RPC && !isOwnWork(kindAt(at))) at++;
    if (at === end || kindAt(at) !== RPC || CLIENT.test(grouping.names[items[at]!]!)) continue;
    entries.add(items[at]!);
    for (; at < end && kindAt(at) === RPC; at++) leads.add(items[at]!);
  }
  return { entries, leads };
}

interface Found {
  readonly groups: readonly number[];
  readonly ofStack: Int32Array;
  /** Weight of each of `groups`. */
  readonly weights: readonly number[];
  /** Groups below which a framework calls own code once more. */
  readonly deeper: ReadonlySet<number>;
}

function below(work: Work, through: ReadonlySet<number>): Found {
  const { paths, framePaths, weights, grouping } = work;
  const { starts, items } = paths;
  const nameless = grouping.names.map((name) => NAMELESS.test(name));
  const signs = signsOfFrames(work);
  const handles = (at: number): boolean => (signs[framePaths.items[at]!]! & HANDLES) !== 0;
  const ofStack = new Int32Array(weights.length).fill(NONE);
  const totals = new Map<number, number>();
  const deeper = new Set<number>();
  const wrappers = new Set<number>();
  for (let stack = 0; stack < weights.length; stack++) {
    if (weights[stack] === 0) continue;
    const end = starts[stack + 1]!;
    let handler: number = NONE;
    let sign = 0;
    for (let at = starts[stack]!; at < end; at++) {
      const caller = sign;
      sign = signs[framePaths.items[at]!]!;
      if ((caller & OF_CLIENT) !== 0) break;
      if ((sign & HANDLES) === 0 || (caller & OF_FRAMEWORK) === 0) continue;
      if (handler !== NONE) {
        deeper.add(handler);
        break;
      }
      const group = named(at, end);
      if (!through.has(group)) handler = group;
    }
    ofStack[stack] = handler;
    if (handler !== NONE) totals.set(handler, (totals.get(handler) ?? 0) + weights[stack]!);
  }
  // What ends in a closure that elsewhere leads to a handler is the middleware's own work.
  for (const group of wrappers) totals.delete(group);
  for (let stack = 0; stack < ofStack.length; stack++)
    if (wrappers.has(ofStack[stack]!)) ofStack[stack] = NONE;
  const groups = [...totals.keys()].sort(
    (a, b) => totals.get(b)! - totals.get(a)! || (grouping.names[a]! < grouping.names[b]! ? -1 : 1),
  );
  return { groups, ofStack, weights: groups.map((group) => totals.get(group)!), deeper };

  /** The first own function with a name from here on, else the last own one. */
  function named(from: number, end: number): number {
    let last = items[from]!;
    for (let i = from; i < end; i++) {
      const group = items[i]!;
      if (!handles(i)) continue;
      if (!nameless[group]!) {
        for (let outer = from; outer < i; outer++) if (handles(outer)) wrappers.add(items[outer]!);
        return group;
      }
      last = group;
    }
    return last;
  }
}

const OF_FRAMEWORK = 1;
const OF_CLIENT = 2;
const HANDLES = 4;

/** Per frame, what it is to a request, so that the walk over all positions looks up one byte. */
function signsOfFrames({ frames: { kinds }, owners, grouping }: Work): Uint8Array {
  const client = grouping.names.map((name) => CLIENT.test(name));
  return Uint8Array.from(grouping.groupOfFrame, (group, frame) => {
    const kind = kinds[frame]!;
    // Without files and objects, a framework's own frames and the runtime's assembly look like the team's code.
    const handles = owners[group] === 'own' && (kind === OF_CALLER || isOwnWork(kind));
    return (kind === RPC ? OF_FRAMEWORK : 0) | (client[group] ? OF_CLIENT : 0) | (handles ? HANDLES : 0);
  });
}

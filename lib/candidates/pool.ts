/** Which stacks serve requests outside every handler: framework, connections, middleware. */
import type { VisiblePaths } from '../analysis/visible-paths.js';
import { OF_CALLER } from '../kinds/classify.js';
import { kindNumber } from '../kinds/kinds.js';
import { isOwnWork } from '../kinds/stack-kinds.js';
import type { Work } from './work.js';

/** How requests come to their handlers. */
export interface Ways {
  /** Groups where serving a request begins: the rootmost RPC frame above a handler. */
  readonly entries: ReadonlySet<number>;
  /** Groups between an entry and a handler. */
  readonly leads: ReadonlySet<number>;
}

export interface PoolTest {
  /** Per group. */
  readonly entry: Uint8Array;
  readonly handler: Uint8Array;
  /** On the way from an entry to a handler. */
  readonly leads: Uint8Array;
  /** A library's own code, no part of a framework; where nothing tells whose it is, its kind does. */
  readonly foreign: Uint8Array;
}

/** `handlers`: groups below which a request is handled. */
export function poolTest(
  { grouping, owners, frames }: Work,
  { entries, leads }: Ways,
  handlers: ReadonlySet<number>,
): PoolTest {
  const rpc = kindNumber('rpc');
  const marked = (test: (group: number) => boolean): Uint8Array =>
    Uint8Array.from({ length: grouping.length }, (_, group) => (test(group) ? 1 : 0));
  const families = FAMILIES.filter(({ entry }) =>
    [...entries].some((group) => entry.test(grouping.names[group]!)),
  );
  return {
    entry: marked(
      (group) => entries.has(group) || families.some(({ also }) => also.test(grouping.names[group]!)),
    ),
    handler: marked((group) => handlers.has(group) || OWN_HANDLERS.test(grouping.names[group]!)),
    leads: marked((group) => leads.has(group)),
    foreign: marked((group) => {
      const kind = frames.kinds[grouping.exampleFrame[group]!]!;
      const library = owners[group] === 'library' || (owners[group] === 'own' && !isOwnWork(kind));
      return library && kind !== rpc && kind !== OF_CALLER && !leads.has(group);
    }),
  };
}

/**
 * 1 for each path with an entry in it and no handler, neither the team's nor one that comes with the framework. A library
 * that the framework leads to as it leads to a handler, and that leads to none, answers by itself: metrics, health.
 */
export function poolPaths(
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

/** The closed list of kinds of work: what the processor was doing, whoever's code it was. */

/** What a kind is, and how the rest of the model treats it. */
interface KindRow {
  readonly name: string;
  /** One plain sentence: what belongs there. */
  readonly is: string;
  /**
   * Whose published speedup stands in where `payoff/priors/` has none of this name; null: none does, so it is 1. An
   * assumption: work of like nature is priced alike.
   */
  readonly pricedAs: string | null;
  /** Part of the "datacenter tax": work that serves the machinery and not the request (Kanev et al., ISCA 2015). */
  readonly tax: boolean;
}

const ROWS = [
  row('app', "The team's own code, and generic code compiled into it that does its work.", null, false),
  row('library', 'Third-party library code that no rule knows.', 'app', false),

  row(
    'json',
    'JSON by the ordinary library of the language; of free form (`any` in Go) it has speedups of its own.',
    null,
    true,
  ),
  row('json-fast', 'JSON by a library written for speed, such as sonic, simdjson or orjson.', 'json', true),
  row('protobuf', 'Protocol buffers, generated code and library alike.', 'serialization', true),
  row(
    'serialization',
    'Other encodings of data: XML, YAML, gob, pickle, MessagePack, Avro, Thrift.',
    null,
    true,
  ),
  row('rpc', 'HTTP and RPC frameworks, from the socket to the handler.', null, true),
  row('db', 'Clients of databases and caches: drivers, pools, decoding of rows.', 'rpc', false),
  row('log', 'Logging, metrics and tracing.', 'strings', true),

  row('regexp', 'Regular expressions, compiling and matching, with all that runs below.', null, false),
  row('strings', 'Text: formatting, converting, searching, building, templates, Unicode.', null, false),
  row('base64', 'Base64, hexadecimal and the like.', 'strings', true),
  row('map', 'Hash tables and other containers by key, with the hashing of keys.', null, false),
  row('sort', 'Sorting, heaps and binary search.', 'app', false),
  row('math', 'Numbers: big integers, decimals, mathematical functions, random numbers.', 'app', false),
  row('time', 'Reading clocks, and calendars.', 'kernel', false),
  row('reflect', 'Reflection: types and values handled at run time.', 'app', false),
  row('dynamic', 'Finding fields and methods at run time: inline caches, dispatch, boxing.', 'app', false),
  row('interp', 'Interpreting bytecode.', 'app', false),
  row('compile', 'Compiling and parsing code at run time.', null, false),
  row('load', 'Loading code: dynamic linker, class loading, imports.', 'kernel', false),

  row('crypto', 'Encryption, signatures, secure hashes, TLS.', null, true),
  row('compress', 'Compression and decompression.', null, true),
  row('hash', 'Checksums and hashes that are neither secure nor of a map.', 'mem', true),
  row('mem', 'Moving, clearing and comparing bytes.', null, true),
  row('alloc', 'Allocating and freeing memory, growing stacks.', null, true),
  row('refcount', 'Counting references, and freeing what they kept.', 'alloc', true),
  row('assist', "Collector's marking done by the thread that allocates.", null, true),
  row('gc', 'Garbage collection whose phase the names do not tell.', 'assist', true),
  row('gc-mark', 'Garbage collection: finding what is alive.', 'assist', true),
  row('gc-sweep', 'Garbage collection: freeing what is not, returning memory.', 'assist', true),
  row('gc-barrier', 'Garbage collection: write barriers in running code.', 'assist', true),

  row('sched', 'Scheduling goroutines, threads and tasks; event loops; parking.', null, true),
  row('sync', 'Locks, channels, pools and waiting on one another.', null, true),
  row('net', 'Network and pollers in user space, below any protocol.', 'kernel', true),
  row('io', 'Files, pipes and stream buffers in user space.', 'kernel', true),
  row(
    'syscall',
    'The stub of a system call, where the kernel is not recorded: time in the kernel.',
    'kernel',
    true,
  ),
  row('kernel', "The kernel's own code.", null, true),
  row('foreign', 'Native code called from a managed language: cgo, JNI, addons, extensions.', null, false),

  row('profiler', 'The profiler itself.', null, false),
  row('idle', 'Nothing: a processor or loop that waits.', null, false),
  row('runtime-other', 'Runtime or standard library code that no rule knows.', null, true),
  row('unsymbolized', 'Code without a name.', null, false),
] as const;

export type Kind = (typeof ROWS)[number]['name'];

/** In the order of reports; the place in this list is the number that stands for a kind in columns. */
export const KINDS: readonly Kind[] = ROWS.map(({ name }) => name);

/** Rows beyond this one are no kinds; columns of bytes use 255 for "none". */
export const NO_KIND = 255;

const NUMBERS: ReadonlyMap<string, number> = new Map(KINDS.map((name, number) => [name, number]));

/** The number of a kind in columns: its place in `KINDS`. */
export function kindNumber(kind: Kind): number {
  return NUMBERS.get(kind)!;
}

/** What a kind is, and how it is priced; see `KindRow`'s fields: `is`, `pricedAs`, `tax`. */
export function aboutKind(kind: Kind): { is: string; pricedAs: Kind | null; tax: boolean } {
  const { is, pricedAs, tax } = ROWS[kindNumber(kind)]!;
  return { is, pricedAs: pricedAs as Kind | null, tax };
}

function row<const Name extends string>(
  name: Name,
  is: string,
  pricedAs: string | null,
  tax: boolean,
): KindRow & { readonly name: Name } {
  return { name, is, pricedAs, tax };
}

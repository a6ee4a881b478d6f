/** What an input format is: the interface each folder under formats/ fills in, and what it may cost. */
import type { Diagnostics } from '../base/diagnostics.js';
import type { Profile, Source } from '../profile/profile.js';
import type { Symbolizer } from '../symbols/symbolizer.js';

/** How sure a format is of a prefix. "maybe" means: with more bytes I could say. */
export type Confidence = 'no' | 'maybe' | 'yes';

/** What a hostile or enormous file may cost. Crossing one is a "limit" error that names it, never a crash. */
export interface Limits {
  /** Bytes after gunzip; default 64 GiB for text that streams, and see `ratio`. */
  readonly bytes: number;
  /** Decompressed bytes per compressed byte, enforced after the first 64 MiB; default 2000. */
  readonly ratio: number;
  /** Bytes of one protobuf message; default 64 MiB. */
  readonly messageBytes: number;
  /** Bytes of one text line; default 1 MiB. */
  readonly lineBytes: number;
  /** Samples; default 50 million. */
  readonly samples: number;
  /** Frames in one stack; default 1 million. */
  readonly stackDepth: number;
  /** Rows of any other table (locations, functions, strings, labels, mappings); default 10 million. */
  readonly rows: number;
}

export const DEFAULT_LIMITS: Limits = {
  bytes: 64 * 2 ** 30,
  ratio: 2000,
  messageBytes: 64 * 2 ** 20,
  lineBytes: 2 ** 20,
  samples: 50_000_000,
  stackDepth: 1_000_000,
  rows: 10_000_000,
};

/** Bytes to parse: from a file, a stream or memory; gunzipped on the way. */
export interface ByteSource {
  /** As the user wrote it; begins every message about this input. */
  readonly name: string;
  /** The first bytes (fewer only at the end of input). Consumes nothing; may be called again with more. */
  peek(length: number): Promise<Uint8Array>;
  /** All bytes in order; a chunk is valid only until the next is asked for. Call once. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Bytes as given (a gzipped file's own), once the first were peeked; null where not known. For reserving room only. */
  readonly size: number | null;
  /** SHA-256 of the bytes as given, hex; null where not asked for or before the end was reached. */
  sha256(): string | null;
}

/** What a reader is told beside the bytes. */
export interface ReadContext {
  readonly limits: Limits;
  readonly diagnostics: Diagnostics;
  /** perf: which event's samples are the default, by name, or "first"; files of several profiles: which one, also "all". */
  readonly event?: string | undefined;
  /** Only the samples of this thread, by id or name, where the format tells threads apart. */
  readonly thread?: string | undefined;
  /** folded: the unit of the counts, e.g. "nanoseconds"; default "count". */
  readonly unit?: string | undefined;
  /** pprof: keep the frames that the file's drop_frames asks to drop. */
  readonly allFrames?: boolean | undefined;
  /** perf.data: names addresses from the files that the user allows; without one they stay addresses. */
  readonly symbolizer?: Symbolizer | undefined;
  /** Called now and then with the decompressed bytes read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * One input format. Stateless; one folder under formats/; registered by one line in registry.ts.
 * Memory while reading is bounded by the profile being built plus one chunk plus one message.
 */
export interface Format {
  /** "pprof", as in --input-format. */
  readonly id: string;
  /** "pprof protobuf". */
  readonly title: string;
  /** Pure, synchronous, total: any bytes, no throw. `complete`: the prefix is the whole input. */
  sniff(prefix: Uint8Array, complete: boolean): Confidence;
  /** Throws ProfileError only. Having been chosen, its error is final: no other format is tried. */
  read(source: ByteSource, context: ReadContext): Promise<Profile>;
}

/** The `sources` entry of a profile that was read from `source`; call it after the last chunk. */
export function sourceOf(source: ByteSource, format: string): Source {
  return { name: source.name, format, sha256: source.sha256() };
}

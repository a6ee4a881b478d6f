/** The one error class that leaves the library, its closed set of codes, and their exit codes. */

/** What went wrong. The code is API; the message is for people and may change. */
export type ErrorCode =
  | 'usage'
  | 'unreadable'
  | 'unwritable'
  | 'unknown-format'
  | 'unsupported'
  | 'truncated'
  | 'bad-encoding'
  | 'bad-reference'
  | 'bad-value'
  | 'empty'
  | 'limit'
  | 'bad-model'
  | 'bad-config'
  | 'aborted'
  | 'bug';

/** Where it went wrong. `byte` is an offset into the decompressed input, `line` is 1-based (text formats). */
export interface ErrorPlace {
  readonly source: string;
  readonly byte: number | null;
  readonly line: number | null;
}

/**
 * A failure of the library. `message` already begins with the place: `cpu.pb.gz: byte 12: ...` for binary
 * formats, `perf.txt:7: ...` for text, so that editors can jump to it.
 */
export class ProfileError extends Error {
  readonly code: ErrorCode;
  readonly place: ErrorPlace | null;

  constructor(code: ErrorCode, message: string, place: ErrorPlace | null = null, options?: ErrorOptions) {
    super(place === null ? message : `${describePlace(place)}: ${message}`, options);
    this.name = 'ProfileError';
    this.code = code;
    this.place = place;
  }
}

/** A place in an input whose line is not known (binary formats), or as a whole (`byte` null). */
export function atByte(source: string, byte: number | null): ErrorPlace {
  return { source, byte, line: null };
}

/** A place in a text input: 1-based line, byte offset of that line's start. */
export function atLine(source: string, line: number, byte: number | null = null): ErrorPlace {
  return { source, byte, line };
}

/** The process exit code that goes with an error: 2 for what the user can mend, 70 for our bug, 130 interrupted. */
export function exitCodeOf(code: ErrorCode): number {
  if (code === 'bug') return 70;
  return code === 'aborted' ? 130 : 2;
}

function describePlace(place: ErrorPlace): string {
  if (place.line !== null) return `${place.source}:${place.line}`;
  return place.byte === null ? place.source : `${place.source}: byte ${place.byte}`;
}

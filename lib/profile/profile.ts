/** The data model: what a profile holds. Interfaces and their rules only; `builder.ts` makes it, `check.ts` proves it. */

declare const table: unique symbol;
/** A row number of one table. Another table's row number is a type error; at run time it is just a number. */
export type Index<Table extends string> = number & { readonly [table]: Table };
export type StringIndex = Index<'string'>;
export type MappingIndex = Index<'mapping'>;
export type FunctionIndex = Index<'function'>;
export type FrameIndex = Index<'frame'>;
export type LocationIndex = Index<'location'>;
export type StackIndex = Index<'stack'>;
export type SampleIndex = Index<'sample'>;
export type SampleTypeIndex = Index<'sampleType'>;
export type LabelSetIndex = Index<'labelSet'>;
export type LabelIndex = Index<'label'>;
export type SourceIndex = Index<'source'>;

/** "No row", the only sentinel in index columns. Line and column columns use 0 for "unknown", addresses 0n. */
export const NONE = -1;
export type None = typeof NONE;

/** One column: a typed array (an array, for strings) seen read-only, readable only with its own table's index. */
export type Column<Row extends number, Value> = { readonly length: number } & {
  readonly [row in Row]: Value;
};

/** The bounds of runs: row r owns [bounds[r], bounds[r + 1]) of another table, so there is one entry more than rows. */
export type Bounds<Row extends number, Target extends number> = { readonly length: number } & {
  readonly [row in Row]: Target;
} & { readonly [row: number]: Target };

/**
 * A profile: what was sampled, and nothing that was computed from it. Made only by ProfileBuilder, immutable
 * afterwards.
 *
 *   samples --stack--> stacks ==locations==> locations ==frames==> frames --function--> functions --name--> strings
 *      \--labels--> labelSets                    \--mapping--> mappings
 *
 * (== is a run of rows, -- a single row.) The prefix tree of the stacks is derived when first asked for: `stack-tree.ts`.
 * Times are nanoseconds and sizes are bytes everywhere; formats convert in, reports convert out.
 */
export interface Profile {
  /** The inputs that were read into it; several after a merge. At least one. */
  readonly sources: Column<SourceIndex, Source> & readonly Source[];
  /** One entry per number that each sample carries; at least one. */
  readonly sampleTypes: Column<SampleTypeIndex, ValueType> & readonly ValueType[];
  /** The type a reader means when none is named: the file's choice, else its last type (pprof's rule). */
  readonly defaultSampleType: SampleTypeIndex;
  /** Events between two samples, e.g. 10_000_000 of cpu/nanoseconds; null if the file does not say. */
  readonly period: { readonly type: ValueType; readonly value: number } | null;
  /** Nanoseconds since the Unix epoch. A bigint: such numbers exceed 2^53. */
  readonly startTime: bigint | null;
  /** Wall time covered, nanoseconds; the sum over merged profiles. */
  readonly duration: number | null;
  readonly comments: readonly string[];
  readonly strings: Column<StringIndex, string> & readonly string[];
  readonly mappings: MappingTable;
  readonly functions: FunctionTable;
  readonly frames: FrameTable;
  readonly locations: LocationTable;
  readonly stacks: StackTable;
  readonly labelSets: LabelSetTable;
  readonly samples: SampleTable;
  /**
   * Calls, where the format counts calls and knows no stacks (callgrind): then each stack is the one frame that spent the
   * value, and totals come from here. null where the stacks are the callers. See `stacks-known.ts`.
   */
  readonly callGraph: CallGraphTable | null;
  /** What was odd in the inputs but did not stop the reading. */
  readonly warnings: readonly import('../base/diagnostics.js').Diagnostic[];
}

/** One input. */
export interface Source {
  /** As the user wrote it. */
  readonly name: string;
  /** Id of the format it was read as. */
  readonly format: string;
  /** SHA-256 of the bytes as given (before gunzip), hex; null when it was not asked for. */
  readonly sha256: string | null;
}

/** What a number counts: type "cpu" in unit "nanoseconds", type "alloc_space" in unit "bytes", ... */
export interface ValueType {
  readonly type: string;
  /** "nanoseconds", "bytes" and "count" are normalized to where they can be; any other unit is as the file spells it. */
  readonly unit: string;
}

/** A range of addresses backed by one object file. Address 0xffffffff8103ce3b does not fit a float64: bigint. */
export interface MappingTable {
  readonly length: number;
  readonly file: Column<MappingIndex, StringIndex | None>;
  readonly buildId: Column<MappingIndex, StringIndex | None>;
  /** First address; first address past the end; offset of the first address in the file. Bytes; 0n unknown. */
  readonly start: Column<MappingIndex, bigint>;
  readonly limit: Column<MappingIndex, bigint>;
  readonly offset: Column<MappingIndex, bigint>;
}

/** A function as a programmer means it. Equal (name, systemName, file, startLine) are one row. */
export interface FunctionTable {
  readonly length: number;
  /** For people, demangled. */
  readonly name: Column<FunctionIndex, StringIndex>;
  /** As the linker knows it; equal to name when not mangled or not known. */
  readonly systemName: Column<FunctionIndex, StringIndex>;
  readonly file: Column<FunctionIndex, StringIndex | None>;
  /** 1-based line where the function begins; 0 unknown. */
  readonly startLine: Column<FunctionIndex, number>;
}

/**
 * One place in one function. Where the compiler inlined, one location has several frames, caller first:
 *
 *   printf calls memcpy, inlined, at 0x40:   location 0x40 = [printf, memcpy]; memcpy is the leafward one.
 *
 * The first frame of a location exists in the machine; the others were inlined into it.
 */
export interface FrameTable {
  readonly length: number;
  /** NONE where the location has no symbol: then it is its location's only frame. */
  readonly function: Column<FrameIndex, FunctionIndex | None>;
  readonly location: Column<FrameIndex, LocationIndex>;
  /** 1-based source line and column being executed (not where the function begins); 0 unknown. */
  readonly line: Column<FrameIndex, number>;
  readonly column: Column<FrameIndex, number>;
}

/** One address of the running program, with one or more frames. */
export interface LocationTable {
  readonly length: number;
  readonly mapping: Column<LocationIndex, MappingIndex | None>;
  /** Instruction address in the process, as recorded; 0n unknown. */
  readonly address: Column<LocationIndex, bigint>;
  /** The location's frames, rootmost first; never empty. */
  readonly frames: Bounds<LocationIndex, FrameIndex>;
  /** 1 where several symbols share the address (pprof's is_folded), else 0. */
  readonly folded: Column<LocationIndex, number>;
}

/**
 * Call stacks: runs of locations, root first. A stack may be empty (a sample whose frames are unknown). Equal stacks are
 * one row, but for large inputs that hardly ever repeat one: there a few equal rows may stand, which changes no sum.
 */
export interface StackTable {
  readonly length: number;
  readonly bounds: Bounds<StackIndex, number>;
  readonly locations: { readonly length: number; readonly [position: number]: LocationIndex };
}

/** Distinct sets of labels; set 0 is the empty one. Set s owns label rows [bounds[s], bounds[s + 1]). */
export interface LabelSetTable {
  readonly length: number;
  readonly bounds: Bounds<LabelSetIndex, LabelIndex>;
  readonly key: Column<LabelIndex, StringIndex>;
  /** The value if textual, else NONE and the value is in `number`. */
  readonly text: Column<LabelIndex, StringIndex | None>;
  readonly number: Column<LabelIndex, number>;
  readonly unit: Column<LabelIndex, StringIndex | None>;
}

/** One row for each pair of functions of which one called the other. */
export interface CallGraphTable {
  readonly length: number;
  /** Both have at least one frame in `frames`, so that every granularity knows their group. */
  readonly caller: { readonly length: number; readonly [call: number]: FunctionIndex };
  readonly callee: { readonly length: number; readonly [call: number]: FunctionIndex };
  /** How often. */
  readonly calls: Float64Array;
  /** values[type][call]: what was spent from the call to its return, in that type's unit. */
  readonly values: readonly Float64Array[];
}

/** What was seen. Thread, process, cpu and command are labels: "thread.id", "process.id", "cpu", "command". */
export interface SampleTable {
  readonly length: number;
  readonly stack: Column<SampleIndex, StackIndex>;
  /** values[type][sample], in that type's unit; integers unless the file has fractions; negative in a difference. */
  readonly values: Column<SampleTypeIndex, Column<SampleIndex, number>> & readonly Float64Array[];
  /**
   * exact[type] is null while every value of that type is within +-(2^53 - 1), where float64 is exact. Else it holds
   * the same values as 64-bit integers, and `values[type]` their nearest floats.
   */
  readonly exact: readonly (BigInt64Array | null)[];
  readonly labels: Column<SampleIndex, LabelSetIndex>;
  /** Nanoseconds since the first sample's clock zero; null if the format has no times. Not necessarily ascending. */
  readonly time: Column<SampleIndex, number> | null;
  /** Which input each sample came from; null while there is one. */
  readonly source: Column<SampleIndex, SourceIndex> | null;
}

/** What a flame graph shows: columns that a page, an SVG or anything else can draw. Interfaces and their rules only. */
import type { ValueType } from '../profile/profile.js';

/**
 * A call tree with what is known of it. Weights are not in the nodes but in `entries`, split by `classes`, so that whoever
 * draws can leave classes out (a label, the base of a comparison) and add up anew.
 *
 *   entries --node--> nodes --fn--> functions
 *      \--class--> classes (kind of work, labels, side)
 */
export interface Flame {
  readonly title: string;
  /** The files, as the user named them. */
  readonly files: readonly string[];
  readonly valueType: ValueType;
  /** All weights are whole multiples of this, in the unit of `valueType`; 0 where they are no multiples of anything. */
  readonly step: number;
  /** Sum of all weights, and of those of the base; the base is 0 unless two profiles are compared. */
  readonly total: number;
  readonly baseTotal: number;
  /** Samples behind `total`, where they can be told. */
  readonly samples: number | null;
  readonly nodes: FlameNodes;
  readonly entries: FlameEntries;
  readonly classes: readonly WeightClass[];
  readonly labels: readonly LabelKey[];
  readonly functions: FlameFunctions;
  readonly lines: FlameLines;
  /** Nodes too small to be drawn; their weight is in their callers' `rest`. */
  readonly leftOut: number;
  /** Nodes larger than this part of all are all there, 0..1. */
  readonly smallestShare: number;
  /** What the intervals of the functions take for granted; '' without them. */
  readonly intervalCaption: string;
  readonly worth: FlameWorth | null;
}

/** In depth-first order, siblings by weight, callers before callees. */
export interface FlameNodes {
  readonly length: number;
  /** The calling node; -1 at a root. */
  readonly prefix: Int32Array;
  readonly fn: Int32Array;
}

/** Ascending by node, then class. */
export interface FlameEntries {
  readonly length: number;
  readonly node: Int32Array;
  readonly class: Int32Array;
  /** Spent in the node's function itself. */
  readonly self: Float64Array;
  /** Spent below the node in nodes that are left out. */
  readonly rest: Float64Array;
}

/** Samples alike in everything that a reader can filter by. */
export interface WeightClass {
  /** Name of the kind of work. */
  readonly kind: string;
  /** Per label key: number of the value in `LabelKey.values`; -1 where the sample has none. */
  readonly labels: readonly number[];
  /** Of the profile that is compared with; also the negative part of a difference. */
  readonly base: boolean;
}

export interface LabelKey {
  readonly key: string;
  readonly values: readonly string[];
}

/** The functions of the nodes, and of the largest by self beside them. Weights are exact, nodes left out counted in. */
export interface FlameFunctions {
  readonly length: number;
  readonly name: readonly string[];
  readonly file: readonly string[];
  readonly package: readonly string[];
  /** "own", "third-party", "stdlib", "runtime" or "kernel". */
  readonly owner: readonly string[];
  /** Kind of the function's own frames. */
  readonly kind: readonly string[];
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly baseSelf: Float64Array;
  readonly baseTotal: Float64Array;
  /** 95 % interval of `total` as a share, 0..1; both 0 where there is none. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Background collection that the function's allocations cause, as a share, 0..1. */
  readonly tax: Float64Array;
}

/** Weight by source line: rows of a function stand together, ascending by line. */
export interface FlameLines {
  readonly length: number;
  readonly fn: Int32Array;
  readonly line: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
}

/** What the work is worth, where a cost model was given. */
export interface FlameWorth {
  /** From and to which language. */
  readonly from: string;
  readonly to: string;
  /** What all of the CPU costs in a year; null where the fleet is not known. */
  readonly usdPerYear: number | null;
  /** Price basis and date, to stand beside each sum. */
  readonly basis: string;
  /** Per kind of work: part of it that a rewrite saves, 0..1, at the P10, P50 and P90 speedup of the priors. */
  readonly gains: Readonly<
    Record<string, { readonly low: number; readonly likely: number; readonly high: number }>
  >;
  /** The rewrite set that was chosen. */
  readonly chosen: readonly string[];
  /** `chosen` are request handlers. */
  readonly byEndpoint: boolean;
  readonly verdict: string;
}

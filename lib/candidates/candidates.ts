/** Ranks what is worth rewriting: the team's own functions that do work, by how much of the profile each adds. */
import { type Concentration, concentration } from '../analysis/concentration.js';
import { functionName, groupDetails, groupFrames, moduleOf } from '../analysis/granularity.js';
import { stackWeights } from '../analysis/stack-weights.js';
import { totals } from '../analysis/totals.js';
import { type VisiblePaths, visiblePaths } from '../analysis/visible-paths.js';
import { wilson } from '../evidence/intervals.js';
import { observations } from '../evidence/observations.js';
import { type Owner, ownerOf } from '../kinds/ownership.js';
import { matcher } from '../profile/patterns.js';
import { NONE } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import { greedyCover, type UnitSets } from './cover.js';
import { type DirectWork, directWork } from './direct.js';
import { isRoot } from './roots.js';

export interface CandidateOptions {
  /** Row of sampleTypes; default the profile's default. */
  readonly sampleType?: number | undefined;
  /** How many functions a rewrite may take, at most; default 5. */
  readonly limit?: number | undefined;
  /** A candidate must add at least this share, 0..1; default 0.01. */
  readonly minShare?: number | undefined;
  /** Functions whose name matches are the team's own, all other application code is a library's; see `ownerOf`. */
  readonly own?: string | undefined;
  /** Price exactly the functions that match, instead of choosing. */
  readonly only?: string | undefined;
}

export interface Candidate {
  readonly name: string;
  readonly file: string | null;
  /** Share of samples with the function anywhere in the stack, 0..1. */
  readonly share: number;
  /** Share of samples that end in the function itself. */
  readonly selfShare: number;
  /** Share of its own work and the library and runtime code it calls directly. */
  readonly directShare: number;
  /** What it adds to the candidates before it; these add up to the covered share. */
  readonly marginalShare: number;
  /** Own functions below it, itself among them, whose direct work is at least 1 % of it: what has to be written. */
  readonly functions: number;
  /** "own", unless the user named it. */
  readonly ownership: Owner;
  /** Samples behind `share`, and its 95 % interval. */
  readonly samples: number;
  readonly interval: { readonly low: number; readonly high: number };
}

export interface CandidateSet {
  readonly candidates: readonly Candidate[];
  /** Share of the profile with any candidate in its stack; each sample once. */
  readonly coveredShare: number;
  readonly coveredInterval: { readonly low: number; readonly high: number };
  /** The part of `coveredShare` that ends in the kernel: a new language does not make it faster. */
  readonly kernelShare: number;
  /** Own functions inside the covered part that hold at least 1 % of it: what has to be written. */
  readonly functionCount: number;
  /** Share of each owner, by the leaf of each sample. */
  readonly owners: Readonly<Record<Owner, number>>;
  /** Share of the profile that own code is part of: what rewriting everything would touch. */
  readonly fullRewriteShare: number;
  /** How few own functions hold how much of the own code's direct work. */
  readonly concentration: Concentration;
  /** Functions left out because nearly everything passes through them. */
  readonly roots: readonly string[];
}

/** A function that does less than this part of its total itself routes work to other functions of the team's. */
const DIRECT_PART = 0.1;
const WRITTEN_PART = 0.01;

type Numbers = { readonly length: number; readonly [row: number]: number };

/**
 * A unit is a function with everything below it. It qualifies when it is the team's own, is no root, and does work:
 * its direct work (samples whose leafmost own function it is) is at least 10 % of its total. Samples of several units
 * count once, for the set as a whole.
 */
export function rankCandidates(selection: Selection, options: CandidateOptions = {}): CandidateSet {
  const { profile } = selection;
  const sampleType = options.sampleType ?? profile.defaultSampleType;
  const grouping = groupFrames(profile, 'function');
  const sums = totals(selection, grouping, sampleType);
  const total = sums.total > 0 ? sums.total : 1;
  const owners = ownersOf(selection, grouping.exampleFrame, options.own);
  const { weights, counts } = stackWeights(selection, sampleType);
  const paths = visiblePaths(selection, grouping);
  const work = directWork(paths, weights, owners);
  const { direct } = work;
  const only = options.only === undefined ? null : matcher(options.only, 'candidate');
  const roots: string[] = [];
  const eligible: number[] = [];
  grouping.names.forEach((name, group) => {
    const whole = sums.totals[group]!;
    if (only !== null) {
      if (only(name)) eligible.push(group);
      return;
    }
    if (owners[group] !== 'own' || whole <= 0) return;
    if (isRoot(name, whole / total, sums.self[group]! / total)) roots.push(name);
    else if (direct[group]! >= DIRECT_PART * whole) eligible.push(group);
  });
  eligible.sort(
    (a, b) => sums.totals[b]! - sums.totals[a]! || (grouping.names[a]! < grouping.names[b]! ? -1 : 1),
  );
  const units = unitSets(paths, eligible, grouping.length);
  const picks = greedyCover(
    units,
    weights,
    only === null ? (options.limit ?? 5) : eligible.length,
    only === null ? (options.minShare ?? 0.01) * total : Number.MIN_VALUE,
  );
  // Without a count, a record is the observation: so it is for heap profiles, whose values are scaled.
  const evidence = observations(profile, sampleType) ?? counts.reduce((sum, count) => sum + count, 0);
  const candidates = picks.map(({ unit, gain }): Candidate => {
    const group = eligible[unit]!;
    const share = sums.totals[group]! / total;
    const inside = directWork(paths, weights, owners, stacksOf(units, [unit], weights.length));
    return {
      name: grouping.names[group]!,
      file: groupDetails(profile, grouping, group).file,
      share,
      selfShare: sums.self[group]! / total,
      directShare: direct[group]! / total,
      marginalShare: gain / total,
      functions: Math.max(1, writtenFunctions(inside, sums.totals[group]!)),
      ownership: owners[group]!,
      samples: Math.round(share * evidence),
      interval: wilson(share * evidence, evidence),
    };
  });
  const covered = stacksOf(
    units,
    picks.map(({ unit }) => unit),
    weights.length,
  );
  const coveredShare = candidates.reduce((sum, candidate) => sum + candidate.marginalShare, 0);
  const inside = directWork(paths, weights, owners, covered);
  return {
    candidates,
    coveredShare,
    coveredInterval: wilson(coveredShare * evidence, evidence),
    kernelShare: inside.byOwner.kernel / total,
    functionCount: Math.max(writtenFunctions(inside, coveredShare * total), candidates.length),
    owners: sharesOf(work, total),
    fullRewriteShare: work.own / total,
    concentration: concentration(direct),
    roots: roots.sort(),
  };
}

function ownersOf(
  { profile }: Selection,
  exampleFrame: Int32Array,
  own: string | undefined,
): readonly Owner[] {
  const isOwn = own === undefined ? null : matcher(own, 'own');
  return Array.from(exampleFrame, (frame) => {
    const fn = (profile.frames.function as Numbers)[frame]!;
    const file = fn === NONE ? NONE : (profile.functions.file as Numbers)[fn]!;
    return ownerOf(
      functionName(profile, frame),
      moduleOf(profile, frame),
      file === NONE ? null : (profile.strings as readonly string[])[file]!,
      isOwn,
    );
  });
}

/** The stacks of each eligible group, from one pass to count and one to fill. */
function unitSets(
  { starts: from, items: groups }: VisiblePaths,
  eligible: readonly number[],
  groupCount: number,
): UnitSets {
  const unitOf = new Int32Array(groupCount).fill(NONE);
  eligible.forEach((group, unit) => {
    unitOf[group] = unit;
  });
  const starts = new Int32Array(eligible.length + 1);
  const seen = new Int32Array(eligible.length).fill(NONE);
  for (let stack = 0; stack + 1 < from.length; stack++) {
    for (let i = from[stack]!; i < from[stack + 1]!; i++) {
      const unit = unitOf[groups[i]!]!;
      if (unit === NONE || seen[unit] === stack) continue;
      seen[unit] = stack;
      starts[unit + 1]!++;
    }
  }
  for (let unit = 0; unit < eligible.length; unit++) starts[unit + 1]! += starts[unit]!;
  const next = starts.slice();
  const items = new Int32Array(starts[eligible.length]!);
  seen.fill(NONE);
  for (let stack = 0; stack + 1 < from.length; stack++) {
    for (let i = from[stack]!; i < from[stack + 1]!; i++) {
      const unit = unitOf[groups[i]!]!;
      if (unit === NONE || seen[unit] === stack) continue;
      seen[unit] = stack;
      items[next[unit]!++] = stack;
    }
  }
  return { length: eligible.length, starts, items };
}

function stacksOf(units: UnitSets, chosen: readonly number[], stacks: number): Uint8Array {
  const within = new Uint8Array(stacks);
  for (const unit of chosen)
    for (let i = units.starts[unit]!; i < units.starts[unit + 1]!; i++) within[units.items[i]!] = 1;
  return within;
}

function writtenFunctions({ direct }: DirectWork, weight: number): number {
  let count = 0;
  if (weight > 0) for (const own of direct) if (own >= WRITTEN_PART * weight) count++;
  return count;
}

function sharesOf({ byOwner }: DirectWork, total: number): Record<Owner, number> {
  return {
    own: byOwner.own / total,
    library: byOwner.library / total,
    standard: byOwner.standard / total,
    runtime: byOwner.runtime / total,
    kernel: byOwner.kernel / total,
    unsymbolized: byOwner.unsymbolized / total,
  };
}

/** Ranks what is worth rewriting: the team's own functions that do work, by how much of the profile each adds. */
import { observations, wilson } from '../analysis/evidence.js';
import { functionName, groupDetails, groupFrames, moduleOf } from '../analysis/granularity.js';
import { totals } from '../analysis/totals.js';
import { matcher, type Selection } from '../profile/select.js';
import { greedyCover, type UnitSets } from './cover.js';
import { type Owner, ownerOf } from './ownership.js';
import { isRoot } from './roots.js';

export interface CandidateOptions {
  /** Row of sampleTypes; default the profile's default. */
  readonly sampleType?: number | undefined;
  /** How many functions a rewrite may take, at most; default 5. */
  readonly limit?: number | undefined;
  /** A candidate must add at least this share, 0..1; default 0.01. */
  readonly minShare?: number | undefined;
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
  const { profile, keptSamples } = selection;
  const sampleType = options.sampleType ?? profile.defaultSampleType;
  const grouping = groupFrames(profile, 'function');
  const sums = totals(selection, grouping, sampleType);
  const total = sums.total > 0 ? sums.total : 1;
  const owners = ownersOf(selection, grouping.exampleFrame);
  const values = profile.samples.values[sampleType]!;
  const stackOf = profile.samples.stack as Numbers;
  const weights = new Float64Array(profile.stacks.length);
  const counts = new Float64Array(profile.stacks.length);
  for (let sample = 0; sample < values.length; sample++) {
    if (keptSamples !== null && keptSamples[sample] === 0) continue;
    weights[stackOf[sample]!]! += values[sample]!;
    counts[stackOf[sample]!]! += values[sample] === 0 ? 0 : 1;
  }
  const paths = pathsOf(selection, grouping.groupOfFrame);
  const direct = new Float64Array(grouping.length);
  const ownerShare: Record<Owner, number> = { own: 0, standard: 0, runtime: 0, kernel: 0, unsymbolized: 0 };
  for (let stack = 0; stack < weights.length; stack++) {
    const from = paths.starts[stack]!;
    let at = paths.starts[stack + 1]! - 1;
    if (at >= from) ownerShare[owners[paths.items[at]!]!] += weights[stack]! / total;
    while (at >= from && owners[paths.items[at]!] !== 'own') at--;
    if (at >= from) direct[paths.items[at]!]! += weights[stack]!;
  }
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
    return {
      name: grouping.names[group]!,
      file: groupDetails(profile, grouping, group).file,
      share,
      selfShare: sums.self[group]! / total,
      directShare: direct[group]! / total,
      marginalShare: gain / total,
      samples: Math.round(share * evidence),
      interval: wilson(share * evidence, evidence),
    };
  });
  const covered = new Uint8Array(weights.length);
  for (const { unit } of picks)
    for (let i = units.starts[unit]!; i < units.starts[unit + 1]!; i++) covered[units.items[i]!] = 1;
  const coveredShare = candidates.reduce((sum, candidate) => sum + candidate.marginalShare, 0);
  const inside = coveredParts(paths, covered, weights, owners, grouping.length);
  const coveredWeight = coveredShare * total;
  let functionCount = 0;
  for (let group = 0; group < grouping.length; group++)
    if (inside.direct[group]! >= WRITTEN_PART * coveredWeight && coveredWeight > 0) functionCount++;
  return {
    candidates,
    coveredShare,
    coveredInterval: wilson(coveredShare * evidence, evidence),
    kernelShare: inside.kernel / total,
    functionCount: Math.max(functionCount, candidates.length),
    owners: ownerShare,
    roots: roots.sort(),
  };
}

function ownersOf({ profile }: Selection, exampleFrame: Int32Array): Owner[] {
  return Array.from(exampleFrame, (frame) => {
    const fn = (profile.frames.function as Numbers)[frame]!;
    const file = fn === -1 ? -1 : (profile.functions.file as Numbers)[fn]!;
    return ownerOf(
      functionName(profile, frame),
      moduleOf(profile, frame),
      file === -1 ? null : (profile.strings as readonly string[])[file]!,
    );
  });
}

/** Groups of each stack, root first, hidden frames left out. */
function pathsOf(
  { profile, hiddenFrames }: Selection,
  groupOfFrame: Int32Array,
): { starts: Int32Array; items: Int32Array } {
  const { stacks, locations } = profile;
  const bounds = stacks.bounds as Numbers;
  const rows = stacks.locations as Numbers;
  const frames = locations.frames as Numbers;
  const starts = new Int32Array(stacks.length + 1);
  let size = 0;
  for (let i = 0; i < rows.length; i++) size += frames[rows[i]! + 1]! - frames[rows[i]!]!;
  const items = new Int32Array(size);
  let at = 0;
  for (let stack = 0; stack < stacks.length; stack++) {
    for (let i = bounds[stack]!; i < bounds[stack + 1]!; i++) {
      for (let frame = frames[rows[i]!]!; frame < frames[rows[i]! + 1]!; frame++) {
        if (hiddenFrames === null || hiddenFrames[frame] === 0) items[at++] = groupOfFrame[frame]!;
      }
    }
    starts[stack + 1] = at;
  }
  return { starts, items };
}

/** The stacks of each eligible group, from one pass to count and one to fill. */
function unitSets(
  paths: { starts: Int32Array; items: Int32Array },
  eligible: readonly number[],
  groups: number,
): UnitSets {
  const unitOf = new Int32Array(groups).fill(-1);
  eligible.forEach((group, unit) => {
    unitOf[group] = unit;
  });
  const starts = new Int32Array(eligible.length + 1);
  const seen = new Int32Array(eligible.length);
  const visit = (found: (unit: number, stack: number) => void): void => {
    seen.fill(-1);
    for (let stack = 0; stack + 1 < paths.starts.length; stack++) {
      for (let i = paths.starts[stack]!; i < paths.starts[stack + 1]!; i++) {
        const unit = unitOf[paths.items[i]!]!;
        if (unit === -1 || seen[unit] === stack) continue;
        seen[unit] = stack;
        found(unit, stack);
      }
    }
  };
  visit((unit) => starts[unit + 1]!++);
  for (let unit = 0; unit < eligible.length; unit++) starts[unit + 1]! += starts[unit]!;
  const next = starts.slice();
  const items = new Int32Array(starts[eligible.length]!);
  visit((unit, stack) => {
    items[next[unit]!++] = stack;
  });
  return { length: eligible.length, starts, items };
}

function coveredParts(
  paths: { starts: Int32Array; items: Int32Array },
  covered: Uint8Array,
  weights: Float64Array,
  owners: readonly Owner[],
  groups: number,
): { direct: Float64Array; kernel: number } {
  const direct = new Float64Array(groups);
  let kernel = 0;
  for (let stack = 0; stack < covered.length; stack++) {
    if (covered[stack] === 0) continue;
    let at = paths.starts[stack + 1]! - 1;
    if (owners[paths.items[at]!] === 'kernel') kernel += weights[stack]!;
    while (at >= paths.starts[stack]! && owners[paths.items[at]!] !== 'own') at--;
    if (at >= paths.starts[stack]!) direct[paths.items[at]!]! += weights[stack]!;
  }
  return { direct, kernel };
}

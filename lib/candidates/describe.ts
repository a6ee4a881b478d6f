/** The chosen set in numbers: what each candidate holds, adds and brings along, and how sure all of it is. */
import { groupDetails } from '../analysis/granularity.js';
import { Random } from '../evidence/random.js';
import { type Kind, kindNumber } from '../kinds/kinds.js';
import type { Candidate, CandidateSet, ServingShares } from './candidate-set.js';
import {
  type Bill,
  certaintyOf,
  type Order,
  orderOf,
  setColumns,
  spreadOf,
  workSources,
} from './certainty.js';
import type { Charges } from './charges.js';
import type { Pick } from './cover.js';
import { cutOf } from './cuts.js';
import { directWork, writtenFunctions } from './direct.js';
import { withFreeJson } from './free-json.js';
import { endpointName, type Handlers } from './handlers.js';
import { kindShares } from './rollups.js';
import { LIKELY_POWER, type Serving } from './serving.js';
import { chargedPart, stacksOf, type Units, weightWithin } from './units.js';
import type { Work } from './work.js';

export interface Chosen {
  readonly units: Units;
  readonly picks: readonly Pick[];
  /** What comes along with endpoints; null where nothing does. */
  readonly serving: Serving | null;
  /** Per unit: functions that stay behind and that it calls; none for endpoints. */
  readonly callbacks: readonly (readonly number[])[];
}

export interface Facts {
  readonly sums: { readonly self: Float64Array; readonly totals: Float64Array };
  /** Direct work per group. */
  readonly direct: Float64Array;
  readonly handlers: Handlers;
  readonly roots: ReadonlySet<number>;
  readonly seed: number;
  /** Whether to draw the intervals of the concentration. */
  readonly spread: boolean;
}

/** What of a set only the set itself decides. */
export type SetNumbers = Omit<
  CandidateSet,
  | 'unit'
  | 'owners'
  | 'kinds'
  | 'background'
  | 'chargedBy'
  | 'fullRewriteShare'
  | 'concentration'
  | 'coverage'
  | 'endpoints'
  | 'alternative'
  | 'roots'
>;

const RUNNERS_UP = 3;

export function describeSet(
  work: Work,
  charges: Charges,
  { units, picks, serving, callbacks }: Chosen,
  { sums, direct, handlers, roots, seed, spread }: Facts,
): SetNumbers {
  const { whole, background, grouping, owners, selection } = work;
  const sources = workSources(work, serving?.stacks ?? null);
  const gc = background.gc;
  const chosen = picks.map(({ unit }) => unit);
  const others = runnersUp(units, chosen);
  const servedPart = (some: readonly number[]): number =>
    serving === null || some.length === 0 ? 0 : serving.partOf(some.map((unit) => units.groups[unit]!));
  const bill = (some: readonly number[]): Bill => ({
    gc: chargedPart(units, some, charges) + servedPart(some) * (serving?.charged ?? 0),
    serving: servedPart(some),
  });
  const pool = (serving?.weight ?? 0) / whole;
  const bills = chosen.map((unit) => bill([unit]));
  const together = bill(chosen);
  const sure = certaintyOf(sources, units, chosen, [...bills, together]);
  const order = orderOf(
    sources,
    units,
    [...chosen, ...others],
    [...bills, ...others.map((unit) => bill([unit]))],
    Math.max(1, chosen.length),
    new Random(seed).stream('order'),
  );
  const added = marginal(work, charges, units, chosen);
  const within = stacksOf(units, chosen);
  const covered = weightWithin(work, within);
  const candidates = picks.map(({ unit, gain }, i): Candidate => {
    const group = units.groups[unit]!;
    const own = stacksOf(units, [unit]);
    const weight = weightWithin(work, own);
    const along = bills[i]!;
    const servingShare = pool * along.serving;
    const share = weight / whole + servingShare + gc * along.gc;
    return {
      name: endpointName(work, handlers, group),
      file: group < grouping.length ? groupDetails(selection.profile, grouping, group).file : null,
      share,
      directShare: weight / whole,
      servingShare,
      taxShare: gc * along.gc,
      selfShare: (sums.self[group] ?? 0) / whole,
      workShare: (direct[group] ?? 0) / whole,
      marginalShare: added[i]! + servingShare + gc * along.serving * (serving?.charged ?? 0),
      marginalGain: gain / whole,
      kinds: kindShares(work, own),
      functions: Math.max(1, writtenFunctions(directWork(work.paths, work.weights, owners, own), weight)),
      ownership: owners[group] ?? 'own',
      samples: Math.round(share * sure.samples),
      interval: sure.intervals[i]!,
      placeChance: order.chances[i]!,
      cut: cutOf(work, units, unit, (other) => roots.has(other)),
    };
  });
  const parts = withFreeJson(work, kindShares(work, within), within);
  const served = servingShares(work, units, chosen, serving);
  return {
    candidates,
    coveredShare: covered / whole,
    serving: served,
    taxShare: gc * together.gc,
    coveredInterval: sure.together,
    parts,
    taxes:
      gc > 0 && charges.parts.length > 0
        ? [{ kind: 'gc' as const, share: gc, weight: together.gc, records: charges.records }]
        : [],
    columns: setColumns(
      sources,
      { within, kinds: work.kinds },
      parts.map(({ kind }) => kindNumber(kind)),
      served === null || serving === null
        ? null
        : {
            stacks: serving.stacks,
            kindNumbers: served.parts.map(({ kind }) => kindNumber(kind)),
            part: serving.rule === 'labels' ? together.serving : null,
            chosen: serving.weightsOf(chosen.map((unit) => units.groups[unit]!)),
            all: serving.weights,
          },
    ),
    kernelShare: parts
      .filter(({ kind }) => IN_KERNEL.includes(kind))
      .reduce((sum, { share }) => sum + share, 0),
    functionCount: Math.max(written(work, within, covered, served, serving), candidates.length),
    callbacks: new Set(chosen.flatMap((unit) => callbacks[unit]!)).size,
    tied: tiedNames(order, candidates),
    spread: spread ? spreadOf(work, sources, new Random(seed).stream('concentration')) : null,
    captions: [...new Set([sure.caption, order.caption])],
    samples: sure.samples,
  };
}

const IN_KERNEL: readonly Kind[] = ['kernel', 'syscall'];

function servingShares(
  work: Work,
  units: Units,
  chosen: readonly number[],
  serving: Serving | null,
): ServingShares | null {
  if (serving === null || chosen.length === 0) return null;
  const groups = chosen.map((unit) => units.groups[unit]!);
  const wholeShare = serving.weight / work.whole;
  const part = serving.partOf(groups);
  const [often, dear, likely] = [0, 1, LIKELY_POWER].map((power) => serving.partAt(groups, power)) as [
    number,
    number,
    number,
  ];
  return {
    wholeShare,
    share: part * wholeShare,
    low: Math.min(part, often, dear, likely) * wholeShare,
    high: Math.max(part, often, dear, likely) * wholeShare,
    equallyOften: often * wholeShare,
    equallyDear: dear * wholeShare,
    by: serving.rule,
    parts: kindShares(work, serving.stacks)
      .map(({ kind, share }) => ({ kind, share: share * part }))
      .filter(({ share }) => share > 0),
  };
}

/** Own functions to be written: those inside the set, and middleware that the new service needs as well. */
function written(
  { paths, weights, owners, whole }: Work,
  within: Uint8Array,
  covered: number,
  served: ServingShares | null,
  serving: Serving | null,
): number {
  if (served === null || serving === null)
    return writtenFunctions(directWork(paths, weights, owners, within), covered);
  const part = served.share / served.wholeShare;
  const taken = within.map((inside, stack) => (inside === 1 || serving.stacks[stack] === 1 ? 1 : 0));
  const scaled = weights.map((weight, stack) => (serving.stacks[stack] === 1 ? weight * part : weight));
  return writtenFunctions(directWork(paths, scaled, owners, taken), covered + served.share * whole);
}

/** The next units by weight alone that were not chosen: those that might have been. */
function runnersUp(units: Units, chosen: readonly number[]): number[] {
  const taken = new Set(chosen);
  return [...Array(units.length).keys()].filter((unit) => !taken.has(unit)).slice(0, RUNNERS_UP);
}

function tiedNames(order: Order, candidates: readonly Candidate[]): CandidateSet['tied'] {
  return order.tied
    .filter(({ first, second }) => first < candidates.length && second < candidates.length)
    .map(({ first, second, profilesNeeded }) => ({
      first: candidates[first]!.name,
      second: candidates[second]!.name,
      profilesNeeded,
    }));
}

/** What each unit adds to those before it by its own items: samples and background collection, each once. */
function marginal(work: Work, { parts }: Charges, units: Units, chosen: readonly number[]): number[] {
  const { weights, background, whole } = work;
  const counted = new Uint8Array(units.stacks + parts.length);
  return chosen.map((unit) => {
    let sum = 0;
    for (let i = units.starts[unit]!; i < units.starts[unit + 1]!; i++) {
      const item = units.items[i]!;
      if (counted[item] === 1) continue;
      counted[item] = 1;
      sum += item < units.stacks ? weights[item]! / whole : parts[item - units.stacks]! * background.gc;
    }
    return sum;
  });
}

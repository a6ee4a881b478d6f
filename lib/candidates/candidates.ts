/** Ranks what is worth rewriting: functions or endpoints of the team's, by what taking each out of the old program gains. */
import { type Concentration, concentration } from '../analysis/concentration.js';
import { groupDetails } from '../analysis/granularity.js';
import type { Interval } from '../evidence/intervals.js';
import { Random } from '../evidence/random.js';
import type { Bin } from '../kinds/background.js';
import { type Kind, kindNumber } from '../kinds/kinds.js';
import type { Owner } from '../kinds/ownership.js';
import { matcher } from '../profile/patterns.js';
import type { Profile } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import { certaintyOf, type Order, orderOf, type SetColumns, setColumns, workSources } from './certainty.js';
import { type Charges, chargesOf } from './charges.js';
import { greedyCover, type Pick } from './cover.js';
import { type Cut, cutOf } from './cuts.js';
import { directWork, ownersOfAll, writtenFunctions } from './direct.js';
import { type Endpoint, endpointsOf } from './endpoints.js';
import { type Handlers, handlersOf } from './handlers.js';
import { type KindShare, kindShares } from './rollups.js';
import { isRoot } from './roots.js';
import { groupSums } from './sums.js';
import type { GcWeight } from './tax.js';
import { chargedPart, endpointUnits, functionUnits, stacksOf, type Units } from './units.js';
import { type Work, workOf } from './work.js';

/** What is taken out of the old program: single functions, or whole request handlers, split off where requests are routed. */
export type Unit = 'function' | 'endpoint';

export interface CandidateOptions {
  /** Row of sampleTypes; default the profile's default. */
  readonly sampleType?: number | undefined;
  /** How many units a rewrite may take, at most; default 5. */
  readonly limit?: number | undefined;
  /** A function must add at least this part of all there is to gain, 0..1; default 0.01. An endpoint, ten times it. */
  readonly minShare?: number | undefined;
  /** Functions whose name matches are the team's own, all other application code is a library's; see `ownerOf`. */
  readonly own?: string | undefined;
  /** Take exactly the functions that match, instead of choosing. */
  readonly only?: string | undefined;
  /** Default `auto`: endpoints where a few of them gain as much as as many functions do, else functions. */
  readonly unit?: Unit | 'auto' | undefined;
  /** Heap or allocation profile of the same program, by which background collection is charged. */
  readonly allocs?: Profile | null | undefined;
  /** By what background collection is charged; default bytes allocated where `allocs` has them, else samples in the allocator. */
  readonly gcWeight?: GcWeight | undefined;
  /** The same, where the caller has it already. */
  readonly charges?: Charges | undefined;
  /**
   * Per kind number, the part of the work that a rewrite saves, 0..1: 1 - 1/s. Default 1: all work counts alike, as it does
   * where these save next to nothing.
   */
  readonly gains?: Float64Array | undefined;
  /** What one more unit costs, as a share of the CPU, such as its crossings; default 0. */
  readonly unitCost?: number | undefined;
  /** Of the bootstrap; default 1. */
  readonly seed?: number | undefined;
}

export interface Candidate {
  readonly name: string;
  readonly file: string | null;
  /** `directShare` and `taxShare` together. All shares are of the profile without idle time, 0..1. */
  readonly share: number;
  /** Share of samples with the function anywhere in the stack. */
  readonly directShare: number;
  /** Background collection that it causes. */
  readonly taxShare: number;
  /** Share of samples that end in the function itself. */
  readonly selfShare: number;
  /** Share of its own work and the library and runtime code it calls directly. */
  readonly workShare: number;
  /** What it adds to the candidates before it; these add up to the covered share and its tax. */
  readonly marginalShare: number;
  /** What it adds to the gain of those before it, its cost taken off. */
  readonly marginalGain: number;
  /** `directShare` by kind of work, largest first. */
  readonly kinds: readonly KindShare[];
  /** Own functions below it, itself among them, whose direct work is at least 1 % of it: what has to be written. */
  readonly functions: number;
  /** "own", unless the user named it. */
  readonly ownership: Owner;
  /** Samples behind `share`, and its 95 % interval. */
  readonly samples: number;
  readonly interval: Interval;
  /** Chance to be among the first as many as there are candidates, were the profiles recorded again; with the runners-up. */
  readonly placeChance: number;
  readonly cut: Cut;
}

export interface CandidateSet {
  readonly unit: Unit;
  readonly candidates: readonly Candidate[];
  /** Share of the profile with any candidate in its stack; each sample once. */
  readonly coveredShare: number;
  /** Background collection that the set causes: of the union of its records, never a sum. */
  readonly taxShare: number;
  /** Of both together. */
  readonly coveredInterval: Interval;
  /** `coveredShare` by kind of work. */
  readonly parts: readonly KindShare[];
  /** The part of `coveredShare` in the kernel: a new language does not make it faster. */
  readonly kernelShare: number;
  /** Own functions inside the covered part that hold at least 1 % of it: what has to be written. */
  readonly functionCount: number;
  /** Share of each owner, by the leaf of each sample. */
  readonly owners: Readonly<Record<Owner, number>>;
  /** The whole profile by kind of work, without idle time. */
  readonly kinds: readonly KindShare[];
  /** Work on the runtime's own threads; `idle` and `profiler` are of all weight, and left out of every other share. */
  readonly background: Readonly<Record<Bin, number>>;
  /** By what background collection was charged. */
  readonly chargedBy: GcWeight;
  /** Background work that the set has a part in, `weight` of it, for the payoff model; empty where nobody is charged. */
  readonly taxes: readonly {
    readonly kind: Kind;
    readonly share: number;
    readonly weight: number;
    readonly records: number;
  }[];
  /** What each profile holds of the set, for the payoff model to draw from. */
  readonly columns: SetColumns;
  /** Share of the profile that own code is part of, and its tax: what rewriting everything would touch. */
  readonly fullRewriteShare: number;
  /** How few own functions hold how much of the own code's direct work. */
  readonly concentration: Concentration;
  /** Share that the best 1, 2, ... functions cover together, up to ten. */
  readonly coverage: readonly number[];
  readonly endpoints: readonly Endpoint[];
  /** The best set of the other unit; null where there is none. */
  readonly alternative: {
    readonly unit: Unit;
    readonly names: readonly string[];
    readonly coveredShare: number;
  } | null;
  /** Candidates that cannot be told apart by share. */
  readonly tied: readonly {
    readonly first: string;
    readonly second: string;
    readonly profilesNeeded: number | null;
  }[];
  /** What the intervals, and the order, take for granted. */
  readonly captions: readonly string[];
  /** Observations behind the profile. */
  readonly samples: number;
  /** Functions left out because nearly everything passes through them. */
  readonly roots: readonly string[];
}

/** A function that does less than this part of its total itself routes work to other functions of the team's. */
const DIRECT_PART = 0.1;
/** Smaller functions than this are noise, however much faster they would get. */
const SMALLEST = 0.005;
const CURVE = 10;
const RUNNERS_UP = 3;

/**
 * A unit is a function with everything below it, or a handler with what it serves. A function qualifies when it is the
 * team's own, is no root, and does work: its direct work (samples whose leafmost own function it is) is at least 10 % of
 * its total. What several units hold counts once, samples and background collection alike.
 */
export function rankCandidates(selection: Selection, options: CandidateOptions = {}): CandidateSet {
  const sampleType = options.sampleType ?? selection.profile.defaultSampleType;
  return rankWork(workOf(selection, sampleType, options.own), options);
}

/** The same from a work model that is there already. */
export function rankWork(work: Work, options: CandidateOptions = {}): CandidateSet {
  const charges = options.charges ?? chargesOf(work, options.allocs ?? null, options.gcWeight);
  const sums = groupSums(work);
  const direct = directWork(work.paths, work.weights, work.owners);
  const { eligible, roots } = eligibleGroups(work, sums, direct.direct, options.only);
  const handlers = handlersOf(work);
  const gains = itemGains(work, charges, options.gains);
  const functions = choose(work, functionUnits(work, charges, eligible), gains, { ...options, factor: 1 });
  const endpoints =
    options.unit === 'function' || options.only !== undefined
      ? null
      : choose(work, endpointUnits(work, charges, handlers), gains, { ...options, factor: 10 });
  const wanted = options.unit ?? 'auto';
  const byEndpoint =
    endpoints !== null && (wanted === 'endpoint' || isBetter(endpoints, functions, handlers));
  const chosen = byEndpoint ? endpoints : functions;
  const other = byEndpoint ? functions : endpoints;
  return {
    ...describe(work, charges, chosen, { sums, direct: direct.direct, roots, options }),
    unit: byEndpoint ? 'endpoint' : 'function',
    owners: ownersOfAll(work),
    kinds: kindShares(work),
    background: work.background,
    chargedBy: charges.by,
    fullRewriteShare:
      direct.own / work.whole +
      work.background.gc * chargedPart(functions.units, [...eligible.keys()], charges),
    concentration: concentration(direct.direct),
    coverage: curve(work, functions.units, charges),
    endpoints: endpointsOf(work, handlers),
    alternative:
      other === null || other.picks.length === 0
        ? null
        : {
            unit: byEndpoint ? 'function' : 'endpoint',
            names: other.picks.map(({ unit }) => work.grouping.names[other.units.groups[unit]!]!),
            coveredShare: weightWithin(work, stacksOf(other.units, unitsIn(other))) / work.whole,
          },
    roots: [...roots].map((group) => work.grouping.names[group]!).sort(),
  };
}

interface Chosen {
  readonly units: Units;
  readonly picks: readonly Pick[];
}

interface Facts {
  readonly sums: { readonly self: Float64Array; readonly totals: Float64Array };
  readonly direct: Float64Array;
  readonly roots: ReadonlySet<number>;
  readonly options: CandidateOptions;
}

function eligibleGroups(
  { grouping, owners, whole }: Work,
  { self, totals }: Facts['sums'],
  direct: Float64Array,
  only: string | undefined,
): { eligible: number[]; roots: Set<number> } {
  const matches = only === undefined ? null : matcher(only, 'candidate');
  const roots = new Set<number>();
  const eligible: number[] = [];
  grouping.names.forEach((name, group) => {
    const total = totals[group]!;
    const root = owners[group] === 'own' && total > 0 && isRoot(name, total / whole, self[group]! / whole);
    if (root) roots.add(group);
    if (
      matches === null
        ? !root &&
          owners[group] === 'own' &&
          total >= SMALLEST * whole &&
          direct[group]! >= DIRECT_PART * total
        : matches(name)
    )
      eligible.push(group);
  });
  eligible.sort((a, b) => totals[b]! - totals[a]! || (grouping.names[a]! < grouping.names[b]! ? -1 : 1));
  return { eligible, roots };
}

/** A language pair that gains less than this of the profile says nothing about where the work is. */
const LEAST_GAIN = 0.02;

/** What covering each item gains, in the unit of the weights: a stack by its kind, a record all of its collection. */
function itemGains(work: Work, { parts }: Charges, gains: Float64Array | undefined): Float64Array {
  const { weights, kinds, background, whole } = work;
  const items = new Float64Array(weights.length + parts.length);
  let sum = 0;
  for (let stack = 0; stack < weights.length; stack++) {
    items[stack] = weights[stack]! * (gains === undefined ? 1 : (gains[kinds[stack]!] ?? 0));
    sum += items[stack]!;
  }
  if (sum < LEAST_GAIN * whole) items.set(weights);
  for (let record = 0; record < parts.length; record++)
    items[weights.length + record] = parts[record]! * background.gc * whole;
  return items;
}

/** `factor`: of the smallest share. */
function choose(
  { whole }: Work,
  units: Units,
  gains: Float64Array,
  { only, limit = 5, minShare = 0.01, unitCost = 0, factor }: CandidateOptions & { readonly factor: number },
): Chosen {
  let all = 0;
  for (const gain of gains) all += gain;
  const picks = greedyCover(units, gains, {
    limit: only === undefined ? limit : units.length,
    minGain: only === undefined ? minShare * factor * all : Number.MIN_VALUE,
    costs: unitCost === 0 ? null : new Float64Array(units.length).fill(unitCost * whole),
  });
  return { units, picks };
}

/** A few endpoints among several, that gain at least what as many functions do: all of them would be the whole program. */
function isBetter(endpoints: Chosen, functions: Chosen, { groups }: Handlers): boolean {
  const count = endpoints.picks.length;
  const gain = ({ picks }: Chosen): number => picks.slice(0, count).reduce((sum, pick) => sum + pick.gain, 0);
  return count > 0 && count < groups.length && gain(endpoints) >= gain(functions) * (1 - ROUNDING);
}

/** Sums in another order may differ by this. */
const ROUNDING = 1e-12;

function describe(
  work: Work,
  charges: Charges,
  { units, picks }: Chosen,
  { sums, direct, roots, options }: Facts,
) {
  const { whole, background, grouping, owners, selection } = work;
  const sources = workSources(work);
  const gc = background.gc;
  const chosen = picks.map(({ unit }) => unit);
  const charged = chosen.map((unit) => chargedPart(units, [unit], charges));
  const together = chargedPart(units, chosen, charges);
  const sure = certaintyOf(sources, units, chosen, [...charged, together]);
  const order = orderOf(
    sources,
    units,
    [...chosen, ...runnersUp(units, chosen)],
    [...charged, ...runnersUp(units, chosen).map((unit) => chargedPart(units, [unit], charges))],
    Math.max(1, chosen.length),
    new Random(options.seed ?? 1).stream('order'),
  );
  const added = marginal(work, charges, units, chosen);
  const within = stacksOf(units, chosen);
  const covered = weightWithin(work, within);
  const inside = directWork(work.paths, work.weights, owners, within);
  const candidates = picks.map(({ unit, gain }, i): Candidate => {
    const group = units.groups[unit]!;
    const own = stacksOf(units, [unit]);
    const weight = weightWithin(work, own);
    const share = weight / whole + gc * charged[i]!;
    return {
      name: grouping.names[group]!,
      file: groupDetails(selection.profile, grouping, group).file,
      share,
      directShare: weight / whole,
      taxShare: gc * charged[i]!,
      selfShare: sums.self[group]! / whole,
      workShare: direct[group]! / whole,
      marginalShare: added[i]!,
      marginalGain: gain / whole,
      kinds: kindShares(work, own),
      functions: Math.max(1, writtenFunctions(directWork(work.paths, work.weights, owners, own), weight)),
      ownership: owners[group]!,
      samples: Math.round(share * sure.samples),
      interval: sure.intervals[i]!,
      placeChance: order.chances[i]!,
      cut: cutOf(work, units, unit, (other) => roots.has(other)),
    };
  });
  const parts = kindShares(work, within);
  return {
    candidates,
    coveredShare: covered / whole,
    taxShare: gc * together,
    coveredInterval: sure.together,
    parts,
    taxes:
      gc > 0 && charges.parts.length > 0
        ? [{ kind: 'gc' as const, share: gc, weight: together, records: charges.records }]
        : [],
    columns: setColumns(
      sources,
      within,
      work.kinds,
      parts.map(({ kind }) => kindNumber(kind)),
    ),
    kernelShare: parts
      .filter(({ kind }) => IN_KERNEL.includes(kind))
      .reduce((sum, { share }) => sum + share, 0),
    functionCount: Math.max(writtenFunctions(inside, covered), candidates.length),
    tied: tiedNames(order, candidates),
    captions: [...new Set([sure.caption, order.caption])],
    samples: sure.samples,
  };
}

const IN_KERNEL: readonly Kind[] = ['kernel', 'syscall'];

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

/** What each unit adds to those before it: samples and background collection, each once. */
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

/** Plain coverage, each sample once and every kind of work alike: "a handful of functions hold most". */
function curve({ weights, whole }: Work, units: Units, { parts }: Charges): number[] {
  const plain = new Float64Array(weights.length + parts.length);
  plain.set(weights);
  let covered = 0;
  return greedyCover(units, plain, { limit: CURVE, minGain: Number.MIN_VALUE }).map(({ gain }) => {
    covered += gain / whole;
    return covered;
  });
}

function unitsIn({ picks }: Chosen): number[] {
  return picks.map(({ unit }) => unit);
}

function weightWithin({ weights }: Work, within: Uint8Array): number {
  let sum = 0;
  for (let stack = 0; stack < weights.length; stack++) if (within[stack] === 1) sum += weights[stack]!;
  return sum;
}

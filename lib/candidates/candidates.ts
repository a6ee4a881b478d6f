/** Ranks what is worth rewriting: functions or endpoints of the team's, by what taking each out of the old program gains. */
import { concentration } from '../analysis/concentration.js';
import { matcher } from '../profile/patterns.js';
import type { Selection } from '../profile/select.js';
import type { CandidateOptions, CandidateSet } from './candidate-set.js';
import { type Charges, chargesOf } from './charges.js';
import { greedyCover } from './cover.js';
import { callbacksOf } from './cuts.js';
import { type Chosen, describeSet } from './describe.js';
import { directWork, ownersOfAll } from './direct.js';
import { endpointsOf } from './endpoints.js';
import { endpointName, type Handlers, handlersOf } from './handlers.js';
import { chargesByLabel } from './labelled-charges.js';
import { kindShares } from './rollups.js';
import { isRoot } from './roots.js';
import { type Serving, servingOf } from './serving.js';
import { groupSums } from './sums.js';
import { chargedPart, endpointUnits, functionUnits, stacksOf, type Units, weightWithin } from './units.js';
import { type Work, workOf } from './work.js';

export type { Candidate, CandidateOptions, CandidateSet, ServingShares, Unit } from './candidate-set.js';

/** A function that does less than this part of its total itself routes work to other functions of the team's. */
const DIRECT_PART = 0.1;
/** Smaller functions than this are noise, however much faster they would get. */
const SMALLEST = 0.005;
const CURVE = 10;

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
  const handlers = handlersOf(work);
  const uncut = options.charges ?? chargesOf(work, options.allocs ?? null, options.gcWeight);
  const charges = chargesByLabel(work, uncut, handlers);
  const sums = groupSums(work);
  const direct = directWork(work.paths, work.weights, work.owners);
  const { eligible, roots } = eligibleGroups(work, sums, direct.direct, options.only);
  const gains = itemGains(work, charges, options.gains);
  const functions = choose(work, functionUnits(work, charges, eligible), gains, null, {
    ...options,
    factor: 1,
  });
  const taken = options.unit === 'function' ? null : endpointsTaken(work, eligible, handlers, options);
  const endpoints =
    taken === null
      ? null
      : choose(
          work,
          endpointUnits(work, charges, handlers, taken),
          gains,
          options.routed === false ? null : servingOf(work, charges, handlers),
          { ...options, factor: 10 },
        );
  const asked = options.unit === 'endpoint' || options.only !== undefined;
  const byEndpoint = endpoints !== null && (asked || isBetter(endpoints, functions, handlers));
  const chosen = byEndpoint ? endpoints : functions;
  const other = byEndpoint ? functions : endpoints;
  return {
    ...describeSet(work, charges, chosen, {
      sums,
      direct: direct.direct,
      handlers,
      roots,
      seed: options.seed ?? 1,
      spread: options.spread ?? true,
    }),
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
      options.only !== undefined || other === null || other.picks.length === 0
        ? null
        : {
            unit: byEndpoint ? 'function' : 'endpoint',
            names: other.picks.map(({ unit }) => endpointName(work, handlers, other.units.groups[unit]!)),
            coveredShare: weightWithin(work, stacksOf(other.units, unitsIn(other))) / work.whole,
          },
    roots: [...roots].map((group) => work.grouping.names[group]!).sort(),
  };
}

/**
 * The endpoints to choose from: all, or those named. Null where what is named is to be taken as functions: it is not all
 * handlers, or nobody said that their requests are routed.
 */
function endpointsTaken(
  work: Work,
  functions: readonly number[],
  handlers: Handlers,
  { only, unit = 'auto', routed = false }: CandidateOptions,
): readonly number[] | null {
  const { endpoints } = handlers;
  if (only === undefined) return endpoints;
  const matches = matcher(only, 'candidate');
  const named = endpoints.filter((endpoint) => matches(endpointName(work, handlers, endpoint)));
  if (unit === 'endpoint' || (named.length > 0 && functions.length === 0)) return named;
  const all = new Set(endpoints);
  return routed && named.length > 0 && functions.every((group) => all.has(group)) ? named : null;
}

type Sums = ReturnType<typeof groupSums>;

function eligibleGroups(
  { grouping, owners, whole }: Work,
  { self, totals }: Sums,
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
  work: Work,
  units: Units,
  gains: Float64Array,
  serving: Serving | null,
  options: CandidateOptions & { readonly factor: number },
): Chosen {
  const { only, limit = 5, minShare = 0.01, factor } = options;
  let all = 0;
  for (const gain of gains) all += gain;
  // A service of its own has clients and logs of its own; a function leaves them where they are.
  const callbacks = factor === 1 ? callbacksOf(work, units) : units.groups.map(() => []);
  const along = { serving, callbacks };
  const picks = greedyCover(units, gains, {
    limit: only === undefined ? limit : units.length,
    minGain: only === undefined ? minShare * factor * all : Number.MIN_VALUE,
    costs: costsOf(work, units, gains, along, options),
  });
  return { units, picks, ...along };
}

/**
 * What a unit costs in crossings - entering it, and there and back for each function that it calls back - less what comes
 * along with it: its part of one pool, so the parts of several add up.
 */
function costsOf(
  { whole, weights }: Work,
  units: Units,
  gains: Float64Array,
  { serving, callbacks }: Pick<Chosen, 'serving' | 'callbacks'>,
  { unitCost = 0 }: CandidateOptions,
): Float64Array {
  let gain = 0;
  if (serving !== null) {
    for (let stack = 0; stack < weights.length; stack++)
      if (serving.stacks[stack] === 1) gain += gains[stack]!;
    serving.records.forEach((inside, record) => {
      if (inside === 1) gain += gains[weights.length + record]!;
    });
  }
  return Float64Array.from({ length: units.length }, (_, unit) => {
    const back = callbacks[unit]!.length;
    const part = serving === null ? 0 : serving.partOf([units.groups[unit]!]);
    return (unitCost * (1 + 2 * back) + LEAST_COST * back) * whole - part * gain;
  });
}

/**
 * A call back costs something, and without counts nobody knows what: of the CPU just enough to put a cut with calls back
 * behind an otherwise equal one without.
 */
const LEAST_COST = 1e-9;

/** A few endpoints among several, that gain at least what as many functions do: all of them would be the whole program. */
function isBetter(endpoints: Chosen, functions: Chosen, { endpoints: all }: Handlers): boolean {
  const count = endpoints.picks.length;
  const gain = ({ picks }: Chosen): number => picks.slice(0, count).reduce((sum, pick) => sum + pick.gain, 0);
  return count > 0 && count < all.length && gain(endpoints) >= gain(functions) * (1 - ROUNDING);
}

/** Sums in another order may differ by this. */
const ROUNDING = 1e-12;

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

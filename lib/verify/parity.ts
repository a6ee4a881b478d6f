/** What a shadow log proves: how many answers match, what differs where, and which true rate of mismatches is not ruled out. */
import { upperBound } from '../evidence/intervals.js';
import type { DifferenceKind } from './difference.js';
import type { LatencyPercentiles } from './latency.js';
import { noisePlaces } from './noise.js';
import { isMoneyLike } from './paths.js';
import type { ParityRule } from './rules.js';
import { suggestedRules } from './suggestions.js';
import type { EndpointCount, Example, ExclusionReason, Tally } from './tally.js';

/** Of the bounds, one-sided. */
const CONFIDENCE = 0.95;
/** Without a mismatch in so many the bound is 1 %. */
export const DEFAULT_FEWEST = 300;

export interface ParityCounts {
  /** All pairs of the log: compared + excluded. */
  readonly pairs: number;
  /** matched + noise + mismatched. */
  readonly compared: number;
  readonly matched: number;
  /** Differing only as the old code differs from itself. */
  readonly noise: number;
  readonly mismatched: number;
  /** Of the mismatched: the candidate gave no answer. */
  readonly failed: number;
  readonly excluded: Readonly<Partial<Record<ExclusionReason, number>>>;
  /** Pairs that have numbers written otherwise with the same value, where that counts as equal. */
  readonly respelled: number;
}

export interface Bound {
  readonly compared: number;
  readonly mismatched: number;
  /** The largest true rate that the counts do not rule out, at 95 % one-sided (Clopper-Pearson). */
  readonly bound: number;
}

export interface ParityStratum extends Bound {
  readonly status: string;
  readonly verified: boolean;
}

export interface ParityEndpoint extends Bound {
  readonly endpoint: string;
  readonly matched: number;
  readonly noise: number;
  readonly failed: number;
  readonly users: Bound | null;
  /** Whether enough were compared for any statement. */
  readonly verified: boolean;
  /** By the old code's status. */
  readonly statuses: readonly ParityStratum[];
}

export interface ParityDifference {
  readonly endpoint: string;
  readonly path: string;
  readonly kind: DifferenceKind;
  readonly pairs: number;
  readonly moneyLike: boolean;
  /** What the old code shows against itself here; null without second answers. */
  readonly noise: { readonly pairs: number; readonly noisePairs: number; readonly isNoise: boolean } | null;
  readonly examples: readonly Example[];
}

export interface Suggestion {
  readonly rule: ParityRule;
  readonly reason: string;
  readonly pairs: number;
}

export interface ParityFile {
  readonly name: string;
  readonly format: 'pairs' | 'goreplay' | 'har';
  readonly pairs: number;
}

export interface Parity {
  readonly files: readonly ParityFile[];
  readonly counts: ParityCounts;
  /** (matched + noise) / compared; null where nothing was compared. */
  readonly parity: number | null;
  readonly confidence: number;
  /** By request. Requests of one user go wrong together, so `users` is the one to trust where it is larger. */
  readonly requests: Bound;
  /** By user: a user counts as mismatched with any mismatched request. Null where the log names none. */
  readonly users: (Bound & { readonly sampledShare: number }) | null;
  readonly fewestCompared: number;
  readonly endpoints: readonly ParityEndpoint[];
  readonly differences: readonly ParityDifference[];
  readonly suggestions: readonly Suggestion[];
  readonly latencyMs: { readonly primary: LatencyPercentiles; readonly candidate: LatencyPercentiles } | null;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

export function parityOf(tally: Tally, files: readonly ParityFile[], fewest = DEFAULT_FEWEST): Parity {
  const noise = noisePlaces(tally);
  // A set without places is of those that were too many to tell: never noise.
  const isNoise = tally.sets.map(({ places }) => places.length > 0 && places.every((place) => noise[place]));
  const noisePairs = tally.endpoints.map(() => 0);
  tally.sets.forEach((set, i) => {
    if (isNoise[i]) noisePairs[set.endpoint] += set.pairs;
  });
  const isBad = (sets: readonly number[]): boolean => sets.some((set) => set < 0 || !isNoise[set]);
  const users = boundsOfUsers(tally.users.values(), isBad).get(-1);
  const byEndpoint = boundsOfUsers(tally.usersByEndpoint.values(), isBad);
  const endpoints = tally.endpoints.map((endpoint, i) =>
    endpointOf(endpoint, noisePairs[i], isNoise, byEndpoint.get(i) ?? null, fewest),
  );
  const counts = countsOf(tally, noisePairs);
  const { compared, mismatched } = counts;
  const [primary, candidate] = [tally.primaryLatency.percentiles(), tally.candidateLatency.percentiles()];
  const differences = tally.places.flatMap((place, i): ParityDifference[] =>
    place.pairs === 0
      ? []
      : [
          {
            endpoint: tally.endpoints[place.endpoint].name,
            path: place.path,
            kind: place.kind,
            pairs: place.pairs,
            moneyLike: isMoneyLike(place.path),
            noise:
              tally.endpoints[place.endpoint].withSecondary === 0
                ? null
                : { pairs: place.pairsWithSecondary, noisePairs: place.noise, isNoise: noise[i] },
            examples: place.examples,
          },
        ],
  );
  return {
    files,
    counts,
    parity: compared === 0 ? null : (compared - mismatched) / compared,
    confidence: CONFIDENCE,
    requests: boundOf(compared, mismatched),
    users: users === undefined ? null : { ...users, sampledShare: tally.users.share },
    fewestCompared: fewest,
    endpoints: endpoints.sort((a, b) => b.mismatched - a.mismatched || byName(a.endpoint, b.endpoint)),
    differences: differences.sort(
      (a, b) =>
        Number(a.noise?.isNoise ?? false) - Number(b.noise?.isNoise ?? false) ||
        b.pairs - a.pairs ||
        byName(a.endpoint, b.endpoint) ||
        byName(a.path, b.path) ||
        byName(a.kind, b.kind),
    ),
    suggestions: suggestedRules(tally, noise),
    latencyMs: primary === null || candidate === null ? null : { primary, candidate },
    warnings: warningsOf(tally, counts, users),
  };
}

/** Nothing wrong in 300 leaves 1 %; see `upperBound`. */
function boundOf(compared: number, mismatched: number): Bound {
  return { compared, mismatched, bound: upperBound(mismatched, compared, CONFIDENCE) };
}

function countsOf(tally: Tally, noisePairs: readonly number[]): ParityCounts {
  const sum = (pick: (endpoint: EndpointCount) => number): number =>
    tally.endpoints.reduce((all, endpoint) => all + pick(endpoint), 0);
  const [compared, matched] = [sum(({ compared }) => compared), sum(({ matched }) => matched)];
  const noise = noisePairs.reduce((all, pairs) => all + pairs, 0);
  const excluded: Partial<Record<ExclusionReason, number>> = {};
  for (const { excluded: own } of tally.endpoints)
    for (const [reason, pairs] of own) excluded[reason] = (excluded[reason] ?? 0) + pairs;
  return {
    pairs: tally.pairs,
    compared,
    matched,
    noise,
    mismatched: compared - matched - noise,
    failed: sum(({ failed }) => failed),
    excluded: Object.fromEntries(Object.entries(excluded).sort(([a], [b]) => byName(a, b))),
    respelled: tally.respelled,
  };
}

function endpointOf(
  endpoint: EndpointCount,
  noise: number,
  isNoise: readonly boolean[],
  users: Bound | null,
  fewest: number,
): ParityEndpoint {
  const { name, compared, matched, failed } = endpoint;
  const statuses = [...endpoint.statuses].map(([status, { compared: n, sets }]): ParityStratum => {
    const mismatched = [...sets].reduce((sum, [set, pairs]) => sum + (isNoise[set] ? 0 : pairs), 0);
    return { status, ...boundOf(n, mismatched), verified: n >= fewest };
  });
  return {
    endpoint: name,
    ...boundOf(compared, compared - matched - noise),
    matched,
    noise,
    failed,
    users,
    verified: compared >= fewest,
    statuses: statuses.sort((a, b) => byName(a.status, b.status)),
  };
}

/** By stratum. */
function boundsOfUsers(
  clusters: Iterable<{ readonly stratum: number; readonly sets: readonly number[] }>,
  isBad: (sets: readonly number[]) => boolean,
): Map<number, Bound> {
  const counts = new Map<number, [number, number]>();
  for (const { stratum, sets } of clusters) {
    let count = counts.get(stratum);
    if (count === undefined) {
      count = [0, 0];
      counts.set(stratum, count);
    }
    count[0]++;
    if (isBad(sets)) count[1]++;
  }
  return new Map([...counts].map(([stratum, [users, bad]]) => [stratum, boundOf(users, bad)]));
}

function warningsOf(
  tally: Tally,
  { compared }: ParityCounts,
  users: Bound | undefined,
): { code: string; message: string }[] {
  const warnings: { code: string; message: string }[] = [];
  if (compared === 0)
    warnings.push({
      code: 'parity-nothing-compared',
      message: 'no pair could be compared, so nothing is verified',
    });
  if (compared > 0 && users === undefined)
    warnings.push({
      code: 'parity-no-users',
      message: 'the log has no "key", so the bound takes every request as independent; name the user in it',
    });
  else if (tally.withoutKey > 0)
    warnings.push({
      code: 'parity-some-users',
      message: `${tally.withoutKey} pairs have no "key" and are missing from the bound by user`,
    });
  if (tally.users.share < 1)
    warnings.push({
      code: 'parity-users-sampled',
      message: `there are too many users to keep; the bound by user is of a fair sample of 1 in ${Math.round(1 / tally.users.share)}`,
    });
  if (tally.sets.some(({ places }) => places.length === 0))
    warnings.push({
      code: 'parity-too-many-sets',
      message:
        'there are too many combinations of differences; the pairs of further ones count as mismatched',
    });
  return warnings;
}

/** By code units, the same everywhere. */
function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

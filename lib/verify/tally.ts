/** Counts while the log streams by: each endpoint, each place that differs, each set of places that differ together. */
import type { Pair } from './answer.js';
import { Clusters } from './clusters.js';
import { compareAnswers } from './compare-answers.js';
import type { Difference, DifferenceKind } from './difference.js';
import { JsonNumber } from './json-value.js';
import { LatencyCounts } from './latency.js';
import { type ShownDifference, shownDifference } from './redact.js';
import type { RuleBook } from './rules.js';
import { isOfClass, secondsOf } from './value-class.js';

/** Why a pair was not compared. */
export type ExclusionReason =
  | 'no-primary'
  | 'no-candidate'
  | 'primary-failed'
  | 'both-failed'
  | 'timeout'
  | 'endpoint'
  | 'by-the-log';

const MOST_ENDPOINTS = 2000;
const MOST_PLACES = 10_000;
const MOST_SETS = 50_000;
const EXAMPLES = 3;
const OTHERS = '(other endpoints)';

export interface Example extends ShownDifference {
  readonly file: string;
  /** Line, or number of the entry; 0 where there is none. */
  readonly place: number;
  readonly id: string;
}

/** One (endpoint, path, kind). */
export interface Place {
  readonly endpoint: number;
  readonly path: string;
  readonly kind: DifferenceKind;
  /** Pairs that differ here. */
  pairs: number;
  /** Of the pairs with a second answer of the old code: candidate against primary, secondary against primary. */
  pairsWithSecondary: number;
  noise: number;
  /** What all differences so far have in common; a suggestion is made of it. */
  uuids: boolean;
  timestamps: boolean;
  secondsApart: number;
  numbers: boolean;
  relativelyApart: number;
  readonly examples: Example[];
}

export interface StatusCount {
  compared: number;
  readonly sets: Map<number, number>;
}

export interface EndpointCount {
  readonly name: string;
  compared: number;
  matched: number;
  failed: number;
  withSecondary: number;
  readonly statuses: Map<string, StatusCount>;
  readonly excluded: Map<ExclusionReason, number>;
}

/** Places that differ together in a pair. */
export interface DifferenceSet {
  readonly endpoint: number;
  /** Empty where there were too many sets: such pairs count as mismatched. */
  readonly places: readonly number[];
  pairs: number;
}

export class Tally {
  pairs = 0;
  respelled = 0;
  withoutKey = 0;
  readonly endpoints: EndpointCount[] = [];
  readonly places: Place[] = [];
  readonly sets: DifferenceSet[] = [];
  readonly users = new Clusters();
  readonly usersByEndpoint = new Clusters();
  readonly primaryLatency = new LatencyCounts();
  readonly candidateLatency = new LatencyCounts();
  readonly #book: RuleBook;
  readonly #showValues: boolean;
  readonly #endpointOf = new Map<string, number>();
  readonly #placeOf = new Map<string, number>();
  readonly #setOf = new Map<string, number>();

  constructor(book: RuleBook, showValues: boolean) {
    this.#book = book;
    this.#showValues = showValues;
  }

  add(pair: Pair, file: string): void {
    this.pairs++;
    const number = this.#endpoint(pair.endpoint);
    const endpoint = this.endpoints[number];
    const { primary, candidate, secondary } = pair;
    const reason = this.#reason(pair);
    if (reason !== null || primary === null || candidate === null) {
      const why = reason ?? 'no-candidate';
      endpoint.excluded.set(why, (endpoint.excluded.get(why) ?? 0) + 1);
      return;
    }
    endpoint.compared++;
    if (candidate.failure !== null) endpoint.failed++;
    if (primary.latencyMs !== null && candidate.latencyMs !== null) {
      this.primaryLatency.add(primary.latencyMs);
      this.candidateLatency.add(candidate.latencyMs);
    }
    const outcome = compareAnswers(this.#book, pair.endpoint, primary, candidate);
    this.respelled += outcome.respelled > 0 ? 1 : 0;
    const places = this.#place(number, outcome.differences, pair, file);
    for (const place of places) this.places[place].pairs++;
    if (secondary !== null && secondary.failure === null) {
      endpoint.withSecondary++;
      for (const place of places) this.places[place].pairsWithSecondary++;
      const noise = compareAnswers(this.#book, pair.endpoint, primary, secondary);
      for (const place of this.#place(number, noise.differences, null, file)) this.places[place].noise++;
    }
    const set = places.length === 0 ? -1 : this.#set(number, places);
    if (set < 0) endpoint.matched++;
    this.#count(endpoint, String(primary.status ?? 'none'), set);
    if (pair.key === null) this.withoutKey++;
    else {
      this.users.add(-1, pair.key, set);
      this.usersByEndpoint.add(number, pair.key, set);
    }
  }

  #reason({ endpoint, primary, candidate, excluded }: Pair): ExclusionReason | null {
    if (excluded !== null) return 'by-the-log';
    if (this.#book.excludes(endpoint)) return 'endpoint';
    if (primary === null) return 'no-primary';
    if (candidate === null) return 'no-candidate';
    const failures = [primary.failure, candidate.failure];
    if (failures.some((failure) => failure !== null && /time.?out|retr(?:y|ied)|deadline/i.test(failure)))
      return 'timeout';
    if (primary.failure === null) return null;
    return candidate.failure === null ? 'primary-failed' : 'both-failed';
  }

  #count({ statuses }: EndpointCount, name: string, set: number): void {
    let status = statuses.get(name);
    if (status === undefined) {
      status = { compared: 0, sets: new Map() };
      statuses.set(name, status);
    }
    status.compared++;
    if (set >= 0) status.sets.set(set, (status.sets.get(set) ?? 0) + 1);
  }

  #endpoint(name: string): number {
    const known = this.#endpointOf.get(name);
    if (known !== undefined) return known;
    if (this.endpoints.length >= MOST_ENDPOINTS && name !== OTHERS) return this.#endpoint(OTHERS);
    const number = this.endpoints.length;
    this.endpoints.push({
      name,
      compared: 0,
      matched: 0,
      failed: 0,
      withSecondary: 0,
      statuses: new Map(),
      excluded: new Map(),
    });
    this.#endpointOf.set(name, number);
    return number;
  }

  /** The places of a pair, each once, ascending. `pair` null: noise, which makes no example. */
  #place(endpoint: number, differences: readonly Difference[], pair: Pair | null, file: string): number[] {
    const found = new Set<number>();
    for (const difference of differences) {
      const number = this.#placeNumber(endpoint, difference);
      const place = this.places[number];
      if (pair !== null) note(place, difference);
      if (pair !== null && !found.has(number) && place.examples.length < EXAMPLES)
        place.examples.push({
          file,
          place: pair.place,
          id: pair.id,
          ...shownDifference(difference, this.#showValues),
        });
      found.add(number);
    }
    return [...found].sort((a, b) => a - b);
  }

  #placeNumber(endpoint: number, { path, kind }: Difference): number {
    const key = `${endpoint} ${kind} ${path}`;
    const known = this.#placeOf.get(key);
    if (known !== undefined) return known;
    if (this.places.length >= MOST_PLACES && path !== '(other paths)')
      return this.#placeNumber(endpoint, {
        path: '(other paths)',
        kind,
        primary: undefined,
        candidate: undefined,
      });
    const number = this.places.length;
    this.places.push({
      endpoint,
      path,
      kind,
      pairs: 0,
      pairsWithSecondary: 0,
      noise: 0,
      uuids: true,
      timestamps: true,
      secondsApart: 0,
      numbers: true,
      relativelyApart: 0,
      examples: [],
    });
    this.#placeOf.set(key, number);
    return number;
  }

  #set(endpoint: number, places: readonly number[]): number {
    const key = places.join(' ');
    let number = this.#setOf.get(key);
    if (number === undefined && this.sets.length >= MOST_SETS) return this.#overflow(endpoint);
    if (number === undefined) {
      number = this.sets.length;
      this.sets.push({ endpoint, places, pairs: 0 });
      this.#setOf.set(key, number);
    }
    this.sets[number].pairs++;
    return number;
  }

  /** One more set for each endpoint, whose places are not known any more. */
  #overflow(endpoint: number): number {
    const key = `other ${endpoint}`;
    let number = this.#setOf.get(key);
    if (number === undefined) {
      number = this.sets.length;
      this.sets.push({ endpoint, places: [], pairs: 0 });
      this.#setOf.set(key, number);
    }
    this.sets[number].pairs++;
    return number;
  }
}

/** Keeps what the two values have in common with all before them. */
function note(place: Place, { primary, candidate }: Difference): void {
  const left = primary instanceof JsonNumber ? primary.text : primary;
  const right = candidate instanceof JsonNumber ? candidate.text : candidate;
  if (typeof left !== 'string' || typeof right !== 'string') {
    place.uuids = place.timestamps = place.numbers = false;
    return;
  }
  if (place.uuids) place.uuids = isOfClass(left, 'uuid') && isOfClass(right, 'uuid');
  if (place.timestamps) {
    const [a, b] = [secondsOf(left), secondsOf(right)];
    if (a === null || b === null) place.timestamps = false;
    else place.secondsApart = Math.max(place.secondsApart, Math.abs(a - b));
  }
  if (place.numbers) {
    place.numbers = primary instanceof JsonNumber && candidate instanceof JsonNumber;
    const [a, b] = [Number(left), Number(right)];
    const larger = Math.max(Math.abs(a), Math.abs(b));
    if (larger > 0) place.relativelyApart = Math.max(place.relativelyApart, Math.abs(a - b) / larger);
  }
}

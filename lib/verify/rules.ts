/** What a comparison may overlook, as the user wrote it: checked once, then asked for each endpoint and path. */
import { RE2JS } from 're2js';
import { ProfileError } from '../base/errors.js';
import type { Tolerance } from './decimal.js';
import { isDecimal } from './decimal.js';
import { BODY, isMoneyLike, itemPath, memberPath, pathMatcher } from './paths.js';
import { VALUE_CLASSES, type ValueClass } from './value-class.js';

/** One rule. `path` as in reports, with `*`, `**` and `[*]`; each other key relaxes one thing there. */
export interface ParityRule {
  readonly path: string;
  /** Only at endpoints that match, `*` any text; default all. */
  readonly endpoint?: string | undefined;
  readonly ignore?: boolean | undefined;
  /** Any two values of this class are equal. */
  readonly is?: ValueClass | undefined;
  /** With "timestamp": at most so far apart. */
  readonly withinSeconds?: number | undefined;
  /** Any two strings that match this RE2 pattern as a whole are equal. */
  readonly matches?: string | undefined;
  /** Numbers, and strings that are decimals; texts, so that no double comes between. Refused where money is, unless forced. */
  readonly tolerance?: { readonly absolute?: string; readonly relative?: string } | undefined;
  /** Arrays: true compares as multisets, a name pairs the items by that member. */
  readonly unordered?: boolean | string | undefined;
  readonly nullIsMissing?: boolean | undefined;
  /** Whether 1.0 and 1.00 differ; default: where money is, yes, elsewhere no. */
  readonly numberText?: 'exact' | 'value' | undefined;
  /** Applies the rule to money-like paths too. */
  readonly force?: boolean | undefined;
}

export interface ParityRules {
  readonly rules?: readonly ParityRule[] | undefined;
  /** Errors (status 400 and up) of one class are equal if the value at this path of the body is. */
  readonly errors?: { readonly code: string } | undefined;
  /** Endpoints that are not compared, `*` any text; they are counted as excluded. */
  readonly excludeEndpoints?: readonly string[] | undefined;
}

/** All that holds at one path. */
export interface Effective {
  readonly ignore: boolean;
  readonly classes: readonly { readonly is: ValueClass; readonly withinSeconds: number | null }[];
  readonly patterns: readonly RE2JS[];
  readonly tolerance: Tolerance | null;
  readonly unordered: boolean | string;
  readonly nullIsMissing: boolean;
  readonly exactText: boolean;
}

interface Compiled {
  readonly rule: ParityRule;
  readonly at: (path: string) => boolean;
  readonly on: (endpoint: string) => boolean;
  readonly pattern: RE2JS | null;
}

const KEYS = [
  'path',
  'endpoint',
  'ignore',
  'is',
  'withinSeconds',
  'matches',
  'tolerance',
  'unordered',
  'nullIsMissing',
  'numberText',
  'force',
];
const FILE_KEYS = ['$schema', 'rules', 'errors', 'excludeEndpoints'];
/** What a server writes of itself, and what the transport needs: never part of an answer. */
const TRANSPORT = [
  'date',
  'server',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-encoding',
  'via',
];
/** Paths remembered for one endpoint; beyond it they are worked out anew. */
const REMEMBERED = 20_000;
const REMEMBERED_MEMBERS = 5000;
const REMEMBERED_NODES = 200_000;

/** A place in a body with the rules that hold there; kept, since the places of an endpoint's answers are always the same. */
export class PathNode {
  readonly path: string;
  readonly rules: Effective;
  readonly #book: RuleBook;
  readonly #endpoint: string;
  readonly #members = new Map<string, PathNode>();
  #items: PathNode | null = null;

  constructor(book: RuleBook, endpoint: string, path: string) {
    this.#book = book;
    this.#endpoint = endpoint;
    this.path = path;
    this.rules = book.at(endpoint, path);
  }

  member(name: string): PathNode {
    const known = this.#members.get(name);
    if (known !== undefined) return known;
    const node = new PathNode(this.#book, this.#endpoint, memberPath(this.path, name));
    if (this.#members.size < REMEMBERED_MEMBERS && this.#book.mayKeep()) this.#members.set(name, node);
    return node;
  }

  items(): PathNode {
    if (this.#items !== null) return this.#items;
    const node = new PathNode(this.#book, this.#endpoint, itemPath(this.path));
    if (this.#book.mayKeep()) this.#items = node;
    return node;
  }
}

export class RuleBook {
  readonly errorCode: string | null;
  readonly #rules: readonly Compiled[];
  readonly #excluded: readonly ((endpoint: string) => boolean)[];
  readonly #known = new Map<string, Map<string, Effective>>();
  readonly #roots = new Map<string, PathNode>();
  #nodes = 0;

  /** Throws 'usage' for a rule that is misspelt, says nothing, or loosens money without `force`. */
  constructor(rules: ParityRules = {}) {
    checkKeys(rules, FILE_KEYS, 'the rules');
    const transport = TRANSPORT.map((name) => ({ path: `header:${name}`, ignore: true }));
    this.#rules = [...transport, ...list(rules.rules, 'rules')].map((rule, i) =>
      compiled(rule as ParityRule, i - TRANSPORT.length),
    );
    this.#excluded = list(rules.excludeEndpoints, 'excludeEndpoints').map((text) => endpointMatcher(text));
    const code = rules.errors?.code;
    if (rules.errors !== undefined && typeof code !== 'string')
      throw refused('errors.code is missing; expected the path of the code in the body of an error');
    this.errorCode = code ?? null;
  }

  /** The body as a whole, at an endpoint. */
  root(endpoint: string): PathNode {
    const known = this.#roots.get(endpoint);
    if (known !== undefined) return known;
    const node = new PathNode(this, endpoint, BODY);
    if (this.mayKeep()) this.#roots.set(endpoint, node);
    return node;
  }

  /** Whether there is room for one more node. */
  mayKeep(): boolean {
    return this.#nodes++ < REMEMBERED_NODES;
  }

  excludes(endpoint: string): boolean {
    return this.#excluded.some((matches) => matches(endpoint));
  }

  at(endpoint: string, path: string): Effective {
    let paths = this.#known.get(endpoint);
    if (paths === undefined) {
      paths = new Map();
      if (this.#known.size < REMEMBERED) this.#known.set(endpoint, paths);
    }
    const known = paths.get(path);
    if (known !== undefined) return known;
    const found = this.#effective(endpoint, path);
    if (paths.size < REMEMBERED) paths.set(path, found);
    return found;
  }

  #effective(endpoint: string, path: string): Effective {
    const money = isMoneyLike(path);
    const rules = this.#rules.filter(({ at, on }) => at(path) && on(endpoint));
    const last = <T>(pick: (rule: ParityRule) => T | undefined): T | undefined =>
      rules.map(({ rule }) => pick(rule)).findLast((value) => value !== undefined);
    const tolerance = last((rule) => (money && rule.force !== true ? undefined : rule.tolerance));
    const text = last((rule) => (money && rule.force !== true ? undefined : rule.numberText));
    const unordered = last((rule) => rule.unordered);
    return {
      ignore: rules.some(({ rule }) => rule.ignore === true),
      classes: rules.flatMap(({ rule }) =>
        rule.is === undefined || (money && rule.force !== true)
          ? []
          : [{ is: rule.is, withinSeconds: rule.withinSeconds ?? null }],
      ),
      patterns: rules.flatMap(({ pattern }) => (pattern === null ? [] : [pattern])),
      tolerance:
        tolerance === undefined
          ? null
          : { absolute: tolerance.absolute ?? '0', relative: tolerance.relative ?? '0' },
      unordered: unordered ?? false,
      nullIsMissing: last((rule) => rule.nullIsMissing) ?? false,
      exactText: (text ?? (money ? 'exact' : 'value')) === 'exact',
    };
  }
}

function compiled(rule: ParityRule, index: number): Compiled {
  const name = `rule ${index + 1}`;
  checkKeys(rule, KEYS, name);
  if (typeof rule.path !== 'string' || rule.path === '') throw refused(`${name} has no path`);
  if (Object.keys(rule).every((key) => key === 'path' || key === 'endpoint' || key === 'force'))
    throw refused(
      `${name} (${rule.path}) says nothing of the path; expected "ignore", "is", "tolerance" or the like`,
    );
  if (rule.is !== undefined && !VALUE_CLASSES.includes(rule.is))
    throw refused(
      `${name} (${rule.path}): there is no class "${rule.is}"; expected ${VALUE_CLASSES.join(', ')}`,
    );
  if (rule.tolerance !== undefined) {
    checkKeys(rule.tolerance, ['absolute', 'relative'], `${name}.tolerance`);
    for (const value of Object.values(rule.tolerance))
      if (typeof value !== 'string' || !isDecimal(value) || value.startsWith('-'))
        throw refused(
          `${name} (${rule.path}): a tolerance is a decimal in quotes, such as "0.001", not ${JSON.stringify(value)}`,
        );
  }
  const loose = rule.tolerance !== undefined || rule.numberText === 'value' || rule.is !== undefined;
  if (loose && rule.force !== true && isMoneyLike(rule.path))
    throw refused(
      `${name}: "${rule.path}" looks like money, which is compared exactly; if it is none, add "force": true`,
    );
  return {
    rule,
    at: pathMatcher(rule.path),
    on: rule.endpoint === undefined ? () => true : endpointMatcher(rule.endpoint),
    pattern: rule.matches === undefined ? null : pattern(rule.matches, name),
  };
}

function pattern(source: string, name: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    throw refused(`${name}: "${source}" is no RE2 pattern: ${(error as Error).message}`);
  }
}

function endpointMatcher(text: string): (endpoint: string) => boolean {
  const source = text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replaceAll('*', '.*');
  const matcher = new RegExp(`^${source}$`, 's');
  return (endpoint) => matcher.test(endpoint);
}

function list<T>(value: readonly T[] | undefined, name: string): readonly T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw refused(`${name} is no array`);
  return value;
}

function checkKeys(value: object, known: readonly string[], name: string): void {
  if (typeof value !== 'object' || value === null) throw refused(`${name} is no object`);
  for (const key of Object.keys(value))
    if (!known.includes(key)) throw refused(`${name} has the key "${key}"; expected ${known.join(', ')}`);
}

function refused(message: string): ProfileError {
  return new ProfileError('usage', `rules of the comparison: ${message}`);
}

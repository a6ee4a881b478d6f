/** Two JSON values, member by member, by the rules of their endpoint. */
import { canonicalNumber, isDecimal, isWithin } from './decimal.js';
import type { Difference, DifferenceKind } from './difference.js';
import { JsonNumber, type JsonObject, type JsonValue } from './json-value.js';
import { itemPath, memberPath } from './paths.js';
import type { Effective, RuleBook } from './rules.js';
import { classOf, isSameByClass } from './value-class.js';

/** Differences kept of one pair of answers; more would tell nothing new. */
const MOST = 1000;
/** Unordered items that match no other exactly, paired one with another within tolerances, at most so many. */
const MOST_PAIRED = 200;

export class JsonComparison {
  readonly differences: Difference[] = [];
  /** Numbers whose values are the same and whose texts are not, at paths where that is no difference. */
  respelled = 0;
  readonly #book: RuleBook;
  readonly #endpoint: string;

  constructor(book: RuleBook, endpoint: string) {
    this.#book = book;
    this.#endpoint = endpoint;
  }

  compare(path: string, primary: JsonValue, candidate: JsonValue): void {
    const rules = this.#rules(path);
    if (rules.ignore || this.differences.length >= MOST) return;
    if (isObject(primary) && isObject(candidate)) this.#objects(path, primary, candidate);
    else if (isArray(primary) && isArray(candidate)) this.#arrays(path, primary, candidate, rules);
    else if (primary instanceof JsonNumber && candidate instanceof JsonNumber)
      this.#numbers(path, primary, candidate, rules);
    else if (typeof primary === 'string' && typeof candidate === 'string')
      this.#strings(path, primary, candidate, rules);
    else if (primary !== candidate) this.#others(path, primary, candidate);
  }

  #rules(path: string): Effective {
    return this.#book.at(this.#endpoint, path);
  }

  #add(path: string, kind: DifferenceKind, primary?: JsonValue, candidate?: JsonValue): void {
    if (this.differences.length < MOST) this.differences.push({ path, kind, primary, candidate });
  }

  #objects(path: string, primary: JsonObject, candidate: JsonObject): void {
    for (const [name, value] of primary) {
      const other = candidate.get(name);
      const at = memberPath(path, name);
      if (other === undefined) this.#oneSided(at, value, undefined);
      else this.compare(at, value, other);
    }
    for (const [name, value] of candidate)
      if (!primary.has(name)) this.#oneSided(memberPath(path, name), undefined, value);
  }

  #oneSided(path: string, primary: JsonValue | undefined, candidate: JsonValue | undefined): void {
    const rules = this.#rules(path);
    if (rules.ignore) return;
    if (primary === null || candidate === null) {
      if (!rules.nullIsMissing) this.#add(path, 'null-or-missing', primary, candidate);
    } else this.#add(path, candidate === undefined ? 'missing' : 'extra', primary, candidate);
  }

  #numbers(path: string, primary: JsonNumber, candidate: JsonNumber, rules: Effective): void {
    if (primary.text === candidate.text) return;
    if (canonicalNumber(primary.text) === canonicalNumber(candidate.text)) {
      if (rules.exactText) this.#add(path, 'number-text', primary, candidate);
      else this.respelled++;
      return;
    }
    if (isSameByClass(primary.text, candidate.text, rules)) return;
    if (rules.tolerance !== null && isWithin(primary.text, candidate.text, rules.tolerance)) return;
    this.#add(path, 'number', primary, candidate);
  }

  #strings(path: string, primary: string, candidate: string, rules: Effective): void {
    if (primary === candidate || isSameByClass(primary, candidate, rules)) return;
    const close =
      rules.tolerance !== null &&
      isDecimal(primary) &&
      isDecimal(candidate) &&
      isWithin(primary, candidate, rules.tolerance);
    if (!close) this.#add(path, 'value', primary, candidate);
  }

  #others(path: string, primary: JsonValue, candidate: JsonValue): void {
    const kind =
      primary === null || candidate === null
        ? 'null'
        : typeOf(primary) === typeOf(candidate)
          ? 'value'
          : 'type';
    this.#add(path, kind, primary, candidate);
  }

  #arrays(
    path: string,
    primary: readonly JsonValue[],
    candidate: readonly JsonValue[],
    rules: Effective,
  ): void {
    if (typeof rules.unordered === 'string') this.#keyed(path, primary, candidate, rules.unordered);
    else if (rules.unordered) this.#multisets(path, primary, candidate);
    else this.#sequences(path, primary, candidate);
  }

  #sequences(path: string, primary: readonly JsonValue[], candidate: readonly JsonValue[]): void {
    if (primary.length !== candidate.length) {
      this.#add(path, 'length', primary, candidate);
      return;
    }
    const at = itemPath(path);
    const before = this.differences.length;
    for (let i = 0; i < primary.length; i++) this.compare(at, primary[i], candidate[i]);
    if (this.differences.length === before) return;
    if (this.#sorted(at, primary) === this.#sorted(at, candidate)) {
      this.differences.length = before;
      this.#add(path, 'order', primary, candidate);
    }
  }

  #sorted(at: string, items: readonly JsonValue[]): string {
    return items
      .map((item) => this.#canonical(at, item))
      .sort()
      .join('\n');
  }

  /** Items that are the same by their canonical text cancel out; the rest is paired where it is the same within tolerances. */
  #multisets(path: string, primary: readonly JsonValue[], candidate: readonly JsonValue[]): void {
    const at = itemPath(path);
    const left = new Map<string, JsonValue[]>();
    for (const item of primary) {
      const key = this.#canonical(at, item);
      const same = left.get(key);
      if (same === undefined) left.set(key, [item]);
      else same.push(item);
    }
    const extra = candidate.filter((item) => left.get(this.#canonical(at, item))?.pop() === undefined);
    const missing = [...left.values()].flat();
    if (missing.length <= MOST_PAIRED && extra.length <= MOST_PAIRED) this.#pairOff(at, missing, extra);
    if (primary.length !== candidate.length) this.#add(path, 'length', primary, candidate);
    else if (missing.length === 1 && extra.length === 1) this.compare(at, missing[0], extra[0]);
    else {
      for (const item of missing) this.#add(at, 'missing', item);
      for (const item of extra) this.#add(at, 'extra', undefined, item);
    }
  }

  #pairOff(at: string, missing: JsonValue[], extra: JsonValue[]): void {
    for (let i = missing.length - 1; i >= 0; i--) {
      const found = extra.findIndex((item) => {
        const trial = new JsonComparison(this.#book, this.#endpoint);
        trial.compare(at, missing[i], item);
        return trial.differences.length === 0;
      });
      if (found < 0) continue;
      extra.splice(found, 1);
      missing.splice(i, 1);
    }
  }

  #keyed(path: string, primary: readonly JsonValue[], candidate: readonly JsonValue[], name: string): void {
    const at = itemPath(path);
    const keyPath = memberPath(at, name);
    const keyOf = (item: JsonValue): string => {
      const key = isObject(item) ? item.get(name) : undefined;
      return key === undefined ? `none ${this.#canonical(at, item)}` : `key ${this.#canonical(keyPath, key)}`;
    };
    const others = new Map<string, JsonValue[]>();
    for (const item of candidate) {
      const key = keyOf(item);
      others.set(key, [...(others.get(key) ?? []), item]);
    }
    for (const item of primary) {
      const other = others.get(keyOf(item))?.shift();
      if (other === undefined) this.#add(at, 'missing', item);
      else this.compare(at, item, other);
    }
    for (const item of [...others.values()].flat()) this.#add(at, 'extra', undefined, item);
  }

  /** The same text for values that are the same, tolerances aside. */
  #canonical(path: string, value: JsonValue): string {
    const rules = this.#rules(path);
    if (rules.ignore) return '';
    if (value instanceof JsonNumber)
      return classOf(value.text, rules) ?? (rules.exactText ? value.text : canonicalNumber(value.text));
    if (typeof value === 'string') return classOf(value, rules) ?? JSON.stringify(value);
    if (isArray(value)) {
      const items = value.map((item) => this.#canonical(itemPath(path), item));
      return `[${(rules.unordered === false ? items : items.sort()).join(',')}]`;
    }
    if (!isObject(value)) return String(value);
    const members = [...value].flatMap(([name, member]) => {
      const at = memberPath(path, name);
      const own = this.#rules(at);
      return own.ignore || (member === null && own.nullIsMissing)
        ? []
        : [`${JSON.stringify(name)}:${this.#canonical(at, member)}`];
    });
    return `{${members.sort().join(',')}}`;
  }
}

export function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}

/** As JSON names them. */
export function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (value instanceof JsonNumber) return 'number';
  if (isArray(value)) return 'array';
  return isObject(value) ? 'object' : typeof value;
}

/** Two JSON values, member by member, by the rules of their endpoint. */
import { canonicalNumber, isDecimal, isWithin } from './decimal.js';
import type { Difference, DifferenceKind } from './difference.js';
import { JsonNumber, type JsonObject, type JsonValue } from './json-value.js';
import type { Effective, PathNode } from './rules.js';
import { classOf, isSameByClass } from './value-class.js';

/** Differences kept of one pair of answers; more would tell nothing new. */
const MOST = 1000;
/** Unordered items that match no other exactly, paired one with another within tolerances, at most so many. */
const MOST_PAIRED = 200;

export class JsonComparison {
  readonly differences: Difference[] = [];
  /** Numbers whose values are the same and whose texts are not, at paths where that is no difference. */
  respelled = 0;
  compare(at: PathNode, primary: JsonValue, candidate: JsonValue): void {
    const { path, rules } = at;
    if (rules.ignore || this.differences.length >= MOST) return;
    if (isObject(primary) && isObject(candidate)) this.#objects(at, primary, candidate);
    else if (isArray(primary) && isArray(candidate)) this.#arrays(at, primary, candidate);
    else if (primary instanceof JsonNumber && candidate instanceof JsonNumber)
      this.#numbers(path, primary, candidate, rules);
    else if (typeof primary === 'string' && typeof candidate === 'string')
      this.#strings(path, primary, candidate, rules);
    else if (primary !== candidate) this.#others(path, primary, candidate);
  }

  #add(path: string, kind: DifferenceKind, primary?: JsonValue, candidate?: JsonValue): void {
    if (this.differences.length < MOST) this.differences.push({ path, kind, primary, candidate });
  }

  #objects(at: PathNode, primary: JsonObject, candidate: JsonObject): void {
    let common = 0;
    for (const [name, value] of primary) {
      const other = candidate.get(name);
      const member = at.member(name);
      if (other === undefined) this.#oneSided(member, value, undefined);
      else {
        common++;
        this.compare(member, value, other);
      }
    }
    if (common === candidate.size) return;
    for (const [name, value] of candidate)
      if (!primary.has(name)) this.#oneSided(at.member(name), undefined, value);
  }

  #oneSided(
    { path, rules }: PathNode,
    primary: JsonValue | undefined,
    candidate: JsonValue | undefined,
  ): void {
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

  #arrays(at: PathNode, primary: readonly JsonValue[], candidate: readonly JsonValue[]): void {
    const { unordered } = at.rules;
    if (typeof unordered === 'string') this.#keyed(at, primary, candidate, unordered);
    else if (unordered) this.#multisets(at, primary, candidate);
    else this.#sequences(at, primary, candidate);
  }

  #sequences(node: PathNode, primary: readonly JsonValue[], candidate: readonly JsonValue[]): void {
    if (primary.length !== candidate.length) {
      this.#add(node.path, 'length', primary, candidate);
      return;
    }
    const at = node.items();
    const before = this.differences.length;
    for (let i = 0; i < primary.length; i++) this.compare(at, primary[i], candidate[i]);
    if (this.differences.length === before) return;
    if (this.#sorted(at, primary) === this.#sorted(at, candidate)) {
      this.differences.length = before;
      this.#add(node.path, 'order', primary, candidate);
    }
  }

  #sorted(at: PathNode, items: readonly JsonValue[]): string {
    return items
      .map((item) => this.#canonical(at, item))
      .sort()
      .join('\n');
  }

  /** Items that are the same by their canonical text cancel out; the rest is paired where it is the same within tolerances. */
  #multisets(node: PathNode, primary: readonly JsonValue[], candidate: readonly JsonValue[]): void {
    const at = node.items();
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
    if (primary.length !== candidate.length) this.#add(node.path, 'length', primary, candidate);
    else if (missing.length === 1 && extra.length === 1) this.compare(at, missing[0], extra[0]);
    else {
      for (const item of missing) this.#add(at.path, 'missing', item);
      for (const item of extra) this.#add(at.path, 'extra', undefined, item);
    }
  }

  #pairOff(at: PathNode, missing: JsonValue[], extra: JsonValue[]): void {
    for (let i = missing.length - 1; i >= 0; i--) {
      const found = extra.findIndex((item) => {
        const trial = new JsonComparison();
        trial.compare(at, missing[i], item);
        return trial.differences.length === 0;
      });
      if (found < 0) continue;
      extra.splice(found, 1);
      missing.splice(i, 1);
    }
  }

  #keyed(node: PathNode, primary: readonly JsonValue[], candidate: readonly JsonValue[], name: string): void {
    const at = node.items();
    const keyAt = at.member(name);
    const keyOf = (item: JsonValue): string => {
      const key = isObject(item) ? item.get(name) : undefined;
      return key === undefined ? `none ${this.#canonical(at, item)}` : `key ${this.#canonical(keyAt, key)}`;
    };
    const others = new Map<string, JsonValue[]>();
    for (const item of candidate) {
      const key = keyOf(item);
      others.set(key, [...(others.get(key) ?? []), item]);
    }
    for (const item of primary) {
      const other = others.get(keyOf(item))?.shift();
      if (other === undefined) this.#add(at.path, 'missing', item);
      else this.compare(at, item, other);
    }
    for (const item of [...others.values()].flat()) this.#add(at.path, 'extra', undefined, item);
  }

  /** The same text for values that are the same, tolerances aside. */
  #canonical(node: PathNode, value: JsonValue): string {
    const { rules } = node;
    if (rules.ignore) return '';
    if (value instanceof JsonNumber)
      return classOf(value.text, rules) ?? (rules.exactText ? value.text : canonicalNumber(value.text));
    if (typeof value === 'string') return classOf(value, rules) ?? JSON.stringify(value);
    if (isArray(value)) {
      const items = value.map((item) => this.#canonical(node.items(), item));
      return `[${(rules.unordered === false ? items : items.sort()).join(',')}]`;
    }
    if (!isObject(value)) return String(value);
    const members = [...value].flatMap(([name, member]) => {
      const at = node.member(name);
      const own = at.rules;
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

/** Two answers to one request: status, headers, body. Equal bytes are equal answers, and nothing is decoded for them. */
import { type Answer, bodyOf, sameBytes } from './answer.js';
import { JsonComparison } from './compare-json.js';
import type { Difference } from './difference.js';
import { JsonNumber, type JsonObject, type JsonValue, parseJson } from './json-value.js';
import { BODY, FAILURE, formPath, headerPath, STATUS } from './paths.js';
import type { RuleBook } from './rules.js';
import { isSameByClass } from './value-class.js';

export interface Outcome {
  readonly differences: readonly Difference[];
  /** Numbers that are the same and are written otherwise. */
  readonly respelled: number;
}

const SAME: Outcome = { differences: [], respelled: 0 };

export function compareAnswers(
  book: RuleBook,
  endpoint: string,
  primary: Answer,
  candidate: Answer,
): Outcome {
  if (candidate.failure !== null)
    return {
      differences: [{ path: FAILURE, kind: 'failure', primary: null, candidate: candidate.failure }],
      respelled: 0,
    };
  const sameStatus = primary.status === candidate.status;
  const sameHeaders = sameBytes(primary.headerBytes, candidate.headerBytes);
  const sameBody =
    primary.bodyForm === candidate.bodyForm && sameBytes(primary.bodyBytes, candidate.bodyBytes);
  if (sameStatus && sameHeaders && sameBody) return SAME;
  const errors = sameError(book, primary, candidate);
  const differences: Difference[] = [];
  if (!sameStatus && !errors && !book.at(endpoint, STATUS).ignore)
    differences.push({
      path: STATUS,
      kind: 'status',
      primary: statusOf(primary),
      candidate: statusOf(candidate),
    });
  if (!sameHeaders) compareHeaders(book, endpoint, primary, candidate, differences);
  if (sameBody || errors) return { differences, respelled: 0 };
  const body = compareBodies(book, endpoint, primary, candidate);
  return { differences: [...differences, ...body.differences], respelled: body.respelled };
}

function statusOf({ status }: Answer): JsonValue {
  return status === null ? null : new JsonNumber(String(status));
}

/** By the rule for errors: both of one class, 4xx or 5xx, with the same code in the body. */
function sameError(book: RuleBook, primary: Answer, candidate: Answer): boolean {
  if (book.errorCode === null || primary.status === null || candidate.status === null) return false;
  const family = Math.floor(primary.status / 100);
  if (family < 4 || family !== Math.floor(candidate.status / 100)) return false;
  const [left, right] = [codeAt(primary, book.errorCode), codeAt(candidate, book.errorCode)];
  return left !== null && left === right;
}

function codeAt(answer: Answer, path: string): string | null {
  const body = bodyOf(answer);
  let value = typeof body === 'string' ? parseJson(body) : undefined;
  for (const name of path.split('.'))
    value = value instanceof Map ? (value as JsonObject).get(name) : undefined;
  if (value instanceof JsonNumber) return `number ${value.text}`;
  return typeof value === 'string' ? `string ${value}` : null;
}

function compareHeaders(
  book: RuleBook,
  endpoint: string,
  primary: Answer,
  candidate: Answer,
  differences: Difference[],
): void {
  const [left, right] = [primary.headers(), candidate.headers()];
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const path = headerPath(name);
    const rules = book.at(endpoint, path);
    if (rules.ignore) continue;
    const [a, b] = [left.get(name), right.get(name)];
    if (a === undefined || b === undefined) {
      const kind = b === undefined ? 'header-missing' : 'header-extra';
      differences.push({ path, kind, primary: a?.join(', '), candidate: b?.join(', ') });
      continue;
    }
    const [one, other] = [headerText(name, a), headerText(name, b)];
    if (one !== other && !isSameByClass(one, other, rules))
      differences.push({ path, kind: 'header', primary: a.join(', '), candidate: b.join(', ') });
  }
}

/** Media types and their parameters mean the same in any case, with or without a space. */
function headerText(name: string, values: readonly string[]): string {
  const text = values.map((value) => value.trim()).join(', ');
  return name === 'content-type'
    ? text
        .toLowerCase()
        .replace(/\s*;\s*/g, ';')
        .replace(/="([^"]*)"/g, '=$1')
    : text;
}

function compareBodies(book: RuleBook, endpoint: string, primary: Answer, candidate: Answer): Outcome {
  const rules = book.at(endpoint, BODY);
  if (rules.ignore) return SAME;
  const [left, right] = [bodyOf(primary), bodyOf(candidate)];
  const one = (kind: Difference['kind'], a: JsonValue | undefined, b: JsonValue | undefined): Outcome => ({
    differences: [{ path: BODY, kind, primary: a, candidate: b }],
    respelled: 0,
  });
  if (left === null || right === null) {
    if (isNothing(left) && isNothing(right)) return SAME;
    return one(right === null ? 'missing' : 'extra', shown(left), shown(right));
  }
  if (typeof left !== 'string' || typeof right !== 'string') {
    if (typeof left !== typeof right) return one('body-kind', shown(left), shown(right));
    return sameBytes(left as Uint8Array, right as Uint8Array)
      ? SAME
      : one('bytes', shown(left), shown(right));
  }
  if (left === right) return SAME;
  const [a, b] = [jsonOf(left), jsonOf(right)];
  if (a !== undefined && b !== undefined) {
    const comparison = new JsonComparison();
    comparison.compare(book.root(endpoint), a, b);
    return comparison;
  }
  if (a !== undefined || b !== undefined) return one('body-kind', a ?? left, b ?? right);
  if (isForm(primary) && isForm(candidate))
    return { differences: forms(book, endpoint, left, right), respelled: 0 };
  return isSameByClass(left, right, rules) ? SAME : one('text', left, right);
}

function isNothing(body: string | Uint8Array | null): boolean {
  return body === null || body.length === 0;
}

/** Bytes are told by their number alone. */
function shown(body: string | Uint8Array | null): JsonValue | undefined {
  if (body === null || typeof body === 'string') return body ?? undefined;
  return `${body.length} bytes`;
}

/** What begins like JSON and is JSON, whatever the content type calls it. */
function jsonOf(text: string): JsonValue | undefined {
  return parseJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
}

function isForm(answer: Answer): boolean {
  return (answer.headers().get('content-type')?.[0] ?? '')
    .toLowerCase()
    .startsWith('application/x-www-form-urlencoded');
}

/** Fields in any order; the values of one field in theirs. */
function forms(book: RuleBook, endpoint: string, left: string, right: string): Difference[] {
  const [a, b] = [new URLSearchParams(left), new URLSearchParams(right)];
  const differences: Difference[] = [];
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const path = formPath(name);
    const rules = book.at(endpoint, path);
    if (rules.ignore) continue;
    const [one, other] = [a.getAll(name), b.getAll(name)];
    if (other.length === 0)
      differences.push({ path, kind: 'missing', primary: one.join(', '), candidate: undefined });
    else if (one.length === 0)
      differences.push({ path, kind: 'extra', primary: undefined, candidate: other.join(', ') });
    else if (one.length !== other.length)
      differences.push({ path, kind: 'length', primary: one, candidate: other });
    else if (one.some((value, i) => value !== other[i] && !isSameByClass(value, other[i], rules)))
      differences.push({ path, kind: 'value', primary: one.join(', '), candidate: other.join(', ') });
  }
  return differences;
}

/** What can differ between two answers: a closed list of kinds. */
import type { JsonValue } from './json-value.js';

/** `other` is what the candidate has, where both have something. */
export const KINDS = {
  status: 'the status differs',
  header: 'a header has another value',
  'header-missing': 'a header is missing',
  'header-extra': 'a header is new',
  value: 'another value',
  number: 'another number',
  'number-text': 'the same number, written otherwise, where money is',
  type: 'a value of another type',
  null: 'null on one side',
  missing: 'missing from the candidate',
  extra: 'in the candidate only',
  'null-or-missing': 'null on one side, missing from the other',
  order: 'the same items in another order',
  length: 'another number of items',
  text: 'another text',
  bytes: 'other bytes',
  'body-kind': 'a body of another kind, such as text for JSON',
  failure: 'the candidate failed to answer',
} as const;

export type DifferenceKind = keyof typeof KINDS;

export interface Difference {
  /** Indexes as `[*]`. */
  readonly path: string;
  readonly kind: DifferenceKind;
  /** What each side has; undefined: nothing. */
  readonly primary: JsonValue | undefined;
  readonly candidate: JsonValue | undefined;
}

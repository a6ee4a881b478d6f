/** The rows of `budgets` and `acknowledged` in a configuration file, checked: every key known, every value in range. */
import type { Acknowledgement, Budget } from '../lib/compare/budgets.js';
import { described, numberValue } from './cost-values.js';

/** A row of a list, with the means to refuse it. */
export interface Fields {
  readonly entries: ReadonlyMap<string, unknown>;
  /** Such as `budgets[0]`. */
  readonly path: string;
  fail(path: string, message: string): never;
}

/** What a text of a row may be. */
export const BUDGET_WORDS = {
  function: { pattern: /^.{1,1000}$/su, expected: 'the whole name of a function' },
  package: {
    pattern: /^.{1,1000}$/su,
    expected: 'the whole name of a package, as --granularity package prints it',
  },
  reason: { pattern: /^.{1,200}$/su, expected: 'why, in up to 200 characters' },
  owner: { pattern: /^.{1,100}$/su, expected: 'who answers for it' },
  expires: { pattern: /^\d{4}-\d\d-\d\d$/, expected: 'the last day on which it holds, such as 2027-03-31' },
} as const;

/** Limits, of which a budget has at least one. */
export const BUDGET_LIMITS = {
  self: { unit: 'fraction', low: 0, high: 1, describe: 'Most of the whole that its own code may take.' },
  total: {
    unit: 'fraction',
    low: 0,
    high: 1,
    describe: 'Most of the whole that it and what it calls may take.',
  },
  cpuUsPerRequest: {
    unit: 'us',
    low: 0,
    high: 1e12,
    describe: 'Most CPU per request, with what it calls.',
  },
} as const;

export const ACKNOWLEDGEMENT_KEYS: readonly string[] = Object.keys(BUDGET_WORDS);
export const BUDGET_KEYS: readonly string[] = [...ACKNOWLEDGEMENT_KEYS, ...Object.keys(BUDGET_LIMITS)];

export function acknowledgementOf(fields: Fields): Acknowledgement {
  return { ...subjectOf(fields), ...wordsOf(fields, ['reason', 'owner', 'expires']) };
}

export function budgetOf(fields: Fields): Budget {
  const { entries, path, fail } = fields;
  const limits: [string, number][] = [];
  for (const [name, bounds] of Object.entries(BUDGET_LIMITS)) {
    if (!entries.has(name)) continue;
    const read = numberValue(entries.get(name), bounds);
    limits.push([name, 'refusal' in read ? fail(`${path}.${name}`, read.refusal) : read.value]);
  }
  if (limits.length === 0)
    fail(path, `has no limit; expected at least one of ${Object.keys(BUDGET_LIMITS).join(', ')}`);
  const words = entries.has('expires')
    ? (['reason', 'owner', 'expires'] as const)
    : (['reason', 'owner'] as const);
  return { ...subjectOf(fields), ...Object.fromEntries(limits), ...wordsOf(fields, words) };
}

function subjectOf(fields: Fields): { function: string } | { package: string } {
  const { entries, path, fail } = fields;
  if (entries.has('function') === entries.has('package'))
    fail(path, `has ${entries.has('function') ? 'both' : 'neither'}; expected function or package`);
  return entries.has('function') ? wordsOf(fields, ['function']) : wordsOf(fields, ['package']);
}

function wordsOf<Name extends keyof typeof BUDGET_WORDS>(
  { entries, path, fail }: Fields,
  names: readonly Name[],
): Record<Name, string> {
  const words = names.map((name): [Name, string] => {
    const value = entries.get(name);
    const { pattern, expected } = BUDGET_WORDS[name];
    if (value === undefined) fail(path, `${name} is missing; expected ${expected}`);
    if (typeof value !== 'string' || !pattern.test(value) || (name === 'expires' && !isDay(value)))
      return fail(`${path}.${name}`, `${described(value)} cannot be used; expected ${expected}`);
    return [name, value];
  });
  return Object.fromEntries(words) as Record<Name, string>;
}

/** 2027-02-30 is none. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

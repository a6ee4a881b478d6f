/** From what a configuration file holds to settings: every key known, every value in range, each refusal with its place. */
import { ProfileError } from '../lib/base/errors.js';
import type { Acknowledgement, Budget } from '../lib/compare/budgets.js';
import type { CostModelOptions } from '../lib/payoff/cost-model.js';
import { PARAMETERS } from '../lib/payoff/parameters.js';
import { matcher } from '../lib/profile/patterns.js';
import {
  ACKNOWLEDGEMENT_KEYS,
  acknowledgementOf,
  BUDGET_KEYS,
  budgetOf,
  type Fields,
} from './config-budgets.js';
import { type ConfigData, readConfiguration } from './config-file.js';
import { COST_KEYS, costValue, described, numberValue } from './cost-values.js';
import { nearestName } from './nearest-name.js';

/** A speedup of the user's own, before the built-in ones. */
export interface PriorRow {
  readonly from?: string;
  readonly to?: string;
  readonly kind: string;
  readonly when?: string;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly basis?: string;
  readonly source?: string;
  readonly date?: string;
}

export interface Settings {
  /** The file that was used; null: none. */
  readonly file: string | null;
  readonly own: string | undefined;
  readonly cost: CostModelOptions;
  /** What functions and packages may cost, and the regressions that are known, for `diff`. */
  readonly budgets: readonly Budget[];
  readonly acknowledged: readonly Acknowledgement[];
  /** Names of the parameters that the file decided. */
  readonly configured: ReadonlySet<string>;
}

/** Keys besides the cost parameters. */
export const OTHER_KEYS = ['$schema', 'own', 'priors', 'utilisation', 'budgets', 'acknowledged'] as const;

/** Every key that a configuration file may have. */
export const CONFIG_KEYS: readonly string[] = [...OTHER_KEYS, ...COST_KEYS];

/** What a row of `priors` may have. */
export const PRIOR_WORDS = {
  from: { pattern: /^(\*|[a-z][a-z0-9+#.-]{0,31})$/, expected: 'a language in lower case, or *' },
  to: { pattern: /^(\*|[a-z][a-z0-9+#.-]{0,31})$/, expected: 'a language in lower case, or *' },
  kind: { pattern: /^[a-z][a-z0-9-]{0,31}$/, expected: 'a kind of work, such as json' },
  when: { pattern: /^[a-z][a-z0-9-]{0,31}$/, expected: 'a condition, such as untyped' },
  basis: { pattern: /^(given|prior|spike|measured)$/, expected: 'given, prior, spike or measured' },
  source: { pattern: /^.{1,200}$/su, expected: 'where the figures come from' },
  date: { pattern: /^\d{4}(-\d\d(-\d\d)?)?$/, expected: 'a year, month or day such as 2026-11-24' },
} as const;
/** What a language of `utilisation` may have, of CPU. */
export const LANGUAGE_UTILISATION = ['target', 'knee'] as const;
export const PERCENTILES = ['p10', 'p50', 'p90'] as const;
export const SPEEDUP_BOUNDS = { unit: 'times', low: 0.01, high: 1000 } as const;

/** Reads the file that `choice` names or that is found; flags go before it. */
export async function readSettings(
  choice: string | false | undefined,
  flags: CostModelOptions,
): Promise<Settings> {
  const file = await readConfiguration(choice);
  if (file === null)
    return { file: null, own: undefined, cost: flags, budgets: [], acknowledged: [], configured: new Set() };
  const { own, cost, budgets, acknowledged } = settingsOf(file);
  // A speedup on the command line does not keep the range that belonged to another.
  for (const key of COST_KEYS)
    if (Object.hasOwn(flags, key)) for (const part of rangeParts(key) ?? [key]) delete cost[part];
  return {
    file: file.name,
    own,
    budgets,
    acknowledged,
    cost: { ...cost, ...flags } as CostModelOptions,
    configured: new Set(Object.keys(cost)),
  };
}

/**
 * The parameters that hold a parameter's P10, P50 and P90, where the model takes a range of it; null where it does not.
 */
export function rangeParts(key: string): readonly [string, string, string] | null {
  if (key !== 'speedup' && key !== 'effortPm') return null;
  const stem = key.replace(/Pm$/u, '');
  const parts = [`${stem}Low`, key, `${stem}High`] as const;
  return parts.every((part) => Object.hasOwn(PARAMETERS, part)) ? parts : null;
}

interface Checked {
  readonly own: string | undefined;
  readonly budgets: readonly Budget[];
  readonly acknowledged: readonly Acknowledgement[];
  readonly cost: Record<string, unknown>;
}

/** Throws 'bad-config' that names the file, the line where there is one, the key and what was expected. */
export function settingsOf(file: ConfigData): Checked {
  const fail = (path: string, message: string): never => {
    throw new ProfileError('bad-config', `${path === '' ? '' : `${path}: `}${message}`, {
      source: file.name,
      byte: null,
      line: file.lineOf(path),
    });
  };
  const entries = entriesOf(file.data, '', CONFIG_KEYS, fail);
  const cost = new Map<string, unknown>();
  for (const [key, raw] of entries) {
    if (key === '$schema' || key === 'own') {
      if (typeof raw !== 'string') fail(key, `${described(raw)} is no text; expected ${TEXTS[key]}`);
    } else if (key === 'priors') {
      if (!Array.isArray(raw)) fail(key, `${described(raw)} is no list; expected a list of rows`);
      const rows = (raw as unknown[]).map((row, i) => priorOf(row, `priors[${i}]`, fail));
      if (rows.length > 0) cost.set(key, rows);
    } else if (key === 'utilisation') {
      cost.set(key, utilisationOf(raw, fail));
    } else if (key === 'budgets' || key === 'acknowledged') {
      if (!Array.isArray(raw)) fail(key, `${described(raw)} is no list; expected a list of rows`);
    } else {
      const parts = rangeParts(key);
      if (parts !== null && typeof raw === 'object') {
        const { unit, low, high } = PARAMETERS[key as keyof typeof PARAMETERS];
        const range = percentilesOf(raw, key, PERCENTILES, { unit, low, high }, fail);
        parts.forEach((part, i) => void setOnce(part, range[PERCENTILES[i]!]!));
      } else {
        const read = costValue(key, raw);
        setOnce(key, 'refusal' in read ? fail(key, read.refusal) : read.value);
      }
    }
  }
  const own = entries.get('own') as string | undefined;
  if (own !== undefined) checkPattern(own, fail);
  const rowsOf = <Row>(key: string, read: (row: Fields) => Row): Row[] =>
    ((entries.get(key) ?? []) as unknown[]).map((row, i) => read(fieldsOf(row, `${key}[${i}]`)));
  return {
    own,
    cost: Object.fromEntries(cost),
    budgets: rowsOf('budgets', budgetOf),
    acknowledged: rowsOf('acknowledged', acknowledgementOf),
  };

  function fieldsOf(row: unknown, path: string): Fields {
    const known = path.startsWith('budgets') ? BUDGET_KEYS : ACKNOWLEDGEMENT_KEYS;
    return { entries: entriesOf(row, path, known, fail), path, fail };
  }

  function setOnce(name: string, value: unknown): void {
    if (cost.has(name)) fail(name, 'is given as a range already; expected one of both');
    cost.set(name, value);
  }
}

type Fail = (path: string, message: string) => never;

const TEXTS = { $schema: 'the path of a JSON Schema', own: 'an RE2 pattern of function names' } as const;

/** The entries of an object whose keys are all known; null is as good as absent. */
function entriesOf(data: unknown, path: string, known: readonly string[], fail: Fail): Map<string, unknown> {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    fail(path, `${described(data)} is no object; expected { }`);
  const entries = new Map<string, unknown>();
  for (const [key, value] of Object.entries(data as object)) {
    if (!known.includes(key)) {
      const near = nearestName(key, known);
      const hint = near === null ? `expected one of ${known.join(', ')}` : `did you mean ${near}?`;
      fail(path === '' ? key : `${path}.${key}`, `there is no such key; ${hint}`);
    }
    if (value !== null && value !== undefined) entries.set(key, value);
  }
  return entries;
}

type Percentiles = Readonly<Record<(typeof PERCENTILES)[number], number>>;

function percentilesOf(
  data: unknown,
  path: string,
  known: readonly string[],
  bounds: { readonly unit: string; readonly low: number; readonly high: number },
  fail: Fail,
): Percentiles {
  const entries = entriesOf(data, path, known, fail);
  const [p10, p50, p90] = PERCENTILES.map((name) => {
    if (!entries.has(name)) fail(path, `${name} is missing; expected p10, p50 and p90`);
    const read = numberValue(entries.get(name), bounds);
    return 'refusal' in read ? fail(`${path}.${name}`, read.refusal) : read.value;
  }) as [number, number, number];
  if (!(p10 <= p50 && p50 <= p90))
    fail(path, `p10, p50 and p90 are ${p10}, ${p50} and ${p90}; expected them in rising order`);
  return { p10, p50, p90 };
}

function priorOf(data: unknown, path: string, fail: Fail): PriorRow {
  const known = [...Object.keys(PRIOR_WORDS), ...PERCENTILES];
  const entries = entriesOf(data, path, known, fail);
  const words: [string, string][] = [];
  for (const [name, { pattern, expected }] of Object.entries(PRIOR_WORDS)) {
    const value = entries.get(name);
    if (value === undefined) continue;
    if (typeof value !== 'string' || !pattern.test(value))
      fail(`${path}.${name}`, `${described(value)} cannot be used; expected ${expected}`);
    words.push([name, value as string]);
  }
  if (!entries.has('kind')) fail(path, `kind is missing; expected ${PRIOR_WORDS.kind.expected}`);
  const range = percentilesOf(data, path, known, SPEEDUP_BOUNDS, fail);
  return { ...Object.fromEntries(words), ...range } as unknown as PriorRow;
}

/** What services in each language are sized for. */
function utilisationOf(data: unknown, fail: Fail): Record<string, Record<string, number>> {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    fail(
      'utilisation',
      `${described(data)} is no object; expected { "go": { "target": 0.5, "knee": 0.75 } }`,
    );
  const rows: [string, Record<string, number>][] = [];
  for (const [language, row] of Object.entries(data as object)) {
    const path = `utilisation.${language}`;
    if (!PRIOR_WORDS.from.pattern.test(language) || language === '*')
      fail(path, `${described(language)} is no language; expected one in lower case`);
    const values: [string, number][] = [];
    for (const [name, raw] of entriesOf(row, path, LANGUAGE_UTILISATION, fail)) {
      const read = numberValue(raw, PARAMETERS.kneeUtilOld);
      values.push([name, 'refusal' in read ? fail(`${path}.${name}`, read.refusal) : read.value]);
    }
    rows.push([language, Object.fromEntries(values)]);
  }
  return Object.fromEntries(rows);
}

function checkPattern(pattern: string, fail: Fail): void {
  try {
    matcher(pattern, 'own');
  } catch (error) {
    fail('own', (error as Error).message.replace(/^--own /u, ''));
  }
}

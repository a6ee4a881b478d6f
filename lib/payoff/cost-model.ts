/** What the profile cannot know, resolved: given values checked, the rest from the defaults, each with its source. */
import { ProfileError } from '../base/errors.js';
import { type PowerModel, powerModel, powerRows } from './carbon.js';
import { CARBON_DATED } from './carbon-factors.js';
import {
  ASSUMPTIONS_DATED,
  COCOMO,
  EFFORT_RULE,
  MAINTENANCE_SPREAD,
  OVERRUN,
  REALISE_SPREAD,
  SHARED_SPEEDUP,
} from './cost-assumptions.js';
import { type CrossingCost, crossingCost } from './crossing-costs.js';
import { spreadEffort } from './effort.js';
import { cpuUsPerRequest } from './fleet.js';
import {
  type Bottleneck,
  type Boundary,
  CHOICES,
  type Choice,
  type ChoiceName,
  type DefaultTag,
  NUMBERS,
  type NumberName,
  PARAMETERS,
  type Scaling,
  type SpeedupBasis,
  UNKNOWNS,
  type UnknownName,
} from './parameters.js';
import { type PriceBases, priceBases } from './price-basis.js';
import type { Prior } from './priors/prior.js';
import { mergePriors, type PriorOverride, tableLanguage } from './priors/resolve.js';
import type { Range } from './range.js';

export { PARAMETERS } from './parameters.js';

/**
 * All optional; what is not given takes its default from parameters.ts, where units and ranges are.
 * `speedup` is the local speedup of the rewritten code and is believed as it stands; `speedupLow` and `speedupHigh`
 * are its 10 % and 90 % points. Without `fleetVcpu` there are no vCPUs and no dollars.
 */
export type CostModelOptions = {
  readonly [name in NumberName | UnknownName]?: number | undefined;
} & {
  /** Old and new language, lower case: go, java, node, python, c; rust, go. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly boundary?: Boundary | undefined;
  readonly bottleneck?: Bottleneck | undefined;
  readonly speedupBasis?: SpeedupBasis | undefined;
  readonly scaling?: Scaling | undefined;
  readonly region?: string | undefined;
  /** ISO year, month or day of the prices that are given. */
  readonly priceDate?: string | undefined;
  /** Of the old language, such as 1.24. */
  readonly runtimeVersion?: string | undefined;
  readonly memoryLimit?: 'yes' | 'no' | 'unknown' | undefined;
  /**
   * Utilisation that services in a language are sized for, and the highest that meets the latency goal: collectors and
   * their pauses decide both. For the old language and the new one, where no parameter says it.
   */
  readonly utilisation?: Readonly<Record<string, LanguageUtilisation>> | undefined;
  /** Rows that go before the built-in speedups. */
  readonly priors?: readonly PriorOverride[] | undefined;
};

/** Of CPU, 0.01 to 1. */
export interface LanguageUtilisation {
  readonly target?: number | undefined;
  readonly knee?: number | undefined;
}

/** Least, likely and most of a triangular distribution. */
export interface Spread {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** One parameter as used: where the value comes from and how far to trust it. */
export interface Assumption {
  readonly name: string;
  readonly value: number | string | null;
  readonly unit: string;
  readonly source: string;
  readonly date: string | null;
  /** 'given' by the user, 'measured', 'prior' from published cases, 'assumption' without a source that would carry it. */
  readonly tag: 'given' | 'spike' | 'measured' | DefaultTag;
}

export interface CostModel {
  readonly values: Readonly<Record<NumberName, number>>;
  readonly unknowns: Readonly<Record<UnknownName, number | null>>;
  readonly fleetVcpu: number | null;
  readonly from: string;
  readonly to: string;
  readonly boundary: Boundary;
  readonly bottleneck: Bottleneck;
  readonly scaling: Scaling;
  /** Null: not known. */
  readonly runtimeVersion: string | null;
  readonly memoryLimited: boolean;
  readonly power: PowerModel;
  readonly realise: Spread;
  readonly maintenance: Spread;
  /** P10, P50 and P90 where an effort was given; null: counted from the functions. */
  readonly effort: Range | null;
  /** All rows of speedups, the user's before the built-in ones. */
  readonly priors: readonly Prior[];
  /** The cost of one crossing, as the table has it; `unknowns.crossingUs` goes before it. */
  readonly crossing: CrossingCost;
  /** Local speedup that was given for all of the language's own work; null: priors by kind of work. */
  readonly speedup: Range | null;
  readonly speedupBasis: SpeedupBasis;
  readonly assumptions: readonly Assumption[];
  /** What sums of money rest on. */
  readonly prices: PriceBases;
}

/**
 * Throws 'bad-model' that names the parameter, its value and the allowed range; unknown names are refused. `today`, an ISO
 * date, is the day of prices that are given without one.
 */
export function resolveCostModel(options: CostModelOptions = {}, today: string | null = null): CostModel {
  const given = new Map<string, unknown>();
  const { priors = [], utilisation = {}, ...single } = options;
  for (const [name, value] of Object.entries(single)) {
    if (!Object.hasOwn(PARAMETERS, name) && !Object.hasOwn(CHOICES, name)) {
      const known = [...Object.keys(PARAMETERS), ...Object.keys(CHOICES)].join(', ');
      throw new ProfileError(
        'bad-model',
        `there is no cost parameter ${shown(name)}; expected one of ${known}`,
      );
    }
    if (value !== undefined) given.set(name, value);
  }
  const ofLanguage = languageUtilisation(utilisation, given);
  const numbers = new Map<string, number | null>();
  for (const name of Object.keys(PARAMETERS) as (NumberName | UnknownName)[])
    numbers.set(name, numberOf(name, given));
  const words = new Map<string, string>();
  for (const name of Object.keys(CHOICES) as ChoiceName[]) words.set(name, wordOf(name, given));
  const boundary = words.get('boundary') as Boundary;
  const from = words.get('from')!;
  const crossing = crossingCost(boundary, tableLanguage(from));
  const realise = spreadOf('realise', REALISE_SPREAD, given, numbers);
  const maintenance = spreadOf('maintenance', MAINTENANCE_SPREAD, given, numbers);
  const effort = givenEffort(numbers);
  deriveCpuPerRequest(numbers);
  const values = pick(Object.keys(NUMBERS), numbers) as Record<NumberName, number>;
  const assumptions = [
    ...assumptionsOf(given, numbers, words).map((row) =>
      ofLanguage.has(row.name) ? { ...row, source: ofLanguage.get(row.name)! } : row,
    ),
    crossingAssumption(numbers, crossing),
    ...effortAssumptions(effort !== null, numbers),
    ...sharedAssumption(numbers),
    ...carbonAssumptions(words.get('region')!),
  ];
  const priceDate = words.get('priceDate')!;
  return {
    values,
    unknowns: pick(Object.keys(UNKNOWNS), numbers) as Record<UnknownName, number | null>,
    fleetVcpu: numbers.get('fleetVcpu') ?? null,
    from,
    to: words.get('to')!,
    boundary,
    bottleneck: words.get('bottleneck') as Bottleneck,
    scaling: words.get('scaling') as Scaling,
    runtimeVersion: words.get('runtimeVersion') === 'unknown' ? null : words.get('runtimeVersion')!,
    memoryLimited: words.get('memoryLimit') === 'yes',
    power: powerModel(words.get('region')!),
    realise,
    maintenance,
    effort,
    priors: mergePriors(priors),
    crossing,
    speedup: givenSpeedup(numbers),
    speedupBasis: words.get('speedupBasis') as SpeedupBasis,
    assumptions,
    prices: priceBases({ values, assumptions }, priceDate === 'unknown' ? today : priceDate),
  };
}

/** Adds what is said of the old and the new language to `given`, where no parameter says it; where each came from. */
function languageUtilisation(
  rows: Readonly<Record<string, LanguageUtilisation>>,
  given: Map<string, unknown>,
): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const [side, word] of [
    ['Old', given.get('from') ?? CHOICES.from.value],
    ['New', given.get('to') ?? CHOICES.to.value],
  ] as const)
    for (const [language, { target, knee }] of Object.entries(rows)) {
      if (tableLanguage(language) !== tableLanguage(String(word))) continue;
      for (const [name, value] of [
        [`targetUtil${side}`, target],
        [`kneeUtil${side}`, knee],
      ] as const) {
        if (value === undefined || given.has(name)) continue;
        given.set(name, value);
        sources.set(name, `given for ${language}`);
      }
    }
  return sources;
}

function numberOf(name: NumberName | UnknownName, given: ReadonlyMap<string, unknown>): number | null {
  const parameter = PARAMETERS[name];
  if (!given.has(name)) return parameter.value;
  const value = given.get(name);
  if (typeof value === 'number' && value >= parameter.low && value <= parameter.high) return value;
  throw new ProfileError(
    'bad-model',
    `${name} is ${shown(value)}; expected ${parameter.low} to ${parameter.high} ${parameter.unit}`,
  );
}

function wordOf(name: ChoiceName, given: ReadonlyMap<string, unknown>): string {
  const choice: Choice = CHOICES[name];
  if (!given.has(name)) return choice.value;
  const value = given.get(name);
  if (typeof value === 'string' && choice.allowed.test(value)) return value;
  throw new ProfileError('bad-model', `${name} is ${shown(value)}; expected ${choice.expected}`);
}

/** The spread around a parameter: given, or the assumed one, or none where the middle was given alone. */
function spreadOf(
  name: 'realise' | 'maintenance',
  assumed: { readonly low: number; readonly high: number },
  given: ReadonlyMap<string, unknown>,
  numbers: Map<string, number | null>,
): Spread {
  const likely = numbers.get(name)!;
  const outer = (end: 'Low' | 'High', otherwise: number): number => {
    const value = numbers.get(name + end) ?? (given.has(name) ? likely : otherwise);
    numbers.set(name + end, value);
    return value;
  };
  const spread = { low: outer('Low', assumed.low), likely, high: outer('High', assumed.high) };
  checkRising(`${name}Low, ${name}, ${name}High`, [spread.low, likely, spread.high]);
  return spread;
}

/** Null: to be counted from the functions. */
function givenEffort(numbers: ReadonlyMap<string, number | null>): Range | null {
  const p50 = numbers.get('effortPm') ?? null;
  const low = numbers.get('effortLow') ?? null;
  const high = numbers.get('effortHigh') ?? null;
  if (p50 === null) {
    if (low === null && high === null) return null;
    throw new ProfileError(
      'bad-model',
      'effortLow or effortHigh is given without effortPm; expected effortPm too',
    );
  }
  const spread = spreadEffort(p50);
  const range = { p10: low ?? Math.min(spread.p10, p50), p50, p90: high ?? spread.p90 };
  checkRising('effortLow, effortPm, effortHigh', [range.p10, p50, range.p90]);
  return range;
}

/** D = U c / X, where it was not given but its three parts were. */
function deriveCpuPerRequest(numbers: Map<string, number | null>): void {
  const [utilisation, vcpu, requests] = ['fleetUtil', 'fleetVcpu', 'requestsPerSecond'].map(
    (name) => numbers.get(name) ?? null,
  );
  if (numbers.get('cpuUsPerRequest') !== null || !utilisation || !vcpu || !requests) return;
  numbers.set('cpuUsPerRequest', cpuUsPerRequest(utilisation, vcpu * numbers.get('serviceShare')!, requests));
}

function checkRising(names: string, [a, b, c]: readonly [number, number, number]): void {
  if (a <= b && b <= c) return;
  throw new ProfileError('bad-model', `${names} are ${a}, ${b}, ${c}; expected them in rising order`);
}

function givenSpeedup(numbers: ReadonlyMap<string, number | null>): Range | null {
  const p50 = numbers.get('speedup') ?? null;
  const low = numbers.get('speedupLow') ?? null;
  const high = numbers.get('speedupHigh') ?? null;
  if (p50 === null) {
    if (low === null && high === null) return null;
    throw new ProfileError(
      'bad-model',
      'speedupLow or speedupHigh is given without speedup; expected speedup too',
    );
  }
  const range = { p10: low ?? p50, p50, p90: high ?? p50 };
  checkRising('speedupLow, speedup, speedupHigh', [range.p10, p50, range.p90]);
  return range;
}

function assumptionsOf(
  given: ReadonlyMap<string, unknown>,
  numbers: ReadonlyMap<string, number | null>,
  words: ReadonlyMap<string, string>,
): Assumption[] {
  const list: Assumption[] = [];
  for (const [name, { unit, source, date, tag }] of Object.entries(PARAMETERS)) {
    const value = numbers.get(name) ?? null;
    list.push({ name, value, unit, ...(given.has(name) ? GIVEN : { source, date, tag }) });
  }
  for (const [name, { source, date, tag }] of Object.entries(CHOICES)) {
    const value = words.get(name)!;
    list.push({ name, value, unit: '', ...(given.has(name) ? GIVEN : { source, date, tag }) });
  }
  return list;
}

/** Figures that no parameter sets, and that decide all the same. */
function effortAssumptions(isGiven: boolean, numbers: ReadonlyMap<string, number | null>): Assumption[] {
  const { scaffoldPm, verifyPm, functionPm, cocomoMinSloc } = EFFORT_RULE;
  const row = (name: string, value: number, unit: string, source: string): Assumption => {
    return { name, value, unit, source, date: ASSUMPTIONS_DATED, tag: 'assumption' };
  };
  const pm = 'person-months';
  const bySize = (numbers.get('sloc') ?? 0) > cocomoMinSloc;
  const counted = [
    row('effort.scaffold', scaffoldPm, pm, 'toolchain, CI, observability and the bindings'),
    row('effort.verify', verifyPm, pm, 'shadow traffic and load test'),
    bySize
      ? row('effort.perKsloc', COCOMO.factor, pm, COCOMO.source)
      : row('effort.function', functionPm, pm, 'each function that holds at least 1 % of the set'),
  ];
  const hasEnds = numbers.get('effortLow') !== null || numbers.get('effortHigh') !== null;
  return [
    ...(isGiven ? [] : counted),
    ...(hasEnds ? [] : [row('effort.sigma', OVERRUN.sigma, 'of ln', 'spread of an effort, overruns apart')]),
  ];
}

/** A speedup that was given has all of its range in it. */
function sharedAssumption(numbers: ReadonlyMap<string, number | null>): Assumption[] {
  const { sigma, source } = SHARED_SPEEDUP;
  if (numbers.get('speedup') !== null) return [];
  return [
    { name: 'speedup.shared', value: sigma, unit: 'of ln', source, date: ASSUMPTIONS_DATED, tag: 'prior' },
  ];
}

function carbonAssumptions(region: string): Assumption[] {
  const { provider, grid } = powerRows(region);
  const row = (name: string, value: number, unit: string, source: string): Assumption => {
    return { name: `carbon.${name}`, value, unit, source, date: CARBON_DATED, tag: 'prior' };
  };
  return [
    row('wattsIdle', provider.minWatts, 'W/vCPU', provider.source),
    row('wattsBusy', provider.maxWatts, 'W/vCPU', provider.source),
    row('pue', provider.pue, 'times', provider.source),
    row('grid', grid.kgPerKwh, 'kg/kWh', grid.source),
  ];
}

const GIVEN = { source: 'given', date: null, tag: 'given' } as const;

function crossingAssumption(numbers: ReadonlyMap<string, number | null>, row: CrossingCost): Assumption {
  const { boundary, nsPerCall, nsPerByte, source, date, tag } = row;
  const own = numbers.get('crossingUs') ?? null;
  const name = `crossing.${boundary}`;
  if (own !== null) return { name, value: own * 1000, unit: 'ns/call', ...GIVEN };
  const range = `${row.nsPerCallLow}-${row.nsPerCallHigh} ns and ${nsPerByte} ns/B`;
  return { name, value: nsPerCall, unit: 'ns/call', source: `${range}; ${source}`, date, tag };
}

function pick<T>(names: readonly string[], from: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, from.get(name)!]));
}

// Option names and values may come from a configuration file: quoted, short, without control characters.
function shown(value: unknown): string {
  if (typeof value === 'number' || value === null) return String(value);
  const text = typeof value === 'string' ? value : `a ${Array.isArray(value) ? 'list' : typeof value}`;
  const short = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  return typeof value === 'string' ? JSON.stringify(short) : short;
}

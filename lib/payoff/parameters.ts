/** Every parameter that a profile cannot know: default, range, unit, where it comes from, and when. */
import { BOUNDARIES, type Boundary } from './boundary.js';

/** How far to trust a value that was not given: `prior` has published sources, `assumption` has none that would carry it. */
export type DefaultTag = 'prior' | 'assumption';

/** A number. `value` null: not known, and what depends on it is left out. */
export interface Parameter {
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly source: string;
  /** ISO date or year of the source. */
  readonly date: string;
  readonly tag: DefaultTag;
}

/** A word. */
export interface Choice {
  readonly value: string;
  readonly allowed: RegExp;
  readonly expected: string;
  readonly source: string;
  readonly date: string;
  readonly tag: DefaultTag;
}

const TODAY = '2026-11-24';

/** Numbers that always have a value. */
export const NUMBERS = {
  instanceVcpu: assumed(4, 1, 1024, 'vCPU', 'a common general-purpose size'),
  instanceGb: assumed(16, 0.1, 1e5, 'GB', 'a common general-purpose size, 4 GB per vCPU'),
  minInstances: assumed(3, 0, 1e6, 'instances', 'one in each of three zones'),
  zones: assumed(3, 1, 100, 'zones', 'the usual spread of a regional service'),
  instancesPerZone: assumed(1, 0, 1e4, 'instances', 'the least a zone needs'),
  serviceShare: assumed(1, 0.001, 1, 'of the fleet', 'the fleet runs this service alone'),
  targetUtilOld: assumed(0.5, 0.01, 1, 'of CPU', 'the common autoscaler target'),
  kneeUtilOld: assumed(0.75, 0.01, 1, 'of CPU', 'highest utilisation that meets the latency goal'),
  memSaving: assumed(0, 0, 1, 'of memory', 'memory is not in a CPU profile: no saving is claimed'),
  memUtil: assumed(0.8, 0.01, 1, 'of memory', 'a fifth kept free'),
  usdPerVcpuHour: {
    value: 0.0504,
    low: 1e-6,
    high: 100,
    unit: 'USD/vCPU-hour',
    source: 'AWS m7i list price, us-east-1, 4 GB included',
    date: '2026',
    tag: 'prior',
  },
  discount: assumed(0, 0, 0.99, 'fraction', 'list price; one-year commitments are typically 0.25 to 0.40'),
  bytesPerCall: assumed(0, 0, 1e9, 'bytes', 'arguments in registers'),
  biasShrink: assumed(0.7, 0, 1, 'fraction', 'winners publish'),
  realise: assumed(0.8, 0.01, 1, 'fraction', 'freed cores are often reused instead of returned'),
  personMonthUsd: assumed(16000, 1, 1e6, 'USD/person-month', 'a loaded engineer, 192,000 USD a year'),
  fixedUsd: assumed(20000, 0, 1e9, 'USD', 'training, licences, infrastructure of the second language'),
  maintenance: assumed(0.2, 0, 5, 'of build cost/year', 'the common 15-20 % rule'),
  languageFte: assumed(0.1, 0, 100, 'FTE', 'on-call, hiring and upkeep of a second language'),
  horizonYears: assumed(3, 1, 30, 'years', 'the usual horizon of an infrastructure decision'),
  discountRate: assumed(0.1, 0, 2, 'per year', 'a common cost of capital'),
  growth: assumed(0, -0.9, 5, 'per year', 'traffic, and with it the saving, stays'),
} as const satisfies Record<string, Parameter>;

/** Numbers that may stay unknown. */
export const UNKNOWNS = {
  fleetVcpu: unknown(1, 1e7, 'vCPU', 'not known from a profile: give the fleet'),
  fleetUtil: unknown(0.0001, 1, 'of CPU', 'not known from a profile: average utilisation of the fleet'),
  targetUtilNew: unknown(0.01, 1, 'of CPU', 'as targetUtilOld'),
  kneeUtilNew: unknown(0.01, 1, 'of CPU', 'as kneeUtilOld'),
  memGbUsed: unknown(0, 1e9, 'GB', 'memory is left out of the sizing'),
  speedup: unknown(0.01, 1000, 'times', 'published cases of the language pair'),
  speedupLow: unknown(0.01, 1000, 'times', 'as speedup'),
  speedupHigh: unknown(0.01, 1000, 'times', 'as speedup'),
  callsPerRequest: unknown(
    0,
    1e9,
    'calls',
    'sampling counts no calls: the most that pay are printed instead',
  ),
  cpuUsPerRequest: unknown(
    1e-3,
    1e12,
    'us',
    'not known from a profile: utilisation * vCPU / requests per second',
  ),
  crossingUs: unknown(0, 1e9, 'us', 'the table of crossing costs'),
  effortPm: unknown(0.01, 1e5, 'person-months', 'counted from the functions to be written'),
  sloc: unknown(1, 1e9, 'lines', 'not known from a profile'),
} as const satisfies Record<string, Parameter>;

const LANGUAGE = /^[a-z][a-z0-9+#.-]{0,31}$/;

export const CHOICES = {
  from: choice(
    'unknown',
    LANGUAGE,
    'a language in lower case',
    'not given; no gain is claimed for an unknown language',
  ),
  to: choice('rust', LANGUAGE, 'a language in lower case', 'the language most often written about'),
  boundary: choice(
    'ffi',
    new RegExp(`^(${BOUNDARIES.join('|')})$`),
    BOUNDARIES.join(', '),
    'a function rewritten in place is called in process',
  ),
  bottleneck: choice(
    'unknown',
    /^(cpu|lock|io|unknown)$/,
    'cpu, lock, io, unknown',
    'a CPU profile does not see waiting',
  ),
} as const satisfies Record<string, Choice>;

export type NumberName = keyof typeof NUMBERS;
export type UnknownName = keyof typeof UNKNOWNS;
export type ChoiceName = keyof typeof CHOICES;
export type Bottleneck = 'cpu' | 'lock' | 'io' | 'unknown';
export type { Boundary };

/** All numbers, by name. */
export const PARAMETERS: Readonly<Record<NumberName | UnknownName, Parameter>> = { ...UNKNOWNS, ...NUMBERS };

function assumed(value: number, low: number, high: number, unit: string, source: string): Parameter {
  return { value, low, high, unit, source, date: TODAY, tag: 'assumption' };
}

function unknown(low: number, high: number, unit: string, source: string): Parameter {
  return { value: null, low, high, unit, source, date: TODAY, tag: 'assumption' };
}

function choice(value: string, allowed: RegExp, expected: string, source: string): Choice {
  return { value, allowed, expected, source, date: TODAY, tag: 'assumption' };
}

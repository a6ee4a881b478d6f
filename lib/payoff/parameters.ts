/** Every parameter that a profile cannot know: default, range, unit, where it comes from, and when. */
import { BOUNDARIES, type Boundary } from './boundary.js';
import { GRIDS } from './carbon-factors.js';
import { ASSUMPTIONS_DATED, LANGUAGE_FTE, OVERRUN } from './cost-assumptions.js';
import { DEFAULT_PRICE } from './prices.js';

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

const TODAY = ASSUMPTIONS_DATED;

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
    value: DEFAULT_PRICE.usdPerVcpuHour,
    low: 1e-6,
    high: 100,
    unit: 'USD/vCPU-hour',
    source: `${DEFAULT_PRICE.what}, list price, ${DEFAULT_PRICE.includedGb} GB included (${DEFAULT_PRICE.source})`,
    date: DEFAULT_PRICE.date,
    tag: 'prior',
  },
  discount: assumed(0, 0, 0.99, 'fraction', 'list price; one-year commitments are typically 0.25 to 0.40'),
  usdPerGbHour: assumed(0, 0, 10, 'USD/GB-hour', 'the price of a vCPU includes its memory'),
  commitCoverage: assumed(0, 0, 1, 'of the fleet', 'everything is rented on demand'),
  commitMonthsLeft: assumed(0, 0, 120, 'months', 'no commitment runs'),
  callbacksPerRequest: assumed(
    0,
    0,
    1e9,
    'calls',
    'the new code calls nothing that stays in the old language',
  ),
  bytesPerCall: assumed(0, 0, 1e9, 'bytes', 'arguments in registers'),
  biasShrink: assumed(0.7, 0, 1, 'fraction', 'winners publish'),
  realise: assumed(0.8, 0.01, 1, 'fraction', 'freed cores are often reused instead of returned'),
  personMonthUsd: assumed(16000, 1, 1e6, 'USD/person-month', 'a loaded engineer, 192,000 USD a year'),
  fixedUsd: assumed(20000, 0, 1e9, 'USD', 'training, licences, infrastructure of the second language'),
  maintenance: assumed(0.2, 0, 5, 'of build cost/year', 'the common 15-20 % rule'),
  languageFte: assumed(
    LANGUAGE_FTE.first,
    0,
    100,
    'FTE',
    `on-call, hiring and upkeep of a second language; ${LANGUAGE_FTE.further} for each further service in it`,
  ),
  failure: assumed(
    0.15,
    0,
    1,
    'probability',
    'that it is given up: the cost is spent, nothing is saved (0.05 to 0.35)',
  ),
  failureCorrelation: assumed(
    0,
    0,
    0.95,
    'fraction',
    'cost and failure are independent; 0.5 where a rewrite that drags on is the one that is given up',
  ),
  overrunChance: assumed(
    OVERRUN.chance,
    0,
    1,
    'probability',
    'that it takes three to five times as long; a third of what Flyvbjerg et al. 2022 found for IT projects',
  ),
  spikePm: assumed(0.5, 0.01, 100, 'person-months', 'a prototype of the hottest function, measured'),
  horizonYears: assumed(3, 1, 30, 'years', 'the usual horizon of an infrastructure decision'),
  discountRate: assumed(0.1, 0, 2, 'per year', 'a common cost of capital'),
  growth: assumed(0, -0.9, 5, 'per year', 'traffic, and with it the saving, stays'),
} as const satisfies Record<string, Parameter>;

/** Numbers that may stay unknown. */
export const UNKNOWNS = {
  fleetVcpu: unknown(1, 1e7, 'vCPU', 'not known from a profile: give the fleet'),
  averageVcpu: unknown(1, 1e7, 'vCPU', 'as fleetVcpu: the fleet does not change over the day'),
  requestsPerSecond: unknown(1e-6, 1e12, 'requests/s', 'not known from a profile'),
  criticalShare: unknown(0, 1, 'of the saved CPU', 'not known from a CPU profile: latency is an interval'),
  onCpuShare: unknown(
    0.0001,
    1,
    'fraction',
    'not known from a CPU profile: CPU time over wall time of a request',
  ),
  profileUtil: unknown(0.0001, 1, 'of CPU', 'not known: utilisation of the hosts while they were profiled'),
  rhoGc: unknown(0, 1, 'fraction', 'the priors: 0.8 to all of the collector work goes away'),
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
  effortLow: unknown(0.01, 1e5, 'person-months', '0.6 of the middle'),
  effortHigh: unknown(0.01, 1e5, 'person-months', '2.2 times the middle'),
  realiseLow: unknown(0.01, 1, 'fraction', '0.5; realise itself where that is given'),
  realiseHigh: unknown(0.01, 1, 'fraction', '1; realise itself where that is given'),
  maintenanceLow: unknown(0, 5, 'of build cost/year', '0.1; maintenance itself where that is given'),
  maintenanceHigh: unknown(0, 5, 'of build cost/year', '0.4; maintenance itself where that is given'),
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
  speedupBasis: choice(
    'given',
    /^(given|prior|spike|measured)$/,
    'given, prior, spike, measured',
    'a speedup that is given is believed as it stands; a prior is shrunk',
  ),
  priceDate: choice(
    'unknown',
    /^(unknown|\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)$/,
    'a year, month or day such as 2026-11',
    'prices that are given are of the day of the report',
  ),
  runtimeVersion: choice(
    'unknown',
    /^(unknown|(go)?\d{1,4}(\.\d{1,4}){0,2})$/,
    'a version such as 1.24',
    'a profile does not say which runtime it was recorded on',
  ),
  memoryLimit: choice(
    'unknown',
    /^(unknown|yes|no)$/,
    'yes, no, unknown',
    'a profile does not show whether a memory limit (GOMEMLIMIT) paces the collector',
  ),
  scaling: choice(
    'static',
    /^(static|auto)$/,
    'static, auto',
    'a fleet of fixed size: the saving comes when someone makes it smaller',
  ),
  region: choice(
    GRIDS[0]!.region,
    new RegExp(`^(${GRIDS.map((row) => row.region).join('|')})$`),
    GRIDS.map((row) => row.region).join(', '),
    'carbon factors of the region of the default price',
  ),
} as const satisfies Record<string, Choice>;

export type NumberName = keyof typeof NUMBERS;
export type UnknownName = keyof typeof UNKNOWNS;
export type ChoiceName = keyof typeof CHOICES;
export type Bottleneck = 'cpu' | 'lock' | 'io' | 'unknown';
export type SpeedupBasis = 'given' | 'prior' | 'spike' | 'measured';
export type Scaling = 'static' | 'auto';
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

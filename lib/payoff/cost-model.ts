/** What the profile cannot know: every parameter of the payoff, its default, where that comes from, and its allowed range. */
import { ProfileError } from '../base/errors.js';
import { shrink } from './shrink.js';

/** All optional; what is not given takes its default from the table below. */
export interface CostModelOptions {
  /** vCPU of the fleet that runs the profiled service. Without it there are no vCPUs and no dollars. */
  readonly fleetVcpu?: number | undefined;
  readonly instanceVcpu?: number | undefined;
  readonly minInstances?: number | undefined;
  readonly zones?: number | undefined;
  readonly usdPerVcpuHour?: number | undefined;
  /** Local speedup of the rewritten code; given, it is believed as it stands. */
  readonly speedup?: number | undefined;
  readonly biasShrink?: number | undefined;
  readonly realise?: number | undefined;
  readonly personMonthUsd?: number | undefined;
  readonly fixedUsd?: number | undefined;
  readonly maintenance?: number | undefined;
  readonly languageFte?: number | undefined;
  readonly horizonYears?: number | undefined;
  readonly discountRate?: number | undefined;
}

/** One parameter as used: where the value comes from and how far to trust it. */
export interface Assumption {
  readonly name: keyof CostModelOptions;
  readonly value: number | null;
  readonly unit: string;
  readonly source: string;
  /** 'given' by the user, 'prior' from published cases, 'assumption' without a source that would carry it. */
  readonly tag: 'given' | 'prior' | 'assumption';
}

export interface CostModel {
  readonly values: Readonly<Record<Exclude<keyof CostModelOptions, 'fleetVcpu' | 'speedup'>, number>>;
  readonly fleetVcpu: number | null;
  /** Local speedup, low, likely and high, after the correction for publication bias. */
  readonly speedup: { readonly p10: number; readonly p50: number; readonly p90: number };
  readonly assumptions: readonly Assumption[];
}

interface Parameter {
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly source: string;
  readonly tag: 'prior' | 'assumption';
}

/** Whole services rewritten from Go to Rust, kernel time untouched; winners publish, so `biasShrink` pulls it towards 1. */
export const SERVICE_SPEEDUP = { p10: 1.15, p50: 1.6, p90: 3 } as const;

const assumed = (
  value: number | null,
  low: number,
  high: number,
  unit: string,
  source: string,
): Parameter => ({ value, low, high, unit, source, tag: 'assumption' });

export const PARAMETERS: Readonly<Record<keyof CostModelOptions, Parameter>> = {
  fleetVcpu: assumed(null, 1, 1e7, 'vCPU', 'not known from a profile: give the fleet'),
  instanceVcpu: assumed(4, 1, 1024, 'vCPU', 'a common general-purpose size'),
  minInstances: assumed(3, 0, 1e6, 'instances', 'one in each of three zones'),
  zones: assumed(3, 1, 100, 'zones', 'the usual spread of a regional service'),
  usdPerVcpuHour: {
    value: 0.0504,
    low: 1e-6,
    high: 100,
    unit: 'USD/vCPU-hour',
    source: 'AWS m7i list price, us-east-1, 4 GB included (2026)',
    tag: 'prior',
  },
  speedup: {
    value: null,
    low: 0.01,
    high: 1000,
    unit: 'times',
    source:
      'whole Go services rewritten in Rust: 1.15 / 1.6 / 3 before the correction (published cases 2020-2025)',
    tag: 'prior',
  },
  biasShrink: assumed(0.7, 0, 1, 'fraction', 'winners publish'),
  realise: assumed(0.8, 0.01, 1, 'fraction', 'freed cores are often reused instead of returned'),
  personMonthUsd: assumed(16000, 1, 1e6, 'USD/person-month', 'a loaded engineer, 192,000 USD a year'),
  fixedUsd: assumed(20000, 0, 1e9, 'USD', 'training, licences, infrastructure of the second language'),
  maintenance: assumed(0.2, 0, 5, 'of build cost/year', 'the common 15-20 % rule'),
  languageFte: assumed(0.1, 0, 100, 'FTE', 'on-call, hiring and upkeep of a second language'),
  horizonYears: assumed(3, 1, 30, 'years', 'the usual horizon of an infrastructure decision'),
  discountRate: assumed(0.1, 0, 2, 'per year', 'a common cost of capital'),
};

/** Throws 'bad-model' that names the parameter, its value and the allowed range; unknown names are refused. */
export function resolveCostModel(options: CostModelOptions = {}): CostModel {
  const known = new Map(Object.entries(PARAMETERS));
  for (const name of Object.keys(options)) {
    if (!known.has(name))
      throw new ProfileError(
        'bad-model',
        `there is no cost parameter "${name}"; expected one of ${[...known.keys()].join(', ')}`,
      );
  }
  const given = new Map(Object.entries(options).filter(([, value]) => value !== undefined));
  const values = new Map<string, number | null>();
  for (const [name, parameter] of known) {
    const value: unknown = given.get(name) ?? parameter.value;
    if (
      given.has(name) &&
      (typeof value !== 'number' || !(value >= parameter.low && value <= parameter.high))
    ) {
      throw new ProfileError(
        'bad-model',
        `${name} is ${String(value)}; expected ${parameter.low} to ${parameter.high} ${parameter.unit}`,
      );
    }
    values.set(name, value as number | null);
  }
  const own = values.get('speedup') ?? null;
  const shrunk = (speedup: number): number => shrink(speedup, values.get('biasShrink')!);
  const speedup =
    own !== null
      ? { p10: own, p50: own, p90: own }
      : {
          p10: shrunk(SERVICE_SPEEDUP.p10),
          p50: shrunk(SERVICE_SPEEDUP.p50),
          p90: shrunk(SERVICE_SPEEDUP.p90),
        };
  const assumptions = [...known].map(
    ([name, parameter]): Assumption => ({
      name: name as keyof CostModelOptions,
      value: name === 'speedup' ? speedup.p50 : values.get(name)!,
      unit: parameter.unit,
      source: given.has(name) ? 'given' : parameter.source,
      tag: given.has(name) ? 'given' : parameter.tag,
    }),
  );
  return {
    values: Object.fromEntries(values) as CostModel['values'],
    fleetVcpu: values.get('fleetVcpu') ?? null,
    speedup,
    assumptions,
  };
}

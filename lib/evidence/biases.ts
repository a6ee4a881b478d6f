/** What a profile cannot show, or shows askew, as far as its file gives it away: one entry a bias, for people to read. */
import { formatShare } from '../base/units.js';
import { NONE, type Profile } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';
import { type BiasFacts, biasFacts } from './bias-facts.js';
import { SINGLE_PROFILE_DESIGN_EFFECT } from './intervals.js';
import { observations } from './observations.js';
import { sufficiency } from './sufficiency.js';

/** Documented in docs/warnings.md; in the order in which they are reported. */
export const BIAS_CODES = [
  'bias-few-samples',
  'bias-one-profile',
  'bias-one-host',
  'bias-unsymbolized',
  'bias-truncated-stacks',
  'bias-no-inlining',
  'bias-kernel-share',
  'bias-low-load',
  'bias-no-off-cpu',
  'bias-timer-aliasing',
  'bias-skid',
] as const;
export type BiasCode = (typeof BIAS_CODES)[number];

export interface Bias {
  readonly code: BiasCode;
  /** A sentence or two: what is askew, and what to do about it. */
  readonly message: string;
  /** The share of the profile that it concerns, 0..1; null where it concerns all of it. */
  readonly share: number | null;
}

export interface BiasOptions {
  /** Kernel and network share, 0..1, where kinds of frames are known; default: frames of kernel modules. */
  readonly kernelShare?: number | undefined;
  /** Samples per independent one; default 4, that of a single profile. */
  readonly designEffect?: number | undefined;
}

/** Thresholds of the payoff model, 9 and 11.4; those marked [assumption] are ours. */
export const BIAS_THRESHOLDS = {
  unsymbolized: 0.05,
  kernel: 0.5,
  /** [assumption] Of the profile spent idle. */
  idle: 0.05,
  /** [assumption] Cores kept busy on average. */
  busyCores: 0.1,
  /** [assumption] Native locations from which on not one inlined frame is no accident. */
  nativeLocations: 50,
} as const;

/** Each bias of section 9 of the payoff model that this profile shows; the others are left unsaid. */
export function biases(selection: Selection, sampleType: number, options: BiasOptions = {}): Bias[] {
  const { profile } = selection;
  const facts = biasFacts(selection, sampleType);
  if (facts.weight === 0) return [];
  const found = [
    fewSamples(profile, sampleType, options.designEffect),
    oneProfile(profile),
    unsymbolized(facts),
    truncated(facts),
    noInlining(facts),
    kernelBound(options.kernelShare ?? facts.kernelShare),
    lowLoad(profile, sampleType, facts),
    ...timerBiases(profile, sampleType),
  ];
  return found
    .filter((bias) => bias !== null)
    .sort((a, b) => BIAS_CODES.indexOf(a.code) - BIAS_CODES.indexOf(b.code));
}

function fewSamples(
  profile: Profile,
  sampleType: number,
  designEffect = SINGLE_PROFILE_DESIGN_EFFECT,
): Bias | null {
  const samples = observations(profile, sampleType);
  if (samples === null) return null;
  const { message } = sufficiency(samples, { designEffect, duration: profile.duration });
  return message === null ? null : { code: 'bias-few-samples', message, share: null };
}

function oneProfile(profile: Profile): Bias | null {
  if (profile.sources.length === 1)
    return {
      code: 'bias-one-profile',
      message:
        'a single profile cannot show how much hosts and minutes differ: give several, of several hosts and hours',
      share: null,
    };
  const host = onlyHost(profile);
  return host === null
    ? null
    : {
        code: 'bias-one-host',
        message: `all ${profile.sources.length} profiles are of one host (${host}): what is peculiar to it looks like the service`,
        share: null,
      };
}

function unsymbolized({ unsymbolizedShare }: BiasFacts): Bias | null {
  if (unsymbolizedShare <= BIAS_THRESHOLDS.unsymbolized) return null;
  return {
    code: 'bias-unsymbolized',
    message: `${formatShare(unsymbolizedShare)} of the samples end in code without a name: install symbols, or what they belong to goes unseen`,
    share: unsymbolizedShare,
  };
}

function truncated({ cut }: BiasFacts): Bias | null {
  if (cut === null) return null;
  return {
    code: 'bias-truncated-stacks',
    message: `${formatShare(cut.share)} of the samples have exactly ${cut.depth} frames and none has more: the recorder cut them, and callers above are missing from totals`,
    share: cut.share,
  };
}

function noInlining({ nativeLocations, inlinedLocations }: BiasFacts): Bias | null {
  if (inlinedLocations > 0 || nativeLocations < BIAS_THRESHOLDS.nativeLocations) return null;
  return {
    code: 'bias-no-inlining',
    message:
      'compiled code, but not one inlined frame: the time of inlined functions is counted as self time of their callers; record with debug information',
    share: null,
  };
}

function kernelBound(share: number): Bias | null {
  if (share <= BIAS_THRESHOLDS.kernel) return null;
  return {
    code: 'bias-kernel-share',
    message: `${formatShare(share)} of the time is spent in the kernel, which another language does not make faster`,
    share,
  };
}

function lowLoad(profile: Profile, sampleType: number, { idleShare, weight }: BiasFacts): Bias | null {
  if (idleShare > BIAS_THRESHOLDS.idle)
    return {
      code: 'bias-low-load',
      message: `${formatShare(idleShare)} of the samples are idle time or idle garbage collection: taken at low load, where shares are not those of a busy service`,
      share: idleShare,
    };
  const { type, unit } = typeAt(profile, sampleType);
  if (unit !== 'nanoseconds' || !isCpu(type) || profile.duration === null || profile.duration <= 0)
    return null;
  const cores = weight / profile.duration;
  return cores >= BIAS_THRESHOLDS.busyCores
    ? null
    : {
        code: 'bias-low-load',
        message: `${cores.toFixed(3)} cores were busy on average: taken at low load, where shares are not those of a busy service`,
        share: null,
      };
}

/** Go and most SIGPROF profilers sample every 10 ms; so do the timers of many a service. */
const ALIASED_PERIOD = 10_000_000;

function timerBiases(profile: Profile, sampleType: number): (Bias | null)[] {
  const types = profile.sampleTypes as readonly { readonly type: string; readonly unit: string }[];
  const { type } = typeAt(profile, sampleType);
  const ofCpu =
    isCpu(type) ||
    (type === 'samples' &&
      (types.some((other) => isCpu(other.type)) || isCpu(profile.period?.type.type ?? '')));
  if (!ofCpu) return [];
  const found: (Bias | null)[] = [];
  if (!types.some((other) => OFF_CPU.test(other.type)))
    found.push({
      code: 'bias-no-off-cpu',
      message:
        'a CPU profile has no waiting time: it cannot tell how much faster a request gets, only how much cheaper',
      share: null,
    });
  if (profile.period?.value === ALIASED_PERIOD && profile.period.type.unit === 'nanoseconds')
    found.push({
      code: 'bias-timer-aliasing',
      message:
        'sampled every 10 ms: work that a timer of 10 ms or a multiple starts is seen too often or too seldom',
      share: null,
    });
  const fromPerf = (profile.sources as readonly { readonly format: string }[]).some(
    ({ format }) => format === 'perf-script' || format === 'perf-data',
  );
  if (fromPerf && !/:[a-zA-Z]*p/.test(type))
    found.push({
      code: 'bias-skid',
      message: `the event ${type} is not precise: samples land some instructions late, so trust functions rather than lines`,
      share: null,
    });
  return found;
}

/** Not `cpu-clock`: a lock is a word of its own. */
const OFF_CPU = /wall|off[-_]?cpu|delay|contention|block|mutex|sched|\block/i;

/** `cpu` of pprof and JFR; `cpu-clock`, `cycles`, `cpu_core/cycles/:u` and their like of perf. */
function isCpu(type: string): boolean {
  return /^(cpu|(cpu\w*\/)?(cpu-clock|task-clock|(cpu-|ref-)?cycles|instructions))([/:]|$)/.test(type);
}

function typeAt(profile: Profile, sampleType: number): { readonly type: string; readonly unit: string } {
  return (profile.sampleTypes as readonly { readonly type: string; readonly unit: string }[])[sampleType]!;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Labels by which deployments tell hosts apart. */
const HOST_KEYS = ['host', 'hostname', 'host.name', 'instance', 'node', 'pod', 'k8s.pod.name'];

/** The one value of a host label that every sample with labels shows; null where there are several, or none. */
function onlyHost(profile: Profile): string | null {
  const { labelSets } = profile;
  const strings = profile.strings as readonly string[];
  const keys = labelSets.key as Numbers;
  const texts = labelSets.text as Numbers;
  for (const wanted of HOST_KEYS) {
    const values = new Set<string>();
    for (let row = 0; row < keys.length; row++)
      if (strings[keys[row]!] === wanted && texts[row] !== NONE) values.add(strings[texts[row]!]!);
    if (values.size === 1) return [...values][0]!;
    if (values.size > 1) return null;
  }
  return null;
}

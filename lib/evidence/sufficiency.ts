/** Whether there are samples enough for numbers, and if not, how many would be. */
import { groupThousands } from '../base/units.js';
import { SINGLE_PROFILE_DESIGN_EFFECT, samplesToSeparate, twoSided } from './intervals.js';

/** Below it no numbers are given; [assumption] of the payoff model, 11.4. At 12 % and a design effect of 4 the interval is 8.5 to 16.6 %. */
export const SAMPLES_FOR_NUMBERS = 1000;

/** Below it shares of a percent or so are noise: Elastic's floor for its own estimates, payoff model 11.4. */
export const SAMPLES_FOR_SMALL_SHARES = 20_000;

export interface Sufficiency {
  /** "enough", "large-shares-only" (small ones are noise), or "too-few" (give no numbers). */
  readonly verdict: 'enough' | 'large-shares-only' | 'too-few';
  readonly samples: number;
  /** Samples that the next better verdict takes; null where none is better. */
  readonly needed: number | null;
  /** How much longer to record at the same load: needed / samples; null as above, or where there are no samples. */
  readonly timesLonger: number | null;
  /** Shares from here up are known to half their size or better, 0..1; see `smallestShare`. */
  readonly smallestShare: number;
  /** What to tell the user; null where there is nothing to tell. */
  readonly message: string | null;
}

export interface SufficiencyOptions {
  /** Samples per independent one; default 4, that of a single profile. */
  readonly designEffect?: number | undefined;
  /** Wall time recorded, nanoseconds, to say for how long to record instead. */
  readonly duration?: number | null | undefined;
}

export function sufficiency(samples: number, options: SufficiencyOptions = {}): Sufficiency {
  const { designEffect = SINGLE_PROFILE_DESIGN_EFFECT, duration = null } = options;
  const smallest = smallestShare(samples, designEffect);
  if (samples >= SAMPLES_FOR_SMALL_SHARES)
    return {
      verdict: 'enough',
      samples,
      needed: null,
      timesLonger: null,
      smallestShare: smallest,
      message: null,
    };
  const tooFew = samples < SAMPLES_FOR_NUMBERS;
  const needed = tooFew ? SAMPLES_FOR_NUMBERS : SAMPLES_FOR_SMALL_SHARES;
  const timesLonger = samples > 0 ? needed / samples : null;
  const advice = longer(timesLonger, duration);
  return {
    verdict: tooFew ? 'too-few' : 'large-shares-only',
    samples,
    needed,
    timesLonger,
    smallestShare: smallest,
    message: tooFew
      ? `${count(samples)} are too few for numbers; ${groupThousands(needed)} would be enough${advice}`
      : `${count(samples)} do for large shares, but those below ${(smallest * 100).toFixed(1)} % are known to no better than half their size; ${groupThousands(needed)} are wanted for them${advice}`,
  };
}

/**
 * The smallest share whose 95 % interval reaches no further than `part` of it: where z sqrt(d (1-p)/(p n)) = part,
 * p = z^2 d / (n part^2 + z^2 d), with d the design effect. 1 of no samples.
 */
export function smallestShare(
  samples: number,
  designEffect = SINGLE_PROFILE_DESIGN_EFFECT,
  part = 0.5,
): number {
  const spread = twoSided(0.95) * twoSided(0.95) * designEffect;
  return spread / (samples * part * part + spread);
}

export interface Separation {
  readonly apart: boolean;
  /** Samples of such profiles, all in all, that tell the two shares from each other with 80 % power; Infinity if equal. */
  readonly needed: number;
  readonly message: string | null;
}

/** Whether two shares of one profile differ by more than chance explains, and how many samples would settle it. */
export function separation(
  first: { readonly name: string; readonly share: number },
  second: { readonly name: string; readonly share: number },
  samples: number,
  designEffect = SINGLE_PROFILE_DESIGN_EFFECT,
): Separation {
  const atLeast = samplesToSeparate(first.share, second.share) * designEffect;
  const needed = Math.ceil(samplesToSeparate(first.share, second.share, { power: 0.8 }) * designEffect);
  if (samples >= atLeast) return { apart: true, needed, message: null };
  const settle = Number.isFinite(needed) ? `; ${groupThousands(needed)} would tell` : '';
  return {
    apart: false,
    needed,
    message: `${first.name} and ${second.name} cannot be told apart by ${count(samples)}${settle}`,
  };
}

function count(samples: number): string {
  return `${groupThousands(Math.round(samples))} ${Math.round(samples) === 1 ? 'sample' : 'samples'}`;
}

function longer(times: number | null, duration: number | null): string {
  if (times === null) return '';
  if (duration === null || duration <= 0) return `: record ${Math.ceil(times)} times as long`;
  const seconds = Math.ceil((duration / 1e9) * times);
  return `: record ${groupThousands(seconds)} s instead of ${groupThousands(Math.round(duration / 1e9))} s`;
}

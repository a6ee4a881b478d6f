/** Sample values folded into one weight per distinct stack, so that stacks are walked once and not once per sample. */
import type { Selection } from '../profile/select.js';

export interface StackWeights {
  /** Sum of |value| over all samples, filtered out or not. */
  readonly total: number;
  /** Per stack: sum of the values of its kept samples. */
  readonly weights: Float64Array;
  /** Per stack: how many kept samples with a value other than 0 it has. pprof skips samples of value 0. */
  readonly counts: Uint32Array;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

export function stackWeights({ profile, keptSamples }: Selection, sampleType: number): StackWeights {
  const values = profile.samples.values[sampleType]! as Float64Array;
  const stackOf = profile.samples.stack as Numbers;
  const weights = new Float64Array(profile.stacks.length);
  const counts = new Uint32Array(profile.stacks.length);
  let total = 0;
  for (let sample = 0; sample < values.length; sample++) {
    const value = values[sample]!;
    if (value === 0) continue;
    total += value < 0 ? -value : value;
    if (keptSamples !== null && keptSamples[sample] === 0) continue;
    const stack = stackOf[sample]!;
    weights[stack]! += value;
    counts[stack]!++;
  }
  return { total, weights, counts };
}

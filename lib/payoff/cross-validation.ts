/** How good a model would have been: each rewrite predicted by rows that the others were fitted to. */
import { ascending, quantileOf } from '../evidence/quantiles.js';
import { fitOutcomes, type Outcome, predictedWith } from './fit.js';
import { Z90 } from './range.js';

export interface CrossValidation {
  readonly count: number;
  /** How many outcomes lie within the range of 8 in 10. */
  readonly within: number;
  readonly medianAbsoluteError: number;
}

/** With fewer, the others say next to nothing. */
const FEWEST = 5;

/** Pure. Null below five rewrites. */
export function crossValidate(outcomes: readonly Outcome[]): CrossValidation | null {
  if (outcomes.length < FEWEST) return null;
  let within = 0;
  const errors = outcomes.map((outcome) => {
    const others = outcomes.filter((other) => other !== outcome);
    const { saved, sd } = predictedWith(fitOutcomes(others, outcomes), outcome.prediction);
    const error = Math.abs(1 - outcome.load.ratio - saved);
    if (error <= Z90 * sd) within++;
    return error;
  });
  return { count: outcomes.length, within, medianAbsoluteError: quantileOf(ascending(errors), 0.5) };
}

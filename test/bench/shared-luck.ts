/**
 * How likely measured rewrites are, by how much the speedups of one rewrite have in common: each left out in turn and predicted by
 * rows fitted to the others. Arguments: folders, each with a prediction and load.json; the last word names the prediction.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitOutcomes, type Outcome, predictedWith } from '../../lib/payoff/fit.js';
import { readPrediction } from '../../lib/payoff/prediction.js';
import { Z90 } from '../../lib/payoff/range.js';
import { readLoadResult } from '../../lib/verify/results.js';

const words = process.argv.slice(2);
const prediction = words.pop()!;
const outcomes = words.map((folder): Outcome => {
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return {
    prediction: readPrediction(text(prediction), folder),
    load: readLoadResult(text('load.json'), folder),
  };
});
for (const sigma of [0, 0.15, 0.25, 0.35, 0.45, 0.6]) {
  let [logarithm, within] = [0, 0];
  for (const outcome of outcomes) {
    const others = outcomes.filter((other) => other !== outcome);
    const { saved, sd } = predictedWith(fitOutcomes(others, outcomes, sigma), outcome.prediction);
    const error = 1 - outcome.load.ratio - saved;
    logarithm -= (error * error) / (2 * sd * sd) + Math.log(sd);
    if (Math.abs(error) <= Z90 * sd) within++;
  }
  process.stdout.write(
    `sigma ${sigma.toFixed(2)}: ${within} of ${outcomes.length} within the range of 8 in 10, logarithm of the likelihood ${logarithm.toFixed(1)}\n`,
  );
}

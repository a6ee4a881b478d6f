/** Which differences are noise: those that the old code shows against itself as often as the new code does. */
import { normalCdf } from '../evidence/normal.js';
import { isMoneyLike } from './paths.js';
import type { Place, Tally } from './tally.js';

/** Fewer cases of noise teach nothing. */
const FEWEST = 5;
/** False discovery rate among the places (Benjamini and Hochberg 1995). */
const FDR = 0.05;

/**
 * For each place whether it is noise. A place that never differs between the old code's two answers is none, nor is one where
 * money is; the others are where the test of two proportions, one-sided, does not show more than noise.
 */
export function noisePlaces(tally: Tally): readonly boolean[] {
  const tested = tally.places
    .map((place, i) => ({ i, place, p: isLearnable(place) ? pValue(place, tally) : 0 }))
    .filter(({ place }) => isLearnable(place))
    .sort((a, b) => a.p - b.p || a.i - b.i);
  let more = 0;
  tested.forEach(({ p }, rank) => {
    if (p <= (FDR * (rank + 1)) / tested.length) more = rank + 1;
  });
  const noise = tally.places.map(() => false);
  for (const { i } of tested.slice(more)) noise[i] = true;
  return noise;
}

function isLearnable(place: Place): boolean {
  return place.noise >= FEWEST && !isMoneyLike(place.path);
}

function pValue(place: Place, tally: Tally): number {
  const n = tally.endpoints[place.endpoint].withSecondary;
  const [raw, noise] = [place.pairsWithSecondary / n, place.noise / n];
  if (raw <= noise) return 1;
  const pooled = (raw + noise) / 2;
  const error = Math.sqrt((2 * pooled * (1 - pooled)) / n);
  return error === 0 ? 0 : 1 - normalCdf((raw - noise) / error);
}

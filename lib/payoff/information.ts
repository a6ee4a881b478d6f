/** What it is worth to know an uncertain input before deciding, and so what to measure first (E13). */
import { normalCdf, normalDensity } from '../evidence/normal.js';

export interface InformationValue {
  /** USD; 0 below the noise floor. */
  readonly usd: number;
  /** Of `usd`, from the draws in the bins that change the decision. */
  readonly standardError: number;
  /** What draws that say nothing would seem to be worth: bias and two standard errors. */
  readonly noiseFloor: number;
}

const BINS = 50;

/** EVPI = E[max(NPV, 0)] - max(E[NPV], 0): the most that knowing everything is worth. */
export function perfectInformation(npv: Float64Array): number {
  let [sum, gains] = [0, 0];
  for (const value of npv) {
    sum += value;
    if (value > 0) gains += value;
  }
  return npv.length === 0 ? 0 : Math.max(0, (gains - Math.max(sum, 0)) / npv.length);
}

/**
 * EVPPI of one input: sort the draws by it, cut them into 50 bins of equal count (equal values stay together), and
 *   mean over bins of max(mean NPV of the bin, 0)  -  max(mean NPV, 0).
 * The means of bins are noisy, and the maximum makes noise look like value: with nothing to learn, a bin of mean m and
 * standard error e is expected to show e (f(u) - u (1 - F(u))), u = |m|/e. That sum, and two standard deviations of it,
 * are the floor below which 0 is reported.
 */
export function partialInformation(input: Float64Array, npv: Float64Array): InformationValue {
  const count = npv.length;
  if (count === 0) return { usd: 0, standardError: 0, noiseFloor: 0 };
  const order = sortedRows(input);
  const mean = npv.reduce((sum, value) => sum + value, 0) / count;
  let [learned, variance, bias, spread] = [0, 0, 0, 0];
  let start = 0;
  for (let bin = 1; bin <= BINS && start < count; bin++) {
    let end = bin === BINS ? count : Math.max(start + 1, Math.round((count * bin) / BINS));
    while (end < count && input[order[end]!] === input[order[end - 1]!]) end++;
    if (end === count && start === 0) break;
    const size = end - start;
    const { average, error } = binOf(npv, order, start, end);
    const part = size / count;
    // Only bins on the other side of the decision are worth anything.
    if (average > 0 !== mean > 0) {
      learned += part * Math.abs(average);
      variance += part * part * error * error;
    }
    const null0 = lossUnderNull(mean, error);
    bias += part * null0.mean;
    spread += part * part * null0.variance;
    start = end;
  }
  const noiseFloor = bias + 2 * Math.sqrt(spread);
  return { usd: learned > noiseFloor ? learned : 0, standardError: Math.sqrt(variance), noiseFloor };
}

/** Row numbers by ascending value, equal values by row. */
function sortedRows(input: Float64Array): Int32Array {
  const rows = Int32Array.from({ length: input.length }, (_, row) => row);
  return rows.sort((a, b) => {
    const [x, y] = [input[a]!, input[b]!];
    return x < y ? -1 : x > y ? 1 : a - b;
  });
}

function binOf(
  npv: Float64Array,
  order: Int32Array,
  start: number,
  end: number,
): { average: number; error: number } {
  const size = end - start;
  let sum = 0;
  for (let i = start; i < end; i++) sum += npv[order[i]!]!;
  const average = sum / size;
  let squares = 0;
  for (let i = start; i < end; i++) {
    const off = npv[order[i]!]! - average;
    squares += off * off;
  }
  return { average, error: size > 1 ? Math.sqrt(squares / (size - 1) / size) : 0 };
}

/** Mean and variance of max(-X, 0) for X normal around |mean| with the given standard error. */
function lossUnderNull(mean: number, error: number): { mean: number; variance: number } {
  if (error === 0) return { mean: 0, variance: 0 };
  const u = Math.abs(mean) / error;
  const [density, beyond] = [normalDensity(u), normalCdf(-u)];
  const loss = error * (density - u * beyond);
  const square = error * error * ((1 + u * u) * beyond - u * density);
  return { mean: loss, variance: Math.max(0, square - loss * loss) };
}

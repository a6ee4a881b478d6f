/** How sure the counts behind "a handful" are: intervals of k50, k80 and the effective number, from drawn shares. */
import { concentration } from '../analysis/concentration.js';
import { exp, log } from '../base/elementary.js';
import { drawShares, type ShareDraws } from './bootstrap.js';
import type { Interval } from './intervals.js';
import type { ProfileTable } from './profile-table.js';
import { percentileInterval } from './quantiles.js';
import type { Random } from './random.js';

export interface ConcentrationIntervals {
  readonly k50: Interval;
  readonly k80: Interval;
  readonly effectiveNumber: Interval;
  readonly method: ShareDraws['method'];
  readonly caption: string;
}

const DRAWS = 1000;
/** The largest are drawn one by one; the others, each too small to matter, as one with what it is made of kept as it is. */
const MOST_DRAWN = 300;

/**
 * 95 % intervals; `table` has a column for each part, and its sizes are their sums. Null where nothing has weight.
 *
 * Chance makes drawn parts less even than those they are drawn from, as it made those less even than the truth: draws
 * have too few effective parts by about as much. So the interval is reflected (the basic bootstrap; Davison and Hinkley
 * 1997, 5.2.1), on the scale of logarithms, since these are counts, and always holds the estimate itself.
 */
export function concentrationIntervals(table: ProfileTable, random: Random): ConcentrationIntervals | null {
  const sums = new Float64Array(table.columns);
  for (let profile = 0; profile < table.profiles; profile++)
    for (let column = 0; column < table.columns; column++)
      sums[column]! += Math.max(0, table.hits[profile * table.columns + column]!);
  const order = [...sums.keys()].filter((column) => sums[column]! > 0);
  if (order.length === 0) return null;
  order.sort((a, b) => sums[b]! - sums[a]! || a - b);
  const large = order.slice(0, MOST_DRAWN);
  const rest = restOf(order.slice(MOST_DRAWN).map((column) => sums[column]!));
  const drawn = drawShares(reduced(table, large), random, { draws: DRAWS });
  const profiles = drawn.method === 'profiles' ? drawn.profiles : undefined;
  const { k50, k80, effectiveNumber } = concentration(order.map((column) => sums[column]!));
  const logs = [0, 1, 2].map(() => new Float64Array(drawn.draws));
  for (let draw = 0; draw < drawn.draws; draw++) {
    const row = drawn.shares.subarray(draw * drawn.columns, (draw + 1) * drawn.columns);
    spreadOf(row, large.length, rest).forEach((value, i) => {
      logs[i]![draw] = log(value);
    });
  }
  const reflected = (estimate: number, of: Float64Array): Interval => {
    const { low, high } = percentileInterval(of, profiles === undefined ? {} : { profiles });
    const at = 2 * log(estimate);
    return { low: Math.min(estimate, exp(at - high)), high: Math.max(estimate, exp(at - low)) };
  };
  const whole = ({ low, high }: Interval): Interval => ({
    low: Math.max(1, Math.floor(low + ROUNDING)),
    high: Math.min(order.length, Math.ceil(high - ROUNDING)),
  });
  return {
    k50: whole(reflected(k50, logs[0]!)),
    k80: whole(reflected(k80, logs[1]!)),
    effectiveNumber: reflected(effectiveNumber, logs[2]!),
    method: drawn.method,
    caption:
      order.length > MOST_DRAWN
        ? `${drawn.caption}; of ${order.length} parts the ${MOST_DRAWN} largest are drawn one by one, and counts beyond them look surer than they are`
        : drawn.caption,
  };
}

const ROUNDING = 1e-9;

/** What many small parts are made of, each as a part of their sum, largest first. */
interface Rest {
  /** Sum of the first 0, 1, 2, ... of them, 0..1. */
  readonly upTo: Float64Array;
  /** - sum q ln q. */
  readonly entropy: number;
}

function restOf(parts: readonly number[]): Rest {
  const sum = parts.reduce((all, part) => all + part, 0);
  const upTo = new Float64Array(parts.length + 1);
  let entropy = 0;
  parts.forEach((part, i) => {
    const share = part / sum;
    upTo[i + 1] = upTo[i]! + share;
    entropy -= share * log(share);
  });
  return { upTo, entropy };
}

/** The columns of the large parts, and what they leave as one more. */
function reduced(
  { profiles, columns, hits, sizes, observations }: ProfileTable,
  large: readonly number[],
): ProfileTable {
  const width = large.length + 1;
  const some = new Float64Array(profiles * width);
  for (let profile = 0; profile < profiles; profile++) {
    let left = sizes[profile]!;
    large.forEach((column, i) => {
      const hit = Math.max(0, hits[profile * columns + column]!);
      some[profile * width + i] = hit;
      left -= hit;
    });
    some[profile * width + large.length] = Math.max(0, left);
  }
  return { profiles, columns: width, hits: some, sizes, observations };
}

/** k50, k80 and the effective number of one draw: `large` shares, then that of the rest. */
function spreadOf(shares: Float64Array, large: number, rest: Rest): readonly [number, number, number] {
  const sorted = shares.slice(0, large).sort().reverse();
  const tail = shares[large]!;
  let entropy = tail > 0 ? tail * rest.entropy - tail * log(tail) : 0;
  let sum = tail;
  for (const share of sorted) {
    sum += share;
    if (share > 0) entropy -= share * log(share);
  }
  const needed = (part: number): number => {
    let held = 0;
    for (let i = 0; i < sorted.length; i++) {
      held += sorted[i]!;
      if (held >= part * sum * (1 - ROUNDING)) return i + 1;
    }
    const open = (part * sum - held) / tail;
    let [below, i] = [0, rest.upTo.length - 1];
    while (below + 1 < i) {
      const middle = (below + i) >> 1;
      if (rest.upTo[middle]! < open * (1 - ROUNDING)) below = middle;
      else i = middle;
    }
    return large + i;
  };
  // Parts that do not quite add up to 1 (rounding) have the entropy of those that do.
  return [needed(0.5), needed(0.8), exp(entropy / sum + log(sum))];
}

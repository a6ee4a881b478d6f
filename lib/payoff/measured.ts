/** What a load test of old and new code says of a rewrite set: it goes before every published speedup. */
import { exp, log } from '../base/elementary.js';
import { Z95 } from '../evidence/intervals.js';
import { check, refuse } from './checks.js';
import type { Speedups, TaxSpeedup, WorkSpeedup } from './local-speedup.js';
import { type Range, Z90 } from './range.js';
import { percent } from './words.js';

/** Old and new code under load, as `verify load` compares them. */
export interface MeasuredLoad {
  /** The file, for those who read the report. */
  readonly name: string;
  /** New over old CPU per request. */
  readonly ratio: number;
  /** 95 %; null where a side has one run. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** 'all-loads': no rate was offered to both sides, so the ratio has the difference of the loads in it. */
  readonly basis: 'equal-load' | 'all-loads';
  /** Runs, or blocks of time, of either side. */
  readonly runs: readonly [number, number];
  /** CPU microseconds per request, old and new. */
  readonly cpuMicros: readonly [number, number] | null;
  /** New over old memory at its peak. */
  readonly memoryRatio: number | null;
  /** New over old requests per second before the knee; `low` and `high` by the steps of the load. */
  readonly capacity: {
    readonly ratio: number;
    readonly low: number | null;
    readonly high: number | null;
    /** Utilisation at the knee, old and new; null where it was not measured. */
    readonly kneeUtilisation: readonly [number, number] | null;
  } | null;
  /** Milliseconds, old and new. */
  readonly p50Ms: readonly [number, number] | null;
  readonly p99Ms: readonly [number, number] | null;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** P10, P50 and P90 of new over old CPU, from the 95 % interval on the scale of logarithms. */
export function residualRange({ ratio, interval }: Pick<MeasuredLoad, 'ratio' | 'interval'>): Range {
  if (interval === null) return { p10: ratio, p50: ratio, p90: ratio };
  const at = (bound: number): number => ratio * exp((log(bound / ratio) * Z90) / Z95);
  const [low, high] = [Math.min(interval.low, ratio), Math.max(interval.high, ratio)];
  return { p10: at(low), p50: ratio, p90: at(high) };
}

/**
 * How many times faster the set as a whole became, its collection and what serves it included, when CPU per request went
 * from 1 to R and it held M: s = M/(M - (1 - R)). Throws 'bad-model' where more was saved than the set holds: the load was
 * of other traffic than the profile, or more was rewritten than is named.
 */
export function impliedSpeedup(residual: Range, held: number): Range {
  const at = (r: number): number => held / (held - (1 - r));
  if (1 - residual.p10 >= held * MOST_OF_SET)
    refuse([
      check(
        'payoff-measured-over-set',
        `the load test saved ${percent(1 - residual.p50)} of the CPU (up to ${percent(1 - residual.p10)}), and the set with its collection holds ${percent(held)} of this profile; expected a profile of the same traffic, and a set that names all that was rewritten`,
      ),
    ]);
  return { p10: at(residual.p90), p50: at(residual.p50), p90: at(residual.p10) };
}

/** Beyond it a speedup is a division by next to nothing. */
const MOST_OF_SET = 0.995;

/** The same speedup for all of the set, one luck for all: what was measured is their sum. */
export function measuredSpeedups({ parts, taxes }: Speedups, speedup: Range): Speedups {
  const measured = <Part extends WorkSpeedup>(part: Part): Part => ({
    ...part,
    speedup,
    movable: true,
    tag: 'measured',
    input: 'speedup',
  });
  return {
    parts: parts.map(measured),
    taxes: taxes.map((tax): TaxSpeedup => ({ ...measured(tax), records: null })),
    priorsUsed: [],
    assumptions: [],
    checks: [],
  };
}

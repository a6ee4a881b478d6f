/** Percentiles of latencies in bounded memory: counts in steps of about 2 %. */
import { log, power } from '../base/elementary.js';

const STEPS_PER_OCTAVE = 32;
/** From 1 microsecond to about 12 days. */
const OCTAVES = 40;
const LOWEST_MS = 0.001;

export interface LatencyPercentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export class LatencyCounts {
  readonly #counts = new Float64Array(STEPS_PER_OCTAVE * OCTAVES);
  #count = 0;

  add(ms: number): void {
    if (!(ms >= 0)) return;
    const step = Math.round((log(Math.max(ms, LOWEST_MS) / LOWEST_MS) / log(2)) * STEPS_PER_OCTAVE);
    this.#counts[Math.min(step, this.#counts.length - 1)]++;
    this.#count++;
  }

  /** In milliseconds, two digits; null where there was none. */
  percentiles(): LatencyPercentiles | null {
    if (this.#count === 0) return null;
    return { p50: this.#at(0.5), p90: this.#at(0.9), p99: this.#at(0.99) };
  }

  #at(p: number): number {
    let before = 0;
    const wanted = p * this.#count;
    const step = this.#counts.findIndex((count) => {
      before += count;
      return before >= wanted;
    });
    return Number((LOWEST_MS * power(2, step / STEPS_PER_OCTAVE)).toPrecision(2));
  }
}

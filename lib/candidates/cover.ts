/** Greedy cover: which few units together gain the most, each stack counted once. */

/** Units as sets of items (stacks): unit u holds items[starts[u] .. starts[u + 1]), each at most once. */
export interface UnitSets {
  readonly length: number;
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

export interface Pick {
  readonly unit: number;
  /** Weight that this pick adds to what the picks before it cover, less its cost. */
  readonly gain: number;
}

export interface CoverOptions {
  /** Picks at most. */
  readonly limit: number;
  /** A pick must add at least this, in the unit of the weights. */
  readonly minGain: number;
  /** Per unit, what picking it costs, in the unit of the weights, such as crossings of a boundary; default nothing. */
  readonly costs?: Float64Array | null | undefined;
}

/**
 * At most `limit` units, best marginal gain first, while a pick adds at least `minGain` and more than 0. `weights` is
 * the gain of covering each item: its weight, or weight x (1 - 1/s) where its kind of work gets s times as fast.
 * Weighted coverage is monotone and submodular, so without costs greedy reaches 1 - 1/e of the best possible (Nemhauser,
 * Wolsey and Fisher 1978), and an old gain is an upper bound of the new one: only the top of the queue is counted again (Leskovec
 * et al. 2007, CELF). A pick that later ones make superfluous is dropped; then picks are added or exchanged as long as
 * that gains. Ties go to the smaller unit number, so the caller's order of units decides them.
 */
export function greedyCover(units: UnitSets, weights: Float64Array, options: CoverOptions): Pick[] {
  const { limit } = options;
  const cover = new Cover(units, weights, options);
  cover.fill(limit);
  for (let round = 0; round < MOST_EXCHANGES && cover.exchange(); round++) cover.fill(limit);
  return cover.inOrder();
}

/** Exchanges strictly gain, so they end by themselves; the bound is for time. */
const MOST_EXCHANGES = 50;
/** An exchange must gain more than rounding can. */
const CLEAR_GAIN = 1 + 1e-9;

class Cover {
  readonly #units: UnitSets;
  readonly #weights: Float64Array;
  readonly #minGain: number;
  readonly #costs: Float64Array | null;
  /** How many chosen units hold each item. */
  readonly #holders: Int32Array;
  /** The gain of each unit alone: the first upper bound of its marginal gain. */
  readonly #alone: Float64Array;
  #chosen: number[] = [];

  constructor(units: UnitSets, weights: Float64Array, { minGain, costs = null }: CoverOptions) {
    this.#units = units;
    this.#weights = weights;
    this.#minGain = minGain;
    this.#costs = costs;
    this.#holders = new Int32Array(weights.length);
    this.#alone = Float64Array.from({ length: units.length }, (_, unit) => this.#gainOf(unit, 0));
  }

  /** Adds the best unit until there are `limit` of them or none is worth it. */
  fill(limit: number): void {
    const bounds = this.#alone.slice();
    for (const unit of this.#chosen) bounds[unit] = Number.NEGATIVE_INFINITY;
    while (this.#chosen.length < limit) {
      const best = this.#best(bounds);
      if (best === -1 || !this.#isWorth(bounds[best]!)) return;
      this.#add(best);
      bounds[best] = Number.NEGATIVE_INFINITY;
      this.#dropSwallowed();
    }
  }

  /** Puts a better unit in the place of a chosen one, if there is such a pair; the first one found. */
  exchange(): boolean {
    for (const unit of [...this.#chosen]) {
      this.#remove(unit);
      const lost = this.#gainOf(unit, 0);
      const bounds = this.#alone.slice();
      for (const other of this.#chosen) bounds[other] = Number.NEGATIVE_INFINITY;
      const best = this.#best(bounds);
      const better = best !== -1 && bounds[best]! > lost * CLEAR_GAIN && this.#isWorth(bounds[best]!);
      this.#add(better ? best : unit);
      if (better) return true;
    }
    return false;
  }

  /** By marginal gain: a dropped pick leaves its share to the one that swallowed it, so gains are counted afresh. */
  inOrder(): Pick[] {
    const left = [...this.#chosen].sort((a, b) => a - b);
    this.#holders.fill(0);
    const picks: Pick[] = [];
    while (left.length > 0) {
      let at = 0;
      let gain = this.#gainOf(left[0]!, 0);
      for (let i = 1; i < left.length; i++) {
        const other = this.#gainOf(left[i]!, 0);
        if (other > gain) [at, gain] = [i, other];
      }
      const unit = left.splice(at, 1)[0]!;
      picks.push({ unit, gain });
      this.#hold(unit, 1);
    }
    return picks;
  }

  #isWorth(gain: number): boolean {
    return gain > 0 && gain >= this.#minGain;
  }

  /** The unit of the largest fresh gain; refreshes a stale bound only while it leads. -1 where none is left. */
  #best(bounds: Float64Array): number {
    for (let fresh = -1; ; ) {
      let top = -1;
      for (let unit = 0; unit < bounds.length; unit++)
        if (top === -1 || bounds[unit]! > bounds[top]!) top = unit;
      if (top === -1 || bounds[top] === Number.NEGATIVE_INFINITY) return -1;
      if (top === fresh) return top;
      bounds[top] = this.#gainOf(top, 0);
      fresh = top;
    }
  }

  #dropSwallowed(): void {
    for (const unit of [...this.#chosen]) if (!this.#isWorth(this.#gainOf(unit, 1))) this.#remove(unit);
  }

  #add(unit: number): void {
    this.#chosen.push(unit);
    this.#hold(unit, 1);
  }

  #remove(unit: number): void {
    this.#chosen = this.#chosen.filter((other) => other !== unit);
    this.#hold(unit, -1);
  }

  #hold(unit: number, by: number): void {
    const { starts, items } = this.#units;
    for (let i = starts[unit]!; i < starts[unit + 1]!; i++) this.#holders[items[i]!]! += by;
  }

  /** Weight of the unit's items that exactly `holders` chosen units hold, less the unit's cost. */
  #gainOf(unit: number, holders: number): number {
    const { starts, items } = this.#units;
    let weight = this.#costs === null ? 0 : -this.#costs[unit]!;
    for (let i = starts[unit]!; i < starts[unit + 1]!; i++)
      if (this.#holders[items[i]!] === holders) weight += this.#weights[items[i]!]!;
    return weight;
  }
}

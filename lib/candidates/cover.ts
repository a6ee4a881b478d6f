/** Greedy cover: which few units together hold the most weight, each unit of weight counted once. */

/** Units as sets of items (stacks): unit u holds items[starts[u] .. starts[u + 1]), each at most once. */
export interface UnitSets {
  readonly length: number;
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

export interface Pick {
  readonly unit: number;
  /** Weight that this pick adds to what the picks before it cover. */
  readonly gain: number;
}

/**
 * At most `limit` units, best marginal gain first, while a pick adds at least `minGain`. Weighted coverage is
 * monotone and submodular, so greedy reaches 1 - 1/e of the best possible (Nemhauser, Wolsey and Fisher 1978), and an
 * old gain is an upper bound of the new one: only the top of the queue is counted again (Leskovec et al. 2007, CELF).
 * A pick that a later one makes superfluous is dropped. Ties go to the smaller unit number.
 */
export function greedyCover(units: UnitSets, weights: Float64Array, limit: number, minGain: number): Pick[] {
  const gainOf = (unit: number, covered: Uint8Array): number => {
    let gain = 0;
    for (let i = units.starts[unit]!; i < units.starts[unit + 1]!; i++)
      if (covered[units.items[i]!] === 0) gain += weights[units.items[i]!]!;
    return gain;
  };
  const cover = (unit: number, covered: Uint8Array): void => {
    for (let i = units.starts[unit]!; i < units.starts[unit + 1]!; i++) covered[units.items[i]!] = 1;
  };
  const covered = new Uint8Array(weights.length);
  const bounds = Float64Array.from({ length: units.length }, (_, unit) => gainOf(unit, covered));
  let chosen: number[] = [];
  for (;;) {
    if (chosen.length >= limit) break;
    const best = nextBest(bounds, (unit) => gainOf(unit, covered));
    if (best === -1 || bounds[best]! < minGain) break;
    chosen.push(best);
    cover(best, covered);
    bounds[best] = Number.NEGATIVE_INFINITY;
    chosen = withoutSwallowed(units, weights, chosen, minGain);
  }
  // Gains in final order, since dropping a swallowed pick gives its share to the one that swallowed it.
  const picks: Pick[] = [];
  const order = [...chosen];
  covered.fill(0);
  while (order.length > 0) {
    let at = 0;
    for (let i = 1; i < order.length; i++)
      if (gainOf(order[i]!, covered) > gainOf(order[at]!, covered)) at = i;
    const unit = order.splice(at, 1)[0]!;
    picks.push({ unit, gain: gainOf(unit, covered) });
    cover(unit, covered);
  }
  return picks;
}

/** The unit of the largest fresh gain; refreshes stale bounds only while they lead. */
function nextBest(bounds: Float64Array, fresh: (unit: number) => number): number {
  let best = -1;
  for (;;) {
    let top = -1;
    for (let unit = 0; unit < bounds.length; unit++)
      if (top === -1 || bounds[unit]! > bounds[top]!) top = unit;
    if (top === -1 || bounds[top] === Number.NEGATIVE_INFINITY) return -1;
    if (top === best) return top;
    bounds[top] = fresh(top);
    best = top;
  }
}

/** Drops every pick whose own contribution, given all others, is below `minGain`. */
function withoutSwallowed(
  units: UnitSets,
  weights: Float64Array,
  chosen: readonly number[],
  minGain: number,
): number[] {
  const holders = new Int32Array(weights.length);
  const each = (unit: number, visit: (item: number) => void): void => {
    for (let i = units.starts[unit]!; i < units.starts[unit + 1]!; i++) visit(units.items[i]!);
  };
  for (const unit of chosen) each(unit, (item) => holders[item]!++);
  return chosen.filter((unit) => {
    let alone = 0;
    each(unit, (item) => {
      if (holders[item] === 1) alone += weights[item]!;
    });
    if (alone >= minGain) return true;
    each(unit, (item) => holders[item]!--);
    return false;
  });
}

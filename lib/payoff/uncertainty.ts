/** The uncertain inputs of a plan: which there are, how each is drawn, and how each could be found out. */
import { exp } from '../base/elementary.js';
import type { ShareDraws } from '../evidence/bootstrap.js';
import { drawBeta, triangular } from '../evidence/distributions.js';
import { normalQuantile } from '../evidence/normal.js';
import { quantiles } from '../evidence/quantiles.js';
import type { Random } from '../evidence/random.js';
import type { Scenario } from './chain.js';
import { SHARED_SPEEDUP } from './cost-assumptions.js';
import { drawEffort } from './effort.js';
import type { TaxSpeedup, WorkSpeedup } from './local-speedup.js';
import { addedBy, type Plan } from './plan.js';
import { deviations, type Range, Z90 } from './range.js';

/** What one input is about; only some of them can be found out before the decision. */
export type InputGroup = 'speedup' | 'shares' | 'crossing' | 'effort' | 'realise' | 'maintenance' | 'failure';

export interface UncertainInput {
  /** `speedup.json`, `effort`; also the name of its stream of random numbers. */
  readonly name: string;
  readonly group: InputGroup;
  readonly range: Range;
  readonly unit: string;
  /** How to find out; null where only time tells. */
  readonly measure: string | null;
}

/** Bootstrap draws of the profile, and which of its columns make up each part and tax of the rewrite. */
export interface DrawnShares {
  readonly drawn: ShareDraws;
  /** Per part of the rewrite, in its order: the columns that sum to its share. */
  readonly parts: readonly (readonly number[])[];
  readonly taxes?: readonly (readonly number[])[] | undefined;
  /** Columns that were left out of numerator and denominator (idle time, the profiler). */
  readonly dropped?: readonly number[] | undefined;
}

/** All draws: one row per input in `values`, and what the chain needs of each draw. */
export interface Draws {
  readonly count: number;
  readonly inputs: readonly UncertainInput[];
  /** Per input: its value in each draw. */
  readonly values: readonly Float64Array[];
  /** What the drawn speedups save at the likely shares: all speedups in one number. */
  readonly spedUp: Float64Array;
  scenario(draw: number): Scenario;
}

/** Below so many allocation records the weight of a tax is drawn too. */
const FEW_RECORDS = 1000;

const HOW: Readonly<Record<InputGroup, string | null>> = {
  speedup: 'write the hottest function in the new language and measure it',
  shares: 'take more profiles, from more hosts and times',
  crossing: 'count the calls, and measure one crossing with real arguments',
  effort: 'plan the work function by function with those who would do it',
  realise: 'ask who pays the bill whether freed capacity is given back',
  maintenance: 'ask teams that run services in the new language',
  failure: null,
};

/**
 * Every input takes its numbers from a stream of its own name, so that adding an input, or changing a parameter, leaves
 * the luck of the others as it was: two scenarios with one seed differ by what differs between them, and by nothing else.
 */
export function drawInputs(plan: Plan, random: Random, count: number, shares: DrawnShares | null): Draws {
  const { model, speedups, effort, crossings, likely } = plan;
  const inputs: UncertainInput[] = [];
  const values: Float64Array[] = [];
  const add = (
    name: string,
    group: InputGroup,
    range: Range,
    unit: string,
    draw: () => number,
  ): Float64Array => {
    const column = new Float64Array(count);
    for (let i = 0; i < count; i++) column[i] = draw();
    inputs.push({ name, group, range, unit, measure: HOW[group] });
    values.push(column);
    return column;
  };

  const luck = new Map<string, Float64Array>();
  const shared = [...speedups.parts, ...speedups.taxes].some(sharesLuck)
    ? add(SHARED, 'speedup', SHARED_RANGE, 'times', byDeviation(SHARED_RANGE, random.stream(SHARED)))
    : null;
  const remaining = (part: WorkSpeedup): Float64Array | null => {
    const { input, speedup } = part;
    if (speedup.p10 === speedup.p90 || part.share === 0) return null;
    let z = luck.get(input);
    if (z === undefined) {
      const stream = random.stream(input);
      z = Float64Array.from({ length: count }, () => normalQuantile(stream.uniform()));
      luck.set(input, z);
      const at = deviations(speedup);
      const drawn = z;
      let i = 0;
      add(input, 'speedup', speedup, 'times', () => at(drawn[i++]!));
    }
    const at = deviations(speedup);
    return sharesLuck(part)
      ? z.map((deviation, i) => 1 / (at(deviation) * shared![i]!))
      : z.map((deviation) => 1 / at(deviation));
  };
  const parts = speedups.parts.map((part, i) => ({
    gone: complement(remaining(part), part.speedup, count),
    share: part.share,
    columns: shares?.parts[i] ?? null,
  }));
  const taxes = speedups.taxes.map((tax, i) => ({
    gone: complement(remaining(tax), tax.speedup, count),
    share: tax.share,
    weight: weightDraws(tax, random.stream(`weight.${i}.${tax.kind}`), count),
    columns: shares?.taxes?.[i] ?? null,
  }));
  const spedUp = new Float64Array(count);
  for (const { gone, share } of parts) for (let i = 0; i < count; i++) spedUp[i]! += share * gone[i]!;

  const { saved, tax } = savingDraws(parts, taxes, shares, count);
  const atLikely = shareDraws(plan, parts, taxes, shares, count);
  if (atLikely !== null) {
    const [p10, p90] = quantiles(atLikely, [0.1, 0.9]) as [number, number];
    const p50 = likely.saved + likely.tax;
    let i = 0;
    add('shares', 'shares', { p10, p50, p90 }, 'of CPU saved', () => atLikely[i++]!);
  }

  const us = crossingSpread(plan);
  const crossing =
    us === null ? null : add('crossing', 'crossing', us, 'us', byDeviation(us, random.stream('crossing')));
  const pm = effortDraws(plan, random.stream('effort'));
  const effortColumn = pm === null ? null : add('effort', 'effort', effort, 'person-months', pm);
  const spread = (name: 'realise' | 'maintenance', unit: string): Float64Array | null => {
    const { low, likely: mode, high } = model[name];
    if (low === high) return null;
    const distribution = triangular(low, mode, high);
    const stream = random.stream(name);
    const range = { p10: distribution.quantile(0.1), p50: mode, p90: distribution.quantile(0.9) };
    return add(name, name, range, unit, () => distribution.draw(stream));
  };
  const realise = spread('realise', 'fraction');
  const maintenance = spread('maintenance', 'of build cost/year');
  const risk = random.stream('failure');
  const chance = model.values.failure;
  const together = model.values.failureCorrelation;
  const givenUp =
    effortColumn === null || together === 0
      ? () => risk.uniform() < chance
      : failureBeside(effortColumn, together, chance, risk);
  const failed =
    chance === 0
      ? null
      : add('failure', 'failure', { p10: 0, p50: 0, p90: chance > 0.1 ? 1 : 0 }, '0 or 1', () =>
          givenUp() ? 1 : 0,
        );
  return {
    count,
    inputs,
    values,
    spedUp,
    scenario: (i) => ({
      saved: saved[i]!,
      tax: tax[i]!,
      boundary: crossing === null ? likely.boundary : addedBy(crossings, crossing[i]!),
      effortPm: effortColumn?.[i] ?? likely.effortPm,
      realise: realise?.[i] ?? likely.realise,
      maintenance: maintenance?.[i] ?? likely.maintenance,
      failed: failed?.[i] === 1,
    }),
  };
}

/** The factor on all speedups of one rewrite. */
const SHARED = 'speedup.shared';
const SHARED_RANGE: Range = {
  p10: exp(-Z90 * SHARED_SPEEDUP.sigma),
  p50: 1,
  p90: exp(Z90 * SHARED_SPEEDUP.sigma),
};

/** Speedups of tables, where they are not certain. What was given or measured has all luck in it, and what goes away needs none. */
function sharesLuck({ kind, share, speedup, tag }: WorkSpeedup): boolean {
  return (
    share > 0 &&
    kind !== SHARED_SPEEDUP.notOf &&
    speedup.p10 < speedup.p90 &&
    Number.isFinite(speedup.p50) &&
    (tag === 'prior' || tag === 'assumption')
  );
}

/** The likely scenario with one input at a value of its range: for the tornado. */
export function withInput(plan: Plan, input: UncertainInput, value: number): Scenario {
  const { likely, speedups, crossings } = plan;
  switch (input.group) {
    case 'speedup': {
      let { saved, tax } = likely;
      const at = (part: WorkSpeedup): number => {
        const { p10, p50, p90 } = part.speedup;
        if (input.name === SHARED) return sharesLuck(part) ? (part.share / p50) * (1 - 1 / value) : 0;
        if (part.input !== input.name) return 0;
        const other = value === input.range.p10 ? p10 : value === input.range.p90 ? p90 : value;
        return part.share * (1 / p50 - 1 / other);
      };
      for (const part of speedups.parts) saved += at(part);
      for (const bin of speedups.taxes) tax += at(bin) * bin.weight;
      return { ...likely, saved, tax };
    }
    case 'shares':
      return { ...likely, saved: value - likely.tax };
    case 'crossing':
      return { ...likely, boundary: addedBy(crossings, value) };
    case 'effort':
      return { ...likely, effortPm: value };
    case 'realise':
      return { ...likely, realise: value };
    case 'maintenance':
      return { ...likely, maintenance: value };
    case 'failure':
      return { ...likely, failed: value === 1 };
  }
}

interface DrawnPart {
  /** 1 - 1/s in each draw. */
  readonly gone: Float64Array;
  readonly share: number;
  readonly columns: readonly number[] | null;
  readonly weight?: Float64Array | null;
}

function complement(remaining: Float64Array | null, speedup: Range, count: number): Float64Array {
  return remaining === null
    ? new Float64Array(count).fill(1 - 1 / speedup.p50)
    : remaining.map((rest) => 1 - rest);
}

/** Beta around the weight by its records: a heap profile is a sample too. */
function weightDraws({ weight, records }: TaxSpeedup, random: Random, count: number): Float64Array | null {
  if (records === null || records >= FEW_RECORDS) return new Float64Array(count).fill(weight);
  const [hit, missed] = [weight * records + 0.5, (1 - weight) * records + 0.5];
  return Float64Array.from({ length: count }, () => drawBeta(hit, missed, random));
}

function savingDraws(
  parts: readonly DrawnPart[],
  taxes: readonly DrawnPart[],
  shares: DrawnShares | null,
  count: number,
): { saved: Float64Array; tax: Float64Array } {
  const sum = (drawn: readonly DrawnPart[]): Float64Array => {
    const total = new Float64Array(count);
    for (const { gone, share, columns, weight } of drawn)
      for (let i = 0; i < count; i++)
        total[i]! += shareIn(shares, columns, i, share) * gone[i]! * (weight?.[i] ?? 1);
    return total;
  };
  return { saved: sum(parts), tax: sum(taxes) };
}

/** What is saved at the likely speedups with the shares of each draw; null where shares are not drawn. */
function shareDraws(
  { speedups }: Plan,
  parts: readonly DrawnPart[],
  taxes: readonly DrawnPart[],
  shares: DrawnShares | null,
  count: number,
): Float64Array | null {
  if (shares === null && speedups.taxes.every(({ records }) => records === null || records >= FEW_RECORDS))
    return null;
  const saved = new Float64Array(count);
  const add = (drawn: readonly DrawnPart[], likely: readonly WorkSpeedup[]): void =>
    drawn.forEach(({ columns, share, weight }, k) => {
      const gone = 1 - 1 / likely[k]!.speedup.p50;
      for (let i = 0; i < count; i++)
        saved[i]! += shareIn(shares, columns, i, share) * gone * (weight?.[i] ?? 1);
    });
  add(parts, speedups.parts);
  add(taxes, speedups.taxes);
  return saved;
}

/** The bootstrap's draws are taken in turn, so that each counts alike. */
function shareIn(
  shares: DrawnShares | null,
  columns: readonly number[] | null,
  draw: number,
  share: number,
): number {
  if (shares === null || columns === null) return share;
  const { drawn, dropped } = shares;
  const row = (draw % drawn.draws) * drawn.columns;
  let sum = 0;
  for (const column of columns) sum += drawn.shares[row + column]!;
  if (dropped === undefined || dropped.length === 0) return sum;
  let kept = 1;
  for (const column of dropped) kept -= drawn.shares[row + column]!;
  return sum / kept;
}

function byDeviation(range: Range, random: Random): () => number {
  const at = deviations(range);
  return () => at(normalQuantile(random.uniform()));
}

/**
 * Draws of failure that go with the effort: a Gaussian copula with the given rank correlation rho, whose own correlation is
 * 2 sin(pi rho/6) (Pearson 1907). The chance stays what it is; dear draws have more of it.
 */
function failureBeside(effort: Float64Array, rho: number, chance: number, random: Random): () => boolean {
  const order = Int32Array.from({ length: effort.length }, (_, row) => row).sort(
    (a, b) => effort[a]! - effort[b]! || a - b,
  );
  const score = new Float64Array(effort.length);
  order.forEach((row, rank) => {
    score[row] = normalQuantile((rank + 0.5) / effort.length);
  });
  const r = 2 * smallSine((Math.PI * rho) / 6);
  const rest = Math.sqrt(1 - r * r);
  const limit = chance >= 1 ? Number.NEGATIVE_INFINITY : normalQuantile(1 - chance);
  let row = 0;
  return () => r * score[row++]! + rest * normalQuantile(random.uniform()) > limit;
}

/** sin x for 0 <= x <= pi/6 by its series, whose first term left out is below 2^-60: the same bits on every engine. */
function smallSine(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let n = 17; n >= 1; n -= 2) sum = n === 1 ? sum + 1 : ((sum + 1) * -square) / (n * (n - 1));
  return x * sum;
}

/** Null where a crossing costs nothing, is given, or does not count because calls are not known. */
function crossingSpread({ crossings, model, likely }: Plan): Range | null {
  const { p10, p50, p90 } = crossings.us;
  if (likely.boundary === 0 || model.unknowns.crossingUs !== null || p10 === p90) return null;
  // A least cost of nothing has no logarithm.
  return { p10: p10 > 0 ? p10 : p50 / 10, p50, p90 };
}

/** Counted efforts overrun; those that were given lie within what was given for them. */
function effortDraws({ effort, model, likely }: Plan, random: Random): (() => number) | null {
  if (effort.p10 === effort.p90) return null;
  if (model.unknowns.effortLow !== null || model.unknowns.effortHigh !== null)
    return byDeviation(effort, random);
  return () => drawEffort(likely.effortPm, model.values.overrunChance, random);
}

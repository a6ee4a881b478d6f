/** The uncertainty of a plan: seeded Monte Carlo, the tornado, and what knowing more is worth (E13). */
import { ProfileError } from '../base/errors.js';
import { ascending, countingError, quantileOf } from '../evidence/quantiles.js';
import { Random } from '../evidence/random.js';
import { billShare, cashOf, residualOf, savingFactor } from './chain.js';
import { buildUsd, maintenanceUsd } from './effort.js';
import { breakEvenSpend } from './finance.js';
import { capacityRatio } from './fleet.js';
import { type InformationValue, partialInformation, perfectInformation } from './information.js';
import type { Plan } from './plan.js';
import type { OpenRange, Range } from './range.js';
import { type DrawnShares, type Draws, drawInputs, type UncertainInput, withInput } from './uncertainty.js';

export interface SimulationOptions {
  /** Default 10,000. */
  readonly draws?: number | undefined;
  /** Default 1. The same seed gives the same bytes, on every engine. */
  readonly seed?: number | undefined;
  /** Bootstrap draws of the profile; without them the shares are taken as they are. */
  readonly shares?: DrawnShares | undefined;
  /** Months within which a rewrite should have paid; default 18. */
  readonly paybackMonths?: number | undefined;
}

export interface Probability {
  readonly value: number;
  /** Monte Carlo: how far the finite count of draws can be off, one standard error. */
  readonly standardError: number;
}

/**
 * Quantiles over the draws. Savings, capacity, vCPU and upkeep are of a rewrite that is finished; present value, payback and
 * the probabilities have the chance in them that it is given up.
 */
export interface Simulation {
  readonly draws: number;
  readonly seed: number;
  readonly inputs: readonly UncertainInput[];
  readonly sharesFrom: 'profile-bootstrap' | 'fixed';
  readonly residual: Range;
  readonly cpuSaving: Range;
  readonly speedup: Range;
  readonly capacity: Range;
  readonly effortPm: Range;
  /** Labour and fixed cost, once; upkeep a year of a rewrite that is finished. */
  readonly buildUsd: Range;
  readonly upkeepUsdPerYear: Range;
  /** Null without a fleet. */
  readonly money: SimulatedMoney | null;
  /** The whole distributions, for plots: quantiles 0, 1, ..., 100 %. */
  readonly curves: { readonly cpuSaving: readonly number[]; readonly npvUsd: readonly number[] | null };
}

export interface SimulatedMoney {
  readonly vcpuSaved: Range;
  /** At list price; after the discount. */
  readonly usdPerYear: Range;
  readonly effectiveUsdPerYear: Range;
  readonly npvUsd: Range;
  /** Of a distribution with a long tail of overruns: not what to expect. */
  readonly meanNpvUsd: number;
  /** Null: never. */
  readonly paybackMonths: OpenRange;
  readonly pays: Probability;
  readonly paysWithin: Probability & { readonly months: number };
  /** Yearly bill from which it pays; null: from none. */
  readonly breakEvenSpendUsd: OpenRange;
  /** Most that knowing everything before deciding is worth, USD. */
  readonly perfectInformationUsd: number;
  /** Per input and for all speedups together, largest first. */
  readonly information: readonly Information[];
  /** Largest effect on the present value first. */
  readonly tornado: readonly Bar[];
  readonly spike: SpikeAdvice;
}

export interface Information extends InformationValue {
  /** An input, or `speedups`: all of them together, which a prototype tells. */
  readonly name: string;
  readonly measure: string | null;
}

/** NPV with one input at its P10 and P90 and all others at their likely values. */
export interface Bar {
  readonly name: string;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly npvAtLow: number;
  readonly npvAtHigh: number;
  readonly range: number;
}

/** Whether a prototype is worth its cost, and how long it may take. */
export interface SpikeAdvice {
  readonly advised: boolean;
  /** The speedup that matters most: what to prototype; null where none matters. */
  readonly what: string | null;
  readonly worthUsd: number;
  readonly costUsd: number;
  /** Weeks of one engineer that the information is worth. */
  readonly mostWeeks: number;
}

const DRAWS = 10_000;
const PAYBACK_MONTHS = 18;

/** Pure: the same plan, seed and draws give the same answer. Throws 'bad-model' for a count that is none. */
export function simulate(plan: Plan, options: SimulationOptions = {}): Simulation {
  const { draws: count = DRAWS, seed = 1, paybackMonths = PAYBACK_MONTHS } = options;
  // A measured saving is of the whole program, however its parts share it.
  const shares = plan.rewrite.speedup === undefined ? (options.shares ?? null) : null;
  if (!(Number.isSafeInteger(count) && count >= 1 && count <= 1e7))
    throw new ProfileError('bad-model', `draws is ${count}; expected a whole number from 1 to 10,000,000`);
  if (!Number.isSafeInteger(seed))
    throw new ProfileError('bad-model', `seed is ${seed}; expected a whole number`);
  const drawn = drawInputs(plan, new Random(seed).stream('payoff'), count, shares);
  const columns = evaluate(plan, drawn);
  const { kneeUtilOld } = plan.model.values;
  const saving = columns.residual.map((r) => 1 - r);
  const kneeUtilNew = plan.model.unknowns.kneeUtilNew ?? kneeUtilOld;
  return {
    draws: count,
    seed,
    inputs: drawn.inputs,
    sharesFrom: shares === null ? 'fixed' : 'profile-bootstrap',
    residual: rangeOf(columns.residual),
    cpuSaving: rangeOf(saving),
    speedup: rangeOf(columns.residual.map((r) => 1 / r)),
    capacity: rangeOf(columns.residual.map((r) => capacityRatio(r, kneeUtilOld, kneeUtilNew))),
    effortPm: rangeOf(columns.effort),
    buildUsd: rangeOf(columns.build),
    upkeepUsdPerYear: rangeOf(columns.upkeep),
    money: plan.setting.fleet === null ? null : moneyOf(plan, drawn, columns, paybackMonths),
    curves: {
      cpuSaving: curveOf(saving),
      npvUsd: plan.setting.fleet === null ? null : curveOf(columns.npv),
    },
  };
}

/** One value per draw. */
interface Columns {
  readonly residual: Float64Array;
  readonly effort: Float64Array;
  readonly build: Float64Array;
  readonly upkeep: Float64Array;
  readonly vcpu: Float64Array;
  readonly list: Float64Array;
  readonly effective: Float64Array;
  readonly npv: Float64Array;
  readonly payback: Float64Array;
  readonly spend: Float64Array;
}

function evaluate(plan: Plan, drawn: Draws): Columns {
  const { setting } = plan;
  const column = (): Float64Array => new Float64Array(drawn.count);
  const columns: Columns = {
    residual: column(),
    effort: column(),
    build: column(),
    upkeep: column(),
    vcpu: column(),
    list: column(),
    effective: column(),
    npv: column(),
    payback: column(),
    spend: column(),
  };
  const { serviceShare: q, personMonthUsd, fixedUsd, languageFte } = setting.model.values;
  for (let i = 0; i < drawn.count; i++) {
    const scenario = drawn.scenario(i);
    const residual = residualOf(scenario);
    columns.residual[i] = residual;
    columns.effort[i] = scenario.effortPm;
    columns.build[i] = buildUsd(scenario.effortPm, personMonthUsd, fixedUsd);
    columns.upkeep[i] = maintenanceUsd(scenario.effortPm, personMonthUsd, scenario.maintenance, languageFte);
    const cash = cashOf(setting, scenario);
    if (cash === null) continue;
    columns.vcpu[i] = cash.after.vcpuSaved;
    columns.list[i] = cash.listUsd;
    columns.effective[i] = cash.effectiveUsd;
    columns.npv[i] = cash.npvUsd;
    columns.payback[i] = cash.paybackMonths;
    const x = billShare(setting, residual);
    const worth = (scenario.realise * savingFactor(setting, x)) / setting.factor;
    const spend = scenario.failed
      ? null
      : breakEvenSpend(cash.buildUsd, cash.keepUsd, x / q, worth, setting.factor);
    columns.spend[i] = spend ?? Number.POSITIVE_INFINITY;
  }
  return columns;
}

function moneyOf(plan: Plan, drawn: Draws, columns: Columns, months: number): SimulatedMoney {
  const { npv, payback } = columns;
  const { count } = drawn;
  let [sum, pays, soon] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    sum += npv[i]!;
    if (npv[i]! > 0) pays++;
    if (payback[i]! <= months) soon++;
  }
  const information = informationOf(drawn, npv);
  return {
    vcpuSaved: rangeOf(columns.vcpu),
    usdPerYear: rangeOf(columns.list),
    effectiveUsdPerYear: rangeOf(columns.effective),
    npvUsd: rangeOf(npv),
    meanNpvUsd: sum / count,
    paybackMonths: openRangeOf(payback),
    pays: probability(pays, count),
    paysWithin: { ...probability(soon, count), months },
    breakEvenSpendUsd: openRangeOf(columns.spend),
    perfectInformationUsd: perfectInformation(npv),
    information,
    tornado: tornadoOf(plan, drawn.inputs),
    spike: spikeOf(plan, information),
  };
}

function informationOf(drawn: Draws, npv: Float64Array): Information[] {
  const rows = drawn.inputs.map(
    ({ name, measure }, i): Information => ({ name, measure, ...partialInformation(drawn.values[i]!, npv) }),
  );
  const speedups = drawn.inputs.filter(({ group }) => group === 'speedup');
  if (speedups.length > 1)
    rows.push({ name: 'speedups', measure: speedups[0]!.measure, ...partialInformation(drawn.spedUp, npv) });
  return rows.sort((a, b) => b.usd - a.usd || (a.name < b.name ? -1 : 1));
}

function tornadoOf(plan: Plan, inputs: readonly UncertainInput[]): Bar[] {
  const worth = (input: UncertainInput, value: number): number =>
    cashOf(plan.setting, withInput(plan, input, value))!.npvUsd;
  return inputs
    .map((input): Bar => {
      const { name, unit, range } = input;
      const [npvAtLow, npvAtHigh] = [worth(input, range.p10), worth(input, range.p90)];
      return {
        name,
        unit,
        low: range.p10,
        high: range.p90,
        npvAtLow,
        npvAtHigh,
        range: Math.abs(npvAtHigh - npvAtLow),
      };
    })
    .sort((a, b) => b.range - a.range || (a.name < b.name ? -1 : 1));
}

const WEEKS_PER_MONTH = 52 / 12;

/** A prototype tells the speedups together: its worth is theirs, or that of the best single one. */
function spikeOf({ model }: Plan, information: readonly Information[]): SpikeAdvice {
  const { personMonthUsd, spikePm } = model.values;
  const costUsd = spikePm * personMonthUsd;
  const isSpeedup = ({ name }: Information): boolean => name.startsWith('speedup');
  const worthUsd = information.find(isSpeedup)?.usd ?? 0;
  const single = information.find(
    (row) => isSpeedup(row) && row.name !== 'speedups' && row.name !== 'speedup.shared',
  );
  return {
    advised: worthUsd > costUsd,
    what: worthUsd > 0 ? (single?.name ?? null) : null,
    worthUsd,
    costUsd,
    mostWeeks: (worthUsd / personMonthUsd) * WEEKS_PER_MONTH,
  };
}

function probability(hits: number, count: number): Probability {
  const value = hits / count;
  return { value, standardError: countingError(value, count) };
}

function rangeOf(values: Float64Array): Range {
  const sorted = ascending(values);
  return { p10: quantileOf(sorted, 0.1), p50: quantileOf(sorted, 0.5), p90: quantileOf(sorted, 0.9) };
}

function curveOf(values: Float64Array): number[] {
  const sorted = ascending(values);
  return Array.from({ length: 101 }, (_, percent) => quantileOf(sorted, percent / 100));
}

function openRangeOf(values: Float64Array): OpenRange {
  const { p10, p50, p90 } = rangeOf(values);
  const open = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return { p10: open(p10), p50: open(p50), p90: open(p90) };
}

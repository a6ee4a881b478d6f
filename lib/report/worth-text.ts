/** What a rewrite is worth, as an engineer would write it to a manager: ranges before points, the basis beside every figure. */
import type { Answer } from '../analyze.js';
import { forTerminal } from '../base/escape.js';
import { formatShare, groupThousands } from '../base/units.js';
import type { Fix } from '../payoff/alternatives.js';
import { DATA_SETS } from '../payoff/data-age.js';
import type { Bar, SimulatedMoney, Simulation } from '../payoff/simulation.js';
import { dollars, number, range } from './prose.js';

const share = formatShare;
const SHOWN_FIXES = 3;
const SHOWN_BARS = 5;

/** `verbose`: every fix, every rule that was tried, the speedups used with their sources. */
export function worth(answer: Answer, verbose: boolean): string[] {
  return [
    ...cheaper(answer, verbose),
    ...saving(answer),
    ...conditions(answer),
    ...effects(answer.assessment.simulation.money),
    ...next(answer),
    ...(verbose ? rules(answer) : []),
    dates(),
  ];
}

function cheaper({ assessment: { alternatives } }: Answer, verbose: boolean): string[] {
  if (alternatives === null || alternatives.fixes.length === 0) return [];
  const { fixes, together } = alternatives;
  const lines = fixes.slice(0, verbose ? fixes.length : SHOWN_FIXES).map(fixLine);
  if (together !== null && together.ids.length > 1) {
    const left = together.rewriteAfter;
    const pays =
      together.paybackMonths === null ? '' : `, back in ${together.paybackMonths.toFixed(1)} months`;
    const money = left.money === null ? '' : `, net present value ${dollars(left.money.npvUsd.p50)}`;
    lines.push(
      `Together (${together.ids.join(', ')}) ${share(together.cpuSaving)} of the CPU${pays}; a rewrite after them saves ${share(left.cpuSaving.p50)} of what is left${money}.`,
    );
  }
  return ['Cheaper first:', ...lines, ''];
}

function fixLine({ alternative, share: held, saving: saved, paybackMonths, counts }: Fix): string {
  const { what, ask, effortPm, of } = alternative;
  const gain =
    saved === null
      ? 'not to be priced from a profile'
      : `${range(saved, share)} of the ${of === 'price' ? 'bill' : 'CPU'}`;
  const back = paybackMonths === null ? '' : `, back in ${paybackMonths.toFixed(1)} months`;
  const where =
    alternative.kinds.length === 0 ? '' : ` (${alternative.kinds.slice(0, 3).join(', ')}: ${share(held)})`;
  const open = counts || ask === null ? '' : ` If: ${ask}`;
  return `  ${alternative.id}: ${what}${where}: ${gain}, ${number(effortPm)} person-months${back}.${open}`;
}

/** P10 / P50 / P90 of the simulation; the expected values of the chain stand in the JSON. */
function saving({ payoff, assessment: { simulation } }: Answer): string[] {
  const lines = [
    `${basis(payoff)} (10 % / median / 90 % of ${groupThousands(simulation.draws)} draws): CPU ${range(simulation.cpuSaving, share)} less; ceiling ${number(payoff.ceiling)}x; effort ${range(payoff.effortPm, number)} person-months, ${dollars(payoff.buildUsd)} to build and ${dollars(payoff.maintenanceUsdPerYear)} a year to keep.`,
  ];
  const { money } = simulation;
  const now = payoff.money;
  if (money === null || now === null) {
    if (payoff.breakEven.spendUsdPerYear !== null)
      lines.push(
        `It pays from ${dollars(payoff.breakEven.spendUsdPerYear)} of compute a year (${groupThousands(payoff.breakEven.vcpu!)} vCPU); --fleet-vcpu says what yours is worth.`,
      );
    return lines;
  }
  lines.push(
    `vCPU saved ${range(money.vcpuSaved, groupThousands)}; USD a year ${range(money.usdPerYear, dollars)} at list price${discounted(money, simulation)}.`,
    floor(now.bindsOn),
    `Payback in months ${[money.paybackMonths.p10, money.paybackMonths.p50, money.paybackMonths.p90].map(months).join(' / ')}; within ${money.paysWithin.months} months with a probability of ${chance(money.paysWithin.value)}. Net present value ${range(money.npvUsd, dollars)}; above zero with ${chance(money.pays.value)}.`,
  );
  if (payoff.money !== null)
    lines.push(
      `${groupThousands(Math.round(payoff.money.kwhPerYear))} kWh and ${groupThousands(Math.round(payoff.money.kgCo2PerYear))} kg CO2e less a year, likely, without what making the machines cost.`,
    );
  return lines.filter((line) => line !== '');
}

function discounted({ effectiveUsdPerYear, usdPerYear }: SimulatedMoney, _: Simulation): string {
  return effectiveUsdPerYear.p50 === usdPerYear.p50
    ? ''
    : `, ${range(effectiveUsdPerYear, dollars)} at the effective price`;
}

function floor(bound: string): string {
  return bound === 'cpu'
    ? ''
    : `The floor binds (${bound}): what the CPU allows beyond it cannot be realised.`;
}

function conditions({ assessment: { conditions: found } }: Answer): string[] {
  const { speedupFactor, fleetVcpu, effortPm, callsPerRequest, delayUsdPerMonth, spendUsdPerYear } = found;
  if (speedupFactor === null) return [];
  const parts = [
    typeof speedupFactor === 'number'
      ? `${share(speedupFactor)} of the expected gain in speed`
      : speedupFactor === 'always'
        ? 'no gain in speed at all'
        : 'no gain in speed would do',
    fleetVcpu === null
      ? 'no fleet is large enough'
      : `a fleet from ${groupThousands(fleetVcpu)} vCPU (${dollars(spendUsdPerYear ?? 0)} a year)`,
    effortPm === null ? 'no effort is small enough' : `at most ${number(effortPm)} person-months`,
    ...(callsPerRequest === null
      ? []
      : [`at most ${groupThousands(Math.floor(callsPerRequest))} calls a request`]),
  ];
  const delay =
    delayUsdPerMonth === null || delayUsdPerMonth === 0
      ? ''
      : ` Each month of waiting gives up ${dollars(delayUsdPerMonth)}.`;
  return [`It pays with any one of these at its edge: ${parts.join('; ')}.${delay}`];
}

function effects(money: SimulatedMoney | null): string[] {
  if (money === null) return [];
  const bars = money.tornado.slice(0, SHOWN_BARS).map(barText);
  return bars.length === 0 ? [] : [`What moves the net present value most: ${bars.join('; ')}.`];
}

function barText({ name, npvAtLow, npvAtHigh }: Bar): string {
  return `${name} ${dollars(npvAtLow)} to ${dollars(npvAtHigh)}`;
}

function next({ verdict, assessment: { simulation } }: Answer): string[] {
  const lines: string[] = [];
  const spike = simulation.money?.spike;
  if (spike?.advised === true && spike.what !== null)
    lines.push(
      `A prototype of the hottest function (${spike.what}) is worth up to ${dollars(spike.worthUsd)}: at most ${number(spike.mostWeeks)} weeks of one engineer.`,
    );
  if (verdict.next !== null) {
    const worthIt = verdict.next.worthUsd === null ? '' : `, worth up to ${dollars(verdict.next.worthUsd)}`;
    lines.push(`Next: ${forTerminal(verdict.next.how)} (${verdict.next.what}${worthIt}).`);
  }
  return lines;
}

function rules({ verdict, payoff }: Answer): string[] {
  const lines = ['', 'Rules that were tried, and those that fired:'];
  for (const { rule, value, threshold, fired, verdict: code } of verdict.rules)
    if (value !== null)
      lines.push(`  ${fired ? '*' : ' '} ${rule} ${shown(value)} (${code} at ${shown(threshold)})`);
  lines.push('', 'Speedups used, each with its source:');
  for (const { kind, speedup, tag } of payoff.parts)
    lines.push(`  ${kind} ${range(speedup, number)} (${tag})`);
  return lines;
}

function shown(value: number | string | null): string {
  return typeof value === 'number' ? number(value) : String(value);
}

/** The day to which each set of built-in figures was gone through. */
function dates(): string {
  return `Figures as of: ${DATA_SETS.map(({ what, dated }) => `${what} ${dated}`).join(', ')}.`;
}

/** Where the speedup of the part that matters comes from. */
function basis({ parts }: Answer['payoff']): string {
  const known = (tag: string): number =>
    parts.filter((part) => part.movable && part.tag === tag).reduce((sum, part) => sum + part.share, 0);
  if (known('given') > 0) return 'With the speedup you gave';
  if (known('measured') > 0) return 'Measured';
  if (known('spike') > 0) return 'Estimated from a prototype';
  return known('prior') > 0 ? 'Estimated from priors' : 'Without a published speedup for this language';
}

function months(value: number | null): string {
  return value === null ? 'never' : value.toFixed(0);
}

function chance(value: number): string {
  return `${(100 * value).toFixed(0)}%`;
}

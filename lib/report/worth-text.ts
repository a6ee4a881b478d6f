/** What a rewrite is worth, as an engineer would write it to a manager: ranges before points, the basis beside every sum. */
import type { Answer } from '../analyze.js';
import { forTerminal } from '../base/escape.js';
import { formatShare, formatUsd, groupThousands } from '../base/units.js';
import type { Fix } from '../payoff/alternatives.js';
import { DATA_SETS } from '../payoff/data-age.js';
import { observationsOf } from '../payoff/priors/observations.js';
import type { SimulatedMoney } from '../payoff/simulation.js';
import { personMonths, usd } from '../payoff/words.js';
import { between, number } from './prose.js';
import { type TableColumn, textTable } from './text-table.js';

const share = formatShare;
const SHOWN_FIXES = 3;
const SHOWN_BARS = 5;
const right = (title: string): TableColumn => ({ title, align: 'right' });
const left = (title: string): TableColumn => ({ title, align: 'left' });

/** `verbose`: every fix, every rule that was tried, the speedups used, what is left afterwards, and published cases. */
export function worth(answer: Answer, width: number | null, verbose: boolean): string[] {
  return [
    ...cheaper(answer, verbose),
    ...saving(answer, width),
    ...conditions(answer),
    ...effects(answer, width),
    ...next(answer),
    ...(verbose ? [...rules(answer), ...afterwards(answer), ...cases(answer)] : []),
    dates(),
  ];
}

function cheaper({ payoff, assessment: { alternatives } }: Answer, verbose: boolean): string[] {
  if (alternatives === null || alternatives.fixes.length === 0) return [];
  const { fixes, together } = alternatives;
  const basis = payoff.prices.effective;
  const lines = fixes
    .slice(0, verbose ? fixes.length : SHOWN_FIXES)
    .map((fix) => fixLine(fix, payoff, verbose));
  if (together !== null && together.ids.length > 1) {
    const { rewriteAfter: after, paybackMonths, effectiveUsdPerYear: sum } = together;
    const pays = sum === null ? '' : `, ${usd(sum, basis, 'a year')}`;
    const back = paybackMonths === null ? '' : `, paid back in ${paybackMonths.toFixed(1)} months`;
    const worth = after.money === null ? '' : `, present value ${usd(after.money.npvUsd.p50, basis)}`;
    lines.push(
      `All of ${together.ids.join(', ')}: ${share(together.cpuSaving)} of the CPU${pays}${back}. A rewrite after them saves ${share(after.cpuSaving.p50)} of what is left${worth}.`,
    );
  }
  return ['Cheaper first:', ...lines, ''];
}

function fixLine(fix: Fix, { prices }: Answer['payoff'], verbose: boolean): string {
  const { alternative, share: held, saving: saved, paybackMonths, counts, effectiveUsdPerYear: sum } = fix;
  const { what, ask, effortPm, of, source, date } = alternative;
  const gain =
    saved === null
      ? 'not to be priced from a profile'
      : `${between(saved, share)} of the ${of === 'price' ? 'bill' : 'CPU'}`;
  const pays = sum === null ? '' : `, ${usd(sum, prices.effective, 'a year')}`;
  const cost = saved === null ? '' : `; ${personMonths(number(effortPm))}`;
  const back = paybackMonths === null ? '' : `, paid back in ${paybackMonths.toFixed(1)} months`;
  const where =
    alternative.kinds.length === 0 ? '' : ` (${alternative.kinds.slice(0, 3).join(', ')}: ${share(held)})`;
  const open = counts || ask === null ? '' : ` If: ${ask}`;
  const origin = verbose ? ` [${source}; ${date}]` : '';
  return `  ${alternative.id}: ${what}${where}: ${gain}${pays}${cost}${back}.${open}${origin}`;
}

/** Quantiles of the simulation; the expected values of the chain stand in the JSON. */
function saving(answer: Answer, width: number | null): string[] {
  const { payoff, assumptions } = answer;
  const { simulation } = answer.assessment;
  const { prices, money: now } = payoff;
  const drawn = `${groupThousands(simulation.draws)} draws; 8 of 10 lie in the range`;
  const lines = [`${basisOf(payoff)}, if it is finished (${drawn}):`];
  const rows = [
    row('CPU saved', simulation.cpuSaving, share, `at most ${share(1 - 1 / payoff.ceiling)}`),
    row(
      'throughput',
      simulation.capacity,
      (x) => `${number(x)}x`,
      payoff.capacityIsUpperBound ? 'upper bound' : '',
    ),
    ['latency cut', latency(payoff), '', latencyBasis(payoff)],
  ];
  const { money } = simulation;
  const horizon = assumptions.find(({ name }) => name === 'horizonYears')?.value;
  if (money !== null && now !== null) {
    rows.push(row('vCPU saved', money.vcpuSaved, groupThousands, fleetOf(answer)));
    rows.push(row('compute/year', money.usdPerYear, formatUsd, prices.list.label));
    if (prices.effective !== prices.list)
      rows.push(row('compute/year', money.effectiveUsdPerYear, formatUsd, prices.effective.label));
  }
  rows.push(row('build, once', simulation.buildUsd, formatUsd, prices.labour.label));
  rows.push(row('upkeep/year', simulation.upkeepUsdPerYear, formatUsd, prices.labour.label));
  rows.push(row('effort', simulation.effortPm, number, 'person-months'));
  if (money === null || now === null) {
    lines.push(...table(rows, width));
    const { spendUsdPerYear: sum, vcpu } = payoff.breakEven;
    if (sum !== null && vcpu !== null)
      lines.push(
        `It pays from a compute bill of ${usd(sum, prices.effective, 'a year')}, ${groupThousands(vcpu)} vCPU; --fleet-vcpu says what yours is worth.`,
      );
    return [...lines, UNPRICED, ''];
  }
  rows.push(row(`NPV, ${horizon} years`, money.npvUsd, formatUsd, prices.effective.label));
  const { p10, p50, p90 } = money.paybackMonths;
  rows.push(['paid back', `${months(p10)} to ${months(p90)}`, months(p50), 'months']);
  lines.push(...table(rows, width));
  const failure = assumptions.find(({ name }) => name === 'failure')?.value ?? 0;
  lines.push(
    `The chance that it pays is ${chance(money.pays.value)}, that it is paid back within ${money.paysWithin.months} months ${chance(money.paysWithin.value)}. A chance of ${chance(Number(failure))} that it is given up is in both, in the present value and in the payback.`,
    ...(now.bindsOn === 'cpu'
      ? []
      : [`The floor binds (${now.bindsOn}): what the CPU allows beyond it cannot be realised.`]),
    `Likely also ${groupThousands(Math.round(now.kwhPerYear))} kWh and ${groupThousands(Math.round(now.kgCo2PerYear))} kg CO2e a year less.`,
    UNPRICED,
    '',
  );
  return lines;
}

/** 11.6 of the model: what no figure here has in it. */
const UNPRICED =
  'Not in these figures: mistakes in the new code, time of developers won or lost elsewhere, memory bandwidth and caches, licences, the carbon of making machines, minimums of vendors.';

function table(rows: readonly (readonly string[])[], width: number | null): string[] {
  return textTable([left(''), right('range'), right('median'), left('basis')], rows, width);
}

function row(
  what: string,
  { p10, p50, p90 }: { readonly p10: number; readonly p50: number; readonly p90: number },
  format: (value: number) => string,
  basis: string,
): string[] {
  return [what, p10 === p90 ? '' : `${format(p10)} to ${format(p90)}`, format(p50), basis];
}

function fleetOf({ assumptions }: Answer): string {
  const fleet = assumptions.find(({ name }) => name === 'fleetVcpu')?.value;
  return typeof fleet === 'number' ? `of ${groupThousands(fleet)}` : '';
}

/** An interval and no point, unless the critical path is known. */
function latency({ latencySaving: { low, high } }: Answer['payoff']): string {
  return low === high ? share(low) : `${share(low)} to ${share(high)}`;
}

function latencyBasis({ latencySaving: { low, high } }: Answer['payoff']): string {
  return low === high ? 'critical path' : 'no point known';
}

function conditions({ payoff, assessment: { conditions: found } }: Answer): string[] {
  const { speedupFactor, speedups, fleetVcpu, effortPm, callsPerRequest, delayUsdPerMonth, spendUsdPerYear } =
    found;
  if (speedupFactor === null) return [];
  const basis = payoff.prices.effective;
  const named = speedups
    .filter(({ kind }) => payoff.parts.some((part) => part.kind === kind && part.share >= WORTH_NAMING))
    .slice(0, 2)
    .map(({ kind, speedup }) => `${kind} ${number(speedup)}x`);
  const lines = [
    typeof speedupFactor === 'number'
      ? `speed: at least ${share(speedupFactor)} of the gain that is expected${named.length === 0 ? '' : ` (${named.join(', ')})`}`
      : speedupFactor === 'always'
        ? 'speed: no gain at all is needed'
        : 'speed: no gain would be enough',
    fleetVcpu === null
      ? 'fleet: none is large enough'
      : `fleet: at least ${groupThousands(fleetVcpu)} vCPU, ${usd(spendUsdPerYear ?? 0, basis, 'a year')}`,
    effortPm === null ? 'effort: none is small enough' : `effort: at most ${personMonths(number(effortPm))}`,
    ...(callsPerRequest === null
      ? []
      : [`crossings: at most ${groupThousands(Math.floor(callsPerRequest))} calls a request`]),
  ];
  const delay =
    delayUsdPerMonth === null || delayUsdPerMonth === 0
      ? []
      : [`Each month of waiting gives up ${usd(delayUsdPerMonth, basis)}.`];
  return [
    'What would have to be true for it to pay, each with all else as likely:',
    ...lines.map((line) => `  ${line}`),
    ...delay,
    '',
  ];
}

/** Smaller parts of a set say little of what it must become. */
const WORTH_NAMING = 0.02;

/** How the inputs of the simulation are called in a sentence. */
const INPUTS: Readonly<Record<string, string>> = {
  failure: 'whether it is given up',
  realise: 'part of the saving that reaches the bill',
  maintenance: 'upkeep',
  shares: 'shares of the profile',
  crossing: 'cost of a crossing',
  speedups: 'all speedups together',
  'speedup.shared': 'what all speedups have in common',
};

function inputName(name: string): string {
  return INPUTS[name] ?? name.replace(/^speedup\./u, 'speedup of ');
}

function effects(answer: Answer, width: number | null): string[] {
  const money: SimulatedMoney | null = answer.assessment.simulation.money;
  const rows = (money?.tornado ?? [])
    .slice(0, SHOWN_BARS)
    .map(({ name, npvAtLow, npvAtHigh }) => [formatUsd(npvAtLow), formatUsd(npvAtHigh), inputName(name)]);
  if (rows.length === 0) return [];
  const title = `present value (${answer.payoff.prices.effective.label}), input`;
  return [...textTable([right('at 10%'), right('at 90%'), left(title)], rows, width), ''];
}

function next({ payoff, verdict, assessment: { simulation } }: Answer): string[] {
  const lines: string[] = [];
  const spike = simulation.money?.spike;
  const { effective } = payoff.prices;
  if (spike?.advised === true && spike.what !== null)
    lines.push(
      `A prototype of the hottest function (${inputName(spike.what)}) is worth up to ${usd(spike.worthUsd, effective)}: at most ${number(spike.mostWeeks)} weeks of one engineer.`,
    );
  if (verdict.next !== null) {
    const { what, how, worthUsd } = verdict.next;
    const worth = worthUsd === null ? '' : ` Knowing it is worth up to ${usd(worthUsd, effective)}.`;
    lines.push(`Find out next: ${inputName(what)}. ${sentence(forTerminal(how))}${worth}`);
  }
  return lines;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function rules({ verdict, payoff }: Answer): string[] {
  const lines = ['', 'Rules that were tried, and those that fired:'];
  for (const { rule, value, threshold, unit, fired, verdict: code } of verdict.rules) {
    const shown = (side: number | string | null): string =>
      typeof side !== 'number'
        ? String(side ?? 'none')
        : unit === 'USD'
          ? usd(side, payoff.prices.effective)
          : number(side);
    if (value !== null)
      lines.push(`  ${fired ? '*' : '-'} ${rule} ${shown(value)}; ${code} at ${shown(threshold)}`);
  }
  lines.push('', 'Speedups used, each with its source:');
  for (const { kind, share: part, speedup, tag, serving } of payoff.parts) {
    const row = payoff.priorsUsed.find(({ usedFor }) => usedFor.includes(kind));
    const names = row?.sources.map(({ id, date, grade }) => `${id}, ${date}, ${grade}`).join('; ') ?? '';
    const published = row === undefined ? '' : `; published ${between(row.published, number)}`;
    if (part > 0)
      lines.push(
        `  ${kind}${serving ? ' (serving)' : ''} ${between(speedup, number)}x (${tag}${published}${names === '' ? '' : `; ${names}`})`,
      );
  }
  return lines;
}

function afterwards({ assessment: { after } }: Answer): string[] {
  const rows = (after ?? []).filter((row) => row.share >= 0.01);
  if (rows.length === 0) return [];
  return [
    '',
    `Of what is left afterwards: ${rows.map((row) => `${row.kind} ${share(row.share)}`).join(', ')}.`,
  ];
}

/** To hold the total against; never a speedup of a kind of work. */
function cases({ payoff, assumptions }: Answer): string[] {
  const word = (name: string): string =>
    String(assumptions.find((assumption) => assumption.name === name)?.value ?? '');
  const rows = observationsOf(word('from'), word('to'));
  if (rows.length === 0) return [''];
  return [
    '',
    `Whole services that went this way, to hold the ${share(payoff.cpuSaving.p50)} against:`,
    ...rows.map(({ what, cpuSaving, reality, date, grade }) => {
      const saved = cpuSaving === null ? 'CPU not given' : `${share(cpuSaving)} of the CPU`;
      return `  ${what} (${date}, grade ${grade}): ${saved}; ${reality}`;
    }),
    '',
  ];
}

/** The day to which each set of built-in figures was gone through. */
function dates(): string {
  return `Figures as of: ${DATA_SETS.map(({ what, dated }) => `${what} ${dated}`).join(', ')}.`;
}

/** Where the speedup of the part that matters comes from. */
function basisOf({ parts }: Answer['payoff']): string {
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

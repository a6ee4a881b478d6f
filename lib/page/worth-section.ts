/** What it is worth: distributions, what moves them, what would have to be true, and what is cheaper. */

import { formatUsd } from '../base/units.js';
import type { Assessment } from '../payoff/assess.js';
import type { MoneyBasis } from '../payoff/price-basis.js';
import { personMonths, usd } from '../payoff/words.js';
import { element } from './elements.js';
import { distributionPlot, tornadoPlot } from './plots.js';
import { count, percent, plain, rangeWords } from './report-words.js';

const BARS = 9;

export function worthSection(assessment: Assessment): HTMLElement {
  const { simulation, conditions } = assessment;
  const { effective } = assessment.payoff.prices;
  const { money, curves } = simulation;
  return element(
    'section',
    { 'aria-labelledby': 'worth' },
    element('h2', { id: 'worth' }, 'What it is worth'),
    element('p', { class: 'note' }, `${count(simulation.draws)} draws, seed ${simulation.seed}.`),
    element(
      'div',
      { class: 'columns' },
      plot('CPU saved', distributionPlot(curves.cpuSaving, percent, 'CPU saved', false)),
      curves.npvUsd === null
        ? null
        : plot(
            `Net present value (${effective.label})`,
            distributionPlot(curves.npvUsd, formatUsd, 'Net present value', true),
          ),
      money === null || money.tornado.length === 0
        ? null
        : plot(
            `What moves the present value most (${effective.label})`,
            tornadoPlot(
              money.tornado.slice(0, BARS).map(({ name, low, high, npvAtLow, npvAtHigh }) => ({
                name,
                low: plain(low),
                high: plain(high),
                atLow: npvAtLow,
                atHigh: npvAtHigh,
              })),
              formatUsd,
            ),
          ),
    ),
    conditions.speedupFactor === null ? null : edges(conditions, effective),
    cheaper(assessment),
  );
}

function plot(title: string, drawn: Node): HTMLElement {
  return element('figure', {}, element('figcaption', {}, title), drawn);
}

function edges(found: Assessment['conditions'], basis: MoneyBasis): HTMLElement {
  const { speedupFactor, fleetVcpu, spendUsdPerYear, effortPm, callsPerRequest, delayUsdPerMonth } = found;
  const rows = [
    typeof speedupFactor === 'number'
      ? `The gain in speed is at least ${percent(speedupFactor)} of what is expected.`
      : speedupFactor === 'always'
        ? 'It pays with no gain in speed at all.'
        : 'No gain in speed is enough.',
    fleetVcpu === null
      ? 'No fleet is large enough.'
      : `The fleet has at least ${count(fleetVcpu)} vCPU (${usd(spendUsdPerYear ?? 0, basis, 'a year')}).`,
    effortPm === null ? 'No effort is small enough.' : `It takes at most ${personMonths(plain(effortPm))}.`,
    ...(callsPerRequest === null
      ? []
      : [`A request crosses at most ${count(Math.floor(callsPerRequest))} times.`]),
  ];
  return element(
    'div',
    {},
    element('h3', {}, 'What would have to be true'),
    element('p', { class: 'note' }, 'It pays as long as, all else at its likely value:'),
    element('ul', {}, ...rows.map((row) => element('li', {}, row))),
    delayUsdPerMonth === null || delayUsdPerMonth === 0
      ? null
      : element('p', {}, `Each month of waiting gives up ${usd(delayUsdPerMonth, basis)}.`),
  );
}

function cheaper({ alternatives, payoff }: Assessment): HTMLElement | null {
  if (alternatives === null || alternatives.fixes.length === 0) return null;
  const { fixes, together } = alternatives;
  return element(
    'div',
    {},
    element('h3', {}, 'Cheaper first'),
    element(
      'ul',
      {},
      ...fixes
        .slice(0, 8)
        .map(({ alternative, saving, paybackMonths, counts }) =>
          element(
            'li',
            {},
            element('strong', {}, alternative.what),
            `: ${saving === null ? 'not to be priced from a profile' : `${rangeWords(saving, percent)} of the ${alternative.of === 'price' ? 'bill' : 'CPU'}`}, ${personMonths(plain(alternative.effortPm))}${paybackMonths === null ? '' : `, back in ${plain(paybackMonths)} months`}. `,
            counts || alternative.ask === null ? '' : `If: ${alternative.ask} `,
            element('span', { class: 'note' }, alternative.id),
          ),
        ),
    ),
    together === null || together.ids.length < 2
      ? null
      : element(
          'p',
          {},
          `Together ${percent(together.cpuSaving)} of the CPU${together.effectiveUsdPerYear === null ? '' : `, ${usd(together.effectiveUsdPerYear, payoff.prices.effective, 'a year')}`}; a rewrite after them saves ${percent(together.rewriteAfter.cpuSaving.p50)} of what is left.`,
        ),
  );
}

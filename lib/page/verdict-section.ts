/** The answer: the verdict, its reasons, and the four numbers that a manager asks for. */

import { formatUsd } from '../base/units.js';
import type { Assessment } from '../payoff/assess.js';
import type { CostModel } from '../payoff/cost-model.js';
import { usd } from '../payoff/words.js';
import { element } from './elements.js';
import { count, percent, plain, rangeWords } from './report-words.js';

const SAYS: Readonly<Record<Assessment['verdict']['code'], string>> = {
  'do-nothing': 'Do nothing: a rewrite would not pay',
  'cheaper-first': 'Cheaper fixes first',
  'platform-tax': 'The platform, not your code, holds the cost',
  'surgical-rewrite': 'Rewrite these few, and nothing else',
  spike: 'Try one function first',
  'not-cpu-bound': 'The CPU is not what limits this service',
};

/** `changed`: assumptions that the reader moved, in words. */
export function verdictSection(
  title: string,
  assessment: Assessment,
  model: CostModel,
  changed: readonly string[],
): HTMLElement {
  const { verdict, simulation, payoff } = assessment;
  const { money } = simulation;
  const { list, effective, labour } = payoff.prices;
  const figures: (HTMLElement | null)[] = [
    figure('CPU saved', rangeWords(simulation.cpuSaving, percent), estimated(payoff)),
    money === null
      ? figure(
          'Worth',
          payoff.breakEven.spendUsdPerYear === null
            ? 'nothing'
            : `pays from ${usd(payoff.breakEven.spendUsdPerYear, effective)} of compute a year`,
          'say how large the fleet is below',
        )
      : figure('Saved a year', rangeWords(money.usdPerYear, formatUsd), list.label),
    money === null
      ? null
      : figure(
          'Paid back after',
          `${rangeWords(money.paybackMonths, (months) => plain(Math.round(months)))} months`,
          `within ${money.paysWithin.months} months: ${Math.round(money.paysWithin.value * 100)} %`,
        ),
    money === null
      ? null
      : figure(
          'Net present value',
          rangeWords(money.npvUsd, formatUsd),
          `${effective.label}; above zero: ${Math.round(money.pays.value * 100)} %`,
        ),
    money === null
      ? null
      : figure('vCPU saved', rangeWords(money.vcpuSaved, count), `of ${count(model.fleetVcpu ?? 0)}`),
    figure(
      'Effort',
      `${rangeWords(payoff.effortPm, plain)} person-months`,
      `${formatUsd(payoff.buildUsd)} to build, ${formatUsd(payoff.maintenanceUsdPerYear)} a year to keep (${labour.label})`,
    ),
  ];
  return element(
    'header',
    { class: 'answer' },
    element('h1', {}, title),
    element(
      'p',
      { class: `verdict ${verdict.code}`, id: 'verdict', 'data-code': verdict.code },
      element('strong', {}, SAYS[verdict.code]),
      ` (${verdict.code})`,
    ),
    changed.length === 0
      ? null
      : element('p', { class: 'changed', role: 'status' }, `With your change: ${changed.join('; ')}.`),
    ...verdict.reasons.map((reason) => element('p', {}, reason)),
    element('dl', { class: 'numbers' }, ...figures.filter((one) => one !== null)),
    verdict.next === null
      ? null
      : element(
          'p',
          { class: 'next' },
          element('strong', {}, 'Measure next: '),
          `${verdict.next.how} (${verdict.next.what}${verdict.next.worthUsd === null ? '' : `, worth up to ${usd(verdict.next.worthUsd, effective)}`}).`,
        ),
  );
}

function figure(term: string, value: string, under: string): HTMLElement {
  return element('div', {}, element('dt', {}, term), element('dd', {}, value, element('small', {}, under)));
}

/** Where the speedup comes from: said until something was measured. */
function estimated({ parts }: Assessment['payoff']): string {
  const tags = new Set(parts.filter(({ movable, share }) => movable && share > 0).map(({ tag }) => tag));
  if (tags.has('measured')) return 'measured';
  if (tags.has('given')) return 'with the speedup that was given';
  return tags.has('prior') ? 'estimated from priors' : 'without a published speedup';
}

/** The accuracy record as a report. */
import { formatShare } from '../base/units.js';
import type { CalibratedPair, Calibration } from '../payoff/calibration.js';
import type { FittedRow } from '../payoff/fit.js';
import type { PriorOverride } from '../payoff/priors/resolve.js';
import type { Block, DocumentColumn, ReportDocument } from './document.js';
import { number } from './prose.js';

/** Median absolute error, and part of the ranges that hold, from which the record is called good. */
const GOOD_ERROR = 0.1;
const GOOD_WITHIN = 0.75;

export function calibrationDocument(calibration: Calibration): ReportDocument {
  const { medianAbsoluteError, within } = calibration;
  return {
    title: 'Accuracy of predictions',
    verdict: verdictOf(calibration),
    good:
      medianAbsoluteError !== null &&
      medianAbsoluteError <= GOOD_ERROR &&
      within !== null &&
      within.share >= GOOD_WITHIN,
    blocks: [...pairTable(calibration), ...summary(calibration), ...rowTable(calibration.rows)],
  };
}

/** Rows for `priors` of the configuration file, where what was assumed is contradicted. */
export function proposedRows({ rows }: Calibration): PriorOverride[] {
  return rows
    .filter(({ isContradicted }) => isContradicted)
    .map(({ from, to, kind, fitted, rewrites }) => ({
      from,
      to,
      kind,
      p10: rounded(fitted.p10),
      p50: rounded(fitted.p50),
      p90: rounded(fitted.p90),
      basis: 'measured',
      source: `calibrate, ${rewrites} rewrite${rewrites === 1 ? '' : 's'}`,
    }));
}

function verdictOf({ count, bias, medianAbsoluteError, within }: Calibration): string {
  if (count === 0 || bias === null || medianAbsoluteError === null || within === null)
    return 'No rewrite was predicted and measured, so nothing is known of the accuracy.';
  const many = count === 1 ? '1 rewrite' : `${count} rewrites`;
  return `Of ${many}, ${within.count} lie within the predicted range (8 of 10 are promised); the median error is ${points(medianAbsoluteError)} points of the CPU, the mean ${signed(bias)}.`;
}

function pairTable({ pairs }: Calibration): Block[] {
  const row = ({ name, predicted, measured, interval, error, isWithin, mostly, leftOut }: CalibratedPair) => [
    name,
    `${formatShare(predicted.p50)} (${formatShare(predicted.p10)} to ${formatShare(predicted.p90)})`,
    formatShare(measured) +
      (interval === null ? '' : ` (${formatShare(interval.low)} to ${formatShare(interval.high)})`),
    signed(error),
    leftOut !== null ? 'left out' : isWithin ? 'within' : 'outside',
    mostly === null ? '' : `${mostly.kind} ${formatShare(mostly.part)}`,
  ];
  return [
    {
      kind: 'table',
      columns: [
        { title: 'rewrite', align: 'left', code: true },
        right('predicted, 8 of 10'),
        right('measured, 95 %'),
        right('error'),
        left('range'),
        left('mostly'),
      ],
      rows: pairs.map(row),
    },
    ...pairs
      .filter(({ leftOut }) => leftOut !== null)
      .map(({ name, leftOut }): Block => ({ kind: 'line', text: `${name} does not count: ${leftOut}.` })),
    ...unproven(pairs),
  ];
}

function unproven(pairs: readonly CalibratedPair[]): Block[] {
  const names = pairs.filter(({ parity }) => parity === null).map(({ name }) => name);
  if (names.length === 0) return [];
  return [{ kind: 'line', text: `Answers were not compared for ${names.join(', ')}.` }];
}

function summary({
  count,
  bias,
  spread,
  medianAbsoluteError,
  within,
  crossValidation,
}: Calibration): Block[] {
  if (count === 0 || bias === null || medianAbsoluteError === null || within === null) return [];
  const { low, high } = within.interval;
  return [
    {
      kind: 'line',
      text: `Bias ${signed(bias)} points (above 0: more was saved than promised)${spread === null ? '' : `, spread ${points(spread)}`}, median absolute error ${points(medianAbsoluteError)}. The range held for ${within.count} of ${count}, ${formatShare(within.share)} (95 %: ${formatShare(low)} to ${formatShare(high)}); 80 % is what it promises.`,
    },
    ...(crossValidation === null
      ? []
      : [
          {
            kind: 'line' as const,
            text: `With rows fitted to the others, each left out in turn: ${crossValidation.within} of ${crossValidation.count} within, median error ${points(crossValidation.medianAbsoluteError)}.`,
          },
        ]),
  ];
}

function rowTable(rows: readonly FittedRow[]): Block[] {
  if (rows.length === 0) return [];
  const range = ({ p10, p50, p90 }: FittedRow['assumed']): string =>
    [p10, p50, p90].map((value) => number(value)).join(' / ');
  const contradicted = rows.some(({ isContradicted }) => isContradicted);
  return [
    { kind: 'heading', text: 'What the outcomes say of the speedups that were assumed' },
    {
      kind: 'table',
      columns: [
        { title: 'kind', align: 'left', code: true },
        left('from, to'),
        right('rewrites'),
        right('assumed, P10 / P50 / P90'),
        right('with the outcomes'),
        right('narrower by'),
        left(''),
      ],
      rows: rows.map(({ kind, from, to, rewrites, assumed, fitted, learned, isContradicted }) => [
        kind,
        `${from}, ${to}`,
        String(rewrites),
        range(assumed),
        range(fitted),
        formatShare(learned),
        isContradicted ? 'contradicted' : '',
      ]),
    },
    {
      kind: 'line',
      text: contradicted
        ? 'Contradicted: the median with the outcomes lies outside the assumed range. --format json has these rows as proposed, for "priors" of the configuration file.'
        : 'No row is contradicted: no median with the outcomes lies outside the assumed range.',
    },
  ];
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function points(share: number): string {
  return (100 * share).toFixed(1);
}

function signed(error: number): string {
  return `${error < 0 ? '-' : '+'}${points(Math.abs(error))}`;
}

function right(title: string): DocumentColumn {
  return { title, align: 'right' };
}

function left(title: string): DocumentColumn {
  return { title, align: 'left' };
}

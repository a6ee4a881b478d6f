/** Prediction beside outcome, where a load test or a comparison of answers was given. */
import type { Proof } from '../payoff/proof.js';
import { proofRows, proofSentences } from '../report/proof-text.js';
import { element } from './elements.js';
import { scrolledTable } from './scrolled-table.js';

/** Null where nothing was measured. */
export function proofSection(proof: Proof | null): HTMLElement | null {
  if (proof === null) return null;
  const rows = proofRows(proof);
  const titles = ['', 'predicted, 8 of 10', 'measured, 95 %', 'error'];
  const files = [proof.load?.name, proof.parity?.name].filter((name) => name !== undefined);
  return element(
    'section',
    { 'aria-labelledby': 'proof' },
    element('h2', { id: 'proof' }, 'Prediction and outcome'),
    rows.length === 0
      ? null
      : scrolledTable(
          'Prediction and outcome',
          titles,
          rows.map(({ what, predicted, measured, error }) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, what),
              ...[predicted, measured, error].map((text) => element('td', {}, text)),
            ),
          ),
        ),
    ...proofSentences(proof).map((sentence) => element('p', {}, sentence)),
    element('p', { class: 'note' }, `Measured in ${files.join(' and ')}.`),
  );
}

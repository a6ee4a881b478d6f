/** What was measured: how concentrated the work is, and the candidates with their intervals. */
import type { Candidate, CandidateSet } from '../candidates/candidates.js';
import type { Proof } from '../payoff/proof.js';
import { element, svgElement } from './elements.js';
import { coveragePlot } from './plots.js';
import { percent, plain } from './report-words.js';
import { scrolledTable } from './scrolled-table.js';

/** The part of the JSON report that this section reads. */
export interface AnswerJson {
  readonly candidates: readonly Candidate[];
  readonly set: Pick<
    CandidateSet,
    | 'unit'
    | 'coveredShare'
    | 'taxShare'
    | 'kernelShare'
    | 'coverage'
    | 'endpoints'
    | 'captions'
    | 'samples'
    | 'owners'
    | 'tied'
  >;
  readonly concentration: CandidateSet['concentration'];
  readonly assumptions: readonly {
    readonly name: string;
    readonly value: number | string | null;
    readonly unit: string;
    readonly source: string;
    readonly tag: string;
  }[];
  readonly profile: {
    readonly files: readonly { readonly name: string; readonly format: string }[];
    readonly samples: number | null;
    readonly warnings: readonly { readonly message: string }[];
  };
  readonly details: {
    readonly biases: readonly { readonly code: string; readonly message: string }[];
    readonly sufficiency: string | null;
  };
  readonly proof: Proof | null;
  readonly checks: readonly { readonly message: string }[];
}

export function evidenceSection(answer: AnswerJson, show: (name: string) => void): HTMLElement {
  const { set, concentration, candidates } = answer;
  const many = `${candidates.length} ${set.unit}${candidates.length === 1 ? '' : 's'}`;
  return element(
    'section',
    { 'aria-labelledby': 'evidence' },
    element('h2', { id: 'evidence' }, 'Where the work is'),
    element(
      'p',
      {},
      `${many} together hold ${percent(set.coveredShare)} of the CPU${set.taxShare > 0 ? ` and cause ${percent(set.taxShare)} more of garbage collection` : ''}; ${percent(set.kernelShare)} of it is in the kernel. `,
      concentration.k50 > 0
        ? `Half of the work of your own functions is in ${concentration.k50} of them, four fifths in ${concentration.k80}: as spread as ${plain(concentration.effectiveNumber)} equal ones.`
        : '',
    ),
    element(
      'div',
      { class: 'columns' },
      element(
        'figure',
        {},
        element('figcaption', {}, 'Share that the best 1, 2, ... functions hold together'),
        coveragePlot(set.coverage, 'function'),
      ),
      candidateTable(candidates, set.unit, show),
    ),
    ...set.tied.map(({ first, second, profilesNeeded }) =>
      element(
        'p',
        { class: 'note' },
        `${first} and ${second} cannot be told apart by share${profilesNeeded === null ? '' : `; ${profilesNeeded} such profiles would tell`}.`,
      ),
    ),
    ...set.captions.map((caption) => element('p', { class: 'note' }, `${caption}.`)),
  );
}

function candidateTable(
  candidates: readonly Candidate[],
  unit: string,
  show: (name: string) => void,
): HTMLElement {
  const most = Math.max(0.01, ...candidates.map(({ interval }) => interval.high));
  const taxed = candidates.some(({ taxShare }) => taxShare > 0);
  const served = candidates.some(({ servingShare }) => servingShare > 0);
  const titles = [
    'share',
    '95 % interval',
    ...(served ? ['of it serving'] : []),
    ...(taxed ? ['of it collection'] : []),
    'adds',
    unit,
    'kinds of work',
  ];
  return scrolledTable(
    'Candidates',
    titles,
    candidates.map((one) =>
      element(
        'tr',
        {},
        element('td', { class: 'number' }, percent(one.share)),
        element('td', {}, intervalBar(one, most)),
        served ? element('td', { class: 'number' }, percent(one.servingShare)) : null,
        taxed ? element('td', { class: 'number' }, percent(one.taxShare)) : null,
        element('td', { class: 'number' }, `+${percent(one.marginalShare)}`),
        element(
          'th',
          { scope: 'row' },
          element(
            'button',
            {
              type: 'button',
              class: 'name',
              title: 'Show it in the flame graph',
              onclick: () => show(one.name),
            },
            one.name,
          ),
        ),
        element(
          'td',
          { class: 'note' },
          one.kinds
            .slice(0, 4)
            .map(({ kind, share }) => `${kind} ${percent(share)}`)
            .join(', '),
        ),
      ),
    ),
  );
}

function intervalBar({ share, interval: { low, high } }: Candidate, most: number): HTMLElement {
  const x = (value: number): number => (value / most) * 100;
  const bar = svgElement(
    'svg',
    { viewBox: '0 0 100 12', class: 'interval', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svgElement('rect', { x: 0, y: 4, width: x(share), height: 4, class: 'bin' }),
    svgElement('line', { x1: x(low), x2: x(high), y1: 6, y2: 6, class: 'whisker' }),
  );
  const holder = element('span', { class: 'interval-words' }, `${percent(low)} to ${percent(high)}`);
  return element('div', { class: 'interval-cell' }, bar as unknown as Node, holder);
}

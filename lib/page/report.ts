/** Entry of the report's page: the answer, its evidence, the assumptions that move it, and the flame graph. */
import { type Appraisal, appraise } from '../payoff/appraisal.js';
import { unpackFlame } from '../picture/pack.js';
import { doubts } from '../report/doubts.js';
import { AssumptionsSection, type Changes, changeWords, optionsOf } from './assumptions-section.js';
import { element } from './elements.js';
import { type AnswerJson, evidenceSection } from './evidence-section.js';
import { FlameApp } from './flame-app.js';
import { payload } from './payload.js';
import { proofSection } from './proof-section.js';
import { verdictSection } from './verdict-section.js';
import { worthSection } from './worth-section.js';

interface ReportData {
  readonly answer: AnswerJson;
  readonly appraisal: Appraisal;
}

/** Milliseconds that a slider rests before the model runs: it takes about a tenth of a second. */
const REST = 60;

async function start(): Promise<void> {
  const [report, packed] = await Promise.all([payload('report-data'), payload('flame-data')]);
  const { answer, appraisal } = JSON.parse(new TextDecoder().decode(report)) as ReportData;
  const flame = unpackFlame(packed);
  const first = appraise(appraisal);
  const verdict = element('div', {});
  const worth = element('div', {});
  const app = new FlameApp(flame, window.location.hash);

  function show(changes: Changes): void {
    const { model, assessment } =
      Object.keys(changes).length === 0 ? first : appraise(appraisal, optionsOf(changes));
    verdict.replaceChildren(
      verdictSection(flame.title, assessment, model, changeWords(changes, first.model)),
    );
    worth.replaceChildren(worthSection(assessment));
    // For those who compare the page with the command line.
    document.documentElement.dataset['npv'] = String(assessment.simulation.money?.npvUsd.p50 ?? '');
    document.documentElement.dataset['saving'] = String(assessment.simulation.cpuSaving.p50);
  }

  let waiting = 0;
  const assumptions = new AssumptionsSection(answer, first.model, {
    changed: (changes) => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => show(changes), REST);
    },
  });
  const showFunction = (name: string): void => {
    app.showFunction(name);
    app.element.scrollIntoView({ block: 'start' });
  };
  const picture = element(
    'section',
    { class: 'picture', 'aria-labelledby': 'picture' },
    element('h2', { id: 'picture' }, 'The flame graph'),
    app.element,
  );
  document
    .getElementById('report')!
    .replaceChildren(
      verdict,
      evidenceSection(answer, showFunction),
      ...[proofSection(answer.proof)].filter((section) => section !== null),
      worth,
      assumptions.element,
      picture,
      warnings(answer),
    );
  show({});
  app.start();
  performance.mark('painted');
}

function warnings({ profile, details, checks }: AnswerJson): HTMLElement {
  const messages = doubts({ ...details, warnings: profile.warnings, checks });
  return element(
    'section',
    { 'aria-labelledby': 'doubts' },
    element('h2', { id: 'doubts' }, 'What this cannot show'),
    messages.length === 0
      ? element('p', {}, 'Nothing that the files tell of.')
      : element('ul', {}, ...messages.map((message) => element('li', {}, message))),
    element(
      'p',
      { class: 'note' },
      `Read: ${profile.files.map(({ name, format }) => `${name} (${format})`).join(', ')}.`,
    ),
  );
}

start().catch((error: unknown) => {
  const text = `The report could not be drawn: ${error instanceof Error ? error.message : String(error)}`;
  document.getElementById('report')!.append(element('p', { class: 'failed' }, text));
  throw error;
});

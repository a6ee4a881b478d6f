/** The answer as one page: verdict first, then the evidence, what it is worth, assumptions to move, and the flame graph. */
import type { Answer } from '../analyze.js';
import { forHtml } from '../base/escape.js';
import type { Appraisal } from '../payoff/appraisal.js';
import { reportScript, reportStyle } from '../picture/assets.js';
import type { Flame } from '../picture/flame.js';
import { packFlame } from '../picture/pack.js';
import { pageOf } from '../picture/page.js';
import { analyzeJson, type Tool } from './json.js';

/** What the page reads beside the flame graph. `answer` is as the JSON report has it. */
export interface ReportData {
  readonly answer: unknown;
  readonly appraisal: Appraisal;
}

export interface HtmlOptions {
  readonly tool: Tool;
  readonly flame: Flame;
  readonly title?: string | undefined;
  /** The file whose settings were used. */
  readonly configuration?: string | null | undefined;
}

/** Pure. The verdict stands as plain HTML too, for mail readers and search. */
export function analyzeHtml(
  answer: Answer,
  { tool, flame, title, configuration = null }: HtmlOptions,
): string {
  const heading = title ?? flame.title;
  const data: ReportData = { answer: analyzeJson(tool, answer, configuration), appraisal: answer.appraisal };
  const reasons = answer.verdict.reasons.map((reason) => `<p>${forHtml(reason)}</p>`).join('');
  return pageOf({
    title: `${heading} - what to rewrite`,
    className: 'report-page',
    body: `<main id="report"><header class="answer"><h1>${forHtml(heading)}</h1><p class="verdict">${forHtml(answer.verdict.code)}</p>${reasons}</header></main>`,
    style: reportStyle,
    script: reportScript,
    data: {
      'report-data': new TextEncoder().encode(JSON.stringify(data)),
      'flame-data': packFlame(flame),
    },
  });
}

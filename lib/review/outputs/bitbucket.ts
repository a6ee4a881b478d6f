/** Bitbucket's Code Insights: the body of the report and those of its annotations, a hundred a request, a thousand a report. */
import { forJson, forTerminal } from '../../base/escape.js';
import type { Review } from '../finding.js';
import { batches, cut, located, type OutputOptions, RULE_TITLES } from './output.js';

const BATCH = 100;
const MOST = 1000;

/** `{ report, annotations }`: PUT the first, then POST each list. */
export function bitbucketReport(review: Review, { tool }: OutputOptions): string {
  const { findings, headline, profile } = review;
  const report = {
    title: `${tool.name}: CPU`,
    details: cut(forTerminal(headline), 2000),
    report_type: 'BUG',
    reporter: tool.name,
    // Advice never fails a build here; a gate of the command does.
    result: 'PASSED',
    data: [
      { title: 'Findings', type: 'NUMBER', value: findings.length },
      { title: 'Samples', type: 'NUMBER', value: profile.samples },
    ],
  };
  const annotations = located(review)
    .slice(0, MOST)
    .map(({ id, rule, level, path, line, message }) => ({
      external_id: id,
      annotation_type: 'CODE_SMELL',
      path,
      line,
      summary: cut(forTerminal(message), 450),
      details: cut(`${RULE_TITLES[rule]}: ${forTerminal(message)}`, 2000),
      severity: level === 'warning' ? 'MEDIUM' : 'LOW',
    }));
  return `${forJson(JSON.stringify({ report, annotations: batches(annotations, BATCH) }, null, 2))}\n`;
}

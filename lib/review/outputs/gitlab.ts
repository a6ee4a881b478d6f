/** GitLab's Code Quality report: compared with the target branch's by fingerprint, so an empty one is written too. */
import { forJson, forTerminal } from '../../base/escape.js';
import type { Review } from '../finding.js';
import { cut, located, type OutputOptions } from './output.js';

/** A JSON array, `[]` where there is nothing to say. */
export function gitlabCodeQuality(review: Review, { tool }: OutputOptions): string {
  const issues = located(review).map(({ message, rule, id, level, path, line }) => ({
    description: cut(forTerminal(message), 2000),
    check_name: `${tool.name}/${rule}`,
    fingerprint: id,
    severity: level === 'warning' ? 'minor' : 'info',
    location: { path, lines: { begin: line } },
  }));
  return `${forJson(JSON.stringify(issues, null, 2))}\n`;
}

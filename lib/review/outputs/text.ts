/** For people at a terminal, and for logs of builds, whose commands no name can give. */
import { forLog } from '../../base/escape.js';
import type { Review } from '../finding.js';
import { RULE_TITLES } from './output.js';

/** Empty where there is nothing to say. */
export function reviewText({ findings, caption, base, suppressed, diagnostics }: Review): string {
  if (findings.length === 0) return '';
  const lines = findings.flatMap(({ rule, path, line, message }) => {
    const where = path === null ? '' : `${path}${line === null ? '' : `:${line}`}: `;
    return [`${where}${RULE_TITLES[rule].toLowerCase()}`, `  ${message}`];
  });
  const notes = [base?.caption ?? caption, ...suppressed, ...diagnostics.map(({ message }) => message)];
  return `${[...lines, '', ...notes].map(forLog).join('\n')}\n`;
}

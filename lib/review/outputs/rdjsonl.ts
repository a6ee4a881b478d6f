/** Reviewdog's diagnostics, one JSON object a line: it posts them to GitHub, GitLab, Bitbucket or Gerrit and filters by the diff. */
import { forJson, forTerminal } from '../../base/escape.js';
import type { Review } from '../finding.js';
import { cut, located, type OutputOptions } from './output.js';

/** Empty where there is nothing to say. A range without columns is whole lines. */
export function rdjsonl(review: Review, { tool }: OutputOptions): string {
  return located(review)
    .map(({ message, path, line, level, rule }) =>
      forJson(
        JSON.stringify({
          message: cut(forTerminal(message), 4000),
          location: { path, range: { start: { line } } },
          severity: level === 'warning' ? 'WARNING' : 'INFO',
          source: { name: tool.name },
          code: { value: rule },
        }),
      ),
    )
    .map((line) => `${line}\n`)
    .join('');
}

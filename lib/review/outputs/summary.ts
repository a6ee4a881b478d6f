/** The summary of a job: the comment with all rows, without its marker, below the size at which GitHub drops it. */
import type { Review } from '../finding.js';
import { renderComment } from './markdown.js';
import type { OutputOptions } from './output.js';

/** GitHub takes 1 MiB a step; other steps' text may be in the same file. */
export const LARGEST_SUMMARY = 900 * 1024;

/** Empty where there is nothing to say. */
export function jobSummary(review: Review, options: OutputOptions): string {
  if (review.findings.length === 0) return '';
  let length = LARGEST_SUMMARY;
  for (;;) {
    const text = renderComment(review, { ...options, maxLength: length });
    const body = text.slice(text.indexOf('\n') + 1);
    const bytes = new TextEncoder().encode(body).length;
    if (bytes <= LARGEST_SUMMARY || length < 1000) return body;
    // Characters of several bytes: fewer of them.
    length = Math.floor((text.length * LARGEST_SUMMARY) / bytes) - 1;
  }
}

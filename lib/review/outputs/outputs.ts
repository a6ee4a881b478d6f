/** All writers of a review by name: one line each. */
import { forJson } from '../../base/escape.js';
import type { Review } from '../finding.js';
import { azureCommands } from './azure.js';
import { benchmarkJson } from './benchmark.js';
import { bitbucketReport } from './bitbucket.js';
import { checkRunRequests } from './check-run.js';
import { csv } from './csv.js';
import { githubCommands } from './github.js';
import { gitlabCodeQuality } from './gitlab.js';
import { reviewJson } from './json.js';
import { junit } from './junit.js';
import { renderComment } from './markdown.js';
import type { OutputOptions } from './output.js';
import { rdjsonl } from './rdjsonl.js';
import { sarif } from './sarif.js';
import { jobSummary } from './summary.js';
import { reviewText } from './text.js';

type Writer = (review: Review, options: OutputOptions & { readonly configuration?: string | null }) => string;

const WRITERS = {
  text: reviewText,
  json: (review, options) => reviewJson(review, options, options.configuration ?? null),
  markdown: (review, options) => (review.findings.length === 0 ? '' : renderComment(review, options)),
  github: githubCommands,
  summary: jobSummary,
  'check-run': (review, options) =>
    `${forJson(JSON.stringify(checkRunRequests(review, { ...options, sha: options.sha ?? NO_SHA }), null, 2))}\n`,
  sarif,
  gitlab: gitlabCodeQuality,
  rdjsonl,
  bitbucket: bitbucketReport,
  azure: azureCommands,
  junit,
  csv,
  benchmark: benchmarkJson,
} satisfies Record<string, Writer>;

/** In place of the commit where none was given; the service refuses it, as it must. */
const NO_SHA = '0'.repeat(40);

export type ReviewFormat = keyof typeof WRITERS;
export const REVIEW_FORMATS = Object.keys(WRITERS) as readonly ReviewFormat[];

/** The text of one format. Text, Markdown, summary, commands and rdjsonl are empty where there is nothing to say. */
export function renderReview(review: Review, format: ReviewFormat, options: Parameters<Writer>[1]): string {
  const write: Writer = WRITERS[format];
  return write(review, options);
}

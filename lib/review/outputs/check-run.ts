/** Bodies of GitHub's check run requests: what a bot posts, cut into the fifty annotations that one request takes. */
import { forTerminal } from '../../base/escape.js';
import type { Review } from '../finding.js';
import { renderComment } from './markdown.js';
import { batches, cut, located, type OutputOptions, RULE_TITLES } from './output.js';

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title: string;
}

export interface CheckRun {
  readonly conclusion: 'success' | 'neutral' | 'failure';
  readonly output: { readonly title: string; readonly summary: string };
  /** At most 50 each. */
  readonly annotationBatches: Annotation[][];
}

export interface CheckRunOptions extends OutputOptions {
  /** Warnings fail the check; default false: advice is neutral and blocks nobody. */
  readonly failOnWarning?: boolean | undefined;
}

const BATCH = 50;
/** Characters of title and message that the service takes, less some room. */
const LONGEST_TITLE = 250;
const LONGEST_MESSAGE = 16_000;

/** Pure: plain data to send with whichever client. */
export function toCheckRun(review: Review, options: CheckRunOptions): CheckRun {
  const hasWarning = review.findings.some(({ level }) => level === 'warning');
  const summary =
    review.findings.length === 0 ? 'Nothing significant was found.' : renderComment(review, options);
  return {
    conclusion:
      review.findings.length === 0
        ? 'success'
        : hasWarning && options.failOnWarning === true
          ? 'failure'
          : 'neutral',
    output: { title: cut(forTerminal(review.headline), LONGEST_TITLE), summary },
    annotationBatches: batches(
      located(review).map(({ path, line, level, rule, message }) => ({
        path,
        start_line: line,
        end_line: line,
        annotation_level: level === 'warning' ? ('warning' as const) : ('notice' as const),
        message: cut(forTerminal(message), LONGEST_MESSAGE),
        title: RULE_TITLES[rule],
      })),
      BATCH,
    ),
  };
}

/** Requests in order: the first creates the run, the others append their annotations to it (PATCH). */
export function checkRunRequests(
  review: Review,
  options: CheckRunOptions & { readonly name?: string | undefined; readonly sha: string },
): readonly [create: object, ...updates: object[]] {
  const { conclusion, output, annotationBatches } = toCheckRun(review, options);
  const [first = [], ...rest] = annotationBatches;
  return [
    {
      name: options.name ?? options.tool.name,
      head_sha: options.sha,
      status: 'completed',
      conclusion,
      output: { ...output, annotations: first },
    },
    ...rest.map((annotations) => ({ output: { ...output, annotations } })),
  ];
}

/** What every writer of a review is given, and what several of them share. */
import type { Finding, Review, RuleId } from '../finding.js';

export interface OutputOptions {
  readonly tool: { readonly name: string; readonly version: string };
  /** Tells reports of one repository apart, such as one for CPU and one for allocations; default "cpu". */
  readonly key?: string | undefined;
  /** `https://github.com/owner/repository`, for links; without it there are none. */
  readonly repositoryUrl?: string | undefined;
  /** Commit of the head and of the base, for links and footers. */
  readonly sha?: string | undefined;
  readonly baseSha?: string | undefined;
  /** Where "Why am I seeing this?" leads; only https. */
  readonly helpUrl?: string | undefined;
}

export const DEFAULT_KEY = 'cpu';

/** A finding with a place in the repository. */
export type Located = Finding & { readonly path: string; readonly line: number };

/** Findings that can stand beside code. Others have no place to be shown at. */
export function located(review: Review): Located[] {
  return review.findings.filter((one): one is Located => one.path !== null && one.line !== null);
}

export const RULE_TITLES: Readonly<Record<RuleId, string>> = {
  regression: 'Costs more CPU than before',
  budget: 'Over its CPU budget',
  'hot-code': 'Hot code changed',
  'rewrite-set': 'Changed code is in the rewrite set',
};

/** The first `length` characters at most, without half of a character at the end. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Lists of at most `size`. */
export function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

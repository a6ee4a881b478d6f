/** Finds a bot's own comment again, and says whether to write, replace or leave it. */
import type { Review } from '../finding.js';
import { type CommentOptions, commentMarker, renderComment } from './markdown.js';
import { DEFAULT_KEY } from './output.js';

/** As GitHub's REST (`user.login`) and GraphQL (`author.login`, `isMinimized`) APIs and GitLab's notes (`author.username`) have it. */
export interface ExistingComment {
  readonly id: number | string;
  readonly body?: string | null | undefined;
  readonly user?: { readonly login?: string | undefined } | null | undefined;
  readonly author?:
    | { readonly login?: string | undefined; readonly username?: string | undefined }
    | null
    | undefined;
  readonly isMinimized?: boolean | undefined;
}

/**
 * The first comment of `login` that begins with the marker of `key` and is not minimised; null: none. The author matters: anyone can
 * write the marker.
 */
export function findStickyComment<Comment extends ExistingComment>(
  comments: readonly Comment[],
  key: string,
  login: string,
): Comment | null {
  const marker = commentMarker(key);
  return (
    comments.find(({ body, user, author, isMinimized }) => {
      const by = user?.login ?? author?.login ?? author?.username;
      return by === login && isMinimized !== true && firstLine(body ?? '') === marker;
    }) ?? null
  );
}

/** What to do about the comment. */
export type CommentPlan =
  | { readonly action: 'none' }
  | { readonly action: 'create'; readonly body: string }
  | { readonly action: 'update'; readonly id: number | string; readonly body: string };

/** Nothing to say and no comment: none. Nothing to say any more: the comment says so. The same as it says already: none. */
export function planComment(
  review: Review,
  comments: readonly ExistingComment[],
  options: CommentOptions & { readonly login: string },
): CommentPlan {
  const found = findStickyComment(comments, options.key ?? DEFAULT_KEY, options.login);
  if (found === null && review.findings.length === 0) return { action: 'none' };
  const body = renderComment(review, options);
  if (found === null) return { action: 'create', body };
  // Services change line ends.
  const isSame = (found.body ?? '').replaceAll('\r\n', '\n').trim() === body.trim();
  return isSame ? { action: 'none' } : { action: 'update', id: found.id, body };
}

function firstLine(body: string): string {
  return body.split(/\r?\n/, 1)[0]!.trim();
}

/** Files that hold several profiles side by side: which are read, and how the others are told. */
import { ProfileError } from '../base/errors.js';
import type { ReadContext } from './format.js';

/** One profile of a file, for choosing. */
export interface Part {
  readonly name: string;
  /** What it amounts to, for people: "120 samples". */
  readonly amount: string;
}

/**
 * Rows of `parts` to read: by `--event` (a name, a number from 0, "first" or "all"), else `fallback`, but for
 * `--thread` all. What is left out is told. Throws 'usage' for a name that is not there.
 */
export function chooseParts(
  parts: readonly Part[],
  fallback: readonly number[],
  context: ReadContext,
): readonly number[] {
  const { event, thread } = context;
  // All threads are looked through for the one that is meant.
  if (event === undefined && thread !== undefined) return parts.map((_, i) => i);
  const chosen = event === undefined ? fallback : named(parts, event);
  if (chosen.length < parts.length) {
    const list = parts
      .slice(0, LISTED)
      .map(({ name, amount }, i) => `${chosen.includes(i) ? '* ' : ''}${i} "${name}" ${amount}`);
    const more = parts.length > LISTED ? `; and ${parts.length - LISTED} more` : '';
    context.diagnostics.note(
      'several-profiles',
      `the file holds ${parts.length} profiles, of which those with * are read: ${list.join('; ')}${more}; --event NAME, NUMBER or all chooses`,
      null,
      parts.length - chosen.length,
    );
  }
  return chosen;
}

const LISTED = 20;

function named(parts: readonly Part[], event: string): number[] {
  if (event === 'all') return parts.map((_, i) => i);
  if (event === 'first') return parts.length === 0 ? [] : [0];
  const found = parts.flatMap(({ name }, i) => (name === event ? [i] : []));
  if (found.length > 0) return found;
  if (/^\d+$/.test(event) && Number(event) < parts.length) return [Number(event)];
  const names = parts.slice(0, LISTED).map(({ name }) => `"${name}"`);
  throw new ProfileError('usage', `the file has no profile "${event}"; expected one of ${names.join(', ')}`);
}

/** Which threads are meant: by id, or by the name that they had when they were sampled. */
import { ProfileError } from '../../base/errors.js';

/** Names in the message at most. */
const LISTED = 20;

/** 1 for each row of `who` to keep, null for all. Throws 'usage' that lists the threads where none is meant. */
export function chosenThreads(
  who: readonly { readonly comm: string; readonly tid: number }[],
  wanted: string | undefined,
): Uint8Array | null {
  if (wanted === undefined || wanted === '') return null;
  const keep = Uint8Array.from(who, ({ comm, tid }) => (comm === wanted || String(tid) === wanted ? 1 : 0));
  if (keep.includes(1)) return keep;
  const names = [...new Set(who.map(({ comm, tid }) => `${comm} ${tid}`))];
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : '';
  throw new ProfileError(
    'usage',
    `there is no thread "${wanted}"; expected a name or an id among ${names.slice(0, LISTED).join(', ')}${more}`,
  );
}

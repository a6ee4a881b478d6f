/** Refuses what needs stacks for profiles that have none: a call graph says who called whom, not through whom. */
import { ProfileError } from '../base/errors.js';
import type { Profile } from './profile.js';

/**
 * Throws 'unsupported' for a call graph. `what` is what would need stacks, in the plural: "folded stacks". Many sets of stacks
 * have the same call graph, and choosing one would invent totals.
 */
export function requireStacks(profile: Profile, what: string): void {
  if (profile.callGraph === null) return;
  const { name, format } = profile.sources[0]!;
  throw new ProfileError(
    'unsupported',
    `${name}: ${format} records a call graph and no stacks, so there are no ${what}; use top and peek, or record with a sampling profiler`,
  );
}

/** Cuts names to what fits, so that the telling part stays. */

/** The whole name, else without its path, else its beginning with an ellipsis. */
export function shortName(name: string, letters: number): string {
  if (name.length <= letters) return name;
  const short = name.slice(name.lastIndexOf('/') + 1);
  if (short.length <= letters) return short;
  return `${short.slice(0, Math.max(1, letters - 1))}…`;
}

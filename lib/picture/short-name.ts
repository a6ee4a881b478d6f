/** Cuts names to what fits, so that the telling part stays. */

/**
 * The whole name; else what is left of it without its path, its package, its type, whichever fits first; else the beginning
 * of the last part with an ellipsis.
 */
export function shortName(name: string, letters: number): string {
  if (name.length <= letters) return name;
  const cuts = cutsOf(name);
  const fits = cuts.find((cut) => name.length - cut <= letters);
  if (fits !== undefined) return name.slice(fits);
  return `${name.slice(cuts[cuts.length - 1] ?? 0, (cuts[cuts.length - 1] ?? 0) + Math.max(1, letters - 1))}…`;
}

/** Where parts begin: behind "/", "." and "::", but not inside brackets, which hold other names. */
function cutsOf(name: string): number[] {
  const cuts: number[] = [];
  let depth = 0;
  for (let i = 0; i < name.length - 1; i++) {
    const c = name[i]!;
    if (c === '<' || c === '[' || c === '(') depth++;
    else if (c === '>' || c === ']' || c === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0 && (c === '/' || c === '.' || (c === ':' && name[i - 1] === ':'))) cuts.push(i + 1);
  }
  return cuts;
}

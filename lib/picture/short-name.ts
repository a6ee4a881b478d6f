/** Cuts names to what fits, so that the telling part stays. */

/**
 * The whole name; else without the path of its package; else without the package; else the method alone; else its
 * beginning with an ellipsis.
 */
export function shortName(name: string, letters: number): string {
  if (name.length <= letters) return name;
  // Type arguments and parameters hold slashes and dots of their own.
  const end = name.search(/[<[]|(?<=\w)\(/);
  const head = end === -1 ? name : name.slice(0, end);
  const noPath = name.slice(head.lastIndexOf('/') + 1);
  if (noPath.length <= letters) return noPath;
  const inner = noPath.slice(0, end === -1 ? undefined : noPath.length - (name.length - end));
  const cuts = [inner.indexOf('.') + 1, inner.lastIndexOf('::') + 2, inner.lastIndexOf('.') + 1];
  for (const cut of cuts) {
    if (cut < 2 || cut >= noPath.length) continue;
    const rest = noPath.slice(cut);
    if (rest.length <= letters) return rest;
  }
  const last = noPath.slice(Math.max(0, ...cuts.filter((cut) => cut >= 2 && cut < noPath.length)));
  return `${(last.length >= 3 ? last : noPath).slice(0, Math.max(1, letters - 1))}…`;
}

/** The known name that someone meant: for "did you mean". */

/** The nearest of `names`, or null where none is near. Hyphens and capitals are no difference: fleet-vcpu is fleetVcpu. */
export function nearestName(given: string, names: readonly string[]): string | null {
  const wanted = plain(given);
  let best: string | null = null;
  // A third of the letters may be wrong.
  let bound = Math.min(4, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    const edits = distance(wanted, plain(name), bound);
    if (edits < bound) [best, bound] = [name, edits];
  }
  return best;
}

function plain(name: string): string {
  return name
    .slice(0, 64)
    .replace(/[-_\s]/gu, '')
    .toLowerCase();
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one into the other; at most `bound`. */
function distance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) >= bound) return bound;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return Math.min(bound, row[b.length]!);
}

/** Which functions and lines of a profile a patch changes, on the side of the patch that was recorded. */

import type { Diagnostics } from '../base/diagnostics.js';
import { NONE, type Profile } from '../profile/profile.js';
import type { Edit, Patch, PatchFile } from './patch.js';
import type { PathFinder } from './repository-paths.js';

/** A function of the profile that is in a file of the patch. */
export interface PatchedFunction {
  readonly name: string;
  /** After the patch. */
  readonly path: string;
  /** After the patch: where a change in it begins; null where the patch leaves it alone. */
  readonly changedAt: number | null;
  /** After the patch, about where the function begins. */
  readonly startLine: number;
}

/** A changed line that was sampled. */
export interface PatchedLine {
  /** Row of `functions`. */
  readonly function: number;
  /** After the patch. */
  readonly line: number;
}

export interface Touched {
  readonly functions: readonly PatchedFunction[];
  readonly lines: readonly PatchedLine[];
  /** Rows of `functions` and of `lines` by frame; NONE where there is none, and where the patch leaves the function alone. */
  readonly functionOfFrame: Int32Array;
  readonly lineOfFrame: Int32Array;
  /** Files of the patch that the profile knows. */
  readonly files: number;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/**
 * Names of the functions with a changed line. Of those with the same lines, as copies of a closure that was inlined into
 * several have, only the heaviest: no other is ever told. `weights`: by row of `functions`.
 */
export function changedNames(
  { functions, lines }: Touched,
  weights: { readonly [row: number]: number },
): string[] {
  const linesOf = new Map<number, number[]>();
  for (const { function: row, line } of lines) linesOf.set(row, [...(linesOf.get(row) ?? []), line]);
  const heaviest = new Map<string, number>();
  functions.forEach(({ name, path, changedAt }, row) => {
    const changed = linesOf.get(row)?.sort((x, y) => x - y);
    if (changedAt === null && changed === undefined) return;
    const key = changed === undefined ? name : `${path}\0${changed.join()}`;
    const before = heaviest.get(key);
    if (before === undefined || weights[row]! > weights[before]!) heaviest.set(key, row);
  });
  return [...heaviest.values()].map((row) => functions[row]!.name);
}

/** `recorded`: 'before' holds lines of the profile against the old side of the patch, 'after' against the new side. */
export function touchedBy(
  profile: Profile,
  patch: Patch,
  recorded: 'before' | 'after',
  finder: PathFinder,
  diagnostics: Diagnostics,
): Touched {
  const byPath = new Map<string, PatchFile>();
  for (const file of patch.files) {
    const path = recorded === 'before' ? file.oldPath : file.status === 'deleted' ? null : file.path;
    if (path !== null) byPath.set(path, file);
  }
  const spots = new Map([...byPath.values()].map((file) => [file, spotsOf(file.edits, recorded)]));
  const functions: { name: string; file: PatchFile; first: number; last: number }[] = [];
  const byKey = new Map<string, number>();
  const rowOf = new Int32Array(profile.functions.length).fill(NONE);
  const text = profile.strings as readonly string[];
  const files = profile.functions.file as Numbers;
  const names = profile.functions.name as Numbers;
  const starts = profile.functions.startLine as Numbers;
  const ambiguous = new Set<string>();
  const met = new Set<PatchFile>();
  for (let row = 0; row < rowOf.length; row++) {
    if (files[row] === NONE) continue;
    const name = text[names[row]!]!;
    const located = finder.locate(text[files[row]!]!, name);
    if (located.path === null) {
      if (located.why === 'ambiguous') ambiguous.add(text[files[row]!]!);
      continue;
    }
    const file = byPath.get(located.path);
    if (file === undefined) continue;
    met.add(file);
    const key = `${located.path}\0${name}`;
    let known = byKey.get(key);
    if (known === undefined) {
      known = functions.push({ name, file, first: Infinity, last: 0 }) - 1;
      byKey.set(key, known);
    }
    rowOf[row] = known;
    if (starts[row]! > 0) include(functions[known]!, starts[row]!);
  }
  for (const file of [...ambiguous].sort())
    diagnostics.note(
      'ambiguous-path',
      `${file}: several files of the repository fit this path; nothing is said of it`,
    );
  const functionOfFrame = new Int32Array(profile.frames.length).fill(NONE);
  const lineOfFrame = new Int32Array(profile.frames.length).fill(NONE);
  const fn = profile.frames.function as Numbers;
  const lineOf = profile.frames.line as Numbers;
  const lines: PatchedLine[] = [];
  const lineRows = new Map<string, number>();
  for (let frame = 0; frame < functionOfFrame.length; frame++) {
    const row = fn[frame] === NONE ? NONE : rowOf[fn[frame]!]!;
    if (row === NONE) continue;
    functionOfFrame[frame] = row;
    const line = lineOf[frame]!;
    if (line <= 0) continue;
    const owner = functions[row]!;
    include(owner, line);
    const shown = spots.get(owner.file)!.lineAfter(line);
    if (shown === null) continue;
    const key = `${row}:${shown}`;
    let known = lineRows.get(key);
    if (known === undefined) {
      known = lines.push({ function: row, line: shown }) - 1;
      lineRows.set(key, known);
    }
    lineOfFrame[frame] = known;
  }
  const found = functions.map(({ name, file, first, last }): PatchedFunction => {
    const spot = spots.get(file)!;
    return {
      name,
      path: file.path,
      changedAt: last === 0 ? null : spot.changeWithin(first, last),
      startLine: last === 0 ? 1 : spot.shifted(first),
    };
  });
  // What is not touched is not weighed: that takes most of the time.
  const isWeighed = found.map(({ changedAt }) => changedAt !== null);
  for (const { function: owner } of lines) isWeighed[owner] = true;
  for (let frame = 0; frame < functionOfFrame.length; frame++) {
    const row = functionOfFrame[frame]!;
    if (row !== NONE && !isWeighed[row]) functionOfFrame[frame] = NONE;
  }
  return { functions: found, lines, functionOfFrame, lineOfFrame, files: met.size };
}

function include(owner: { first: number; last: number }, line: number): void {
  owner.first = Math.min(owner.first, line);
  owner.last = Math.max(owner.last, line);
}

/** Questions about one file's edits, answered by halving: a patch may have 100,000. */
interface Spots {
  /** The new line that shows a change of this recorded line; null where it is not changed. */
  lineAfter(line: number): number | null;
  /** The new line of the first change from `first` to `last`; null: none. */
  changeWithin(first: number, last: number): number | null;
  /** Where an unchanged recorded line is after the patch. */
  shifted(line: number): number;
}

function spotsOf(edits: readonly Edit[], recorded: 'before' | 'after'): Spots {
  const isOld = recorded === 'before';
  const runOf = (edit: Edit) => (isOld ? edit.removed : edit.added);
  const at = (edit: Edit): number => (isOld ? edit.oldAt : edit.newAt);
  const sorted = [...edits].sort((a, b) => at(a) - at(b));
  /** The first edit whose end is at or behind `line`. An insertion ends before the line that it stands before. */
  const firstAt = (line: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const edit = sorted[middle]!;
      if ((runOf(edit)?.last ?? at(edit) - 1) < line) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    lineAfter(line) {
      const edit = sorted[firstAt(line)];
      const run = edit === undefined ? null : runOf(edit);
      if (edit === undefined || run === null || line < run.first) return null;
      if (!isOld) return line;
      const { added, newAt } = edit;
      return added === null ? Math.max(1, newAt) : Math.min(added.first + line - run.first, added.last);
    },
    changeWithin(first, last) {
      const edit = sorted[firstAt(first)];
      if (edit === undefined) return null;
      const run = runOf(edit);
      const isInside = run === null ? at(edit) > first && at(edit) <= last : run.first <= last;
      if (!isInside) return null;
      return Math.max(1, edit.added === null ? edit.newAt : edit.added.first);
    },
    shifted(line) {
      if (!isOld) return line;
      const before = sorted[firstAt(line) - 1];
      if (before === undefined) return line;
      const oldEnd = before.removed === null ? before.oldAt - 1 : before.removed.last;
      const newEnd = before.added === null ? before.newAt - 1 : before.added.last;
      return line - oldEnd + newEnd;
    },
  };
}

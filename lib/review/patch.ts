/** Reads a unified diff (git's, or GitHub's patches of single files) into the lines that each file's two sides change. */
import { parsePatch, type StructuredPatch } from 'diff';
import type { Diagnostics } from '../base/diagnostics.js';
import { ProfileError } from '../base/errors.js';

/** A run of lines, both ends in it, 1-based. */
export interface LineRun {
  readonly first: number;
  readonly last: number;
}

/** A removed or replaced run of the old side, and where the new side shows the change. */
export interface Edit {
  /** Lines that were taken out; null where lines were only put in. */
  readonly removed: LineRun | null;
  /** Lines that were put in; null where lines were only taken out. */
  readonly added: LineRun | null;
  /** Old line before which the change stands; the first removed one where there are any. */
  readonly oldAt: number;
  /** The same on the new side. */
  readonly newAt: number;
}

export interface PatchFile {
  /** Path after the patch, with forward slashes, from the root of the repository; the old one for a deleted file. */
  readonly path: string;
  /** Path before the patch; null for a new file. */
  readonly oldPath: string | null;
  readonly status: 'added' | 'modified' | 'renamed' | 'copied' | 'deleted';
  readonly isBinary: boolean;
  /** In order of lines. */
  readonly edits: readonly Edit[];
}

export interface Patch {
  /** In the order of the patch; a path stands once. */
  readonly files: readonly PatchFile[];
  readonly changedLines: number;
}

/** One file as GitHub's and GitLab's APIs list it; `patch` is absent for binary and for very large files. */
export interface FilePatch {
  readonly filename: string;
  readonly previous_filename?: string | undefined;
  readonly status?: string | undefined;
  readonly patch?: string | null | undefined;
}

/** A 2 MB patch is a large one; this is where one is hostile. */
export const LARGEST_PATCH = 64 * 2 ** 20;

/**
 * Throws ProfileError 'bad-value' for text that is no unified diff, 'unsupported' for a combined one, 'limit' beyond `largest`
 * characters. A file whose name leads out of the repository is left out and noted.
 */
export function readPatch(
  patch: string | readonly FilePatch[],
  diagnostics: Diagnostics,
  largest = LARGEST_PATCH,
): Patch {
  const length =
    typeof patch === 'string' ? patch.length : patch.reduce((sum, one) => sum + (one.patch?.length ?? 0), 0);
  if (length > largest)
    throw new ProfileError('limit', `the patch has ${length} characters; at most ${largest} are read`);
  const found =
    typeof patch === 'string' ? wholePatch(patch) : patch.map((one) => singlePatch(one, diagnostics));
  const files = new Map<string, PatchFile>();
  for (const one of found) {
    if (one === null) continue;
    if (!isInside(one.path) || (one.oldPath !== null && !isInside(one.oldPath))) {
      diagnostics.note(
        'patch-path-outside',
        'the patch names a file outside of the repository; it is left out',
      );
      continue;
    }
    const before = files.get(one.path);
    files.set(one.path, before === undefined ? one : { ...one, edits: [...before.edits, ...one.edits] });
  }
  const list = [...files.values()];
  const changedLines = list.reduce(
    (sum, { edits }) => sum + edits.reduce((lines, edit) => lines + size(edit.removed) + size(edit.added), 0),
    0,
  );
  return { files: list, changedLines };
}

/** A path that stays where it belongs: no root, no drive, no "..", no empty name. */
export function isInside(path: string): boolean {
  return (
    path !== '' &&
    !/^([/\\]|[A-Za-z]:)/.test(path) &&
    !path.includes('\0') &&
    path.split(/[/\\]/).every((part) => part !== '..' && part !== '')
  );
}

function size(run: LineRun | null): number {
  return run === null ? 0 : run.last - run.first + 1;
}

function wholePatch(text: string): (PatchFile | null)[] {
  if (/^diff --(?:cc|combined) /m.test(text) || /^@@@+ /m.test(text))
    throw new ProfileError(
      'unsupported',
      'the patch is a combined diff of a merge; make one against a single parent: git diff BASE...HEAD',
    );
  if (text.trim() === '') return [];
  const files = parsed(text);
  // jsdiff takes any text as a file without hunks.
  if (
    files.every(({ hunks, isGit, oldFileName }) => hunks.length === 0 && !isGit && oldFileName === undefined)
  )
    throw new ProfileError(
      'bad-value',
      'the patch is no unified diff; make one with: git diff --no-color --no-ext-diff -M -U0 BASE...HEAD',
    );
  const isGit = files.some((file) => file.isGit === true);
  const prefixed = hasPrefixes(files);
  return files.map((file) => fileOf(file, isGit, prefixed));
}

function parsed(text: string): StructuredPatch[] {
  try {
    return parsePatch(text);
  } catch (error) {
    throw new ProfileError('bad-value', `the patch cannot be read: ${(error as Error).message}`, null, {
      cause: error,
    });
  }
}

/** Whether names begin with a/ and b/, which `git diff --no-prefix` and diff.noprefix leave out. */
function hasPrefixes(files: readonly StructuredPatch[]): boolean {
  const named = files.filter(({ oldFileName, newFileName }) => oldFileName ?? newFileName);
  return named.every(
    ({ oldFileName: a, newFileName: b }) =>
      (a === undefined || a === NOWHERE || /^[a-z]\//.test(a)) &&
      (b === undefined || b === NOWHERE || /^[a-z]\//.test(b)),
  );
}

const NOWHERE = '/dev/null';

function fileOf(file: StructuredPatch, isGit: boolean, prefixed: boolean): PatchFile | null {
  const strip = (name: string | undefined): string | null => {
    if (name === undefined || name === NOWHERE) return null;
    return (prefixed && /^[a-z]\//.test(name) ? name.slice(2) : name).replaceAll('\\', isGit ? '\\' : '/');
  };
  const oldName = strip(file.oldFileName);
  const newName = strip(file.newFileName);
  const path = file.isDelete === true ? (oldName ?? newName) : (newName ?? oldName);
  if (path === null) return null;
  const isNew = file.isCreate === true || (oldName === null && file.oldFileName === NOWHERE);
  const isGone = file.isDelete === true || (newName === null && file.newFileName === NOWHERE);
  return {
    path,
    oldPath: isNew ? null : (oldName ?? path),
    status: isNew
      ? 'added'
      : isGone
        ? 'deleted'
        : file.isCopy === true
          ? 'copied'
          : file.isRename === true || (oldName !== null && oldName !== path)
            ? 'renamed'
            : 'modified',
    isBinary: file.isBinary === true,
    edits: file.hunks.flatMap(editsOf),
  };
}

const STATUSES: Readonly<Record<string, PatchFile['status']>> = {
  added: 'added',
  removed: 'deleted',
  renamed: 'renamed',
  copied: 'copied',
};

function singlePatch(one: FilePatch, diagnostics: Diagnostics): PatchFile | null {
  const status = STATUSES[one.status ?? 'modified'] ?? 'modified';
  const file = {
    path: one.filename,
    oldPath: status === 'added' ? null : (one.previous_filename ?? one.filename),
    status,
    isBinary: false,
  };
  if (one.patch === undefined || one.patch === null || one.patch === '') {
    if (status === 'modified')
      diagnostics.note(
        'patch-without-lines',
        'a changed file comes without its lines, as binary and very large ones do; nothing is said of it',
      );
    return { ...file, edits: [] };
  }
  return { ...file, edits: parsed(one.patch).flatMap(({ hunks }) => hunks.flatMap(editsOf)) };
}

function editsOf(hunk: StructuredPatch['hunks'][number]): Edit[] {
  const edits: Edit[] = [];
  // Of an empty side git gives the line before it; the parser has put that right.
  let oldLine = hunk.oldStart;
  let newLine = hunk.newStart;
  let removed = 0;
  let added = 0;
  const flush = (): void => {
    if (removed === 0 && added === 0) return;
    const oldAt = oldLine - removed;
    const newAt = newLine - added;
    edits.push({
      removed: removed === 0 ? null : { first: oldAt, last: oldLine - 1 },
      added: added === 0 ? null : { first: newAt, last: newLine - 1 },
      oldAt,
      newAt,
    });
    removed = 0;
    added = 0;
  };
  for (const line of hunk.lines) {
    const sign = line[0];
    if (sign === '-') {
      // "-" after "+" begins another change.
      if (added > 0) flush();
      removed++;
      oldLine++;
    } else if (sign === '+') {
      added++;
      newLine++;
    } else if (sign !== '\\') {
      flush();
      oldLine++;
      newLine++;
    }
  }
  flush();
  return edits;
}

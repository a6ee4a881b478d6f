/** pprof's drop_frames and keep_frames: which lines of a location go, and where a stack is cut (google/pprof profile/prune.go). */
import { RE2JS } from 're2js';
import type { Diagnostics } from '../../base/diagnostics.js';

/** `true` for the names that the patterns drop. RE2 syntax and linear time, as in pprof: the pattern comes from the file. */
export type DropsName = (name: string) => boolean;

/** Null where there is nothing to drop, or a pattern is not valid (noted as a warning, the frames stay). */
export function dropsName(drop: string, keep: string, diagnostics: Diagnostics): DropsName | null {
  if (drop === '') return null;
  try {
    const dropped = RE2JS.compile(`^(?:${drop})$`);
    const kept = keep === '' ? null : RE2JS.compile(`^(?:${keep})$`);
    const known = new Map<string, boolean>();
    return (name) => {
      let answer = known.get(name);
      if (answer === undefined) {
        const simple = simplified(name);
        answer = dropped.matcher(simple).find() && !(kept?.matcher(simple).find() ?? false);
        known.set(name, answer);
      }
      return answer;
    };
  } catch (error) {
    diagnostics.note(
      'pprof-bad-drop-frames',
      `drop_frames or keep_frames is not a valid pattern: ${(error as Error).message}; no frame was dropped`,
    );
    return null;
  }
}

/** Without one leading dot, and cut at the first parenthesis that is not "(anonymous namespace)" or "operator()". */
function simplified(name: string): string {
  const text = name.startsWith('.') ? name.slice(1) : name;
  for (let at = text.indexOf('('); at !== -1; at = text.indexOf('(', at + 1)) {
    if (text.startsWith('(anonymous namespace)', at)) at += '(anonymous namespace)'.length - 1;
    else if (text.startsWith('operator()', at - 'operator'.length)) at += 1;
    else return text.slice(0, at);
  }
  return text;
}

/** What pruning does to a location: nothing, cut everything leafward of it, or cut it and everything leafward. */
export const KEEP = 0;
export const CUT_BENEATH = 1;
export const CUT_HERE = 2;

/**
 * Where a stack (location rows, root first, items[from .. to)) ends now. Nothing rootward of the first kept location is
 * cut, so that a stack of dropped names alone stays whole.
 */
export function prunedEnd(
  items: Int32Array,
  from: number,
  to: number,
  actionOf: (item: number) => number,
): number {
  let foundKept = false;
  for (let i = from; i < to; i++) {
    const action = actionOf(items[i]!);
    if (action === KEEP) foundKept = true;
    else if (foundKept) return action === CUT_HERE ? i : i + 1;
  }
  return to;
}

/** What a frame of folded text says beside its name: marks, places, threads. */
import type { LabelInput } from '../../profile/builder.js';

/** FlameGraph's and async-profiler's marks behind a name: kernel, inlined, JIT, waker, interpreted, compiled by C1. */
const MARK = /_\[([kijw01])\]$/;
const MARKED_MODULE: ReadonlyMap<string, string> = new Map([
  ['k', '[kernel.kallsyms]'],
  ['j', '[jit]'],
]);
export const INLINED = '_[i]';
const LONGEST_PLACE = 4096;

export interface Frame {
  readonly name: string;
  readonly file: string | null;
  readonly line: number;
  readonly module: string | null;
}

/**
 *   java/lang/Thread.run_[j]          marked: JIT-compiled
 *   read_order (ledger.py:74)         py-spy: the function and the line that ran
 *   EVP_MD_CTX_reset (libcrypto.so.3) no line, so the whole is the name
 *
 * `isClass`: the leaf of an allocation profile, whose mark tells where the object went.
 */
export function parseFrame(text: string, isClass: boolean): Frame {
  const mark = MARK.exec(text)?.[1];
  const marked = mark === undefined ? text : text.slice(0, -4);
  const place = placeOf(marked);
  const name = (place === null ? marked : marked.slice(0, place.at)) || '(empty)';
  const module = mark === undefined || isClass ? undefined : MARKED_MODULE.get(mark);
  return { name, file: place?.file ?? null, line: place?.line ?? 0, module: module ?? null };
}

/** "NAME (FILE:LINE)" where FILE has a suffix. By hand: a pattern would be slow on hostile names. */
function placeOf(text: string): { readonly at: number; readonly file: string; readonly line: number } | null {
  if (!text.endsWith(')')) return null;
  const at = text.lastIndexOf(' (');
  const colon = text.lastIndexOf(':');
  if (at <= 0 || colon < at + 3 || text.length - at > LONGEST_PLACE) return null;
  const file = text.slice(at + 2, colon);
  const digits = text.slice(colon + 1, -1);
  if (!/^\d{1,9}$/.test(digits) || !/\.[a-z]+$/i.test(file)) return null;
  return { at, file, line: Number(digits) };
}

/** Whose stack it is, where the first frame says so; else null. */
export function threadOf(text: string): LabelInput[] | null {
  // async-profiler: [order booker tid=6899]
  if (text.startsWith('[') && text.endsWith(']')) {
    const at = text.lastIndexOf(' tid=');
    const id = /^\d{1,15}$/.exec(text.slice(at + 5, -1));
    return at < 1 || id === null ? null : thread(text.slice(1, at), Number(id[0]));
  }
  // py-spy --threads: thread (0x7F12): MainThread; --subprocesses: process 12:"python app.py"
  const given = /^thread \((0x[0-9A-Fa-f]{1,13}|\d{1,15})\)(?:: (.*))?$/.exec(text);
  if (given !== null) return thread(given[2] ?? text, Number(given[1]));
  const process = /^process (\d{1,15})(?::"(.*)")?$/.exec(text);
  if (process === null) return null;
  const id: LabelInput = { key: 'process.id', number: Number(process[1]), unit: '' };
  return process[2] === undefined ? [id] : [id, { key: 'process', text: process[2] }];
}

function thread(name: string, id: number): LabelInput[] {
  return [
    { key: 'thread', text: name },
    { key: 'thread.id', number: id, unit: '' },
  ];
}

/**
 * Whether the stacks are async-profiler's of allocations: each ends in a class, marked _[i] (in a thread's buffer) or _[k]
 * (outside), and no other frame has a mark. Such a class is neither inlined nor the kernel's.
 */
export function areAllocations(stacks: readonly string[]): boolean {
  return (
    stacks.length > 1 &&
    stacks.every((stack) => {
      const leaf = stack.slice(stack.lastIndexOf(';') + 1);
      return /_\[[ik]\]$/.test(leaf) && !/_\[[kijw01]\];/.test(stack);
    }) &&
    stacks.some((stack) => /(^|[.\w])[A-Z]\w*_\[[ik]\]$|\[\]_\[[ik]\]$/.test(stack))
  );
}

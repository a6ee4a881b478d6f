/** The kind of a whole stack: what its leaf does, seen with what called it, down to a chosen frame. */
import type { Grouping } from '../analysis/granularity.js';
import { type VisiblePaths, visiblePaths } from '../analysis/visible-paths.js';
import type { Selection } from '../profile/select.js';
import { type FrameKinds, OF_CALLER, ROLES } from './classify.js';
import { KINDS, type Kind, kindNumber, NO_KIND } from './kinds.js';

/** The visible frames of each stack, root first: `items` are frame rows. */
export function framePaths(selection: Selection): VisiblePaths {
  const groupOfFrame = Int32Array.from({ length: selection.profile.frames.length }, (_, frame) => frame);
  return visiblePaths(selection, {
    granularity: 'address',
    length: groupOfFrame.length,
    groupOfFrame,
    names: [],
    exampleFrame: groupOfFrame,
  });
}

/**
 * Per stack: the number of its kind (`KINDS`). The leafmost frame whose kind is known decides, except that
 *
 * - all below a collector's frame is the collector's; marking below an allocation is `assist`, below a write barrier
 *   `gc-barrier`;
 * - all below a regular expression, a compiler or a profiler is theirs, but for collector, barriers and kernel;
 * - helpers (memory, maps, allocation, text, reflection, numbers, sorting) below a serializer are the serializer's;
 * - all below cgo's call into C is `foreign`, even the team's own, but for collector and kernel, up to a call back;
 * - all below an entry into the kernel is `kernel`.
 *
 * A frame of the team's own or of an unknown library ends the first three: what it calls is its own business. A frame
 * that no rule knows is of the kind of whoever calls it, but `runtime-other` or `unsymbolized` where that is own code.
 * A stack that shows nothing is `unsymbolized`. Linear in the positions of the stacks.
 */
export function stackKinds(
  selection: Selection,
  frames: FrameKinds,
  paths = framePaths(selection),
): Uint8Array {
  const { starts, items } = paths;
  const walk = walker(frames, items);
  const kinds = new Uint8Array(starts.length - 1);
  for (let stack = 0; stack < kinds.length; stack++) kinds[stack] = walk(starts[stack]!, starts[stack + 1]!);
  return kinds;
}

/**
 * The same, seen only from the rootmost frame whose group is chosen (`chosen[group]` is 1) down to the leaf; NO_KIND for
 * stacks without one. Where that frame is of kind `app` or `library`, and none of cgo or of the kernel is above it, this
 * is the stack's own kind: own code ends every rule that looks further up.
 */
export function kindsBelow(
  selection: Selection,
  frames: FrameKinds,
  { groupOfFrame }: Grouping,
  chosen: Uint8Array,
  paths = framePaths(selection),
): Uint8Array {
  const { starts, items } = paths;
  const walk = walker(frames, items);
  const kinds = new Uint8Array(starts.length - 1).fill(NO_KIND);
  for (let stack = 0; stack < kinds.length; stack++) {
    const end = starts[stack + 1]!;
    let from = starts[stack]!;
    while (from < end && chosen[groupOfFrame[items[from]!]!] === 0) from++;
    if (from < end) kinds[stack] = walk(from, end);
  }
  return kinds;
}

/**
 * Weight of each kind, by its number: the sum of `weights` (per stack, any unit) over the stacks of that kind. `within`: 1
 * for each stack that counts; null counts all. Stacks of NO_KIND count for nothing.
 */
export function weightByKind(
  kinds: Uint8Array,
  weights: Float64Array,
  within: Uint8Array | null = null,
): Float64Array {
  const sums = new Float64Array(KINDS.length);
  for (let stack = 0; stack < kinds.length; stack++) {
    const kind = kinds[stack]!;
    if (kind !== NO_KIND && (within === null || within[stack] === 1)) sums[kind]! += weights[stack]!;
  }
  return sums;
}

/** What a frame's kind does to the kinds found leafward of it. */
const PLAIN = 0;
const WEAK = 1;
const OWN = 2;
const COLLECTOR = 3;
const ENCLOSING = 4;
const SERIALIZER = 5;
const FINAL = 6;
const BARRIER = 7;

const EFFECTS: Readonly<Partial<Record<Kind, number>>> = {
  app: OWN,
  library: OWN,
  'runtime-other': WEAK,
  unsymbolized: WEAK,
  assist: COLLECTOR,
  gc: COLLECTOR,
  'gc-mark': COLLECTOR,
  'gc-sweep': COLLECTOR,
  'gc-barrier': BARRIER,
  regexp: ENCLOSING,
  compile: ENCLOSING,
  profiler: ENCLOSING,
  json: SERIALIZER,
  'json-fast': SERIALIZER,
  protobuf: SERIALIZER,
  serialization: SERIALIZER,
  kernel: FINAL,
  syscall: FINAL,
  idle: FINAL,
};

/**
 * Kinds that a serializer's published speedup contains already: counted apart they would be given another. Locks, logs,
 * sockets and the rest keep their own.
 */
const HELPERS: readonly Kind[] = [
  'mem',
  'map',
  'alloc',
  'strings',
  'reflect',
  'base64',
  'math',
  'sort',
  'hash',
  'dynamic',
  'refcount',
  'time',
];

const EFFECT = Uint8Array.from(KINDS, (kind) => EFFECTS[kind] ?? PLAIN);
const HELPER = Uint8Array.from(KINDS, (kind) => (HELPERS.includes(kind) ? 1 : 0));
const APP = kindNumber('app');
const ALLOC = kindNumber('alloc');
const ASSIST = kindNumber('assist');
const MARK = kindNumber('gc-mark');
const SWEEP = kindNumber('gc-sweep');
/** Code such as serde's serves many formats: which one, only a caller of the format's own library tells. */
const GENERIC = kindNumber('serialization');
const FOREIGN = kindNumber('foreign');
const KERNEL = kindNumber('kernel');
const OTHER = kindNumber('runtime-other');
const UNSYMBOLIZED = kindNumber('unsymbolized');

const INTO_FOREIGN = ROLES.indexOf('foreign');
const CALLBACK = ROLES.indexOf('callback');
const INTO_KERNEL = ROLES.indexOf('kernel');

/** The kind of the positions [start, end) of one stack; a closure, so that nothing is made anew for each stack. */
function walker({ kinds, roles }: FrameKinds, items: Int32Array): (start: number, end: number) => number {
  const crossings = roles.some((role) => role === INTO_FOREIGN || role === INTO_KERNEL);
  return (start, end) => {
    let found = NO_KIND;
    let weak = NO_KIND;
    let at = end - 1;
    for (; at >= start; at--) {
      const kind = kinds[items[at]!]!;
      if (kind === OF_CALLER) continue;
      const effect = EFFECT[kind]!;
      if (found === NO_KIND) {
        if (effect === WEAK) {
          if (weak === NO_KIND) weak = kind;
          continue;
        }
        found = effect === OWN && weak !== NO_KIND ? weak : kind;
        if (effect === FINAL) return found;
        if (effect === OWN) break;
        continue;
      }
      if (effect === OWN) break;
      const inner = EFFECT[found]!;
      if (effect === COLLECTOR) {
        // Sweeping reads mark bits, and an assist marks: marking that a phase calls for is that phase's.
        if (inner !== COLLECTOR || (found === MARK && (kind === ASSIST || kind === SWEEP))) found = kind;
      } else if (kind === ALLOC || effect === BARRIER) {
        if (found === MARK) found = effect === BARRIER ? kind : ASSIST;
      } else if (inner !== COLLECTOR && inner !== BARRIER) {
        if (effect === ENCLOSING) found = kind;
        else if (effect === SERIALIZER && (HELPER[found] === 1 || found === GENERIC)) found = kind;
      }
    }
    if (found === NO_KIND) found = weak !== NO_KIND ? weak : start === end ? UNSYMBOLIZED : OTHER;
    return crossings ? crossed(found, start, end) : found;
  };

  /** The leafmost crossing decides; own code does not end it, for C below cgo looks like anybody's. */
  function crossed(found: number, start: number, end: number): number {
    const effect = EFFECT[found]!;
    const kept = effect === COLLECTOR || effect === BARRIER || effect === FINAL;
    for (let at = end - 1; at >= start; at--) {
      const role = roles[items[at]!]!;
      if (role === CALLBACK) return found;
      if (role === INTO_KERNEL) return KERNEL;
      if (role === INTO_FOREIGN) return kept ? found : FOREIGN;
    }
    return found;
  }
}

/** True for kinds of frames that are somebody's own work rather than the runtime's: `app` and `library`. */
export function isOwnWork(kind: number): boolean {
  return kind !== OF_CALLER && (kind === APP || EFFECT[kind] === OWN);
}

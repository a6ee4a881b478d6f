/** Which event of a `perf script` text is meant, and what its periods count. */
import { ProfileError } from '../../base/errors.js';

/** Tried in this order where none is asked for: what a CPU profile most likely meant to record. */
const PREFERRED: readonly ((name: string) => boolean)[] = [
  (name) => baseName(name) === 'cycles',
  (name) => baseName(name) === 'cpu-cycles',
  (name) => /^[^/]*\/(cpu-)?cycles\//.test(name),
  (name) => baseName(name) === 'cpu-clock',
  (name) => baseName(name) === 'task-clock',
  (name) => !name.startsWith('dummy'),
];
const COUNTED: ReadonlyMap<string, string> = new Map([
  ['cpu-clock', 'nanoseconds'],
  ['task-clock', 'nanoseconds'],
  ['cpu-cycles', 'cycles'],
  ...[
    'cycles',
    'instructions',
    'cache-references',
    'cache-misses',
    'branches',
    'branch-instructions',
    'branch-misses',
    'bus-cycles',
    'ref-cycles',
    'page-faults',
    'minor-faults',
    'major-faults',
    'context-switches',
    'cpu-migrations',
  ].map((name): [string, string] => [name, name]),
]);

/**
 * Row of the event that `wanted` names (exactly, else without modifiers, else "first" or a number), or of the one to
 * prefer. `names` in order of first appearance, at least one. Throws 'usage' that lists them.
 */
export function chooseEvent(names: readonly string[], wanted: string | undefined): number {
  if (wanted === undefined || wanted === '') {
    for (const fits of PREFERRED) {
      const found = names.findIndex(fits);
      if (found !== -1) return found;
    }
    return 0;
  }
  const exact = names.indexOf(wanted);
  if (exact !== -1) return exact;
  const base = names.findIndex((name) => baseName(name) === wanted || middleOf(name) === wanted);
  if (base !== -1) return base;
  if (wanted === 'first') return 0;
  if (/^\d+$/.test(wanted) && Number(wanted) < names.length) return Number(wanted);
  throw new ProfileError(
    'usage',
    `there is no event "${wanted}"; expected "first", 0 to ${names.length - 1}, or one of ${names.join(', ')}`,
  );
}

/** What one unit of the event's period is: nanoseconds for the clocks (perf's software clocks count them). */
export function periodUnit(name: string): string {
  return COUNTED.get(middleOf(name) ?? baseName(name)) ?? 'events';
}

/** Without modifiers: "cycles:ppp" is cycles. */
function baseName(name: string): string {
  const colon = name.indexOf(':');
  return colon <= 0 ? name : name.slice(0, colon);
}

/** "cpu_core/cycles/P" is cycles. */
function middleOf(name: string): string | null {
  return /^[^/]+\/([^/]+)\//.exec(name)?.[1] ?? null;
}

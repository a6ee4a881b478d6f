/** Conditions on a result that make a build fail: `mismatch>0`, `bound<1e-4`. */
import { ProfileError } from '../base/errors.js';
import type { LoadComparison } from './load.js';
import type { Parity } from './parity.js';

const CONDITION = /^\s*([A-Za-z-]+)\s*(<=|>=|<|>|=)\s*([0-9.]+(?:[eE][+-]?[0-9]+)?%?)\s*$/;

/** What a gate may name. `bound`: by request or by user, whichever is larger; `unverified`: endpoints with too few pairs. */
export const PARITY_METRICS = {
  compared: ({ counts }: Parity) => counts.compared,
  matched: ({ counts }: Parity) => counts.matched,
  noise: ({ counts }: Parity) => counts.noise,
  mismatch: ({ counts }: Parity) => counts.mismatched,
  error: ({ counts }: Parity) => counts.failed,
  excluded: ({ counts }: Parity) => counts.pairs - counts.compared,
  parity: ({ parity }: Parity) => parity ?? 0,
  bound: ({ requests, users }: Parity) => Math.max(requests.bound, users?.bound ?? 0),
  unverified: ({ endpoints }: Parity) => endpoints.filter(({ verified }) => !verified).length,
} as const;

/** Shares are 0 to 1. What is not known fails every gate that names it. */
export const LOAD_METRICS = {
  saved: ({ cpu }: LoadComparison) => cpu?.savedShare ?? null,
  'saved-low': ({ cpu }: LoadComparison) => (cpu?.interval == null ? null : 1 - cpu.interval.high),
  'cpu-ratio': ({ cpu }: LoadComparison) => cpu?.ratio ?? null,
  'capacity-ratio': ({ capacity }: LoadComparison) => capacity?.ratio ?? null,
  'memory-ratio': ({ memoryRatio }: LoadComparison) => memoryRatio,
} as const;

export interface Gate {
  /** As written. */
  readonly text: string;
  readonly name: string;
  readonly operator: '<' | '<=' | '>' | '>=' | '=';
  readonly value: number;
}

/** Throws 'usage' where it is no condition on one of `names`. */
export function parseGate(text: string, names: readonly string[]): Gate {
  const [, name, operator, written] = CONDITION.exec(text) ?? [];
  const value = Number((written ?? 'x').replace('%', '')) / (written?.endsWith('%') === true ? 100 : 1);
  if (name === undefined || Number.isNaN(value) || !names.includes(name))
    throw new ProfileError(
      'usage',
      `"${text}" is no condition; expected one such as "mismatch>0" or "bound<1e-4" of ${names.join(', ')}`,
    );
  return { text: text.trim(), name, operator: operator as Gate['operator'], value };
}

export function holds({ operator, value }: Gate, actual: number): boolean {
  switch (operator) {
    case '<':
      return actual < value;
    case '<=':
      return actual <= value;
    case '>':
      return actual > value;
    case '>=':
      return actual >= value;
    default:
      return actual === value;
  }
}

/** One sentence for each gate that trips: a condition to fail on that holds, a requirement that does not. */
export function trippedGates(
  parity: Parity,
  failOn: readonly Gate[],
  require: readonly Gate[],
): readonly string[] {
  return tripped((name) => PARITY_METRICS[name as keyof typeof PARITY_METRICS](parity), failOn, require);
}

export function trippedLoadGates(
  load: LoadComparison,
  failOn: readonly Gate[],
  require: readonly Gate[],
): readonly string[] {
  return tripped((name) => LOAD_METRICS[name as keyof typeof LOAD_METRICS](load), failOn, require);
}

function tripped(
  actual: (name: string) => number | null,
  failOn: readonly Gate[],
  require: readonly Gate[],
): readonly string[] {
  const told = (flag: string, { text, name }: Gate, value: number | null): string =>
    `${flag} "${text}": ${name} is ${value === null ? 'not known' : shown(value)}`;
  const all = [
    ...failOn.map((gate) => ({ flag: '--fail-on', gate, bad: true })),
    ...require.map((gate) => ({ flag: '--require', gate, bad: false })),
  ];
  return all.flatMap(({ flag, gate, bad }) => {
    const value = actual(gate.name);
    return value === null || holds(gate, value) === bad ? [told(flag, gate, value)] : [];
  });
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

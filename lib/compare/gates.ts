/** Gates: conditions such as "self>+2pp" that fail a build, and only on a change that is significant. */
import { ProfileError } from '../base/errors.js';
import type { Change, Comparison } from './comparison.js';

export interface Gate {
  /** As it was written. */
  readonly text: string;
  /** `cpu` is the whole program's CPU per request; the others are of any row. */
  readonly on: 'self' | 'total' | 'cpu';
  readonly limit: number;
  /** Points of the base's whole, or parts of what the number was in the base. */
  readonly unit: 'points' | 'relative';
}

/** A gate that a change tripped. */
export interface Trip {
  readonly gate: string;
  /** Null for the whole program. */
  readonly name: string | null;
  readonly change: Change;
  /** A plain sentence. */
  readonly message: string;
}

const SHAPE = /^(self|total|cpu)>\+(\d{1,6}(?:\.\d{1,6})?)(pp|%)$/;

/** Throws 'usage' for anything but `self>+Npp`, `self>+N%`, the same of `total`, and `cpu>+N%`. */
export function parseGate(text: string): Gate {
  const match = SHAPE.exec(text);
  if (match === null || (match[1] === 'cpu' && match[3] === 'pp'))
    throw new ProfileError(
      'usage',
      `the gate ${JSON.stringify(text)} cannot be read; expected self>+2pp, total>+1pp, self>+10%, total>+10% or cpu>+5%`,
    );
  return {
    text,
    on: match[1] as Gate['on'],
    limit: Number(match[2]) / 100,
    unit: match[3] === 'pp' ? 'points' : 'relative',
  };
}

/**
 * Rows trip a gate by a significant rise beyond the limit, also where functions below are the cause; acknowledged ones, shifts and
 * diluted ones never do. What was nothing in the base has risen by more than any percentage. `cpu` throws 'usage'
 * without counts of requests, since a share of the whole cannot tell what the whole costs.
 */
export function tripped(comparison: Comparison, gates: readonly Gate[]): Trip[] {
  return gates.flatMap((gate) =>
    gate.on === 'cpu' ? wholeTrip(comparison, gate) : rowTrips(comparison, gate, gate.on),
  );
}

function wholeTrip({ whole, normalisation }: Comparison, gate: Gate): Trip[] {
  if (whole === null || normalisation !== 'request')
    throw new ProfileError(
      'usage',
      `the gate ${JSON.stringify(gate.text)} needs the requests of both sides; give --base-requests and --head-requests`,
    );
  if (!whole.isSignificant || whole.change <= gate.limit * whole.base) return [];
  const message = `CPU per request rose by ${percent(whole.change / whole.base)}`;
  return [{ gate: gate.text, name: null, change: whole, message }];
}

function rowTrips({ rows }: Comparison, gate: Gate, on: 'self' | 'total'): Trip[] {
  const trips: Trip[] = [];
  for (const { name, verdict, ...row } of rows) {
    if (verdict !== 'regression' && verdict !== 'consequence') continue;
    const change = row[on];
    const beyond = gate.unit === 'points' ? gate.limit : gate.limit * change.base;
    if (!change.isSignificant || change.change <= beyond) continue;
    const by =
      gate.unit === 'points'
        ? `${(change.change * 100).toFixed(2)} points`
        : change.base > 0
          ? percent(change.change / change.base)
          : `${(change.change * 100).toFixed(2)} points from nothing`;
    trips.push({ gate: gate.text, name, change, message: `${on} of ${name} rose by ${by}` });
  }
  return trips;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

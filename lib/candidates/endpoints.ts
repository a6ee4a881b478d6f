/** Endpoints as a table: how few of them hold how much, and what the labels of the profile call them. */
import { NONE } from '../profile/profile.js';
import type { Handlers } from './handlers.js';
import type { Work } from './work.js';

export interface Endpoint {
  /** The handler's function. */
  readonly name: string;
  /** What the profile's own label calls nearly all of its samples, as "endpoint=quote"; null where no label does. */
  readonly label: string | null;
  /** Share of the profile without idle time. */
  readonly share: number;
}

/** Largest first. */
export function endpointsOf({ grouping, whole, weights }: Work, handlers: Handlers): Endpoint[] {
  const sums = new Map<number, number>();
  for (let stack = 0; stack < weights.length; stack++) {
    const group = handlers.ofStack[stack]!;
    if (group !== NONE) sums.set(group, (sums.get(group) ?? 0) + weights[stack]!);
  }
  return handlers.groups.map((group) => ({
    name: grouping.names[group]!,
    label: handlers.labels.get(group) ?? null,
    share: (sums.get(group) ?? 0) / whole,
  }));
}

/** Endpoints as a table: how few of them hold how much, and what the labels of the profile call them. */
import { endpointName, type Handlers } from './handlers.js';
import type { Work } from './work.js';

export interface Endpoint {
  /** The handler's function, or the label where only that tells the endpoint. */
  readonly name: string;
  /** What the profile's own label calls nearly all of its samples, as "endpoint=quote"; null where no label does. */
  readonly label: string | null;
  /** How it is known: by the function that handles its requests, or by the label on its samples alone. */
  readonly by: 'handler' | 'label';
  /** Share of the profile without idle time. */
  readonly share: number;
}

/** Largest first. */
export function endpointsOf(work: Work, handlers: Handlers): Endpoint[] {
  return handlers.endpoints.map((endpoint) => ({
    name: endpointName(work, handlers, endpoint),
    label: handlers.labels.get(endpoint) ?? null,
    by: endpoint < work.grouping.length ? 'handler' : 'label',
    share: handlers.weights.get(endpoint)! / work.whole,
  }));
}

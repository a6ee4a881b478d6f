/** How long requests wait for a processor, and how far throughput scales: the laws behind utilisation and latency. */
import { power } from '../base/elementary.js';

/**
 * Mean wait over mean service time in a queue with c servers at utilisation rho (Sakasegawa 1977):
 *   Wq/S ~ rho^(sqrt(2(c+1)) - 1) / (c (1 - rho)) * (Ca^2 + Cs^2)/2
 * `variability` is (Ca^2 + Cs^2)/2, 1 for Poisson arrivals and exponential service. Infinity from rho = 1 up.
 */
export function queueWait(utilisation: number, servers: number, variability = 1): number {
  if (utilisation >= 1) return Number.POSITIVE_INFINITY;
  if (utilisation <= 0) return 0;
  return (power(utilisation, Math.sqrt(2 * (servers + 1)) - 1) / (servers * (1 - utilisation))) * variability;
}

/** The exact mean wait of M/M/c over mean service time, by Erlang's C formula. Infinity from rho = 1 up. */
export function erlangWait(utilisation: number, servers: number): number {
  if (utilisation >= 1) return Number.POSITIVE_INFINITY;
  const load = utilisation * servers;
  // Erlang B by its recursion, then C; no factorials that overflow.
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  const waits = blocked / (1 - utilisation * (1 - blocked));
  return waits / (servers * (1 - utilisation));
}

/** Little's law: N = X W, requests in the system from requests per second and seconds each. */
export function inSystem(requestsPerSecond: number, seconds: number): number {
  return requestsPerSecond * seconds;
}

/** Universal scalability law (Gunther): X(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)). */
export function scaledThroughput(n: number, lambda: number, sigma: number, kappa: number): number {
  return (lambda * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1));
}

/** N* = sqrt((1 - sigma)/kappa): more than that lowers throughput. Infinity without kappa. */
export function scalabilityPeak(sigma: number, kappa: number): number {
  return kappa === 0 ? Number.POSITIVE_INFINITY : Math.sqrt((1 - sigma) / kappa);
}

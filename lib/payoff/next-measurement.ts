/** Which one thing to find out next: a missing input first, else what is worth most to know. */
import type { Payoff } from './estimate.js';
import type { Simulation } from './simulation.js';
import type { Measurement } from './verdict.js';

/** Null where nothing that can be found out would change the decision. */
export function nextMeasurement(payoff: Payoff, simulation: Simulation | null): Measurement | null {
  if (payoff.money === null)
    return { what: 'fleetVcpu', how: 'give the vCPU of the fleet that runs the service', worthUsd: null };
  if (payoff.warnings.some(({ code }) => code === 'payoff-no-prior'))
    return {
      what: 'speedup',
      how: 'write the hottest function in the new language and measure it',
      worthUsd: null,
    };
  const best = simulation?.money?.information.find(({ measure, usd }) => measure !== null && usd > 0);
  // Crossings that nobody counted may eat all of the gain, which no draw shows.
  if (payoff.warnings.some(({ code }) => code === 'payoff-crossings-unknown'))
    return {
      what: payoff.breakEven.callsPerRequest === null ? 'cpuUsPerRequest' : 'callsPerRequest',
      how: 'count the calls across the boundary per request, and the CPU of a request',
      worthUsd: null,
    };
  if (best === undefined) return null;
  return { what: best.name, how: best.measure!, worthUsd: best.usd };
}

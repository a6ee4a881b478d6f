/** What is wrong or doubtful about an estimate: a closed list of codes, and the checks of inputs (warnings and errors). */
import { ProfileError } from '../base/errors.js';
import { formatShare } from '../base/units.js';
import { linearUtilisation } from './fleet.js';
import type { Price } from './prices.js';

/** `error`: the estimate is refused; `warning`: it stands, and says so. Explained in docs/warnings.md. */
export const CHECKS = {
  'payoff-shares-not-one': 'error',
  'payoff-set-overlaps': 'error',
  'payoff-no-price': 'error',
  'payoff-mispaired-load': 'error',
  'payoff-prior-order': 'error',
  'payoff-measured-over-set': 'error',
  'payoff-measured-loads': 'warning',
  'payoff-no-parity': 'warning',
  'payoff-no-prior': 'warning',
  'payoff-tax-twice': 'warning',
  'payoff-crossings-unknown': 'warning',
  'payoff-over-capacity': 'warning',
  'payoff-knee-not-measured': 'warning',
  'payoff-no-heap-profile': 'warning',
  'payoff-idle-gc-inseparable': 'warning',
  'payoff-memory-limit': 'warning',
  'payoff-kernel-share': 'warning',
  'payoff-floor-binds': 'warning',
  'payoff-over-ceiling': 'warning',
  'payoff-odd-price': 'warning',
  'payoff-all-priors': 'warning',
  'payoff-root-in-set': 'warning',
  'payoff-load-differs': 'warning',
  'payoff-shadow-gaps': 'warning',
  'payoff-static-fleet': 'warning',
  'payoff-commitment': 'warning',
  'payoff-old-data': 'warning',
} as const;

export type CheckCode = keyof typeof CHECKS;

export interface Check {
  readonly code: CheckCode;
  readonly severity: 'error' | 'warning';
  /** A plain sentence. */
  readonly message: string;
}

export function check(code: CheckCode, message: string): Check {
  return { code, severity: CHECKS[code], message };
}

/** Throws 'bad-model' with the first error's code and message. */
export function refuse(checks: readonly Check[]): void {
  const error = checks.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new ProfileError('bad-model', `${error.code}: ${error.message}`);
}

/** What is known of the profile behind an estimate; leave out what is not. Shares of the profile's CPU, 0 to 1. */
export interface ProfileFacts {
  /** All of the profile in disjoint parts, which must sum to 1: the set by kind, the other kinds, the background bins. */
  readonly shares?: readonly number[] | undefined;
  /** Weight of the set counted once a sample, and the sum of what its members were credited with. */
  readonly covered?: { readonly once: number; readonly credited: number } | undefined;
  /** Share of the collector on threads of its own. */
  readonly backgroundGc?: number | undefined;
  /** Whether bytes allocated below the set are known, and so its part of that. */
  readonly hasAllocations?: boolean | undefined;
  /** Kernel and network. */
  readonly kernelShare?: number | undefined;
  /** Inclusive share of the chosen functions together. */
  readonly coveredShare?: number | undefined;
  /** Go version of the recorded program, such as "1.20"; null: another language. */
  readonly goVersion?: string | null | undefined;
  /** The heap is held down by a memory limit (GOMEMLIMIT and the like). */
  readonly memoryLimited?: boolean | undefined;
  /** Utilisation while the profile was taken, 0 to 1. */
  readonly profileUtilisation?: number | undefined;
  /** Average utilisation of the fleet, 0 to 1. */
  readonly fleetUtilisation?: number | undefined;
  /** Loads that the service is said to bear: CPU us per request, requests per second, vCPU. */
  readonly claimedLoads?: readonly (readonly [number, number, number])[] | undefined;
  /** Strata (endpoint and shape of request) that a shadow test did not compare. */
  readonly shadowGaps?: number | undefined;
}

/** Of the set and the profile. Errors are in the list too: pass it through `refuse`. */
export function checkProfile(facts: ProfileFacts): Check[] {
  const found: Check[] = [];
  const note = (code: CheckCode, holds: boolean, message: () => string): void => {
    if (holds) found.push(check(code, message()));
  };
  const { shares, covered, backgroundGc = 0, kernelShare = 0, coveredShare = 0 } = facts;
  const sum = shares?.reduce((total, share) => total + share, 0) ?? 1;
  note('payoff-shares-not-one', !(Math.abs(sum - 1) <= 1e-9), () => `the shares sum to ${sum}; expected 1`);
  note(
    'payoff-set-overlaps',
    covered !== undefined && !(Math.abs(covered.once - covered.credited) <= 1e-9 * Math.max(1, covered.once)),
    () =>
      `the set holds ${covered!.once} but its members are credited with ${covered!.credited}: some samples count twice`,
  );
  note(
    'payoff-no-heap-profile',
    backgroundGc > 0.03 && facts.hasAllocations !== true,
    () =>
      `Background garbage collection takes ${formatShare(backgroundGc)} and no heap profile says who causes it: what goes away with the set is understated.`,
  );
  note(
    'payoff-idle-gc-inseparable',
    typeof facts.goVersion === 'string' && before(facts.goVersion, 1, 21) && backgroundGc > 0,
    () =>
      `Go ${facts.goVersion} does not tell idle from busy marking: collection may look dearer than it is.`,
  );
  note(
    'payoff-memory-limit',
    facts.memoryLimited === true && backgroundGc > 0,
    () => 'A memory limit paces the collector: bytes allocated are then a doubtful measure of who causes it.',
  );
  note(
    'payoff-kernel-share',
    kernelShare > 0.5,
    () => `Kernel and network take ${formatShare(kernelShare)}: no language makes them faster.`,
  );
  note(
    'payoff-root-in-set',
    coveredShare > 0.9,
    () =>
      `The set holds ${formatShare(coveredShare)} of the profile: a function that everything passes through is in it.`,
  );
  const [now, fleet] = [facts.profileUtilisation, facts.fleetUtilisation];
  note(
    'payoff-load-differs',
    now !== undefined && fleet !== undefined && (now > 2 * fleet || fleet > 2 * now),
    () =>
      `The profile was taken at a utilisation of ${formatShare(now!)}, the fleet runs at ${formatShare(fleet!)}: shares change with load.`,
  );
  for (const [cpuUs, requests, vcpu] of facts.claimedLoads ?? []) {
    const used = linearUtilisation(cpuUs, requests, vcpu);
    note(
      'payoff-over-capacity',
      used > 1,
      () =>
        `${requests} requests/s at ${cpuUs} us each would need ${formatShare(used)} of ${vcpu} vCPU: the figures are not of one measurement.`,
    );
  }
  note(
    'payoff-shadow-gaps',
    (facts.shadowGaps ?? 0) > 0,
    () => `${facts.shadowGaps} kinds of request were not compared: the rewrite is not verified for them.`,
  );
  return found;
}

/** More than one and a half times the list price, or less than spot. */
export function checkPrice(usdPerVcpuHour: number, list: Price, spot: Price): Check[] {
  if (!(usdPerVcpuHour > 0))
    return [check('payoff-no-price', `the price of a vCPU-hour is ${usdPerVcpuHour}; expected more than 0`)];
  const dear = usdPerVcpuHour > 1.5 * list.usdPerVcpuHour;
  if (!dear && usdPerVcpuHour >= spot.usdPerVcpuHour) return [];
  const against = dear
    ? `more than 1.5 times ${list.what} (${list.usdPerVcpuHour}, ${list.date})`
    : `less than ${spot.what} (${spot.usdPerVcpuHour}, ${spot.date})`;
  return [
    check('payoff-odd-price', `A vCPU-hour at ${usdPerVcpuHour} USD is ${against}: say what is in it.`),
  ];
}

function before(version: string, major: number, minor: number): boolean {
  const [a = 0, b = 0] = version.replace(/^go/, '').split('.').map(Number);
  return a < major || (a === major && b < minor);
}

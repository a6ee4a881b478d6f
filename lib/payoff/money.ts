/** Prices: vCPU saved to money per year. */

/** 365 days; prices and published yearly figures use it. */
export const HOURS_PER_YEAR = 8760;

/** The price of a vCPU-hour with the memory that goes with it: P_vcpu + P_gb * GB per vCPU. */
export function allInPrice(usdPerVcpuHour: number, usdPerGbHour: number, gbPerVcpu: number): number {
  return usdPerVcpuHour + usdPerGbHour * gbPerVcpu;
}

/**
 * vCPU that leave the bill at once, and those that do when the commitment lapses. Capacity on demand is given up first;
 * `coverage` (0 to 1) of the fleet is committed and is paid until then, used or not. A cost (negative) is paid at once.
 */
export function splitByCommitment(
  vcpuSaved: number,
  fleetVcpu: number,
  coverage: number,
): { now: number; lapsing: number } {
  const now = Math.min(vcpuSaved, fleetVcpu * (1 - coverage));
  return { now, lapsing: vcpuSaved - now };
}

/** The price after a commitment discount of 0 to 1. */
export function effectivePrice(listUsdPerHour: number, discount: number): number {
  return listUsdPerHour * (1 - discount);
}

/**
 * USD per year for capacity that is no longer rented: (V0 - V1) 8760 P_vcpu + (M0 - M1) 8760 P_gb.
 * Before any allowance for freed cores that are reused instead of returned.
 */
export function usdPerYear(vcpuSaved: number, usdPerVcpuHour: number, gbSaved = 0, usdPerGbHour = 0): number {
  return HOURS_PER_YEAR * (vcpuSaved * usdPerVcpuHour + gbSaved * usdPerGbHour);
}

/** A price per vCPU-hour that a yearly sum and a number of vCPU imply: USD/vCPU/8760. */
export function impliedPrice(usdPerYearSaved: number, vcpu: number): number {
  return usdPerYearSaved / vcpu / HOURS_PER_YEAR;
}

/**
 * Yearly cost of the code under `samples` samples taken at `hz` per second and core over a window of `windowS` seconds:
 *   core seconds = samples/hz;  USD = core hours * price * 31,536,000/window.
 * The formula of Elastic Universal Profiling (elastic/kibana, calculate_impact_estimates), which samples at 20 Hz
 * and prices a core hour at 0.0425 USD.
 */
export function usdPerYearOfSamples(
  samples: number,
  hz: number,
  windowS: number,
  usdPerCoreHour: number,
): number {
  return (samples / hz / 3600) * usdPerCoreHour * ((HOURS_PER_YEAR * 3600) / windowS);
}

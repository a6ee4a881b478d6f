/** Electricity and CO2 of saved vCPU, by the method of Cloud Carbon Footprint. */

/** Watts per vCPU idle and busy, the data centre's overhead factor, and the grid's intensity. */
export interface PowerModel {
  readonly minWatts: number;
  readonly maxWatts: number;
  readonly pue: number;
  readonly kgPerKwh: number;
}

/** AWS us-east-1. Source: cloud-carbon-footprint repository, March 2024 (data of 2020-21). */
export const AWS_US_EAST_1: PowerModel = { minWatts: 0.74, maxWatts: 3.5, pue: 1.135, kgPerKwh: 0.379069 };

/**
 * kWh per year = (Wmin + U (Wmax - Wmin)) * vCPU * 8760 * PUE/1000, and kg CO2e = kWh * intensity, for instances that
 * are removed and ran at `utilisation` (0 to 1). Embodied carbon is not included.
 */
export function carbonPerYear(
  vcpuSaved: number,
  utilisation: number,
  power: PowerModel,
): { kwh: number; kg: number } {
  const watts = power.minWatts + utilisation * (power.maxWatts - power.minWatts);
  const kwh = (watts * vcpuSaved * 8760 * power.pue) / 1000;
  return { kwh, kg: kwh * power.kgPerKwh };
}

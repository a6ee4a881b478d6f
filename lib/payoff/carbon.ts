/** Electricity and CO2 of saved vCPU, by the method of Cloud Carbon Footprint. */
import { ProfileError } from '../base/errors.js';
import { GRIDS, type Grid, PROVIDERS, type Provider } from './carbon-factors.js';
import { HOURS_PER_YEAR } from './money.js';

/** Watts per vCPU idle and busy, the data centre's overhead factor, and the grid's intensity. */
export interface PowerModel {
  readonly minWatts: number;
  readonly maxWatts: number;
  readonly pue: number;
  readonly kgPerKwh: number;
}

/** The factors of a region of carbon-factors.ts; throws 'bad-model' for one that is not there. */
export function powerModel(region: string): PowerModel {
  const { provider, grid } = powerRows(region);
  const { minWatts, maxWatts, pue } = provider;
  return { minWatts, maxWatts, pue, kgPerKwh: grid.kgPerKwh };
}

/** The same with their sources. */
export function powerRows(region: string): { readonly provider: Provider; readonly grid: Grid } {
  const grid = GRIDS.find((row) => row.region === region);
  const provider = PROVIDERS.find(({ id }) => id === grid?.provider);
  if (grid === undefined || provider === undefined)
    throw new ProfileError(
      'bad-model',
      `there are no carbon factors for ${region}; expected one of ${GRIDS.map((row) => row.region).join(', ')}`,
    );
  return { provider, grid };
}

/** AWS us-east-1: the default. */
export const AWS_US_EAST_1: PowerModel = powerModel('aws-us-east-1');

/**
 * kWh per year = (Wmin + U (Wmax - Wmin)) * vCPU * 8760 * PUE/1000, and kg CO2e = kWh * intensity, for instances that
 * are removed and ran at `utilisation` (0 to 1). Embodied carbon is not included.
 */
export function carbonPerYear(
  vcpuSaved: number,
  utilisation: number,
  power: PowerModel,
): { kwh: number; kg: number } {
  return energy(power.minWatts + utilisation * (power.maxWatts - power.minWatts), vcpuSaved, power);
}

/** The same where no instance is removed and `vcpu` only run cooler, by `utilisationFall` (0 to 1): (Wmax - Wmin) dU. */
export function carbonOfCoolerYear(
  vcpu: number,
  utilisationFall: number,
  power: PowerModel,
): { kwh: number; kg: number } {
  return energy(utilisationFall * (power.maxWatts - power.minWatts), vcpu, power);
}

function energy(watts: number, vcpu: number, power: PowerModel): { kwh: number; kg: number } {
  const kwh = (watts * vcpu * HOURS_PER_YEAR * power.pue) / 1000;
  return { kwh, kg: kwh * power.kgPerKwh };
}

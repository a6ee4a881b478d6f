/** Watts of a vCPU, overheads of data centres and intensities of grids: data, dated, with sources. */

/** When the tables were last gone through; see data-age.ts. */
export const CARBON_DATED = '2024-03';

/** Of one provider's vCPU: watts idle and busy, and the data centre's overhead factor. */
export interface Provider {
  readonly id: string;
  readonly minWatts: number;
  readonly maxWatts: number;
  readonly pue: number;
  readonly source: string;
}

/** A region's grid. */
export interface Grid {
  readonly region: string;
  readonly provider: string;
  readonly kgPerKwh: number;
  readonly source: string;
}

const CCF = 'cloud-carbon-footprint repository, March 2024 (data of 2020-21)';
const ELASTIC = 'Elastic Universal Profiling CO2Calculator: watts of a core, busy or not';

export const PROVIDERS: readonly Provider[] = [
  { id: 'aws', minWatts: 0.74, maxWatts: 3.5, pue: 1.135, source: CCF },
  { id: 'gcp', minWatts: 0.68, maxWatts: 4.11, pue: 1.1, source: `${CCF}; median of the machine families` },
  { id: 'azure', minWatts: 0.74, maxWatts: 3.54, pue: 1.185, source: CCF },
  { id: 'elastic-x86', minWatts: 7, maxWatts: 7, pue: 1.7, source: ELASTIC },
  { id: 'elastic-arm', minWatts: 2.8, maxWatts: 2.8, pue: 1.7, source: ELASTIC },
];

/** The first is the default of the model. */
export const GRIDS: readonly Grid[] = [
  { region: 'aws-us-east-1', provider: 'aws', kgPerKwh: 0.379069, source: `${CCF}; SERC` },
  { region: 'aws-us-west-2', provider: 'aws', kgPerKwh: 0.322167, source: `${CCF}; WECC` },
  { region: 'aws-eu-west-1', provider: 'aws', kgPerKwh: 0.2786, source: CCF },
  { region: 'aws-ap-southeast-1', provider: 'aws', kgPerKwh: 0.408, source: CCF },
  { region: 'elastic-x86', provider: 'elastic-x86', kgPerKwh: 0.379069, source: ELASTIC },
  { region: 'elastic-arm', provider: 'elastic-arm', kgPerKwh: 0.379069, source: ELASTIC },
];

/** Electricity of memory, kWh per GB and hour. Not used: memory that goes with an instance is not counted apart. */
export const KWH_PER_GB_HOUR = 0.000392;

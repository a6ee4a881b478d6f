/** The flags that set cost parameters: each names one key of CostModelOptions. */
import type { CostModelOptions } from '../lib/payoff/cost-model.js';

export const COST_FLAGS: readonly {
  readonly flag: string;
  readonly key: keyof CostModelOptions;
  readonly describe: string;
}[] = [
  { flag: 'fleet-vcpu', key: 'fleetVcpu', describe: 'vCPU of the fleet that runs the service' },
  { flag: 'instance-vcpu', key: 'instanceVcpu', describe: 'vCPU of one instance' },
  { flag: 'min-instances', key: 'minInstances', describe: 'instances that must always run' },
  { flag: 'zones', key: 'zones', describe: 'zones that each need an instance' },
  { flag: 'usd-per-vcpu-hour', key: 'usdPerVcpuHour', describe: 'price of a vCPU-hour, USD' },
  { flag: 'speedup', key: 'speedup', describe: 'local speedup of the new code, measured or assumed' },
  { flag: 'bias-shrink', key: 'biasShrink', describe: 'how much of a published gain to believe, 0 to 1' },
  { flag: 'realise', key: 'realise', describe: 'part of the saving that reaches the bill, 0 to 1' },
  { flag: 'person-month-usd', key: 'personMonthUsd', describe: 'a loaded person-month, USD' },
  { flag: 'fixed-usd', key: 'fixedUsd', describe: 'one-off cost, USD' },
  { flag: 'maintenance', key: 'maintenance', describe: 'upkeep a year as part of the build cost' },
  { flag: 'language-fte', key: 'languageFte', describe: 'people who keep the second language alive' },
  { flag: 'horizon-years', key: 'horizonYears', describe: 'years that count' },
  { flag: 'discount-rate', key: 'discountRate', describe: 'cost of capital a year' },
];

/** The cost parameters that were given. */
export function costOptions(argv: Readonly<Record<string, unknown>>): CostModelOptions {
  const given = COST_FLAGS.filter(({ flag }) => argv[flag] !== undefined).map(
    ({ flag, key }) => [key, argv[flag] as number] as const,
  );
  return Object.fromEntries(given);
}

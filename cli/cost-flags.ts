/** The flags that set cost parameters: each names one key of CostModelOptions. Values may have units. */
import { ProfileError } from '../lib/base/errors.js';
import type { CostModelOptions } from '../lib/payoff/cost-model.js';
import { costValue } from './cost-values.js';

type Flag = readonly [key: keyof CostModelOptions, describe: string];

const NUMBERS: readonly Flag[] = [
  ['fleetVcpu', 'vCPU of the fleet that runs the service'],
  ['averageVcpu', 'its vCPU on average over the day, where it is scaled by itself'],
  ['fleetUtil', 'its average CPU utilisation, 0 to 1'],
  ['serviceShare', "the service's part of the fleet, 0 to 1"],
  ['instanceVcpu', 'vCPU of one instance'],
  ['instanceGb', 'memory of one instance, GB'],
  ['minInstances', 'instances that must always run'],
  ['zones', 'zones that each need instances'],
  ['instancesPerZone', 'instances that each zone needs'],
  ['targetUtilOld', 'CPU utilisation the fleet is sized for, 0 to 1'],
  ['targetUtilNew', 'the same after the rewrite'],
  ['kneeUtilOld', 'highest utilisation that meets the latency goal, 0 to 1'],
  ['kneeUtilNew', 'the same after the rewrite'],
  ['memGbUsed', 'memory in use by the fleet, GB'],
  ['memSaving', 'part of the memory that the rewrite saves'],
  ['memUtil', "part of an instance's memory that may be used"],
  ['usdPerVcpuHour', 'price of a vCPU-hour, USD'],
  ['usdPerGbHour', 'price of a GB-hour of memory on top, USD'],
  ['discount', 'discount on that price, 0 to 1'],
  ['commitCoverage', 'part of the fleet under a commitment, 0 to 1'],
  ['commitMonthsLeft', 'months until that lapses'],
  ['speedup', 'local speedup of the new code, measured or assumed'],
  ['speedupLow', 'its 10 % point'],
  ['speedupHigh', 'its 90 % point'],
  ['rhoGc', 'part of the collector work of the set that goes away, 0 to 1'],
  ['biasShrink', 'how much of a published gain to believe, 0 to 1'],
  ['callsPerRequest', 'calls across the boundary per request'],
  ['callbacksPerRequest', 'calls back into the old language per request'],
  ['bytesPerCall', 'bytes passed per call'],
  ['crossingUs', 'CPU of one crossing, microseconds'],
  ['cpuUsPerRequest', 'CPU of one request today, microseconds'],
  ['requestsPerSecond', 'load at which the fleet has that utilisation'],
  ['onCpuShare', "part of a request's time that it is on the CPU, 0 to 1"],
  ['profileUtil', 'CPU utilisation of the hosts while they were profiled, 0 to 1'],
  ['criticalShare', 'part of the saved CPU that a request waits for, 0 to 1'],
  ['realise', 'part of the saving that reaches the bill, 0 to 1'],
  ['realiseLow', 'its least'],
  ['realiseHigh', 'its most'],
  ['effortPm', 'effort, person-months'],
  ['effortLow', 'its 10 % point'],
  ['effortHigh', 'its 90 % point'],
  ['overrunChance', 'probability that it takes three to five times as long'],
  ['failure', 'probability that the rewrite is given up'],
  ['failureCorrelation', 'how far cost and failure go together, rank correlation 0 to 0.95'],
  ['spikePm', 'effort of a prototype, person-months'],
  ['sloc', 'lines of code to be rewritten'],
  ['personMonthUsd', 'a loaded person-month, USD'],
  ['fixedUsd', 'one-off cost, USD'],
  ['maintenance', 'upkeep a year as part of the build cost'],
  ['maintenanceLow', 'its least'],
  ['maintenanceHigh', 'its most'],
  ['languageFte', 'people who keep the second language alive'],
  ['horizonYears', 'years that count'],
  ['discountRate', 'cost of capital a year'],
  ['growth', 'growth of traffic a year'],
];

const WORDS: readonly Flag[] = [
  ['from', 'language of the profiled code; default what its names say'],
  ['to', 'language of the rewrite'],
  ['boundary', 'where the new code runs: endpoint, ffi, wasm, sidecar, service'],
  ['bottleneck', 'what limits the service: cpu, lock, io, unknown'],
  ['scaling', 'whether the fleet scales by itself: static, auto'],
  ['priceDate', 'day of the prices and rates that are given'],
  ['runtimeVersion', 'version of the old runtime, such as 1.24'],
  ['memoryLimit', 'whether a memory limit paces the collector'],
  ['region', 'region of the carbon factors'],
  ['speedupBasis', 'where --speedup comes from: given, prior, spike, measured'],
];

const flagOf = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const COST_FLAGS = [...NUMBERS, ...WORDS].map(([key, describe]) => ({
  flag: flagOf(key),
  key,
  describe,
}));

/** The cost parameters that were given. Throws 'bad-model' that names the flag, what was given and what was expected. */
export function costOptions(argv: Readonly<Record<string, unknown>>): CostModelOptions {
  const given: [string, number | string][] = [];
  for (const { flag, key } of COST_FLAGS) {
    if (argv[flag] === undefined) continue;
    const read = costValue(key, argv[flag]);
    if ('refusal' in read) throw new ProfileError('bad-model', `--${flag}: ${read.refusal}`);
    given.push([key, read.value]);
  }
  return Object.fromEntries(given);
}

/** yargs takes "-10%" for a bundle of flags; "--growth=-10%" it leaves alone. */
export function joinNegatives(words: readonly string[]): string[] {
  const flags = new Set(COST_FLAGS.map(({ flag }) => `--${flag}`));
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const next = words[i + 1];
    if (words[i] === '--') return [...joined, ...words.slice(i)];
    if (flags.has(words[i]!) && next !== undefined && /^-[\d.$]/u.test(next)) {
      joined.push(`${words[i]}=${next}`);
      i++;
    } else joined.push(words[i]!);
  }
  return joined;
}

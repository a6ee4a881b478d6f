/** What `payoff` takes of a comparison: from the comparison itself, or from the JSON that `verify` wrote of it. */

import { atByte, ProfileError } from '../base/errors.js';
import { type Fields, isFields } from '../base/json-fields.js';
import type { MeasuredLoad } from '../payoff/measured.js';
import type { MeasuredParity } from '../payoff/proof.js';
import type { LoadComparison } from './load.js';
import type { Parity } from './parity.js';

/** The parts of a comparison that its JSON has too. */
type LoadResult = Pick<LoadComparison, 'cpu' | 'memoryRatio' | 'capacity' | 'warnings'> & {
  readonly [side in 'old' | 'new']: Pick<LoadComparison['old'], 'cpuMicrosPerRequest' | 'latencyMs' | 'knee'>;
};
type ParityResult = Pick<Parity, 'counts' | 'requests' | 'users' | 'endpoints'>;

/** Throws ProfileError 'bad-model' where the CPU of a side is not known. `name`: what the report calls it. */
export function measuredLoad(load: LoadResult, name: string): MeasuredLoad {
  const { cpu, capacity, memoryRatio, warnings } = load;
  if (cpu === null)
    throw new ProfileError(
      'bad-model',
      `${name} does not know the CPU of both sides, without which nothing is measured; add a meter to its runs (docs/verify.md)`,
    );
  const pair = (of: (side: LoadResult['old']) => number | null): readonly [number, number] | null => {
    const [old, fresh] = [of(load.old), of(load.new)];
    return old === null || fresh === null ? null : [old, fresh];
  };
  return {
    name,
    ratio: cpu.ratio,
    interval: cpu.interval,
    basis: cpu.basis,
    runs: cpu.blocks,
    cpuMicros: pair(({ cpuMicrosPerRequest }) => cpuMicrosPerRequest),
    memoryRatio,
    capacity:
      capacity === null
        ? null
        : {
            ratio: capacity.ratio,
            low: capacity.low,
            high: capacity.high,
            kneeUtilisation: pair(({ knee }) => knee?.utilisation ?? null),
          },
    p50Ms: pair(({ latencyMs }) => latencyMs?.p50 ?? null),
    p99Ms: pair(({ latencyMs }) => latencyMs?.p99 ?? null),
    warnings,
  };
}

export function measuredParity(
  { counts, requests, users, endpoints }: ParityResult,
  name: string,
): MeasuredParity {
  return {
    name,
    compared: counts.compared,
    mismatched: counts.mismatched,
    bound: counts.compared === 0 ? null : Math.max(requests.bound, users?.bound ?? 0),
    unverified: endpoints.flatMap(({ endpoint, verified, statuses }) =>
      verified
        ? statuses.filter((one) => !one.verified).map(({ status }) => `${endpoint} ${status}`)
        : [endpoint],
    ),
  };
}

/** The JSON of `verify load`. Throws ProfileError 'bad-value' for anything else, and as `measuredLoad` does. */
export function readLoadResult(text: string, name: string): MeasuredLoad {
  const value = resultOf(text, name, 'verify load');
  const isPositive = (number: unknown): boolean =>
    typeof number === 'number' && Number.isFinite(number) && number > 0;
  const { cpu } = value as { readonly cpu?: Partial<NonNullable<LoadResult['cpu']>> | null };
  const isWhole =
    isFields(value['old']) &&
    isFields(value['new']) &&
    Array.isArray(value['warnings']) &&
    (cpu === null ||
      (isFields(cpu) &&
        isPositive(cpu.ratio) &&
        Array.isArray(cpu.blocks) &&
        (cpu.interval === null ||
          (isFields(cpu.interval) && isPositive(cpu.interval.low) && isPositive(cpu.interval.high)))));
  if (!isWhole) notWhole(name, 'verify load');
  return measuredLoad(value as unknown as LoadResult, name);
}

/** The JSON of `verify parity`. Throws ProfileError 'bad-value' for anything else. */
export function readParityResult(text: string, name: string): MeasuredParity {
  const value = resultOf(text, name, 'verify parity');
  const { counts, requests, endpoints } = value as Partial<Record<keyof ParityResult, unknown>>;
  const isWhole =
    isFields(counts) &&
    typeof counts['compared'] === 'number' &&
    typeof counts['mismatched'] === 'number' &&
    isFields(requests) &&
    typeof requests['bound'] === 'number' &&
    Array.isArray(endpoints);
  if (!isWhole) notWhole(name, 'verify parity');
  return measuredParity(value as unknown as ParityResult, name);
}

function resultOf(text: string, name: string, command: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ProfileError(
      'bad-value',
      `is no JSON; expected what "${command} --json" writes`,
      atByte(name, 0),
      {
        cause,
      },
    );
  }
  if (!isFields(value) || value['command'] !== command)
    throw new ProfileError(
      'bad-value',
      `is not the result of "${command}"; expected what "flameworth ${command} --json" writes`,
      atByte(name, 0),
    );
  if (value['schemaVersion'] !== 1)
    throw new ProfileError(
      'bad-value',
      `has schemaVersion ${JSON.stringify(value['schemaVersion'])}; this version reads 1`,
      atByte(name, 0),
    );
  return value;
}

function notWhole(name: string, command: string): never {
  throw new ProfileError(
    'bad-value',
    `lacks parts that "${command} --json" writes; expected the whole of it`,
    atByte(name, 0),
  );
}

/** The JSON of `diff`: the comparison in the envelope of the other commands, with what gates and budgets say. */
import type { BudgetResult } from '../compare/budgets.js';
import type { Comparison } from '../compare/comparison.js';
import type { Trip } from '../compare/gates.js';
import type { Profile } from '../profile/profile.js';
import { profileBlock, SCHEMA_VERSION, type Tool } from './json.js';

/** What the command adds to a comparison. */
export interface DiffOutcome {
  readonly comparison: Comparison;
  readonly trips: readonly Trip[];
  readonly budgets: readonly BudgetResult[];
}

/** `limit`: rows at most besides the findings, which are all there; 0: all. */
export function diffJson(
  tool: Tool,
  [base, head]: readonly [Profile, Profile],
  { comparison, trips, budgets }: DiffOutcome,
  configuration: string | null,
  limit: number,
): unknown {
  const { rows, findings, base: before, head: after, sampleType, ...rest } = comparison;
  const block = (profile: Profile) => profileBlock(profile, typeRow(profile, sampleType));
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    configuration,
    sampleType,
    base: { ...block(base), ...before },
    head: { ...block(head), ...after },
    ...rest,
    findings: findings.length,
    rowsFound: rows.length,
    rows: limit === 0 ? rows : rows.slice(0, Math.max(limit, findings.length)),
    gates: trips.map(({ gate, name, message }) => ({ gate, name, message })),
    budgets: budgets.map(({ budget, limit: on, allowed, actual, interval, status }) => ({
      function: budget.function ?? null,
      package: budget.package ?? null,
      limit: on,
      allowed,
      actual,
      interval,
      status,
      reason: budget.reason,
      owner: budget.owner,
      expires: budget.expires ?? null,
    })),
  };
}

function typeRow({ sampleTypes }: Profile, { type, unit }: Comparison['sampleType']): number {
  return (sampleTypes as Comparison['sampleType'][]).findIndex(
    (one) => one.type === type && one.unit === unit,
  );
}

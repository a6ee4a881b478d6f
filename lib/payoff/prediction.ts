/** A prediction that was written down: the JSON of `payoff` or `analyze`, as far as an outcome can be held against it. */
import { atByte, ProfileError } from '../base/errors.js';
import { type Fields, isFields } from '../base/json-fields.js';
import { type Range, Z90 } from './range.js';

/** One kind of work of the set. */
export interface PredictedPart {
  readonly kind: string;
  /** Of the CPU, 0 to 1; a tax's times its weight. */
  readonly share: number;
  /** P10, P50, P90 that were used; null: the work goes away. */
  readonly speedup: Range | null;
  /** Parts with the same name have the same luck: the row of the tables, such as `speedup.json`. */
  readonly input: string;
}

export interface Prediction {
  readonly from: string;
  readonly to: string;
  /** Of the simulation: P10, P50, P90 of the CPU saved. */
  readonly cpuSaving: Range;
  readonly parts: readonly PredictedPart[];
  /** What crossings were thought to add. */
  readonly boundaryShare: number;
  /** Standard deviation of the saving from the profile's own uncertainty, at the likely speedups. */
  readonly sharesSd: number;
}

/** Throws ProfileError 'bad-value' for what is no such JSON, and for one that had a measurement in it already. */
export function readPrediction(text: string, name: string): Prediction {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ProfileError('bad-value', 'is no JSON; expected what "payoff --json" writes', atByte(name, 0), {
      cause,
    });
  }
  const wrong = (what: string): never => {
    throw new ProfileError('bad-value', `${what}; expected what "payoff --json" writes`, atByte(name, 0));
  };
  const { simulation, payoff, assumptions, proof, schemaVersion } = fields(value) ?? wrong('is no object');
  if (schemaVersion !== 1)
    wrong(`has schemaVersion ${JSON.stringify(schemaVersion)}, where this version reads 1`);
  if (fields(proof)?.['load'] != null) wrong('was made with --measured, so it is no prediction');
  const saving = rangeOf(fields(simulation)?.['cpuSaving']) ?? wrong('has no simulation.cpuSaving');
  const { parts, taxes, boundaryShare } = fields(payoff) ?? wrong('has no payoff');
  if (!Array.isArray(parts) || !Array.isArray(taxes)) wrong('has no payoff.parts or no payoff.taxes');
  const word = (wanted: string): string => {
    const row = (Array.isArray(assumptions) ? assumptions : []).find(
      (one) => fields(one)?.['name'] === wanted,
    );
    const found = fields(row)?.['value'];
    return typeof found === 'string' ? found : wrong(`has no assumption "${wanted}"`);
  };
  const part = (one: unknown): PredictedPart => {
    const { kind, share, speedup, input, weight = 1 } = fields(one) ?? wrong('has a part that is no object');
    if (typeof kind !== 'string' || typeof input !== 'string') wrong('has a part without kind or input');
    if (typeof share !== 'number' || typeof weight !== 'number') wrong('has a part without a share');
    const goesAway = fields(speedup)?.['p50'] === null;
    return {
      kind: kind as string,
      input: input as string,
      share: (share as number) * (weight as number),
      speedup: goesAway ? null : (rangeOf(speedup) ?? wrong('has a part without a speedup')),
    };
  };
  return {
    from: word('from'),
    to: word('to'),
    cpuSaving: saving,
    parts: [...(parts as unknown[]), ...(taxes as unknown[])].map(part).filter(({ share }) => share > 0),
    boundaryShare: typeof boundaryShare === 'number' ? boundaryShare : 0,
    sharesSd: sharesSd(fields(simulation)?.['inputs']),
  };
}

function sharesSd(inputs: unknown): number {
  const rows = Array.isArray(inputs) ? (inputs as unknown[]) : [];
  const row = rows.find((one) => fields(one)?.['name'] === 'shares');
  const range = rangeOf(fields(row)?.['range']);
  return range === null ? 0 : Math.max(0, range.p90 - range.p10) / (2 * Z90);
}

function fields(value: unknown): Fields | null {
  return isFields(value) ? value : null;
}

function rangeOf(value: unknown): Range | null {
  const { p10, p50, p90 } = fields(value) ?? {};
  const isNumber = (one: unknown): one is number => typeof one === 'number' && Number.isFinite(one);
  return isNumber(p10) && isNumber(p50) && isNumber(p90) ? { p10, p50, p90 } : null;
}

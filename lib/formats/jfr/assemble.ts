/** The samples of a recording as a profile: each kind that occurs becomes sample types. */
import { atByte, ProfileError } from '../../base/errors.js';
import { type LabelInput, ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile, type Source, type ValueType } from '../../profile/profile.js';
import type { ReadContext } from '../format.js';
import { type Kind, ORDER, typesOf } from './kinds.js';
import type { Stacks } from './stacks.js';

/** Columns by sample. */
export interface Recording {
  readonly name: string;
  /** Rows of ORDER. */
  readonly kinds: Int32Array;
  readonly stackOf: Int32Array;
  readonly labelsOf: Int32Array;
  readonly counts: Float64Array;
  /** NaN where the weight is not known. */
  readonly weights: Float64Array;
  readonly times: Float64Array;
  readonly labels: readonly (readonly LabelInput[])[];
  readonly stacks: Stacks;
  readonly interval: number;
  readonly start: bigint | null;
  readonly duration: bigint;
}

/** The columns of a kind; NONE: no weight. */
interface Columns {
  readonly count: number;
  readonly weight: number;
}

export function assemble(recording: Recording, source: Source, context: ReadContext): Profile {
  const { kinds, stacks } = recording;
  const place = atByte(recording.name, null);
  if (kinds.length === 0)
    throw new ProfileError(
      'empty',
      'the recording has no samples: no jdk.ExecutionSample and no allocation events; record with settings=profile',
      place,
    );
  const { types, columns } = columnsOf(recording);
  const builder = new ProfileBuilder(types, stacks.lists);
  const places = stacks.places.map(({ module, frames }) => {
    const mapping = module === null ? NONE : builder.mapping({ file: module });
    return builder.location(
      mapping,
      0n,
      frames.flatMap(({ name, systemName, line }) =>
        name === null ? [] : [{ function: builder.function(name, systemName, null, 0), line, column: 0 }],
      ),
    );
  });
  builder.renumberStacks((row) => places[row]!);
  const sets = recording.labels.map((labels) => builder.labelSet(labels));
  const values = types.map(() => 0);
  for (let sample = 0; sample < kinds.length; sample++) {
    const { count, weight } = columns.get(ORDER[kinds[sample]!]!)!;
    values[count] = recording.counts[sample]!;
    if (weight !== NONE) values[weight] = recording.weights[sample]!;
    builder.sample(
      recording.stackOf[sample]!,
      sets[recording.labelsOf[sample]!]!,
      values,
      recording.times[sample]!,
    );
    values.fill(0);
  }
  tell(recording, context);
  const first = columns.get(ORDER.find((kind) => columns.has(kind))!)!;
  const cpu = types.find(({ type }) => type === 'cpu');
  return builder.finish({
    sources: [source],
    defaultSampleType: first.weight === NONE ? first.count : first.weight,
    period: cpu === undefined ? null : { type: cpu, value: recording.interval },
    startTime: recording.start,
    duration: recording.duration > 0n ? Number(recording.duration) : null,
    warnings: context.diagnostics.list(),
  });
}

/** A weight is a type only where every sample of its kind has one: half a sum would pass for a whole. */
function columnsOf({ kinds, weights }: Recording): { types: ValueType[]; columns: Map<Kind, Columns> } {
  const weighed = ORDER.map(() => true);
  const seen = new Set<Kind>();
  for (let sample = 0; sample < kinds.length; sample++) {
    seen.add(ORDER[kinds[sample]!]!);
    if (Number.isNaN(weights[sample]!)) weighed[kinds[sample]!] = false;
  }
  const types: ValueType[] = [];
  const columns = new Map<Kind, Columns>();
  const row = ({ type, unit }: ValueType): number => {
    const known = types.findIndex((other) => other.type === type && other.unit === unit);
    return known === -1 ? types.push({ type, unit }) - 1 : known;
  };
  for (const [index, kind] of ORDER.entries()) {
    if (!seen.has(kind)) continue;
    const { count, weight } = typesOf(kind, seen);
    columns.set(kind, {
      count: row(count),
      weight: weight === null || weighed[index] !== true ? NONE : row(weight),
    });
  }
  return { types, columns };
}

function tell({ name, stacks, weights }: Recording, { diagnostics }: ReadContext): void {
  const place = atByte(name, null);
  if (stacks.truncated > 0)
    diagnostics.note(
      'jfr-truncated-stacks',
      `${stacks.truncated} different stacks are cut at their root (record with a larger stackdepth)`,
      place,
      stacks.truncated,
    );
  const unweighed = weights.reduce((sum, weight) => sum + (Number.isNaN(weight) ? 1 : 0), 0);
  if (unweighed > 0)
    diagnostics.note(
      'jfr-no-interval',
      `the recording does not say how often ${unweighed} samples were taken: they are counted only`,
      place,
      unweighed,
    );
}

/** Samples of perf as a profile's: those of the thread that is meant, with a column for each event's count and one for its periods. */
import type { Float64Builder, Int32Builder } from '../../base/columns.js';
import type { ProfileBuilder } from '../../profile/builder.js';
import { NONE } from '../../profile/profile.js';

/** Sample s has stack `stackOf[s]`, a row of the builder's; who was sampled, or a negative number; its event; its period. */
export interface PerfSamples {
  readonly stackOf: Int32Builder;
  readonly whoOf: Int32Builder;
  readonly eventOf: Int32Builder;
  readonly periods: Float64Builder;
  /** Periods beyond 2^53 by sample; `periods` holds their nearest floats. */
  readonly widePeriods: ReadonlyMap<number, bigint>;
}

/** By event: the sample types of its count and of its periods, NONE where it has none. Events without a sample may be left out. */
export interface EventTypes {
  readonly countOf: readonly number[];
  readonly periodOf: readonly number[];
}

/**
 * `labels`: the set of labels of each row of who was sampled; `kept`: 1 for those rows whose samples count, null for all;
 * `times`: of each sample. The columns become the profile's, as there may be millions of samples: they are not to be used afterwards.
 */
export function adoptPerfSamples(
  builder: ProfileBuilder,
  { stackOf, whoOf, eventOf, periods, widePeriods }: PerfSamples,
  types: EventTypes,
  labels: Int32Array,
  kept: Uint8Array | null,
  times: Float64Array<ArrayBuffer> | null,
): void {
  const rows = kept === null ? null : rowsOf(whoOf.finish(), kept);
  const stack = rows?.map((sample) => stackOf.data[sample]!) ?? stackOf.finish();
  const labelOf = rows?.map((sample) => whoOf.data[sample]!) ?? whoOf.finish();
  for (let row = 0; row < labelOf.length; row++)
    labelOf[row] = labelOf[row]! < 0 ? 0 : labels[labelOf[row]!]!;
  builder.adoptSamples({
    stack,
    labels: labelOf,
    values: valuesOf(builder.sampleTypes.length, eventOf.finish(), periods.finish(), types, rows),
    time: times === null || rows === null ? times : Float64Array.from(rows, (sample) => times[sample]!),
  });
  for (let row = 0; widePeriods.size > 0 && row < stack.length; row++) {
    const sample = rows === null ? row : rows[row]!;
    const wide = widePeriods.get(sample);
    const type = types.periodOf[eventOf.data[sample]!]!;
    if (wide !== undefined && type !== NONE) builder.keepExact(type, row, wide);
  }
}

function rowsOf(whoOf: Int32Array<ArrayBuffer>, kept: Uint8Array): Int32Array<ArrayBuffer> {
  return whoOf.map((who, sample) => (kept[who] === 1 ? sample : NONE)).filter((sample) => sample !== NONE);
}

/** 1 and the period of the sample's event, 0 of all others. */
function valuesOf(
  types: number,
  eventOf: Int32Array,
  periods: Float64Array<ArrayBuffer>,
  { countOf, periodOf }: EventTypes,
  rows: Int32Array | null,
): Float64Array<ArrayBuffer>[] {
  const count = rows?.length ?? eventOf.length;
  const single = new Set(countOf).size === 1;
  if (rows === null && single) return [new Float64Array(count).fill(1), periods].slice(0, types);
  const values = Array.from({ length: types }, () => new Float64Array(count));
  for (let row = 0; row < count; row++) {
    const sample = rows === null ? row : rows[row]!;
    const event = eventOf[sample]!;
    values[countOf[event]!]![row] = 1;
    if (periodOf[event] !== NONE) values[periodOf[event]!]![row] = periods[sample]!;
  }
  return values;
}

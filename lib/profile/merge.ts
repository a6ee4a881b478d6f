/** Several profiles into one, by pprof's rules (google/pprof profile/merge.go): common sample types, equal rows joined. */
import { ProfileError } from '../base/errors.js';
import { ProfileBuilder } from './builder.js';
import { NONE, type Profile, type SampleTypeIndex, type SourceIndex, type ValueType } from './profile.js';

type Numbers = { readonly length: number; readonly [row: number]: number };

/**
 * Keeps the sample types that all profiles have (by type and unit, in the first one's order); each sample remembers
 * its source. Duration is the sum, start time the earliest (unknown if any is), period the longest. A single
 * profile is returned as it is. Throws 'bad-value' where there is no common sample type or the period types differ.
 */
export function merge(profiles: readonly Profile[]): Profile {
  const first = profiles[0];
  if (first === undefined) throw new ProfileError('usage', 'there is no profile to merge');
  if (profiles.length === 1) return first;
  const graph = profiles.find(({ callGraph }) => callGraph !== null);
  if (graph !== undefined)
    throw new ProfileError(
      'unsupported',
      `${graph.sources[0]!.name}: a call graph is not merged with other profiles; give it alone`,
    );
  const types = first.sampleTypes.filter((type) =>
    profiles.every((profile) => typeColumn(profile, type) !== -1),
  );
  if (types.length === 0) {
    const all = profiles.map((p) => `${p.sources[0]!.name} has ${p.sampleTypes.map(spelled).join(', ')}`);
    throw new ProfileError(
      'bad-value',
      `the profiles have no sample type in common: ${all.join('; ')}; give profiles of one kind`,
    );
  }
  const builder = new ProfileBuilder(types);
  let sourceBase = 0;
  for (const profile of profiles) {
    append(
      builder,
      profile,
      types.map((type) => typeColumn(profile, type)),
      sourceBase,
    );
    sourceBase += profile.sources.length;
  }
  const wanted = first.sampleTypes[first.defaultSampleType as SampleTypeIndex];
  const kept = types.findIndex((type) => type.type === wanted.type && type.unit === wanted.unit);
  const durations = profiles.map((profile) => profile.duration).filter((duration) => duration !== null);
  const starts = profiles.map((profile) => profile.startTime);
  return builder.finish({
    sources: profiles.flatMap((profile) => [...profile.sources]),
    defaultSampleType: kept === -1 ? types.length - 1 : kept,
    period: commonPeriod(profiles),
    startTime: starts.includes(null) ? null : starts.reduce(earlier),
    duration: durations.length === 0 ? null : durations.reduce((sum, duration) => sum + duration, 0),
    comments: [...new Set(profiles.flatMap((profile) => [...profile.comments]))],
    warnings: profiles.flatMap((profile) => [...profile.warnings]),
  });
}

/** The longest, as pprof has it; of profiles without one nothing is asked. */
function commonPeriod(profiles: readonly Profile[]): Profile['period'] {
  let longest: { readonly profile: Profile; readonly period: NonNullable<Profile['period']> } | null = null;
  for (const profile of profiles) {
    const { period } = profile;
    if (period === null) continue;
    if (longest !== null && spelled(period.type) !== spelled(longest.period.type))
      throw new ProfileError(
        'bad-value',
        `${profile.sources[0]!.name}: period type ${spelled(period.type)} differs from ${spelled(longest.period.type)} of ${longest.profile.sources[0]!.name}`,
      );
    if (longest === null || period.value > longest.period.value) longest = { profile, period };
  }
  return longest?.period ?? null;
}

function spelled({ type, unit }: ValueType): string {
  return `${type}/${unit}`;
}

function typeColumn(profile: Profile, wanted: { type: string; unit: string }): number {
  return profile.sampleTypes.findIndex((type) => type.type === wanted.type && type.unit === wanted.unit);
}

/** Copies the rows of one profile; the builder joins equal ones. Addresses stay as recorded: where a binary was loaded elsewhere, its rows stay apart. */
function append(
  builder: ProfileBuilder,
  profile: Profile,
  columns: readonly number[],
  sourceBase: number,
): void {
  const { strings, mappings, functions, frames, locations, stacks, labelSets, samples } = profile;
  const text = (row: number): string => (strings as readonly string[])[row]!;
  const optional = (row: number): string | null => (row === NONE ? null : text(row));
  const numbers = (column: unknown): Numbers => column as Numbers;
  const bigints = (column: unknown): { readonly [row: number]: bigint } =>
    column as { readonly [row: number]: bigint };
  const mappingRow = range(mappings.length).map((row) =>
    builder.mapping({
      file: optional(numbers(mappings.file)[row]!),
      buildId: optional(numbers(mappings.buildId)[row]!),
      start: bigints(mappings.start)[row]!,
      limit: bigints(mappings.limit)[row]!,
      offset: bigints(mappings.offset)[row]!,
    }),
  );
  const functionRow = range(functions.length).map((row) =>
    builder.function(
      text(numbers(functions.name)[row]!),
      text(numbers(functions.systemName)[row]!),
      optional(numbers(functions.file)[row]!),
      numbers(functions.startLine)[row]!,
    ),
  );
  const bounds = numbers(locations.frames);
  const locationRow = range(locations.length).map((row) => {
    const rows = range(bounds[row + 1]! - bounds[row]!).map((i) => bounds[row]! + i);
    const named = rows.filter((frame) => numbers(frames.function)[frame] !== NONE);
    const mapping = numbers(locations.mapping)[row]!;
    return builder.location(
      mapping === NONE ? NONE : mappingRow[mapping]!,
      bigints(locations.address)[row]!,
      named.map((frame) => ({
        function: functionRow[numbers(frames.function)[frame]!]!,
        line: numbers(frames.line)[frame]!,
        column: numbers(frames.column)[frame]!,
      })),
      numbers(locations.folded)[row] === 1,
    );
  });
  const start = numbers(stacks.bounds);
  const items = numbers(stacks.locations);
  const stackRow = range(stacks.length).map((row) => {
    const path: number[] = [];
    for (let i = start[row]!; i < start[row + 1]!; i++) path.push(locationRow[items[i]!]!);
    return builder.stack(path);
  });
  const labelStart = numbers(labelSets.bounds);
  const labelRow = range(labelSets.length).map((set) =>
    builder.labelSet(
      range(labelStart[set + 1]! - labelStart[set]!).map((i) => {
        const row = labelStart[set]! + i;
        const key = text(numbers(labelSets.key)[row]!);
        const value = optional(numbers(labelSets.text)[row]!);
        return value !== null
          ? { key, text: value }
          : {
              key,
              number: numbers(labelSets.number)[row]!,
              unit: optional(numbers(labelSets.unit)[row]!) ?? '',
            };
      }),
    ),
  );
  const values: (number | bigint)[] = new Array(columns.length).fill(0);
  for (let sample = 0; sample < samples.length; sample++) {
    columns.forEach((column, type) => {
      const exact = samples.exact[column]!;
      const value = exact === null ? samples.values[column]![sample]! : exact[sample]!;
      values[type] =
        typeof value === 'bigint' && BigInt(Number(value)) === value && Number.isSafeInteger(Number(value))
          ? Number(value)
          : value;
    });
    const source = samples.source === null ? 0 : samples.source[sample as never];
    builder.sample(
      stackRow[numbers(samples.stack)[sample]!]!,
      labelRow[numbers(samples.labels)[sample]!]!,
      values,
      undefined,
      sourceBase + (source as SourceIndex),
    );
  }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

/** Math.min does not take bigints. */
function earlier(a: bigint | null, b: bigint | null): bigint | null {
  return a !== null && b !== null && b < a ? b : a;
}

/** Profile to pprof protobuf, through pprof-format's encoder. */
import * as format from 'pprof-format';
import { NONE, type Profile } from '../../profile/profile.js';
import { requireStacks } from '../../profile/stacks-known.js';

type Numbers = { readonly length: number; readonly [row: number]: number };
type Bigints = { readonly length: number; readonly [row: number]: bigint };

/** The bytes of profile.proto, not gzipped. Times of samples and their sources have no field there and are left out. */
export function writePprof(profile: Profile): Uint8Array {
  return toPprofFormat(profile).encode();
}

/** The same as pprof-format's object. */
export function toPprofFormat(profile: Profile): format.Profile {
  requireStacks(profile, 'pprof samples');
  const { mappings, functions, frames, locations, stacks, labelSets, samples } = profile;
  const strings = new format.StringTable();
  const text = (row: number): number =>
    row === NONE ? 0 : Number(strings.dedup((profile.strings as readonly string[])[row]!));
  const valueType = ({ type, unit }: { type: string; unit: string }) =>
    new format.ValueType({ type: strings.dedup(type), unit: strings.dedup(unit) });
  const n = (column: unknown): Numbers => column as Numbers;
  const b = (column: unknown): Bigints => column as Bigints;
  const bounds = n(locations.frames);
  const wanted = profile.sampleTypes[profile.defaultSampleType]!;
  return new format.Profile({
    stringTable: strings,
    sampleType: profile.sampleTypes.map(valueType),
    defaultSampleType: strings.dedup(wanted.type),
    ...(profile.period === null
      ? {}
      : { periodType: valueType(profile.period.type), period: profile.period.value }),
    timeNanos: profile.startTime ?? 0n,
    durationNanos: profile.duration ?? 0,
    comment: profile.comments.map((comment) => strings.dedup(comment)),
    mapping: list(mappings.length, (row) => {
      const named = { filename: text(n(mappings.file)[row]!), buildId: text(n(mappings.buildId)[row]!) };
      return new format.Mapping({
        id: row + 1,
        memoryStart: b(mappings.start)[row]!,
        memoryLimit: b(mappings.limit)[row]!,
        fileOffset: b(mappings.offset)[row]!,
        ...named,
      });
    }),
    function: list(functions.length, (row) => {
      const [name, systemName, filename] = [
        text(n(functions.name)[row]!),
        text(n(functions.systemName)[row]!),
        text(n(functions.file)[row]!),
      ];
      return new format.Function({
        id: row + 1,
        name,
        systemName,
        filename,
        startLine: n(functions.startLine)[row]!,
      });
    }),
    location: list(locations.length, (row) => {
      const line: format.Line[] = [];
      for (let frame = bounds[row + 1]! - 1; frame >= bounds[row]!; frame--) {
        const fn = n(frames.function)[frame]!;
        if (fn !== NONE)
          line.push(
            new format.Line({
              functionId: fn + 1,
              line: n(frames.line)[frame]!,
              column: n(frames.column)[frame]!,
            }),
          );
      }
      return new format.Location({
        id: row + 1,
        mappingId: n(locations.mapping)[row]! + 1,
        address: b(locations.address)[row]!,
        isFolded: n(locations.folded)[row] === 1,
        line,
      });
    }),
    sample: list(samples.length, (row) => {
      const stack = n(samples.stack)[row]!;
      const set = n(samples.labels)[row]!;
      const path: number[] = [];
      for (let i = n(stacks.bounds)[stack + 1]! - 1; i >= n(stacks.bounds)[stack]!; i--)
        path.push(n(stacks.locations)[i]! + 1);
      const labels = list(
        n(labelSets.bounds)[set + 1]! - n(labelSets.bounds)[set]!,
        (i) => n(labelSets.bounds)[set]! + i,
      );
      return new format.Sample({
        locationId: path,
        value: samples.values.map((column, type) => samples.exact[type]?.[row] ?? Math.round(column[row]!)),
        label: labels.map((label) => {
          const value = n(labelSets.text)[label]!;
          const key = text(n(labelSets.key)[label]!);
          return value === NONE
            ? new format.Label({
                key,
                num: n(labelSets.number)[label]!,
                numUnit: text(n(labelSets.unit)[label]!),
              })
            : new format.Label({ key, str: text(value) });
        }),
      });
    }),
  });
}

function list<Row>(length: number, make: (row: number) => Row): Row[] {
  return Array.from({ length }, (_, row) => make(row));
}

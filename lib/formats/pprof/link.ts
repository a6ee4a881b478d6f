/** Resolves what the messages only name: ids to rows, string indexes to strings, inline lines to frames; then builds the profile. */
import { Int32Builder } from '../../base/columns.js';
import type { Diagnostics } from '../../base/diagnostics.js';
import { atByte, type ErrorCode, ProfileError } from '../../base/errors.js';
import { type LabelInput, ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile, type Source, type ValueType } from '../../profile/profile.js';
import { proveBelow } from '../../profile/proven.js';
import { type Id, IdRows } from './ids.js';
import type { RawLocations } from './locations.js';
import type { RawFunction, RawMapping, RawValueType } from './messages.js';
import { CUT_BENEATH, CUT_HERE, type DropsName, dropsName, KEEP, prunedEnd } from './prune.js';
import type { RawSamples } from './samples.js';

/** Everything a pprof message holds, as read. String fields are indexes into `strings`. */
export interface RawProfile {
  readonly name: string;
  readonly strings: string[];
  readonly sampleTypes: RawValueType[];
  readonly samples: RawSamples;
  readonly mappings: RawMapping[];
  readonly locations: RawLocations;
  readonly functions: RawFunction[];
  readonly comments: number[];
  dropFrames: number;
  keepFrames: number;
  defaultSampleType: number;
  timeNanos: bigint;
  durationNanos: number;
  period: number;
  periodType: RawValueType | null;
}

/** Throws 'bad-reference' or 'bad-value' where the file contradicts itself; the rules are pprof's CheckValid. */
export function link(
  raw: RawProfile,
  source: Source,
  options: { allFrames: boolean; diagnostics: Diagnostics },
): Profile {
  const { samples } = raw;
  const text = (index: number, what: string, at: number | null = null): string => {
    const string = raw.strings[index];
    if (string === undefined)
      throw bad(
        raw,
        'bad-reference',
        `${what} is string ${index}, but the string table has ${raw.strings.length}`,
        at,
      );
    return string;
  };
  const valueType = (type: RawValueType, what: string): ValueType => ({
    type: text(type.type, `${what} type`),
    unit: text(type.unit, `${what} unit`),
  });
  const sampleTypes = raw.sampleTypes.map((type, i) => valueType(type, `sample type ${i}`));
  if (sampleTypes.length === 0) {
    if (samples.length > 0) throw bad(raw, 'bad-value', 'there are samples but no sample type');
    options.diagnostics.note(
      'pprof-no-sample-type',
      'the file has neither samples nor sample types',
      atByte(raw.name, null),
    );
    sampleTypes.push({ type: 'samples', unit: 'count' });
  }
  const drops = options.allFrames
    ? null
    : dropsName(
        text(raw.dropFrames, 'drop_frames'),
        text(raw.keepFrames, 'keep_frames'),
        options.diagnostics,
      );
  const builder = new ProfileBuilder(sampleTypes, drops === null ? samples.stacks : undefined);
  const locations = linkLocations(raw, builder, text, drops);
  const stackRow = drops === null ? null : pruneStacks(raw, builder, locations);
  const asRead = drops === null && itemsAreRows(raw, locations);
  if (drops === null && !asRead) builder.renumberStacks((item) => locationRow(raw, locations, item));
  addSamples(raw, builder, text, stackRow);
  const defaultName = text(raw.defaultSampleType, 'default_sample_type');
  const named = defaultName === '' ? -1 : sampleTypes.findIndex((type) => type.type === defaultName);
  const profile = builder.finish({
    sources: [source],
    defaultSampleType: named === -1 ? sampleTypes.length - 1 : named,
    period:
      raw.periodType === null && raw.period === 0
        ? null
        : { type: valueType(raw.periodType ?? { type: 0, unit: 0 }, 'period'), value: raw.period },
    startTime: raw.timeNanos === 0n ? null : raw.timeNanos,
    duration: raw.durationNanos === 0 ? null : raw.durationNanos,
    comments: raw.comments.map((index, i) => text(index, `comment ${i}`)),
    warnings: options.diagnostics.list(),
  });
  // The largest was kept while they were read: tens of millions need no second look.
  if (asRead) proveBelow(profile.stacks.locations, raw.samples.maxItem + 1);
  return profile;
}

type Text = (index: number, what: string, at?: number | null) => string;

interface LinkedLocations {
  readonly rows: IdRows;
  /** Location i has the id i + 1, for all of them. */
  readonly inOrder: boolean;
  /** What pruning does to each row. */
  readonly actions: Uint8Array;
}

function linkLocations(
  raw: RawProfile,
  builder: ProfileBuilder,
  text: Text,
  drops: DropsName | null,
): LinkedLocations {
  const mappings = rowsById(raw, 'mapping', raw.mappings, (mapping) =>
    builder.mapping({
      file: text(mapping.file, 'mapping file', mapping.at) || null,
      buildId: text(mapping.buildId, 'mapping build id', mapping.at) || null,
      start: BigInt(mapping.start),
      limit: BigInt(mapping.limit),
      offset: BigInt(mapping.offset),
    }),
  );
  const functions = rowsById(raw, 'function', raw.functions, (fn) => {
    const name = text(fn.name, 'function name', fn.at);
    const systemName = text(fn.systemName, 'function system name', fn.at);
    const file = text(fn.file, 'function file', fn.at);
    return builder.function(
      name === '' ? systemName : name,
      systemName === '' ? name : systemName,
      file === '' ? null : file,
      fn.startLine,
    );
  });
  const actions = new Uint8Array(raw.locations.length);
  const functionIndex = new IdRows();
  if (drops !== null) for (const [index, { id }] of raw.functions.entries()) functionIndex.add(id, index);
  const isDropped = (line: number): boolean => {
    const fn = raw.functions[functionIndex.get(lineFunctions.at(line))];
    return drops?.(raw.strings[fn?.name ?? 0] ?? '') === true;
  };
  const { ids, addresses, folded, lineStart, lineFunctions, lines, columns } = raw.locations;
  const rows = new IdRows();
  let inOrder = true;
  for (let row = 0; row < ids.length; row++) {
    const id = ids.at(row);
    if (id !== row + 1) inOrder = false;
    addId(raw, rows, 'location', row, id, raw.locations.at.data[row]!, row);
    // Lines stand innermost first; frames go rootmost first.
    const outermost = lineStart.data[row + 1]! - 1;
    for (let line = outermost; line >= lineStart.data[row]!; line--) {
      const fn = functionRow(raw, functions, row, lineFunctions.at(line));
      if (drops !== null && actions[row] === KEEP && isDropped(line)) {
        actions[row] = line === outermost ? CUT_HERE : CUT_BENEATH;
      }
      if (actions[row] !== CUT_BENEATH) builder.addFrame(fn, lines.data[line]!, columns.data[line]!);
    }
    builder.closeLocation(mappings.get(raw.locations.mappings.at(row)), null, folded.data[row] === 1);
  }
  builder.adoptAddresses(addresses.finish());
  return { rows, inOrder, actions };
}

function functionRow(raw: RawProfile, functions: IdRows, location: number, id: Id): number {
  const row = functions.get(id);
  if (row !== NONE) return row;
  const { ids, at } = raw.locations;
  throw bad(
    raw,
    'bad-reference',
    `location ${ids.at(location)} has a line of function ${id}, which is not defined`,
    at.data[location]!,
  );
}

function rowsById<Row extends { id: Id; at: number }>(
  raw: RawProfile,
  what: string,
  rows: readonly Row[],
  make: (row: Row) => number,
): IdRows {
  const byId = new IdRows();
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    addId(raw, byId, what, index, row.id, row.at, make(row));
  }
  return byId;
}

/** Ids are unique and not 0. */
function addId(
  raw: RawProfile,
  byId: IdRows,
  what: string,
  index: number,
  id: Id,
  at: number,
  row: number,
): void {
  if (id === 0) throw bad(raw, 'bad-value', `${what} ${index} has id 0, which is reserved`, at);
  if (!byId.add(id, row)) throw bad(raw, 'bad-value', `two ${what}s have the id ${id}`, at);
}

function itemsAreRows({ samples }: RawProfile, { inOrder, actions }: LinkedLocations): boolean {
  return inOrder && samples.wideIds.length === 0 && samples.maxItem < actions.length;
}

/** The row of an item of the raw stacks, which stands for a location's id. */
function locationRow(raw: RawProfile, { rows }: LinkedLocations, item: number): number {
  const id = item < 0 ? canonical(raw.samples.wideIds.data[-1 - item]!) : item + 1;
  const row = rows.get(id);
  if (row === NONE)
    throw bad(raw, 'bad-reference', `a sample refers to location ${id}, which is not defined`);
  return row;
}

function canonical(id: bigint): Id {
  return id <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(id) : id;
}

function pruneStacks(raw: RawProfile, builder: ProfileBuilder, locations: LinkedLocations): Int32Array {
  const { stacks } = raw.samples;
  const rows = stacks.items.finish().map((item) => locationRow(raw, locations, item));
  const actionOf = (row: number): number => locations.actions[row] ?? KEEP;
  const starts = stacks.starts.data;
  const stackRow = new Int32Array(stacks.length);
  const path = new Int32Builder();
  for (let stack = 0; stack < stacks.length; stack++) {
    const end = prunedEnd(rows, starts[stack]!, starts[stack + 1]!, actionOf);
    path.length = 0;
    for (let i = starts[stack]!; i < end; i++) path.push(rows[i]!);
    stackRow[stack] = builder.stack(path.finish());
  }
  return stackRow;
}

function addSamples(raw: RawProfile, builder: ProfileBuilder, text: Text, stackRow: Int32Array | null): void {
  const { samples } = raw;
  const types = builder.sampleTypes.length;
  const given = samples.values.length;
  const wrong = given === types ? samples.ragged : { sample: 0, count: given };
  if (samples.length > 0 && wrong !== null)
    throw bad(raw, 'bad-value', `sample ${wrong.sample} has ${wrong.count} values for ${types} sample types`);
  const labelRow = linkLabels(raw, builder, text);
  const stack = samples.stack.finish();
  const labels = samples.labels.finish();
  for (let sample = 0; sample < samples.length; sample++) labels[sample] = labelRow[labels[sample]!]!;
  if (stackRow !== null)
    for (let sample = 0; sample < samples.length; sample++) stack[sample] = stackRow[stack[sample]!]!;
  const values = builder.sampleTypes.map((_, type) => samples.values[type]?.finish() ?? new Float64Array(0));
  builder.adoptSamples({ stack, labels, values });
  for (const { sample, type, value } of samples.wideValues) builder.keepExact(type, sample, value);
}

function linkLabels(raw: RawProfile, builder: ProfileBuilder, text: Text): Int32Array {
  const { labelSets, labelNumbers } = raw.samples;
  const starts = labelSets.starts.data;
  const parts = labelSets.items.data;
  const rows = new Int32Array(labelSets.length);
  for (let set = 0; set < labelSets.length; set++) {
    const labels: LabelInput[] = [];
    for (let i = starts[set]!; i < starts[set + 1]!; i += 4) {
      const key = text(parts[i]!, 'label key');
      if (parts[i + 1] !== 0) labels.push({ key, text: text(parts[i + 1]!, `value of label ${key}`) });
      else
        labels.push({
          key,
          number: labelNumbers.data[parts[i + 2]!]!,
          unit: text(parts[i + 3]!, `unit of label ${key}`),
        });
    }
    rows[set] = builder.labelSet(labels);
  }
  return rows;
}

function bad(raw: RawProfile, code: ErrorCode, message: string, at: number | null = null): ProfileError {
  return new ProfileError(code, `${message} (malformed pprof; record it again)`, atByte(raw.name, at));
}

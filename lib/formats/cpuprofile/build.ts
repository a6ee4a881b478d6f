/** V8's call nodes and sample times as a profile; Chrome traces hold the same in pieces and come here too. */
import type { Float64Builder } from '../../base/columns.js';
import { atByte, ProfileError } from '../../base/errors.js';
import { type LabelInput, ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile, type Source } from '../../profile/profile.js';
import { CallNodes } from '../call-nodes.js';
import type { ReadContext } from '../format.js';
import { IDLE, locationOf, ROOT } from '../v8/call-frame.js';
import type { RawNodes } from './raw.js';
import { timelineOf } from './timeline.js';

/** One recording of one thread, ids not yet resolved. Times are microseconds. */
export interface RawCpuProfile {
  readonly name: string;
  readonly nodes: RawNodes;
  /** Ids of nodes. */
  readonly samples: Float64Builder;
  readonly deltas: Float64Builder;
  /** From start to end; NaN unknown. */
  readonly length: number;
  readonly labels?: readonly LabelInput[];
}

const NANOSECONDS = 1000;

/** CPU time is that of all samples but the idle ones, wall time is that of all. */
const TYPES = [
  { type: 'samples', unit: 'count' },
  { type: 'cpu', unit: 'nanoseconds' },
  { type: 'wall', unit: 'nanoseconds' },
];
const CPU = 1;

/** A profile of one recording. */
export function buildProfile(raw: RawCpuProfile, source: Source, context: ReadContext): Profile {
  const timed = raw.samples.length > 0 && raw.deltas.length > 0;
  const builder = new ProfileBuilder(timed ? TYPES : TYPES.slice(0, 1));
  const comments: string[] = [];
  if (timed) addRecording(builder, raw, context, comments);
  else {
    addCounts(builder, raw, context);
    context.diagnostics.note(
      'cpuprofile-no-times',
      raw.samples.length > 0
        ? 'the samples have no times ("timeDeltas"): they are counted only'
        : 'there are no "samples": the hit counts of the call nodes are taken',
      atByte(raw.name, null),
    );
  }
  return builder.finish({
    sources: [source],
    defaultSampleType: timed ? CPU : 0,
    duration: raw.length >= 0 ? Math.round(raw.length * NANOSECONDS) : null,
    comments,
    warnings: context.diagnostics.list(),
  });
}

/** Profiles of several recordings, each with its labels, in one: the threads of a trace. */
export function buildProfiles(raws: readonly RawCpuProfile[], source: Source, context: ReadContext): Profile {
  const builder = new ProfileBuilder(TYPES);
  const comments: string[] = [];
  for (const raw of raws) addRecording(builder, raw, context, comments, false);
  return builder.finish({
    sources: [source],
    defaultSampleType: CPU,
    comments,
    warnings: context.diagnostics.list(),
  });
}

function addRecording(
  builder: ProfileBuilder,
  raw: RawCpuProfile,
  { limits, diagnostics }: ReadContext,
  comments: string[],
  withTimes = true,
): void {
  const { nodes, rowOf } = linkNodes(builder, raw, limits);
  const { samples } = raw;
  const place = atByte(raw.name, null);
  if (raw.deltas.length !== samples.length)
    diagnostics.note(
      'cpuprofile-uneven-times',
      `there are ${samples.length} samples and ${raw.deltas.length} times; samples without a time count with no duration`,
      place,
    );
  const deltas = new Float64Array(samples.length);
  deltas.set(raw.deltas.finish().subarray(0, samples.length));
  const { at, lasts, backwards, before, after } = timelineOf(deltas, samples.length, raw.length);
  if (!(Math.max(at[at.length - 1] ?? 0, after) * NANOSECONDS <= Number.MAX_SAFE_INTEGER))
    throw new ProfileError('bad-value', 'its times add up to more than 2^53 nanoseconds (cpuprofile)', place);
  if (backwards > 0)
    diagnostics.note(
      'cpuprofile-time-backwards',
      `${backwards} samples come before the one in front of them; the clock stands still there`,
      place,
      backwards,
    );
  if (before > 0 || after > 0)
    comments.push(
      `${before} us before the first sample and ${after} us after the last are of no function (${raw.name})`,
    );
  const labels = raw.labels === undefined ? 0 : builder.labelSet(raw.labels);
  for (let i = 0; i < samples.length; i++) {
    const row = rowOf(samples.data[i]!, 'a sample');
    const wall = Math.round((at[i]! + lasts[i]!) * NANOSECONDS) - Math.round(at[i]! * NANOSECONDS);
    const idle = raw.nodes.frames[row]!.name === IDLE;
    const time = withTimes ? Math.round((at[i]! - at[0]!) * NANOSECONDS) : undefined;
    builder.sample(nodes.stackOf(row), labels, idle ? [0, 0, wall] : [1, wall, wall], time);
  }
}

/** Samples without times, or hit counts where there are no samples. */
function addCounts(builder: ProfileBuilder, raw: RawCpuProfile, { limits }: ReadContext): void {
  const { nodes, rowOf } = linkNodes(builder, raw, limits);
  const counts = raw.samples.length > 0 ? new Float64Array(raw.nodes.frames.length) : raw.nodes.hits.finish();
  for (let i = 0; i < raw.samples.length; i++) counts[rowOf(raw.samples.data[i]!, 'a sample')]! += 1;
  for (let row = 0; row < raw.nodes.frames.length; row++)
    if (counts[row]! > 0 && raw.nodes.frames[row]!.name !== IDLE)
      builder.sample(nodes.stackOf(row), 0, [counts[row]!]);
}

/** Throws 'bad-reference' for ids that are not there and for nodes with two parents, 'bad-value' for an id twice. */
function linkNodes(
  builder: ProfileBuilder,
  raw: RawCpuProfile,
  limits: ReadContext['limits'],
): { nodes: CallNodes; rowOf: (id: number, what: string) => number } {
  const nodes = new CallNodes(builder, raw.name, limits);
  const rows = new Map<number, number>();
  const bad = (code: 'bad-value' | 'bad-reference', message: string): ProfileError =>
    new ProfileError(code, `${message} (cpuprofile)`, atByte(raw.name, null));
  for (const [row, frame] of raw.nodes.frames.entries()) {
    const pseudo = frame.name === ROOT && frame.file === null;
    nodes.add(NONE, pseudo ? NONE : locationOf(builder, frame));
    const id = raw.nodes.ids.data[row]!;
    if (Number.isNaN(id)) continue;
    if (rows.has(id)) throw bad('bad-value', `two call nodes have the id ${id}`);
    rows.set(id, row);
  }
  const rowOf = (id: number, what: string): number => {
    const row = rows.get(id);
    if (row === undefined)
      throw bad('bad-reference', `${what} refers to call node ${id}, which is not defined`);
    return row;
  };
  const setParent = (child: number, parent: number): void => {
    const { data } = nodes.parents;
    if (data[child] !== NONE && data[child] !== parent)
      throw bad('bad-reference', `call node ${raw.nodes.ids.data[child]} is the child of two others`);
    data[child] = parent;
  };
  for (let i = 0; i < raw.nodes.childOf.length; i++)
    setParent(rowOf(raw.nodes.childIds.data[i]!, 'a list of children'), raw.nodes.childOf.data[i]!);
  for (const row of raw.nodes.frames.keys()) {
    if (raw.nodes.parentRows.data[row] !== NONE) setParent(row, raw.nodes.parentRows.data[row]!);
    const parent = raw.nodes.parentIds.data[row]!;
    if (!Number.isNaN(parent)) setParent(row, rowOf(parent, `call node ${raw.nodes.ids.data[row]}`));
  }
  return { nodes, rowOf };
}

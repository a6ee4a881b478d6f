/** Reads callgrind's output: costs by line and calls with their costs become a call graph. */
import { Float64Builder, Int32Builder } from '../../base/columns.js';
import { atByte, atLine, ProfileError } from '../../base/errors.js';
import { unitFamily } from '../../base/units.js';
import { ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile, type ValueType } from '../../profile/profile.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { LineReader } from '../line-reader.js';
import { CallgrindLines, threadLabels } from './lines.js';

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const reader = new LineReader(source.name, context.limits.lineBytes);
  const lines = new CallgrindLines(source.name, context);
  for await (const chunk of source.chunks()) {
    reader.feed(chunk, lines);
    context.onBytes?.(reader.bytes);
  }
  const ended = reader.finish(lines);
  if (reader.bytes === 0) throw new ProfileError('empty', 'the file is empty', atByte(source.name, 0));
  const whole = lines.whole();
  if (lines.places.length === 0)
    throw new ProfileError(
      'empty',
      'there are no costs; expected "events:", "fn=" and lines of costs (callgrind)',
      atLine(source.name, Math.max(reader.lines, 1)),
    );
  tell(lines, source.name, { ended, whole }, context);
  return build(lines, source, context);
}

/** Each place in code is a sample of its own costs; what was spent below it is in the calls. */
function build(lines: CallgrindLines, source: ByteSource, context: ReadContext): Profile {
  const scales = lines.events.map(scaleOf);
  const builder = new ProfileBuilder(scales.map(({ type }) => type));
  const functions = lines.functions.map(({ name, file }) => builder.function(name, name, file, 0));
  const object = (name: string | null): number => (name === null ? NONE : builder.mapping({ file: name }));
  const labels = lines.threads.map((thread) => builder.labelSet(threadLabels(thread)));
  const width = scales.length;
  for (const [place, { fn, line, object: module, thread }] of lines.places.entries()) {
    const location = builder.location(object(module), 0n, [{ function: functions[fn]!, line, column: 0 }]);
    const values = scales.map(({ factor }, type) =>
      exact(source, lines.costs.data[place * width + type]! * factor),
    );
    if (values.some((value) => value !== 0))
      builder.sample(builder.stack([location]), labels[thread]!, values);
  }
  // A function that only passes calls on has no line of its own; its group wants a frame.
  for (const [fn, { object: module }] of lines.functions.entries())
    builder.location(object(module), 0n, [{ function: functions[fn]!, line: 0, column: 0 }]);
  const caller = new Int32Builder();
  const callee = new Int32Builder();
  const calls = new Float64Builder();
  const values = scales.map(() => new Float64Builder());
  for (const [row, call] of lines.calls.entries()) {
    caller.push(functions[call.caller]!);
    callee.push(functions[call.callee]!);
    calls.push(exact(source, lines.callCounts.data[row]!));
    for (const [type, { factor }] of scales.entries())
      values[type]!.push(exact(source, lines.callCosts.data[row * width + type]! * factor));
  }
  return builder.finish({
    sources: [sourceOf(source, 'callgrind')],
    defaultSampleType: 0,
    comments: lines.comments,
    callGraph: {
      caller: caller.finish(),
      callee: callee.finish(),
      calls: calls.finish(),
      values: values.map((column) => column.finish()),
    },
    warnings: context.diagnostics.list(),
  });
}

function tell(
  lines: CallgrindLines,
  name: string,
  { ended, whole }: { readonly ended: boolean; readonly whole: boolean },
  { diagnostics }: ReadContext,
): void {
  const place = atByte(name, null);
  diagnostics.note(
    'callgrind-call-graph',
    'callgrind counts costs and calls, it has no stacks: totals are exact but for functions that call each other in a circle, which have the total of their circle; filters by frame, flame graphs and other formats are refused',
    place,
  );
  const { summary, events, costs } = lines;
  for (const [type, event] of events.entries()) {
    let sum = 0;
    for (let at = type; at < costs.length; at += events.length) sum += costs.data[at]!;
    const want = summary?.[type];
    // The file has the sum of all threads.
    if (want === undefined || want === sum || !whole) continue;
    diagnostics.note(
      'callgrind-other-sum',
      `the costs of ${event.slice(0, 80)} add up to ${sum}, and the file says ${want}: if it was cut, costs are missing`,
      place,
    );
  }
  if (!ended)
    diagnostics.note(
      'no-final-newline',
      'the last line has no line end: if the file was cut, its cost is too small',
      place,
    );
}

/** "Ir" counts; "Time_(10ns)" of xdebug and "cpu(ms)" of pprof have units. */
function scaleOf(event: string): { readonly type: ValueType; readonly factor: number } {
  const match = /^([^()]*)\((\d{0,6})([^()\d][^()]*)\)$/.exec(event);
  const family = match === null ? null : unitFamily(match[3]!);
  if (match === null || family === null) return { type: { type: event, unit: 'count' }, factor: 1 };
  const type = match[1]!.replace(/_$/, '') || 'cost';
  return { type: { type, unit: family.base }, factor: Number(match[2] || 1) * family.factor };
}

function exact(source: ByteSource, value: number): number {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  throw new ProfileError(
    'bad-value',
    `a sum of costs is ${value}, beyond 2^53 (callgrind)`,
    atByte(source.name, null),
  );
}

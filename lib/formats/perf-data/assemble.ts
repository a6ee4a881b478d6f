/** What the records said, as a profile: attributes of one name become two sample types, addresses become locations. */
import { ProfileError } from '../../base/errors.js';
import { type FrameInput, type LabelInput, ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile, type Source, type ValueType } from '../../profile/profile.js';
import type { SymbolFrame } from '../../symbols/symbol-frame.js';
import type { ReadContext } from '../format.js';
import { chooseEvent, periodUnit } from '../perf-script/events.js';
import { adoptPerfSamples } from '../perf-script/sample-columns.js';
import { functionsOf } from '../perf-script/stack-line.js';
import { chosenThreads } from '../perf-script/threads.js';
import { NO_MODULE } from './locations.js';
import type { Who } from './samples.js';
import type { Session } from './session.js';
import { applyBuildIds, symbolize } from './symbolize.js';

/** 8 bytes each: events times samples, for files with thousands of events. */
const MAX_CELLS = 2 ** 28;

/** At least one sample. Throws 'usage' for an event that is not there, 'limit' for too many events. */
export function assemble(session: Session, source: Source, context: ReadContext): Profile {
  const { samples } = session;
  const { types, names, eventOf } = typesOf(session, context);
  const chosen = chooseEvent(names, context.event);
  if (types.length * samples.length > MAX_CELLS)
    throw new ProfileError(
      'limit',
      `${source.name}: ${names.length} events times ${samples.length} samples is too much; record fewer events at a time`,
    );
  const builder = new ProfileBuilder(types, samples.stacks);
  applyBuildIds(session);
  const rows = addLocations(builder, session, context);
  builder.renumberStacks((item) => rows[item]!);
  const labels = Int32Array.from(samples.who, (who) => builder.labelSet(labelsOf(who)));
  const { stackOf, whoOf, attributeOf, periods, widePeriods } = samples;
  adoptPerfSamples(
    builder,
    { stackOf, whoOf, eventOf: attributeOf, periods, widePeriods },
    { countOf: eventOf.map((event) => event * 2), periodOf: eventOf.map((event) => event * 2 + 1) },
    labels,
    chosenThreads(samples.who, context.thread),
    timesOf(session, context),
  );
  return builder.finish({
    sources: [source],
    defaultSampleType: chosen * 2 + 1,
    period: fixedPeriod(session, types[chosen * 2 + 1]!, names[chosen]!),
    comments: commentsOf(session),
    warnings: context.diagnostics.list(),
  });
}

/** Per event name, in order of the first samples: a count and the periods. */
function typesOf(
  { samples, attributes }: Session,
  { diagnostics }: ReadContext,
): { types: ValueType[]; names: string[]; eventOf: number[] } {
  const types: ValueType[] = [];
  const names: string[] = [];
  const tallies: { samples: number; periods: bigint }[] = [];
  const eventOf: number[] = [];
  for (const [row, tally] of samples.tallies) {
    const name = attributes.list[row]!.name || 'unnamed';
    let event = names.indexOf(name);
    if (event < 0) {
      event = names.push(name) - 1;
      types.push({ type: name, unit: 'count' }, { type: name, unit: periodUnit(name) });
      tallies.push({ samples: 0, periods: 0n });
    }
    eventOf[row] = event;
    tallies[event]!.samples += tally.samples;
    tallies[event]!.periods += BigInt(tally.periods) + tally.widePeriods;
  }
  const silent = new Set(attributes.list.map(({ name }) => name).filter((name) => !names.includes(name)));
  if (names.length + silent.size > 1) {
    const list = names.map(
      (name, event) => `${name}: ${tallies[event]!.samples} samples, periods ${tallies[event]!.periods}`,
    );
    for (const name of silent) list.push(`${name}: no samples`);
    diagnostics.note('perf-data-several-events', list.join('; '), null, names.length + silent.size);
  }
  return { types, names, eventOf };
}

function labelsOf({ comm, pid, tid, cpu }: Who): LabelInput[] {
  const labels: LabelInput[] = [
    { key: 'command', text: comm },
    { key: 'process.id', number: pid, unit: '' },
    { key: 'thread.id', number: tid, unit: '' },
  ];
  if (cpu !== null) labels.push({ key: 'cpu', number: cpu, unit: '' });
  return labels;
}

/** Times since the first sample's; null where some sample has none. */
function timesOf({ samples }: Session, { diagnostics }: ReadContext): Float64Array<ArrayBuffer> | null {
  const times = samples.times.finish();
  const first = times.find((time) => !Number.isNaN(time));
  if (first === undefined) return null;
  let timed = 0;
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    if (!Number.isNaN(time)) timed++;
    times[i] = time - first;
  }
  if (timed === times.length) return times;
  diagnostics.note(
    'perf-data-mixed-time',
    `${timed} of ${times.length} samples have a time; times were left out`,
  );
  return null;
}

function fixedPeriod({ attributes, samples }: Session, type: ValueType, name: string): Profile['period'] {
  const periods = [...samples.tallies.keys()]
    .map((row) => attributes.list[row]!)
    .filter((attribute) => attribute.name === name)
    .map(({ fixedPeriod: period }) => period);
  const value = periods[0] ?? null;
  return value === null || value === 0 || periods.some((period) => period !== value) ? null : { type, value };
}

function commentsOf({ facts }: Session): string[] {
  const machine = [facts.arch, facts.osRelease].filter((part) => part !== null).join(', ');
  return [
    ...(facts.cmdline.length > 0 ? [facts.cmdline.join(' ')] : []),
    ...(machine === '' ? [] : [`recorded on ${machine}`]),
  ];
}

/** The builder's row of each location. */
function addLocations(builder: ProfileBuilder, session: Session, context: ReadContext): Int32Array {
  const { locations } = session.samples;
  const { modules } = session.processes;
  const symbols = symbolize(session, context);
  const mappings = modules.map(() => NONE);
  const functions = new Map<SymbolFrame, FrameInput[]>();
  const rows = new Int32Array(locations.length);
  for (let row = 0; row < rows.length; row++) {
    const module = locations.module.data[row]!;
    let mapping = NONE;
    if (module !== NO_MODULE) {
      mapping = mappings[module]!;
      if (mapping === NONE) {
        const { name, buildId } = modules[module]!;
        mapping = builder.mapping({ file: name, buildId });
        mappings[module] = mapping;
      }
    }
    const frames: FrameInput[] = [];
    for (const symbol of symbols[row] ?? []) frames.push(...framesOf(builder, symbol, functions));
    rows[row] = builder.addLocation(mapping, locations.address(row), frames);
  }
  return rows;
}

/** Names of compiled code may hold several functions (a JVM's `A->B`) and their place (V8's `JS:*f file:line`). */
function framesOf(
  builder: ProfileBuilder,
  symbol: SymbolFrame,
  known: Map<SymbolFrame, FrameInput[]>,
): FrameInput[] {
  let frames = known.get(symbol);
  if (frames !== undefined) return frames;
  const { name, systemName, file, line, startLine } = symbol;
  if (systemName !== name || file !== null)
    frames = [{ function: builder.function(name, systemName, file, startLine), line, column: 0 }];
  else
    frames = functionsOf(name).map((fn) => ({
      function: builder.function(fn.name, fn.systemName, fn.file, fn.startLine),
      line: 0,
      column: 0,
    }));
  known.set(symbol, frames);
  return frames;
}

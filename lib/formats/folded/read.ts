/** Reads folded stacks, one line at a time; a difference has a second sample type. */
import { atLine, ProfileError } from '../../base/errors.js';
import { type FrameInput, ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile } from '../../profile/profile.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { ThreadChoice } from '../thread-choice.js';
import { areAllocations, INLINED, parseFrame, threadOf } from './frames.js';
import { encodingOf, isComment, splitLine } from './lines.js';

/** How much of the input decides whether it is a difference, and the share of its lines that must have two numbers. */
const SURVEYED_BYTES = 1 << 16;
const DIFFERENTIAL_SHARE = 0.9;

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const { limits, diagnostics } = context;
  const unit = context.unit ?? 'count';
  const surveyed = survey(await source.peek(SURVEYED_BYTES));
  const differential = isDifferential(surveyed);
  const allocations = !differential && areAllocations(surveyed.map(({ stack }) => stack));
  const types = [{ type: 'samples', unit }];
  if (differential) {
    types.push({ type: 'delta', unit });
    diagnostics.note(
      'folded-difference',
      'nearly all lines have two numbers: the second is taken as the count, their difference as "delta"',
    );
  }
  const builder = new ProfileBuilder(types);
  const locations = new Map<string, number>();
  const choice = new ThreadChoice(context);
  const labelSets = new LabelRows(builder, choice);
  let decimals = false;
  let wide = false;
  let number = 0;
  let firstBad = 0;
  let ended = true;
  for await (const { line, last: tail } of textLines(source, context)) {
    number++;
    ended = !tail || line === '';
    if (line === '' || isComment(line)) continue;
    const last = splitLine(line);
    // "stack before after": the sample is what was after, the change goes with it.
    const match = differential && last !== null ? splitLine(last.stack) : last;
    const value = last === null ? null : countOf(last.count);
    const before = match === null || !differential ? 0 : countOf(match.count);
    const numbers = [value ?? 0, before ?? 0];
    const fraction = numbers.some((number) => !Number.isInteger(Number(number)));
    const long = numbers.some((number) => typeof number === 'bigint');
    // No one column holds both fractions and integers beyond 2^53.
    const clash = (fraction && (wide || long)) || (long && decimals);
    if (match === null || value === null || before === null || clash) {
      firstBad ||= number;
      diagnostics.note(
        'folded-bad-line',
        `line ${number} is not "frame;frame COUNT"`,
        atLine(source.name, number),
      );
      continue;
    }
    decimals ||= fraction;
    wide ||= long;
    if (fraction) {
      const place = atLine(source.name, number);
      diagnostics.note(
        'folded-decimal-count',
        `line ${number} has a count with a fraction; it is kept`,
        place,
      );
    }
    const path: number[] = [];
    let key = '';
    const names = match.stack.split(';');
    const threads = threadFrames(names);
    for (let i = threads; i < names.length; i++) {
      const name = names[i]!;
      const isClass = allocations && i === names.length - 1;
      const inlined = path.length > 0 && name.endsWith(INLINED) && !isClass;
      key = inlined ? `${key};${name}` : name;
      let location = locations.get(key);
      if (location === undefined) {
        location = newLocation(builder, key, isClass);
        locations.set(key, location);
      }
      if (inlined) path[path.length - 1] = location;
      else path.push(location);
    }
    if (path.length > limits.stackDepth) throw over(source, number, 'stackDepth', limits.stackDepth);
    const labels = labelSets.row(names.slice(0, threads));
    if (labels === NONE) continue;
    builder.sample(builder.stack(path), labels, differential ? [value, minus(value, before)] : [value]);
    if (builder.sampleCount > limits.samples) throw over(source, number, 'samples', limits.samples);
  }
  if (firstBad !== number || builder.sampleCount > 0) choice.refuseUnknown();
  if (builder.sampleCount === 0) {
    throw new ProfileError(
      'bad-value',
      'no line is "frame;frame COUNT"; expected folded stacks',
      atLine(source.name, firstBad || 1),
    );
  }
  if (!ended)
    diagnostics.note(
      'no-final-newline',
      'the last line has no line end: if the file was cut, its count is too small',
      atLine(source.name, number),
    );
  return builder.finish({
    sources: [sourceOf(source, 'folded')],
    defaultSampleType: 0,
    warnings: diagnostics.list(),
  });
}

/** Lines without their ends; `last` is what stands behind the final line end. */
async function* textLines(
  source: ByteSource,
  context: ReadContext,
): AsyncGenerator<{ line: string; last: boolean }> {
  const decoder = new TextDecoder(encodingOf(await source.peek(2)));
  let rest = '';
  let bytes = 0;
  for await (const chunk of source.chunks()) {
    bytes += chunk.length;
    context.onBytes?.(bytes);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    // A folded line is a whole stack, so its bound is the message's and not that of a line of text.
    if (rest.length > context.limits.messageBytes)
      throw over(source, 0, 'messageBytes', context.limits.messageBytes);
    for (const line of lines) yield { line: line.endsWith('\r') ? line.slice(0, -1) : line, last: false };
  }
  yield { line: (rest + decoder.decode()).trimEnd(), last: true };
}

/** Null for what a profile cannot hold: more than 64 bits. */
function countOf(text: string): number | bigint | null {
  const value = Number(text);
  if (Number.isSafeInteger(value) || (text.includes('.') && value < Number.MAX_SAFE_INTEGER)) return value;
  if (text.includes('.')) return null;
  const exact = BigInt(text);
  return BigInt.asIntN(64, exact) === exact ? exact : null;
}

/** Rows of the labels that the first frames say; NONE for threads that are not wanted. */
class LabelRows {
  readonly #rows = new Map<string, number>();
  readonly #builder: ProfileBuilder;
  readonly #choice: ThreadChoice;

  constructor(builder: ProfileBuilder, choice: ThreadChoice) {
    this.#builder = builder;
    this.#choice = choice;
  }

  row(names: readonly string[]): number {
    const text = names.join(';');
    let row = this.#rows.get(text);
    if (row === undefined) {
      const labels = names.flatMap((name) => threadOf(name)!);
      row = this.#choice.keeps(labels) ? this.#builder.labelSet(labels) : NONE;
      this.#rows.set(text, row);
    }
    return row;
  }
}

/** How many frames at the root say whose stack it is: a process and a thread at most, and never the whole stack. */
function threadFrames(names: readonly string[]): number {
  let count = 0;
  while (count < 2 && count < names.length - 1 && threadOf(names[count]!) !== null) count++;
  return count;
}

/** `text` is a frame and the frames that were inlined into it, caller first. */
function newLocation(builder: ProfileBuilder, text: string, isClass: boolean): number {
  const frames: FrameInput[] = [];
  let mapping: number = NONE;
  for (const part of text.split(';')) {
    const { name, file, line, module } = parseFrame(part, isClass);
    if (module !== null && frames.length === 0) mapping = builder.mapping({ file: module });
    frames.push({ function: builder.function(name, name, file, 0), line, column: 0 });
  }
  return builder.location(mapping, 0n, frames);
}

/** FlameGraph's difffolded.pl writes "stack before after". A name may end in a number, so nearly all lines must. */
function isDifferential(counted: readonly { readonly stack: string }[]): boolean {
  const twice = counted.filter(({ stack }) => splitLine(stack) !== null);
  return twice.length > 1 && twice.length >= counted.length * DIFFERENTIAL_SHARE;
}

/** The stacks of a prefix's whole lines. */
function survey(prefix: Uint8Array): { readonly stack: string }[] {
  const lines = new TextDecoder(encodingOf(prefix)).decode(prefix).split(/\r?\n/);
  if (lines.length > 1) lines.pop();
  return lines.filter((line) => !isComment(line)).flatMap((line) => splitLine(line) ?? []);
}

function minus(after: number | bigint, before: number | bigint): number | bigint {
  const near = Number(after) - Number(before);
  if (Number.isSafeInteger(near) || !Number.isInteger(Number(after)) || !Number.isInteger(Number(before)))
    return near;
  return BigInt(after) - BigInt(before);
}

function over(source: ByteSource, line: number, limit: string, bound: number): ProfileError {
  return new ProfileError(
    'limit',
    `is over the limit ${limit}=${bound}; raise limits.${limit} if the file is trusted`,
    atLine(source.name, line),
  );
}

/** Folded stacks: one `root;…;leaf COUNT` a line, as FlameGraph's collapsers write them. */
import { atLine, ProfileError } from '../../base/errors.js';
import { ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile } from '../../profile/profile.js';
import { type ByteSource, type Confidence, type Format, type ReadContext, sourceOf } from '../format.js';

export const folded: Format = { id: 'folded', title: 'folded stacks', sniff, read };

/** The count stands after the last run of white space; a frame may hold spaces. */
const LINE = /^(.*\S)[ \t]+(\d+(?:\.\d+)?)$/;
/** FlameGraph's marks behind a name: kernel, inlined, JIT, waker, interpreted, native. */
const MARK = /_\[([kijw01])\]$/;
const MARKED_MODULE: Readonly<Record<string, string>> = { k: '[kernel.kallsyms]', j: '[jit]' };
const SNIFFED_LINES = 50;

/** Any text can look like this, so it wants a stack separator somewhere and nearly all lines well-formed. */
function sniff(prefix: Uint8Array, complete: boolean): Confidence {
  const text = new TextDecoder(encodingOf(prefix)).decode(prefix);
  const lines = text.split(/\r?\n/).slice(0, SNIFFED_LINES + 1);
  if (!complete || lines.length > SNIFFED_LINES) lines.pop();
  const told = lines.filter((line) => line !== '' && !isComment(line));
  if (told.length === 0) return complete ? 'no' : 'maybe';
  const good = told.filter(isStack);
  return good.length * 2 > told.length && good.some((line) => line.includes(';')) ? 'yes' : 'no';
}

async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const { limits, diagnostics } = context;
  const builder = new ProfileBuilder([{ type: 'samples', unit: context.unit ?? 'count' }]);
  const locations = new Map<string, number>();
  let number = 0;
  let firstBad = 0;
  let ended = true;
  for await (const { line, last } of textLines(source, context)) {
    number++;
    ended = !last || line === '';
    if (line === '' || isComment(line)) continue;
    const match = isStack(line) ? splitLine(line) : null;
    const value = match === null ? null : countOf(match.count);
    if (match === null || value === null) {
      firstBad ||= number;
      diagnostics.note(
        'folded-bad-line',
        `line ${number} is not "frame;frame COUNT"`,
        atLine(source.name, number),
      );
      continue;
    }
    const path: number[] = [];
    for (const name of match.stack.split(';')) {
      let location = locations.get(name);
      if (location === undefined) {
        location = newLocation(builder, name);
        locations.set(name, location);
      }
      path.push(location);
    }
    if (path.length > limits.stackDepth) throw over(source, number, 'stackDepth', limits.stackDepth);
    builder.sample(builder.stack(path), 0, [value]);
    if (builder.sampleCount > limits.samples) throw over(source, number, 'samples', limits.samples);
  }
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
  return builder.finish({ sources: [sourceOf(source, 'folded')], warnings: diagnostics.list() });
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

function encodingOf(prefix: Uint8Array): string {
  if (prefix[0] === 0xff && prefix[1] === 0xfe) return 'utf-16le';
  return prefix[0] === 0xfe && prefix[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function isComment(line: string): boolean {
  return line.startsWith('#') || line.startsWith('//');
}

/** Looks only behind the last space, so that a hostile line costs no more than its length. */
function isStack(line: string): boolean {
  return splitLine(line) !== null;
}

function splitLine(line: string): { stack: string; count: string } | null {
  const space = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
  const match = space <= 0 ? null : LINE.exec(`x ${line.slice(space + 1)}`);
  const stack = line.slice(0, space).trimEnd();
  return match === null || stack === '' ? null : { stack, count: match[2]! };
}

/** Null for what a profile cannot hold: more than 64 bits. */
function countOf(text: string): number | bigint | null {
  const value = Number(text);
  if (Number.isSafeInteger(value) || (text.includes('.') && value < Number.MAX_SAFE_INTEGER)) return value;
  if (text.includes('.')) return null;
  const exact = BigInt(text);
  return BigInt.asIntN(64, exact) === exact ? exact : null;
}

function newLocation(builder: ProfileBuilder, text: string): number {
  const mark = MARK.exec(text)?.[1];
  const name = (mark === undefined ? text : text.slice(0, -4)) || '(empty)';
  const module = mark === undefined ? undefined : MARKED_MODULE[mark];
  const mapping = module === undefined ? NONE : builder.mapping({ file: module });
  return builder.location(mapping, 0n, [
    { function: builder.function(name, name, null, 0), line: 0, column: 0 },
  ]);
}

function over(source: ByteSource, line: number, limit: string, bound: number): ProfileError {
  return new ProfileError(
    'limit',
    `is over the limit ${limit}=${bound}; raise limits.${limit} if the file is trusted`,
    atLine(source.name, line),
  );
}

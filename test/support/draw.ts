/** Profiles drawn as text: `main;a;b 3` is three samples of b, called by a, called by main. */
import { ProfileBuilder } from '../../lib/profile/builder.js';
import { check } from '../../lib/profile/check.js';
import { NONE, type Profile, type ValueType } from '../../lib/profile/profile.js';

export interface DrawOptions {
  /** Default: one, cpu/nanoseconds. Rows then have a value for each, separated by commas. */
  readonly sampleTypes?: readonly ValueType[];
  readonly defaultSampleType?: number;
}

/**
 * A checked profile with one sample per row:
 *
 *   stack   frames from root to leaf, separated by ";"; nothing before the value is an empty stack
 *   frame   name, or "?" for a location without symbol, then optional attributes: b[inl,line:3,file:b.c,module:b.so,at:40]
 *           inl: inlined into the frame before it; at: address, hexadecimal
 *   labels  after the value: { key=text key=16kb }, where digits with or without a unit are a number
 */
export function profileOf(rows: readonly string[], options: DrawOptions = {}): Profile {
  const sampleTypes = options.sampleTypes ?? [{ type: 'cpu', unit: 'nanoseconds' }];
  const builder = new ProfileBuilder(sampleTypes);
  for (const row of rows) {
    const match = /^(.*?) ?(-?[\d.]+(?:,-?[\d.]+)*)(?: \{(.*)\})?$/.exec(row);
    if (match === null) throw new Error(`not a drawn stack: ${row}`);
    const [, path, values, labels] = match as unknown as [string, string, string, string?];
    builder.sample(
      builder.stack(path === '' ? [] : locationsOf(builder, path.split(';'))),
      builder.labelSet((labels ?? '').split(' ').filter(Boolean).map(labelOf)),
      values.split(',').map((value) => (value.length > 15 ? BigInt(value) : Number(value))),
    );
  }
  const profile = builder.finish({
    sources: [{ name: 'drawn', format: 'test', sha256: null }],
    defaultSampleType: options.defaultSampleType ?? 0,
  });
  check(profile);
  return profile;
}

interface Drawn {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

function locationsOf(builder: ProfileBuilder, frames: readonly string[]): number[] {
  const runs: Drawn[][] = [];
  for (const text of frames) {
    const frame = drawnFrame(text);
    if (frame.attributes.has('inl')) runs.at(-1)!.push(frame);
    else runs.push([frame]);
  }
  return runs.map((run) => {
    const { name, attributes } = run[0]!;
    const file = attributes.get('module');
    const mapping = file === undefined ? NONE : builder.mapping({ file });
    const address = BigInt(`0x${attributes.get('at') ?? '0'}`);
    if (name === '?') return builder.location(mapping, address, []);
    return builder.location(
      mapping,
      address,
      run.map((frame) => ({
        function: builder.function(frame.name, frame.name, frame.attributes.get('file') ?? null, 0),
        line: Number(frame.attributes.get('line') ?? 0),
        column: 0,
      })),
    );
  });
}

/** Square brackets are attributes only where all of them are known, for Go writes type arguments in brackets. */
function drawnFrame(text: string): Drawn {
  const match = /^(.*)\[((?:(?:inl|(?:line|file|module|at):[^,\]]+),?)+)\]$/.exec(text);
  if (match === null) return { name: text, attributes: new Map() };
  const attributes = match[2]!.split(',').map((part): [string, string] => {
    const colon = part.indexOf(':');
    return colon === -1 ? [part, ''] : [part.slice(0, colon), part.slice(colon + 1)];
  });
  return { name: match[1]!, attributes: new Map(attributes) };
}

function labelOf(text: string) {
  const [key, value] = text.split('=') as [string, string];
  const number = /^(-?\d+)([a-zA-Z]*)$/.exec(value);
  return number === null ? { key, text: value } : { key, number: Number(number[1]), unit: number[2] ?? '' };
}

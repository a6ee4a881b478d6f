/** A legacy profile as one of ours: addresses get their mappings and names, and the profiler's own frames go. */
import { atByte } from '../../base/errors.js';
import { type LabelInput, ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile, type Source } from '../../profile/profile.js';
import type { ReadContext } from '../format.js';
import { CUT_BENEATH, CUT_HERE, dropsName, KEEP, prunedEnd } from '../pprof/prune.js';
import { dropFramesOf } from './drop.js';
import { MapIndex } from './maps.js';
import type { Named, RawLegacy } from './raw.js';

const EVERYWHERE = 0xffffffffffffffffn;

export function assemble(raw: RawLegacy, source: Source, context: ReadContext): Profile {
  const builder = new ProfileBuilder(raw.types);
  for (const { file, start, limit, offset } of raw.maps) builder.mapping({ file, start, limit, offset });
  const index = new MapIndex(raw.maps);
  const { drop, keep } = dropFramesOf(raw.types[0]!.type);
  const drops =
    context.allFrames === true || raw.names.size === 0 ? null : dropsName(drop, keep, context.diagnostics);
  const actions = new Uint8Array(raw.addresses.length);
  const locations = raw.addresses.map((address, row) => {
    const named = nameOf(raw, address);
    const dropped = drops === null || named === null ? -1 : named.findIndex(({ name }) => drops(name));
    if (dropped !== -1) actions[row] = dropped === 0 ? CUT_HERE : CUT_BENEATH;
    const kept = dropped > 0 ? named!.slice(0, dropped) : (named ?? []);
    const frames = kept.map(({ name, file, line }) => ({
      function: builder.function(name, name, file, 0),
      line,
      column: 0,
    }));
    // Java's numbers name places; only those without a name are shown as what they are.
    if (raw.java && named !== null) return builder.location(NONE, 0n, frames);
    const found = index.find(address);
    const mapping = found ?? { file: null, start: 0n, limit: EVERYWHERE, offset: 0n };
    return builder.location(address === 0n ? NONE : builder.mapping(mapping), address, frames);
  });
  const stacks = new Int32Array(raw.stacks.length);
  const { items, starts } = raw.stacks;
  for (let stack = 0; stack < stacks.length; stack++) {
    const path = items.data.slice(starts.data[stack]!, starts.data[stack + 1]!).reverse();
    const end = drops === null ? path.length : prunedEnd(path, 0, path.length, (row) => actions[row] ?? KEEP);
    stacks[stack] = builder.stack(path.subarray(0, end).map((row) => locations[row]!));
  }
  for (const { stack, values, bytes } of raw.samples) {
    const labels: LabelInput[] = bytes === null ? [] : [{ key: 'bytes', number: bytes, unit: '' }];
    if (!values.every((value) => typeof value === 'bigint' || Number.isSafeInteger(value)))
      throw raw.bad('bad-value', `a sample is worth ${values.join(', ')}, beyond 64 bits`, 0);
    builder.sample(stacks[stack]!, builder.labelSet(labels), values);
  }
  tell(raw, context);
  return builder.finish({
    sources: [source],
    period: raw.period,
    duration: raw.duration,
    warnings: context.diagnostics.list(),
  });
}

function tell(
  { name, java, printed, names, addresses, stated, counted }: RawLegacy,
  { diagnostics }: ReadContext,
): void {
  const place = atByte(name, null);
  if (printed)
    diagnostics.note(
      'pprof-legacy-no-unit',
      'google-pprof --raw says neither what it counted nor how often it looked: its numbers are counted (of a heap profile they are bytes); read the profile itself for its unit',
      place,
    );
  const unnamed = java ? addresses.filter((address) => !names.has(address)).length : 0;
  if (unnamed > 0)
    diagnostics.note(
      'pprof-legacy-unnamed',
      `${unnamed} places have no name behind the samples: if the file was cut, names are missing`,
      place,
      unnamed,
    );
  const [count, bytes] = stated ?? [counted[0], null];
  if (count !== counted[0] || (bytes !== null && bytes !== counted[1]))
    diagnostics.note(
      'pprof-legacy-other-sum',
      `the samples add up to ${counted[0]}${bytes === null ? '' : ` and ${counted[1]} bytes`}, and the header says ${count}${bytes === null ? '' : ` and ${bytes}`}: if the file was cut, samples are missing`,
      place,
    );
}

/** The symbols of `google-pprof --raw` are of the calls or of what follows them, by its version. */
function nameOf({ names, java }: RawLegacy, address: bigint): readonly Named[] | null {
  return names.get(address) ?? (java ? null : (names.get(address + 1n) ?? null));
}

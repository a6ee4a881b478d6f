/** Reads inputs into one checked profile: open, detect, read, check, merge. */
import { Diagnostics } from '../base/diagnostics.js';
import { atByte, ProfileError } from '../base/errors.js';
import { check } from '../profile/check.js';
import { merge } from '../profile/merge.js';
import type { Profile } from '../profile/profile.js';
import type { SearchPlaces } from '../symbols/places.js';
import type { Symbolizer } from '../symbols/symbolizer.js';
import { DEFAULT_LIMITS, type Limits } from './format.js';
import { bytesOf, type InProcessProfile, isInProcessProfile } from './pprof/pprof-object.js';
import { detect, formatNamed } from './registry.js';
import { type Input as ByteInput, localFiles, openSource } from './source.js';

/** A path, bytes, anything that yields byte chunks, or a Profile of pprof-format. */
export type Input = ByteInput | InProcessProfile;

/** An input with a name for messages, where the input itself has none (bytes, streams). */
export interface NamedInput {
  readonly name: string;
  readonly input: Input;
}

export interface ReadOptions {
  /** Skip detection and read as this format: an id such as "pprof". */
  readonly inputFormat?: string | undefined;
  /** What a hostile file may cost; see Limits for units and defaults. */
  readonly limits?: Partial<Limits> | undefined;
  /** perf: the event whose samples are the default, by name, or "first"; files of several profiles: which one, also "all". */
  readonly event?: string | undefined;
  /** Only samples of this thread, by id or name, where the format tells threads apart. */
  readonly thread?: string | undefined;
  /** perf.data: where files with symbols may be looked for; default nowhere. */
  readonly symbols?: SearchPlaces | undefined;
  /** Folded stacks: the unit of the counts; default "count". */
  readonly unit?: string | undefined;
  /** pprof: keep the frames that the file's drop_frames asks to drop; default false. */
  readonly allFrames?: boolean | undefined;
  /** Compute each input's SHA-256 for `sources[].sha256`; default true. */
  readonly hash?: boolean | undefined;
  /** Ends the reading with a ProfileError 'aborted' at the next chunk. */
  readonly signal?: AbortSignal | undefined;
  /** Called at each chunk with the input's name and the decompressed bytes read of it so far. */
  readonly onProgress?: ((name: string, bytes: number) => void) | undefined;
}

/**
 * Reads one or several inputs (paths, bytes, byte streams, a Profile of pprof-format; gzip anywhere) and merges them into one profile. Formats
 * are told by content. Throws ProfileError: see docs/errors.md for its codes.
 */
export async function readProfile(
  inputs: Input | NamedInput | readonly (Input | NamedInput)[],
  options: ReadOptions = {},
): Promise<Profile> {
  const list = Array.isArray(inputs)
    ? (inputs as readonly (Input | NamedInput)[])
    : [inputs as Input | NamedInput];
  if (list.length === 0) throw new ProfileError('usage', 'no profile was given');
  checkLimits(options.limits ?? {});
  const profiles: Profile[] = [];
  for (const item of list) profiles.push(await readOne(item, options));
  return merge(profiles);
}

/** A limit that is misspelt or not a number would be none. */
function checkLimits(limits: Partial<Limits>): void {
  for (const [name, value] of Object.entries(limits)) {
    if (!(name in DEFAULT_LIMITS))
      throw new ProfileError(
        'usage',
        `there is no limit "${name}"; expected one of ${Object.keys(DEFAULT_LIMITS).join(', ')}`,
      );
    if (typeof value !== 'number' || !(value >= 0))
      throw new ProfileError('usage', `limits.${name} is ${value}; expected a number from 0`);
  }
}

async function readOne(item: Input | NamedInput, options: ReadOptions): Promise<Profile> {
  const named = isNamed(item) ? item : { name: undefined, input: item };
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const inMemory = isInProcessProfile(named.input);
  const name = named.name ?? (inMemory ? '<profile>' : undefined);
  const input = isInProcessProfile(named.input) ? bytesOf(named.input, name ?? '<profile>') : named.input;
  const source = openSource(input, {
    name,
    limits,
    hash: options.hash !== false,
    signal: options.signal,
  });
  try {
    const format =
      options.inputFormat === undefined ? await detect(source) : formatNamed(options.inputFormat);
    const diagnostics = new Diagnostics();
    const onBytes =
      options.onProgress === undefined
        ? undefined
        : (bytes: number) => options.onProgress?.(source.name, bytes);
    const choices = new Choices(options);
    const profile = await format.read(source, {
      limits,
      diagnostics,
      get event() {
        return choices.take('event');
      },
      get thread() {
        return choices.take('thread');
      },
      symbolizer: await symbolizerOf(options.symbols),
      get unit() {
        return choices.take('unit');
      },
      allFrames: options.allFrames,
      onBytes,
    });
    check(profile);
    return choices.told(profile, source.name, format.title);
  } finally {
    await source.close();
  }
}

/** Options that only some formats have a use for: those that were given and not asked for are told of, never dropped in silence. */
class Choices {
  readonly #options: ReadOptions;
  readonly #unused: Set<'event' | 'thread' | 'unit'>;

  constructor(options: ReadOptions) {
    this.#options = options;
    this.#unused = new Set(
      (['event', 'thread', 'unit'] as const).filter((key) => options[key] !== undefined),
    );
  }

  take(key: 'event' | 'thread' | 'unit'): string | undefined {
    this.#unused.delete(key);
    return this.#options[key];
  }

  told(profile: Profile, name: string, title: string): Profile {
    if (this.#unused.size === 0) return profile;
    const diagnostics = new Diagnostics();
    for (const key of this.#unused)
      diagnostics.note(
        'option-unused',
        `${name}: ${title} has no choice of ${key}; ${JSON.stringify(this.#options[key])} changed nothing`,
        atByte(name, null),
      );
    return { ...profile, warnings: [...profile.warnings, ...diagnostics.list()] };
  }
}

/** None where the user allows no place; loaded where one is. */
async function symbolizerOf(places: SearchPlaces | undefined): Promise<Symbolizer | undefined> {
  if (places?.symfs === undefined && places?.allowLocalBinaries !== true) return undefined;
  const { Symbolizer } = await import('../symbols/symbolizer.js');
  return new Symbolizer(localFiles, places);
}

function isNamed(item: Input | NamedInput): item is NamedInput {
  return typeof item === 'object' && item !== null && 'input' in item && 'name' in item;
}

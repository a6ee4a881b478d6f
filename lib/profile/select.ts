/** Which samples and frames count: pprof's filters as masks over a profile, never a copied profile. */
import { RE2JS } from 're2js';
import { ProfileError } from '../base/errors.js';
import { NONE, type Profile } from './profile.js';

/** Patterns in RE2 syntax, unanchored, matched on function name, source file and object file. */
export interface Filters {
  /** Keep samples with a matching location. */
  readonly focus?: string | undefined;
  /** Drop samples with a matching location. */
  readonly ignore?: string | undefined;
  /** Take matching frames out of the stacks. */
  readonly hide?: string | undefined;
  /** Take all other frames out of the stacks. */
  readonly show?: string | undefined;
  /** Cut each stack rootward of its rootmost matching frame; drop samples without one. */
  readonly showFrom?: string | undefined;
  /** Keep samples with a matching label: a pattern on values, or "key=pattern". */
  readonly tagfocus?: string | undefined;
  /** Drop samples with a matching label. */
  readonly tagignore?: string | undefined;
  /** Count only the outermost frame of each location: inlined callees go to the function that exists in the machine. */
  readonly noInlines?: boolean | undefined;
}

/** What `select` leaves. Masks are null where they would keep everything. */
export interface Selection {
  readonly profile: Profile;
  /** 1 for each sample that counts. */
  readonly keptSamples: Uint8Array | null;
  /** 1 for each frame taken out. */
  readonly hiddenFrames: Uint8Array | null;
  /** 1 for each frame from which stacks are shown; rootward frames do not count. */
  readonly showFromFrames: Uint8Array | null;
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Throws 'usage' for a pattern that is not valid RE2 syntax, naming it. */
export function select(profile: Profile, filters: Filters = {}): Selection {
  const { focus, ignore, hide, show, showFrom, tagfocus, tagignore } = filters;
  const hidden = hiddenFrames(profile, hide, show, filters.noInlines === true);
  const from = showFrom === undefined ? null : matchingFrames(profile, showFrom, 'show-from');
  let kept: Uint8Array | null = null;
  const drop = (keeps: (sample: number) => boolean): void => {
    kept ??= new Uint8Array(profile.samples.length).fill(1);
    for (let sample = 0; sample < kept.length; sample++)
      if (kept[sample] === 1 && !keeps(sample)) kept[sample] = 0;
  };
  const stackOf = profile.samples.stack as Numbers;
  const labelsOf = profile.samples.labels as Numbers;
  if (focus !== undefined) {
    const hit = stacksWith(profile, matchingFrames(profile, focus, 'focus'));
    drop((sample) => hit[stackOf[sample]!] === 1);
  }
  if (ignore !== undefined) {
    const hit = stacksWith(profile, matchingFrames(profile, ignore, 'ignore'));
    drop((sample) => hit[stackOf[sample]!] === 0);
  }
  if (from !== null) {
    const hit = stacksWith(profile, from);
    drop((sample) => hit[stackOf[sample]!] === 1);
  }
  if (hidden !== null && (hide !== undefined || show !== undefined)) {
    const visible = stacksWith(
      profile,
      hidden.map((h) => 1 - h),
    );
    drop((sample) => visible[stackOf[sample]!] === 1);
  }
  if (tagfocus !== undefined) {
    const hit = matchingLabelSets(profile, tagfocus, 'tagfocus');
    drop((sample) => hit[labelsOf[sample]!] === 1);
  }
  if (tagignore !== undefined) {
    const hit = matchingLabelSets(profile, tagignore, 'tagignore');
    drop((sample) => hit[labelsOf[sample]!] === 0);
  }
  return { profile, keptSamples: kept, hiddenFrames: hidden, showFromFrames: from };
}

/** A predicate for a pattern of the option `option`, run once for each distinct text. Linear time: patterns may be hostile. */
export function matcher(pattern: string, option: string): (text: string) => boolean {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    throw new ProfileError(
      'usage',
      `--${option} "${pattern}" is not a valid pattern: ${(error as Error).message}; expected RE2 syntax`,
    );
  }
  const known = new Map<string, boolean>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) {
      answer = compiled.matcher(text).find();
      known.set(text, answer);
    }
    return answer;
  };
}

function hiddenFrames(
  profile: Profile,
  hide: string | undefined,
  show: string | undefined,
  noInlines: boolean,
): Uint8Array | null {
  if (hide === undefined && show === undefined && !noInlines) return null;
  const hidden =
    hide === undefined ? new Uint8Array(profile.frames.length) : matchingFrames(profile, hide, 'hide');
  if (show !== undefined) {
    const shown = matchingFrames(profile, show, 'show');
    for (let frame = 0; frame < hidden.length; frame++) if (shown[frame] === 0) hidden[frame] = 1;
  }
  if (noInlines) {
    const bounds = profile.locations.frames as Numbers;
    const location = profile.frames.location as Numbers;
    for (let frame = 0; frame < hidden.length; frame++)
      if (bounds[location[frame]!] !== frame) hidden[frame] = 1;
  }
  return hidden;
}

function matchingFrames(profile: Profile, pattern: string, option: string): Uint8Array {
  const matches = matcher(pattern, option);
  const strings = profile.strings as readonly string[];
  const hit = (row: number): boolean => row !== NONE && matches(strings[row]!);
  const { functions, mappings } = profile;
  const byFunction = Uint8Array.from({ length: functions.length }, (_, row) =>
    hit((functions.name as Numbers)[row]!) || hit((functions.file as Numbers)[row]!) ? 1 : 0,
  );
  const byMapping = Uint8Array.from({ length: mappings.length }, (_, row) =>
    hit((mappings.file as Numbers)[row]!) ? 1 : 0,
  );
  const fn = profile.frames.function as Numbers;
  const location = profile.frames.location as Numbers;
  const mapping = profile.locations.mapping as Numbers;
  const frames = new Uint8Array(profile.frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const m = mapping[location[frame]!]!;
    if ((fn[frame] !== NONE && byFunction[fn[frame]!] === 1) || (m !== NONE && byMapping[m] === 1))
      frames[frame] = 1;
  }
  return frames;
}

function stacksWith(profile: Profile, frames: Uint8Array): Uint8Array {
  const { stacks, locations } = profile;
  const bounds = locations.frames as Numbers;
  const byLocation = new Uint8Array(locations.length);
  for (let row = 0; row < byLocation.length; row++) {
    for (let frame = bounds[row]!; frame < bounds[row + 1]!; frame++)
      if (frames[frame] === 1) byLocation[row] = 1;
  }
  const starts = stacks.bounds as Numbers;
  const items = stacks.locations as Numbers;
  const hit = new Uint8Array(stacks.length);
  for (let stack = 0; stack < hit.length; stack++) {
    for (let i = starts[stack]!; i < starts[stack + 1]!; i++) {
      if (byLocation[items[i]!] === 1) {
        hit[stack] = 1;
        break;
      }
    }
  }
  return hit;
}

function matchingLabelSets(profile: Profile, pattern: string, option: string): Uint8Array {
  const equals = pattern.indexOf('=');
  const key = equals === -1 ? null : pattern.slice(0, equals);
  const matches = matcher(equals === -1 ? pattern : pattern.slice(equals + 1), option);
  const { labelSets } = profile;
  const strings = profile.strings as readonly string[];
  const bounds = labelSets.bounds as Numbers;
  return Uint8Array.from({ length: labelSets.length }, (_, set) => {
    for (let row = bounds[set]!; row < bounds[set + 1]!; row++) {
      if (key !== null && strings[(labelSets.key as Numbers)[row]!] !== key) continue;
      const text = (labelSets.text as Numbers)[row]!;
      const unit = (labelSets.unit as Numbers)[row]!;
      if (
        matches(
          text === NONE
            ? `${(labelSets.number as Numbers)[row]}${unit === NONE ? '' : strings[unit]}`
            : strings[text]!,
        )
      )
        return 1;
    }
    return 0;
  });
}

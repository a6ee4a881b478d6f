/** Which samples and frames count: pprof's filters as masks over a profile, never a copied profile. */
import { matchingLabelSets } from './label-filter.js';
import { rowMatcher } from './patterns.js';
import { NONE, type Profile } from './profile.js';
import { requireStacks } from './stacks-known.js';

/** Patterns in RE2 syntax, unanchored, matched on function name, source file and object file. Empty is not given. */
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
  /** Keep samples with a matching label: a pattern, "key=pattern", or a range of numbers such as "bytes=16kb:1mb". */
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
  /** 1 for each frame taken out, by whichever filter, `noInlines` among them. */
  readonly hiddenFrames: Uint8Array | null;
  /** 1 for each frame from which stacks are shown; frames rootward of the first one do not count. */
  readonly showFromFrames: Uint8Array | null;
  /** Whether inlined frames were taken out. */
  readonly noInlines: boolean;
}

/**
 * The filters in pprof's order (profile/filter.go, internal/driver/driver_focus.go): focus and ignore by location,
 * hide, show, showFrom, labels, inlined frames last. A stack that has nothing to show is dropped, and so is one
 * without any frame as soon as one of the first four is given. An unsymbolized frame has no name for `show` to match.
 * Throws 'usage' for a pattern that is not valid RE2 syntax, naming it.
 */
export function select(profile: Profile, filters: Filters = {}): Selection {
  const { focus, ignore, hide, show, showFrom, tagfocus, tagignore, noInlines = false } = filters;
  if (!(focus || ignore || hide || show || showFrom || tagfocus || tagignore || noInlines))
    return { profile, keptSamples: null, hiddenFrames: null, showFromFrames: null, noInlines };
  if (focus || ignore || hide || show || showFrom) requireStacks(profile, 'callers to filter by');
  const hidden = new Uint8Array(profile.frames.length);
  const stacks = new Uint8Array(profile.stacks.length).fill(1);
  if (focus || ignore) keepByLocation(profile, focus, ignore, stacks);
  if (hide) hideFrames(profile, hits(profile, hide, 'hide'), hidden);
  if (show) hideOthers(profile, hits(profile, show, 'show'), hidden);
  if (focus || ignore || hide || show) keepWhere(profile, stacks, visibleFrames(hidden));
  const from = showFrom ? showFromFrames(profile, hits(profile, showFrom, 'show-from'), hidden) : null;
  if (from !== null) keepWhere(profile, stacks, from);
  if (noInlines) hideInlined(profile, hidden);
  const focused = tagfocus ? matchingLabelSets(profile, tagfocus, 'tagfocus') : null;
  const ignored = tagignore ? matchingLabelSets(profile, tagignore, 'tagignore') : null;
  return {
    profile,
    keptSamples: keptSamples(profile, stacks, focused, ignored),
    hiddenFrames: hidden.includes(1) ? hidden : null,
    showFromFrames: from,
    noInlines,
  };
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** What a pattern matches: functions by name or source file, mappings by object file. */
interface Hits {
  readonly functions: Uint8Array;
  readonly mappings: Uint8Array;
}

function hits(profile: Profile, pattern: string, option: string): Hits {
  const matches = rowMatcher(profile.strings as readonly string[], pattern, option);
  const names = profile.functions.name as Numbers;
  const files = profile.functions.file as Numbers;
  const objects = profile.mappings.file as Numbers;
  const functions = new Uint8Array(profile.functions.length);
  for (let row = 0; row < functions.length; row++)
    functions[row] = matches(names[row]!) || matches(files[row]!) ? 1 : 0;
  const mappings = new Uint8Array(profile.mappings.length);
  for (let row = 0; row < mappings.length; row++) mappings[row] = matches(objects[row]!) ? 1 : 0;
  return { functions, mappings };
}

function inMapping(profile: Profile, { mappings }: Hits, location: number): boolean {
  const mapping = (profile.locations.mapping as Numbers)[location]!;
  return mapping !== NONE && mappings[mapping] === 1;
}

function inFunction(profile: Profile, { functions }: Hits, frame: number): boolean {
  const row = (profile.frames.function as Numbers)[frame]!;
  return row !== NONE && functions[row] === 1;
}

/** Hidden frames do not matter here: pprof looks for focus and ignore before it hides. */
function keepByLocation(
  profile: Profile,
  focus: string | undefined,
  ignore: string | undefined,
  stacks: Uint8Array,
): void {
  const focused = focus ? locationsHit(profile, hits(profile, focus, 'focus')) : null;
  const ignored = ignore ? locationsHit(profile, hits(profile, ignore, 'ignore')) : null;
  const bounds = profile.stacks.bounds as Numbers;
  const items = profile.stacks.locations as Numbers;
  for (let stack = 0; stack < stacks.length; stack++) {
    let keep = 0;
    for (let i = bounds[stack]!; i < bounds[stack + 1]!; i++) {
      if (ignored !== null && ignored[items[i]!] === 1) {
        keep = 0;
        break;
      }
      if (focused === null || focused[items[i]!] === 1) keep = 1;
    }
    stacks[stack] = keep;
  }
}

function locationsHit(profile: Profile, found: Hits): Uint8Array {
  const bounds = profile.locations.frames as Numbers;
  const hit = new Uint8Array(profile.locations.length);
  for (let location = 0; location < hit.length; location++) {
    if (inMapping(profile, found, location)) hit[location] = 1;
    for (let frame = bounds[location]!; frame < bounds[location + 1]!; frame++)
      if (inFunction(profile, found, frame)) hit[location] = 1;
  }
  return hit;
}

function hideFrames(profile: Profile, found: Hits, hidden: Uint8Array): void {
  const location = profile.frames.location as Numbers;
  for (let frame = 0; frame < hidden.length; frame++)
    if (inFunction(profile, found, frame) || inMapping(profile, found, location[frame]!)) hidden[frame] = 1;
}

/** pprof keeps lines whose mapping matches, and a location without symbol has no line to keep. */
function hideOthers(profile: Profile, found: Hits, hidden: Uint8Array): void {
  const location = profile.frames.location as Numbers;
  const fn = profile.frames.function as Numbers;
  for (let frame = 0; frame < hidden.length; frame++) {
    const shown =
      fn[frame] !== NONE &&
      (inFunction(profile, found, frame) || inMapping(profile, found, location[frame]!));
    if (!shown) hidden[frame] = 1;
  }
}

/**
 * The visible frames of each location that matches. What lies rootward of the match inside the location is hidden
 * wherever the location occurs, as pprof cuts the location itself; a matching mapping cuts nothing.
 */
function showFromFrames(profile: Profile, found: Hits, hidden: Uint8Array): Uint8Array {
  const bounds = profile.locations.frames as Numbers;
  const from = new Uint8Array(profile.frames.length);
  for (let location = 0; location < profile.locations.length; location++) {
    const end = bounds[location + 1]!;
    let first = bounds[location]!;
    if (!inMapping(profile, found, location)) {
      while (first < end && (hidden[first] === 1 || !inFunction(profile, found, first))) first++;
      if (first === end) continue;
      hidden.fill(1, bounds[location]!, first);
    }
    for (let frame = first; frame < end; frame++) if (hidden[frame] === 0) from[frame] = 1;
  }
  return from;
}

/** Only the rootmost frame exists in the machine (`-noinlines`: the last line of a location that is left). */
function hideInlined(profile: Profile, hidden: Uint8Array): void {
  const bounds = profile.locations.frames as Numbers;
  for (let location = 0; location < profile.locations.length; location++) {
    const end = bounds[location + 1]!;
    let first = bounds[location]!;
    while (first < end && hidden[first] === 1) first++;
    if (first + 1 < end) hidden.fill(1, first + 1, end);
  }
}

function visibleFrames(hidden: Uint8Array): Uint8Array {
  const visible = new Uint8Array(hidden.length);
  for (let frame = 0; frame < hidden.length; frame++) visible[frame] = 1 - hidden[frame]!;
  return visible;
}

/** Drops the stacks without any of `frames`. */
function keepWhere(profile: Profile, stacks: Uint8Array, frames: Uint8Array): void {
  const frameBounds = profile.locations.frames as Numbers;
  const locations = new Uint8Array(profile.locations.length);
  for (let location = 0; location < locations.length; location++) {
    for (let frame = frameBounds[location]!; frame < frameBounds[location + 1]!; frame++)
      if (frames[frame] === 1) locations[location] = 1;
  }
  const bounds = profile.stacks.bounds as Numbers;
  const items = profile.stacks.locations as Numbers;
  for (let stack = 0; stack < stacks.length; stack++) {
    let i = bounds[stack]!;
    while (i < bounds[stack + 1]! && locations[items[i]!] === 0) i++;
    if (i === bounds[stack + 1]) stacks[stack] = 0;
  }
}

function keptSamples(
  { samples }: Profile,
  stacks: Uint8Array,
  focused: Uint8Array | null,
  ignored: Uint8Array | null,
): Uint8Array | null {
  const stackOf = samples.stack as Numbers;
  const labelsOf = samples.labels as Numbers;
  const kept = new Uint8Array(samples.length);
  let count = 0;
  for (let sample = 0; sample < kept.length; sample++) {
    if (stacks[stackOf[sample]!] === 0) continue;
    if (focused !== null && focused[labelsOf[sample]!] === 0) continue;
    if (ignored !== null && ignored[labelsOf[sample]!] === 1) continue;
    kept[sample] = 1;
    count++;
  }
  return count === kept.length ? null : kept;
}

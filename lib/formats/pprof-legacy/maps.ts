/** Memory maps: /proc/self/maps, or the brief form `start-end: file (@offset)`; only what can be executed counts. */
import type { Lines } from './lines.js';
import type { RawLegacy } from './raw.js';

export interface MapEntry {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly file: string | null;
}

const HEX = '[0-9a-fA-F]{1,16}';
const PROC = new RegExp(`^(${HEX})-(${HEX})\\s+([-rwxps]+)\\s+(${HEX})\\s+${HEX}:${HEX}\\s+\\d+\\s*(\\S+)?`);
const BRIEF = new RegExp(`^(${HEX})-(${HEX}):?\\s+(\\S+)(?:.*\\(?@(${HEX})\\)?)?`);
/** Where the linker has put programs for decades: a main mapping that begins behind it has a part missing. */
const EXPECTED_START = 0x400000n;
const MAX_ATTRIBUTES = 100;
const LONGEST = 1 << 16;

/** Lines that are no entries are skipped, as pprof does; `name=value` replaces $name in the lines below. */
export function readMaps(lines: Lines, raw: RawLegacy): MapEntry[] {
  const entries: MapEntry[] = [];
  const attributes = new Map<string, string>();
  for (let line = lines.next(); line !== null; line = lines.next()) {
    if (line === '' || line.length > LONGEST) continue;
    if (entries.length >= raw.limits.rows) throw raw.over('rows', lines.number);
    const text = replaced(line, attributes);
    const proc = PROC.exec(text);
    if (proc !== null) {
      if (proc[3]!.includes('x')) entries.push(entry(proc[1]!, proc[2]!, proc[4], proc[5]));
      continue;
    }
    const brief = BRIEF.exec(text);
    if (brief !== null) entries.push(entry(brief[1]!, brief[2]!, brief[4], brief[3]));
    else if (text.includes('=') && attributes.size < MAX_ATTRIBUTES) {
      const at = text.indexOf('=');
      attributes.set(`$${text.slice(0, at).trim()}`, text.slice(at + 1).trim());
    }
  }
  return mended(entries);
}

/** The mapping of an address among `maps`, sorted by start; null for none. */
export class MapIndex {
  readonly #maps: readonly MapEntry[];

  constructor(maps: readonly MapEntry[]) {
    this.#maps = [...maps].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  }

  find(address: bigint): MapEntry | null {
    let low = 0;
    let high = this.#maps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#maps[middle]!.start <= address) low = middle + 1;
      else high = middle;
    }
    const before = this.#maps[low - 1];
    if (before !== undefined && address < before.limit) return before;
    // Old handlers left out the first part of a mapping that was split.
    const next = this.#maps[low];
    return next !== undefined && next.offset > 0n && next.start - next.offset <= address ? next : null;
  }
}

function entry(start: string, limit: string, offset: string | undefined, file: string | undefined): MapEntry {
  return {
    start: BigInt(`0x${start}`),
    limit: BigInt(`0x${limit}`),
    offset: offset === undefined ? 0n : BigInt(`0x${offset}`),
    file: file === undefined || file === '' ? null : file,
  };
}

function replaced(line: string, attributes: ReadonlyMap<string, string>): string {
  let text = line;
  if (!line.includes('$')) return text;
  for (const [name, value] of attributes) {
    text = text.replaceAll(name, () => value);
    if (text.length > LONGEST) return '';
  }
  return text;
}

/** The program first, neighbours of one file joined, and a start that is where it always is. */
function mended(entries: readonly MapEntry[]): MapEntry[] {
  const joined: MapEntry[] = [];
  for (const next of entries) {
    const last = joined[joined.length - 1];
    const follows =
      last !== undefined &&
      last.file === next.file &&
      last.limit === next.start &&
      last.offset + (last.limit - last.start) === next.offset;
    if (follows) joined[joined.length - 1] = { ...last, limit: next.limit };
    else joined.push(next);
  }
  const main = joined.findIndex(
    ({ file }) => file !== null && !file.startsWith('[') && !/\.so(\.|$)/.test(file),
  );
  if (main > 0) joined.unshift(...joined.splice(main, 1));
  const [first] = joined;
  if (first !== undefined && first.start - first.offset === EXPECTED_START)
    joined[0] = { ...first, start: EXPECTED_START, offset: 0n };
  return joined;
}

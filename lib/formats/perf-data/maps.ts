/** One address space: which object file lies where. Addresses are floats: user addresses and kernel offsets stay below 2^53. */

/** A mapped range; `module` is a row of the reader's modules. Never changed: overlaps replace it. */
export interface MapRange {
  readonly start: number;
  readonly end: number;
  /** Offset in the file of the first byte. */
  readonly fileOffset: number;
  readonly module: number;
}

/** Ascending by start and without overlaps. A fork shares them with its parent until either maps something. */
export class AddressSpace {
  /** Changes whenever an address may mean something else than before; unique among all spaces. */
  key: number;
  #ranges: MapRange[];
  #shared: boolean;
  #asked = false;
  #replaced = false;
  readonly #keys: KeySource;

  constructor(keys: KeySource, ranges: MapRange[] = []) {
    this.#keys = keys;
    this.key = keys.next();
    this.#ranges = ranges;
    this.#shared = ranges.length > 0;
  }

  fork(): AddressSpace {
    this.#shared = true;
    return new AddressSpace(this.#keys, this.#ranges);
  }

  /** Another program is to run here: what was mapped counts until its first mapping comes, for that is where it was called. */
  replace(): void {
    this.#replaced = true;
  }

  /** Whatever was mapped there before is gone, in parts where need be. */
  insert(range: MapRange): void {
    if (range.end <= range.start) return;
    this.#change();
    if (this.#replaced) {
      this.#replaced = false;
      this.#ranges = [];
      this.#shared = false;
    }
    if (this.#shared) {
      this.#keys.copied(this.#ranges.length);
      this.#ranges = this.#ranges.slice();
      this.#shared = false;
    }
    const ranges = this.#ranges;
    const last = ranges[ranges.length - 1];
    if (last === undefined || last.end <= range.start) {
      ranges.push(range);
      return;
    }
    let from = this.#after(range.start);
    if (from > 0 && ranges[from - 1]!.end > range.start) from--;
    let to = from;
    const kept: MapRange[] = [];
    for (; to < ranges.length && ranges[to]!.start < range.end; to++) {
      const old = ranges[to]!;
      if (old.start < range.start) kept.push({ ...old, end: range.start });
    }
    kept.push(range);
    const over = ranges[to - 1];
    if (to > from && over!.end > range.end)
      kept.push({ ...over!, start: range.end, fileOffset: over!.fileOffset + range.end - over!.start });
    this.#keys.copied(ranges.length - to);
    ranges.splice(from, to - from, ...kept);
  }

  /** The range that holds `address`, or null. */
  find(address: number): MapRange | null {
    this.#asked = true;
    const at = this.#after(address) - 1;
    const range = at < 0 ? undefined : this.#ranges[at];
    return range !== undefined && address < range.end ? range : null;
  }

  /** Index of the first range that starts beyond `address`. */
  #after(address: number): number {
    const ranges = this.#ranges;
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ranges[middle]!.start <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Nobody has remembered an answer yet: the key can stay. */
  #change(): void {
    if (!this.#asked) return;
    this.#asked = false;
    this.key = this.#keys.next();
  }
}

/** Gives out keys, and counts the work that maps cost: a hostile file can make it quadratic. */
export class KeySource {
  #last = 0;
  #work = 0;
  readonly #tooMuch: () => Error;

  constructor(tooMuch: () => Error) {
    this.#tooMuch = tooMuch;
  }

  next(): number {
    return ++this.#last;
  }

  copied(ranges: number): void {
    this.#work += ranges;
    if (this.#work > MAX_WORK) throw this.#tooMuch();
  }
}

/** Map entries moved in all; a build of 100,000 processes with 100 maps each moves a hundredth of it. */
const MAX_WORK = 2 ** 28;

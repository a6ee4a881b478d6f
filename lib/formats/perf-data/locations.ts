/** Addresses to locations: one row for each distinct (module, offset in it), found again without looking into the maps. */
import { Int32Builder } from '../../base/columns.js';
import { ProfileError } from '../../base/errors.js';
import { CALL } from '../../symbols/symbol-table.js';
import type { AddressSpace } from './maps.js';
import { kernelAddress, type Processes, userAddress } from './processes.js';

const EMPTY = -1;
const TWO_32 = 2 ** 32;
/** Entries of the cache of addresses; beyond, it begins anew: it can always be made again. */
const MAX_CACHED = 1 << 22;
export const NO_MODULE = -1;

/**
 * Location l is (`low[l]`, `high[l]`) in module `module[l]`: an offset in its file, or the address itself where there is no module
 * or it lies at identity. `isReturn[l]`: a return address, so that the call is the instruction before it.
 */
export class Locations {
  readonly module = new Int32Builder(1024);
  readonly low = new Int32Builder(1024);
  readonly high = new Int32Builder(1024);
  readonly isReturn = new Int32Builder(1024);
  readonly #processes: Processes;
  readonly #maxRows: number;
  #cache = new TripleMap();
  readonly #rows = new TripleMap();

  constructor(processes: Processes, maxRows: number) {
    this.#processes = processes;
    this.#maxRows = maxRows;
  }

  get length(): number {
    return this.module.length;
  }

  /** Row of a user address in `space`; `returns`: 1 for a return address, else 0. */
  user(space: AddressSpace, low: number, high: number, returns: number): number {
    const tag = (space.key * 4 + returns) | 0;
    const cached = this.#cache.find(low, high, tag);
    if (cached !== EMPTY) return cached;
    const address = userAddress(low, high);
    const range = address >= returns ? space.find(address - returns) : null;
    const row =
      range === null
        ? this.#row(NO_MODULE, low, high, returns)
        : this.#rowAt(range.module, address - range.start + range.fileOffset, returns);
    this.#remember(low, high, (space.key * 4 + returns) | 0, row);
    return row;
  }

  kernel(low: number, high: number, returns: number): number {
    const { kernel } = this.#processes;
    const tag = (kernel.key * 4 + 2 + returns) | 0;
    const cached = this.#cache.find(low, high, tag);
    if (cached !== EMPTY) return cached;
    const address = kernelAddress(low, high);
    const range = address >= returns ? kernel.find(address - returns) : null;
    const row = this.#row(range?.module ?? NO_MODULE, low, high, returns);
    this.#remember(low, high, (kernel.key * 4 + 2 + returns) | 0, row);
    return row;
  }

  /** Row of an address of which nothing but itself is known. */
  unknown(low: number, high: number): number {
    return this.#row(NO_MODULE, low, high, 0);
  }

  /** The address or offset as profiles hold it. */
  address(row: number): bigint {
    return (BigInt(this.high.data[row]! >>> 0) << 32n) | BigInt(this.low.data[row]! >>> 0);
  }

  /** Where to look for the symbol: offsets as floats, kernel addresses from KERNEL_BASE_HIGH, calls from their returns; NaN for no address. */
  target(row: number, kernel: boolean): number {
    const low = this.low.data[row]! >>> 0;
    const high = this.high.data[row]! >>> 0;
    const address = kernel ? kernelAddress(low, high) : userAddress(low, high);
    return address - this.isReturn.data[row]! * CALL;
  }

  #rowAt(module: number, offset: number, returns: number): number {
    return this.#row(module, offset >>> 0, Math.floor(offset / TWO_32) >>> 0, returns);
  }

  #row(module: number, low: number, high: number, returns: number): number {
    const tag = (module * 2 + returns) | 0;
    const known = this.#rows.find(low, high, tag);
    if (known !== EMPTY) return known;
    if (this.length >= this.#maxRows)
      throw new ProfileError('limit', `more than limits.rows=${this.#maxRows} distinct addresses`);
    this.module.push(module);
    this.low.push(low | 0);
    this.high.push(high | 0);
    this.isReturn.push(returns);
    this.#rows.add(low, high, tag, this.length - 1);
    return this.length - 1;
  }

  #remember(low: number, high: number, tag: number, row: number): void {
    if (this.#cache.length >= MAX_CACHED) this.#cache = new TripleMap();
    this.#cache.add(low, high, tag, row);
  }
}

/** Three 32-bit integers to a row, by open addressing: it answers for each frame of each sample. */
class TripleMap {
  #keys = new Int32Array(4 * 4096);
  #mask = 4095;
  length = 0;

  constructor() {
    for (let slot = 3; slot < this.#keys.length; slot += 4) this.#keys[slot] = EMPTY;
  }

  find(a: number, b: number, c: number): number {
    const keys = this.#keys;
    const x = a | 0;
    const y = b | 0;
    const z = c | 0;
    for (let slot = hash(x, y, z) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 4;
      const row = keys[at + 3]!;
      if (row === EMPTY) return EMPTY;
      if (keys[at] === x && keys[at + 1] === y && keys[at + 2] === z) return row;
    }
  }

  /** Adds what `find` has just not found. */
  add(a: number, b: number, c: number, row: number): void {
    if (this.length * 2 > this.#mask) this.#grow();
    this.#place(this.#keys, a | 0, b | 0, c | 0, row);
    this.length++;
  }

  #place(keys: Int32Array, a: number, b: number, c: number, row: number): void {
    let slot = hash(a, b, c) & this.#mask;
    while (keys[slot * 4 + 3] !== EMPTY) slot = (slot + 1) & this.#mask;
    keys[slot * 4] = a;
    keys[slot * 4 + 1] = b;
    keys[slot * 4 + 2] = c;
    keys[slot * 4 + 3] = row;
  }

  #grow(): void {
    const old = this.#keys;
    const slots = (this.#mask + 1) * 4;
    this.#mask = slots - 1;
    this.#keys = new Int32Array(slots * 4);
    for (let slot = 3; slot < this.#keys.length; slot += 4) this.#keys[slot] = EMPTY;
    for (let at = 0; at < old.length; at += 4)
      if (old[at + 3] !== EMPTY) this.#place(this.#keys, old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]!);
  }
}

function hash(a: number, b: number, c: number): number {
  let mixed = Math.imul(a ^ (a >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ b, 0x9e3779b1);
  mixed = Math.imul(mixed ^ c ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

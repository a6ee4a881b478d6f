/** What every legacy profile comes to: stacks of addresses, values, a memory map, perhaps names. */
import { atLine, type ErrorCode, ProfileError } from '../../base/errors.js';
import { HASH_SEED, ListInterner, mixHash } from '../../base/interner.js';
import type { ValueType } from '../../profile/profile.js';
import type { Limits } from '../format.js';
import type { MapEntry } from './maps.js';

export interface Named {
  readonly name: string;
  readonly file: string | null;
  readonly line: number;
}

export interface RawSample {
  /** Row of `stacks`. */
  readonly stack: number;
  readonly values: readonly (number | bigint)[];
  /** Bytes of one object, where it is a heap profile. */
  readonly bytes: number | null;
}

export class RawLegacy {
  readonly name: string;
  readonly limits: Limits;
  types: readonly ValueType[] = [];
  period: { type: ValueType; value: number } | null = null;
  duration: number | null = null;
  readonly samples: RawSample[] = [];
  /** Lists of rows of `addresses`, leaf first. */
  readonly stacks = new ListInterner();
  readonly addresses: bigint[] = [];
  /** Names of addresses, from a block of symbols or of Java's locations: a function, then what was inlined into it. */
  readonly names = new Map<bigint, readonly Named[]>();
  /** A block of symbols stands in front. */
  symbolized = false;
  /** `google-pprof --raw` printed the samples: of any kind of profile, with neither its unit nor its period. */
  printed = false;
  /** Java: the numbers are not addresses but names of places. */
  java = false;
  maps: readonly MapEntry[] = [];
  /** What the header says the first and second value of all samples come to, before scaling; null where it does not. */
  stated: readonly [number, number | null] | null = null;
  /** The same, added up. */
  counted: [number, number] = [0, 0];
  readonly #rows = new Map<bigint, number>();

  constructor(name: string, limits: Limits) {
    this.name = name;
    this.limits = limits;
  }

  /** Row of a stack, leaf first. */
  stack(addresses: readonly bigint[], line: number): number {
    if (addresses.length > this.limits.stackDepth) throw this.over('stackDepth', line);
    let hash = HASH_SEED;
    for (const address of addresses) {
      let row = this.#rows.get(address);
      if (row === undefined) {
        if (this.addresses.length >= this.limits.rows) throw this.over('rows', line);
        row = this.addresses.push(address) - 1;
        this.#rows.set(address, row);
      }
      this.stacks.items.push(row);
      hash = mixHash(hash, row);
    }
    return this.stacks.commit(hash);
  }

  add(sample: RawSample, line: number): void {
    if (this.samples.length >= this.limits.samples) throw this.over('samples', line);
    this.samples.push(sample);
  }

  over(limit: 'rows' | 'samples' | 'stackDepth', line: number): ProfileError {
    return this.bad(
      'limit',
      `is over the limit ${limit}=${this.limits[limit]}; raise limits.${limit} if the file is trusted`,
      line,
    );
  }

  /** `line` 0: of a binary file. */
  bad(code: ErrorCode, message: string, line: number): ProfileError {
    const text = `${message} (pprof-legacy)`;
    return line === 0
      ? new ProfileError(code, `${this.name}: ${text}`)
      : new ProfileError(code, text, atLine(this.name, line));
  }
}

/** The address of the call rather than of what follows it. */
export function callOf(address: bigint): bigint {
  return BigInt.asUintN(64, address - 1n);
}

/** Whole numbers of a text, exact. Null beyond 64 bits. */
export function integer(text: string): number | bigint | null {
  const near = Number(text);
  if (Number.isSafeInteger(near)) return near;
  const exact = BigInt(text);
  return BigInt.asIntN(64, exact) === exact ? exact : null;
}

/** Exact; infinite where a factor is. */
export function times(a: number | bigint, b: number | bigint): number | bigint {
  const near = Number(a) * Number(b);
  return Number.isSafeInteger(near) || !Number.isFinite(near) ? near : BigInt(a) * BigInt(b);
}

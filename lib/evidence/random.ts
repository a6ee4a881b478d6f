/** The only source of chance: xoshiro128** seeded by splitmix64, in integer arithmetic, the same numbers everywhere. */

/**
 * A generator of 32-bit numbers with a period of 2^128 - 1 (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", ACM TOMS 47, 2021). Mutable; whoever needs numbers of their own takes a `stream` of it.
 */
export class Random {
  readonly #seed: bigint;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /**
   * `seed` is any integer, taken modulo 2^64. Two outputs of splitmix64 (Steele, Lea and Flood, OOPSLA 2014), low word
   * first, are the state; an all-zero one, which xoshiro cannot leave, has never been seen and is made 1, 0, 0, 0.
   */
  constructor(seed: number | bigint) {
    this.#seed = BigInt.asUintN(64, BigInt(seed));
    const first = mix(this.#seed + GOLDEN);
    const second = mix(this.#seed + 2n * GOLDEN);
    this.#a = low(first);
    this.#b = low(first >> 32n);
    this.#c = low(second);
    this.#d = low(second >> 32n);
    if ((this.#a | this.#b | this.#c | this.#d) === 0) this.#a = 1;
  }

  /** Starts at a given state of four 32-bit words, as the published test vectors do. */
  static fromState(a: number, b: number, c: number, d: number): Random {
    const random = new Random(0);
    random.#a = a | 0;
    random.#b = b | 0;
    random.#c = c | 0;
    random.#d = d | 0;
    return random;
  }

  /** The next integer, 0 to 2^32 - 1. */
  next(): number {
    const b = this.#b;
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const c = this.#c ^ this.#a;
    const d = this.#d ^ b;
    this.#b = b ^ c;
    this.#a ^= d;
    this.#c = c ^ (b << 9);
    this.#d = rotate(d, 11);
    return scrambled >>> 0;
  }

  /** Uniform in (0, 1), neither end included: one of 2^53 - 1 values, two outputs each. */
  uniform(): number {
    for (;;) {
      const high = this.next() >>> 5;
      const value = (high * 67108864 + (this.next() >>> 6)) / 9007199254740992;
      if (value > 0) return value;
    }
  }

  /** Uniform in (0, 1) from one output: the midpoints of 2^32 equal cells. Twice as fast; too coarse for far tails. */
  uniform32(): number {
    return (this.next() + 0.5) / 4294967296;
  }

  /** Uniform integer from 0 to `limit` - 1, without bias; `limit` from 1 to 2^32. */
  below(limit: number): number {
    const fair = 4294967296 - (4294967296 % limit);
    for (;;) {
      const value = this.next();
      if (value < fair) return value % limit;
    }
  }

  /**
   * A generator of its own for `name`, which depends on the seed and the name alone: not on how many numbers were
   * taken before, nor on which other streams exist. So a model with one input more draws the same numbers for the
   * inputs it had (common random numbers). Streams of streams work: `random.stream('speedup').stream('json')`.
   */
  stream(name: string): Random {
    return new Random(mix(this.#seed ^ hash(name)));
  }

  /** Skips 2^64 outputs, for sequences that provably do not overlap (the authors' jump polynomial). */
  jump(): void {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (const word of JUMP) {
      for (let bit = 0; bit < 32; bit++) {
        if ((word & (1 << bit)) !== 0) {
          a ^= this.#a;
          b ^= this.#b;
          c ^= this.#c;
          d ^= this.#d;
        }
        this.next();
      }
    }
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }
}

const GOLDEN = 0x9e3779b97f4a7c15n;
const JUMP = [0x8764000b, 0xf542d2d3, 0x6fa035c3, 0x77f2db5b];

/** The output function of splitmix64. */
function mix(state: bigint): bigint {
  let z = BigInt.asUintN(64, state);
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

/** FNV-1a of 64 bits over the name's UTF-16 units, low byte first. */
function hash(name: string): bigint {
  let value = 0xcbf29ce484222325n;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    for (const byte of [unit & 255, unit >>> 8])
      value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  }
  return value;
}

function low(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** Users, and which differences each has seen, in bounded memory: beyond a bound a fair sample of them by their hash. */

/** Users kept at once; each takes about 100 bytes. */
const MOST = 2 ** 19;
/** Sets of differences remembered of one user. */
const MOST_SETS = 64;

/** What one user has seen; -1 in it: more than is remembered. */
export interface Cluster {
  /** Endpoint, or -1 where all are taken together. */
  readonly stratum: number;
  readonly sets: number[];
}

export class Clusters {
  readonly #seen = new Map<number, Cluster>();
  /** What users without a difference share, by stratum: most have none. */
  readonly #clean = new Map<number, Cluster>();
  /** Only hashes below it are kept: 2^53 keeps all. */
  #below = 2 ** 53;

  /** `set`: which differences the request showed; -1 for none. */
  add(stratum: number, key: string, set: number): void {
    const hash = hashOf(key, stratum);
    if (hash >= this.#below) return;
    const cluster = this.#seen.get(hash);
    if (cluster === undefined) {
      if (this.#seen.size >= MOST) this.#halve();
      if (hash >= this.#below) return;
      this.#seen.set(hash, set < 0 ? this.#cleanOf(stratum) : { stratum, sets: [set] });
    } else if (set < 0 || cluster.sets.includes(set)) return;
    else if (cluster.sets.length === 0) this.#seen.set(hash, { stratum, sets: [set] });
    else if (cluster.sets.length < MOST_SETS) cluster.sets.push(set);
    else cluster.sets[MOST_SETS] = -1;
  }

  #cleanOf(stratum: number): Cluster {
    let cluster = this.#clean.get(stratum);
    if (cluster === undefined) {
      cluster = { stratum, sets: [] };
      this.#clean.set(stratum, cluster);
    }
    return cluster;
  }

  /** Share of all users that are kept, about. */
  get share(): number {
    return this.#below / 2 ** 53;
  }

  values(): Iterable<Cluster> {
    return this.#seen.values();
  }

  #halve(): void {
    this.#below /= 2;
    for (const hash of this.#seen.keys()) if (hash >= this.#below) this.#seen.delete(hash);
  }
}

/** 53 bits; two keys of a million share one with a chance of 1 in 10,000. */
function hashOf(text: string, seed: number): number {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x85ebca6b ^ Math.imul(seed, 0xc2b2ae35);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995);
    b ^= b >>> 15;
  }
  a = mixed(a ^ b);
  b = mixed(b ^ Math.imul(a, 0x27d4eb2f));
  return (a >>> 0) * 2 ** 21 + (b >>> 11);
}

function mixed(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

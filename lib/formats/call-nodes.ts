/** A tree of calls as many files hold it, each node naming its parent: the stacks of the nodes that samples name. */
import { Int32Builder } from '../base/columns.js';
import { atByte, type ErrorPlace, ProfileError } from '../base/errors.js';
import type { ProfileBuilder } from '../profile/builder.js';
import { NONE } from '../profile/profile.js';
import type { Limits } from './format.js';

/**
 * The model holds each stack as a run of locations, so a chain of n calls that is sampled at each of them needs n*n/2
 * positions: 100 KB of input could ask for gigabytes. 2^26 positions are 256 MB, and eight times what the largest real
 * profiles have.
 */
const MAX_POSITIONS = 2 ** 26;
const NOT_YET = -2;

/** Nodes in the order of the file; a parent may come later than its child. */
export class CallNodes {
  /** Parent row of each node; NONE at a root. Readers may fill it late. */
  readonly parents = new Int32Builder();
  /** Location row of each node in the builder; NONE for a node that stands for no frame, such as "(root)". */
  readonly locations = new Int32Builder();
  /** 1 where the node was inlined into its parent: its location has the parent's frames too. */
  readonly joined = new Int32Builder();
  readonly #builder: ProfileBuilder;
  readonly #limits: Limits;
  readonly #place: ErrorPlace;
  #stacks = new Int32Array(0);

  constructor(builder: ProfileBuilder, source: string, limits: Limits) {
    this.#builder = builder;
    this.#limits = limits;
    this.#place = atByte(source, null);
  }

  get length(): number {
    return this.parents.length;
  }

  add(parent: number, location: number, joined = false): number {
    if (this.length >= this.#limits.rows)
      throw this.#error('limit', `has more than ${this.#limits.rows} call nodes; raise limits.rows`);
    this.parents.push(parent);
    this.locations.push(location);
    this.joined.push(joined ? 1 : 0);
    return this.length - 1;
  }

  /** The builder's stack row of a node, made once. Throws 'bad-reference' where its parents go in a circle. */
  stackOf(node: number): number {
    if (this.#stacks.length < this.length) {
      // Twice the room: readers may ask after each node that they add.
      const grown = new Int32Array(this.length * 2).fill(NOT_YET);
      grown.set(this.#stacks);
      this.#stacks = grown;
    }
    const known = this.#stacks[node]!;
    if (known !== NOT_YET) return known;
    const path: number[] = [];
    const { data: parents } = this.parents;
    const { data: locations } = this.locations;
    const { data: joined } = this.joined;
    let steps = 0;
    for (let at = node; at !== NONE; at = parents[at]!) {
      if (++steps > this.length)
        throw this.#error('bad-reference', `the callers of call node ${node} go in a circle`);
      if (locations[at] !== NONE) path.push(locations[at]!);
      for (; joined[at] === 1 && parents[at] !== NONE; steps++) at = parents[at]!;
    }
    if (path.length > this.#limits.stackDepth)
      throw this.#error(
        'limit',
        `a stack has more than ${this.#limits.stackDepth} frames; raise limits.stackDepth`,
      );
    if (this.#builder.stacks.items.length + path.length > MAX_POSITIONS)
      throw this.#error('limit', `its stacks together have more than ${MAX_POSITIONS} frames`);
    const stack = this.#builder.stack(path.reverse());
    this.#stacks[node] = stack;
    return stack;
  }

  #error(code: 'limit' | 'bad-reference', message: string): ProfileError {
    return new ProfileError(code, message, this.#place);
  }
}

/** V8's call nodes as columns, ids not yet resolved, and the shape of JSON that fills them. */
import { Float64Builder, Int32Builder } from '../../base/columns.js';
import { atByte, ProfileError } from '../../base/errors.js';
import { NONE } from '../../profile/profile.js';
import type { Limits } from '../format.js';
import { fields, type Shape } from '../json/shape.js';
import { type CallFrame, callFrameOf } from '../v8/call-frame.js';

type Scalar = string | number | boolean | null;

/** Columns of nodes have one length. */
export class RawNodes {
  /** NaN where a node has none. */
  readonly ids = new Float64Builder(16);
  readonly frames: CallFrame[] = [];
  readonly hits = new Float64Builder(16);
  /** Id of the parent, NaN where the file lists children instead. */
  readonly parentIds = new Float64Builder(16);
  /** Row of the parent; NONE where it is told by ids. */
  readonly parentRows = new Int32Builder(16);
  /** Children: row of the parent, id of the child. */
  readonly childOf = new Int32Builder(16);
  readonly childIds = new Float64Builder(16);

  add(id: number, frame: CallFrame, hits: number, parentId: number, parentRow: number = NONE): number {
    this.ids.push(id);
    this.hits.push(hits);
    this.parentIds.push(parentId);
    this.parentRows.push(parentRow);
    this.frames.push(frame);
    return this.frames.length - 1;
  }

  append(other: RawNodes): void {
    const base = this.frames.length;
    for (const [row, frame] of other.frames.entries())
      this.add(other.ids.data[row]!, frame, other.hits.data[row]!, other.parentIds.data[row]!);
    for (let i = 0; i < other.childOf.length; i++) {
      this.childOf.push(base + other.childOf.data[i]!);
      this.childIds.push(other.childIds.data[i]!);
    }
  }
}

/** Checks numbers of V8's JSON; its errors name the input. */
export class Checks {
  readonly #name: string;
  readonly #limits: Limits;
  readonly #format: string;

  constructor(name: string, limits: Limits, format: string) {
    this.#name = name;
    this.#limits = limits;
    this.#format = format;
  }

  /** Times and ids beyond 2^53 would not add up. */
  finite(value: Scalar, what: string): number {
    if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
    throw this.bad('bad-value', `"${what}" has ${String(value).slice(0, 40)}; expected a number within 2^53`);
  }

  count(value: Scalar): number {
    const count = value === null ? 0 : this.finite(value, 'hitCount');
    if (count < 0 || !Number.isInteger(count))
      throw this.bad('bad-value', `"hitCount" is ${count}; expected a count`);
    return count;
  }

  /** Throws 'limit' where `length` has reached the limit. */
  room(length: number, limit: 'rows' | 'samples'): void {
    const bound = this.#limits[limit];
    if (length >= bound)
      throw this.bad(
        'limit',
        `has more than ${bound} ${limit}; raise limits.${limit} if the file is trusted`,
      );
  }

  bad(code: 'bad-value' | 'limit', message: string): ProfileError {
    return new ProfileError(code, `${message} (${this.#format})`, atByte(this.#name, null));
  }
}

/** An element of "nodes"; `total` is how many nodes there are beside those of `target`. */
export function nodeShape(target: () => RawNodes, checks: Checks, total: () => number = () => 0): Shape {
  let id = Number.NaN;
  let frame: CallFrame | null = null;
  let hits = 0;
  let parent = Number.NaN;
  return {
    begin: () => {
      id = Number.NaN;
      frame = null;
      hits = 0;
      parent = Number.NaN;
    },
    fields: fields({
      id: { scalar: (value) => (id = checks.finite(value, 'id')) },
      callFrame: { whole: (value) => (frame = callFrameOf(value)) },
      hitCount: { scalar: (value) => (hits = checks.count(value)) },
      parent: { scalar: (value) => (parent = checks.finite(value, 'parent')) },
      children: {
        each: {
          scalar: (value) => {
            const { childOf, childIds, frames } = target();
            checks.room(childIds.length + total(), 'rows');
            childOf.push(frames.length);
            childIds.push(checks.finite(value, 'children'));
          },
        },
      },
    }),
    end: () => {
      checks.room(target().frames.length + total(), 'rows');
      target().add(id, frame ?? callFrameOf(null), hits, parent);
    },
  };
}

export function numbersShape(target: () => Float64Builder, what: string, checks: Checks): Shape {
  return {
    scalar: (value) => {
      checks.room(target().length, 'samples');
      target().push(checks.finite(value, what));
    },
  };
}

/** pprof's ids: arbitrary 64-bit numbers, usually small and dense. */
import { Int32Builder } from '../../base/columns.js';
import { NONE } from '../../profile/profile.js';

/** A number where that is exact, else a bigint: each id has one spelling, so ids are equal when `===`. */
export type Id = number | bigint;

/** Ids below this are looked up in an array: at most 16 MiB of it, whatever a file claims. */
const DIRECT = 2 ** 22;

/** Ids in the order they came. Not an array of them: as it grew, the collector would carry it about. */
export class IdColumn {
  readonly #small = new Int32Builder();
  readonly #others = new Map<number, Id>();

  get length(): number {
    return this.#small.length;
  }

  push(id: Id): void {
    if (typeof id === 'number' && id <= MOST_SMALL) this.#small.push(id);
    else {
      this.#others.set(this.#small.length, id);
      this.#small.push(ELSEWHERE);
    }
  }

  at(row: number): Id {
    const id = this.#small.data[row]!;
    return id === ELSEWHERE ? this.#others.get(row)! : id;
  }
}

const MOST_SMALL = 2 ** 31 - 1;
/** Stands for an id that is in the map. */
const ELSEWHERE = -1;

/** The rows of ids, each id once. */
export class IdRows {
  #direct = new Int32Array(1024).fill(NONE);
  readonly #others = new Map<Id, number>();

  /** False where the id has a row already. */
  add(id: Id, row: number): boolean {
    if (this.get(id) !== NONE) return false;
    if (typeof id !== 'number' || id >= DIRECT) {
      this.#others.set(id, row);
      return true;
    }
    if (id >= this.#direct.length) {
      const grown = new Int32Array(Math.min(DIRECT, Math.max(id + 1, this.#direct.length * 2))).fill(NONE);
      grown.set(this.#direct);
      this.#direct = grown;
    }
    this.#direct[id] = row;
    return true;
  }

  /** NONE for an id without a row. */
  get(id: Id): number {
    if (typeof id !== 'number' || id >= DIRECT) return this.#others.get(id) ?? NONE;
    return id < this.#direct.length ? this.#direct[id]! : NONE;
  }

  /** Rows of small ids by id, NONE where there is none: for hot loops. Ids beyond it need `get`. */
  get direct(): Int32Array {
    return this.#direct;
  }
}

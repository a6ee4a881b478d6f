/** Values of JFR by their described types, and the pools of constants that they refer to. */
import type { ErrorCode, ProfileError } from '../../base/errors.js';
import type { Cursor, Long } from './cursor.js';
import type { Field, TypeInfo, Types } from './metadata.js';
import { readText, skipText } from './text.js';

/** A key into the pool of a type. */
export class Reference {
  readonly type: Long;
  readonly key: Long;

  constructor(type: Long, key: Long) {
    this.type = type;
    this.key = key;
  }
}

export type Value = Long | string | boolean | null | Reference | Value[] | Struct;
/** Fields by name. */
export type Struct = ReadonlyMap<string, Value>;

/** Types that hold themselves, directly or not, describe no bytes; real ones are at most four deep. */
const DEEPEST = 32;
/** Types without fields take no bytes, so the bytes do not bound the work: this does, for each byte of the chunk. */
const STEPS_PER_BYTE = 16;
const STEPS_FREE = 1_000_000;

const STRING = 'java.lang.String';

/** Reads and passes over values of one chunk. */
export class Values {
  readonly #cursor: Cursor;
  readonly #types: Types;
  /** Byte of each constant, by type and key; only of the types that were asked for. */
  readonly #pools = new Map<Long, Map<Long, number>>();
  readonly #stringType: Long | undefined;
  #steps: number;

  /** `kept`: names of the types whose constants are kept. */
  constructor(cursor: Cursor, types: Types, kept: readonly string[]) {
    this.#cursor = cursor;
    this.#types = types;
    this.#steps = cursor.end * STEPS_PER_BYTE + STEPS_FREE;
    for (const name of [...kept, STRING]) {
      const type = types.byName.get(name);
      if (type !== undefined) this.#pools.set(type.id, new Map());
    }
    this.#stringType = types.byName.get(STRING)?.id;
  }

  /** The cursor stands behind the type of an event of constants. */
  addConstants(): void {
    const cursor = this.#cursor;
    cursor.long();
    cursor.long();
    cursor.long();
    cursor.byte();
    for (let pools = cursor.count('the number of pools'); pools > 0; pools--) {
      const at = cursor.pos;
      const id = cursor.long();
      const type = this.#types.byId.get(id);
      if (type === undefined)
        throw this.#error('bad-reference', `a pool is of type ${id}, which is not described`, at);
      const pool = this.#pools.get(id);
      for (let left = cursor.count('the number of constants'); left > 0; left--) {
        const key = cursor.long();
        pool?.set(key, cursor.pos);
        this.#skipType(type, 0);
      }
    }
  }

  /** The fields of the event at the cursor that `names` holds; the others are passed over. */
  event(type: TypeInfo, names: ReadonlySet<string>): Struct {
    const struct = new Map<string, Value>();
    for (const field of type.fields) {
      if (names.has(field.name)) struct.set(field.name, this.#field(field, 0));
      else this.#skipField(field, 0);
    }
    return struct;
  }

  /** What a reference means; null for key 0, which means nothing, and for constants that are not there. */
  constant(value: Value | undefined): Struct | string | null {
    if (!(value instanceof Reference))
      return value instanceof Map || typeof value === 'string' ? value : null;
    const at = this.#pools.get(value.type)?.get(value.key);
    if (at === undefined) return null;
    const type = this.#types.byId.get(value.type)!;
    const { pos } = this.#cursor;
    this.#cursor.pos = at;
    const found = this.#type(type, 0);
    this.#cursor.pos = pos;
    return found instanceof Map || typeof found === 'string' ? found : null;
  }

  #type(type: TypeInfo, depth: number): Value {
    this.#step(depth);
    const cursor = this.#cursor;
    switch (type.name) {
      case 'boolean':
        return cursor.byte() !== 0;
      case 'byte':
        return (cursor.byte() << 24) >> 24;
      case 'char':
      case 'short':
      case 'int':
        return cursor.int();
      case 'long':
        return cursor.long();
      case 'float':
        return cursor.float();
      case 'double':
        return cursor.double();
      case STRING: {
        const text = readText(cursor);
        if (typeof text !== 'object' || text === null) return text;
        return this.#stringType === undefined
          ? null
          : this.#string(new Reference(this.#stringType, text.key), depth);
      }
      default: {
        const struct = new Map<string, Value>();
        for (const field of type.fields) struct.set(field.name, this.#field(field, depth + 1));
        return struct;
      }
    }
  }

  /** A string that is a constant; one that refers to another is followed so far. */
  #string(reference: Reference, depth: number): string | null {
    const at = this.#pools.get(reference.type)?.get(reference.key);
    if (at === undefined) return null;
    const { pos } = this.#cursor;
    this.#cursor.pos = at;
    const text = this.#type(this.#types.byId.get(reference.type)!, depth + 1);
    this.#cursor.pos = pos;
    return typeof text === 'string' ? text : null;
  }

  #field(field: Field, depth: number): Value {
    if (!field.array) return this.#one(field, depth);
    const values: Value[] = [];
    for (let left = this.#cursor.count(`the length of "${field.name}"`); left > 0; left--)
      values.push(this.#one(field, depth));
    return values;
  }

  #one(field: Field, depth: number): Value {
    if (field.constant) return new Reference(field.type, this.#cursor.long());
    return this.#type(this.#typeOf(field), depth);
  }

  #skipField(field: Field, depth: number): void {
    const count = field.array ? this.#cursor.count(`the length of "${field.name}"`) : 1;
    if (field.constant) for (let left = count; left > 0; left--) this.#cursor.long();
    else {
      const type = this.#typeOf(field);
      for (let left = count; left > 0; left--) this.#skipType(type, depth);
    }
  }

  #skipType(type: TypeInfo, depth: number): void {
    this.#step(depth);
    const cursor = this.#cursor;
    switch (type.name) {
      case 'boolean':
      case 'byte':
        cursor.skip(1);
        return;
      case 'char':
      case 'short':
      case 'int':
      case 'long':
        cursor.long();
        return;
      case 'float':
        cursor.skip(4);
        return;
      case 'double':
        cursor.skip(8);
        return;
      case STRING:
        skipText(cursor);
        return;
      default:
        for (const field of type.fields) this.#skipField(field, depth + 1);
    }
  }

  #typeOf(field: Field): TypeInfo {
    const type = this.#types.byId.get(field.type);
    if (type === undefined)
      throw this.#error(
        'bad-reference',
        `field "${field.name}" is of type ${field.type}, which is not described`,
      );
    return type;
  }

  #step(depth: number): void {
    if (depth > DEEPEST) throw this.#error('bad-value', `types are nested more than ${DEEPEST} deep`);
    if (--this.#steps < 0)
      throw this.#error('limit', 'its values are more than its bytes can be meant to hold');
  }

  #error(code: ErrorCode, message: string, at?: number): ProfileError {
    return this.#cursor.error(code, message, at);
  }
}

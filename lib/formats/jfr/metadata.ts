/** JFR's description of itself: which types a chunk has and which fields they are made of. */
import type { Cursor, Long } from './cursor.js';
import { plainText } from './text.js';

export interface Field {
  readonly name: string;
  readonly type: Long;
  readonly array: boolean;
  /** The value is a key into the pool of constants of its type. */
  readonly constant: boolean;
}

export interface TypeInfo {
  readonly id: Long;
  readonly name: string;
  readonly fields: readonly Field[];
}

export interface Types {
  readonly byId: ReadonlyMap<Long, TypeInfo>;
  readonly byName: ReadonlyMap<string, TypeInfo>;
}

/** An element of the tree that is being read. */
interface Element {
  readonly type: { id: Long; name: string; fields: Field[] } | null;
  left: number;
}

/**
 * The cursor stands behind the type of a metadata event:
 *
 *   start, duration, id, strings, then elements: name, (key, value)*, elements*
 *   root( metadata( class id=24 name=jdk.ExecutionSample( field name=state class=71 constantPool=true, ... ), ... ) )
 *
 * Names, keys and values are rows of the strings.
 */
export function readTypes(cursor: Cursor): Types {
  cursor.long();
  cursor.long();
  cursor.long();
  const strings: string[] = [];
  for (let left = cursor.count('the number of strings'); left > 0; left--)
    strings.push(plainText(cursor) ?? '');
  const byId = new Map<Long, TypeInfo>();
  const byName = new Map<string, TypeInfo>();
  const open: Element[] = [{ type: null, left: 1 }];
  for (let top = open[0]; top !== undefined; top = open[open.length - 1]) {
    if (top.left === 0) {
      open.pop();
      continue;
    }
    top.left--;
    const name = text(cursor, strings);
    const attributes = new Map<string, string>();
    for (let left = cursor.count('the number of attributes'); left > 0; left--)
      attributes.set(text(cursor, strings), text(cursor, strings));
    let type: Element['type'] = null;
    if (name === 'class') {
      type = { id: idOf(attributes.get('id')), name: attributes.get('name') ?? '', fields: [] };
      byId.set(type.id, type);
      byName.set(type.name, type);
    } else if (name === 'field' && top.type !== null) {
      top.type.fields.push({
        name: attributes.get('name') ?? '',
        type: idOf(attributes.get('class')),
        array: (attributes.get('dimension') ?? '0') !== '0',
        constant: attributes.get('constantPool') === 'true',
      });
    }
    open.push({ type, left: cursor.count('the number of elements') });
  }
  return { byId, byName };
}

function text(cursor: Cursor, strings: readonly string[]): string {
  const at = cursor.pos;
  const row = cursor.int();
  const found = strings[row];
  if (found === undefined)
    throw cursor.error(
      'bad-reference',
      `string ${row} is not among the ${strings.length} of the metadata`,
      at,
    );
  return found;
}

function idOf(value: string | undefined): Long {
  if (value === undefined || !/^-?\d{1,19}$/.test(value)) return -1;
  const id = Number(value);
  return Number.isSafeInteger(id) ? id : BigInt(value);
}

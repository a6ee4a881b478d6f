/** Damages inputs: bytes at random, texts by lines and numbers, JSON and JFR by their structure. All from a seeded generator. */
import { CLASSES, CONSTANTS, chunk, leb, TYPE, utf8 } from './jfr.js';

export type Random = () => number;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)]!;

/** Flips, cuts, doubles, moves and overwrites runs of bytes. */
export function mutateBytes(random: Random, input: Uint8Array, other: Uint8Array): Uint8Array {
  let bytes = Buffer.from(input);
  for (let rounds = 1 + below(random, 4); rounds > 0; rounds--) {
    const at = below(random, bytes.length + 1);
    const size = below(random, random() < 0.7 ? 8 : 200);
    switch (below(random, 7)) {
      case 0:
        if (bytes.length > 0) bytes[below(random, bytes.length)]! ^= 1 << below(random, 8);
        break;
      case 1:
        if (bytes.length > 0)
          bytes[below(random, bytes.length)] = pick(random, [0, 1, 0x7f, 0x80, 0xff, 10, 34, 48, 57]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at + size), bytes.subarray(at)]);
        break;
      case 4: {
        const from = below(random, other.length + 1);
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + size), bytes.subarray(at)]);
        break;
      }
      case 5:
        bytes.fill(pick(random, [0, 0xff, 32]), at, Math.min(at + size, bytes.length));
        break;
      default:
        bytes = bytes.subarray(0, at);
    }
  }
  return bytes;
}

const NUMBERS = [
  '0',
  '-1',
  '1',
  '1e308',
  '9007199254740992',
  '9223372036854775807',
  '18446744073709551616',
  '99999999999999999999999',
  '0.5',
  '-0',
  '0x1f',
  '0xffffffffffffffff',
  'NaN',
  '+3',
  '*',
  '',
];

/** Moves, doubles and drops lines; puts extreme numbers for numbers; then perhaps bytes. */
export function mutateText(random: Random, input: Uint8Array, other: Uint8Array): Uint8Array {
  const lines = Buffer.from(input).toString('latin1').split('\n');
  for (let rounds = 1 + below(random, 5); rounds > 0; rounds--) {
    const at = below(random, lines.length);
    const from = below(random, lines.length);
    switch (below(random, 5)) {
      case 0:
        lines.splice(at, 1);
        break;
      case 1:
        lines.splice(at, 0, lines[from] ?? '');
        break;
      case 2:
        [lines[at], lines[from]] = [lines[from] ?? '', lines[at] ?? ''];
        break;
      default: {
        const numbers = [...(lines[at] ?? '').matchAll(/0x[0-9a-f]+|\d+/g)];
        if (numbers.length === 0) break;
        const number = pick(random, numbers);
        lines[at] =
          lines[at]!.slice(0, number.index) +
          pick(random, NUMBERS) +
          lines[at]!.slice(number.index + number[0].length);
      }
    }
  }
  const text = Buffer.from(lines.join('\n'), 'latin1');
  return random() < 0.2 ? mutateBytes(random, text, other) : text;
}

const VALUES: readonly unknown[] = [
  null,
  -1,
  0,
  1,
  2,
  3,
  1e308,
  1e17,
  2 ** 53,
  -(2 ** 53),
  0.5,
  true,
  '',
  'x',
  '__proto__',
  'constructor',
  [],
  {},
  [[]],
  [0, 0, 0],
  { a: 1 },
];

/** Changes values of a JSON text by its tree: extremes, other kinds, subtrees elsewhere, names twice, deep nesting. */
export function mutateJson(random: Random, input: Uint8Array, other: Uint8Array): Uint8Array {
  const root: { value: unknown } = { value: JSON.parse(Buffer.from(input).toString()) };
  for (let rounds = 1 + below(random, 4); rounds > 0; rounds--) {
    const [parent, key] = place(random, root);
    const holder = parent as Record<string, unknown>;
    switch (below(random, 7)) {
      case 0:
        if (Array.isArray(parent)) parent.splice(Number(key), 1);
        else if (parent !== root) delete holder[key];
        break;
      case 1: {
        const [from, name] = place(random, root);
        holder[key] = structuredClone((from as Record<string, unknown>)[name]);
        break;
      }
      case 2:
        if (Array.isArray(parent)) parent.splice(Number(key), 0, structuredClone(parent[Number(key)]));
        break;
      case 3: {
        let nested: unknown = holder[key];
        for (let depth = below(random, 50); depth > 0; depth--)
          nested = random() < 0.5 ? [nested] : { children: [nested] };
        holder[key] = nested;
        break;
      }
      case 4:
        if (typeof holder[key] === 'number')
          holder[key] = (holder[key] as number) + pick(random, [-1, 1, -10, 100, 0.25, 2 ** 31, 2 ** 32]);
        break;
      default:
        holder[key] = structuredClone(pick(random, VALUES));
    }
  }
  let text = JSON.stringify(root.value) ?? 'null';
  if (random() < 0.15) {
    // A name twice, which JSON.stringify does not write.
    const names = [...text.matchAll(/"(\w+)":/g)];
    if (names.length > 0) {
      const name = pick(random, names);
      text = `${text.slice(0, name.index)}"${pick(random, names)[1]}":${JSON.stringify(pick(random, VALUES))},${text.slice(name.index)}`;
    }
  }
  const bytes = Buffer.from(text);
  return random() < 0.15 ? mutateBytes(random, bytes, other) : bytes;
}

/** An array or object of the tree and a key of it, mostly deep. */
function place(random: Random, root: { value: unknown }): [object, string] {
  let parent: object = root;
  let key = 'value';
  for (;;) {
    const value = (parent as Record<string, unknown>)[key];
    if (typeof value !== 'object' || value === null || random() < 0.15) return [parent, key];
    const keys = Object.keys(value);
    if (keys.length === 0) return [parent, key];
    parent = value;
    key = pick(random, keys);
  }
}

const LONGS = [0, 1, 2, 3, 5, 9, 127, 128, 2 ** 31, -1, -(2n ** 63n), 2n ** 62n, 2 ** 53];

/** A small recording whose events, constants and types are changed, and then perhaps its bytes. */
export function mutateJfr(random: Random, input: Uint8Array, other: Uint8Array): Uint8Array {
  if (random() < 0.4) return mutateBytes(random, input, other);
  const long = (): number[] => leb(pick(random, LONGS));
  const small = (): number[] => leb(below(random, 5));
  const ids = Object.values(TYPE);
  const classes = CLASSES.map(([name, id, fields]) => {
    if (random() < 0.93) return [name, id, fields] as const;
    const changed = fields.map(([field, type, options]) =>
      random() < 0.5
        ? ([field, type, options ?? {}] as const)
        : ([field, pick(random, ids), { constant: random() < 0.5, array: random() < 0.3 }] as const),
    );
    return [name, random() < 0.8 ? id : pick(random, ids), changed] as const;
  }) as unknown as typeof CLASSES;
  const constants = CONSTANTS.map(([type, values]) => {
    const kept = values.map(([key, value]): [number, number[]] => {
      if (random() < 0.9) return [key, value];
      if (random() < 0.5)
        return [key, value.map((byte) => (random() < 0.3 ? pick(random, [0, 1, 2, 5, 127, 255]) : byte))];
      return [below(random, 4), [...small(), ...small(), ...small()]];
    });
    return [type, kept] as const;
  });
  const events: (readonly [number, number[]])[] = [];
  for (let left = below(random, 6); left >= 0; left--) {
    const kind = below(random, 5);
    if (kind === 0)
      events.push([
        TYPE.setting,
        [
          0,
          ...leb(TYPE.execution),
          ...utf8('period'),
          ...utf8(pick(random, ['20 ms', '0 ms', '999999999999 s', 'x'])),
        ],
      ]);
    else if (kind === 1)
      events.push([TYPE.allocation, [...long(), ...small(), ...small(), ...small(), ...long()]]);
    else if (kind === 2) events.push([TYPE.native, [...long(), ...small(), ...small(), ...small()]]);
    else
      events.push([
        random() < 0.9 ? TYPE.execution : below(random, 60),
        [...long(), ...small(), ...small(), ...small()],
      ]);
  }
  const bytes = chunk({ classes, constants, events });
  return random() < 0.1 ? mutateBytes(random, Buffer.concat([bytes, bytes]), other) : bytes;
}

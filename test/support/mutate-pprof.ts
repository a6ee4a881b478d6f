/** Damages a pprof message by its structure: fields and whole messages that are dropped, doubled, moved, or hold extremes. */
import { mutateBytes, type Random } from './mutate.js';

interface Field {
  number: number;
  wire: number;
  value: bigint;
  /** Contents of wire type 2: bytes, or fields where the number is that of a message. */
  content: Uint8Array | Field[];
  /** What the length says instead of the truth. */
  lie: bigint | null;
}

/** Messages within messages, by field number: Profile, then Sample, Location and so on. */
interface Shape {
  readonly [field: number]: Shape;
}
const PROFILE: Shape = { 1: {}, 2: { 3: {} }, 3: {}, 4: { 4: {} }, 5: {}, 11: {} };
const VALUES: readonly bigint[] = [
  0n,
  1n,
  2n,
  3n,
  7n,
  127n,
  128n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  2n ** 60n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)]!;

export function mutatePprof(random: Random, input: Uint8Array, other: Uint8Array): Uint8Array {
  if (random() < 0.25) return mutateBytes(random, input, other);
  const fields = parse(input, PROFILE);
  for (let rounds = 1 + below(random, 5); rounds > 0; rounds--) change(random, fields);
  const bytes = Buffer.from(encode(fields));
  return random() < 0.1 ? mutateBytes(random, bytes, other) : bytes;
}

function change(random: Random, fields: Field[]): void {
  const at = below(random, fields.length);
  const field = fields[at];
  if (field === undefined) return;
  if (Array.isArray(field.content) && random() < 0.7) {
    change(random, field.content);
    return;
  }
  switch (below(random, 7)) {
    case 0:
      fields.splice(at, 1);
      break;
    case 1:
      fields.splice(below(random, fields.length), 0, structuredClone(field));
      break;
    case 2:
      field.number = 1 + below(random, 16);
      break;
    case 3:
      field.wire = below(random, 8);
      break;
    case 4:
      if (field.wire === 2) field.lie = pick(random, VALUES);
      else field.value = pick(random, VALUES);
      break;
    default:
      if (field.wire === 0) field.value = pick(random, VALUES);
      else if (field.content instanceof Uint8Array)
        field.content =
          random() < 0.5
            ? Buffer.from(varint(pick(random, VALUES)))
            : mutateBytes(random, field.content, field.content);
  }
}

function parse(bytes: Uint8Array, shape: Shape): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const number = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(number());
    const field: Field = {
      number: tag >>> 3,
      wire: tag & 7,
      value: 0n,
      content: new Uint8Array(0),
      lie: null,
    };
    const value = number();
    if (field.wire === 2) {
      const content = bytes.subarray(at, at + Number(value));
      at += content.length;
      const inner = shape[field.number];
      field.content = inner === undefined ? content : parse(content, inner);
    } else field.value = value;
    fields.push(field);
  }
  return fields;
}

function encode(fields: readonly Field[]): number[] {
  const bytes: number[] = [];
  for (const { number, wire, value, content, lie } of fields) {
    bytes.push(...varint(BigInt(number * 8 + wire)));
    if (wire !== 2) {
      bytes.push(...varint(value));
      continue;
    }
    const inner = Array.isArray(content) ? encode(content) : Array.from(content);
    bytes.push(...varint(lie ?? BigInt(inner.length)), ...inner);
  }
  return bytes;
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return bytes;
}

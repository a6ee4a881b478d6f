/** Protobuf written by hand, so that tests can write what no encoder would. */

/** A field: its number and its bytes, tag included. */
export type Field = Uint8Array;

/** A varint field; negative numbers take ten bytes, as int64 has it. */
export function number(field: number, value: number | bigint): Field {
  return Uint8Array.from([...varint(BigInt(field) << 3n), ...varint(BigInt(value))]);
}

/** A field of bytes: a text, a sub-message of fields, or a packed list of numbers. */
export function bytes(
  field: number,
  payload: string | readonly Field[] | readonly (number | bigint)[],
): Field {
  const body =
    typeof payload === 'string'
      ? Buffer.from(payload)
      : Buffer.concat(payload.map((part) => (typeof part === 'object' ? part : varint(BigInt(part)))));
  return Buffer.concat([varint((BigInt(field) << 3n) | 2n), varint(BigInt(body.length)), body]);
}

export function varint(value: bigint): Uint8Array {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  out.push(Number(rest));
  return Uint8Array.from(out);
}

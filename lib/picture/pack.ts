/** A flame graph as bytes and back: columns of variable-length integers, small before compression and smaller after. */
import type { Flame, FlameEntries, FlameFunctions, FlameLines, FlameNodes } from './flame.js';

/**
 * Layout: the length of the head in 4 bytes (little-endian), the head (JSON in UTF-8: everything that is no column, and
 * the columns' names, lengths and sizes), the columns one after the other. A column is LEB128 of whole multiples of its
 * unit, or, where there is none, float64 in little-endian.
 */
export function packFlame(flame: Flame): Uint8Array<ArrayBuffer> {
  const { nodes, entries, functions, lines, step, ...head } = flame;
  const columns: Packed[] = [];
  const whole = (name: string, values: ArrayLike<number>): void => {
    columns.push(varints(name, values, 1));
  };
  const weights = (name: string, values: Float64Array): void => {
    columns.push(step === 0 ? floats(name, values) : varints(name, values, step));
  };
  whole('nodes.up', upsOf(nodes));
  const callees = calleesOf(nodes);
  whole('nodes.callee', callees.known);
  whole('nodes.fn', callees.fresh);
  whole('entries.node', deltas(entries.node));
  whole('entries.class', entries.class);
  weights('entries.self', entries.self);
  weights('entries.rest', entries.rest);
  for (const key of WEIGHTS) weights(`functions.${key}`, functions[key]);
  for (const key of SHARES) columns.push(varints(`functions.${key}`, functions[key], SHARE_STEP));
  const texts: Record<string, readonly string[]> = {};
  for (const key of TEXTS) {
    const { values, rows } = indexed(functions[key]);
    texts[key] = values;
    whole(`functions.${key}`, rows);
  }
  whole('lines.fn', deltas(lines.fn));
  whole('lines.line', lines.line);
  weights('lines.self', lines.self);
  weights('lines.total', lines.total);
  const json = new TextEncoder().encode(
    JSON.stringify({
      ...head,
      step,
      functions: { name: functions.name, ...texts },
      columns: columns.map(({ name, length, bytes }) => [name, length, bytes.length]),
    }),
  );
  const packed = new Uint8Array(columns.reduce((sum, { bytes }) => sum + bytes.length, 4 + json.length));
  new DataView(packed.buffer).setUint32(0, json.length, true);
  packed.set(json, 4);
  let at = 4 + json.length;
  for (const { bytes } of columns) {
    packed.set(bytes, at);
    at += bytes.length;
  }
  return packed;
}

/** Reads what `packFlame` wrote; nothing else is safe to give it. */
export function unpackFlame(packed: Uint8Array): Flame {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const size = view.getUint32(0, true);
  const { columns, functions, ...head } = JSON.parse(
    new TextDecoder().decode(packed.subarray(4, 4 + size)),
  ) as Head;
  const found = new Map<string, { length: number; at: number; bytes: number }>();
  let at = 4 + size;
  for (const [name, length, bytes] of columns) {
    found.set(name, { length, at, bytes });
    at += bytes;
  }
  const read = (name: string, unit: number): Float64Array => {
    const column = found.get(name)!;
    if (unit === 0)
      return Float64Array.from({ length: column.length }, (_, row) =>
        view.getFloat64(column.at + row * 8, true),
      );
    return readVarints(packed, column.at, column.length, unit);
  };
  const { step } = head;
  const of = (key: (typeof TEXTS)[number]): string[] => {
    const rows = read(`functions.${key}`, 1);
    const texts = new Array<string>(rows.length);
    for (let row = 0; row < texts.length; row++) texts[row] = functions[key][rows[row]!]!;
    return texts;
  };
  const nodes = nodesOf(read('nodes.up', 1), read('nodes.callee', 1), read('nodes.fn', 1));
  return {
    ...head,
    nodes,
    entries: {
      length: found.get('entries.node')!.length,
      node: summed(read('entries.node', 1)),
      class: new Int32Array(read('entries.class', 1)),
      self: read('entries.self', step),
      rest: read('entries.rest', step),
    } satisfies FlameEntries,
    functions: {
      length: functions.name.length,
      name: functions.name,
      ...(Object.fromEntries(TEXTS.map((key) => [key, of(key)])) as Record<(typeof TEXTS)[number], string[]>),
      ...(Object.fromEntries(WEIGHTS.map((key) => [key, read(`functions.${key}`, step)])) as Columns<
        (typeof WEIGHTS)[number]
      >),
      ...(Object.fromEntries(SHARES.map((key) => [key, read(`functions.${key}`, SHARE_STEP)])) as Columns<
        (typeof SHARES)[number]
      >),
    } satisfies FlameFunctions,
    lines: {
      length: found.get('lines.fn')!.length,
      fn: summed(read('lines.fn', 1)),
      line: new Int32Array(read('lines.line', 1)),
      self: read('lines.self', step),
      total: read('lines.total', step),
    } satisfies FlameLines,
  };
}

const WEIGHTS = ['self', 'total', 'baseSelf', 'baseTotal'] as const;
const SHARES = ['low', 'high', 'tax'] as const;
const TEXTS = ['file', 'package', 'owner', 'kind'] as const;
/** Shares are kept to a thousandth of a point: finer than any interval. */
const SHARE_STEP = 1e-5;

type Columns<Key extends string> = Record<Key, Float64Array>;

interface Head extends Omit<Flame, 'nodes' | 'entries' | 'functions' | 'lines'> {
  readonly columns: readonly [name: string, length: number, bytes: number][];
  readonly functions: { readonly name: string[] } & Readonly<Record<(typeof TEXTS)[number], string[]>>;
}

interface Packed {
  readonly name: string;
  readonly length: number;
  readonly bytes: Uint8Array;
}

function varints(name: string, values: ArrayLike<number>, unit: number): Packed {
  const bytes = new Uint8Array(values.length * 8);
  let at = 0;
  for (let row = 0; row < values.length; row++) {
    let value = Math.round(values[row]! / unit);
    while (value >= 128) {
      bytes[at++] = (value % 128) | 128;
      value = Math.floor(value / 128);
    }
    bytes[at++] = value;
  }
  return { name, length: values.length, bytes: bytes.subarray(0, at) };
}

function readVarints(packed: Uint8Array, start: number, length: number, unit: number): Float64Array {
  const values = new Float64Array(length);
  let at = start;
  for (let row = 0; row < length; row++) {
    let byte = packed[at++]!;
    let value = byte & 127;
    for (let scale = 128; byte >= 128; scale *= 128) {
      byte = packed[at++]!;
      value += (byte & 127) * scale;
    }
    values[row] = value * unit;
  }
  return values;
}

function floats(name: string, values: Float64Array): Packed {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, row) => {
    view.setFloat64(row * 8, value, true);
  });
  return { name, length: values.length, bytes: new Uint8Array(view.buffer) };
}

/** Per node, how many levels up from the node before it its caller's level is: mostly 0. */
function upsOf({ prefix, length }: FlameNodes): Int32Array {
  const depth = new Int32Array(length);
  const ups = new Int32Array(length);
  for (let node = 0; node < length; node++) {
    const caller = prefix[node]!;
    depth[node] = caller === -1 ? 0 : depth[caller]! + 1;
    ups[node] = (node === 0 ? 0 : depth[node - 1]! + 1) - depth[node]!;
  }
  return ups;
}

/**
 * A function calls few others, so a node is told by its place among those that its caller's function was seen to call
 * before, counted from 1; 0 is one not seen there yet, which `fresh` names.
 */
function calleesOf({ prefix, fn, length }: FlameNodes): { known: Int32Array; fresh: number[] } {
  const known = new Int32Array(length);
  const fresh: number[] = [];
  const seen = new Map<number, Map<number, number>>();
  for (let node = 0; node < length; node++) {
    const caller = prefix[node] === -1 ? -1 : fn[prefix[node]!]!;
    const callees = seen.get(caller) ?? new Map<number, number>();
    seen.set(caller, callees);
    const place = callees.get(fn[node]!);
    known[node] = place ?? 0;
    if (place !== undefined) continue;
    callees.set(fn[node]!, callees.size + 1);
    fresh.push(fn[node]!);
  }
  return { known, fresh };
}

function nodesOf(ups: Float64Array, known: Float64Array, fresh: Float64Array): FlameNodes {
  const prefix = new Int32Array(ups.length);
  const fn = new Int32Array(ups.length);
  /** By function of the caller, the first for roots. */
  const seen: (number[] | undefined)[] = [];
  let next = 0;
  /** Latest node at each depth. */
  const path: number[] = [];
  for (let node = 0; node < ups.length; node++) {
    const depth = path.length - ups[node]!;
    path.length = depth;
    prefix[node] = depth === 0 ? -1 : path[depth - 1]!;
    path.push(node);
    const caller = depth === 0 ? 0 : fn[prefix[node]!]! + 1;
    const callees = seen[caller] ?? [];
    seen[caller] = callees;
    const place = known[node]!;
    if (place === 0) callees.push(fresh[next]!);
    fn[node] = place === 0 ? fresh[next++]! : callees[place - 1]!;
  }
  return { length: ups.length, prefix, fn };
}

/** Ascending columns as steps. */
function deltas(values: Int32Array): Int32Array {
  return values.map((value, row) => (row === 0 ? value : value - values[row - 1]!));
}

function summed(steps: Float64Array): Int32Array {
  const sums = new Int32Array(steps.length);
  let sum = 0;
  for (let row = 0; row < sums.length; row++) {
    sum += steps[row]!;
    sums[row] = sum;
  }
  return sums;
}

function indexed(texts: readonly string[]): { values: string[]; rows: number[] } {
  const rows = new Map<string, number>();
  return {
    rows: texts.map((text) => {
      const row = rows.get(text) ?? rows.size;
      rows.set(text, row);
      return row;
    }),
    values: [...rows.keys()],
  };
}

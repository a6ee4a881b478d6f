/** Writes small JFR recordings by hand, as the readers' tests want them. */

type Bytes = number[];

/** An unsigned LEB128 of at most nine bytes; negative numbers take all nine. */
export function leb(value: number | bigint): Bytes {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: Bytes = [];
  for (let i = 0; i < 8; i++) {
    const low = Number(rest & 127n);
    rest >>= 7n;
    if (rest === 0n) return [...bytes, low];
    bytes.push(low | 128);
  }
  return [...bytes, Number(rest)];
}

export function utf8(text: string | null): Bytes {
  if (text === null) return [0];
  const bytes = [...Buffer.from(text)];
  return [3, ...leb(bytes.length), ...bytes];
}

/** Ids of the types below. */
export const TYPE = {
  long: 1,
  int: 2,
  string: 3,
  bool: 4,
  trace: 10,
  frame: 11,
  method: 12,
  class: 13,
  symbol: 14,
  frameType: 15,
  thread: 16,
  state: 17,
  execution: 50,
  allocation: 51,
  setting: 52,
  native: 53,
};

type FieldSpec = readonly [
  name: string,
  type: number,
  options?: { readonly constant?: boolean; readonly array?: boolean },
];
const constant = { constant: true };

export const CLASSES: readonly (readonly [name: string, id: number, fields: readonly FieldSpec[]])[] = [
  ['long', TYPE.long, []],
  ['int', TYPE.int, []],
  ['boolean', TYPE.bool, []],
  ['java.lang.String', TYPE.string, []],
  [
    'jdk.types.StackTrace',
    TYPE.trace,
    [
      ['truncated', TYPE.bool],
      ['frames', TYPE.frame, { array: true }],
    ],
  ],
  [
    'jdk.types.StackFrame',
    TYPE.frame,
    [
      ['method', TYPE.method, constant],
      ['lineNumber', TYPE.int],
      ['type', TYPE.frameType, constant],
    ],
  ],
  [
    'jdk.types.Method',
    TYPE.method,
    [
      ['type', TYPE.class, constant],
      ['name', TYPE.symbol, constant],
      ['descriptor', TYPE.symbol, constant],
    ],
  ],
  ['java.lang.Class', TYPE.class, [['name', TYPE.symbol, constant]]],
  ['jdk.types.Symbol', TYPE.symbol, [['string', TYPE.string]]],
  ['jdk.types.FrameType', TYPE.frameType, [['description', TYPE.string]]],
  [
    'java.lang.Thread',
    TYPE.thread,
    [
      ['javaName', TYPE.string],
      ['osThreadId', TYPE.long],
    ],
  ],
  ['jdk.types.ThreadState', TYPE.state, [['name', TYPE.string]]],
  [
    'jdk.ExecutionSample',
    TYPE.execution,
    [
      ['startTime', TYPE.long],
      ['sampledThread', TYPE.thread, constant],
      ['stackTrace', TYPE.trace, constant],
      ['state', TYPE.state, constant],
    ],
  ],
  [
    'jdk.NativeMethodSample',
    TYPE.native,
    [
      ['startTime', TYPE.long],
      ['sampledThread', TYPE.thread, constant],
      ['stackTrace', TYPE.trace, constant],
      ['state', TYPE.state, constant],
    ],
  ],
  [
    'jdk.ObjectAllocationSample',
    TYPE.allocation,
    [
      ['startTime', TYPE.long],
      ['eventThread', TYPE.thread, constant],
      ['stackTrace', TYPE.trace, constant],
      ['objectClass', TYPE.class, constant],
      ['weight', TYPE.long],
    ],
  ],
  [
    'jdk.ActiveSetting',
    TYPE.setting,
    [
      ['startTime', TYPE.long],
      ['id', TYPE.long],
      ['name', TYPE.string],
      ['value', TYPE.string],
    ],
  ],
];

export interface ChunkSpec {
  readonly classes?: typeof CLASSES;
  /** Bodies behind the type, per event. */
  readonly events: readonly (readonly [type: number, body: readonly number[]])[];
  /** Constants by type: key and value. */
  readonly constants: readonly (readonly [
    type: number,
    values: readonly (readonly [key: number, value: Bytes])[],
  ])[];
  readonly startNanos?: bigint;
}

export function event(type: number, body: readonly number[]): Bytes {
  const rest = [...leb(type), ...body];
  // The size is padded to four bytes, as the JDK pads that of large events.
  const size = rest.length + 4;
  return [
    (size & 127) | 128,
    ((size >> 7) & 127) | 128,
    ((size >> 14) & 127) | 128,
    (size >> 21) & 127,
    ...rest,
  ];
}

export function metadata(classes: typeof CLASSES): Bytes {
  const strings: string[] = [];
  const text = (value: string): Bytes => {
    const known = strings.indexOf(value);
    return leb(known === -1 ? strings.push(value) - 1 : known);
  };
  const element = (
    name: string,
    attributes: readonly (readonly [string, string])[],
    children: readonly Bytes[],
  ): Bytes => [
    ...text(name),
    ...leb(attributes.length),
    ...attributes.flatMap(([key, value]) => [...text(key), ...text(value)]),
    ...leb(children.length),
    ...children.flat(),
  ];
  const types = classes.map(([name, id, fields]) =>
    element(
      'class',
      [
        ['id', String(id)],
        ['name', name],
      ],
      fields.map(([field, type, options]) =>
        element(
          'field',
          [
            ['name', field],
            ['class', String(type)],
            ...(options?.constant === true ? [['constantPool', 'true'] as const] : []),
            ...(options?.array === true ? [['dimension', '1'] as const] : []),
          ],
          [],
        ),
      ),
    ),
  );
  const tree = element(
    'root',
    [],
    [element('metadata', [], types), element('region', [['locale', 'en']], [])],
  );
  return [...leb(1), ...leb(0), ...leb(1), ...leb(strings.length), ...strings.flatMap(utf8), ...tree];
}

export function chunk({
  classes = CLASSES,
  events,
  constants,
  startNanos = 1_000_000_000_000_000_000n,
}: ChunkSpec): Uint8Array {
  const pools = [...leb(1), ...leb(0), ...leb(0), 1, ...leb(constants.length)];
  for (const [type, values] of constants)
    pools.push(
      ...leb(type),
      ...leb(values.length),
      ...values.flatMap(([key, value]) => [...leb(key), ...value]),
    );
  const body = [
    ...events.flatMap(([type, bytes]) => event(type, bytes)),
    ...event(1, pools),
    ...event(0, metadata(classes)),
  ];
  const header = Buffer.alloc(68);
  header.write('FLR\0', 'latin1');
  header.writeUInt16BE(2, 4);
  header.writeBigUInt64BE(BigInt(68 + body.length), 8);
  header.writeBigUInt64BE(startNanos, 32);
  header.writeBigUInt64BE(2_000_000_000n, 40);
  header.writeBigUInt64BE(5000n, 48);
  header.writeBigUInt64BE(1_000_000n, 56);
  header.writeUInt32BE(1, 64);
  return Buffer.concat([header, Buffer.from(body)]);
}

/** Main.work calls Main.inner, inlined, calls read in libc.so. Thread "main", tid 7. */
export const CONSTANTS: ChunkSpec['constants'] = [
  [
    TYPE.symbol,
    [
      [1, utf8('Main')],
      [2, utf8('work')],
      [3, utf8('(I)V')],
      [4, utf8('inner')],
      [5, utf8('libc.so')],
      [6, utf8('read')],
      [7, utf8('[Ljava/lang/String;')],
      [8, utf8('()L;')],
      [9, utf8('my/pack/Main')],
    ],
  ],
  [
    TYPE.class,
    [
      [1, leb(9)],
      [2, leb(5)],
      [3, leb(7)],
    ],
  ],
  [
    TYPE.method,
    [
      [1, [1, 2, 3]],
      [2, [1, 4, 3]],
      [3, [2, 6, 8]],
    ],
  ],
  [
    TYPE.frameType,
    [
      [1, utf8('JIT compiled')],
      [2, utf8('Inlined')],
      [3, utf8('Native')],
    ],
  ],
  [
    TYPE.trace,
    [
      [1, [0, 3, ...[3, 0, 3], ...[2, 12, 2], ...[1, 34, 1]]],
      [2, [1, 1, ...[1, 35, 1]]],
    ],
  ],
  [TYPE.thread, [[1, [...utf8('main'), ...leb(7)]]]],
  [
    TYPE.state,
    [
      [1, utf8('STATE_RUNNABLE')],
      [2, utf8('STATE_SLEEPING')],
    ],
  ],
];

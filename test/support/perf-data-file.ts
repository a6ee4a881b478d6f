/** Makes perf.data files, of either byte order, to a file or a pipe: for tests that need what no machine here records. */

export class PerfDataFile {
  readonly little: boolean;
  readonly #records: Buffer[] = [];
  readonly #attrs: { attr: Buffer; ids: bigint[]; name: string }[] = [];

  constructor(little = true) {
    this.little = little;
  }

  u16(value: number): Buffer {
    const bytes = Buffer.alloc(2);
    if (this.little) bytes.writeUInt16LE(value);
    else bytes.writeUInt16BE(value);
    return bytes;
  }

  u32(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    if (this.little) bytes.writeUInt32LE(value >>> 0);
    else bytes.writeUInt32BE(value >>> 0);
    return bytes;
  }

  u64(value: bigint | number): Buffer {
    const bytes = Buffer.alloc(8);
    const wide = BigInt.asUintN(64, BigInt(value));
    if (this.little) bytes.writeBigUInt64LE(wide);
    else bytes.writeBigUInt64BE(wide);
    return bytes;
  }

  /** Padded with zeros to a multiple of 8. */
  text(text: string): Buffer {
    const bytes = Buffer.from(`${text}\0`);
    return Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
  }

  /** An event; `size` of its attribute may be larger than any that is known. Bits of `flags` count as the kernel names them. */
  event(options: {
    readonly name: string;
    readonly sampleType: number;
    readonly readFormat?: number;
    readonly period?: number;
    readonly ids?: readonly bigint[];
    readonly size?: number;
    readonly flags?: readonly number[];
    readonly registers?: bigint;
  }): this {
    const {
      name,
      sampleType,
      readFormat = 0,
      period = 1,
      ids = [],
      size = 136,
      flags = [18],
      registers = 0n,
    } = options;
    const bits = flags.reduce((all, bit) => all | (1n << BigInt(this.little ? bit : 63 - bit)), 0n);
    const attr = Buffer.concat([
      this.u32(1),
      this.u32(size),
      this.u64(0),
      this.u64(period),
      this.u64(sampleType),
      this.u64(readFormat),
      this.u64(bits),
      Buffer.alloc(32),
      this.u64(registers),
      Buffer.alloc(Math.max(0, size - 88)),
    ]).subarray(0, size);
    this.#attrs.push({ attr, ids: [...ids], name });
    return this;
  }

  record(type: number, misc: number, ...parts: readonly Uint8Array[]): this {
    const body = Buffer.concat(parts);
    this.#records.push(this.u32(type), this.u16(misc), this.u16(8 + body.length), body);
    return this;
  }

  /** Bytes that are no record. */
  raw(bytes: Uint8Array): this {
    this.#records.push(Buffer.from(bytes));
    return this;
  }

  /** For events whose other records end without time and thread. */
  mmap(pid: number, start: bigint, length: bigint, offset: bigint, name: string, misc = 2): this {
    return this.record(
      1,
      misc,
      this.u32(pid),
      this.u32(pid),
      this.u64(start),
      this.u64(length),
      this.u64(offset),
      this.text(name),
    );
  }

  /** The same. */
  comm(pid: number, tid: number, name: string, misc = 0): this {
    return this.record(3, misc, this.u32(pid), this.u32(tid), this.text(name));
  }

  /** For sample type IP | TID | TIME | CALLCHAIN. */
  sample(pid: number, tid: number, time: bigint, chain: readonly bigint[], misc = 2): this {
    return this.record(
      9,
      misc,
      this.u64(chain.find((ip) => BigInt.asIntN(64, ip) <= -4096n || BigInt.asIntN(64, ip) >= 0n) ?? 0n),
      this.u32(pid),
      this.u32(tid),
      this.u64(time),
      this.u64(chain.length),
      ...chain.map((ip) => this.u64(ip)),
    );
  }

  /** A file, with the names of its events behind the data; `dataSize` overrides what its header says. */
  file(dataSize?: number): Buffer {
    const attrSize = (this.#attrs[0]?.attr.length ?? 136) + 16;
    const idsAt = 104 + attrSize * this.#attrs.length;
    const idBytes = Buffer.concat(this.#attrs.flatMap(({ ids }) => ids.map((id) => this.u64(id))));
    let at = idsAt;
    const attrs = this.#attrs.map(({ attr, ids }) => {
      const section = Buffer.concat([attr, this.u64(at), this.u64(ids.length * 8)]);
      at += ids.length * 8;
      return section;
    });
    const data = Buffer.concat(this.#records);
    const dataAt = idsAt + idBytes.length;
    const description = Buffer.concat([
      this.u32(this.#attrs.length),
      this.u32(attrSize - 16),
      ...this.#attrs.flatMap(({ attr, ids, name }) => {
        const text = this.text(name);
        return [attr, this.u32(ids.length), this.u32(text.length), text, ...ids.map((id) => this.u64(id))];
      }),
    ]);
    const tableAt = dataAt + data.length;
    return Buffer.concat([
      Buffer.from(this.little ? 'PERFILE2' : '2ELIFREP'),
      this.u64(104),
      this.u64(attrSize),
      this.u64(104),
      this.u64(attrSize * this.#attrs.length),
      this.u64(dataAt),
      this.u64(dataSize ?? data.length),
      Buffer.alloc(16),
      this.u64(1n << 12n),
      Buffer.alloc(24),
      ...attrs,
      idBytes,
      data,
      this.u64(tableAt + 16),
      this.u64(description.length),
      description,
    ]);
  }

  /** As into a pipe: attributes and names are records. */
  pipe(): Buffer {
    const front: Buffer[] = [];
    for (const { attr, ids, name } of this.#attrs) {
      const body = Buffer.concat([attr, ...ids.map((id) => this.u64(id))]);
      front.push(this.u32(64), this.u16(0), this.u16(8 + body.length), body);
      const update = Buffer.concat([this.u64(2), this.u64(ids[0] ?? 0n), this.text(name)]);
      front.push(this.u32(78), this.u16(0), this.u16(8 + update.length), update);
    }
    return Buffer.concat([
      Buffer.from(this.little ? 'PERFILE2' : '2ELIFREP'),
      this.u64(16),
      ...front,
      ...this.#records,
    ]);
  }
}

export const IP_TID_TIME_CHAIN = 1 | 2 | 4 | 32;
export const USER = -512n;
export const KERNEL = -128n;

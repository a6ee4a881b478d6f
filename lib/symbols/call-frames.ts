/** Call frame information (.eh_frame): for an address, where the caller's registers are. As compilers and C libraries write it for the machines of machine.ts. */
import type { ElfFile } from './elf.js';
import { type Arm64Stubs, arm64Stubs } from './linkage-table.js';
import { ARM64, MACHINES } from './machine.js';

/** Where a register of the caller is found; `value` is an offset from the frame's address, or a register. */
export interface Rule {
  readonly kind: 'offset' | 'valueOffset' | 'register' | 'expression' | 'valueExpression' | 'undefined';
  readonly value: number;
  readonly expression: Uint8Array | null;
}

/** How to step from one address of code to its caller. */
export interface FrameRow {
  /** The frame's address: a register and an offset, or an expression. */
  readonly register: number;
  readonly offset: number;
  readonly expression: Uint8Array | null;
  readonly rules: ReadonlyMap<number, Rule>;
  readonly returnRegister: number;
  /** The caller was interrupted there, not calling. */
  readonly signal: boolean;
}

const MAX_FRAMES_SECTION = 256 * 2 ** 20;
const MAX_ENTRIES = 4_000_000;
const MAX_STATES = 64;

interface Cie {
  readonly codeAlign: number;
  readonly dataAlign: number;
  readonly returnRegister: number;
  readonly encoding: number;
  readonly augmented: boolean;
  readonly signal: boolean;
  readonly instructions: number;
  readonly end: number;
}

/** What the section says is not believed: a read outside of it throws RangeError, and `row` makes that "not known". */
export class CallFrames {
  readonly #reader: FrameReader;
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  readonly #entries: Float64Array;
  /** The linker of arm64 writes no call frames for these. */
  readonly #stubs: Arm64Stubs | null;
  readonly #cies = new Map<number, Cie | null>();
  readonly #rows = new Map<number, FrameRow | null>();

  /** Null where the file has no such section, or is for another machine. Reads what it needs at once. */
  static open(elf: ElfFile): CallFrames | null {
    const section = elf.section('.eh_frame');
    const known = elf.littleEndian && MACHINES.some(({ elf: machine }) => machine === elf.machine);
    const bytes = known ? elf.content(section, MAX_FRAMES_SECTION) : null;
    return section === null || bytes === null
      ? null
      : new CallFrames(bytes, section.address, arm64Stubs(elf));
  }

  private constructor(bytes: Uint8Array, address: number, stubs: Arm64Stubs | null) {
    this.#reader = new FrameReader(bytes, address);
    this.#stubs = stubs;
    const found: { start: number; end: number; entry: number }[] = [];
    const reader = this.#reader;
    for (let at = 0; at + 8 <= bytes.length && found.length < MAX_ENTRIES; ) {
      const { body, end } = reader.entry(at);
      if (end <= body || end > bytes.length) break;
      const id = reader.u32(body);
      if (id !== 0) {
        try {
          const cie = this.#cie(body - id);
          if (cie !== null) {
            reader.at = body + 4;
            const start = reader.pointer(cie.encoding, true);
            found.push({ start, end: start + reader.pointer(cie.encoding & 15, false), entry: at });
          }
        } catch {
          // One entry that is damaged does not spoil the others.
        }
      }
      at = end;
    }
    found.sort((a, b) => a.start - b.start || a.entry - b.entry);
    this.#starts = Float64Array.from(found, ({ start }) => start);
    this.#ends = Float64Array.from(found, ({ end }) => end);
    this.#entries = Float64Array.from(found, ({ entry }) => entry);
  }

  /** The row for a virtual address of the file, or null. */
  row(address: number): FrameRow | null {
    const known = this.#rows.get(address);
    if (known !== undefined) return known;
    let row = this.#stubs === null ? null : stubRow(this.#stubs, address);
    try {
      row ??= this.#find(address);
    } catch {
      // Outside of the section.
    }
    this.#rows.set(address, row);
    return row;
  }

  #find(address: number): FrameRow | null {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    const index = low - 1;
    if (index < 0 || address >= this.#ends[index]!) return null;
    const reader = this.#reader;
    const { body, end } = reader.entry(this.#entries[index]!);
    const cie = this.#cie(body - reader.u32(body));
    if (cie === null) return null;
    reader.at = body + 4;
    reader.pointer(cie.encoding, true);
    reader.pointer(cie.encoding & 15, false);
    if (cie.augmented) {
      const length = reader.unsigned();
      reader.at += length;
    }
    const from = reader.at;
    const state = new RowState(cie);
    run(reader, cie.instructions, cie.end, state, Number.POSITIVE_INFINITY, 0);
    state.initial = new Map(state.rules);
    run(reader, from, end, state, address, this.#starts[index]!);
    return {
      register: state.register,
      offset: state.offset,
      expression: state.expression,
      rules: state.rules,
      returnRegister: cie.returnRegister,
      signal: cie.signal,
    };
  }

  #cie(at: number): Cie | null {
    const known = this.#cies.get(at);
    if (known !== undefined) return known;
    const cie = this.#reader.cie(at);
    this.#cies.set(at, cie);
    return cie;
  }
}

function stubRow({ start, end, pushedFrom, pushedTo }: Arm64Stubs, address: number): FrameRow | null {
  if (address < start || address >= end) return null;
  const { stackPointer, link } = ARM64;
  const pushed = address >= pushedFrom && address < pushedTo;
  const saved: Rule = { kind: 'offset', value: -8, expression: null };
  return {
    register: stackPointer,
    offset: pushed ? 16 : 0,
    expression: null,
    rules: new Map(pushed ? [[link!, saved]] : []),
    returnRegister: link!,
    signal: false,
  };
}

class RowState {
  readonly cie: Cie;
  register = -1;
  offset = 0;
  expression: Uint8Array | null = null;
  rules = new Map<number, Rule>();
  initial = new Map<number, Rule>();
  readonly saved: {
    register: number;
    offset: number;
    expression: Uint8Array | null;
    rules: Map<number, Rule>;
  }[] = [];

  constructor(cie: Cie) {
    this.cie = cie;
  }

  rule(register: number, kind: Rule['kind'], value: number, expression: Uint8Array | null = null): void {
    this.rules.set(register, { kind, value, expression });
  }

  restore(register: number): void {
    const rule = this.initial.get(register);
    if (rule === undefined) this.rules.delete(register);
    else this.rules.set(register, rule);
  }
}

/** Runs instructions up to the row that holds `address`. */
function run(
  reader: FrameReader,
  from: number,
  end: number,
  state: RowState,
  address: number,
  start: number,
): void {
  const { codeAlign, dataAlign, encoding } = state.cie;
  let location = start;
  reader.at = from;
  const advance = (delta: number): boolean => {
    location += delta * codeAlign;
    return location > address;
  };
  while (reader.at < end) {
    const code = reader.u8();
    const low = code & 63;
    switch (code >> 6) {
      case 1:
        if (advance(low)) return;
        continue;
      case 2:
        state.rule(low, 'offset', reader.unsigned() * dataAlign);
        continue;
      case 3:
        state.restore(low);
        continue;
    }
    switch (code) {
      case 0x00:
        break;
      case 0x01:
        location = reader.pointer(encoding, true);
        if (location > address) return;
        break;
      case 0x02:
        if (advance(reader.u8())) return;
        break;
      case 0x03:
        reader.at += 2;
        if (advance(reader.view.getUint16(reader.at - 2, true))) return;
        break;
      case 0x04:
        reader.at += 4;
        if (advance(reader.u32(reader.at - 4))) return;
        break;
      case 0x05:
        state.rule(reader.unsigned(), 'offset', reader.unsigned() * dataAlign);
        break;
      case 0x06:
        state.restore(reader.unsigned());
        break;
      case 0x07:
        state.rule(reader.unsigned(), 'undefined', 0);
        break;
      case 0x08:
        state.rules.delete(reader.unsigned());
        break;
      case 0x09:
        state.rule(reader.unsigned(), 'register', reader.unsigned());
        break;
      case 0x0a: {
        if (state.saved.length >= MAX_STATES) throw new RangeError('too many states');
        const { register, offset, expression } = state;
        state.saved.push({ register, offset, expression, rules: new Map(state.rules) });
        break;
      }
      case 0x0b: {
        const saved = state.saved.pop();
        if (saved !== undefined) Object.assign(state, saved);
        break;
      }
      case 0x0c:
        state.register = reader.unsigned();
        state.offset = reader.unsigned();
        state.expression = null;
        break;
      case 0x0d:
        state.register = reader.unsigned();
        state.expression = null;
        break;
      case 0x0e:
        state.offset = reader.unsigned();
        break;
      case 0x0f:
        state.expression = reader.block();
        break;
      case 0x10:
        state.rule(reader.unsigned(), 'expression', 0, reader.block());
        break;
      case 0x11:
        state.rule(reader.unsigned(), 'offset', reader.signed() * dataAlign);
        break;
      case 0x12:
        state.register = reader.unsigned();
        state.offset = reader.signed() * dataAlign;
        state.expression = null;
        break;
      case 0x13:
        state.offset = reader.signed() * dataAlign;
        break;
      case 0x14:
        state.rule(reader.unsigned(), 'valueOffset', reader.unsigned() * dataAlign);
        break;
      case 0x15:
        state.rule(reader.unsigned(), 'valueOffset', reader.signed() * dataAlign);
        break;
      case 0x16:
        state.rule(reader.unsigned(), 'valueExpression', 0, reader.block());
        break;
      case 0x2c:
      case 0x2d:
        // From here on the return address is signed, or no longer: the signature is taken off wherever one can be.
        break;
      case 0x2e:
        reader.unsigned();
        break;
      default:
        throw new RangeError('unknown instruction');
    }
  }
}

/** Numbers as DWARF writes them for little-endian machines. */
export class FrameReader {
  readonly view: DataView;
  readonly #bytes: Uint8Array;
  readonly #address: number;
  at = 0;

  constructor(bytes: Uint8Array, address: number) {
    this.#bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#address = address;
  }

  u8(): number {
    return this.view.getUint8(this.at++);
  }

  u32(at: number): number {
    return this.view.getUint32(at, true);
  }

  /** Where the entry at `at` has its id, and where it ends. */
  entry(at: number): { body: number; end: number } {
    const length = this.u32(at);
    if (length !== 0xffffffff) return { body: at + 4, end: at + 4 + length };
    return { body: at + 12, end: at + 12 + Number(this.view.getBigUint64(at + 4, true)) };
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = this.u8();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new RangeError('long number');
  }

  signed(): number {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = this.u8();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return byte & 64 ? value - 2 ** (shift + 7) : value;
    }
    throw new RangeError('long number');
  }

  block(): Uint8Array {
    const length = this.unsigned();
    if (this.at + length > this.#bytes.length) throw new RangeError('long block');
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  /** A pointer in one of the encodings of exception tables; `relative`: it may be an offset from where it stands. */
  pointer(encoding: number, relative: boolean): number {
    const place = this.#address + this.at;
    const value = this.#plain(encoding & 15);
    return relative && (encoding & 0x70) === 0x10 ? place + value : value;
  }

  #plain(format: number): number {
    const { at } = this;
    switch (format) {
      case 0x1:
        return this.unsigned();
      case 0x9:
        return this.signed();
      case 0x2:
      case 0xa:
        this.at += 2;
        return format === 2 ? this.view.getUint16(at, true) : this.view.getInt16(at, true);
      case 0x3:
      case 0xb:
        this.at += 4;
        return format === 3 ? this.view.getUint32(at, true) : this.view.getInt32(at, true);
      case 0x0:
      case 0x4:
      case 0xc:
        this.at += 8;
        return Number(format === 0xc ? this.view.getBigInt64(at, true) : this.view.getBigUint64(at, true));
      default:
        throw new RangeError('unknown encoding');
    }
  }

  /** The common part at `at`; null for one that is not known. */
  cie(at: number): Cie | null {
    if (at < 0) return null;
    const { body, end } = this.entry(at);
    if (this.u32(body) !== 0) return null;
    this.at = body + 4;
    const version = this.u8();
    if (version !== 1 && version !== 3) return null;
    let augmentation = '';
    for (let byte = this.u8(); byte !== 0; byte = this.u8()) augmentation += String.fromCharCode(byte);
    const codeAlign = this.unsigned();
    const dataAlign = this.signed();
    const returnRegister = version === 1 ? this.u8() : this.unsigned();
    let encoding = 0;
    const augmented = augmentation.startsWith('z');
    if (!augmented && augmentation !== '') return null;
    if (augmented) {
      const length = this.unsigned();
      const instructions = this.at + length;
      for (const letter of augmentation.slice(1)) {
        if (letter === 'R') encoding = this.u8();
        else if (letter === 'L') this.u8();
        else if (letter === 'P') this.pointer(this.u8() & 15, false);
      }
      this.at = instructions;
    }
    const signal = augmentation.includes('S');
    return { codeAlign, dataAlign, returnRegister, encoding, augmented, signal, instructions: this.at, end };
  }
}

/** Walking stacks by call frames that are written here, for what no recording at hand has. */
import assert from 'node:assert/strict';
import { CallFrames } from '../../../lib/symbols/call-frames.js';
import { ElfFile } from '../../../lib/symbols/elf.js';
import {
  ARM64,
  type Machine,
  machineCalled,
  machineRecording,
  X86_64,
} from '../../../lib/symbols/machine.js';
import { memoryFile } from '../../../lib/symbols/places.js';
import { unwind } from '../../../lib/symbols/unwind.js';
import { elfFile } from '../../support/elf-file.js';

const FRAMES_AT = 0x9000;
const STACK = 0x7000_0000;

interface Code {
  readonly start: number;
  readonly size: number;
  readonly rules: readonly number[];
  readonly signal?: boolean;
}

function entry(id: number, ...parts: readonly (readonly number[] | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(padded.length + 4, 0);
  head.writeUInt32LE(id, 4);
  return Buffer.concat([head, padded]);
}

/** Code of one file: common parts "zR" and "zRS" with 4-byte relative addresses, at first CFA = stack pointer + 0. */
function framesOf(machine: Machine, codes: readonly Code[]): CallFrames {
  const link = machine.link ?? machine.instructionPointer;
  const common = (augmentation: string): Buffer =>
    entry(0, [1], Buffer.from(`${augmentation}\0`), [1, 0x78, link, 1, 0x1b, 0x0c, machine.stackPointer, 0]);
  const pieces = [common('zR'), common('zRS')];
  for (const { start, size, rules, signal = false } of codes) {
    const at = pieces.reduce((sum, { length }) => sum + length, 0);
    const place = Buffer.alloc(8);
    place.writeInt32LE(start - (FRAMES_AT + at + 8), 0);
    place.writeInt32LE(size, 4);
    pieces.push(entry(at + 4 - (signal ? pieces[0]!.length : 0), place, [0], rules));
  }
  const section = { name: '.eh_frame', address: FRAMES_AT, bytes: Buffer.concat(pieces) };
  return CallFrames.open(ElfFile.open(memoryFile(elfFile({ machine: machine.elf, sections: [section] })))!)!;
}

/** Frames as hexadecimal, "r" before return addresses; "end" where the stack's own end was found. */
function walked(
  machine: Machine,
  frames: CallFrames | null,
  registers: Readonly<Record<number, number>>,
  words: readonly number[],
): string {
  const all = new Float64Array(machine.recorded.length).fill(Number.NaN);
  for (const [register, value] of Object.entries(registers)) all[Number(register)] = value;
  const list: string[] = [];
  const ended = unwind(
    machine,
    all,
    (address) => words[(address - STACK) / 8] ?? Number.NaN,
    (address) => ({ frames, address }),
    (address, isReturn) => list.push(`${isReturn ? 'r' : ''}${address.toString(16)}`),
  );
  return [...list, ended ? 'end' : 'lost'].join(' ');
}

const { link, stackPointer: SP, framePointer: FP, instructionPointer: PC } = ARM64;
const LR = link!;
const leaf: Code = { start: 0x1000, size: 0x100, rules: [] };
/** x29 and x30 saved at the bottom of 32 bytes. */
const saving: Code = { start: 0x2000, size: 0x100, rules: [0x0e, 32, 0x9d, 4, 0x9e, 3] };
const first: Code = { start: 0x3000, size: 0x100, rules: [0x07, LR] };

describe('unwinding arm64', () => {
  const frames = framesOf(ARM64, [leaf, saving, first]);
  it('a function that has saved nothing returns where its caller said', () => {
    const registers = { [SP]: STACK, [PC]: 0x1010, [LR]: 0x2010 };
    assert.equal(walked(ARM64, frames, registers, [0, 0x3010, 0, 0]), '1010 r2010 r3010 end');
  });
  it('only the innermost one: behind a call the register is spent', () => {
    const twice = framesOf(ARM64, [{ ...saving, rules: [0x0e, 16, 0x9e, 1] }, leaf]);
    const registers = { [SP]: STACK, [PC]: 0x2010, [LR]: 0x9999 };
    assert.equal(walked(ARM64, twice, registers, [0, 0x1010]), '2010 r1010 lost');
  });
  it('signing the return address is no hindrance', () => {
    const signed = framesOf(ARM64, [{ ...saving, rules: [0x2d, ...saving.rules] }, first]);
    assert.equal(walked(ARM64, signed, { [SP]: STACK, [PC]: 0x2010 }, [0, 0x3010, 0, 0]), '2010 r3010 end');
  });
  it('behind the frame of a signal stands what was interrupted, not a call', () => {
    const rules = [0x0e, 16, 0x9e, 2];
    const handled = framesOf(ARM64, [saving, { start: 0x4000, size: 0x100, signal: true, rules }]);
    const words = [0, 0x4010, 0, 0, 0x1010, 0];
    assert.equal(walked(ARM64, handled, { [SP]: STACK, [PC]: 0x2010 }, words), '2010 r4010 1010 lost');
  });
  it('code without call frames is walked by its frame records, and so is what follows while the stack pointer is lost', () => {
    const registers = { [SP]: STACK, [FP]: STACK, [PC]: 0x8000, [LR]: 1 };
    const words = [STACK + 32, 0x8100, 0, 0, STACK + 64, 0x2010, 0, 0, 0, 0x3010];
    assert.equal(walked(ARM64, frames, registers, words), '8000 r8100 r2010 r3010 end');
  });
  it('frame records that lead down or nowhere end it', () => {
    const registers = { [SP]: STACK, [FP]: STACK + 16, [PC]: 0x8000 };
    assert.equal(walked(ARM64, null, registers, [0, 0, STACK, 0x8100, 0]), '8000 r8100 lost');
    assert.equal(walked(ARM64, null, { [SP]: STACK, [FP]: 1, [PC]: 0x8000 }, [0]), '8000 lost');
  });
  it('stubs of the linkage table return where their caller said; the first one has pushed it', () => {
    for (const mark of [0, 1]) {
      const code = Buffer.alloc(0x40);
      code.writeUInt32LE(0xa9bf7bf0, mark * 4);
      const bytes = elfFile({
        machine: ARM64.elf,
        sections: [
          { name: '.plt', address: 0x800, bytes: code },
          { name: '.eh_frame', address: FRAMES_AT, bytes: Buffer.alloc(4) },
        ],
      });
      const stubs = CallFrames.open(ElfFile.open(memoryFile(bytes))!);
      const at = (pc: number): string =>
        walked(ARM64, stubs, { [SP]: STACK, [PC]: pc, [LR]: 0x2010 }, [0, 0x2020]);
      assert.equal(at(0x820), '820 r2010 lost');
      assert.equal(at(0x800 + mark * 4), `${(0x800 + mark * 4).toString(16)} r2010 lost`);
      assert.equal(at(0x804 + mark * 4), `${(0x804 + mark * 4).toString(16)} r2020 lost`);
      assert.equal(at(0x81c), '81c r2020 lost');
    }
  });
});

describe('unwinding x86-64', () => {
  it('a return address is always on the stack', () => {
    const frames = framesOf(X86_64, [
      { start: 0x1000, size: 0x100, rules: [0x0e, 8, 0x90, 1] },
      { start: 0x2000, size: 0x100, rules: [] },
    ]);
    const registers = { [X86_64.stackPointer]: STACK, [X86_64.instructionPointer]: 0x1010 };
    assert.equal(walked(X86_64, frames, registers, [0x2010, 0x3010]), '1010 r2010 lost');
  });
});

describe('the machine of a recording', () => {
  it('by its name', () => {
    assert.equal(machineCalled('aarch64'), ARM64);
    assert.equal(machineCalled('x86_64'), X86_64);
    assert.equal(machineCalled('ppc64le'), undefined);
  });
  it('by the registers that were recorded', () => {
    assert.equal(machineRecording(0xff0fff, 0), X86_64);
    assert.equal(machineRecording(0x180, 0), X86_64);
    assert.equal(machineRecording(0xffffffff, 1), ARM64);
    // With the length of vectors.
    assert.equal(machineRecording(0xffffffff, 0x4001), ARM64);
    // POWER, s390, RISC-V, LoongArch and 32-bit ARM.
    for (const [low, high] of [
      [0xffffffff, 0xfff],
      [0xffffffff, 3],
      [0xffffffff, 0],
      [0xfffffff7, 0],
      [0xffff, 1 << 31],
    ] as const)
      assert.equal(machineRecording(low, high), undefined);
  });
});

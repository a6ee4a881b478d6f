/** The machines whose stacks can be walked: which registers matter, how perf counts them, and what of a word is an address. */

/** Registers have DWARF's numbers; the instruction pointer has one of its own. */
export interface Machine {
  /** e_machine of its object files. */
  readonly elf: number;
  readonly framePointer: number;
  readonly stackPointer: number;
  readonly instructionPointer: number;
  /** Where a call leaves the return address; null where that is the stack. */
  readonly link: number | null;
  /** By register: its bit in the mask of those recorded (arch/.../include/uapi/asm/perf_regs.h). */
  readonly recorded: readonly number[];
  /** Upper half of the largest address. */
  readonly highest: number;
  /** What stands above it in a word is not part of the address: a signature of a return address, or a tag. */
  readonly marked: boolean;
  /** The saved frame pointer and the return address lie at the top of a frame, so that the caller's begins behind them. */
  readonly recordOnTop: boolean;
}

export const X86_64: Machine = {
  elf: 62,
  framePointer: 6,
  stackPointer: 7,
  instructionPointer: 16,
  link: null,
  recorded: [0, 3, 2, 1, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23, 8],
  highest: 0x1fffff,
  marked: false,
  recordOnTop: true,
};

export const ARM64: Machine = {
  elf: 183,
  framePointer: 29,
  stackPointer: 31,
  instructionPointer: 32,
  link: 30,
  recorded: Array.from({ length: 33 }, (_, register) => register),
  // Programs have 48 bits unless they ask for more, and where signatures begin is not recorded.
  highest: 0xffff,
  marked: true,
  recordOnTop: false,
};

export const MACHINES: readonly Machine[] = [X86_64, ARM64];

/** By what `uname -m` said on the recording machine; undefined for one that cannot be walked. */
export function machineCalled(name: string): Machine | undefined {
  if (name === 'x86_64') return X86_64;
  return name === 'aarch64' || name === 'arm64' ? ARM64 : undefined;
}

const X86_64_NEEDS = 0x180;
const X86_64_NEVER = 0xff000000;
const ARM64_NEEDS = 0x80000000;
/** The instruction pointer and perhaps the length of vectors (bit 46), but none of the registers that POWER has there. */
const ARM64_HIGH: readonly number[] = [1, 1 | (1 << 14)];

/** By the registers that it recorded, the mask in two halves: the recording says its machine only behind its samples. */
export function machineRecording(low: number, high: number): Machine | undefined {
  if (high === 0)
    return (low & X86_64_NEEDS) === X86_64_NEEDS && (low & X86_64_NEVER) === 0 ? X86_64 : undefined;
  return ARM64_HIGH.includes(high) && (low & ARM64_NEEDS) !== 0 ? ARM64 : undefined;
}

/** Walks a stack from its registers and its bytes, frame by frame. */
import { type CallFrames, FrameReader, type FrameRow, type Rule } from './call-frames.js';
import type { Machine } from './machine.js';

const MAX_DEPTH = 1024;
const MAX_STEPS = 256;

/** The bytes of a stack that were kept: 8 at an address, or NaN. */
export type StackBytes = (address: number) => number;

/** Where code is: the call frames of its file and the address in it; null for code of no file. */
export type CodePlace = (
  address: number,
) => { readonly frames: CallFrames | null; readonly address: number } | null;

/**
 * Calls `frame` for each frame, leaf first, with its address and whether that is a return address. True where the walk came to
 * the stack's own end, false where it lost its way or the kept bytes ended.
 */
export function unwind(
  machine: Machine,
  registers: Float64Array,
  stack: StackBytes,
  place: CodePlace,
  frame: (address: number, isReturn: boolean) => void,
): boolean {
  const { instructionPointer, stackPointer } = machine;
  let current = registers;
  let bottom = current[stackPointer]!;
  let isReturn = false;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const ip = current[instructionPointer]!;
    if (!(ip > 0)) return true;
    frame(ip, isReturn);
    const code = place(isReturn ? ip - 1 : ip);
    if (code === null) return false;
    const row = code.frames?.row(code.address) ?? null;
    if (row?.rules.get(row.returnRegister)?.kind === 'undefined') return true;
    const caller =
      (row === null ? null : step(machine, row, current, stack, isReturn)) ??
      (mayBeRecord(machine, row, current) ? byFramePointer(machine, current, stack) : null);
    if (caller === null) return false;
    // Stacks grow down: a caller's frame lies above. A function that calls none may have no frame.
    const callers = caller[stackPointer]!;
    const next = Number.isNaN(callers) ? current[machine.framePointer]! + RECORD : callers;
    if (!(next > bottom || (next === bottom && machine.link !== null && !isReturn))) return false;
    isReturn = row?.signal !== true;
    bottom = next;
    current = caller;
  }
  return false;
}

/** A saved frame pointer and a return address. */
const RECORD = 16;

/** Code without call frames may keep the frame pointer, as Go's does; behind such code the stack pointer may be lost. */
function mayBeRecord(machine: Machine, row: FrameRow | null, registers: Float64Array): boolean {
  return row === null || Number.isNaN(registers[machine.stackPointer]!);
}

function byFramePointer(machine: Machine, registers: Float64Array, stack: StackBytes): Float64Array | null {
  const base = registers[machine.framePointer]!;
  const ip = stack(base + 8);
  if (Number.isNaN(ip) || ip === 0) return null;
  const caller = new Float64Array(registers.length).fill(Number.NaN);
  caller[machine.instructionPointer] = ip;
  caller[machine.framePointer] = stack(base);
  if (machine.recordOnTop) caller[machine.stackPointer] = base + RECORD;
  return caller;
}

function step(
  machine: Machine,
  row: FrameRow,
  registers: Float64Array,
  stack: StackBytes,
  isReturn: boolean,
): Float64Array | null {
  const frame =
    row.expression === null
      ? registers[row.register]! + row.offset
      : evaluate(row.expression, registers, stack, null);
  if (frame === undefined || Number.isNaN(frame)) return null;
  const caller = Float64Array.from(registers);
  caller[machine.stackPointer] = frame;
  for (const [register, rule] of row.rules)
    if (register < registers.length) caller[register] = found(rule, frame, registers, stack);
  // A function that has called another has saved where it returns to; before, that is where the call left it.
  const saved = row.rules.has(row.returnRegister) || (row.returnRegister === machine.link && !isReturn);
  const back = caller[row.returnRegister];
  if (back === undefined || Number.isNaN(back) || !saved) return null;
  caller[machine.instructionPointer] = back;
  return caller;
}

function found(rule: Rule, frame: number, registers: Float64Array, stack: StackBytes): number {
  switch (rule.kind) {
    case 'offset':
      return stack(frame + rule.value);
    case 'valueOffset':
      return frame + rule.value;
    case 'register':
      return registers[rule.value] ?? Number.NaN;
    case 'expression':
      return stack(evaluate(rule.expression!, registers, stack, frame));
    case 'valueExpression':
      return evaluate(rule.expression!, registers, stack, frame);
    default:
      return Number.NaN;
  }
}

/** The few operations that the linkage table and the C library use; NaN for any other. */
function evaluate(
  expression: Uint8Array,
  registers: Float64Array,
  stack: StackBytes,
  frame: number | null,
): number {
  const reader = new FrameReader(expression, 0);
  const values: number[] = frame === null ? [] : [frame];
  const two = (operation: (a: number, b: number) => number): void => {
    const b = values.pop() ?? Number.NaN;
    values.push(operation(values.pop() ?? Number.NaN, b));
  };
  try {
    for (let steps = 0; reader.at < expression.length && steps < MAX_STEPS; steps++) {
      const code = reader.u8();
      if (code >= 0x30 && code <= 0x4f) values.push(code - 0x30);
      else if (code >= 0x70 && code <= 0x8f)
        values.push((registers[code - 0x70] ?? Number.NaN) + reader.signed());
      else if (code === 0x92) values.push((registers[reader.unsigned()] ?? Number.NaN) + reader.signed());
      else if (code === 0x06) values.push(stack(values.pop() ?? Number.NaN));
      else if (code === 0x08) values.push(reader.u8());
      else if (code === 0x10) values.push(reader.unsigned());
      else if (code === 0x11) values.push(reader.signed());
      else if (code === 0x12) values.push(values.at(-1) ?? Number.NaN);
      else if (code === 0x1a) two((a, b) => Number(BigInt(a) & BigInt(b)));
      else if (code === 0x1c) two((a, b) => a - b);
      else if (code === 0x22) two((a, b) => a + b);
      else if (code === 0x23) values.push((values.pop() ?? Number.NaN) + reader.unsigned());
      else if (code === 0x24) two((a, b) => a * 2 ** b);
      else if (code === 0x2a) two((a, b) => Number(a >= b));
      else return Number.NaN;
    }
  } catch {
    return Number.NaN;
  }
  return values.pop() ?? Number.NaN;
}

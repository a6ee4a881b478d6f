/** User stacks that were recorded as registers and bytes of the stack (--call-graph dwarf). */
import type { ReadContext } from '../format.js';
import type { Attribute } from './attributes.js';
import { MODE_USER, type StackPath } from './call-chain.js';
import type { Processes } from './processes.js';
import { bitCount, type SampleFields } from './sample.js';

/** Number of the instruction pointer among the registers (arch/x86/include/uapi/asm/perf_regs.h). */
const X86_IP = 8;
const ARM64_PC = 32;

export class DumpedStacks {
  readonly #path: StackPath;
  readonly #context: ReadContext;
  #cut = 0;

  constructor(_processes: Processes, path: StackPath, context: ReadContext) {
    this.#path = path;
    this.#context = context;
  }

  /** Appends the user frames of a sample whose registers were dumped. */
  append(view: DataView, fields: SampleFields, attribute: Attribute, little: boolean): void {
    const [low, high] = attribute.userRegisters;
    const index = registerIndex(low, high, high !== 0 ? ARM64_PC : X86_IP);
    if (index < 0) return;
    const at = fields.registersAt + index * 8;
    this.#path.frame(
      MODE_USER,
      view.getUint32(little ? at : at + 4, little),
      view.getUint32(little ? at + 4 : at, little),
      0,
    );
    if (fields.stackSize > 0) this.#cut++;
  }

  finish(): void {
    if (this.#cut === 0) return;
    this.#context.diagnostics.note(
      'perf-data-dwarf-stack',
      'user stacks were recorded for DWARF unwinding (--call-graph dwarf) and could not be unwound: each is its leaf only; run "perf script" and give its text for whole stacks',
      null,
      this.#cut,
    );
  }
}

/** Place of a register among those dumped, or -1 where the mask leaves it out. */
function registerIndex(low: number, high: number, register: number): number {
  const word = register < 32 ? low : high;
  const bit = register & 31;
  if (((word >>> bit) & 1) === 0) return -1;
  const below = bit === 0 ? 0 : bitCount(word & (0xffffffff >>> (32 - bit)));
  return register < 32 ? below : bitCount(low) + below;
}

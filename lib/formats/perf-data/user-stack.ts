/** User stacks that were recorded as registers and bytes of the stack (--call-graph dwarf). */
import type { UnwindImage } from '../../symbols/symbolizer.js';
import { REGISTER_COUNT, REGISTER_SP, unwind } from '../../symbols/unwind.js';
import type { ReadContext } from '../format.js';
import type { Attribute } from './attributes.js';
import { MODE_USER, type StackPath } from './call-chain.js';
import type { AddressSpace } from './maps.js';
import type { Processes } from './processes.js';
import { bitCount, type SampleFields } from './sample.js';

/** Number of the instruction pointer among the registers (arch/x86/include/uapi/asm/perf_regs.h). */
const X86_IP = 8;
const ARM64_PC = 32;
/** perf's numbers of DWARF's registers 0 to 16. */
const X86_REGISTERS = [0, 3, 2, 1, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23, X86_IP];
const TWO_32 = 2 ** 32;

export class DumpedStacks {
  readonly #processes: Processes;
  readonly #path: StackPath;
  readonly #context: ReadContext;
  readonly #images = new Map<number, UnwindImage | null>();
  #whole = 0;
  #cut = 0;

  constructor(processes: Processes, path: StackPath, context: ReadContext) {
    this.#processes = processes;
    this.#path = path;
    this.#context = context;
  }

  /** Appends the user frames of a sample whose registers were dumped. */
  append(view: DataView, fields: SampleFields, attribute: Attribute, little: boolean): void {
    const [low, high] = attribute.userRegisters;
    const value = (register: number): number => {
      const index = registerIndex(low, high, register);
      return index < 0 ? Number.NaN : readWord(view, fields.registersAt + index * 8, little);
    };
    if (high !== 0 || !little || fields.stackSize === 0 || this.#context.symbolizer === undefined) {
      this.#leaf(value(high !== 0 ? ARM64_PC : X86_IP));
      return;
    }
    const registers = Float64Array.from({ length: REGISTER_COUNT }, (_, row) => value(X86_REGISTERS[row]!));
    const base = registers[REGISTER_SP]!;
    const { stackAt, stackSize } = fields;
    const space = this.#processes.space(fields.pid);
    const ended = unwind(
      registers,
      (address) => {
        const offset = address - base;
        return offset >= 0 && offset + 8 <= stackSize ? readWord(view, stackAt + offset, little) : Number.NaN;
      },
      (address) => this.#place(space, address),
      (address, isReturn) => this.#frame(address, isReturn ? 1 : 0),
    );
    if (ended) this.#whole++;
    else this.#cut++;
  }

  finish(): void {
    for (const [row, found] of this.#images) {
      const { name, buildId } = this.#processes.modules[row]!;
      const used = found?.image.buildId ?? null;
      if (buildId !== null && used !== null && used !== buildId)
        this.#context.diagnostics.note(
          'symbols-other-build',
          `${name} is another build than the one recorded (build id ${buildId}); stacks through it may be wrong`,
        );
    }
    if (this.#cut === 0) return;
    this.#context.diagnostics.note(
      'perf-data-dwarf-stack',
      `of ${this.#whole + this.#cut} user stacks recorded for DWARF unwinding (--call-graph dwarf) ${this.#cut} are not whole: they end at their leaf, where the recorded bytes end, or in code that cannot be unwound; allow files with --symfs or --allow-local-binaries, or run "perf script" and give its text`,
      null,
      this.#cut,
    );
  }

  #leaf(ip: number): void {
    if (Number.isNaN(ip)) return;
    this.#frame(ip, 0);
    this.#cut++;
  }

  #frame(address: number, returns: number): void {
    this.#path.frame(MODE_USER, address >>> 0, Math.floor(address / TWO_32) >>> 0, returns);
  }

  #place(space: AddressSpace, address: number) {
    const range = space.find(address);
    if (range === null) return null;
    let found = this.#images.get(range.module);
    if (found === undefined) {
      const { name, buildId, identity } = this.#processes.modules[range.module]!;
      found = identity
        ? null
        : (this.#context.symbolizer?.callFrames(name, buildId, this.#context.diagnostics) ?? null);
      this.#images.set(range.module, found);
    }
    if (found === null) return { frames: null, address };
    return { frames: found.frames, address: found.image.addressOf(address - range.start + range.fileOffset) };
  }
}

/** NaN for what no address is. */
function readWord(view: DataView, at: number, little: boolean): number {
  const high = view.getUint32(little ? at + 4 : at, little);
  const low = view.getUint32(little ? at : at + 4, little);
  return high > 0x1fffff ? Number.NaN : high * TWO_32 + low;
}

/** Place of a register among those dumped, or -1 where the mask leaves it out. */
function registerIndex(low: number, high: number, register: number): number {
  const word = register < 32 ? low : high;
  const bit = register & 31;
  if (((word >>> bit) & 1) === 0) return -1;
  const below = bit === 0 ? 0 : bitCount(word & (0xffffffff >>> (32 - bit)));
  return register < 32 ? below : bitCount(low) + below;
}

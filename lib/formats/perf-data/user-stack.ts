/** User stacks that were recorded as registers and bytes of the stack (--call-graph dwarf). */
import { type Machine, machineCalled, machineRecording } from '../../symbols/machine.js';
import type { UnwindImage } from '../../symbols/symbolizer.js';
import { unwind } from '../../symbols/unwind.js';
import type { ReadContext } from '../format.js';
import type { Attribute } from './attributes.js';
import { MODE_USER, type StackPath } from './call-chain.js';
import type { Facts } from './features.js';
import type { AddressSpace } from './maps.js';
import type { Processes } from './processes.js';
import { bitCount, type SampleFields } from './sample.js';

const TWO_32 = 2 ** 32;
/** Registers of a 64-bit program (PERF_SAMPLE_REGS_ABI_64). */
const ABI_64 = 2;

export class DumpedStacks {
  readonly #processes: Processes;
  readonly #path: StackPath;
  readonly #context: ReadContext;
  readonly #facts: Facts;
  readonly #images = new Map<number, UnwindImage | null>();
  #whole = 0;
  #cut = 0;

  constructor(processes: Processes, path: StackPath, context: ReadContext, facts: Facts) {
    this.#processes = processes;
    this.#path = path;
    this.#context = context;
    this.#facts = facts;
  }

  /** Appends the user frames of a sample whose registers were dumped; none where they tell nothing. */
  append(view: DataView, fields: SampleFields, attribute: Attribute, little: boolean): void {
    const [low, high] = attribute.userRegisters;
    const { arch } = this.#facts;
    const machine = arch === null ? machineRecording(low, high) : machineCalled(arch);
    if (machine === undefined) {
      this.#cut++;
      return;
    }
    const word = (at: number): number => readWord(view, at, little, machine);
    const registers = Float64Array.from(machine.recorded, (bit) => {
      const index = registerIndex(low, high, bit);
      return index < 0 ? Number.NaN : word(fields.registersAt + index * 8);
    });
    const { stackAt, stackSize } = fields;
    const noWay = !little || fields.registersAbi !== ABI_64 || stackSize === 0;
    if (noWay || this.#context.symbolizer === undefined) {
      this.#leaf(registers[machine.instructionPointer]!);
      return;
    }
    const base = registers[machine.stackPointer]!;
    const space = this.#processes.space(fields.pid);
    const ended = unwind(
      machine,
      registers,
      (address) => {
        const offset = address - base;
        return offset >= 0 && offset + 8 <= stackSize ? word(stackAt + offset) : Number.NaN;
      },
      (address) => this.#place(machine, space, address),
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

  #place(machine: Machine, space: AddressSpace, address: number) {
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
    if (found.image.machine !== machine.elf) return null;
    return { frames: found.frames, address: found.image.addressOf(address - range.start + range.fileOffset) };
  }
}

/** NaN for what no address is. */
function readWord(view: DataView, at: number, little: boolean, { highest, marked }: Machine): number {
  const upper = view.getUint32(little ? at + 4 : at, little);
  const low = view.getUint32(little ? at : at + 4, little);
  const high = marked ? upper & highest : upper;
  return high > highest ? Number.NaN : high * TWO_32 + low;
}

/** Place of a register among those dumped, or -1 where the mask leaves it out. */
function registerIndex(low: number, high: number, register: number): number {
  const word = register < 32 ? low : high;
  const bit = register & 31;
  if (((word >>> bit) & 1) === 0) return -1;
  const below = bit === 0 ? 0 : bitCount(word & (0xffffffff >>> (32 - bit)));
  return register < 32 ? below : bitCount(low) + below;
}

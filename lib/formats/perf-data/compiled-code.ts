/** Code that was compiled while the program ran, as dumps beside the recording tell: it is mapped when its time comes. */
import type { JitLoad } from '../../symbols/jitdump.js';
import type { ReadContext } from '../format.js';
import type { Processes } from './processes.js';

const DUMP = /\/jit-\d+\.dump$/;

/** Each may be large. */
const MAX_DUMPS = 100;

interface Dump {
  readonly pid: number;
  readonly path: string;
  readonly loads: readonly JitLoad[];
  next: number;
}

export class CompiledCode {
  readonly #processes: Processes;
  readonly #context: ReadContext;
  readonly #dumps = new Map<string, Dump>();

  constructor(processes: Processes, context: ReadContext) {
    this.#processes = processes;
    this.#context = context;
  }

  /** A mapped file may be a compiler's dump: that it is mapped is how the compiler says so. */
  found(path: string, pid: number): void {
    if (this.#context.symbolizer === undefined || !DUMP.test(path)) return;
    if (this.#dumps.size >= MAX_DUMPS || this.#dumps.has(`${pid} ${path}`)) return;
    this.#dumps.set(`${pid} ${path}`, { pid, path, loads: this.#context.symbolizer.jitLoads(path), next: 0 });
  }

  /** Maps what was compiled up to `time` of the shared clock. */
  upTo(time: bigint): void {
    for (const dump of this.#dumps.values()) {
      const { pid, path, loads } = dump;
      for (; dump.next < loads.length && loads[dump.next]!.time <= time; dump.next++) {
        const { address, size, name } = loads[dump.next]!;
        const module = this.#processes.module({
          name: path,
          kernel: false,
          buildId: null,
          identity: true,
          pid,
          symbol: name,
        });
        this.#processes
          .space(pid)
          .insert({ start: address, end: address + size, fileOffset: address, module });
      }
    }
  }

  get isEmpty(): boolean {
    return this.#dumps.size === 0;
  }
}

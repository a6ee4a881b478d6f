/** Threads, their names and address spaces as the records change them; kernel maps beside them. */
import { ProfileError } from '../../base/errors.js';
import type { Limits } from '../format.js';
import { AddressSpace, KeySource, type MapRange } from './maps.js';

/** The kernel's addresses count from here, so that they are exact as floats. */
export const KERNEL_BASE_HIGH = 0xffff0000;
const TWO_32 = 2 ** 32;
/** An address of the kernel that has this in its upper half or less, as signed numbers go, is none. */
const LARGEST_USER_HIGH = 0x1fffff;

/** A thread as of now. */
export interface Thread {
  readonly tid: number;
  pid: number;
  /** Null until a record names it. */
  comm: string | null;
  /** Row of (comm, pid, tid, cpu) by cpu, while comm and pid stay. */
  who: Map<number, number>;
}

/** An object file (or what stands for one), with all that is known of it. */
export interface Module {
  readonly name: string;
  readonly kernel: boolean;
  /** Hex; null where the recording has none. */
  buildId: string | null;
  /** Lies at identity: its addresses are the process's own, not offsets in a file (perf maps, heap, stack). */
  readonly identity: boolean;
  /** The process, where names come from a map of compiled code. */
  readonly pid: number;
  /** Time-dependent code (jitdump): its one symbol. */
  readonly symbol: string | null;
}

export interface MapRecord {
  readonly pid: number;
  readonly tid: number;
  readonly start: bigint;
  readonly length: bigint;
  readonly fileOffset: bigint;
  readonly name: string;
  readonly buildId: string | null;
  readonly kernel: boolean;
}

const ANONYMOUS = /^(\/\/anon|\/dev\/zero|\/anon_hugepage)/;
const WITHOUT_FILE = /^(\[heap\]|\[stack|\/SYSV|\[anon)/;
const KERNEL_MODULE = /([^/]+)\.ko(?:\.(?:gz|xz|zst))?$/;

export class Processes {
  readonly modules: Module[] = [];
  readonly kernel: AddressSpace;
  /** Relocation of the kernel: the recorded address of `_text` or `_stext`, null where not recorded. */
  kernelStart: { readonly symbol: string; readonly address: bigint } | null = null;
  readonly #threads = new Map<number, Thread>();
  readonly #spaces = new Map<number, AddressSpace>();
  #lastThread: Thread | null = null;
  #lastPid = -1;
  #lastSpace: AddressSpace | null = null;
  readonly #moduleRows = new Map<string, number>();
  readonly #keys: KeySource;
  readonly #name: string;
  readonly #limits: Limits;

  constructor(name: string, limits: Limits) {
    this.#name = name;
    this.#limits = limits;
    this.#keys = new KeySource(() => this.#over('maps', 'moves of mapped ranges'));
    this.kernel = new AddressSpace(this.#keys);
  }

  thread(pid: number, tid: number): Thread {
    // Samples come in runs: of three questions two are the last one again.
    const last = this.#lastThread;
    if (last !== null && last.tid === tid && last.pid === pid) return last;
    let thread = this.#threads.get(tid);
    if (thread === undefined) {
      if (this.#threads.size >= this.#limits.rows) throw this.#over('rows', `${this.#limits.rows} threads`);
      thread = { tid, pid, comm: tid === 0 ? 'swapper' : null, who: new Map() };
      this.#threads.set(tid, thread);
    } else if (thread.pid !== pid && pid !== -1) {
      thread.pid = pid;
      thread.who = new Map();
    }
    this.#lastThread = thread;
    return thread;
  }

  space(pid: number): AddressSpace {
    if (this.#lastSpace !== null && pid === this.#lastPid) return this.#lastSpace;
    let space = this.#spaces.get(pid);
    if (space === undefined) {
      space = new AddressSpace(this.#keys);
      this.#spaces.set(pid, space);
    }
    this.#lastPid = pid;
    this.#lastSpace = space;
    return space;
  }

  comm(pid: number, tid: number, comm: string, exec: boolean): void {
    const thread = this.thread(pid, tid);
    if (thread.comm !== comm) {
      thread.comm = comm;
      thread.who = new Map();
    }
    if (exec) this.space(pid).replace();
  }

  /** The child has its parent's name, and as another process a copy of its maps. */
  fork(pid: number, parentPid: number, tid: number, parentTid: number): void {
    const { comm } = this.thread(parentPid, parentTid);
    const thread = this.thread(pid, tid);
    thread.comm = comm;
    thread.who = new Map();
    if (pid !== parentPid) {
      this.#spaces.set(pid, this.space(parentPid).fork());
      this.#lastSpace = null;
    }
  }

  /** Rows of modules for a mapping; returns the row. */
  map(record: MapRecord): number {
    if (record.kernel) return this.#mapKernel(record);
    const identity = ANONYMOUS.test(record.name) || WITHOUT_FILE.test(record.name);
    const name = ANONYMOUS.test(record.name) ? `/tmp/perf-${record.pid}.map` : record.name;
    const module = this.module({
      name,
      kernel: false,
      buildId: record.buildId,
      identity,
      pid: identity ? record.pid : -1,
      symbol: null,
    });
    const range = rangeOf(record, identity, module);
    if (range !== null) this.space(record.pid).insert(range);
    return module;
  }

  /** Code that the kernel made while it ran (BPF programs): an object of its own, whose one symbol is its name. */
  kernelSymbol(address: bigint, length: number, name: string): void {
    const start = kernelOffset(address);
    if (start === null || name === '') return;
    const module = this.module({ name, kernel: true, buildId: null, identity: true, pid: -1, symbol: name });
    this.kernel.insert({ start, end: start + length, fileOffset: start, module });
  }

  /** Row of an equal module, or a new one. */
  module(module: Module): number {
    const key = `${module.kernel ? 'k' : 'u'}${module.pid} ${module.buildId ?? '-'} ${module.symbol ?? ''}\0${module.name}`;
    const known = this.#moduleRows.get(key);
    if (known !== undefined) return known;
    if (this.modules.length >= this.#limits.rows)
      throw this.#over('rows', `${this.#limits.rows} object files`);
    this.modules.push(module);
    this.#moduleRows.set(key, this.modules.length - 1);
    return this.modules.length - 1;
  }

  #mapKernel(record: MapRecord): number {
    const relocated = /^\[kernel\.kallsyms\]([A-Za-z_]+)$/.exec(record.name);
    if (relocated !== null) this.kernelStart ??= { symbol: relocated[1]!, address: record.fileOffset };
    const file = KERNEL_MODULE.exec(record.name)?.[1];
    const name =
      relocated !== null
        ? '[kernel.kallsyms]'
        : file === undefined
          ? record.name
          : `[${file.replaceAll('-', '_')}]`;
    const module = this.module({
      name,
      kernel: true,
      buildId: record.buildId,
      identity: true,
      pid: -1,
      symbol: null,
    });
    const start = kernelOffset(record.start);
    if (start === null) return module;
    const length = record.length === 0n ? Number.POSITIVE_INFINITY : Number(record.length);
    this.kernel.insert({ start, end: start + length, fileOffset: start, module });
    return module;
  }

  #over(limit: string, what: string): ProfileError {
    return new ProfileError(
      'limit',
      `${this.#name}: is over the limit ${limit}: ${what}; record less, or raise limits.rows if the file is trusted`,
    );
  }
}

/** A user address as a float; NaN for one that no process has. */
export function userAddress(low: number, high: number): number {
  return high > LARGEST_USER_HIGH ? Number.NaN : high * TWO_32 + low;
}

/** A kernel address counted from KERNEL_BASE_HIGH; NaN for one below it. */
export function kernelAddress(low: number, high: number): number {
  return high < KERNEL_BASE_HIGH ? Number.NaN : (high - KERNEL_BASE_HIGH) * TWO_32 + low;
}

function rangeOf(record: MapRecord, identity: boolean, module: number): MapRange | null {
  const end = record.start + record.length;
  if (end > BigInt(Number.MAX_SAFE_INTEGER) || record.fileOffset > BigInt(Number.MAX_SAFE_INTEGER))
    return null;
  const start = Number(record.start);
  return { start, end: Number(end), fileOffset: identity ? start : Number(record.fileOffset), module };
}

function kernelOffset(address: bigint): number | null {
  const offset = address - (BigInt(KERNEL_BASE_HIGH) << 32n);
  return offset < 0n ? null : Number(offset);
}

/** Names for the addresses of one object file at a time, from the files that the user allows and no others. */
import type { Diagnostics } from '../base/diagnostics.js';
import { type BinaryFile, type FileOpener, wholeFile } from './binary-file.js';
import { CallFrames } from './call-frames.js';
import { demangle } from './demangle.js';
import type { ElfFile } from './elf.js';
import { offerElfSymbols, offerPltSymbols } from './elf-symbols.js';
import { GoTable } from './go-table.js';
import { type JitLoad, jitLoads } from './jitdump.js';
import { KERNEL_BASE, offerKallsyms } from './kallsyms.js';
import { perfMapNames } from './perf-map.js';
import { Places, type SearchPlaces } from './places.js';
import { namedFrame, type SymbolFrame } from './symbol-frame.js';
import { SymbolSearch } from './symbol-table.js';

/** An object file as a recording names it. */
export interface ModuleQuery {
  readonly name: string;
  readonly kernel: boolean;
  readonly buildId: string | null;
  /** Addresses are the process's own, not offsets in a file. */
  readonly identity: boolean;
  readonly pid: number;
  /** Where the recorded kernel's `_text` or `_stext` was. */
  readonly kernelStart: { readonly symbol: string; readonly address: bigint } | null;
}

const MAX_MAP = 256 * 2 ** 20;
const PERF_MAP = /^\/tmp\/perf-\d+\.map$/;
type Frames = readonly SymbolFrame[];

/** What unwinding needs of an object file, which is closed. */
export interface UnwindImage {
  readonly frames: CallFrames | null;
  readonly image: Pick<ElfFile, 'addressOf' | 'buildId' | 'machine'>;
}

/** One for each reading. Opens a file when it is first needed and closes it before `frames` returns. */
export class Symbolizer {
  readonly #places: Places;

  constructor(opener: FileOpener, places: SearchPlaces) {
    this.#places = new Places(opener, places);
  }

  /** By target: its frames, caller first, or null. Targets are offsets in the file; kernel addresses from KERNEL_BASE. NaN has none. */
  frames(module: ModuleQuery, targets: readonly number[], diagnostics: Diagnostics): (Frames | null)[] {
    const sorted = Float64Array.from(targets)
      .filter((target) => !Number.isNaN(target))
      .sort()
      .filter((target, row, all) => row === 0 || target !== all[row - 1]);
    const found = this.#sorted(module, sorted, diagnostics);
    if (found === null) return targets.map(() => null);
    const byTarget = new Map<number, Frames | null>();
    for (const [row, target] of sorted.entries()) byTarget.set(target, found[row] ?? null);
    return targets.map((target) => byTarget.get(target) ?? null);
  }

  /** The call frames of an object file and where its code lies; null where it may not be opened or has none. Kept: stacks ask again and again. */
  callFrames(name: string, buildId: string | null, diagnostics: Diagnostics): UnwindImage | null {
    const image = this.#places.image(name, buildId, diagnostics);
    if (image === null) return null;
    const found = { frames: CallFrames.open(image), image };
    image.file.close();
    return found;
  }

  /** What a compiler's dump says; empty where it may not be opened. */
  jitLoads(path: string): JitLoad[] {
    const file = this.#places.jitDump(path);
    return file === null ? [] : jitLoads(contentOf(file));
  }

  #sorted(module: ModuleQuery, targets: Float64Array, diagnostics: Diagnostics): (Frames | null)[] | null {
    if (module.kernel) return this.#kernel(module, targets);
    if (module.identity) return PERF_MAP.test(module.name) ? this.#perfMap(module, targets) : null;
    const image = this.#places.image(module.name, module.buildId, diagnostics);
    if (image === null) return null;
    try {
      return this.#elf(module.name, image, targets);
    } finally {
      image.file.close();
    }
  }

  #elf(name: string, image: ElfFile, offsets: Float64Array): (Frames | null)[] {
    const addresses = offsets.map((offset) => image.addressOf(offset));
    const order = Float64Array.from(addresses)
      .filter((address) => !Number.isNaN(address))
      .sort();
    const search = new SymbolSearch(order);
    let named = offerElfSymbols(image, '.symtab', search);
    if (!named) {
      const debug = this.#places.debugFile(name, image);
      if (debug !== null) {
        named = offerElfSymbols(debug, '.symtab', search);
        debug.file.close();
      }
    }
    if (!named) offerElfSymbols(image, '.dynsym', search);
    offerPltSymbols(image, search);
    const names = search.names();
    const go = GoTable.open(image);
    const frames = new FramesByName();
    const byAddress = new Map<number, Frames | null>();
    for (const [row, address] of order.entries()) {
      const raw = names[row] ?? null;
      byAddress.set(address, frames.combined(raw, go?.frames(address) ?? null));
    }
    return Array.from(addresses, (address) => byAddress.get(address) ?? null);
  }

  #perfMap(module: ModuleQuery, targets: Float64Array): (Frames | null)[] | null {
    const file = this.#places.perfMap(module.name);
    if (file === null) return null;
    const names = perfMapNames(contentOf(file), targets);
    return names.map((name) => (name === null || name === '' ? null : [namedFrame(name)]));
  }

  #kernel(module: ModuleQuery, targets: Float64Array): (Frames | null)[] | null {
    for (const file of this.#places.kernelLists(module.buildId)) {
      const search = new SymbolSearch(targets);
      if (offerKallsyms(contentOf(file), search, module.kernelStart)) return framesOf(search);
    }
    if (!module.name.startsWith('[kernel.')) return null;
    const image = this.#places.kernelImage(module.buildId);
    if (image === null) return null;
    try {
      const shift = kernelShift(image, module.kernelStart);
      if (shift === null) return null;
      const search = new SymbolSearch(targets);
      return offerElfSymbols(image, '.symtab', search, shift) ? framesOf(search) : null;
    } finally {
      image.file.close();
    }
  }
}

/** How far the recorded kernel lay from where its file says: the loader may move it. Null where the file does not tell. */
function kernelShift(image: ElfFile, start: ModuleQuery['kernelStart']): number | null {
  if (start === null) return 0;
  const symbols = image.section('.symtab');
  const bytes = image.content(symbols, MAX_MAP);
  const names = image.content(image.sections[symbols?.link ?? -1] ?? null, MAX_MAP);
  if (bytes === null || names === null) return null;
  // Linkers keep "_text" as the end of "core_kernel_text".
  const wanted = Buffer.from(`${start.symbol}\0`);
  const fields = image.fields(bytes);
  for (let at = 0; at + 24 <= bytes.length; at += 24) {
    const nameAt = fields.u32(at);
    if (wanted.equals(names.subarray(nameAt, nameAt + wanted.length)))
      return Number(start.address - KERNEL_BASE) - fields.address(at + 8);
  }
  return null;
}

function contentOf(file: BinaryFile): Uint8Array {
  try {
    return wholeFile(file, MAX_MAP) ?? new Uint8Array(0);
  } finally {
    file.close();
  }
}

function framesOf(search: SymbolSearch): (Frames | null)[] {
  return search.names().map((name) => (name === null ? null : [namedFrame(name)]));
}

/** Frames by the name in the symbol table: many addresses lie in one function, and demangling costs more than all else. */
class FramesByName {
  readonly #known = new Map<string, SymbolFrame>();

  /** Go's table knows lines and inlining; the symbol table has the names that perf prints. */
  combined(raw: string | null, go: Frames | null): Frames | null {
    if (raw === null) return go;
    return go === null ? [this.#frame(raw)] : [{ ...go[0]!, name: raw, systemName: raw }, ...go.slice(1)];
  }

  #frame(raw: string): SymbolFrame {
    let frame = this.#known.get(raw);
    if (frame === undefined) {
      // "@plt" is perf's and ours, not the compiler's.
      const stub = raw.endsWith('@plt') ? raw.slice(0, -4) : null;
      const name = demangle(stub ?? raw);
      frame = namedFrame(name === null ? raw : stub === null ? name : `${name}@plt`, raw);
      this.#known.set(raw, frame);
    }
    return frame;
  }
}

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
import { lowerBound, namedFrame, type SymbolFrame } from './symbol-frame.js';
import { type SymbolCandidate, SymbolSearch } from './symbol-table.js';

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

  /**
   * By target: its frames, caller first, or null; equal frames are mostly the same array. Targets are offsets in the file;
   * kernel addresses from KERNEL_BASE. NaN has none.
   */
  frames(module: ModuleQuery, targets: Float64Array, diagnostics: Diagnostics): (Frames | null)[] {
    const sorted = ascending(targets);
    const found = this.#sorted(module, sorted, diagnostics);
    const frames: (Frames | null)[] = [];
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i]!;
      const none = found === null || Number.isNaN(target);
      frames.push(none ? null : (found[lowerBound(sorted, target)] ?? null));
    }
    return frames;
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
    const addresses = new Float64Array(offsets.length);
    for (let i = 0; i < offsets.length; i++) addresses[i] = image.addressOf(offsets[i]!);
    const order = ascending(addresses);
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
    const symbols = search.found();
    const go = GoTable.open(image);
    const frames = new SymbolFrames(true);
    const byOrder: (Frames | null)[] = [];
    for (let i = 0; i < order.length; i++)
      byOrder.push(frames.combined(symbols[i]!, go === null ? null : go.frames(order[i]!)));
    const found: (Frames | null)[] = [];
    for (let i = 0; i < addresses.length; i++) {
      const address = addresses[i]!;
      found.push(Number.isNaN(address) ? null : byOrder[lowerBound(order, address)]!);
    }
    return found;
  }

  #perfMap(module: ModuleQuery, targets: Float64Array): (Frames | null)[] | null {
    const file = this.#places.perfMap(module.name);
    if (file === null) return null;
    const known = new Map<string, Frames | null>([['', null]]);
    return perfMapNames(contentOf(file), targets).map((name) => {
      if (name === null) return null;
      let frames = known.get(name);
      if (frames === undefined) {
        frames = [namedFrame(name)];
        known.set(name, frames);
      }
      return frames;
    });
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

/** Sorted, without those that are NaN. */
function ascending(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  let { length } = sorted;
  while (length > 0 && Number.isNaN(sorted[length - 1])) length--;
  return sorted.subarray(0, length);
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
  const frames = new SymbolFrames(false);
  return search.found().map((symbol) => frames.combined(symbol, null));
}

/** Frames of symbols: many addresses lie in one function, and demangling costs more than all else. */
class SymbolFrames {
  readonly #demangled: boolean;
  readonly #known = new Map<SymbolCandidate, Frames>();

  constructor(demangled: boolean) {
    this.#demangled = demangled;
  }

  /** Go's table knows lines and inlining; the symbol table has the names that perf prints. */
  combined(symbol: SymbolCandidate | null, go: Frames | null): Frames | null {
    if (symbol === null) return go;
    if (go !== null) return [{ ...go[0]!, name: symbol.name, systemName: symbol.name }, ...go.slice(1)];
    let frames = this.#known.get(symbol);
    if (frames === undefined) {
      frames = [this.#frame(symbol)];
      this.#known.set(symbol, frames);
    }
    return frames;
  }

  #frame(symbol: SymbolCandidate): SymbolFrame {
    const raw = symbol.name;
    if (!this.#demangled) return namedFrame(raw);
    // "@plt" is perf's and ours, not the compiler's.
    if (!raw.endsWith('@plt')) return namedFrame(symbol.plain, raw);
    const name = demangle(raw.slice(0, -4));
    return namedFrame(name === null ? raw : `${name}@plt`, raw);
  }
}

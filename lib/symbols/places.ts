/** Where files with symbols may be looked for, and whether what is found there is the file that was recorded. */
import { posix } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Diagnostics } from '../base/diagnostics.js';
import { type BinaryFile, type FileOpener, wholeFile } from './binary-file.js';
import { buildIdIn, ElfFile } from './elf.js';
import { KERNEL_BASE } from './kallsyms.js';

/** What the user allows; without any of it nothing is opened. */
export interface SearchPlaces {
  /** A directory that stands for "/": only files that really lie in it are opened. */
  readonly symfs?: string | undefined;
  /** The files of this machine at the recorded paths, with its debug files, kernel list and compilers' maps. */
  readonly allowLocalBinaries?: boolean | undefined;
  /** perf's cache of files by build id, such as ~/.debug; used with allowLocalBinaries. */
  readonly buildIdCache?: string | undefined;
}

const DEBUG = '/usr/lib/debug';
/** Paths come from the recording: no file has a longer one. */
const LONGEST_PATH = 4096;
const ROOT = 0;

export class Places {
  readonly #opener: FileOpener;
  readonly #symfs: string | null;
  readonly #local: boolean;
  readonly #cache: string | null;

  constructor(opener: FileOpener, places: SearchPlaces) {
    this.#opener = opener;
    this.#symfs = places.symfs === undefined || places.symfs === '' ? null : places.symfs;
    this.#local = places.allowLocalBinaries === true;
    this.#cache = this.#local ? (places.buildIdCache ?? null) : null;
  }

  /** The file that was mapped as `name`; the caller closes it. A file with another build id is refused with a note. */
  image(name: string, buildId: string | null, diagnostics: Diagnostics): ElfFile | null {
    if (name === '[vdso]') return this.#vdso(buildId);
    if (!name.startsWith('/') || name.length > LONGEST_PATH || name.includes('\0')) return null;
    let refused = false;
    for (const open of this.#imagesOf(name, buildId)) {
      const elf = this.#elf(open());
      if (elf === null) continue;
      if (buildId === null || elf.buildId === null || elf.buildId === buildId) return elf;
      refused = true;
      elf.file.close();
    }
    if (refused)
      diagnostics.note(
        'symbols-other-build',
        `${name} is another build than the one recorded (build id ${buildId}); its symbols were not used`,
      );
    return null;
  }

  /** The symbols that were stripped off `image`; the caller closes it. */
  debugFile(name: string, image: ElfFile): ElfFile | null {
    const { buildId } = image;
    const link = image.debugLink();
    const directory = posix.dirname(name);
    const paths: string[] = [];
    if (buildId !== null && buildId.length > 2)
      paths.push(`${DEBUG}/.build-id/${buildId.slice(0, 2)}/${buildId.slice(2)}.debug`);
    if (link !== null && !link.name.includes('/'))
      paths.push(
        `${directory}/${link.name}`,
        `${directory}/.debug/${link.name}`,
        `${DEBUG}${directory}/${link.name}`,
      );
    for (const path of paths) {
      for (const open of this.#at(path)) {
        const debug = this.#elf(open());
        if (debug === null) continue;
        const same =
          buildId !== null && debug.buildId !== null
            ? buildId === debug.buildId
            : link !== null && checksum(debug.file) === link.crc;
        if (same && debug.section('.symtab') !== null) return debug;
        debug.file.close();
      }
    }
    return null;
  }

  /** A compiler's map; on this machine only one that this user or root has written. */
  perfMap(path: string): BinaryFile | null {
    return this.#ownFile(path, '/tmp');
  }

  /** A compiler's dump, on the same terms; it may lie anywhere. */
  jitDump(path: string): BinaryFile | null {
    return path.startsWith('/') && path.length <= LONGEST_PATH && !path.includes('\0')
      ? this.#ownFile(path, null)
      : null;
  }

  /** Lists of kernel symbols that may be of the recorded kernel; each is the caller's to close. */
  *kernelLists(buildId: string | null): Generator<BinaryFile> {
    if (this.#symfs !== null) {
      const file = this.#opener.open(`${this.#symfs}/proc/kallsyms`, this.#symfs);
      if (file !== null) yield file;
    }
    if (this.#local && (buildId === null || this.#runningKernel() === buildId)) {
      const file = this.#opener.open('/proc/kallsyms', null);
      if (file !== null) yield file;
    }
    if (this.#cache !== null && buildId !== null) {
      const file = this.#opener.open(`${this.#cache}/[kernel.kallsyms]/${buildId}/kallsyms`, this.#cache);
      if (file !== null) yield file;
    }
  }

  /** A vmlinux with the recorded build id; the caller closes it. */
  kernelImage(buildId: string | null): ElfFile | null {
    if (buildId === null) return null;
    const paths = [
      '/vmlinux',
      '/boot/vmlinux',
      `${DEBUG}/.build-id/${buildId.slice(0, 2)}/${buildId.slice(2)}.debug`,
    ];
    for (const path of paths) {
      for (const open of this.#at(path)) {
        const file = open();
        const elf = file === null ? null : ElfFile.open(file, KERNEL_BASE);
        if (elf !== null && elf.buildId === buildId) return elf;
        file?.close();
      }
    }
    return null;
  }

  #ownFile(path: string, under: string | null): BinaryFile | null {
    if (this.#symfs !== null) {
      const file =
        this.#opener.open(`${this.#symfs}${path}`, this.#symfs) ??
        this.#opener.open(`${this.#symfs}/${posix.basename(path)}`, this.#symfs);
      if (file !== null) return file;
    }
    if (!this.#local) return null;
    const file = this.#opener.open(path, under);
    if (file === null || file.owner === this.#opener.user || file.owner === ROOT) return file;
    file.close();
    return null;
  }

  *#imagesOf(name: string, buildId: string | null): Generator<() => BinaryFile | null> {
    const root = this.#symfs;
    if (root !== null) {
      yield () => this.#opener.open(`${root}${name}`, root);
      yield () => this.#opener.open(`${root}/${posix.basename(name)}`, root);
    }
    if (!this.#local) return;
    const cache = this.#cache;
    if (cache !== null && buildId !== null)
      yield () =>
        this.#opener.open(`${cache}/.build-id/${buildId.slice(0, 2)}/${buildId.slice(2)}/elf`, cache);
    yield () => this.#opener.open(name, null);
  }

  *#at(path: string): Generator<() => BinaryFile | null> {
    const root = this.#symfs;
    if (root !== null) {
      yield () => this.#opener.open(`${root}${path}`, root);
      yield () => this.#opener.open(`${root}/${posix.basename(path)}`, root);
    }
    if (this.#local) yield () => this.#opener.open(path, null);
  }

  /** Every process has the kernel's code for user programs; this one's is the same as the recorded one's if the build id is. */
  #vdso(buildId: string | null): ElfFile | null {
    const cache = this.#cache;
    if (cache !== null && buildId !== null) {
      const file = this.#opener.open(
        `${cache}/.build-id/${buildId.slice(0, 2)}/${buildId.slice(2)}/vdso`,
        cache,
      );
      const elf = this.#elf(file);
      if (elf !== null) return elf;
    }
    const maps = this.#local ? this.#opener.open('/proc/self/maps', null) : null;
    if (maps === null) return null;
    const text = Buffer.from(wholeFile(maps, 2 ** 24) ?? []).toString();
    maps.close();
    const range = /^([0-9a-f]+)-([0-9a-f]+) .*\[vdso\]$/m.exec(text);
    const memory = range === null ? null : this.#opener.open('/proc/self/mem', null);
    if (range === null || memory === null) return null;
    const start = Number.parseInt(range[1]!, 16);
    const bytes = memory.read(start, Number.parseInt(range[2]!, 16) - start);
    memory.close();
    const elf = ElfFile.open(memoryFile(bytes));
    return elf !== null && (buildId === null || elf.buildId === buildId) ? elf : null;
  }

  #elf(file: BinaryFile | null): ElfFile | null {
    if (file === null) return null;
    const elf = ElfFile.open(file);
    if (elf === null) file.close();
    return elf;
  }

  #runningKernel(): string | null {
    const file = this.#opener.open('/sys/kernel/notes', null);
    if (file === null) return null;
    const notes = wholeFile(file, 2 ** 16);
    file.close();
    return notes === null ? null : buildIdIn(notes, true);
  }
}

/** Bytes as a file. */
export function memoryFile(bytes: Uint8Array): BinaryFile {
  return {
    size: bytes.length,
    owner: ROOT,
    read: (offset, length) => bytes.slice(offset, offset + length),
    close: () => undefined,
  };
}

/** As .gnu_debuglink has it (the CRC-32 of zip). */
function checksum(file: BinaryFile): number {
  let crc = 0;
  for (let at = 0; at < file.size; ) {
    const piece = file.read(at, 1 << 20);
    if (piece.length === 0) break;
    crc = crc32(piece, crc);
    at += piece.length;
  }
  return crc;
}

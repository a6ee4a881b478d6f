/** jitdump: what a just-in-time compiler made, when and where (tools/perf/Documentation/jitdump-specification.txt). */

/** From `time` on, `size` bytes at `address` are the function `name`. */
export interface JitLoad {
  /** Nanoseconds of the clock that the compiler and the recorder shared. */
  readonly time: bigint;
  readonly address: number;
  readonly size: number;
  readonly name: string;
}

const MAGIC = 0x4a695444;
const RECORD_HEADER = 16;
const LOAD = 0;
const MOVE = 1;
const MAX_LOADS = 5_000_000;
const LONGEST_NAME = 4096;

/** In order of their times; what is cut or malformed ends the list. Empty for what is no jitdump. */
export function jitLoads(bytes: Uint8Array): JitLoad[] {
  if (bytes.length < 40) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const little = view.getUint32(0, true) === MAGIC;
  if (!little && view.getUint32(0, false) !== MAGIC) return [];
  const number = (at: number): number => Number(view.getBigUint64(at, little));
  const loads: JitLoad[] = [];
  const named = new Map<string, JitLoad>();
  for (let at = view.getUint32(8, little); at + RECORD_HEADER <= bytes.length && loads.length < MAX_LOADS; ) {
    const size = view.getUint32(at + 4, little);
    if (size < RECORD_HEADER || at + size > bytes.length) break;
    const kind = view.getUint32(at, little);
    const time = view.getBigUint64(at + 8, little);
    const body = at + RECORD_HEADER;
    if (kind === LOAD && size >= RECORD_HEADER + 40) {
      const end = bytes.indexOf(0, body + 40);
      const stop = Math.min(end < 0 ? at + size : end, at + size, body + 40 + LONGEST_NAME);
      const name = Buffer.from(bytes.buffer, bytes.byteOffset + body + 40, stop - body - 40).toString();
      keep(
        { time, address: number(body + 16), size: number(body + 24), name },
        `${view.getBigUint64(body + 32, little)}`,
      );
    } else if (kind === MOVE && size >= RECORD_HEADER + 48) {
      const index = `${view.getBigUint64(body + 40, little)}`;
      const name = named.get(index)?.name;
      if (name !== undefined)
        keep({ time, address: number(body + 24), size: number(body + 32), name }, index);
    }
    at += size;
  }
  return loads
    .map((load, row) => ({ load, row }))
    .sort((a, b) => (a.load.time < b.load.time ? -1 : a.load.time > b.load.time ? 1 : a.row - b.row))
    .map(({ load }) => load);

  function keep(load: JitLoad, index: string): void {
    if (!Number.isSafeInteger(load.address + load.size) || load.name === '') return;
    loads.push(load);
    named.set(index, load);
  }
}

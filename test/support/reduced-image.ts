/** Cuts a library down to what unwinding needs of it at some addresses: segments, build id, stubs, and the call frames that cover them. */
import { FrameReader } from '../../lib/symbols/call-frames.js';
import { ElfFile } from '../../lib/symbols/elf.js';
import { memoryFile } from '../../lib/symbols/places.js';
import { elfFile, NOTE } from './elf-file.js';

/** A 64-bit little-endian ELF file without code. */
export function reducedImage(original: Uint8Array, addresses: ReadonlySet<number>): Uint8Array {
  const elf = ElfFile.open(memoryFile(original))!;
  const head = Buffer.from(original.buffer, original.byteOffset, 64);
  const programsAt = Number(head.readBigUInt64LE(32));
  const contents = (name: string): { name: string; address: number; bytes: Uint8Array } => {
    const section = elf.section(name)!;
    return { name, address: section.address, bytes: elf.content(section, 2 ** 26)! };
  };
  const frames = contents('.eh_frame');
  return elfFile({
    machine: elf.machine,
    programs: original.subarray(programsAt, programsAt + head.readUInt16LE(54) * head.readUInt16LE(56)),
    sections: [
      { ...contents('.note.gnu.build-id'), type: NOTE },
      contents('.plt'),
      { ...frames, bytes: keptFrames(frames.bytes, frames.address, addresses) },
    ],
  });
}

/** Common parts all, of the others those that cover an address. They move, so what they say relative to themselves is written anew. */
function keptFrames(bytes: Uint8Array, address: number, addresses: ReadonlySet<number>): Buffer {
  const reader = new FrameReader(bytes, address);
  const kept: Buffer[] = [];
  const movedTo = new Map<number, number>();
  let length = 0;
  for (let at = 0; at + 8 <= bytes.length; ) {
    const { body, end } = reader.entry(at);
    if (end <= body) break;
    const id = reader.u32(body);
    const entry = Buffer.from(bytes.subarray(at, end));
    let covers = id === 0;
    if (id !== 0) {
      reader.at = body + 4;
      const start = reader.pointer(0x1b, true);
      const size = reader.pointer(0x0b, false);
      covers = [...addresses].some((each) => each >= start && each < start + size);
      entry.writeUInt32LE(length + 4 - (movedTo.get(body - id) ?? 0), 4);
      entry.writeInt32LE(start - (address + length + 8), 8);
    }
    if (covers) {
      movedTo.set(at, length);
      kept.push(entry);
      length += entry.length;
    }
    at = end;
  }
  return Buffer.concat([...kept, Buffer.alloc(4)]);
}

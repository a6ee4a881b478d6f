/** Cuts a library down to what unwinding needs of it at some addresses: segments, build id, and the call frames that cover them. */
import { FrameReader } from '../../lib/symbols/call-frames.js';
import { ElfFile } from '../../lib/symbols/elf.js';
import { memoryFile } from '../../lib/symbols/places.js';

const HEADER = 64;
const SECTION = 64;

/** A 64-bit little-endian ELF file without code. */
export function reducedImage(original: Uint8Array, addresses: ReadonlySet<number>): Uint8Array {
  const elf = ElfFile.open(memoryFile(original))!;
  const head = Buffer.from(original.subarray(0, HEADER));
  const programs = original.subarray(
    Number(head.readBigUInt64LE(32)),
    Number(head.readBigUInt64LE(32)) + head.readUInt16LE(54) * head.readUInt16LE(56),
  );
  const note = elf.section('.note.gnu.build-id')!;
  const frames = elf.section('.eh_frame')!;
  const sections = [
    { name: '', type: 0, address: 0, bytes: Buffer.alloc(0) },
    { name: note.name, type: 7, address: note.address, bytes: elf.content(note, 4096)! },
    {
      name: frames.name,
      type: 1,
      address: frames.address,
      bytes: keptFrames(elf.content(frames, 2 ** 26)!, frames.address, addresses),
    },
    { name: '.shstrtab', type: 3, address: 0, bytes: Buffer.alloc(0) },
  ];
  const names = Buffer.from(sections.map(({ name }) => `${name}\0`).join(''));
  sections[3]!.bytes = names;
  const bodies: Uint8Array[] = [];
  const table = Buffer.alloc(SECTION * sections.length);
  let at = HEADER + programs.length;
  for (const [row, { name, type, address, bytes }] of sections.entries()) {
    const padded = Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
    table.writeUInt32LE(names.indexOf(`${name}\0`), row * SECTION);
    table.writeUInt32LE(type, row * SECTION + 4);
    table.writeBigUInt64LE(BigInt(address), row * SECTION + 16);
    table.writeBigUInt64LE(BigInt(type === 0 ? 0 : at), row * SECTION + 24);
    table.writeBigUInt64LE(BigInt(bytes.length), row * SECTION + 32);
    bodies.push(padded);
    at += padded.length;
  }
  head.writeBigUInt64LE(BigInt(HEADER), 32);
  head.writeBigUInt64LE(BigInt(at), 40);
  head.writeUInt16LE(sections.length, 60);
  head.writeUInt16LE(sections.length - 1, 62);
  return Buffer.concat([head, programs, ...bodies, table]);
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

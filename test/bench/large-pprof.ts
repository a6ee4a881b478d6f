/**
 * Makes the large pprof file of the benchmarks from a seed: 500,000 distinct stacks over a random call graph, about 30
 * frames deep, 2 million nodes as a prefix tree. Samples stand in no order over short distances, as a recorder's hash
 * table leaves them, so that gzip finds some of the repetition and not all of it: about 45 MB raw, 15 MB gzipped.
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { largeStacks } from './large-stacks.js';

/** Second and third argument: how many functions and stacks there are. */
const { functions, perFunction, locations, stacks, pick } = largeStacks(
  Number(process.argv[3] ?? 20_000),
  Number(process.argv[4] ?? 500_000),
);

/** Raw protobuf bytes, appended by hand: an encoder with objects would need gigabytes. */
class Bytes {
  data = new Uint8Array(1 << 26);
  length = 0;
  varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.data[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.data[this.length++] = rest;
  }
  field(number: number, value: number): void {
    this.varint(number << 3);
    this.varint(value);
  }
  message(number: number, body: Bytes): void {
    this.varint((number << 3) | 2);
    this.varint(body.length);
    this.data.set(body.data.subarray(0, body.length), this.length);
    this.length += body.length;
  }
}

const out = new Bytes();
const part = new Bytes();
const inner = new Bytes();
const emit = (number: number, fill: () => void): void => {
  part.length = 0;
  fill();
  out.message(number, part);
};
for (const [type, unit] of [
  [1, 2],
  [3, 4],
] as const)
  emit(1, () => {
    part.field(1, type);
    part.field(2, unit);
  });
for (const [stack, path] of stacks.entries()) {
  emit(2, () => {
    inner.length = 0;
    for (let i = path.length - 1; i >= 0; i--) inner.varint(path[i]! + 1);
    part.message(1, inner);
    inner.length = 0;
    const count = 1 + pick(4);
    inner.varint(count);
    inner.varint(count * 10_000_000);
    part.message(2, inner);
    if (stack % 3 === 0) {
      inner.length = 0;
      inner.field(1, 5);
      inner.field(2, 6 + pick(16));
      part.message(3, inner);
    }
  });
}
for (let location = 0; location < locations; location++) {
  emit(4, () => {
    part.field(1, location + 1);
    part.field(3, 0x400000 + location * 16);
    const frames =
      location % 5 === 0
        ? [pick(functions), Math.floor(location / perFunction)]
        : [Math.floor(location / perFunction)];
    for (const fn of frames) {
      inner.length = 0;
      inner.field(1, fn + 1);
      inner.field(2, 1 + (location % 500));
      part.message(4, inner);
    }
  });
}
for (let fn = 0; fn < functions; fn++)
  emit(5, () => {
    part.field(1, fn + 1);
    part.field(2, 22 + fn);
    part.field(4, 22 + functions + (fn % 1000));
  });
const strings = [
  '',
  'samples',
  'count',
  'cpu',
  'nanoseconds',
  'tenant',
  ...Array.from({ length: 16 }, (_, i) => `tenant-${i}`),
];
for (let fn = 0; fn < functions; fn++)
  strings.push(`example.com/app/pkg${fn % 400}.(*Type${fn % 37}).Method${fn}`);
for (let file = 0; file < 1000; file++) strings.push(`/src/example.com/app/pkg${file % 400}/file${file}.go`);
for (const text of strings) {
  const bytes = Buffer.from(text);
  out.varint(50);
  out.varint(bytes.length);
  out.data.set(bytes, out.length);
  out.length += bytes.length;
}
const raw = out.data.subarray(0, out.length);
const target = process.argv[2] ?? 'large.pb.gz';
writeFileSync(target, gzipSync(raw));
process.stdout.write(`${target}: ${raw.length} bytes raw\n`);

/** Makes the varied `perf script` text of the benchmarks from a seed: distinct stacks over 180,000 frame lines. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { seeded } from '../support/random.js';

const SAMPLES = 128_000;
const LINES = 180_000;
const random = seeded(20_261_124);
const pick = (limit: number): number => Math.floor(random() * limit);
const lines = Array.from({ length: LINES }, (_, i) => {
  const address = (0x7f0000000000 + i * 37).toString(16).padStart(16);
  return `\t${address} example::module${i % 97}::Type${i % 1013}::method${Math.floor(i / 9)}+0x${(i % 4096).toString(16)} (/usr/lib/app/lib${i % 23}.so)\n`;
});
const out = createWriteStream(process.argv[2] ?? 'varied.txt');
for (let sample = 0; sample < SAMPLES; sample++) {
  let text = `worker ${sample % 7} ${1000 + (sample % 7)} [00${sample % 2}] ${(10_000 + sample / 997).toFixed(6)}:    1003009 cpu-clock: \n`;
  for (let depth = 12 + pick(8); depth > 0; depth--) text += lines[pick(LINES)]!;
  if (!out.write(`${text}\n`)) await once(out, 'drain');
}
out.end();

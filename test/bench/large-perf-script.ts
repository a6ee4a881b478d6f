/** Makes the large `perf script` text of the benchmarks: the stacks of the large pprof file, each a sample, about 1.1 GB. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { largeStacks } from './large-stacks.js';

const { perFunction, locations, stacks, pick } = largeStacks(20_000, Number(process.argv[3] ?? 500_000));
const lines = Array.from({ length: locations }, (_, location) => {
  const fn = Math.floor(location / perFunction);
  const address = (0x55d000400000 + location * 16).toString(16).padStart(16);
  return `\t${address} app::pkg${fn % 400}::Type${fn % 37}::method${fn}(int)+0x${(location % 500).toString(16)} (/usr/local/bin/service)\n`;
});
const out = createWriteStream(process.argv[2] ?? 'large.txt');
for (const [sample, path] of stacks.entries()) {
  const who = pick(8);
  let text = `service ${1000 + who}/${2000 + who} [00${pick(8)}] ${(10_000 + sample / 997).toFixed(6)}:   10101010 cpu-clock:u: \n`;
  for (let i = path.length - 1; i >= 0; i--) text += lines[path[i]!]!;
  if (!out.write(`${text}\n`)) await once(out, 'drain');
}
out.end();

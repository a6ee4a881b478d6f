/**
 * How fast a generated shadow log is compared in one process: `node dist/test/bench/parity.js [MB] [share]`, where `share` of the pairs
 * have their members in another order, so that their bodies are parsed. With --write it writes the log to standard output instead:
 * `node dist/test/bench/parity.js 10000 1 --write | node dist/cli/main.js verify parity -`.
 */
import { writeSync } from 'node:fs';
import { verifyParity } from '../../lib/index.js';
import { shadowLog } from './shadow-log.js';

const MB = Number(process.argv[2] ?? 1000);
const SHARE = Number(process.argv[3] ?? 0);

if (process.argv[4] === '--write') write();
else await measure();

function write(): void {
  for (const chunk of shadowLog(MB * 1e6, SHARE))
    for (let at = 0; at < chunk.length; ) at += writeSync(1, chunk, at);
}

async function* counted(count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for (const chunk of shadowLog(MB * 1e6, SHARE)) {
    count(chunk.length);
    yield chunk;
  }
}

async function measure(): Promise<void> {
  let bytes = 0;
  const input = counted((more) => {
    bytes += more;
  });
  const begin = process.hrtime.bigint();
  const cpuBefore = process.cpuUsage();
  const parity = await verifyParity([{ name: 'generated', input }]);
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const cpu = process.cpuUsage(cpuBefore);
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  console.log(
    `${(bytes / 1e6).toFixed(0)} MB, ${parity.counts.pairs} pairs, ${parity.counts.matched} matched: ${seconds.toFixed(2)} s, ${(bytes / 1e6 / seconds).toFixed(0)} MB/s (${(bytes / 1e6 / cpuSeconds).toFixed(0)} MB per CPU second), peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB with the generator's 64`,
  );
}

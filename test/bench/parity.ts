/**
 * Makes a shadow log out of a seed and measures how fast it is compared, in one process: `node dist/test/bench/parity.js [MB] [share]`.
 * `share` of the pairs differ in bytes and not in value (members in another order), so that their bodies are parsed.
 */
import { verifyParity } from '../../lib/index.js';
import { seeded } from '../support/random.js';

const MB = Number(process.argv[2] ?? 1000);
const SHARE = Number(process.argv[3] ?? 0);
const CHUNK = 1 << 18;
const random = seeded(9);
const pick = (limit: number): number => Math.floor(random() * limit);

function line(id: number): string {
  const gifts = Array.from(
    { length: 4 + pick(8) },
    () =>
      `{"receiver":"u${pick(16000)}","gift":"rose","count":${1 + pick(9)},"price":"${pick(900)}.${10 + pick(89)}"}`,
  );
  const members = [
    `"id":"gb_${id}"`,
    `"sender":"u${id % 16000}"`,
    `"total":"${pick(9000)}.${10 + pick(89)}"`,
    `"risk":{"score":${pick(100)},"decision":"accepted","rules":[]}`,
    `"gifts":[${gifts.join(',')}]`,
  ];
  const other = random() < SHARE ? [...members].reverse() : members;
  const side = (list: readonly string[]): string =>
    `{"status":200,"headers":{"content-type":"application/json"},"body":{${list.join(',')}},"latencyMs":1.${pick(9)}}`;
  return `{"id":"${id}","endpoint":"POST /v1/gifts/batch","key":"u${id % 16000}","request":{"method":"POST","path":"/v1/gifts/batch"},"primary":${side(members)},"candidate":${side(other)}}\n`;
}

/** 64 MB of lines, given again and again. */
const text = Buffer.concat(
  Array.from({ length: 64 }, (_, part) => {
    const lines: string[] = [];
    for (let size = 0, id = part * 1_000_000; size < 2 ** 20; id++) {
      const one = line(id);
      lines.push(one);
      size += one.length;
    }
    return Buffer.from(lines.join(''));
  }),
);

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let given = 0; given < MB * 1e6; given += text.length)
    for (let at = 0; at < text.length; at += CHUNK) yield text.subarray(at, at + CHUNK);
}

const total = Math.ceil((MB * 1e6) / text.length) * text.length;
const begin = process.hrtime.bigint();
const cpuBefore = process.cpuUsage();
const parity = await verifyParity([{ name: 'generated', input: chunks() }]);
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
const cpu = process.cpuUsage(cpuBefore);
const cpuSeconds = (cpu.user + cpu.system) / 1e6;
console.log(
  `${(total / 1e6).toFixed(0)} MB, ${parity.counts.pairs} pairs, ${parity.counts.matched} matched: ${seconds.toFixed(2)} s, ${(total / 1e6 / seconds).toFixed(0)} MB/s (${(total / 1e6 / cpuSeconds).toFixed(0)} MB per CPU second), peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB of which ${(text.length / 2 ** 20).toFixed(0)} are the input`,
);

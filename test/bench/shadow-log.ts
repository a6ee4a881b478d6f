/** A shadow log out of a seed, of any length: 64 MB of pairs again and again, each time of other users. */
import { seeded } from '../support/random.js';

const CHUNK = 1 << 18;
const BLOCKS = 64;
/** Digits of the turn, which stand in each key. */
const DIGITS = 4;

/**
 * At least `bytes` bytes. `share` of the pairs differ in bytes and not in value (members in another order), so that their bodies are
 * parsed. A chunk is valid until the next is asked for.
 */
export function* shadowLog(bytes: number, share: number): Generator<Uint8Array> {
  const text = block(share);
  const marks = marksOf(text);
  for (let given = 0, turn = 0; given < bytes; given += text.length, turn++) {
    const digits = Buffer.from(String(turn).padStart(DIGITS, '0'));
    for (const at of marks) digits.copy(text, at);
    for (let at = 0; at < text.length; at += CHUNK) yield text.subarray(at, at + CHUNK);
  }
}

function block(share: number): Buffer {
  const random = seeded(9);
  const pick = (limit: number): number => Math.floor(random() * limit);
  return Buffer.concat(
    Array.from({ length: BLOCKS }, (_, part) => {
      const lines: string[] = [];
      for (let size = 0, id = part * 1_000_000; size < 2 ** 20; id++) {
        const one = line(id, pick, random() < share);
        lines.push(one);
        size += one.length;
      }
      return Buffer.from(lines.join(''));
    }),
  );
}

function line(id: number, pick: (limit: number) => number, isOther: boolean): string {
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
  const side = (list: readonly string[]): string =>
    `{"status":200,"headers":{"content-type":"application/json"},"body":{${list.join(',')}},"latencyMs":1.${pick(9)}}`;
  const other = isOther ? [...members].reverse() : members;
  return `{"id":"${id}","endpoint":"POST /v1/gifts/batch","key":"${'0'.repeat(DIGITS)}u${pick(16000)}","request":{"method":"POST","path":"/v1/gifts/batch"},"primary":${side(members)},"candidate":${side(other)}}\n`;
}

function marksOf(text: Buffer): number[] {
  const marks: number[] = [];
  const mark = '"key":"';
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) marks.push(at + mark.length);
  return marks;
}

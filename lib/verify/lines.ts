/** Cuts chunks of bytes into lines; keeps at most one unfinished line. */
import { atLine, ProfileError } from '../base/errors.js';
import type { ByteSource } from '../formats/format.js';

/** A line without its end, in `bytes` from `start` to `end`; valid only during the call. `line` counts from 1. */
export type LineVisitor = (bytes: Buffer, start: number, end: number, line: number) => void;

/** Throws 'limit' for a line of more than `limit` bytes. */
export async function eachLine(
  source: ByteSource,
  limit: number,
  visit: LineVisitor,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  let carry: Buffer[] = [];
  let carried = 0;
  let line = 1;
  let read = 0;
  const check = (size: number): void => {
    if (size > limit)
      throw new ProfileError(
        'limit',
        `the line is over the limit messageBytes=${limit}; raise limits.messageBytes if the file is trusted`,
        atLine(source.name, line),
      );
  };
  for await (const given of source.chunks()) {
    const chunk = Buffer.from(given.buffer, given.byteOffset, given.length);
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      if (end < 0) break;
      if (carried > 0) {
        const whole = Buffer.concat([...carry, chunk.subarray(start, end)]);
        check(whole.length);
        visit(whole, 0, whole.length, line);
        carry = [];
        carried = 0;
      } else visit(chunk, start, end, line);
      line++;
      start = end + 1;
    }
    if (start < chunk.length) {
      // A copy: the chunk is not ours after this turn.
      carry.push(Buffer.from(chunk.subarray(start)));
      carried += chunk.length - start;
      check(carried);
    }
    read += chunk.length;
    onBytes?.(read);
  }
  if (carried > 0) {
    const whole = Buffer.concat(carry);
    visit(whole, 0, whole.length, line);
  }
}

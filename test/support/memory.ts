/**
 * What one input costs in memory. Loaded before the code under test it counts the bytes of every buffer that is asked for, touched or
 * not: a length that a file declares would be believed there. What is in use at its highest, strings and objects too, the system counts.
 */
import assert from 'node:assert/strict';

/** What an input of a few kilobytes may cost (docs/fuzzing.md). */
export const MOST_BYTES = 2 ** 30;

let asked = 0;

const CONSTRUCTORS = [
  'ArrayBuffer',
  'SharedArrayBuffer',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
] as const;

type Maker = new (...args: unknown[]) => object;

for (const name of CONSTRUCTORS) {
  const original = globalThis[name] as unknown as Maker & { readonly BYTES_PER_ELEMENT?: number };
  const each = original.BYTES_PER_ELEMENT ?? 1;
  const counting: Maker = new Proxy(original, {
    construct(target, args, newTarget) {
      const first: unknown = args[0];
      if (typeof first === 'number') asked += first * each;
      else if (Array.isArray(first) || (ArrayBuffer.isView(first) && 'length' in first))
        asked += Number(first.length) * each;
      return Reflect.construct(target, args, newTarget === counting ? target : newTarget) as object;
    },
  });
  Object.defineProperty(globalThis, name, { value: counting });
}
for (const name of ['alloc', 'allocUnsafe', 'allocUnsafeSlow'] as const) {
  const original = Buffer[name];
  Object.defineProperty(Buffer, name, {
    value: (size: number, ...rest: [fill?: number]) => {
      asked += size;
      return original(size, ...rest);
    },
  });
}
const concat = Buffer.concat;
Object.defineProperty(Buffer, 'concat', {
  value: (list: readonly Uint8Array[], length?: number) => {
    asked += length ?? list.reduce((sum, { length }) => sum + length, 0);
    return concat(list, length);
  },
});

/** Begin it before each input, `check` it behind. */
export class MemoryMeter {
  /** The most that one input asked for in buffers; what it gave back is not taken off. */
  mostAsked = 0;
  /** The most that the process had in use since it began. */
  peak = peak();
  #askedBefore = 0;

  begin(): void {
    this.#askedBefore = asked;
  }

  check(input: () => string): void {
    const cost = asked - this.#askedBefore;
    this.mostAsked = Math.max(this.mostAsked, cost);
    assert.ok(cost <= MOST_BYTES, `${input()}: asked for ${cost} bytes of buffers`);
    const now = peak();
    // A peak that was there before is not this input's.
    const raised = now > this.peak;
    this.peak = now;
    assert.ok(!raised || now <= MOST_BYTES, `${input()}: the process grew to ${now} bytes`);
  }

  get told(): string {
    return `at most ${mebibytes(this.mostAsked)} MiB of buffers for one input, ${mebibytes(this.peak)} MiB in use by the process`;
  }
}

function peak(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0);
}

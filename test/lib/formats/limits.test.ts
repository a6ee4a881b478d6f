import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Limits, readProfile } from '../../../lib/index.js';

describe('what a hostile input may cost', () => {
  // Long lines: it is the bytes that are bounded, and millions of lines would only take time to read.
  const bomb = gzipSync(Buffer.alloc(80 * 2 ** 20, `${'a;'.repeat(20_000)}b 1\n`), { level: 1 });
  const pprof = 'samples/go-shop/cpu-1.pb.gz';
  const perf = 'samples/cpp/perf.txt';
  for (const [what, input, limits] of [
    ['a gzip bomb by its ratio', bomb, { ratio: 10 }],
    ['a gzip bomb by its bytes', bomb, { bytes: 2 ** 20 }],
    ['many pprof samples', pprof, { samples: 100 }],
    ['a long pprof message', pprof, { messageBytes: 64 }],
    ['a deep pprof stack', pprof, { stackDepth: 3 }],
    ['many pprof rows', pprof, { rows: 10 }],
    ['many perf samples', perf, { samples: 10 }],
    ['a long perf line', perf, { lineBytes: 40 }],
    ['a deep perf stack', perf, { stackDepth: 2 }],
    ['many folded samples', Buffer.from('a;b 1\n'.repeat(20)), { samples: 10 }],
    ['a deep folded stack', Buffer.from('a;b;c;d 1\n'), { stackDepth: 3 }],
  ] as [string, string | Uint8Array, Partial<Limits>][]) {
    it(`is bounded for ${what}, naming the limit`, async () => {
      await assert.rejects(readProfile(input, { limits }), {
        name: 'ProfileError',
        code: 'limit',
        message: new RegExp(Object.keys(limits)[0]!),
      });
    });
  }

  it('ends at an AbortSignal, also before the first byte', async () => {
    await assert.rejects(readProfile(pprof, { signal: AbortSignal.abort() }), { code: 'aborted' });
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    const chunks = Array.from({ length: 50 }, () => Buffer.from('a;b 1\n'.repeat(1000)));
    const stream = (async function* () {
      yield* chunks;
    })();
    await assert.rejects(readProfile(stream, { signal: controller.signal, onProgress }), { code: 'aborted' });
  });

  it('reports progress with the name and the bytes so far', async () => {
    const seen: [string, number][] = [];
    await readProfile(perf, { onProgress: (name, bytes) => seen.push([name, bytes]) });
    assert.ok(seen.length > 1);
    assert.ok(seen.every(([name, bytes], i) => name === perf && bytes >= (seen[i - 1]?.[1] ?? 0)));
    assert.equal(seen.at(-1)![1], statSync(perf).size);
  });
});

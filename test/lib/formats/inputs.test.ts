import assert from 'node:assert/strict';
import { createReadStream, readFileSync } from 'node:fs';
import type { Limits } from '../../../lib/formats/format.js';
import { type Input, readProfile } from '../../../lib/formats/read.js';

const CPU = 'samples/go-shop/cpu-1.pb.gz';

describe('what readProfile takes', () => {
  for (const [what, input] of [
    ['a path', CPU],
    ['bytes', readFileSync(CPU)],
    ['a stream of Node', createReadStream(CPU)],
    ['a stream of the web', new Blob([readFileSync(CPU)]).stream() as unknown as Input],
  ] as const)
    it(`reads ${what}`, async () => assert.equal((await readProfile(input)).samples.length, 2465));
  for (const [what, input] of [
    ['undefined', undefined],
    ['null', null],
    ['a number', 5],
    ['an ArrayBuffer', new ArrayBuffer(8)],
    ['a URL', new URL('file:///x')],
  ] as const)
    it(`refuses ${what} as a mistake of the caller's`, () =>
      assert.rejects(readProfile([input as unknown as Input]), {
        code: 'usage',
        message: /expected a path, a Uint8Array/,
      }));
  it('refuses a stream of text, whose bytes are lost', () =>
    assert.rejects(readProfile(createReadStream(CPU, { encoding: 'utf8' }) as unknown as Input), {
      code: 'usage',
      message: /yields strings/,
    }));
  for (const limits of [{ maxBytes: 1 }, { bytes: Number.NaN }, { bytes: '5' }, { samples: -1 }])
    it(`refuses limits ${JSON.stringify(limits)}`, () =>
      assert.rejects(readProfile(CPU, { limits: limits as unknown as Limits }), {
        code: 'usage',
        message: /limit/,
      }));
});

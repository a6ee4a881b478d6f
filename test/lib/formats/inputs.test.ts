import assert from 'node:assert/strict';
import { createReadStream, readFileSync } from 'node:fs';
import type { Limits } from '../../../lib/formats/format.js';
import { type Input, type ReadOptions, readProfile } from '../../../lib/formats/read.js';

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

describe('an option that the format has no use for', () => {
  it('is told of, and one that has its use is not', async () => {
    const folded = Buffer.from('main;a 3\nmain;b 2\n');
    const codes = async (options: ReadOptions): Promise<string[]> =>
      (await readProfile({ name: 'x.folded', input: folded }, options)).warnings.map(({ code }) => code);
    assert.deepEqual(await codes({ unit: 'nanoseconds' }), []);
    assert.deepEqual(await codes({ event: 'cycles' }), ['option-unused']);
    const profile = await readProfile('samples/node/program.cpuprofile', { thread: 'main', unit: 'ms' });
    assert.deepEqual(
      profile.warnings.filter(({ code }) => code === 'option-unused').map(({ count }) => count),
      [2],
    );
    assert.match(profile.warnings.at(-1)!.message, /has no choice of thread; "main" changed nothing/);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFolded } from '../../../lib/formats/folded/write.js';
import { readProfile } from '../../../lib/formats/read.js';

const read = (text: string): ReturnType<typeof readProfile> => readProfile(Buffer.from(text));

describe('folded stacks', () => {
  for (const [what, input, want] of [
    ['plain lines, equal ones added', 'a;b 1\na 2\na;b 3\n', 'a 2\na;b 4\n'],
    ['CRLF and comments', '# made by hand\r\na;b 1\r\n', 'a;b 1\n'],
    ['names with spaces and numbers', 'main loop;f 12 3\n', 'main loop;f 12 3\n'],
    ['names that objects have', '__proto__;constructor 2\n', '__proto__;constructor 2\n'],
    ['empty frames and marks', 'a;;sys_read_[k] 5\n', 'a;(empty);sys_read 5\n'],
    ['counts beyond 2^53', 'a;b 9007199254740993\n', 'a;b 9007199254740993\n'],
    ['no final line end', 'a;b 7', 'a;b 7\n'],
  ] as const) {
    it(`reads and writes ${what}`, async () => {
      assert.equal(writeFolded(await read(input), 0), want);
    });
  }

  it('reads UTF-16 with a byte order mark', async () => {
    const profile = await readProfile(Buffer.from('\ufeffa;b 3\n', 'utf16le'));
    assert.equal(profile.samples.values[0]![0], 3);
  });

  it('counts bad lines and says where they are', async () => {
    const { warnings } = await read(
      'a;b 1\nno count here\na;b -5\na;c 99999999999999999999999\na;b 0x10\na 1\nb 1\nc 1\nd 1\n',
    );
    assert.equal(warnings.find(({ code }) => code === 'folded-bad-line')?.count, 4);
    assert.deepEqual(
      warnings[0]?.places.map(({ line }) => line),
      [2, 3, 4, 5],
    );
  });

  it('says when the input may have been cut', async () => {
    assert.equal((await read('a;b 1\na;c 12')).warnings[0]?.code, 'no-final-newline');
  });

  it('reads a stack of 200,000 frames', async () => {
    assert.equal((await read(`${'f;'.repeat(199_999)}g 1\n`)).stacks.bounds[1 as never], 200_000);
  });

  it('gives the same text after a pprof sample went through it', async () => {
    const profile = await readProfile(readFileSync('samples/go-shop/cpu-1.pb.gz'));
    const text = writeFolded(profile, 1);
    assert.ok(text.length > 10_000);
    assert.equal(writeFolded(await read(text), 0), text);
  });
});

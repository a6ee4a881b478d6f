import assert from 'node:assert/strict';
import { Diagnostics } from '../../../../lib/base/diagnostics.js';
import { folded } from '../../../../lib/formats/folded/format.js';
import { foldedLines, writeFolded } from '../../../../lib/formats/folded/write.js';
import { DEFAULT_LIMITS } from '../../../../lib/formats/format.js';
import { memorySource } from '../../../../lib/formats/memory-source.js';
import { perfScript } from '../../../../lib/formats/perf-script/format.js';
import { check } from '../../../../lib/profile/check.js';
import type { Profile } from '../../../../lib/profile/profile.js';

const context = () => ({ limits: DEFAULT_LIMITS, diagnostics: new Diagnostics() });

async function read(text: string, chunk?: number): Promise<Profile> {
  const profile = await folded.read(memorySource('t', Buffer.from(text), chunk), context());
  check(profile);
  return profile;
}

describe('folded stacks in detail', () => {
  it('puts frames marked _[i] into the location before them and writes the marks again', async () => {
    const text = 'a;b;c_[i];d_[i] 2\na;b;e_[k];f_[j] 1\n';
    const profile = await read(text);
    assert.equal(profile.stacks.locations.length, 2 + 4);
    assert.deepEqual([...foldedLines(profile, { annotate: true })].join(''), text);
    assert.equal(writeFolded(profile, 0), 'a;b;c;d 2\na;b;e;f 1\n');
  });
  it('reads a difference where nearly all lines have two numbers', async () => {
    const profile = await read('a;b 1 5\na;c 7 3\n');
    assert.deepEqual(
      profile.samples.values.map((column) => [...column]),
      [
        [5, 3],
        [4, -4],
      ],
    );
    assert.equal(profile.sampleTypes[profile.defaultSampleType]?.type, 'samples');
  });
  it('takes a number at the end of a few names for part of the name', async () => {
    assert.equal(writeFolded(await read('a;thread 1 5\na;c 7\n'), 0), 'a;c 7\na;thread 1 5\n');
  });
  it('keeps fractions and says so; a column with fractions cannot hold integers beyond 2^53', async () => {
    const profile = await read('a;b 1.5\na;b 2\na;c 9007199254740993\n');
    assert.equal(writeFolded(profile, 0), 'a;b 3.5\n');
    assert.deepEqual(
      profile.warnings.map(({ code }) => code),
      ['folded-decimal-count', 'folded-bad-line'],
    );
  });
  it('adds exactly beyond 2^53', async () => {
    assert.equal(writeFolded(await read('a;b 9007199254740991\na;b 2\n'), 0), 'a;b 9007199254740993\n');
  });
  it('sorts by bytes, not by UTF-16 units', async () => {
    assert.equal(writeFolded(await read('\u{1f600};b 1\n\uffee;b 1\n'), 0), '\uffee;b 1\n\u{1f600};b 1\n');
  });
  it('names line 1 where no line is good', () =>
    assert.rejects(read('nothing here\n'), { code: 'bad-value', message: /t:1/ }));
  it('gives the same profile in chunks of 1, 7 and all bytes', async () => {
    const text = '# c\r\nä;b_[i] 1\r\nä;c 2';
    const whole = await read(text);
    for (const size of [1, 7]) assert.deepEqual(await read(text, size), whole);
  });
  it('begins stacks with the command', async () => {
    const text = 'my app 7 1.0: cycles: \n\t1 a;b (/x)\n\n';
    const profile = await perfScript.read(memorySource('t', Buffer.from(text)), context());
    assert.deepEqual([...foldedLines(profile, { comm: true })], ['my_app;a:b 1\n']);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { languageOf } from '../../../../lib/candidates/language.js';
import { folded } from '../../../../lib/formats/folded/format.js';
import { select } from '../../../../lib/profile/select.js';
import { readAs, sampleLines, sums } from '../../../support/reading.js';
import { standsUp } from '../../../support/sturdy.js';

describe('folded stacks of async-profiler and py-spy', () => {
  standsUp('async-profiler, threads', folded, () => readFileSync('samples/java/cpu.collapsed'), {
    chunk: 31,
    rounds: 20,
  });
  standsUp('py-spy', folded, () => readFileSync('samples/python/py-spy.collapsed'), { rounds: 20 });

  it('makes labels of the thread that stands first', async () => {
    const profile = await readAs(
      folded,
      '[order booker tid=6899];a;b 2\n[tid=x];a 1\n[GC Thread#0 tid=7] 3\n',
    );
    assert.deepEqual(sampleLines(profile), [
      'a;b {thread=order booker thread.id=6899} 2',
      '[tid=x];a 1',
      '[GC Thread#0 tid=7] 3',
    ]);
    const python = await readAs(
      folded,
      'process 12:"python app.py";thread (0x1f): Main;f (a.py:3) 2\nprocess 12;f 1\n',
    );
    assert.deepEqual(sampleLines(python), [
      'f@a.py:0#3 {process.id=12 process=python app.py thread=Main thread.id=31} 2',
      'f {process.id=12} 1',
    ]);
  });

  it('has the functions of async-profiler by thread', async () => {
    const text = readFileSync('samples/java/cpu.collapsed', 'utf8').trimEnd();
    const profile = await readAs(folded, text);
    const want = text.split('\n').reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
    assert.equal(sums(profile).total, want);
    const booker = select(profile, { tagfocus: 'thread=order booker' });
    const lines = text.split('\n').filter((line) => line.startsWith('[order booker tid='));
    const kept = booker.keptSamples!.reduce(
      (sum, keep, sample) => sum + keep * profile.samples.values[0]![sample]!,
      0,
    );
    assert.equal(
      kept,
      lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0),
    );
  });

  it("takes the lines out of py-spy's names, so that a function is one", async () => {
    const profile = await readAs(folded, readFileSync('samples/python/py-spy.collapsed'));
    const text = readFileSync('samples/python/py-spy.collapsed', 'utf8');
    const self = text.split('\n').filter((line) => /similarity \(ledger\.py:\d+\) \d+$/.test(line));
    assert.ok(self.length > 1);
    assert.equal(
      sums(profile).self['similarity'],
      self.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0),
    );
    assert.equal(languageOf(select(profile), 0), 'python');
  });

  it('knows classes at the leaves of allocation profiles from inlined and kernel frames', async () => {
    const profile = await readAs(folded, 'a/B.run;java.lang.String_[i] 10\na/B.run;a/B.go;int[]_[k] 5\n');
    assert.equal(profile.mappings.length, 0);
    assert.deepEqual(sampleLines(profile), ['a/B.run;java.lang.String 10', 'a/B.run;a/B.go;int[] 5']);
    const alloc = await readAs(folded, readFileSync('samples/java/alloc.collapsed'));
    assert.equal(alloc.mappings.length, 0);
    assert.equal(sums(alloc).total, 2_896_166_912);
    const kernel = await readAs(folded, 'main;read;sys_read_[k] 10\nmain;f_[i] 5\n');
    assert.equal(kernel.mappings.length, 1);
  });

  it('keeps names that only look like places', async () => {
    const profile = await readAs(
      folded,
      'deflate (libz.so.1.2.13);f (a:b);g (x.py:0x1);h (:1);(a.py:3);operator() (p.c:12) 1\n',
    );
    assert.deepEqual(sampleLines(profile), [
      'deflate (libz.so.1.2.13);f (a:b);g (x.py:0x1);h (:1);(a.py:3);operator()@p.c:0#12 1',
    ]);
  });
});

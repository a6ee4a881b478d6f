import assert from 'node:assert/strict';
import { languageOf } from '../../../lib/candidates/language.js';
import { analyze, readProfile } from '../../../lib/index.js';
import { select } from '../../../lib/profile/select.js';

describe('the language of a profile', () => {
  for (const [input, want] of [
    ['samples/go-shop/cpu-1.pb.gz', 'go'],
    ['samples/cpp/perf.txt', 'c'],
    ['samples/rust/perf.txt', 'rust'],
    ['samples/payments/profiles/rust-perf.txt.gz', 'rust'],
    ['samples/node/perf.txt', 'node'],
    ['samples/python/perf.txt', 'python'],
    ['samples/python/jit.perf.txt.gz', 'python'],
    ['samples/java/perf.txt', 'java'],
    ['samples/java/cpu.collapsed', 'java'],
    ['samples/python/py-spy.collapsed', 'python'],
    [Buffer.from('main;java/lang/Thread.run;com/acme/Shop.price 9\nmain;gc 1\n'), 'java'],
    [Buffer.from('swapper;do_idle 9\nx;y 1\n'), 'unknown'],
  ] as const) {
    it(`of ${typeof input === 'string' ? input : input.toString().slice(0, 30).trim()} is ${want}`, async () => {
      const answer = analyze(await readProfile(input));
      assert.equal(answer.language, want);
      assert.equal(answer.assumptions.find(({ name }) => name === 'from')?.value, want);
    });
  }

  it('of a large profile does not depend on where in it the signs are', async () => {
    const lines = (count: number, root: string, from: number): string =>
      Array.from({ length: count }, (_, i) => `${root};f${from + i} 1\n`).join('');
    for (const [parts, want] of [
      [
        [
          ['main.main', 30_000],
          ['run (a.py:1)', 90_000],
        ],
        'go',
      ],
      [
        [
          ['run (a.py:1)', 90_000],
          ['main.main', 30_000],
        ],
        'go',
      ],
      [
        [
          ['main.main', 10_000],
          ['run (a.py:1)', 110_000],
        ],
        'python',
      ],
    ] as const) {
      const text = parts.map(([root, count], i) => lines(count, root, i * 200_000)).join('');
      const profile = await readProfile(Buffer.from(text));
      assert.equal(languageOf(select(profile, {}), 0), want);
    }
  });

  it('counts samples with a sign in any frame, however many functions share them', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => `f${i} (/app/mod${i}.js:1);g 1\n`).join('');
    const of = async (rest: number): Promise<string> =>
      languageOf(select(await readProfile(Buffer.from(`${lines}x;y ${rest}\n`)), {}), 0);
    assert.equal(await of(400), 'node');
    assert.equal(await of(401), 'unknown');
  });

  it('of a difference of two profiles is theirs, though its values cancel', async () => {
    const profile = await readProfile(Buffer.from('runtime.main;a 500\nruntime.main;b -500\nx;y 100\n'));
    assert.equal(languageOf(select(profile, {}), 0), 'go');
  });

  it('decides which prior is used, and an unknown one claims no gain', async () => {
    const speedup = async (input: string, from?: string): Promise<number> =>
      analyze(await readProfile(input), { cost: { from } }).payoff.parts.find(({ kind }) => kind === 'app')!
        .speedup.p50;
    const node = await speedup('samples/node/perf.txt');
    assert.ok((await speedup('samples/node/perf.txt', 'go')) < node);
    const unknown = analyze(await readProfile(Buffer.from('a;b 90\na;c 10\n')));
    assert.equal(unknown.payoff.cpuSaving.p50, 0);
    assert.match(unknown.payoff.warnings.map(({ message }) => message).join(), /No speedup is published/);
  });
});
